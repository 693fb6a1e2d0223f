"""Who arranged a visit at a host is forgotten when the organiser's months after the event are over.

They hang on the event and not on a registration, so a sweep of their own forgets them.
"""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, Subquery, false, func, or_, select, update

from webapp.agenda.models import AgendaItem
from webapp.core.changes import record
from webapp.core.database import db, write
from webapp.core.sweeps import stopping, sweep
from webapp.core.times import now
from webapp.delegations.host_models import AgendaHost
from webapp.events.models import Event
from webapp.mail import erasing
from webapp.projects.organisations import Organisation
from webapp.registrations.retention import AT_ONCE, VERB, ended_before
from webapp.registrations.retention_kinds import Due, Kind, blanks, keep_here

_KNOWN = or_(
    AgendaHost.contact_name != "",
    AgendaHost.contact_email.is_not(None),
    AgendaHost.refused_reason != "",
    AgendaHost.limits != "",
    AgendaHost.rules != "",
)


@sweep("host-contacts", every=3600)
def forget_contacts() -> int:
    """Forget whom hosts of events had named that ended long enough ago; of how many."""
    query = (
        select(Organisation.id, Organisation.retention_months)
        .join(Event, Event.organiser_id == Organisation.id)
        .join(AgendaItem, AgendaItem.event_id == Event.id)
        .join(AgendaHost, AgendaHost.item_id == AgendaItem.id)
        .where(_KNOWN)
        .distinct()
    )
    found = [(row.id, row.retention_months) for row in db.session.execute(query)]
    db.session.rollback()
    return sum(_forget_of(number, months) for number, months in found)


def _forget_of(organiser_id: int, months: int) -> int:
    """In short transactions; an entry of the protocol for each event."""
    query = (
        select(AgendaHost.id, AgendaHost.public_id, AgendaItem.event_id)
        .join(AgendaHost.item)
        .join(AgendaItem.event)
        .where(Event.organiser_id == organiser_id, ended_before(now(), months), _KNOWN)
        .order_by(AgendaItem.event_id, AgendaHost.id)
    )
    done = 0
    while not stopping.is_set():
        with write():
            rows = db.session.execute(query.limit(AT_ONCE)).all()
            _forget_these(rows)
        if not rows:
            break
        done += len(rows)
    return done


def _forget_these(rows: Sequence[Any]) -> None:
    erasing.forget([f"host:{row.public_id}" for row in rows])
    which = AgendaHost.id.in_([row.id for row in rows])
    statement = update(AgendaHost).where(which).values(**blanks(AgendaHost))
    db.session.execute(statement, execution_options={"synchronize_session": False})
    for event_id in {row.event_id for row in rows}:
        number = sum(row.event_id == event_id for row in rows)
        record(f"event:{event_id}", VERB, after={"hosts": number})


def _of_none(due: Subquery) -> Select[int, int]:
    """Nothing about hosts belongs to a registration."""
    return select(due.c.event_id, func.count()).where(false()).group_by(due.c.event_id)


def _forget_none(due: Sequence[Due]) -> int:
    return 0


keep_here(Kind("hosts", _l("Contact persons of hosts"), (AgendaHost,), _of_none, _forget_none))
