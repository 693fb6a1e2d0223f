"""What the list of an event's letters shows, in a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.core.database import db
from webapp.events.models import Event
from webapp.letters.models import Addressed, EventLetter, Purpose
from webapp.mail.models import Letter

#: More than this nobody writes to one event; the newest show.
MOST = 200


@dataclass(frozen=True)
class Progress:
    """How many letters of a text are where, and how many there are to be."""

    expected: int = 0
    sent: int = 0
    waiting: int = 0
    refused: int = 0
    returned: int = 0

    @property
    def gone(self) -> int:
        """Those the mail server has answered for."""
        return self.sent + self.refused + self.returned

    @property
    def total(self) -> int:
        """All that were to get it; of those who left meanwhile nobody has one."""
        return max(self.expected, self.gone + self.waiting)


def own_letters(event: Event) -> Sequence[EventLetter]:
    """Every text of *event*, the newest first, without those that go by themselves and are still
    to come."""
    query = (
        select(EventLetter)
        .where(
            EventLetter.event_id == event.id,
            (EventLetter.purpose == Purpose.MESSAGE) | EventLetter.begun_at.is_not(None),
        )
        .order_by(EventLetter.id.desc())
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def automatic_letters(event: Event) -> dict[Purpose, EventLetter | None]:
    """What goes by itself: the letter that is still to come, if one was ever saved."""
    query = select(EventLetter).where(
        EventLetter.event_id == event.id,
        EventLetter.purpose != Purpose.MESSAGE,
        EventLetter.begun_at.is_(None),
    )
    found = {Purpose(each.purpose): each for each in db.session.scalars(query)}
    return {purpose: found.get(purpose) for purpose in (Purpose.REMINDER, Purpose.THANKS)}


def progress_of(letters: Iterable[EventLetter]) -> dict[int, Progress]:
    """How far each has come. One statement for all."""
    begun = {each.id: each for each in letters if each.begun_at is not None}
    has_returned = Letter.returned_at.is_not(None)
    query = (
        select(Addressed.event_letter_id, Letter.state, has_returned, func.count())
        .join(Letter, Letter.message_id == Addressed.message_id)
        .where(Addressed.event_letter_id.in_(begun))
        .group_by(Addressed.event_letter_id, Letter.state, has_returned)
    )
    numbers: dict[int, dict[str, int]] = {number: {} for number in begun}
    if begun:
        for number, state, is_back, count in db.session.execute(query):
            fate = "returned" if is_back else "waiting" if state == "stored" else state
            numbers[number][fate] = numbers[number].get(fate, 0) + count
    known = ("sent", "waiting", "refused", "returned")
    return {
        number: Progress(begun[number].expected, **{fate: found.get(fate, 0) for fate in known})
        for number, found in numbers.items()
    }
