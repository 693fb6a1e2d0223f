"""What an owner's entry ought to be, as it is now: the fresh side of every comparison."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from webapp.core import ics
from webapp.core.i18n import configured_languages
from webapp.entries import registry
from webapp.entries.registry import Audience, Standing

Key = TypeVar("Key")
#: ``(language, audience)``
Edition = tuple[str, str]

#: What says when a text changed, and not what it says.
_STAMPS = re.compile(r"^(?:DTSTAMP|SEQUENCE|LAST-MODIFIED):.*\r\n", re.MULTILINE)


@dataclass(frozen=True)
class Fresh:
    """Everything stored about an owner, made anew."""

    uid: str
    editions: Mapping[Edition, ics.Entry] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()
    participant_scopes: frozenset[str] = frozenset()
    dependencies: frozenset[str] = frozenset()
    zones: tuple[tuple[str, int], ...] = ()
    first_on: date | None = None
    last_on: date | None = None
    invite_hash: str = ""
    due_at: datetime | None = None

    @property
    def all_scopes(self) -> frozenset[str]:
        """The scopes of either audience."""
        return self.scopes | self.participant_scopes

    def text(self, edition: Edition, sequence: int, changed_at: datetime) -> str:
        """The VEVENT of one edition with these stamps."""
        text = ics.render(self.editions[edition], sequence=sequence, changed_at=changed_at)
        assert text is not None
        return text


def bare(text: str) -> str:
    """A VEVENT without its stamps. Typed text cannot begin a line, so it is never taken for one."""
    return _STAMPS.sub("", text)


def fresh(session: Session, keys: Iterable[str]) -> dict[str, Fresh]:
    """The owners of these keys that still exist, read with few statements."""
    ids: dict[str, list[int]] = {}
    for key in keys:
        prefix, number = registry.split(key)
        ids.setdefault(prefix, []).append(number)
    found: dict[str, Fresh] = {}
    for prefix, numbers in ids.items():
        rows = registry.provider(prefix).load(session, sorted(numbers))
        found |= {f"{prefix}:{number}": _describe(row) for number, row in rows.items()}
    return found


def _describe(row: Standing) -> Fresh:
    editions, made_of = _editions(row), frozenset(row.calendar_dependencies())
    if not editions:
        # What stood there once still hears that its event is gone.
        return Fresh(row.uid, dependencies=made_of)
    entries = list(editions.values())
    seen_by = {audience for _, audience in editions}
    used = set().union(*(ics.zones_used(entry) for entry in entries))
    return Fresh(
        uid=row.uid,
        editions=editions,
        scopes=frozenset(row.calendar_scopes() if Audience.PUBLIC in seen_by else ()),
        participant_scopes=frozenset(
            row.calendar_participant_scopes() if Audience.PARTICIPANT in seen_by else ()
        ),
        dependencies=made_of,
        zones=tuple(sorted(used)),
        first_on=entries[0].period.first_on,
        last_on=entries[0].period.last_on,
        invite_hash=_invite_hash(editions),
        due_at=row.calendar_due_at(),
    )


def _editions(row: Standing) -> dict[Edition, ics.Entry]:
    editions = {}
    for language in configured_languages():
        for audience in Audience:
            entry = row.calendar_entry(language, audience.value)
            # A phase without an end has no place in a calendar either.
            if entry is not None and None not in (entry.period.first_on, entry.period.last_on):
                editions[language, audience.value] = entry
    return editions


def _invite_hash(editions: Mapping[Edition, ics.Entry]) -> str:
    """Of what an invited person must be told: time, place, status; in the main language."""
    entry = editions.get((configured_languages()[0], Audience.PARTICIPANT.value))
    if entry is None:
        return ""
    period = entry.period.as_json()
    return hashed([period, entry.location, entry.join_url, entry.status.value])


def hashed(facts: Any) -> str:
    """The SHA-256 of JSON values."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def batches(keys: Iterable[Key], size: int) -> Iterator[list[Key]]:
    """The keys in lists of at most *size*."""
    rest = iter(keys)
    while batch := list(islice(rest, size)):
        yield batch
