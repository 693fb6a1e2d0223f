"""From an address to its calendar: what is looked up, read from the address once.

Programs ask for the same addresses again and again, mostly to hear that nothing has changed. So the
words of an address are checked once, and its calendar is made anew only when what is looked up has
changed.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from flask import current_app
from flask_babel import gettext

from webapp import entries
from webapp.calendars.asking import Filters, checked_filters
from webapp.calendars.feeds import Feed, WithdrawnEvent, address_of, in_language_of, window
from webapp.calendars.lookup import SWITCH, Found, Question, UnknownFeed, event_question, question
from webapp.core.database import look
from webapp.core.i18n import in_language, language_name, plain_text
from webapp.core.ics_colours import kind_colour, scope_colour
from webapp.core.look import kind_look
from webapp.core.looking import Statement
from webapp.core.times import now
from webapp.events.models import Status, Visibility

_: Callable[..., str] = gettext
entries.made_by(__file__)  # what calendars are called

#: Addresses a process remembers the plans of.
MOST_PLANS = 2000
Rows = Sequence[Any]


@dataclass
class Plan:
    """How an address is answered: *make* gives the calendar of the rows that are found, as it is
    in this month; that of the last rows is kept. Safe for threads."""

    statement: Statement
    values: Mapping[str, Any]
    make: Callable[[Rows, date], Feed]
    _last: tuple[Rows, date, Feed] | None = field(default=None, repr=False)

    def feed(self) -> Feed:
        """The calendar as it is now. One statement."""
        rows, since = look(self.statement, self.values), window(now().date())
        last = self._last
        if last is not None and last[0] == rows and last[1] == since:
            return last[2]
        feed = self.make(rows, since)
        self._last = rows, since, feed
        return feed

    def written(self, form: Callable[[Feed], Feed]) -> Self:
        """The plan of the same calendar in another *form*."""
        make = self.make
        return replace(self, make=lambda rows, since: form(make(rows, since)), _last=None)


class Plans:
    """The plans of the addresses asked for last, within bounds. Safe for threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, bytes], Plan] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, address: tuple[str, bytes]) -> Plan | None:
        """The plan of a path and a query."""
        with self._lock:
            plan = self._known.get(address)
            if plan is not None:
                self._known.move_to_end(address)
        return plan

    def put(self, address: tuple[str, bytes], plan: Plan) -> None:
        """Remember it; those asked for longest ago make room."""
        with self._lock:
            self._known[address] = plan
            if len(self._known) > MOST_PLANS:
                self._known.popitem(last=False)


def known_plans() -> Plans:
    """This application's."""
    found: Plans = current_app.extensions.setdefault("calendar_plans", Plans())
    return found


def everything(filters: Filters, language: str) -> Plan:
    """Everything; or what belongs to any of these projects and any of these kinds and …"""
    wanted = checked_filters(filters)
    return _plan(address_of(wanted), "/calendars/", wanted, language)


def of_project(slug: str, language: str, filters: Filters | None = None) -> Plan:
    """A project's whole life."""
    plan = _plan_of("project", slug, f"/projects/{slug}/", language, filters)
    return plan.written(lambda feed: replace(feed, since=None))


def of_partner(slug: str, language: str, filters: Filters | None = None) -> Plan:
    """What an organisation organises or hosts."""
    return _plan_of("partner", slug, f"/partners/{slug}/", language, filters)


def of_kind(kind: str, language: str, filters: Filters | None = None) -> Plan:
    """Everything of one kind."""
    return _plan_of("kind", kind, "/calendars/", language, filters)


def of_event(code: str, language: str) -> Plan:
    """One event; also one that is in no list."""

    def make(rows: Rows, _since: date) -> Feed:
        return _event_feed(code, next(iter(rows), None), language)

    statement, values = event_question(code)
    return Plan(statement, values, make)


def _event_feed(code: str, row: Any, language: str) -> Feed:
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


def _plan_of(
    name: str, word: str, page: str, language: str, filters: Filters | None = None
) -> Plan:
    """The calendar of one project, partner or kind, and what more filters leave of it."""
    wanted = checked_filters(filters or {}, fixed={name: [word]})
    others = {other: words for other, words in wanted.items() if other != name}
    path = address_of(others, f"/calendars/{name}s/{word}.ics")
    return _plan(path, page, wanted, language)


def _plan(path: str, page: str, wanted: Filters, language: str) -> Plan:
    asked, path = question(wanted), in_language_of(path, language)

    def make(rows: Rows, since: date) -> Feed:
        return _feed(path, page, language, asked, rows, since)

    return Plan(asked.statement, asked.values, make)


def _feed(path: str, page: str, language: str, asked: Question, rows: Rows, since: date) -> Feed:
    found = asked.answered(rows)
    groups = _by_filter(found)
    return Feed(
        path=path,
        page=page,
        name=_name(found, language),
        language=language,
        scopes=tuple(tuple(each.scope for each in group) for group in groups),
        versions=tuple(each.version for each in found),
        changed_at=_changed_at(groups),
        since=since,
        color=scope_colour(found[0].scope if len(found) == 1 else "all"),
    )


def _by_filter(found: Sequence[Found]) -> list[list[Found]]:
    """Filter by filter, in the order of the address."""
    groups: dict[str, list[Found]] = {}
    for each in found:
        groups.setdefault(each.filter, []).append(each)
    return list(groups.values())


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
