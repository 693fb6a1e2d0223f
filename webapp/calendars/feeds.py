"""Which calendars there are, what they hold and what they are called."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from flask import current_app
from flask_babel import gettext

from webapp.calendars.lookup import FILTERS, Found, UnknownFeed, look_up, look_up_event
from webapp.core.i18n import configured_languages, in_language, language_name, plain_text
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
    and `state` and `last_modified` with it.
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

    @property
    def is_private(self) -> bool:
        """Whether its address is for few: kept in no cache but theirs, and by no robot."""
        return False

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

    @property
    def last_modified(self) -> datetime | None:
        """When its bytes changed last; None while whole seconds cannot tell it from a change to
        come. A window moves at the beginning of a month."""
        if self.changed_at is None:
            return None
        latest = self.changed_at
        if self.since is not None:
            latest = max(latest, datetime.combine(now().date().replace(day=1), time(), UTC))
        latest = latest.replace(microsecond=0)
        return latest if latest < now().replace(microsecond=0) else None


def checked_language(tag: str | None) -> str:
    """The language of a feed's texts: asked for or the installation's first, never guessed, so
    that an address means the same for everyone."""
    languages = configured_languages()
    if tag is None:
        return languages[0]
    if tag not in languages:
        raise UnknownFeed(tag)
    return tag


def window(today: date) -> date:
    """The first day of calendars without an end of their own: a year back, moving by months."""
    return date(today.year - 1, today.month, 1)


def all_feed(filters: Mapping[str, Sequence[str]], language: str) -> Feed:
    """Everything; or what belongs to any of these projects and any of these kinds and …"""
    wanted = {name: sorted(set(filters[name])) for name in FILTERS if filters.get(name)}
    return _feed(address_of(wanted), "/calendars/", wanted, language)


def project_feed(slug: str, language: str) -> Feed:
    """A project's whole life."""
    path, page = f"/calendars/projects/{slug}.ics", f"/projects/{slug}/"
    return replace(_feed(path, page, {"project": [slug]}, language), since=None)


def partner_feed(slug: str, language: str) -> Feed:
    """What an organisation organises or hosts."""
    path, page = f"/calendars/partners/{slug}.ics", f"/partners/{slug}/"
    return _feed(path, page, {"partner": [slug]}, language)


def kind_feed(kind: str, language: str) -> Feed:
    """Everything of one kind."""
    return _feed(f"/calendars/kinds/{kind}.ics", "/calendars/", {"kind": [kind]}, language)


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
    )


def address_of(filters: Mapping[str, Sequence[str]]) -> str:
    """The path of the calendar of everything with these filters, always written the same way."""
    query = [(name, value) for name in FILTERS for value in sorted(filters.get(name, ()))]
    return "/calendars/all.ics" + (f"?{urlencode(query)}" if query else "")


def in_language_of(path: str, language: str) -> str:
    """The address in a language, which only the installation's first need not say."""
    if language == configured_languages()[0]:
        return path
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def _feed(path: str, page: str, wanted: Mapping[str, Sequence[str]], language: str) -> Feed:
    found = look_up(wanted)
    groups = [[each for each in found if each.filter == name] for name in wanted] or [found]
    moved = [each.changed_at for each in found if each.changed_at is not None]
    return Feed(
        path=in_language_of(path, language),
        page=page,
        name=_name(found, language),
        language=language,
        scopes=tuple(tuple(each.scope for each in group) for group in groups),
        versions=tuple(each.version for each in found),
        changed_at=max(moved, default=None),
        since=window(now().date()),
    )


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
    return plain_text(found.name, language)
