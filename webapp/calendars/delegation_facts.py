"""What the calendar of a delegation follows from: one statement."""

from functools import cache
from typing import Any

from sqlalchemy import String, and_, bindparam, cast, func, literal_column, select

from webapp.agenda.models import AgendaItem
from webapp.calendars.link_models import DelegationCalendar
from webapp.choices.models import Choice
from webapp.core.changes import Change
from webapp.core.looking import Statement
from webapp.delegations.models import Delegate, Delegation, DelegationPlan, Standing
from webapp.entries.models import Entry, EntryScope
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.registrations.models import Registration, State


@cache
def of_delegation() -> Statement:
    """A row for each entry that participants of the event may have, with how many of the delegation
    go there; one without an entry where there is none. Nobody's name."""
    p, e, n, i = _plans, _events, _entries, _items
    query = select(
        _calendars.c.public_id,
        _delegations.c.declined_at,
        _delegations.c.link_revoked_at,
        _partners.c.name.label("partner"),
        e.c.code,
        e.c.name.label("title"),
        e.c.published_at,
        e.c.withdrawn_at,
        e.c.cancelled_at,
        e.c.starts_zone,
        _organisers.c.zone,
        p.c.names_due_at,
        p.c.travel_due_at,
        p.c.diet_due_at,
        n.c.id.label("entry_id"),
        n.c.sequence,
        i.c.id.label("item_id"),
        i.c.needs_choice,
        _number("taken").label("going"),
        _number("waiting").label("in_line"),
        _theirs(func.max(_chosen.c.created_at)).label("chosen_at"),
        _changes(func.count()).label("written"),
        _changes(func.max(Change.at)).label("written_at"),
    )
    return query.select_from(_source()).where(_calendars.c.id == bindparam("number"))


def _number(state: str) -> Any:
    """How many members of the delegation are in *state* at the item."""
    return _theirs(func.count().filter(_chosen.c.state == state))


def _theirs(what: Any) -> Any:
    """*what* of the choices that members of the delegation have made of the item."""
    return (
        select(what)
        .select_from(
            _chosen.join(_people, _people.c.id == _chosen.c.registration_id).join(
                _members, _members.c.registration_id == _people.c.id
            )
        )
        .where(
            _chosen.c.item_id == _items.c.id,
            _people.c.state == State.CONFIRMED.value,
            _members.c.delegation_id == _delegations.c.id,
            _members.c.standing == Standing.MEMBER.value,
        )
        .correlate(_items, _delegations)
        .scalar_subquery()
    )


def _changes(what: Any) -> Any:
    """Of what was written about the event: deadlines have no numbers of their own."""
    changes: Any = Change.__table__
    about = literal_column("'event:'").concat(cast(_events.c.id, String))
    query = select(what).select_from(changes).where(changes.c.entity == about)
    return query.correlate(_events).scalar_subquery()


def _source() -> Any:
    d, e = _delegations, _events
    scope = literal_column("'participants:'").concat(cast(e.c.id, String))
    return (
        _calendars.join(d, d.c.id == _calendars.c.delegation_id)
        .join(e, e.c.id == d.c.event_id)
        .join(_partners, _partners.c.id == d.c.organisation_id)
        .join(_organisers, _organisers.c.id == e.c.organiser_id)
        .outerjoin(_plans, _plans.c.event_id == e.c.id)
        .outerjoin(_scopes, _scopes.c.scope == scope)
        .outerjoin(_entries, _entries.c.id == _scopes.c.entry_id)
        .outerjoin(_items, and_(_items.c.uid == _entries.c.uid))
    )


_calendars: Any = DelegationCalendar.__table__
_delegations: Any = Delegation.__table__
_chosen: Any = Choice.__table__
_people: Any = Registration.__table__
_members: Any = Delegate.__table__
_plans: Any = DelegationPlan.__table__
_events: Any = Event.__table__
_entries: Any = Entry.__table__
_scopes: Any = EntryScope.__table__
_items: Any = AgendaItem.__table__
_partners: Any = Organisation.__table__.alias("partners")
_organisers: Any = Organisation.__table__.alias("organisers")
