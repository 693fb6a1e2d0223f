"""What stands behind a token: calendars whose contents follow from whom they belong to.

A fetch takes two statements to hear that nothing has changed: the link, and the facts its contents
follow from. They are the feed's state, so there is no version that somebody could forget to raise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request

from webapp.calendars.feeds import Feed, WithdrawnFeed
from webapp.calendars.link_models import CalendarLink, DelegationCalendar, LinkKind
from webapp.calendars.lookup import UnknownFeed, plain
from webapp.core.i18n import configured_languages
from webapp.core.links import LinkRevoked, LinkUnknown

TokenCalendar = CalendarLink | DelegationCalendar
#: Gives the calendar of a link at an address and in a language; `WithdrawnFeed` where its owner
#: has lost the right to it.
Find = Callable[[Any, str, str], Feed]
_finders: dict[LinkKind, Find] = {}


@dataclass(frozen=True)
class PrivateFeed(Feed):
    """A calendar for whoever has its address.

    It tells no time of its last change: what leaves it, such as an erased registration, leaves no
    time behind. Its ETag tells all.
    """

    scopes: tuple[tuple[str, ...], ...] = ()
    versions: tuple[int, ...] = ()
    changed_at: datetime | None = None

    @property
    def is_private(self) -> bool:
        """For few."""
        return True


def provide(kind: LinkKind, find: Find) -> None:
    """Announce how calendars of a kind are made; capabilities above have theirs."""
    _finders[kind] = find


def find_link(token: str) -> TokenCalendar:
    """The link of a token. Raises `UnknownFeed` or `WithdrawnFeed`."""
    models: tuple[type[CalendarLink] | type[DelegationCalendar], ...] = (
        CalendarLink,
        DelegationCalendar,
    )
    for model in models:
        try:
            return model.find_by_token(plain(token))
        except LinkUnknown:
            continue
        except LinkRevoked:
            raise WithdrawnFeed(token) from None
    raise UnknownFeed(token)


def link_feed(link: TokenCalendar, language: str) -> Feed:
    """The calendar of a link, in its own language unless the address asks for *language*."""
    asked = "lang" in request.args
    if not asked and link.language in configured_languages():
        language = link.language
    return _finders[LinkKind(link.kind)](link, path_of(link, language if asked else None), language)


def path_of(link: TokenCalendar, language: str | None = None) -> str:
    """Its address on this site."""
    query = f"?lang={language}" if language else ""
    return f"/calendars/{link.token()}.ics{query}"
