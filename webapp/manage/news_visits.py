"""What leaders and hosts did since somebody's last visit: only partners and items are named.

Two statements, however many delegations and hosts there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select

from webapp.agenda.models import AgendaItem
from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.delegations.host_models import AgendaHost
from webapp.delegations.models import Delegation
from webapp.events.models import Event
from webapp.projects.organisations import Organisation

#: Rows looked at.
_MOST = 100


@dataclass(frozen=True)
class Answered:
    """What a leader or a host said, in words, about which event, and when."""

    event_id: int
    at: datetime
    words: str


def answered_since(since: datetime, minded: ColumnElement[bool]) -> Iterator[Answered]:
    """Of the events that *minded* lets through."""
    yield from _delegations(since, minded)
    yield from _hosts(since, minded)


def _delegations(since: datetime, minded: ColumnElement[bool]) -> Iterator[Answered]:
    query = (
        select(
            Delegation.event_id,
            Delegation.completed_at,
            Delegation.declined_at,
            Organisation.name,
        )
        .join(Event, Event.id == Delegation.event_id)
        .join(Organisation, Organisation.id == Delegation.organisation_id)
        .where(or_(Delegation.completed_at > since, Delegation.declined_at > since), minded)
        .order_by(Delegation.id)
        .limit(_MOST)
    )
    for row in db.session.execute(query):
        partner = plain_text(row.name)
        if row.declined_at is not None:
            words = _("the delegation of %(partner)s does not come", partner=partner)
        else:
            words = _("the delegation of %(partner)s is complete", partner=partner)
        yield Answered(row.event_id, row.declined_at or row.completed_at, words)


def _hosts(since: datetime, minded: ColumnElement[bool]) -> Iterator[Answered]:
    said = (AgendaHost.confirmed_at, AgendaHost.refused_at, AgendaHost.proposed_at)
    query = (
        select(AgendaItem.event_id, AgendaItem.name, *said)
        .join(AgendaItem, AgendaItem.id == AgendaHost.item_id)
        .join(Event, Event.id == AgendaItem.event_id)
        .where(or_(*(column > since for column in said)), minded)
        .order_by(AgendaHost.id)
        .limit(_MOST)
    )
    for row in db.session.execute(query):
        title = plain_text(row.name)
        found = (
            (row.confirmed_at, _("the host of “%(item)s” has confirmed", item=title)),
            (row.refused_at, _("the host of “%(item)s” cannot", item=title)),
            (row.proposed_at, _("the host of “%(item)s” has limits or rules", item=title)),
        )
        yield from (
            Answered(row.event_id, at, words)
            for at, words in found
            if at is not None and at > since
        )
