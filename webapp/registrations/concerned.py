"""Whom an act on an event concerns, in numbers, for those who are about to do it."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.core.database import db
from webapp.events.models import Event
from webapp.registrations.invitee_news import how_many_hear
from webapp.registrations.models import LIVE, Registration, State

#: More names than this are a list for the page of people.
_MOST_NAMES = 10


@dataclass(frozen=True)
class Concerned:
    """Who would be written to, who of them waits or is to be approved, and who cannot be reached.

    *invited* of them have not answered their invitation yet. *unproven*: an address that is not
    confirmed yet is told nothing of the event.
    """

    written_to: int = 0
    waiting: int = 0
    awaiting: int = 0
    invited: int = 0
    unreachable: int = 0
    unproven: int = 0


#: Gives to how many more a letter about an event goes.
HowMany = Callable[[Event], int]
_hear_too: list[HowMany] = []


def hears_too(count: HowMany) -> HowMany:
    """Announce others who are written to about what happens to an event, by a capability above."""
    _hear_too.append(count)
    return count


def concerned_by(event: Event) -> Concerned:
    """The numbers, in two statements and those of who else hears of it."""
    has_address = Registration.email.is_not(None)
    query = (
        select(Registration.state, has_address, func.count())
        .where(Registration.event_id == event.id, Registration.state.in_(LIVE))
        .group_by(Registration.state, has_address)
    )
    found = {(State(state), bool(has)): n for state, has, n in db.session.execute(query)}
    reached = {state: number for (state, has), number in found.items() if has}
    unproven = reached.pop(State.UNVERIFIED, 0)
    invited = how_many_hear(event)
    return Concerned(
        written_to=sum(reached.values()) + invited + sum(count(event) for count in _hear_too),
        invited=invited,
        waiting=reached.get(State.WAITING, 0),
        awaiting=reached.get(State.AWAITING_APPROVAL, 0),
        unreachable=sum(number for (_state, has), number in found.items() if not has),
        unproven=unproven,
    )


def next_in_line(event: Event, number: int) -> list[str]:
    """The names of those who wait longest; "…" stands for more than a page can hold."""
    query = (
        select(Registration.name)
        .where(Registration.event_id == event.id, Registration.state == State.WAITING)
        .where(Registration.held_back_at.is_(None))
        .order_by(Registration.waiting_since, Registration.id)
        .limit(min(number, _MOST_NAMES))
    )
    names = list(db.session.scalars(query))
    return [*names, "…"] if number > _MOST_NAMES else names
