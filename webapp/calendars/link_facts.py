"""What the calendar of a registration, or of an address, follows from: one statement each."""

from functools import cache
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, cast, literal_column, select

from webapp.agenda.models import AgendaItem
from webapp.choices.models import Choice
from webapp.core.looking import Statement
from webapp.entries.models import Entry, EntryScope
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.registrations.models import Registration


@cache
def of_registration() -> Statement:
    """Where one registration stands at its event and at the items of its agenda."""
    return _facts().where(_registrations.c.id == bindparam("number"))


@cache
def of_address() -> Statement:
    """The same of all registrations of an address."""
    return _facts().where(_registrations.c.email_key == bindparam("email"))


def _facts() -> Select[Any]:
    """A row for each entry that participants of the event may have, with the numbers of the entry;
    one without an entry where there is none."""
    r, e, n, i, c = _registrations, _events, _entries, _items, _choices
    query: Select[Any] = select(
        *(r.c[name] for name in _STANDS),
        e.c.code,
        e.c.name.label("title"),
        e.c.over_at,
        e.c.verifies_addresses,
        e.c.starts_zone,
        _organisations.c.zone,
        n.c.id.label("entry_id"),
        n.c.sequence,
        i.c.id.label("item_id"),
        i.c.needs_choice,
        c.c.state.label("choice"),
        c.c.created_at.label("chosen_at"),
        c.c.waiting_since.label("in_line_since"),
    )
    return query.select_from(_source())


def _source() -> Any:
    r, e, n, s = _registrations, _events, _entries, _scopes
    scope = literal_column("'participants:'").concat(cast(e.c.id, String))
    chosen = and_(_choices.c.item_id == _items.c.id, _choices.c.registration_id == r.c.id)
    return (
        r.join(e, e.c.id == r.c.event_id)
        .join(_organisations, _organisations.c.id == e.c.organiser_id)
        .outerjoin(s, s.c.scope == scope)
        .outerjoin(n, n.c.id == s.c.entry_id)
        .outerjoin(_items, _items.c.uid == n.c.uid)
        .outerjoin(_choices, chosen)
    )


_registrations: Any = Registration.__table__
_events: Any = Event.__table__
_entries: Any = Entry.__table__
_scopes: Any = EntryScope.__table__
_items: Any = AgendaItem.__table__
_choices: Any = Choice.__table__
_organisations: Any = Organisation.__table__
_STANDS = (
    "state",
    "held_until",
    "created_at",
    "verified_at",
    "confirmed_at",
    "offered_at",
    "waiting_since",
    "ended_at",
    "erased_at",
)
