"""The gate list of a host: name and organisation of those who come to its item, nothing more.

From the deadline on; before it is only told when that will be. Of an item that is chosen those who
have a place at it, else all who come to the event.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, func, not_, select

from webapp.agenda import calendar
from webapp.agenda.models import AgendaItem
from webapp.choices.models import TAKEN, Choice
from webapp.core.database import db
from webapp.core.i18n import plain_text, reading_order
from webapp.core.times import now
from webapp.delegations.models import Delegate, Delegation
from webapp.projects.organisations import Organisation
from webapp.registrations.exports import Export
from webapp.registrations.models import Registration, State


@dataclass(frozen=True)
class Guest:
    """Somebody who comes, as a gate knows them."""

    name: str
    organisation: str


#: Gives the condition that a registration does not come to an item, of a query over both.
Away = Callable[[], ColumnElement[bool]]
_away: list[Away] = []


def stays_away(find: Away) -> Away:
    """Announce who does not come although they come to the event: a condition on `Registration` and
    `AgendaItem`, asked by a capability above."""
    _away.append(find)
    return find


def is_there(item: AgendaItem) -> bool:
    """Whether the host may see the names now."""
    due = item.gate_list_due_at
    return due is not None and due <= now() and not calendar.is_off(item)


def guests(item: AgendaItem) -> list[Guest]:
    """Who comes, by organisation and name; one statement."""
    query: Any = select(
        Registration.name,
        Registration.name_key,
        Registration.organisation_text,
        Organisation.name.label("sent_by"),
    ).select_from(AgendaItem)
    query = _coming(query).where(AgendaItem.id == item.id)
    query = (
        query.outerjoin(Delegate, Delegate.registration_id == Registration.id)
        .outerjoin(Delegation, Delegation.id == Delegate.delegation_id)
        .outerjoin(Organisation, Organisation.id == Delegation.organisation_id)
    )
    found = [
        (row.name_key, Guest(row.name, row.organisation_text or plain_text(row.sent_by)))
        for row in db.session.execute(query)
    ]
    found.sort(key=lambda pair: (reading_order(pair[1].organisation), pair[0]))
    return [guest for _name_key, guest in found]


def expected(items: Iterable[AgendaItem]) -> dict[int, int]:
    """Item → how many come to it; one statement."""
    ids = [item.id for item in items]
    query: Any = select(AgendaItem.id, func.count(Registration.id)).select_from(AgendaItem)
    query = _coming(query).where(AgendaItem.id.in_(ids)).group_by(AgendaItem.id)
    numbers = {row[0]: row[1] for row in db.session.execute(query)}
    return {number: numbers.get(number, 0) for number in ids}


def file_of(item: AgendaItem) -> Export:
    """The list as a file has it."""
    rows: list[list[Any]] = [[each.name, each.organisation] for each in guests(item)]
    return Export(plain_text(item.name), [_("Name"), _("Organisation")], rows)


def _coming(query: Any) -> Any:
    """Joins those who come to an item."""
    has_chosen = exists().where(
        Choice.item_id == AgendaItem.id,
        Choice.registration_id == Registration.id,
        Choice.state == TAKEN,
    )
    seated = and_(
        Registration.event_id == AgendaItem.event_id,
        Registration.state == State.CONFIRMED.value,
        Registration.erased_at.is_(None),
        not_(AgendaItem.needs_choice) | has_chosen,
        *(not_(find()) for find in _away),
    )
    return query.join(Registration, seated)
