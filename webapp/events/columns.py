"""What each column of an event is, said once: given by people, told in the change log, copied.

`editing` takes what is given, `snapshot` tells what is logged, `copying` takes along what belongs
to a ticked part. A new column of `Event` must be named here; a test fails until it is.
"""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What goes along when an event is copied: always, or where its box is ticked."""

    ALWAYS = "always"
    TEXTS = "texts"
    PLACES = "places"
    CONTRIBUTORS = "contributors"
    REGISTRATION = "registration"


@dataclass(frozen=True)
class Fact:
    """One column or list. *row*: the relationship by which a column of ids is given and copied."""

    is_given: bool = False
    is_logged: bool = False
    part: Part | None = None
    row: str = ""


def _given(part: Part | None = None, row: str = "") -> Fact:
    return Fact(is_given=True, is_logged=True, part=part, row=row)


#: Changes by an act, and the change log tells of it.
_ACTED = Fact(is_logged=True)
#: Made by the program, or told as a part of something else (the period, the number of places).
_OWN = Fact()

#: Every column of the table by its name.
COLUMNS: dict[str, Fact] = {
    "name": _given(),
    "kind": _given(Part.ALWAYS),
    "subkind": _given(Part.ALWAYS),
    "number": _given(),
    "is_optional": _given(Part.ALWAYS),
    "organiser_id": _given(Part.ALWAYS, row="organiser"),
    "host_id": _given(Part.ALWAYS, row="host"),
    "follows_id": _given(row="follows"),
    "series_id": _given(Part.ALWAYS),
    "contact_email": _given(Part.ALWAYS),
    "visibility": _given(Part.ALWAYS),
    "mode": _given(Part.ALWAYS),
    "join_url": _given(),  # of one meeting only
    "summary": _given(Part.TEXTS),
    "description": _given(Part.TEXTS),
    "audience": _given(Part.TEXTS),
    "price": _given(Part.TEXTS),
    "registration_mode": _given(Part.REGISTRATION),
    "registration_url": _given(Part.REGISTRATION),
    "opens_at": _given(),  # follow from its date
    "closes_at": _given(),
    "verifies_addresses": _given(Part.REGISTRATION),
    "asks_organisation": _given(Part.REGISTRATION),
    "asks_target_group": _given(Part.REGISTRATION),
    "consent": _given(Part.REGISTRATION),
    "takes_photos": _given(Part.REGISTRATION),
    "photo_notice": _given(Part.REGISTRATION),
    "guardian_age": _given(Part.REGISTRATION),
    "status": _ACTED,
    "status_reason": _given(),  # by acts; here only to translate it
    "moved_from": _ACTED,
    "postponed_at": _ACTED,
    "cancelled_at": _ACTED,
    "withdrawn_at": _ACTED,
    # Told by the time of the entry.
    "created_at": _OWN,
    "published_at": _OWN,
    "moved_at": _OWN,
    # An import and the examples say so; no change of the event.
    "slug": Fact(is_given=True),
    "is_example": Fact(is_given=True),
    # Its address and what the program keeps about it.
    "id": _OWN,
    "code": _OWN,
    "uid": _OWN,
    "revision": _OWN,
    "search_key": _OWN,
    "sort_key": _OWN,
    # Told as `capacity`.
    "pool_id": _OWN,
    # Told by `questions` themselves.
    "has_questions": _OWN,
    # Told by the versions of its `agenda`.
    "has_agenda": _OWN,
    # Told as `period`.
    "precision": _OWN,
    "first_on": _OWN,
    "last_on": _OWN,
    "planned_days": _OWN,
    "starts_local": _OWN,
    "ends_local": _OWN,
    "starts_fold": _OWN,
    "ends_fold": _OWN,
    "starts_zone": _OWN,
    "ends_zone": _OWN,
    "starts_at": _OWN,
    "ends_at": _OWN,
    "sorts_at": _OWN,
    "over_at": _OWN,
}

#: Lists, each given and replaced as a whole: projects (the main one first), places, more_kinds
#: (besides the kind), languages, target_groups, contributors (mappings with the columns of
#: `Contributor`, who agreed to be named for one event: not copied unless somebody says so).
LISTS: dict[str, Fact] = {
    "projects": _given(Part.ALWAYS),
    "places": _given(Part.PLACES),
    "more_kinds": _given(Part.ALWAYS),
    "languages": _given(Part.ALWAYS),
    "target_groups": _given(Part.ALWAYS),
    "contributors": _given(Part.CONTRIBUTORS),
}


def given() -> frozenset[str]:
    """The columns `editing.put` takes, by the name under which they are given."""
    return frozenset(fact.row or name for name, fact in COLUMNS.items() if fact.is_given)


def logged() -> tuple[str, ...]:
    """The columns the change log tells of."""
    return tuple(name for name, fact in COLUMNS.items() if fact.is_logged)


def copied(parts: frozenset[Part]) -> tuple[str, ...]:
    """What of the columns goes along with a copy that takes *parts*, as it is given."""
    return tuple(fact.row or name for name, fact in COLUMNS.items() if fact.part in parts)
