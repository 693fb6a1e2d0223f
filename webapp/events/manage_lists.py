"""The list of events that a role lets somebody see: drafts and internal ones included."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select

from webapp.core.forms import clean_line, clean_text
from webapp.core.permissions import Viewer
from webapp.core.text import search_key
from webapp.events.access import seen_by_role
from webapp.events.models import Event, Status
from webapp.events.paging import EventsPage, page
from webapp.events.parts import EventProject
from webapp.events.queries import LINE, is_behind, is_coming, is_past
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation

PAGE = 30
_WORDS = 8
WHEN = ("coming", "past", "all")
#: Chosen in the list; the last two are no stored states.
STATES = (*(status.value for status in Status), "outcome-not-recorded", "withdrawn")


@dataclass(frozen=True)
class DeskFilters:
    """What the list is narrowed by, as it stands in the address."""

    q: str = ""
    status: str = ""
    project: str = ""
    when: str = "coming"

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "DeskFilters":
        """From the query of an address; what is not offered is left out."""
        values = {
            name: clean_line(clean_text(arguments.get(name, "")))[:100]
            for name in ("q", "status", "project", "when")
        }
        found = cls(**values)
        return replace(
            found,
            status=found.status if found.status in STATES else "",
            when=found.when if found.when in WHEN else "coming",
        )

    def as_query(self) -> dict[str, str]:
        """For ``url_for``: only what is set."""
        given = {"q": self.q, "status": self.status, "project": self.project, "when": self.when}
        return {name: value for name, value in given.items() if value and value != "coming"}

    @property
    def number(self) -> int:
        """How many are set."""
        return len(self.as_query())


def when_words() -> list[tuple[str, str]]:
    """(value, word) of the spans to choose from."""
    return [("coming", _("coming")), ("past", _("past")), ("all", _("all, newest first"))]


def desk_list(
    viewer: Viewer, filters: DeskFilters, after: str = "", before: str = "", size: int | None = None
) -> EventsPage:
    """One page of the list: two statements and those that load its lines.

    *after* and *before* are codes of events, see `paging.page`.
    """
    query = select(Event).where(seen_by_role(viewer), *_matching(filters)).options(*LINE)
    rising = filters.when == "coming"
    return page(query, rising=rising, after=after, before=before, size=size or PAGE)


def _matching(filters: DeskFilters) -> list[ColumnElement[bool]]:
    conditions = [_state(filters.status)]
    if filters.when == "coming":
        conditions.append(is_coming())
    elif filters.when == "past":
        conditions.append(is_behind())
    if filters.project:
        links = select(EventProject.event_id).join(Project).where(Project.slug == filters.project)
        conditions.append(Event.id.in_(links))
    return [*conditions, *(_says(word) for word in search_key(filters.q).split()[:_WORDS])]


def _state(status: str) -> ColumnElement[bool]:
    if status == "withdrawn":
        return Event.withdrawn_at.is_not(None)
    stays = Event.withdrawn_at.is_(None)
    if status == "outcome-not-recorded":
        return and_(stays, lacks_outcome())
    return and_(stays, Event.status == status) if status else stays


def lacks_outcome() -> ColumnElement[bool]:
    """`Event.lacks_outcome` for the database."""
    return and_(Event.status.in_((Status.TENTATIVE, Status.CONFIRMED)), is_past())


def _says(word: str) -> ColumnElement[bool]:
    organisers = select(Organisation.id).where(
        Organisation.search_key.contains(word, autoescape=True)
    )
    return or_(Event.search_key.contains(word, autoescape=True), Event.organiser_id.in_(organisers))
