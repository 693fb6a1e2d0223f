"""The only code that counts places: a seat is taken by one conditional UPDATE, never by counting.

All-or-none and free of deadlocks: whatever concerns several pools locks them in ascending id first
(a pool is younger than the one above it, so the topmost comes first and keeps a family in order).
Everything here runs inside ``with write():`` and leaves the commit to it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    BindParameter,
    CursorResult,
    Table,
    Update,
    bindparam,
    func,
    inspect,
    or_,
    select,
)
from sqlalchemy.orm.util import identity_key

from webapp.core.database import db
from webapp.seats.counting import recount as recount
from webapp.seats.errors import (
    CapacityBelowReserved,
    CapacityBelowTaken,
    NeverTaken,
    ReserveTooLarge,
)
from webapp.seats.models import SeatPool
from webapp.seats.signals import seats_freed, seats_short, waiting_asked
from webapp.seats.sums import Count, fit, rises

_pools: Table = inspect(SeatPool).local_table  # type: ignore[assignment]
_this = _pools.c.id == bindparam("pool")
_more: BindParameter[int] = bindparam("more")
_rise = _pools.update().values(taken=_pools.c.taken + _more)
_has_room = or_(_pools.c.capacity.is_(None), _pools.c.taken + _more <= _pools.c.capacity)
_TAKE = _rise.where(_this, _has_room)
_TAKE_ALONE = _TAKE.where(_pools.c.parent_id.is_(None))
_GIVE_BACK = _rise.where(_this, _pools.c.taken + _more >= 0)
_GIVE_BACK_ALONE = _GIVE_BACK.where(_pools.c.parent_id.is_(None))


def new_pool(
    capacity: int | None,
    parent: SeatPool | None = None,
    reserved: int = 0,
    purpose: str = "event",
) -> SeatPool:
    """Make a pool of *capacity* seats (None: no limit), maybe a part of *parent*.

    *reserved* seats are taken out of the parent's at once; raises :class:`ReserveTooLarge`.
    """
    pool = SeatPool(capacity=capacity, parent_id=parent.id if parent else None, purpose=purpose)
    db.session.add(pool)
    db.session.flush()
    if reserved:
        set_reserved(pool, reserved)
    return pool


def take(pool_ids: Iterable[int]) -> bool:
    """Take a seat of each pool, all or none; an id twice means two seats. False: full.

    Name the innermost pools only: what they claim of those above is counted here.
    """
    wanted = Counter(pool_ids)
    return _in_one(_TAKE_ALONE, wanted, 1) or _move(wanted)


def release(pool_ids: Iterable[int]) -> None:
    """Give back what :func:`take` took. Whoever calls this lets the line move afterwards."""
    given = Counter(pool_ids)
    if not _in_one(_GIVE_BACK_ALONE, given, -1):
        _move(Counter({pool_id: -number for pool_id, number in given.items()}))


def lock(pool_ids: Iterable[int]) -> dict[int, Count]:
    """These pools and all above them as they are now, kept still until the transaction ends.

    SQLite needs no row locks (one writer at a time) and leaves FOR UPDATE out.
    """
    family = select(_pools.c.id, _pools.c.parent_id).where(_pools.c.id.in_(list(pool_ids)))
    line = family.cte("line", recursive=True)
    above = _pools.alias()
    line = line.union(select(above.c.id, above.c.parent_id).where(above.c.id == line.c.parent_id))
    query = (
        select(
            _pools.c.id, _pools.c.parent_id, _pools.c.capacity, _pools.c.reserved, _pools.c.taken
        )
        .where(_pools.c.id.in_(select(line.c.id)))
        .order_by(_pools.c.id)
        .with_for_update()
    )
    return {row.id: Count(*row) for row in db.session.execute(query)}


def set_capacity(pool: SeatPool, capacity: int | None) -> bool:
    """Change the limit; whether it was raised (the line has moved then).

    Raises :class:`CapacityBelowTaken` when more seats are held, :class:`CapacityBelowReserved`.
    """
    counts = lock([pool.id])
    if capacity is not None and capacity < counts[pool.id].taken:
        seats_short.send(pool.id)
        counts = lock([pool.id])
        if capacity < counts[pool.id].taken:
            raise CapacityBelowTaken(capacity, counts[pool.id].taken, waiting_for(pool.id))
    count = counts[pool.id]
    if capacity is not None and capacity < count.reserved:
        raise CapacityBelowReserved(capacity, count.reserved)
    _send(_pools.update().where(_this).values(capacity=capacity), pool.id)
    raised = count.capacity is not None and (capacity is None or capacity > count.capacity)
    if raised:
        seats_freed.send(_topmost(counts))
    return raised


def set_reserved(pool: SeatPool, reserved: int) -> None:
    """Keep *reserved* seats of the pool above for this one; fewer than before set seats free.

    Raises :class:`ReserveTooLarge` when the pool or those above have no room for so many.
    """
    counts = lock([pool.id])
    count = counts[pool.id]
    if count.parent_id is None:
        raise ReserveTooLarge(reserved, 0)
    if count.capacity is not None and reserved > count.capacity:
        raise ReserveTooLarge(reserved, count.capacity)
    more = max(reserved, count.taken) - max(count.reserved, count.taken)
    above = {pool_id: each for pool_id, each in counts.items() if pool_id != pool.id}
    rise = rises(above, {count.parent_id: more})
    if not fit(above, rise):
        raise ReserveTooLarge(reserved, _reservable(counts, count))
    _apply(rise)
    _send(_pools.update().where(_this).values(reserved=reserved), pool.id)
    if more < 0:
        seats_freed.send(_topmost(counts))


def release_reserve(pool: SeatPool) -> None:
    """Give the reserved seats nobody took back to the pool above; its line moves."""
    set_reserved(pool, 0)


def kept_free(pool_id: int) -> int:
    """How many seats of this pool are reserved for those below it and held by nobody."""
    unused = _pools.c.reserved - _pools.c.taken
    query = select(func.sum(unused)).where(_pools.c.parent_id == pool_id, unused > 0)
    return db.session.scalar(query) or 0


def waiting_for(pool_id: int) -> int:
    """How many people wait for seats of this pool."""
    return sum(number for _, number in waiting_asked.send(pool_id))


def _in_one(statement: Update, moved: Mapping[int, int], sign: int) -> bool:
    """The usual case in one statement: one pool that stands alone. False: it was not that."""
    if len(moved) != 1:
        return False
    ((pool_id, number),) = moved.items()
    return _send(statement, pool_id, more=sign * number)


def _move(moved: Mapping[int, int]) -> bool:
    """Move seats in several pools, or in one that was found full.

    The lock waits for whoever changes these pools at this moment. Without it PostgreSQL would call
    a pool full whose last seat is being given back, and leave a free seat beside one who waits.
    """
    counts = lock(moved)
    rise = rises(counts, moved)
    if not fit(counts, rise):
        return False
    _apply(rise)
    return True


def _apply(rise: Mapping[int, int]) -> None:
    """Change locked pools in ascending id."""
    for pool_id in sorted(rise):
        statement = _TAKE if rise[pool_id] > 0 else _GIVE_BACK
        if not _send(statement, pool_id, more=rise[pool_id]):
            raise NeverTaken(f"pool {pool_id} cannot change by {rise[pool_id]}")


def _send(statement: Update, pool_id: int, **values: int) -> bool:
    """Run an UPDATE of one pool; whether it found its row. A loaded pool is read again."""
    session: Any = db.session()
    result = session.execute(statement, {"pool": pool_id, **values})
    assert isinstance(result, CursorResult)
    loaded = session.identity_map.get(identity_key(SeatPool, pool_id))
    if loaded is not None:
        session.expire(loaded, ["capacity", "reserved", "taken"])
    return result.rowcount == 1


def _topmost(counts: Mapping[int, Count]) -> int:
    return next(pool_id for pool_id, count in counts.items() if count.parent_id is None)


def _reservable(counts: Mapping[int, Count], count: Count) -> int:
    """How many seats could be reserved at most: what it claims already and what is left above."""
    claimed = max(count.reserved, count.taken)
    left = [each.left for each in counts.values() if each.id != count.id and each.left is not None]
    return claimed + min(left, default=0)
