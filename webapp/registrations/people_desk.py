"""What all staff pages about the people of one event share: the blueprint, look-ups, the frame."""

import re
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask import Blueprint, abort, make_response, render_template
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.core.database import db
from webapp.core.date_words import clock_text, locale_of
from webapp.core.i18n import current_language
from webapp.core.links import ALPHABET
from webapp.core.permissions import Act, current_viewer, require
from webapp.core.times import to_wall
from webapp.events.access import get_for_staff
from webapp.events.manage_desk import tabs_of
from webapp.events.models import Event
from webapp.registrations.counts import registration_counts
from webapp.registrations.letter_facts import event_zone
from webapp.registrations.models import Registration
from webapp.registrations.people_lists import ORDER, facets_of

blueprint = Blueprint(
    "people", __name__, url_prefix="/manage/events/<code>/people", template_folder="templates"
)
_PUBLIC_ID = re.compile(f"[{ALPHABET}]{{1,16}}")
_EVENT = (joinedload(Event.organiser), joinedload(Event.pool), selectinload(Event.project_links))


def find_event(code: str, act: Act = Act.SEE_PEOPLE) -> Event:
    """The event, for those who may *act* on its people.

    404 for who may not know of it; 403 for who may not act. Who may see the event and not its
    people is told why, with the numbers.
    """
    viewer = current_viewer()
    event = get_for_staff(code, viewer, Act.SEE, *_EVENT)
    if not event.may(viewer, Act.SEE_PEOPLE):
        abort(
            make_response(
                people_page("not_yours.html", event, facets=facets_of(event), order=ORDER), 403
            )
        )
    require(event.may(viewer, act))
    return event


def find_person(event: Event, public_id: str) -> Registration:
    """The registration for this event with this public id; else 404."""
    if not _PUBLIC_ID.fullmatch(public_id):  # a database may refuse what is no text at all
        abort(404)
    query = (
        select(Registration)
        .where(Registration.event_id == event.id, Registration.public_id == public_id)
        .options(joinedload(Registration.organisation), joinedload(Registration.target_group))
    )
    return db.session.scalar(query) or abort(404)


def is_code(text: str) -> bool:
    """Whether *text* could be a code in an address of ours; a database may refuse what is not."""
    return _PUBLIC_ID.fullmatch(text) is not None


def are_public_ids(texts: list[str]) -> list[str]:
    """Those of *texts* that could be public ids, each once, in their order."""
    return list(dict.fromkeys(text for text in texts if _PUBLIC_ID.fullmatch(text)))


def people_page(template: str, event: Event, **context: Any) -> str:
    """A page about the people of *event*, in its workspace."""
    viewer, zone = current_viewer(), event_zone(event)
    return render_template(
        f"registrations/people/{template}",
        event=event,
        tab="people",
        desk_tabs=tabs_of(event, "people"),
        can_edit=event.can_be_edited_by(viewer),
        counts=registration_counts(event),
        zone=zone,
        may_change=event.may(viewer, Act.CHANGE_PEOPLE),
        short_moment=lambda instant: short_moment(instant, zone),
        short_day=short_day,
        may_enter=event.may(viewer, Act.ENTER_PEOPLE),
        sees_needs=event.may(viewer, Act.SEE_NEEDS),
        **context,
    )


def short_day(day: date) -> str:
    """ "24 Nov 2026" for the reader."""
    return format_date(day, "medium", locale=locale_of(current_language()))


def short_moment(instant: datetime, zone: str) -> str:
    """ "24 Nov 2026, 18:00", as clocks at the event show it."""
    wall = to_wall(instant, zone)
    return f"{short_day(wall.date())}, {clock_text(wall, current_language())}"
