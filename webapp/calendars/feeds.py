"""What a calendar is: its address, its name, what it holds, and the state it is in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Self
from urllib.parse import urlencode

from flask import current_app

from webapp.calendars.asking import Filters
from webapp.calendars.lookup import FILTERS, SWITCH
from webapp.core import jcal
from webapp.core.i18n import configured_languages
from webapp.core.times import now
from webapp.entries import Audience
from webapp.entries.reading import Stored, texts
from webapp.entries.renderer import fingerprint

#: Programs look every hour or day; this only spares us those that ask every few seconds.
_PUBLIC, _PRIVATE = "public, max-age=60", "private, max-age=60"
_SECOND = timedelta(seconds=1)


class WithdrawnEvent(LookupError):
    """The event of this calendar was published once and has been taken back."""


class WithdrawnFeed(LookupError):
    """This address of a calendar was good once."""


@dataclass(frozen=True)
class Feed:
    """A calendar somebody subscribes to, in one language.

    `path` and `page` are addresses on this site; `scopes` as in ``entries.reading`` and `versions`
    theirs; `since` leaves out what ended before. One with contents of its own overrides `texts`,
    and `state` and `revised_at` with it.
    """

    path: str
    page: str
    name: str
    language: str
    scopes: tuple[tuple[str, ...], ...]
    versions: tuple[int, ...]
    changed_at: datetime | None
    since: date | None = None
    audience: Audience = Audience.PUBLIC
    #: A CSS name (RFC 7986, section 5.9).
    color: str = ""
    #: Whether it is written as JSON (RFC 7265).
    is_jcal: bool = False

    def as_jcal(self) -> Self:
        """The same calendar as JSON, at an address of its own."""
        head, dot, tail = self.path.partition("?")
        path = head.removesuffix(".ics") + ".json" + dot + tail
        return replace(self, path=path, is_jcal=True)

    @property
    def is_private(self) -> bool:
        """Whether its address is for few: kept in no cache but theirs, and by no robot."""
        return False

    @property
    def mimetype(self) -> str:
        """What it is written as."""
        return jcal.MIMETYPE if self.is_jcal else "text/calendar"

    @property
    def cache_control(self) -> str:
        """How long who fetched it may keep it (RFC 9111, section 5.2)."""
        return _PRIVATE if self.is_private else _PUBLIC

    @property
    def filename(self) -> str:
        """What to call it when it is saved; the address of a private one is a secret."""
        if self.is_private:
            return "calendar.ics"
        return self.path.partition("?")[0].rpartition("/")[2]

    @cached_property
    def state(self) -> str:
        """Equal as long as its bytes are."""
        base_url = current_app.config["VIZITE"].base_url
        return repr((self.scopes, self.versions, self.since, self.name, base_url, fingerprint()))

    def texts(self) -> Iterator[Sequence[Stored]]:
        """Its VEVENTs in a stable order with the zones they need, some at a time."""
        return texts(self.scopes, self.language, self.audience, self.since)

    def pieces(self) -> Iterator[bytes] | None:
        """Its bytes, where it is no calendar of VEVENTs but writes itself."""
        return None

    @cached_property
    def revised_at(self) -> datetime | None:
        """When its bytes changed last, in whole seconds (RFC 7986, section 5.4); None if nothing
        ever did. A window moves at the beginning of a month."""
        if self.changed_at is None:
            return None
        latest = self.changed_at
        if self.since is not None:
            month = self.since.replace(year=self.since.year + 1)
            latest = max(latest, datetime.combine(month, time(), UTC))
        return latest.replace(microsecond=0)

    @property
    def last_modified(self) -> datetime | None:
        """The same for HTTP; None while whole seconds cannot tell it from a change to come."""
        revised_at = self.revised_at
        if revised_at is None or now() - revised_at < _SECOND:
            return None
        return revised_at


def window(today: date) -> date:
    """The first day of calendars without an end of their own: a year back, moving by months."""
    return date(today.year - 1, today.month, 1)


def address_of(filters: Filters, path: str = "/calendars/all.ics") -> str:
    """The path of the calendar of everything, or of *path*, with these filters, always written
    the same way."""
    names = (*FILTERS, SWITCH)
    query = [(name, value) for name in names for value in sorted(filters.get(name, ()))]
    return path + (f"?{urlencode(query)}" if query else "")


def in_language_of(path: str, language: str) -> str:
    """The address in a language, which only the installation's first need not say."""
    if language == configured_languages()[0]:
        return path
    return f"{path}{'&' if '?' in path else '?'}lang={language}"
