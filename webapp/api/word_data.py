"""What filters can be set to, and where everything is."""

from dataclasses import dataclass
from typing import Annotated

from webapp.api.parts import Text, calendar_address, text_of
from webapp.api.schema import Url
from webapp.calendars.feeds import address_of
from webapp.core.i18n import configured_languages, in_language
from webapp.core.look import kind_look
from webapp.core.text import LocalText
from webapp.events import models
from webapp.programmes.models import TargetGroup as Group


@dataclass(frozen=True)
class Kind:
    """A kind of event."""

    kind: models.Kind
    name: Text
    ics: Annotated[Url, "The calendar of all public events of this kind."]


@dataclass(frozen=True)
class KindList:
    """All kinds of events."""

    items: list[Kind]


@dataclass(frozen=True)
class TargetGroup:
    """A group of people that events are for."""

    slug: str
    name: Text
    is_retired: Annotated[bool, "Chosen no more; events of before keep it."]
    ics: Annotated[Url, "The calendar of all public events for this group."]


@dataclass(frozen=True)
class TargetGroupList:
    """All target groups, by slug."""

    items: list[TargetGroup]


@dataclass(frozen=True)
class Index:
    """Where everything is."""

    site_name: str
    languages: Annotated[list[str], "What `lang` can be; the first is meant where it is not given."]
    events: Url
    projects: Url
    partners: Url
    kinds: Url
    target_groups: Url
    description: Annotated[Url, "This API, described by OpenAPI 3.1."]
    documentation: Annotated[Url, "The same for people."]


def kind_data(kind: models.Kind) -> Kind:
    """A kind with its word in every language of the installation."""
    words: dict[str, str | None] = {}
    for tag in configured_languages():
        with in_language(tag):
            words[tag] = kind_look(kind.value).word
    name = LocalText(words, configured_languages()[0])
    return Kind(kind, text_of(name), calendar_address(f"/calendars/kinds/{kind.value}.ics"))


def target_group_data(row: Group) -> TargetGroup:
    """A target group."""
    ics = calendar_address(address_of({"target_group": [row.slug]}))
    return TargetGroup(row.slug, text_of(row.name), row.is_retired, ics)
