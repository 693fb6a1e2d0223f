"""Which calendars people can choose from, and how large one is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import String, cast, exists, literal, or_, select

from webapp.calendars.bodies import bodies
from webapp.calendars.feeds import Feed
from webapp.core.database import db
from webapp.core.i18n import current_language, language_name, plain_text, reading_order
from webapp.core.look import kind_look
from webapp.core.text import LocalText
from webapp.entries.models import EntryScope, ScopeVersion
from webapp.entries.reading import counts
from webapp.events.models import Kind
from webapp.programmes.models import TargetGroup
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation

#: Google Calendar takes no calendar of about a megabyte.
LARGEST_FOR_ALL = 1_000_000
#: The shortest and longest that one entry is in practice, in bytes.
_SHORT, _LONG = 400, 4000


@dataclass(frozen=True)
class Offer:
    """One word a calendar can be narrowed down by."""

    word: str
    name: LocalText | str


def offers() -> dict[str, list[Offer]]:
    """For each filter what can be chosen, with few statements however many events there are."""
    kinds, tags = _kinds_and_languages()
    return {
        "project": _sorted(_projects()),
        "partner": _sorted(_partners()),
        "kind": [Offer(kind.value, kind_look(kind).word) for kind in Kind if kind in kinds],
        "language": _sorted(Offer(tag, language_name(tag)) for tag in tags),
        "target_group": [*_target_groups()],
    }


def _sorted(offered: Iterable[Offer]) -> list[Offer]:
    return sorted(offered, key=lambda offer: reading_order(offer.name))


def _projects() -> Iterator[Offer]:
    query = select(Project.slug, Project.acronym, Project.name)
    for slug, acronym, name in db.session.execute(query):
        yield Offer(slug, acronym or name)


def _partners() -> Iterator[Offer]:
    """Those that organise or host something that stands in calendars."""
    scope = literal("partner:").concat(cast(Organisation.id, String))
    query = select(Organisation.slug, Organisation.name)
    for slug, name in db.session.execute(query.where(exists().where(EntryScope.scope == scope))):
        yield Offer(slug, name)


def _target_groups() -> Iterator[Offer]:
    """Those that something in calendars is for, in the order of their programmes."""
    scope = literal("target_group:").concat(cast(TargetGroup.id, String))
    query = select(TargetGroup.slug, TargetGroup.name).order_by(
        TargetGroup.position, TargetGroup.sort_key
    )
    for slug, name in db.session.execute(query.where(exists().where(EntryScope.scope == scope))):
        yield Offer(slug, name)


def _kinds_and_languages() -> tuple[set[str], set[str]]:
    scope = ScopeVersion.scope
    is_kind = (scope > "kind:") & (scope < "kind;")
    is_language = (scope > "language:") & (scope < "language;")
    found = [
        each.split(":", 1)
        for each in db.session.scalars(select(scope).where(or_(is_kind, is_language)))
    ]
    return (
        {word for name, word in found if name == "kind"},
        {word for name, word in found if name == "language"},
    )


def is_too_large(feed: Feed) -> bool:
    """Whether the largest of the online calendars would refuse it."""
    if len(feed.scopes) == 1 and len(feed.scopes[0]) == 1:
        scope = feed.scopes[0][0]
        number = counts([scope], feed.since).get(scope, 0)
        if number * _SHORT > LARGEST_FOR_ALL:
            return True
        if number * _LONG < LARGEST_FOR_ALL:
            return False
    return bodies(feed).body(feed).plain.size > LARGEST_FOR_ALL


def can_be_reached() -> bool:
    """Whether programs on other devices can reach the addresses this site writes."""
    return not current_app.config["VIZITE"].is_loopback


def name_of(offer: Offer) -> str:
    """Its name for the reader."""
    return plain_text(offer.name, current_language())
