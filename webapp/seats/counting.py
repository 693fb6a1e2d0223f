"""Counting what is really held, for ``flask verify``."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db, is_sqlite, is_writing
from webapp.seats.models import SeatPool
from webapp.seats.signals import held_asked
from webapp.seats.sums import Count, expected


@dataclass(frozen=True)
class Miscount:
    """A pool whose number differs from what is held; ``str()`` is a line for the administrator."""

    pool_id: int
    purpose: str
    taken: int
    counted: int

    def __str__(self) -> str:
        words: str = _(
            "seat pool %(id)d (%(purpose)s): %(taken)d seats are noted as taken, %(counted)d are",
            id=self.pool_id,
            purpose=self.purpose,
            taken=self.taken,
            counted=self.counted,
        )
        return words


def recount() -> list[str]:
    """The same as :func:`miscounts`, in words."""
    return [str(each) for each in miscounts()]


def miscounts() -> Iterator[Miscount]:
    """Every pool whose ``taken`` is not what its holders and the pools below it add up to.

    Outside ``with write():`` it starts a transaction of its own that sees one moment, so that
    people may go on registering meanwhile.
    """
    _hold_one_moment()
    query = select(SeatPool).order_by(SeatPool.id).execution_options(populate_existing=True)
    pools = {pool.id: pool for pool in db.session.scalars(query)}
    counted = expected({pool.id: _count(pool) for pool in pools.values()}, _held())
    for pool in pools.values():
        if pool.taken != counted[pool.id]:
            yield Miscount(pool.id, pool.purpose, pool.taken, counted[pool.id])


def _hold_one_moment() -> None:
    if is_writing():
        return
    session = db.session()
    session.rollback()
    if not is_sqlite():  # whose reading transactions see one moment anyway
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _held() -> Counter[int]:
    held: Counter[int] = Counter()
    for _receiver, numbers in held_asked.send():
        held.update(numbers)
    return held


def _count(pool: SeatPool) -> Count:
    return Count(pool.id, pool.parent_id, pool.capacity, pool.reserved, pool.taken)
