"""The page where people make the calendar they want, see what it holds, and subscribe to it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.calendars import choosing, links
from webapp.calendars.choosing import Choice
from webapp.calendars.offers import Offer, offers
from webapp.calendars.previews import feed_of, preview, size_words
from webapp.calendars.views import blueprint
from webapp.core.date_words import days_text
from webapp.core.i18n import current_language
from webapp.core.permissions import public
from webapp.events.views import today

links.register(blueprint)
blueprint.add_app_template_global(size_words)


@blueprint.get("/calendars/")
@public
def index() -> ResponseReturnValue:
    """All calendars, and the one made of what is chosen in the address."""
    words = choosing.asked(request.args)
    known = offers(words)
    choice = choosing.chosen(words, request.args, known)
    made = None if choice.is_too_much else _made(choice, known)
    return render_template("calendars/index.html", offers=known, choice=choice, made=made)


def _made(choice: Choice, known: dict[str, list[Offer]]) -> dict[str, object]:
    """The calendar of a choice, as the page shows it."""
    feed = feed_of(choice.filters, choice.language)
    held = preview(feed, choice.filters, known, today())
    first, last = held.extent.first_on, held.extent.last_on
    span = days_text(first, last, current_language()) if first and last else None
    return {"feed": feed, "held": held, "span": span}
