"""What coordinators do with a letter: write, change, send now or later, take back, delete.

All run inside ``with write():`` and raise what is in ``errors.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, insert, select

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.permissions import current_viewer
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event
from webapp.letters import automatic, sending
from webapp.letters.audiences import audience_of
from webapp.letters.errors import (
    InNoLanguage,
    NobodyToWriteTo,
    NotAhead,
    OnItsWay,
    ReminderTooLate,
    Stale,
)
from webapp.letters.models import Chosen, EventLetter, Purpose, Stage

#: Ids put into one INSERT.
_AT_ONCE = 500


@dataclass(frozen=True)
class Content:
    """What a coordinator writes: the texts, and to whom."""

    subject: LocalText
    body: LocalText
    audience: str
    audience_values: Sequence[str] = field(default=())


def write_letter(event: Event, content: Content, chosen: Sequence[int] = ()) -> EventLetter:
    """A new draft; *chosen* are ids of registrations, for the audience of that name."""
    letter = EventLetter(
        event_id=event.id,
        created_by_id=current_viewer().account_id,
        **_columns(content),
    )
    db.session.add(letter)
    db.session.flush()
    for first in range(0, len(chosen), _AT_ONCE):
        rows = [
            {"event_letter_id": letter.id, "registration_id": each}
            for each in chosen[first : first + _AT_ONCE]
        ]
        db.session.execute(insert(Chosen), rows)
    return letter


def edit(letter: EventLetter, content: Content, expected: int) -> None:
    """Change a letter that has not begun to go."""
    _begin(letter, expected)
    if letter.audience == "chosen" and content.audience != "chosen":
        db.session.execute(delete(Chosen).where(Chosen.event_letter_id == letter.id))
    for name, value in _columns(content).items():
        setattr(letter, name, value)
    letter.held_back_at = None
    letter.touch()


def send_now(letter: EventLetter, expected: int) -> None:
    """Let it go at once."""
    _begin(letter, expected)
    _require_whole(letter)
    sending.begin(letter)
    if not letter.expected:
        raise NobodyToWriteTo
    letter.due_at = letter.scheduled_at = letter.held_back_at = None


def schedule(letter: EventLetter, at: datetime, expected: int) -> None:
    """Let it go by itself at an instant."""
    _begin(letter, expected)
    _require_whole(letter)
    if at <= now():
        raise NotAhead
    letter.stage, letter.due_at = Stage.SCHEDULED.value, at
    letter.scheduled_at, letter.held_back_at = now(), None
    letter.touch()
    _record(letter, "letter-scheduled")


def take_back(letter: EventLetter) -> None:
    """A draft again, if it has not begun to go. Doing it twice changes nothing."""
    _lock(letter)
    if letter.stage == Stage.DRAFT:
        return
    if letter.stage != Stage.SCHEDULED:
        raise OnItsWay
    letter.stage, letter.due_at, letter.scheduled_at = Stage.DRAFT.value, None, None
    letter.touch()
    _record(letter, "letter-taken-back")


def remove(letter: EventLetter) -> None:
    """Delete what never went."""
    _lock(letter)
    if not letter.is_open:
        raise OnItsWay
    db.session.delete(letter)


def set_automatic(
    letter: EventLetter,
    content: Content,
    *,
    is_on: bool,
    days_before: int | None,
    expected: int,
) -> None:
    """Words and switch of a reminder or thanks; one that is new is stored."""
    if letter not in db.session:
        if automatic.open_one(letter.event, Purpose(letter.purpose)) is not None:
            raise Stale
        letter.created_by_id = current_viewer().account_id
        db.session.add(letter)
    else:
        _begin(letter, expected)
    was_on = letter.stage == Stage.SCHEDULED
    letter.subject, letter.body = content.subject, content.body
    letter.days_before = days_before
    if is_on:
        _require_whole(letter)
    letter.stage = (Stage.SCHEDULED if is_on else Stage.DRAFT).value
    letter.due_at = None
    if letter.purpose == Purpose.REMINDER and is_on:
        letter.due_at = automatic.reminder_at(letter.event, days_before or 0)
        if letter.due_at is None and automatic.has_passed(letter.event, days_before or 0):
            raise ReminderTooLate
    letter.touch()
    if is_on != was_on:
        _record(letter, f"{letter.purpose}-{'on' if is_on else 'off'}")


def copy_of(letter: EventLetter, event: Event) -> EventLetter:
    """The same words for another event, as a draft. The people chosen by hand stay behind, and
    with them the choice."""
    is_of_people = letter.audience == "chosen"
    return EventLetter(
        event=event,
        purpose=letter.purpose,
        stage=Stage.DRAFT.value,
        subject=letter.subject,
        body=letter.body,
        audience="confirmed" if is_of_people else letter.audience,
        audience_values=[] if is_of_people else list(letter.audience_values),
        days_before=letter.days_before,
        created_by_id=current_viewer().account_id,
    )


def chosen_of(letter: EventLetter) -> list[int]:
    """The ids of the registrations picked for it."""
    query = select(Chosen.registration_id).where(Chosen.event_letter_id == letter.id)
    return list(db.session.scalars(query.order_by(Chosen.id)))


def _begin(letter: EventLetter, expected: int) -> None:
    """Decide on the row as it is now; *expected* is the revision the form was filled from."""
    _lock(letter)
    if not letter.is_open:
        raise OnItsWay
    if letter.revision != expected:
        raise Stale


def _lock(letter: EventLetter) -> None:
    db.session.refresh(letter, with_for_update=True)


def _require_whole(letter: EventLetter) -> None:
    if not letter.written_in:
        raise InNoLanguage
    audience_of(letter)  # a capability may have been taken away: better now than in the sweep


def _columns(content: Content) -> dict[str, object]:
    return {
        "subject": content.subject,
        "body": content.body,
        "audience": content.audience,
        "audience_values": list(content.audience_values),
    }


def _record(letter: EventLetter, verb: str) -> None:
    record(letter.event.key, verb, after={"letter": letter.code})
