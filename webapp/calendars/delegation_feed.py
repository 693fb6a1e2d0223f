"""The calendar of a delegation: the event, its agenda, of what is chosen what any of them chose,
and the deadlines of the leader. It names nobody."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from flask import current_app
from flask_babel import gettext, ngettext

from webapp.calendars import link_feeds, marking
from webapp.calendars.delegation_facts import of_delegation
from webapp.calendars.feeds import Feed, WithdrawnFeed
from webapp.calendars.link_contents import stored_texts
from webapp.calendars.link_feeds import FoundLink, PrivateFeed
from webapp.calendars.link_models import LinkKind
from webapp.core import ics
from webapp.core.addresses import public_url
from webapp.core.database import look
from webapp.core.i18n import in_language, plain_text
from webapp.core.moments import moment
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import to_wall
from webapp.entries.reading import Stored
from webapp.entries.renderer import fingerprint
from webapp.registrations.models import State

_: Callable[..., str] = gettext


@dataclass(frozen=True)
class Shown:
    """An entry with how many of the delegation go to it, and how many are in line."""

    entry_id: int
    sequence: int
    is_chosen: bool
    going: int
    in_line: int
    #: When one of them has chosen last, or has got a place.
    chosen_at: datetime | None = None


@dataclass(frozen=True)
class Deadline:
    """Something the leader has to see to by a moment."""

    what: str
    at: datetime


@dataclass(frozen=True)
class DelegationFeed(PrivateFeed):
    """The calendar of one delegation."""

    shown: tuple[Shown, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    event: LocalText | str = ""
    code: str = ""
    zone: str = "UTC"
    key: str = ""
    #: How much was written about the event, and when last.
    written: tuple[int, datetime | None] = (0, None)

    @cached_property
    def state(self) -> str:
        """Equal as long as its bytes are."""
        base_url = current_app.config["VIZITE"].base_url
        due = (self.deadlines, self.event, self.zone, self.written) if self.deadlines else ()
        return repr((self.shown, due, self.language, self.name, base_url, fingerprint()))

    def texts(self) -> Iterator[Sequence[Stored]]:
        """The entries in a stable order, then the deadlines."""
        stored = stored_texts([each.entry_id for each in self.shown])
        yield [
            (_text(each, found.get(self.language), self.language), zones)
            for each in self.shown
            for found, zones in [stored.get(each.entry_id, ({}, "[]"))]
            if found
        ]
        with in_language(self.language):
            yield [self._deadline(each) for each in self.deadlines]

    def _deadline(self, deadline: Deadline) -> Stored:
        number, at = self.written
        day = to_wall(deadline.at, self.zone).date()
        words = _words()[deadline.what]
        entry = ics.Entry(
            uid=hashlib.sha256(f"{self.key} {deadline.what}".encode()).hexdigest()[:32],
            period=Period.days(day),
            title=f"{words} ({plain_text(self.event, self.language)})",
            description=_("By %(moment)s.", moment=moment(deadline.at, self.zone)),
            url=public_url("events.show", code=self.code),
            transparent=True,
            class_="PRIVATE",
            language=self.language,
        )
        changed_at = at or datetime.combine(day, datetime.min.time(), UTC) - timedelta(days=1)
        return ics.render(entry, sequence=number, changed_at=changed_at), "[]"


def delegation_feed(link: FoundLink, path: str, language: str) -> Feed:
    """The calendar of a delegation; `WithdrawnFeed` where it has declined or its leader's link was
    withdrawn: who made it has no part in the event any more."""
    rows = look(of_delegation(), {"number": link.id})
    first = next(iter(rows), None)
    if first is None or first.declined_at is not None or first.link_revoked_at is not None:
        raise WithdrawnFeed(path)
    with in_language(language):
        of = {"event": plain_text(first.title, language)}
        name = _("%(event)s: %(partner)s", partner=plain_text(first.partner, language), **of)
    return DelegationFeed(
        path=path,
        page=f"/events/{first.code}/",
        name=name,
        language=language,
        shown=tuple(_shown(rows)),
        deadlines=tuple(_deadlines(first)),
        event=first.title,
        code=first.code,
        zone=first.starts_zone or first.zone,
        key=first.public_id,
        written=(first.written, first.written_at),
    )


def _shown(rows: Sequence[Any]) -> Iterator[Shown]:
    for row in sorted(rows, key=lambda row: row.entry_id or 0):
        is_chosen = bool(row.item_id is not None and row.needs_choice)
        if row.entry_id is not None and (not is_chosen or row.going or row.in_line):
            numbers = row.going, row.in_line, row.chosen_at if is_chosen else None
            yield Shown(row.entry_id, row.sequence, is_chosen, *numbers)


def _deadlines(row: Any) -> Iterator[Deadline]:
    """Those of an event that is on."""
    if row.published_at is None or row.withdrawn_at is not None or row.cancelled_at is not None:
        return
    found = {"names": row.names_due_at, "travel": row.travel_due_at, "diet": row.diet_due_at}
    yield from (Deadline(what, at) for what, at in found.items() if at is not None)


def _words() -> Mapping[str, str]:
    return {
        "names": _("Name your delegation"),
        "travel": _("Arrivals and departures of your delegation"),
        "diet": _("Everybody of your delegation answers about diet and access"),
    }


def _text(shown: Shown, text: str | None, language: str) -> str | None:
    if text is None or not shown.is_chosen:
        return text
    if shown.chosen_at is not None:
        text = marking.not_before(text, shown.chosen_at)
    with in_language(language):
        if not shown.going:
            return marking.marked(text, State.WAITING, words=_waiting(shown.in_line))
        words = ngettext(
            "%(num)d of your delegation goes there.",
            "%(num)d of your delegation go there.",
            shown.going,
        )
        in_line = _waiting(shown.in_line) if shown.in_line else ""
        return marking.told(text, " ".join(filter(None, (words, in_line))))


def _waiting(number: int) -> str:
    return str(
        ngettext(
            "%(num)d of your delegation waits for a place.",
            "%(num)d of your delegation wait for a place.",
            number,
        )
    )


link_feeds.provide(LinkKind.DELEGATION, delegation_feed)
