"""The same as `scheduling_letters` for a letter to everybody registered for an event.

However many they are: three statements, and each calendar is made once a language.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select, update

from webapp.core.database import db
from webapp.entries.standing import Stands, standing
from webapp.events.models import Event
from webapp.mail.invitations import CANCEL, REQUEST
from webapp.mail.outbox import ROWS_AT_ONCE, new_message_id
from webapp.registrations.letter_calendar import calendar_for
from webapp.registrations.letter_facts import Told
from webapp.registrations.models import Registration, State
from webapp.registrations.scheduling_calendars import NOTHING, Enclosed, cancellation, request
from webapp.registrations.scheduling_letters import (
    BRINGS_NEWS,
    TABLE,
    UNANSWERED,
    as_sent,
    is_behind,
)

#: These say that for the time being, or for good, there is nothing to come to.
CALLS_OFF = frozenset({"event-postponed", "event-cancelled"})
#: To whom nobody could send an invitation, these bring the event all the same (METHOD:PUBLISH).
_PUBLISHES = BRINGS_NEWS | {"event-cancelled"}


@dataclass(frozen=True)
class _Ready:
    """What letters of one language bring: an invitation or its end, else only the event."""

    stands: Stands | None
    scheduled: str | None
    published: str | None


class Round:
    """One letter to everybody: ask `enclosed` for each of them, then `note`.

    *before* is the period (`Period.as_json`) the event had.
    """

    def __init__(self, event: Event, what: str, before: dict[str, Any] | None) -> None:
        self._event, self._what, self._before = event, what, before
        self._sent = _sent_to(event)
        self._ready: dict[str, _Ready] = {}
        self._first: list[dict[str, Any]] = []

    def enclosed(self, registration: Registration, language: str, told: Told) -> Enclosed:
        """What one of them gets. Only who has a seat gets anything."""
        if registration.state != State.CONFIRMED:
            return NOTHING
        if language not in self._ready:
            self._ready[language] = self._prepared(language, told)
        sent = self._sent.get(registration.id)
        if self._what in CALLS_OFF:
            return _called_off(self._ready[language], sent)
        return self._news(registration, self._ready[language], sent)

    def note(self) -> None:
        """Keep what was sent to whom."""
        stands = next((each.stands for each in self._ready.values() if each.scheduled), None)
        if stands is None:
            return
        is_concerned = TABLE.c.registration_id.in_(_seated(self._event))
        if self._what in CALLS_OFF:
            changes: dict[str, Any] = {"sent_method": CANCEL}
            which = TABLE.c.sent_method == REQUEST
        else:
            changes = {"sent_method": REQUEST, "sent_sequence": stands.sequence, **UNANSWERED}
            which = is_behind(stands)
        db.session.execute(update(TABLE).where(is_concerned, which).values(**changes))
        for first in range(0, len(self._first), ROWS_AT_ONCE):
            db.session.execute(insert(TABLE), self._first[first : first + ROWS_AT_ONCE])

    def _prepared(self, language: str, told: Told) -> _Ready:
        stands = standing(self._event.key, language)
        scheduled = None
        if stands is not None and self._what in CALLS_OFF:
            scheduled = cancellation(self._event.uid, stands.sequence, told, self._before)
        elif stands is not None and self._what in BRINGS_NEWS:
            scheduled = request(stands, told)
        published = None
        if self._what in _PUBLISHES and (scheduled is None or self._what in CALLS_OFF):
            published = calendar_for(self._event, language)
        return _Ready(stands, scheduled, published)

    def _news(self, registration: Registration, ready: _Ready, sent: Row[Any] | None) -> Enclosed:
        if ready.scheduled is None or ready.stands is None:
            return Enclosed(ready.published)
        if sent is None:
            message_id = new_message_id()
            self._first.append(as_sent(registration.id, message_id, ready.stands))
            return Enclosed(ready.scheduled, REQUEST, message_id)
        if sent.sent_method == REQUEST and sent.sent_sequence >= ready.stands.invite_sequence:
            return Enclosed(in_reply_to=sent.message_id)
        return Enclosed(ready.scheduled, REQUEST, in_reply_to=sent.message_id)


def _called_off(ready: _Ready, sent: Row[Any] | None) -> Enclosed:
    if sent is None:
        return Enclosed(ready.published)
    if sent.sent_method == CANCEL or ready.scheduled is None:
        return Enclosed(in_reply_to=sent.message_id)
    return Enclosed(ready.scheduled, CANCEL, in_reply_to=sent.message_id)


def _sent_to(event: Event) -> dict[int, Row[Any]]:
    """What those with a seat have been sent, by registration id."""
    columns = (TABLE.c.registration_id, TABLE.c.message_id, TABLE.c.sent_method)
    query = select(*columns, TABLE.c.sent_sequence).where(
        TABLE.c.registration_id.in_(_seated(event))
    )
    return {row.registration_id: row for row in db.session.execute(query)}


def _seated(event: Event) -> Any:
    return select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.state == State.CONFIRMED,
        Registration.email.is_not(None),
    )
