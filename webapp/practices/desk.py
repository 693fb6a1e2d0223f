"""Thin routes for staff: what the people of an event take home, and making cards of it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.permissions import Act, current_viewer
from webapp.events import manage_desk
from webapp.events.manage_desk import tabs_of
from webapp.events.models import Event
from webapp.practices import cards
from webapp.practices.card_desk import card_from, offer
from webapp.practices.errors import NamesPerson
from webapp.practices.forms import CardForm, first_words
from webapp.practices.models import Takeaway
from webapp.practices.queries import cards_by_id, shared_at, some_shared

blueprint = Blueprint(
    "takeaways_desk",
    __name__,
    url_prefix="/manage/events/<code>/takeaways",
    template_folder="templates",
)


@blueprint.get("/")
def index(code: str) -> ResponseReturnValue:
    """What was shared; who wrote it only for those who see people."""
    event = _find(code)
    takeaways = shared_at(event)
    made = cards_by_id({each.practice_id for each in takeaways if each.practice_id is not None})
    return _page("takeaways.html", event, takeaways=takeaways, made=made)


@blueprint.get("/card")
def new(code: str) -> ResponseReturnValue:
    """The form of a card that begins with what was chosen (``of=…``, repeated)."""
    event = _for_cards(code)
    chosen = _chosen(event)
    hosts = {each.item.host.slug for each in chosen if each.item and each.item.host}
    form = CardForm(
        data={
            "what": first_words(chosen),
            "organisation": hosts.pop() if len(hosts) == 1 else "",
            "status": "in-operation",
            "is_public": False,
        }
    )
    offer(form)
    return _page("new_card.html", event, form=form, takeaways=chosen)


@blueprint.post("/card")
def create(code: str) -> ResponseReturnValue:
    """Store the card."""
    event = _for_cards(code)
    chosen = _chosen(event)
    form = CardForm()
    offer(form)
    if not form.validate_on_submit():
        return _page("new_card.html", event, form=form, takeaways=chosen), 422
    try:
        with write():
            assert event.main_project is not None
            cards.make(event.main_project, card_from(form), _chosen(event), event)
    except NamesPerson as error:
        form.add_error("", str(error))
        return _page("new_card.html", event, form=form, takeaways=_chosen(event)), 422
    flash(_("The card is saved."), "success")
    return redirect(url_for(".index", code=code), 303)


def _find(code: str) -> Event:
    """The event; 403 for who neither plans it nor sees its people."""
    event = manage_desk.find(code)
    viewer = current_viewer()
    if not (event.may(viewer, Act.EDIT) or event.may(viewer, Act.SEE_PEOPLE)):
        abort(403)
    return event


def _for_cards(code: str) -> Event:
    """The event whose project gets a card; 404 where it has none."""
    event = manage_desk.find(code, Act.EDIT)
    return event if event.main_project is not None else abort(404)


def _chosen(event: Event) -> list[Takeaway]:
    return some_shared(event, request.args.getlist("of")[:200])


def _page(template: str, event: Event, **context: Any) -> str:
    viewer = current_viewer()
    return render_template(
        f"practices/manage/{template}",
        event=event,
        tab="takeaways",
        desk_tabs=tabs_of(event, "takeaways"),
        can_edit=event.may(viewer, Act.EDIT) and event.main_project is not None,
        sees_people=event.may(viewer, Act.SEE_PEOPLE),
        **context,
    )
