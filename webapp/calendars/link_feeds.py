"""What stands behind a token: calendars whose contents follow from whom they belong to.

A fetch takes two statements to hear that nothing has changed: the link, and the facts its contents
follow from. They are the feed's state, so there is no version that somebody could forget to raise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from flask import request
from sqlalchemy import BigInteger, Select, String, bindparam, cast, literal, null, select, union_all

from webapp.calendars.feeds import Feed, WithdrawnFeed
from webapp.calendars.link_models import CalendarLink, DelegationCalendar, LinkKind
from webapp.calendars.lookup import UnknownFeed, plain
from webapp.core.database import look
from webapp.core.i18n import configured_languages
from webapp.core.links import generation_of, mac
from webapp.core.looking import Statement

_PURPOSES = dict.fromkeys(LinkKind, CalendarLink.link_purpose)
_PURPOSES[LinkKind.DELEGATION] = DelegationCalendar.link_purpose


class _Linked(Protocol):
    """Whatever has a key in its address."""

    def token(self) -> str:
        """What stands in the link."""


@dataclass(frozen=True)
class FoundLink:
    """The link of a token that is good, as it was looked up: reading a row of a model takes
    several times as long, and a program asks every hour."""

    id: int
    kind: LinkKind
    public_id: str
    language: str
    generation: int
    registration_id: int | None
    email_key: str | None
    account_id: int | None
    project_id: int | None

    def token(self) -> str:
        """What stands in the link."""
        purpose = _PURPOSES[self.kind]
        return f"{self.public_id}-{mac(purpose, self.public_id, self.generation)}"


#: Gives the calendar of a link at an address and in a language; `WithdrawnFeed` where its owner
#: has lost the right to it.
Find = Callable[[FoundLink, str, str], Feed]
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


def find_link(token: str) -> FoundLink:
    """The link of a token. Raises `UnknownFeed` or `WithdrawnFeed`."""
    public_id, _dash, given = plain(token).partition("-")
    for row in look(_links(), {"public_id": public_id}):
        kind = LinkKind(row.kind)
        generation = generation_of(_PURPOSES[kind], public_id, row.link_generation, given)
        if generation is None:
            continue
        if generation != row.link_generation or row.link_revoked_at is not None:
            raise WithdrawnFeed(token)
        owners = (row.registration_id, row.email_key, row.account_id, row.project_id)
        return FoundLink(row.id, kind, public_id, row.language, generation, *owners)
    raise UnknownFeed(token)


@cache
def _links() -> Statement:
    """The links of a public id: of a person, or of a delegation."""
    none: dict[str, Any] = {
        "registration_id": cast(null(), BigInteger),
        "email_key": cast(null(), String),
        "account_id": cast(null(), BigInteger),
        "project_id": cast(null(), BigInteger),
    }
    return union_all(
        _of(CalendarLink, *(getattr(CalendarLink, name) for name in ("kind", *none))),
        _of(
            DelegationCalendar,
            literal(LinkKind.DELEGATION.value, String).label("kind"),
            *(nothing.label(name) for name, nothing in none.items()),
        ),
    )


def _of(model: type[CalendarLink] | type[DelegationCalendar], *more: Any) -> Select[Any]:
    columns = (model.id, model.language, model.link_generation, model.link_revoked_at)
    return select(*columns, *more).where(model.public_id == bindparam("public_id"))


def link_feed(link: FoundLink, language: str) -> Feed:
    """The calendar of a link, in its own language unless the address asks for *language*."""
    asked = "lang" in request.args
    if not asked and link.language in configured_languages():
        language = link.language
    return _finders[link.kind](link, path_of(link, language if asked else None), language)


def path_of(link: _Linked, language: str | None = None) -> str:
    """Its address on this site."""
    query = f"?lang={language}" if language else ""
    return f"/calendars/{link.token()}.ics{query}"
