"""People who arrange things and need not come themselves: leaders, contact persons of hosts.

They hang on an event and on no registration, so they are forgotten apart from those who come: when
the months of the event's organiser are over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core.changes import record
from webapp.core.database import db, write
from webapp.core.sweeps import stopping
from webapp.core.times import now
from webapp.delegations.host_models import AgendaHost
from webapp.delegations.models import Delegation
from webapp.events.models import Event
from webapp.mail import erasing
from webapp.projects.organisations import Organisation
from webapp.registrations.retention import AT_ONCE, VERB, ended_before
from webapp.registrations.retention_kinds import blanks


@dataclass(frozen=True)
class Contacts:
    """Rows with such people: the way from *model* to its event, which of them hold somebody, and
    what the protocol calls them."""

    model: type[Delegation] | type[AgendaHost]
    to_event: tuple[InstrumentedAttribute[Any], ...]
    known: ColumnElement[bool]
    protocol: str

    def rows(self, *columns: Any) -> Select[Any]:
        """*columns* of those that hold somebody, joined with their events."""
        query: Select[Any] = select(*columns).select_from(self.model)
        for step in self.to_event:
            query = query.join(step)
        return query.where(self.known)


def forget_over(contacts: Contacts) -> int:
    """Blank them where the event ended long enough ago; how many rows. In short transactions."""
    query = contacts.rows(Organisation.id, Organisation.retention_months)
    organisers = query.join(Organisation, Organisation.id == Event.organiser_id).distinct()
    found = [(row.id, row.retention_months) for row in db.session.execute(organisers)]
    db.session.rollback()
    return sum(_forget_of(contacts, number, months) for number, months in found)


def _forget_of(contacts: Contacts, organiser_id: int, months: int) -> int:
    model = contacts.model
    query = (
        contacts.rows(model.id, model.public_id, Event.id.label("event_id"))
        .where(Event.organiser_id == organiser_id, ended_before(now(), months))
        .order_by(Event.id, model.id)
    )
    done = 0
    while not stopping.is_set():
        with write():
            rows = db.session.execute(query.limit(AT_ONCE)).all()
            forget_these(contacts, rows)
        if not rows:
            break
        done += len(rows)
    return done


def forget_these(contacts: Contacts, rows: Sequence[Any]) -> None:
    """Blank these, with their letters; an entry of the protocol for each event. *rows* have id,
    public_id and event_id. Inside ``with write():``."""
    model = contacts.model
    erasing.forget([f"{model.link_purpose}:{row.public_id}" for row in rows])
    statement = update(model).where(model.id.in_([row.id for row in rows])).values(**blanks(model))
    db.session.execute(statement, execution_options={"synchronize_session": False})
    for event_id in {row.event_id for row in rows}:
        number = sum(row.event_id == event_id for row in rows)
        record(f"event:{event_id}", VERB, after={contacts.protocol: number})
