"""Letters to the people of an event: what coordinators wrote, reminders, thanks. Not the outbox."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.letters.audiences import numbers_among
from webapp.letters.models import Chosen, EventLetter, Stage
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record
from webapp.manage.exporting.choosing import Choice
from webapp.manage.exporting.names import Names
from webapp.programmes.models import TargetGroup
from webapp.projects.organisations import Organisation
from webapp.registrations.models import Registration

#: Audiences that name rows, which have other numbers elsewhere.
_MODELS: dict[str, type[Any]] = {"organisation": Organisation, "group": TargetGroup}


def letters_of(event_ids: Sequence[int], names: Names, choice: Choice) -> dict[int, list[Record]]:
    """The letters of each event, in the order in which they were begun."""
    query = select(EventLetter).where(EventLetter.event_id.in_(event_ids)).order_by(EventLetter.id)
    rows = list(db.session.scalars(query))
    chosen = _chosen(rows) if choice.people else {}
    found: dict[int, list[Record]] = defaultdict(list)
    for row in rows:
        found[row.event_id].append(_letter(row, names) | {"chosen": chosen.get(row.id)})
    return found


def _letter(row: EventLetter, names: Names) -> Record:
    # One that is going out at this moment goes on where it began, and nowhere else.
    is_going = row.stage == Stage.SENDING
    return {
        "code": values.bare(row.code),
        "purpose": values.bare(row.purpose),
        "stage": values.bare(Stage.SENT.value if is_going else row.stage),
        "subject": values.words(row.subject),
        "body": values.words(row.body),
        "to": values.bare(row.audience),
        "which": _which(row, names) or None,
        "days_before": row.days_before,
        "created": values.instant(row.created_at),
        "due": values.instant(row.due_at),
        "scheduled": values.instant(row.scheduled_at),
        "held_back": values.instant(row.held_back_at),
        "begun": values.instant(row.begun_at),
        "finished": values.instant(row.begun_at if is_going else row.finished_at),
        "expected": row.expected or None,
        "written": row.written or None,
        "revision": row.revision,
    }


def _which(row: EventLetter, names: Names) -> list[Any]:
    """The states, organisations or groups it goes to; people are named apart."""
    model = _MODELS.get(row.audience)
    if model is not None:
        return names.known(model, numbers_among(row.audience_values or []))
    return [] if row.audience == "chosen" else [values.bare(each) for each in row.audience_values]


def _chosen(rows: Sequence[EventLetter]) -> dict[int, list[Any]]:
    query = (
        select(Chosen.event_letter_id, Registration.public_id)
        .join(Registration, Registration.id == Chosen.registration_id)
        .where(Chosen.event_letter_id.in_([row.id for row in rows]))
        .order_by(Chosen.id)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for letter_id, public_id in db.session.execute(query):
        found[letter_id].append(values.bare(public_id))
    return found
