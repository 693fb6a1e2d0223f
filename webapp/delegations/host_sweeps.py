"""Work of hosts that waits for its time: what has changed, and that the gate list is there.

A change is told a quarter of an hour after the last edit of the item, so that somebody who shifts
half a day by and by writes one letter. Every sweep is idempotent, in a transaction for each host.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager

from webapp.agenda.models import AgendaItem
from webapp.core.changes import record
from webapp.core.database import db, write
from webapp.core.sweeps import stopping, sweep
from webapp.core.times import now
from webapp.delegations import host_gate, host_letters, host_rules
from webapp.delegations.host_models import AgendaHost
from webapp.delegations.host_slots import slot_of

QUIET = timedelta(minutes=15)
#: So long after its day nobody is told of an item any more, wherever it takes place.
_LONGEST_DAY = timedelta(days=2)


@sweep("host-changes", every=300)
def tell_changes() -> int:
    """Write to hosts whose slot is another one than they know; how many letters."""
    which = and_(AgendaHost.told_at.is_not(None), AgendaItem.changed_at <= now() - QUIET)
    return _each(_written_to(which), _tell_change)


@sweep("host-gate-lists", every=300)
def tell_gate_lists() -> int:
    """Write to hosts that the names are there, once for each deadline; how many letters."""
    due = AgendaItem.gate_list_due_at
    untold = or_(AgendaHost.gate_told_at.is_(None), AgendaHost.gate_told_at < due)
    return _each(_written_to(and_(due <= now(), untold)), _tell_gate_list)


def _written_to(which: ColumnElement[bool]) -> list[int]:
    """The hosts that were asked and may hear more, of visits that are not long over."""
    query = (
        select(AgendaHost.id)
        .join(AgendaHost.item)
        .where(
            which,
            AgendaHost.invited_at.is_not(None),
            AgendaHost.contact_email.is_not(None),
            AgendaHost.link_revoked_at.is_(None),
            AgendaHost.refused_at.is_(None),
            AgendaItem.day_on >= (now() - _LONGEST_DAY).date(),
        )
    )
    return list(db.session.scalars(query.order_by(AgendaHost.id)))


def _each(numbers: Iterable[int], tell: Callable[[AgendaHost, datetime], bool]) -> int:
    done = 0
    db.session.rollback()
    for number in numbers:
        if stopping.is_set():
            break
        with write():
            host = _held(number)
            if host is not None and not host_rules.is_over(host):
                done += tell(host, now())
    return done


def _held(number: int) -> AgendaHost | None:
    """The host as it is now; no other worker tells it meanwhile."""
    query = (
        select(AgendaHost)
        .join(AgendaHost.item)
        .options(contains_eager(AgendaHost.item))
        .where(AgendaHost.id == number)
        .with_for_update(of=AgendaHost)
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def _tell_change(host: AgendaHost, at: datetime) -> bool:
    slot, told = slot_of(host.item), host.told or {}
    if slot == told or host.item.changed_at > at - QUIET:
        return False
    is_off = bool(slot["is_off"])
    host.told, host.told_at = slot, at
    if is_off and told.get("is_off"):
        return False  # where nobody comes, it does not matter when
    if not is_off:
        host.confirmed_at = None
    host_letters.tell(host, "called-off" if is_off else "changed")
    return True


def _tell_gate_list(host: AgendaHost, at: datetime) -> bool:
    due = host.item.gate_list_due_at
    if due is None or (host.gate_told_at is not None and host.gate_told_at >= due):
        return False
    if not host_gate.is_there(host.item):
        return False
    number = host_gate.expected([host.item])[host.item.id]
    host_letters.tell(host, "gate-list", number=number)
    host.gate_told_at = at
    record(host.item.event.key, "gate-list-given", after={"registrations": number})
    return True
