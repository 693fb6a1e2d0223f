"""Hosts of agenda items: gate lists with their day, those who cannot, and what they propose."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, func, select

from webapp.agenda.models import AgendaItem
from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.core.permissions import Act
from webapp.delegations.host_models import AgendaHost
from webapp.events.models import Event
from webapp.manage.due_asking import PUBLISHED, Asking, Due, event_page
from webapp.projects.organisations import Organisation

_DESK = "hosts_desk.index"


def refusals(asking: Asking) -> Iterable[Due]:
    """Hosts that cannot receive people at an item that is still on the agenda."""
    query = _hosts().where(
        AgendaHost.refused_at.is_not(None),
        AgendaItem.cancelled_at.is_(None),
        func.coalesce(AgendaItem.ends_at, Event.over_at) > asking.at,
        _mine(asking, "host-refused"),
    )
    query = query.order_by(AgendaHost.refused_at, AgendaItem.id)
    for row in db.session.execute(asking.some(query.add_columns(AgendaHost.refused_at))):
        words = _("%(host)s cannot receive you: %(item)s", **_named(row))
        yield _due("host-refused", row, asking.day(row.refused_at), words, "circle-x", "bad")


def proposals(asking: Asking) -> Iterable[Due]:
    """What hosts propose and nobody has answered."""
    query = _hosts().where(
        AgendaHost.proposed_at.is_not(None),
        AgendaHost.accepted_at.is_(None),
        AgendaItem.cancelled_at.is_(None),
        func.coalesce(AgendaItem.ends_at, Event.over_at) > asking.at,
        _mine(asking, "host-proposes"),
    )
    query = query.order_by(AgendaHost.proposed_at, AgendaItem.id)
    for row in db.session.execute(asking.some(query.add_columns(AgendaHost.proposed_at))):
        words = _("%(host)s proposes limits or rules: %(item)s", **_named(row))
        day = asking.day(row.proposed_at)
        yield _due("host-proposes", row, day, words, "pencil", "info")


def gate_lists(asking: Asking) -> Iterable[Due]:
    """Days on which hosts get the names of those who come."""
    due = AgendaItem.gate_list_due_at
    query = _items().where(
        due > asking.at,
        due <= asking.at + asking.horizon,
        AgendaItem.cancelled_at.is_(None),
        _mine(asking, "gate-list"),
    )
    query = query.order_by(due, AgendaItem.id).add_columns(due.label("due_at"))
    for row in db.session.execute(asking.some(query)):
        day = asking.day(row.due_at)
        words = _(
            "The gate list for %(host)s is due: %(day)s", host=_host(row), day=asking.said(day)
        )
        yield _due("gate-list", row, day, words, "clipboard-list", "info")


def _items() -> Any:
    return (
        select(
            AgendaItem.id,
            AgendaItem.name.label("item"),
            Organisation.name.label("host"),
            Event.code,
            Event.name.label("title"),
        )
        .join(Event, Event.id == AgendaItem.event_id)
        .outerjoin(Organisation, Organisation.id == AgendaItem.host_id)
        .where(Event.status.in_(PUBLISHED))
    )


def _hosts() -> Any:
    return _items().join(AgendaHost, AgendaHost.item_id == AgendaItem.id)


def _mine(asking: Asking, kind: str) -> Any:
    off = AgendaItem.id.not_in(asking.numbers(kind, "item"))
    return and_(off, asking.mine(kind, Act.CHANGE_PEOPLE))


def _host(row: Any) -> str:
    """The organisation, else what takes place."""
    return plain_text(row.host if row.host is not None else row.item)


def _named(row: Any) -> dict[str, str]:
    return {"host": _host(row), "item": plain_text(row.item)}


def _due(kind: str, row: Any, day: Any, words: str, icon: str, tone: str) -> Due:
    page = event_page(row.code, _DESK)
    about = event_page(row.code)
    thing, link = f"item:{row.id}", _("Look at the hosts")
    return Due(kind, thing, day, words, icon, tone, row.title, link, page, about)


QUESTIONS = (refusals, proposals, gate_lists)
