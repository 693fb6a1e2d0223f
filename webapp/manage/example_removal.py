"""Takes examples out of the database: with what hangs on them, without what others need."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Select, delete, inspect, select

from webapp.accounts.models import Account
from webapp.agenda.models import AgendaItem
from webapp.core.changes import record
from webapp.core.database import Model, db
from webapp.entries import hook
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.programmes.models import Fund, Programme, TargetGroup
from webapp.projects.models import GoodPractice, Milestone, Project
from webapp.projects.organisations import Organisation, Place
from webapp.projects.roles import RoleAssignment
from webapp.projects.sources import Source, SourceLink
from webapp.questions.models import OptionPlaces, Question
from webapp.registrations.models import Person, Registration
from webapp.seats.models import SeatPool

#: In this order, so that what names another goes first: noun of the report → model.
_REMOVED_IF_FREE: tuple[tuple[str, type[Any]], ...] = (
    ("project", Project),
    ("organisation", Organisation),
    ("place", Place),
    ("target group", TargetGroup),
    ("programme", Programme),
    ("fund", Fund),
    ("source", Source),
)
#: What an organisation takes along: nobody needs it without the organisation.
_HANGING: tuple[type[Any], ...] = (RoleAssignment, GoodPractice)
_MOST_AT_ONCE = 500


@dataclass
class Removal:
    """How many rows went, by noun, and which examples stayed because other data uses them."""

    removed: dict[str, int] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)


def remove() -> Removal:
    """Remove every example. Must run inside ``with write():``."""
    removal = Removal()
    _remove_events(removal)
    _remove_accounts(removal)
    for noun, model in _REMOVED_IF_FREE:
        _remove_free(noun, model, removal)
    removal.removed = {noun: number for noun, number in removal.removed.items() if number}
    if removal.removed:
        record("examples", "removed", after=dict(removal.removed))
    db.session.flush()
    db.session.expire_all()
    return removal


def _remove_events(removal: Removal) -> None:
    """Events with their registrations, letters, people, seats and calendar texts."""
    events = db.session.execute(select(Event.id, Event.pool_id).where(Event.is_example)).all()
    ids, pools = [row.id for row in events], [row.pool_id for row in events]
    of_options = select(OptionPlaces.pool_id).join(
        Question, Question.id == OptionPlaces.question_id
    )
    option_pools = _ids(of_options.where(Question.event_id.in_(ids)))
    items, item_pools = _items(ids)
    keys = [f"event:{event_id}" for event_id in ids]
    of_examples = Event.is_example & (Registration.event_id == Event.id)
    people = _ids(select(Registration.person_id).where(of_examples).distinct())
    _delete(Letter, Letter.event_key, keys)
    removal.removed["registration"] = _delete(Registration, Registration.event_id, ids)
    _remove_people(people)
    _delete(SourceLink, SourceLink.entity, [*keys, *(f"agenda-item:{each}" for each in items)])
    removal.removed["event"] = _delete(Event, Event.id, ids)
    _delete(SeatPool, SeatPool.parent_id, pools)
    _delete(SeatPool, SeatPool.id, [*pools, *option_pools, *item_pools])
    hook.touch([*keys, *(f"agenda_item:{each}" for each in items)])


def _items(events: list[int]) -> tuple[list[int], list[int]]:
    """The items of the agendas of these events, and the pools of their places."""
    of_events = AgendaItem.event_id.in_(events)
    pools = _ids(select(AgendaItem.pool_id).where(of_events))
    return _ids(select(AgendaItem.id).where(of_events)), pools


def _remove_people(ids: list[int]) -> None:
    """People who have no other registration, and into whom nobody else was merged."""
    still_here = select(Registration.person_id).where(Registration.person_id.is_not(None))
    pointed_at = select(Person.merged_into_id).where(Person.merged_into_id.is_not(None))
    condition = Person.id.not_in(still_here) & Person.id.not_in(pointed_at)
    # Whoever was merged into somebody goes first and sets that one free.
    while _delete(Person, Person.id, ids, condition):
        pass


def _remove_accounts(removal: Removal) -> None:
    ids = _ids(select(Account.id).where(Account.is_example))
    _delete(Letter, Letter.owner, [f"account:{account_id}" for account_id in ids])
    removal.removed["account"] = _delete(Account, Account.id, ids)


def _remove_free(noun: str, model: type[Any], removal: Removal) -> None:
    """The examples of one model that nothing else refers to."""
    examples = _ids(select(model.id).where(model.is_example))
    if model is Organisation:
        _delete(Milestone, Milestone.organisation_id, examples, Milestone.project_id.is_(None))
    needed = _needed(model, examples)
    free = [each for each in examples if each not in needed]
    if model is Organisation:
        for hanging in _HANGING:
            _delete(hanging, hanging.organisation_id, free)
    _delete(SourceLink, SourceLink.entity, [f"{noun.replace(' ', '-')}:{each}" for each in free])
    removal.removed[noun] = _delete(model, model.id, free)
    for row in db.session.scalars(select(model).where(model.id.in_(needed)).order_by(model.slug)):
        removal.kept.append((noun, str(getattr(row, "name", None) or row.title)))


def _needed(model: type[Model], ids: list[int]) -> set[int]:
    """Those that rows of any table still refer to, cascades left out.

    Asks the tables themselves, so that a capability that comes later is asked too.
    """
    hanging = {inspect(each).local_table for each in _HANGING}
    needed: set[int] = set()
    for table in Model.metadata.sorted_tables:
        for key in table.foreign_keys:
            is_ours = key.column.table is inspect(model).local_table and key.ondelete is None
            if is_ours and table not in hanging:
                for some in _some_at_once(ids):
                    query = select(key.parent).where(key.parent.in_(some)).distinct()
                    needed.update(db.session.scalars(query))
    return needed


def _delete(
    model: type[Model], column: Any, values: Iterable[Any], *conditions: ColumnElement[bool]
) -> int:
    """Delete the rows whose *column* has one of the values; how many there were."""
    number = 0
    for some in _some_at_once(list(values)):
        statement = delete(model).where(column.in_(some), *conditions)
        result = db.session.execute(statement, execution_options={"synchronize_session": False})
        assert isinstance(result, CursorResult)
        number += result.rowcount
    return number


def _ids(query: Select[Any]) -> list[int]:
    return sorted(each for each in db.session.scalars(query) if each is not None)


def _some_at_once(values: list[Any]) -> Iterator[list[Any]]:
    """Databases limit the parameters of a statement."""
    for first in range(0, len(values), _MOST_AT_ONCE):
        yield values[first : first + _MOST_AT_ONCE]
