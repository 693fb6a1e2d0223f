"""By which id a file calls the rows that others name."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.events.models import Event
from webapp.manage.exporting.yaml_text import Bare
from webapp.programmes.models import Fund, Programme, TargetGroup
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation, Place
from webapp.projects.sources import Source, SourceLink

_MODELS = (Fund, Programme, TargetGroup, Organisation, Place, Project)
#: More parameters than this are asked for in several statements.
AT_ONCE = 500


class Names:
    """The ids in the file of all that is named often; events are asked for some at a time."""

    def __init__(self) -> None:
        self._slugs: dict[type[Any], dict[int, str]] = {
            model: dict(db.session.execute(select(model.id, model.slug)).all()) for model in _MODELS
        }
        self._sources: dict[str, list[str]] = {}
        linked = select(SourceLink.entity, Source.slug).join(SourceLink.source)
        for entity, slug in db.session.execute(linked):
            self._sources.setdefault(entity, []).append(slug)
        self.known_sources = frozenset(db.session.scalars(select(Source.slug)))

    def of(self, model: type[Any], row_id: int | None) -> Bare | None:
        """What the file calls a row; None for none."""
        return None if row_id is None else Bare(self._slugs[model][row_id])

    def many(self, model: type[Any], ids: Iterable[int]) -> list[Bare]:
        """What it calls several, in their order."""
        return [Bare(self._slugs[model][each]) for each in ids]

    def known(self, model: type[Any], ids: Iterable[int]) -> list[Bare]:
        """The same, of those that are still here."""
        return self.many(model, (each for each in ids if each in self._slugs[model]))

    def sources(self, entity: str) -> list[Bare] | None:
        """Where the facts of a row come from."""
        found = self._sources.get(entity)
        return None if found is None else [Bare(slug) for slug in sorted(found)]


def event_names(ids: Iterable[int]) -> dict[int, str]:
    """How a file calls these events: by the id an earlier file gave them, else by their code."""
    wanted = sorted(set(ids))
    found: dict[int, str] = {}
    for first in range(0, len(wanted), AT_ONCE):
        query = select(Event.id, Event.slug, Event.code).where(
            Event.id.in_(wanted[first : first + AT_ONCE])
        )
        found |= {row.id: row.slug or row.code for row in db.session.execute(query)}
    return found
