"""What is exported: everything, or some projects with what they name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select

from webapp.agenda.models import AgendaItem, ItemContributor
from webapp.core.database import db
from webapp.delegations.models import Delegation
from webapp.entries.models import Entry
from webapp.events.models import Event
from webapp.events.parts import (
    Contributor,
    EventPlace,
    EventProject,
    EventTargetGroup,
)
from webapp.programmes.models import Fund, Programme, Rate, TargetGroup
from webapp.projects.models import (
    Contact,
    GoodPractice,
    LocalGroup,
    LocalGroupTargetGroup,
    Membership,
    Milestone,
    Phase,
    Project,
    ProjectDocument,
    StatedNumber,
    Territory,
)
from webapp.projects.money import Budget, Share
from webapp.projects.organisations import Organisation, Place
from webapp.projects.roles import RoleAssignment
from webapp.projects.sources import Source, SourceLink

_EVENT_KEY = "event:"


class UnknownProject(ValueError):
    """No project has this address."""


@dataclass
class Choice:
    """Which rows go into the file: the ids by model; of a model that is not named, all of them.

    *people*: accounts and registrations too; *needs*: what people eat and need to take part.
    """

    people: bool = False
    needs: bool = False
    ids: dict[type[Any], set[int]] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole installation."""
        return not self.ids

    def among(self, model: type[Any], query: Select[Any]) -> Select[Any]:
        """The query for rows of a model, without those not chosen."""
        if model not in self.ids:
            return query
        return query.where(model.id.in_(sorted(self.ids[model])))

    def has(self, model: type[Any], row_id: int | None) -> bool:
        """Whether this row goes along."""
        return row_id is not None and (model not in self.ids or row_id in self.ids[model])


def choose(slugs: Iterable[str], *, people: bool = False, needs: bool = False) -> Choice:
    """Everything, or the projects with these addresses, their events and whatever both name.

    Raises :class:`UnknownProject`.
    """
    wanted = sorted(set(slugs))
    if not wanted:
        return Choice(people, needs)
    found = dict(
        db.session.execute(select(Project.slug, Project.id).where(Project.slug.in_(wanted))).all()
    )
    unknown = [slug for slug in wanted if slug not in found]
    if unknown:
        raise UnknownProject(", ".join(unknown))
    return Choice(people, needs, _Named(set(found.values())).ids())


class _Named:
    """Follows what projects and their events name."""

    def __init__(self, chosen: set[int]) -> None:
        self.events = _ids(select(EventProject.event_id), EventProject.project_id, chosen)
        shared = _ids(select(EventProject.project_id), EventProject.event_id, self.events)
        self.projects = chosen | shared
        self.phases = _ids(select(Phase.id), Phase.project_id, self.projects)
        self.budgets = _ids(select(Budget.id), Budget.project_id, self.projects)
        self.groups = _ids(select(LocalGroup.id), LocalGroup.project_id, self.projects)
        self.practices = _ids(select(GoodPractice.id), GoodPractice.project_id, self.projects)
        self.items = _ids(select(AgendaItem.id), AgendaItem.event_id, self.events)

    def ids(self) -> dict[type[Any], set[int]]:
        """What goes along, by model."""
        programmes = _ids(select(Project.programme_id), Project.id, self.projects)
        target_groups = self._target_groups(programmes)
        funds = _ids(select(Project.fund_id), Project.id, self.projects)
        funds |= _ids(select(Programme.fund_id), Programme.id, programmes)
        funds |= _ids(select(Rate.fund_id), Rate.programme_id, programmes)
        funds |= _ids(select(Share.fund_id), Share.budget_id, self.budgets)
        places = _ids(select(EventPlace.place_id), EventPlace.event_id, self.events)
        places |= _ids(select(Territory.place_id), Territory.project_id, self.projects)
        for column in (AgendaItem.place_id, AgendaItem.to_place_id):
            places |= _ids(select(column), AgendaItem.event_id, self.events)
        found: dict[type[Any], set[int]] = {
            Project: self.projects,
            Event: self.events,
            Programme: programmes,
            TargetGroup: target_groups,
            Fund: funds,
            Place: places,
            Organisation: self._organisations(),
            GoodPractice: self.practices,
        }
        return found | {Source: self._sources(found)}

    def _target_groups(self, programmes: set[int]) -> set[int]:
        found = _ids(select(TargetGroup.id), TargetGroup.programme_id, programmes)
        of_events = EventTargetGroup.target_group_id, EventTargetGroup.event_id
        found |= _ids(select(of_events[0]), of_events[1], self.events)
        link = LocalGroupTargetGroup
        return found | _ids(select(link.target_group_id), link.local_group_id, self.groups)

    def _organisations(self) -> set[int]:
        found: set[int] = set()
        of_projects = (Milestone, Territory, LocalGroup, ProjectDocument, Contact, Budget)
        for model in of_projects:
            found |= _ids(select(model.organisation_id), model.project_id, self.projects)
        found |= _ids(select(Project.reporting_organisation_id), Project.id, self.projects)
        found |= _ids(select(Membership.organisation_id), Membership.phase_id, self.phases)
        found |= _ids(select(GoodPractice.organisation_id), GoodPractice.id, self.practices)
        for column in (Event.organiser_id, Event.host_id):
            found |= _ids(select(column), Event.id, self.events)
        found |= _ids(select(AgendaItem.host_id), AgendaItem.event_id, self.events)
        found |= _ids(select(Delegation.organisation_id), Delegation.event_id, self.events)
        found |= _ids(select(ItemContributor.organisation_id), ItemContributor.item_id, self.items)
        found |= _ids(
            select(RoleAssignment.organisation_id), RoleAssignment.project_id, self.projects
        )
        return found | _ids(select(Contributor.organisation_id), Contributor.event_id, self.events)

    def _sources(self, found: dict[type[Any], set[int]]) -> set[int]:
        """The sources of all these, and those that state numbers."""
        nouns = {
            "programme": Programme,
            "fund": Fund,
            "target-group": TargetGroup,
            "place": Place,
            "organisation": Organisation,
            "project": Project,
            "event": Event,
            "good-practice": GoodPractice,
        }
        keys = {f"{noun}:{each}" for noun, model in nouns.items() for each in found[model]}
        keys |= {f"local-group:{each}" for each in self.groups}
        keys |= {f"agenda-item:{each}" for each in self.items}
        for noun, model in (("milestone", Milestone), ("document", ProjectDocument)):
            rows = _ids(select(model.id), model.project_id, self.projects)
            keys |= {f"{noun}:{each}" for each in rows}
        linked = db.session.execute(select(SourceLink.entity, SourceLink.source_id))
        sources = {source_id for entity, source_id in linked if entity in keys}
        stating = select(StatedNumber.source_slug).where(
            StatedNumber.project_id.in_(sorted(self.projects))
        )
        return sources | set(db.session.scalars(select(Source.id).where(Source.slug.in_(stating))))


def _ids(query: Select[Any], column: Any, values: set[int]) -> set[int]:
    """What the rows with these values in a column point to."""
    found: set[int] = set()
    ordered = sorted(values)
    for first in range(0, len(ordered), 500):
        some = column.in_(ordered[first : first + 500])
        found |= {each for each in db.session.scalars(query.where(some)) if each is not None}
    return found


def events_in_order(choice: Choice) -> list[int]:
    """The ids of the events that go along, as they follow each other in calendars; then the rest.

    Brought in in this order, they follow each other in the other installation's calendars too.
    """
    owners = db.session.scalars(select(Entry.owner).order_by(Entry.id))
    listed = [
        int(owner.removeprefix(_EVENT_KEY)) for owner in owners if owner.startswith(_EVENT_KEY)
    ]
    known = db.session.scalars(select(Event.id).order_by(Event.id))
    rest = dict.fromkeys(each for each in known if choice.has(Event, each))
    first = [each for each in listed if each in rest]
    return list(dict.fromkeys([*first, *rest]))
