"""What people can narrow a calendar down by, for each filter."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, cast, exists, literal, or_, select

from webapp.calendars.lookup import is_language
from webapp.core.database import db
from webapp.core.i18n import current_language, language_name, plain_text, reading_order
from webapp.core.look import kind_look
from webapp.core.text import LocalText
from webapp.entries.models import EntryScope, ScopeVersion
from webapp.events.models import Kind
from webapp.programmes.models import TargetGroup
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation

#: Filter → the words that were asked for.
Asked = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Offer:
    """One word a calendar can be narrowed down by, and the scope it stands for."""

    word: str
    name: LocalText | str
    scope: str


def offers(asked: Asked | None = None) -> dict[str, list[Offer]]:
    """For each filter what can be chosen, with four statements however much there is.

    Only what leads to an event, and what was *asked* for if there is such a thing: there may be
    events of it later. All projects: there are few, and people come to look for theirs.
    """
    words = asked or {}
    kinds, tags = _kinds_and_languages()
    kinds |= set(words.get("kind", ()))
    tags |= {tag for tag in words.get("language", ()) if is_language(tag)}
    return {
        "project": _sorted(_projects()),
        "partner": _sorted(_partners(words.get("partner", ()))),
        "kind": [
            Offer(kind, kind_look(kind).word, f"kind:{kind}") for kind in Kind if kind in kinds
        ],
        "language": _sorted(Offer(tag, language_name(tag), f"language:{tag}") for tag in tags),
        "target_group": [*_target_groups(words.get("target_group", ()))],
    }


def _sorted(offered: Iterable[Offer]) -> list[Offer]:
    return sorted(offered, key=lambda offer: reading_order(offer.name))


def _projects() -> Iterator[Offer]:
    query = select(Project.id, Project.slug, Project.acronym, Project.name)
    for number, slug, acronym, name in db.session.execute(query):
        yield Offer(slug, acronym or name, f"project:{number}")


def _partners(asked: Sequence[str]) -> Iterator[Offer]:
    """Those that organise or host something that stands in calendars."""
    return _with_entries("partner", Organisation, asked, Organisation.sort_key)


def _target_groups(asked: Sequence[str]) -> Iterator[Offer]:
    """Those that something in calendars is for, in the order of their programmes."""
    order = TargetGroup.position, TargetGroup.sort_key
    return _with_entries("target_group", TargetGroup, asked, *order)


def _with_entries(name: str, model: Any, asked: Sequence[str], *order: Any) -> Iterator[Offer]:
    scope = literal(f"{name}:").concat(cast(model.id, String))
    has_entries = exists().where(EntryScope.scope == scope)
    query = select(model.id, model.slug, model.name)
    query = query.where(or_(has_entries, model.slug.in_(asked))).order_by(*order)
    for number, slug, called in db.session.execute(query):
        yield Offer(slug, called, f"{name}:{number}")


def _kinds_and_languages() -> tuple[set[str], set[str]]:
    scope = ScopeVersion.scope
    is_kind = (scope > "kind:") & (scope < "kind;")
    is_of_language = (scope > "language:") & (scope < "language;")
    found = [
        each.split(":", 1)
        for each in db.session.scalars(select(scope).where(or_(is_kind, is_of_language)))
    ]
    return (
        {word for name, word in found if name == "kind"},
        {word for name, word in found if name == "language"},
    )


def name_of(offer: Offer) -> str:
    """Its name for the reader."""
    return plain_text(offer.name, current_language())
