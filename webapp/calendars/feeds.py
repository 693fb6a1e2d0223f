"""Which calendars there are, what they hold and what they are called."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Self
from urllib.parse import urlencode

from flask import current_app
from flask_babel import gettext

from webapp.calendars.asking import Filters, checked_filters
from webapp.calendars.lookup import FILTERS, SWITCH, Found, UnknownFeed, look_up, look_up_event
from webapp.core import jcal
from webapp.core.i18n import configured_languages, in_language, language_name, plain_text
from webapp.core.ics_colours import kind_colour, scope_colour
from webapp.core.look import kind_look
from webapp.core.times import now
from webapp.entries import Audience
from webapp.entries.reading import Stored, texts
from webapp.entries.renderer import fingerprint
from webapp.events.models import Status, Visibility

_: Callable[..., str] = gettext


#: Programs look every hour or day; this only spares us those that ask every few seconds.
_PUBLIC, _PRIVATE = "public, max-age=60", "private, max-age=60"


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

    @property
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

    @property
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
        if revised_at is None or revised_at >= now().replace(microsecond=0):
            return None
        return revised_at


def window(today: date) -> date:
    """The first day of calendars without an end of their own: a year back, moving by months."""
    return date(today.year - 1, today.month, 1)


def all_feed(filters: Filters, language: str) -> Feed:
    """Everything; or what belongs to any of these projects and any of these kinds and …"""
    wanted = checked_filters(filters)
    return _feed(address_of(wanted), "/calendars/", wanted, language)


def project_feed(slug: str, language: str, filters: Filters | None = None) -> Feed:
    """A project's whole life."""
    feed = _feed_of("project", slug, f"/projects/{slug}/", language, filters)
    return replace(feed, since=None)


def partner_feed(slug: str, language: str, filters: Filters | None = None) -> Feed:
    """What an organisation organises or hosts."""
    return _feed_of("partner", slug, f"/partners/{slug}/", language, filters)


def kind_feed(kind: str, language: str, filters: Filters | None = None) -> Feed:
    """Everything of one kind."""
    return _feed_of("kind", kind, "/calendars/", language, filters)


def event_feed(code: str, language: str) -> Feed:
    """One event; also one that is in no list."""
    row = look_up_event(code)
    open_to_all = (Visibility.PUBLIC, Visibility.UNLISTED)
    if row is None or row.status == Status.DRAFT or row.visibility not in open_to_all:
        raise UnknownFeed(code)
    if row.withdrawn_at is not None:
        raise WithdrawnEvent(code)
    return Feed(
        path=in_language_of(f"/events/{code}.ics", language),
        page=f"/events/{code}/",
        name=plain_text(row.name, language),
        language=language,
        scopes=((f"event:{row.id}",),),
        versions=(row.version or 0,),
        changed_at=row.changed_at,
        color=kind_colour(row.kind),
    )


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


def _feed_of(
    name: str, word: str, page: str, language: str, filters: Filters | None = None
) -> Feed:
    """The calendar of one project, partner or kind, and what more filters leave of it."""
    wanted = checked_filters(filters or {}, fixed={name: [word]})
    others = {other: words for other, words in wanted.items() if other != name}
    path = address_of(others, f"/calendars/{name}s/{word}.ics")
    return _feed(path, page, wanted, language)


def _feed(path: str, page: str, wanted: Filters, language: str) -> Feed:
    found = look_up(wanted)
    groups = [[each for each in found if each.filter == name] for name in wanted] or [found]
    return Feed(
        path=in_language_of(path, language),
        page=page,
        name=_name(found, language),
        language=language,
        scopes=tuple(tuple(each.scope for each in group) for group in groups),
        versions=tuple(each.version for each in found),
        changed_at=_changed_at(groups),
        since=window(now().date()),
        color=scope_colour(found[0].scope if len(found) == 1 else "all"),
    )


def _changed_at(groups: Sequence[Sequence[Found]]) -> datetime | None:
    """When the bytes of such a calendar changed last, or later, but never earlier.

    What changes in it belongs to a scope of every group and moves them all at one instant; the
    words for its name move it by themselves.
    """
    moved = [_latest(each.changed_at for each in group) for group in groups]
    held = None if None in moved else min(each for each in moved if each is not None)
    return _latest([held, *(each.renamed_at for group in groups for each in group)])


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((each for each in moments if each is not None), default=None)


def _name(found: Sequence[Found], language: str) -> str:
    """What programs show it as: the name of its project or partner, else the site's name with
    what it holds."""
    site: str = current_app.config["VIZITE"].site_name
    if len(found) == 1 and found[0].name is not None:
        return plain_text(found[0].name, language)
    filtered = [each for each in found if each.filter]
    if not filtered:
        return site
    with in_language(language):
        # No comma: programs disagree on whether one is escaped in a calendar's name.
        words = " · ".join(_word(each, language) for each in filtered)
        return _("%(site)s: %(what)s", site=site, what=words)


def _word(found: Found, language: str) -> str:
    if found.filter == "kind":
        return kind_look(found.word).word
    if found.filter == "language":
        return language_name(found.word, language)
    if found.filter == SWITCH:
        return _("fixed dates only")
    return plain_text(found.name, language)
