"""What a list of events can be narrowed by: only values that lead to an event."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, or_, select

from webapp.core.database import db
from webapp.core.i18n import language_name, reading_order
from webapp.core.look import kind_look
from webapp.core.permissions import Viewer
from webapp.core.text import LocalText
from webapp.events.access import listed_for
from webapp.events.forms import Filters
from webapp.events.models import Event, Kind
from webapp.events.parts import EventLanguage, EventPlace, EventProject, EventTargetGroup
from webapp.programmes.models import TargetGroup
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation, Place

Option = tuple[str, LocalText | str]
#: A select with more than this is of no use; people search by words then.
_MOST = 200


@dataclass(frozen=True)
class Choices:
    """The (value, word) pairs of each select, by the name of the filter."""

    project: list[Option]
    partner: list[Option]
    kind: list[Option]
    language: list[Option]
    place: list[Option]
    target_group: list[Option]

    def word(self, name: str, value: str) -> LocalText | str:
        """What a chosen value is called; itself where nothing is known by it."""
        options: list[Option] = getattr(self, name, [])
        return dict(options).get(value, value)


def choices(viewer: Viewer) -> Choices:
    """What *viewer* can choose from: five statements, whatever the number of events."""
    listed = listed_for(viewer)
    return Choices(
        project=_sorted(
            (slug, acronym or name) for slug, acronym, name in db.session.execute(_projects(listed))
        ),
        partner=_options(_partners(listed)),
        kind=[(kind.value, kind_look(kind.value).word) for kind in Kind],
        language=_languages(listed),
        place=_options(_places(listed)),
        target_group=_options(_target_groups(listed)),
    )


def labels(filters: Filters, available: Choices) -> list[tuple[str, str, LocalText | str]]:
    """(name, value, word) of every filter that is set."""
    return [(name, value, available.word(name, value)) for name, value in filters.chosen()]


def _options(query: Select[str, LocalText]) -> list[Option]:
    return _sorted((slug, name) for slug, name in db.session.execute(query))


def _sorted(options: Iterable[Option]) -> list[Option]:
    return sorted(options, key=lambda option: reading_order(option[1]))


def _projects(listed: ColumnElement[bool]) -> Select[str, str | None, LocalText]:
    theirs = exists().where(
        EventProject.project_id == Project.id, EventProject.event_id == Event.id, listed
    )
    query = select(Project.slug, Project.acronym, Project.name).where(theirs)
    return query.order_by(Project.sort_key).limit(_MOST)


def _partners(listed: ColumnElement[bool]) -> Select[str, LocalText]:
    theirs = [
        exists().where(column == Organisation.id, listed)
        for column in (Event.organiser_id, Event.host_id)
    ]
    query = select(Organisation.slug, Organisation.name).where(or_(*theirs))
    return query.order_by(Organisation.sort_key).limit(_MOST)


def _places(listed: ColumnElement[bool]) -> Select[str, LocalText]:
    theirs = exists().where(
        EventPlace.place_id == Place.id, EventPlace.event_id == Event.id, listed
    )
    return select(Place.slug, Place.name).where(theirs).order_by(Place.sort_key).limit(_MOST)


def _target_groups(listed: ColumnElement[bool]) -> Select[str, LocalText]:
    theirs = exists().where(
        EventTargetGroup.target_group_id == TargetGroup.id,
        EventTargetGroup.event_id == Event.id,
        listed,
    )
    query = select(TargetGroup.slug, TargetGroup.name).where(theirs)
    return query.order_by(TargetGroup.sort_key).limit(_MOST)


def _languages(listed: ColumnElement[bool]) -> list[Option]:
    query = select(EventLanguage.language).join(Event).where(listed).distinct()
    return _sorted((tag, language_name(tag)) for tag in db.session.scalars(query))
