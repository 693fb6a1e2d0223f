"""The page that explains subscribing, lists the calendars and makes one to measure."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.calendars import feeds, links
from webapp.calendars.composing import NotRendered
from webapp.calendars.feeds import Feed
from webapp.calendars.lookup import FILTERS, UnknownFeed
from webapp.calendars.offers import can_be_reached, is_too_large, offers
from webapp.calendars.views import blueprint
from webapp.core.i18n import current_language
from webapp.core.permissions import public

links.register(blueprint)


@blueprint.get("/calendars/")
@public
def index() -> ResponseReturnValue:
    """All calendars, and the one made of the filters in the address."""
    chosen = {name: request.args.getlist(name) for name in FILTERS}
    known = offers()
    offered = {name: {offer.word for offer in known[name]} for name in FILTERS}
    kept = {name: [word for word in chosen[name] if word in offered[name]] for name in FILTERS}
    made = _made(kept) if any(kept.values()) else None
    whole = feeds.all_feed({}, current_language())
    return render_template(
        "calendars/index.html",
        offers=known,
        chosen=kept,
        made=made,
        made_path=links.feed_path(kept) if made else None,
        is_too_large=_is_too_large(made or whole),
        can_be_reached=can_be_reached(),
    )


def _made(filters: dict[str, list[str]]) -> Feed | None:
    try:
        return feeds.all_feed(filters, current_language())
    except UnknownFeed:
        return None


def _is_too_large(feed: Feed) -> bool:
    try:
        return is_too_large(feed)
    except NotRendered:
        return False
