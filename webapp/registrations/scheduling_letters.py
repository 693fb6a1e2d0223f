"""Which letter to one person invites them for their calendar, or takes that back (RFC 5546).

A REQUEST goes to who has a seat, and again only when time, place or status have moved since; a
CANCEL only to who has had a REQUEST. Both are noted in the transaction that stores the letter.
"""

from typing import Any

from sqlalchemy import ColumnElement, inspect, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from webapp.core.database import db, is_sqlite
from webapp.entries.standing import Stands, standing
from webapp.mail.invitations import CANCEL, REQUEST, answers_to
from webapp.mail.outbox import new_message_id
from webapp.registrations.letter_calendar import calendar_for
from webapp.registrations.letter_facts import Told
from webapp.registrations.models import Registration, State
from webapp.registrations.scheduling_calendars import NOTHING, Enclosed, cancellation, request
from webapp.registrations.scheduling_models import CalendarInvitation, Partstat

#: With these a person who has a seat gets the event for their calendar.
BRINGS_NEWS = frozenset({"confirmed", "event-moved", "event-changed"})
#: A new address has not been invited yet.
_INVITES = BRINGS_NEWS | {"changed"}
TABLE: Any = inspect(CalendarInvitation).local_table
#: Nobody has answered a new request yet.
UNANSWERED: dict[str, Any] = {
    "partstat": Partstat.NEEDS_ACTION.value,
    "answered_at": None,
    "answered_sequence": None,
    "answered_by": None,
}


def enclose(registration: Registration, what: str, told: Told, language: str) -> Enclosed:
    """What the letter *what* to somebody brings for their calendar."""
    if registration.state != State.CONFIRMED:
        # Who never had a seat was never invited: registering sends no statement to find that out.
        return _take_back(registration, told, language) if registration.confirmed_at else NOTHING
    if what not in _INVITES or registration.event.is_over:
        return NOTHING
    if answers_to(told.reply_to) is None:
        text = calendar_for(registration.event, language) if what in BRINGS_NEWS else None
        return Enclosed(text)
    return _invite(registration, told, language)


def forget_invitation(registration: Registration) -> None:
    """Have the next letter invite anew: the address is another one."""
    db.session.execute(TABLE.delete().where(TABLE.c.registration_id == registration.id))


def as_sent(registration_id: int, message_id: str, stands: Stands) -> dict[str, Any]:
    """The row of a first request."""
    return {
        "registration_id": registration_id,
        "message_id": message_id,
        "sent_sequence": stands.sequence,
        "sent_method": REQUEST,
        **UNANSWERED,
    }


def is_behind(stands: Stands) -> ColumnElement[bool]:
    """Rows of people whose calendar has the event otherwise than it stands, or no more."""
    behind: ColumnElement[bool] = TABLE.c.sent_sequence < stands.invite_sequence
    return or_(TABLE.c.sent_method == CANCEL, behind)


def _invite(registration: Registration, told: Told, language: str) -> Enclosed:
    stands = standing(registration.event.key, language)
    text = request(stands, told) if stands is not None else None
    if stands is None or text is None:
        return NOTHING
    message_id = new_message_id()
    first = _note_request(as_sent(registration.id, message_id, stands), stands)
    if first is None:
        return NOTHING
    return Enclosed(text, REQUEST, message_id, None if first == message_id else first)


def _note_request(values: dict[str, Any], stands: Stands) -> str | None:
    """The Message-ID of the first request; None where they have had this one. One statement."""
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    again = {name: value for name, value in values.items() if name not in ("message_id",)}
    statement = (
        insert(TABLE)
        .values(values)
        .on_conflict_do_update(
            index_elements=[TABLE.c.registration_id], set_=again, where=is_behind(stands)
        )
        .returning(TABLE.c.message_id)
    )
    first: str | None = db.session.scalar(statement)
    return first


def _take_back(registration: Registration, told: Told, language: str) -> Enclosed:
    """The seat is gone."""
    statement = (
        update(TABLE)
        .where(TABLE.c.registration_id == registration.id, TABLE.c.sent_method == REQUEST)
        .values(sent_method=CANCEL)
        .returning(TABLE.c.message_id, TABLE.c.sent_sequence)
    )
    sent = db.session.execute(statement).one_or_none()
    if sent is None:
        return NOTHING
    stands = standing(registration.event.key, language)
    sequence = max(sent.sent_sequence, stands.sequence if stands is not None else 0)
    text = cancellation(registration.event.uid, sequence, told)
    return Enclosed(text, CANCEL if text else None, in_reply_to=sent.message_id)
