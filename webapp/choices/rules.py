"""Choosing items of an agenda within the places there are; nobody is at two places at once.

Everything runs inside ``with write():``. All choices of an event happen one after the other: on
SQLite because there is one writer, on PostgreSQL because each act locks the event's pool first, as
whatever changes who holds a seat does (registrations/line.py). So what somebody has taken stands
still while it is decided whether another item fits beside it.

Choosing an item that is full is waiting for it. Whoever waits keeps what they hold at that time
until the place is free: then they change over, and what they held goes to its own line.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.agenda.models import AgendaItem
from webapp.choices import letters
from webapp.choices.errors import ChangedMeanwhile, Clash, ItemFull, NoSeat, NotChoosable
from webapp.choices.models import TAKEN, WAITING, Choice
from webapp.choices.queries import (
    can_still_choose,
    choices_at,
    choices_of,
    end_of_line,
    first_in_line,
    items_to_choose,
)
from webapp.choices.slots import first_clash, overlap
from webapp.core.database import db, is_sqlite
from webapp.core.times import now
from webapp.events.models import Event
from webapp.registrations.line import alone_with
from webapp.registrations.models import Registration, State
from webapp.seats import rules as seats


@dataclass(frozen=True)
class Wish:
    """An item somebody wants, and whether they would wait for a place there."""

    public_id: str
    may_wait: bool = True


def settle(
    registration: Registration, wishes: Sequence[Wish], seen: str | None = None
) -> list[Choice]:
    """Make *wishes* all that this person has chosen among what can still be chosen; all or none.

    *seen* is the `fingerprint` of what the form showed. Raises what `errors` has.
    """
    event = alone_with(registration)
    _require_seat(registration, event)
    held = choices_of(registration.id, fresh=True)
    if seen is not None and seen != fingerprint(held):
        raise ChangedMeanwhile
    offered = {item.public_id: item for item in items_to_choose(event.id)}
    open_ids = {item.id for item in offered.values() if can_still_choose(item)}
    wanted = [(_offered(offered, wish, open_ids), wish.may_wait) for wish in wishes]
    fixed = [each.item for each in held if each.state == TAKEN and each.item_id not in open_ids]
    _require_no_clash([*fixed, *(item for item, _may_wait in wanted)])
    _take_all(registration, wanted, held)
    _leave_the_rest({item.id for item, _may_wait in wanted}, held, open_ids)
    return choices_of(registration.id, fresh=True)


def choose(registration: Registration, item: AgendaItem, *, may_wait: bool = True) -> Choice:
    """Choose one item more, in place of what is chosen at the same time.

    A place there, or one in its line if they *may_wait*. Raises what `errors` has.
    """
    alone_with(registration)
    held = [each for each in choices_of(registration.id, fresh=True) if can_still_choose(each.item)]
    waits = [each.item for each in held if each.state == WAITING]
    others = [each for each in held if each.item_id != item.id and not overlap(each.item, item)]
    # What is held only until a place elsewhere is free is kept by settle.
    stays = [
        each
        for each in others
        if each.state == WAITING or not any(overlap(each.item, one) for one in waits)
    ]
    wishes = [Wish(each.item.public_id) for each in stays]
    chosen = settle(registration, [*wishes, Wish(item.public_id, may_wait)])
    return next(each for each in chosen if each.item_id == item.id)


def leave(registration: Registration, item: AgendaItem) -> None:
    """Give a place, or one in line, back; the first in line gets it at once."""
    alone_with(registration)
    mine = [each for each in choices_of(registration.id, fresh=True) if each.item_id == item.id]
    _drop_all(mine)


def end_all(registration: Registration) -> None:
    """Whoever has no seat at the event any more has no place at its items either."""
    _drop_all(choices_of(registration.id, fresh=True))


def end_at(item: AgendaItem, *, letter: str | None = "item-cancelled") -> int:
    """Nobody can be there any more: end what was chosen and tell them; how many that were."""
    _lock(item.event)
    choices = choices_at(item.id)
    for choice in choices:
        if letter is not None:
            letters.tell(choice.registration, letter, item=item)
    _forget(choices)
    return len(choices)


def end_clashes(item: AgendaItem) -> int:
    """The item was moved: whoever is elsewhere at that time is there no more, and is told.

    Who waits for it may hold another at the same time, but waits for one alone.
    """
    _lock(item.event)
    ended = []
    for choice in choices_at(item.id):
        others = _beside(choice, choice.state)
        if others:
            letters.tell(choice.registration, "item-clash", item=item, other=others[0].item)
            ended.append(choice)
    _drop_all(ended)
    return len(ended)


def promote(items: Iterable[AgendaItem]) -> list[Choice]:
    """Give free places of *items* to those in line, first come first served; who got one.

    Who held something else at that time leaves it, which may let others move up there.
    """
    served: list[Choice] = []
    queue = deque(items)
    while queue:
        item = queue.popleft()
        if item.pool_id is None or item.is_cancelled or not can_still_choose(item):
            continue
        while (choice := first_in_line(item.id)) is not None and seats.take([item.pool_id]):
            left = _beside(choice)
            _forget(left)
            choice.state, choice.waiting_since, choice.created_at = TAKEN, None, now()
            db.session.flush()
            letters.tell(choice.registration, "got-place", item=item, left=left)
            served.append(choice)
            queue.extend(each.item for each in left)
    return served


def promote_pool(pool_id: int) -> None:
    """Seats of a pool became free: if it is an item's, its line moves."""
    item = db.session.scalar(select(AgendaItem).where(AgendaItem.pool_id == pool_id))
    if item is not None and item.needs_choice:
        _lock(item.event)
        promote([item])


def fingerprint(choices: Iterable[Choice]) -> str:
    """What somebody has chosen, to be compared with what a form showed."""
    return ",".join(sorted(f"{each.item.public_id}-{each.state}" for each in choices))


def may_choose(registration: Registration) -> bool:
    """Whether this person has a seat at an event that takes place, with a published agenda."""
    event = registration.event
    is_on = event.has_agenda and not (event.is_cancelled or event.is_draft)
    return is_on and registration.state == State.CONFIRMED


def _require_seat(registration: Registration, event: Event) -> None:
    if not may_choose(registration):
        raise NoSeat


def _offered(offered: dict[str, AgendaItem], wish: Wish, open_ids: set[int]) -> AgendaItem:
    item = offered.get(wish.public_id)
    if item is None:
        query = select(AgendaItem).where(AgendaItem.public_id == wish.public_id)
        raise NotChoosable(db.session.scalar(query))
    if item.id not in open_ids:
        raise NotChoosable(item)
    return item


def _require_no_clash(items: Sequence[AgendaItem]) -> None:
    clash = first_clash(items)
    if clash is not None:
        raise Clash(*clash)


def _take_all(
    registration: Registration, wanted: Sequence[tuple[AgendaItem, bool]], held: Sequence[Choice]
) -> None:
    had = {each.item_id for each in held}
    for item, may_wait in wanted:
        if item.id in had:
            continue
        assert item.pool_id is not None
        choice = Choice(item_id=item.id, item=item, registration_id=registration.id, state=TAKEN)
        if not seats.take([item.pool_id]):
            if not may_wait:
                raise ItemFull(item)
            choice.state, choice.waiting_since = WAITING, end_of_line(item.id)
        db.session.add(choice)
    db.session.flush()


def _leave_the_rest(wanted_ids: set[int], held: Sequence[Choice], open_ids: set[int]) -> None:
    """Leave what is no longer wanted, but for what is kept until a place elsewhere is free."""
    if not held:
        return
    mine = choices_of(held[0].registration_id, fresh=True)
    wanted = [each for each in mine if each.item_id in wanted_ids]
    _drop_all(
        [
            each
            for each in held
            if each.item_id in open_ids
            and each.item_id not in wanted_ids
            and not _is_kept_meanwhile(each, wanted)
        ]
    )


def _is_kept_meanwhile(choice: Choice, wanted: Sequence[Choice]) -> bool:
    """Whether somebody waits for another item at its time, and holds none there yet."""
    beside = {each.state for each in wanted if overlap(each.item, choice.item)}
    return choice.state == TAKEN and beside == {WAITING}


def _beside(choice: Choice, state: str = TAKEN) -> list[Choice]:
    """What the same person holds, or waits for, at the time of *choice*."""
    return [
        each
        for each in choices_of(choice.registration_id, fresh=True)
        if each.state == state and each.id != choice.id and overlap(each.item, choice.item)
    ]


def _drop_all(choices: Sequence[Choice]) -> None:
    """End choices and let the lines move."""
    if not choices:
        return
    _lock(choices[0].item.event)
    freed = [each.item for each in choices if each.state == TAKEN]
    _forget(choices)
    promote(freed)


def _forget(choices: Sequence[Choice]) -> None:
    """End choices and give their places back."""
    pools = [each.item.pool_id for each in choices if each.state == TAKEN and each.item.pool_id]
    for choice in choices:
        db.session.delete(choice)
    db.session.flush()
    if pools:
        seats.release(pools)


def _lock(event: Event) -> None:
    if not is_sqlite():
        seats.lock([event.pool_id])
