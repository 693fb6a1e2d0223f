"""An agenda item as it was published: an immutable value that is stored in a version.

Its attributes are called as those of `AgendaItem`, so that pages show either.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any, Self

from webapp.agenda.models import AgendaItem, AgendaTrack, ItemContributor
from webapp.core.text import LocalText
from webapp.projects.organisations import Organisation, Place

Json = Mapping[str, Any]


@dataclass(frozen=True)
class TrackThen:
    """A track as it was called."""

    public_id: str
    name: LocalText
    position: int

    @classmethod
    def of(cls, track: AgendaTrack | None) -> Self | None:
        """As it is now."""
        return None if track is None else cls(track.public_id, track.name, track.position)

    @classmethod
    def read(cls, stored: Json | None) -> Self | None:
        """The reverse of `as_json`."""
        return None if stored is None else cls(**{**stored, "name": _text(stored["name"])})


@dataclass(frozen=True)
class PlaceThen:
    """A place as it was called; the same place is told by its slug."""

    slug: str
    name: LocalText
    address: LocalText | None
    latitude: float | None
    longitude: float | None
    step_free: bool | None

    @classmethod
    def of(cls, place: Place | None) -> Self | None:
        """As it is now."""
        if place is None:
            return None
        where = (place.latitude, place.longitude, place.step_free)
        return cls(place.slug, place.name, place.address, *where)

    @classmethod
    def read(cls, stored: Json | None) -> Self | None:
        """The reverse of `as_json`."""
        if stored is None:
            return None
        texts = {key: _text(stored[key]) for key in ("name", "address")}
        return cls(**{**stored, **texts})


@dataclass(frozen=True)
class OrganisationThen:
    """An organisation as it was called; the same one is told by its slug."""

    slug: str
    name: LocalText

    @classmethod
    def of(cls, organisation: Organisation | None) -> Self | None:
        """As it is now."""
        return None if organisation is None else cls(organisation.slug, organisation.name)

    @classmethod
    def read(cls, stored: Json | None) -> Self | None:
        """The reverse of `as_json`."""
        return None if stored is None else cls(stored["slug"], LocalText.from_json(stored["name"]))


@dataclass(frozen=True)
class ContributorThen:
    """Who had a part in it."""

    role: str
    name: str | None
    organisation: OrganisationThen | None
    about: LocalText | None

    @classmethod
    def of(cls, one: ItemContributor) -> Self:
        """As it is now."""
        return cls(one.role, one.name, OrganisationThen.of(one.organisation), one.about)

    @classmethod
    def read(cls, stored: Json) -> Self:
        """The reverse of `as_json`."""
        organisation = OrganisationThen.read(stored["organisation"])
        return cls(stored["role"], stored["name"], organisation, _text(stored["about"]))


@dataclass(frozen=True)
class ItemThen:
    """What was said of an item."""

    public_id: str
    kind: str
    visibility: str
    name: LocalText
    description: LocalText | None
    track: TrackThen | None
    day_on: date
    starts_local: datetime | None
    ends_local: datetime | None
    starts_zone: str
    ends_zone: str
    starts_fold: int
    ends_fold: int
    starts_at: datetime | None
    ends_at: datetime | None
    place: PlaceThen | None
    place_note: LocalText | None
    to_place: PlaceThen | None
    travel_minutes: int | None
    host: OrganisationThen | None
    host_person: str
    contributors: tuple[ContributorThen, ...]
    languages: tuple[str, ...]
    interpretation: str
    interpreted_into: tuple[str, ...]
    walking_m: int | None
    is_step_free: bool | None
    clothing: LocalText | None
    photo_rule: str
    plan_b: LocalText | None
    needs_choice: bool
    is_cancelled: bool

    @property
    def has_hours(self) -> bool:
        """Whether more than its day was known."""
        return self.starts_local is not None

    @classmethod
    def of(cls, item: AgendaItem) -> Self:
        """As it is now."""
        made: dict[str, Any] = {
            "track": TrackThen.of(item.track),
            "place": PlaceThen.of(item.place),
            "to_place": PlaceThen.of(item.to_place),
            "host": OrganisationThen.of(item.host),
            "contributors": tuple(ContributorThen.of(each) for each in item.contributors),
            "languages": tuple(item.languages),
            "interpreted_into": tuple(item.interpreted_into),
        }
        as_they_are = {name: getattr(item, name) for name in _NAMES if name not in made}
        return cls(**as_they_are, **made)

    def as_json(self) -> dict[str, Any]:
        """For a version."""
        stored: dict[str, Any] = _plain(self)
        return stored

    @classmethod
    def read(cls, stored: Json) -> Self:
        """The reverse of `as_json`."""
        return cls(
            **{
                **stored,
                **{name: _text(stored[name]) for name in _TEXTS},
                **{name: _moment(stored[name]) for name in _MOMENTS},
                **{name: tuple(stored[name]) for name in ("languages", "interpreted_into")},
                "day_on": date.fromisoformat(stored["day_on"]),
                "track": TrackThen.read(stored["track"]),
                "place": PlaceThen.read(stored["place"]),
                "to_place": PlaceThen.read(stored["to_place"]),
                "host": OrganisationThen.read(stored["host"]),
                "contributors": tuple(map(ContributorThen.read, stored["contributors"])),
            }
        )

    def cancelled(self) -> Self:
        """The same, struck out: it stands on the agenda no more."""
        return replace(self, is_cancelled=True)


_NAMES = tuple(ItemThen.__dataclass_fields__)
_TEXTS = ("name", "description", "place_note", "clothing", "plan_b")
_MOMENTS = ("starts_local", "ends_local", "starts_at", "ends_at")


def _plain(value: Any) -> Any:
    if isinstance(value, LocalText):
        return value.as_json()
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _text(stored: Json | None) -> LocalText | None:
    return None if stored is None else LocalText.from_json(stored)


def _moment(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored)
