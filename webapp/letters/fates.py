"""All letters of one event with their fate, narrowed and a page at a time.

Paged by key, in a fixed number of statements however many letters there are.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, or_, select

from webapp.core.addresses import public_host
from webapp.core.database import db
from webapp.core.forms import clean_line, clean_text
from webapp.core.look import Look
from webapp.core.text import search_key
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.registrations.invitee_models import Invitee
from webapp.registrations.models import Invitation, Registration

PAGE = 50
#: What can become of a letter; part of addresses.
FATES: Mapping[str, tuple[str, str, str]] = {
    "stored": ("mail", "info", _l("waiting to be sent")),
    "sent": ("mail-check", "good", _l("sent")),
    "refused": ("mail-x", "bad", _l("refused by the server")),
    "returned": ("mail-warning", "bad", _l("came back")),
}
_WORDS = 5


@dataclass(frozen=True)
class FateFilters:
    """What the list is narrowed to, as it stands in the address."""

    q: str = ""
    fate: str = ""
    open: str = ""

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "FateFilters":
        """From the query of an address; what is not offered is left out."""
        given = {
            name: clean_line(clean_text(arguments.get(name, "")))[:100]
            for name in ("q", "fate", "open")
        }
        found = cls(**given)
        return replace(
            found,
            fate=found.fate if found.fate in FATES else "",
            open="1" if found.open == "1" else "",
        )

    def as_query(self) -> dict[str, str]:
        """For ``url_for``: only what is set."""
        return {name: value for name, value in vars(self).items() if value}

    def but(self, **values: str) -> dict[str, str]:
        """The query with some of it replaced."""
        return replace(self, **values).as_query()


@dataclass(frozen=True)
class FatePage:
    """Some letters, the newest first, and the ids in addresses to go on from."""

    letters: list[Any]
    before: str | None = None
    after: str | None = None


_COLUMNS = (
    Letter.id,
    Letter.message_id,
    Letter.kind,
    Letter.owner,
    Letter.recipient,
    Letter.recipient_name,
    Letter.language,
    Letter.subject,
    Letter.state,
    Letter.created_at,
    Letter.due_at,
    Letter.sent_at,
    Letter.returned_at,
    Letter.undelivered_at,
    Letter.tries,
    Letter.last_error,
    Letter.repeats,
)


def fate_of(letter: Any) -> str:
    """What has become of it, a key of `FATES`."""
    return "returned" if letter.returned_at is not None else str(letter.state)


def fate_look(fate: str) -> Look:
    """Sign, word and colour of a fate."""
    icon, tone, word = FATES[fate]
    return Look(icon, str(word), tone)


def public_id(letter: Any) -> str:
    """How a letter stands in addresses: the part of its Message-ID before the @."""
    return str(letter.message_id).strip("<>").partition("@")[0]


def numbers_of(event: Event) -> Counter[str]:
    """How many letters of *event* have which fate. One statement."""
    has_returned = Letter.returned_at.is_not(None)
    query = (
        select(Letter.state, has_returned, func.count())
        .where(Letter.event_key == event.key, Letter.state != "suppressed")
        .group_by(Letter.state, has_returned)
    )
    found: Counter[str] = Counter()
    for state, is_back, number in db.session.execute(query):
        found["returned" if is_back else state] += number
    return found


def page_of(
    event: Event, filters: FateFilters, after: str = "", before: str = "", size: int = PAGE
) -> FatePage:
    """One page of the list. *after* and *before* are public ids; an unknown one gives the first
    page."""
    cursor = _id_of(event, after or before)
    backwards = bool(before) and not after and cursor is not None
    query = _matching(event, filters)
    if cursor is not None:
        query = query.where(Letter.id > cursor if backwards else Letter.id < cursor)
    order = Letter.id.asc() if backwards else Letter.id.desc()
    found = list(db.session.execute(query.order_by(order).limit(size + 1)))
    has_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_before = cursor is not None and (not backwards or has_more)
    return FatePage(
        found,
        public_id(found[0]) if found and has_before else None,
        public_id(found[-1]) if found and (backwards or has_more) else None,
    )


def find_letter(event: Event, identity: str) -> Letter | None:
    """The letter of *event* that stands in addresses as *identity*."""
    letter_id = _id_of(event, identity)
    return None if letter_id is None else db.session.get(Letter, letter_id)


def _matching(event: Event, filters: FateFilters) -> Any:
    query: Any = select(*_COLUMNS).where(
        Letter.event_key == event.key, Letter.state != "suppressed"
    )
    if filters.fate == "returned":
        query = query.where(Letter.returned_at.is_not(None))
    elif filters.fate:
        query = query.where(Letter.state == filters.fate, Letter.returned_at.is_(None))
    if filters.open:
        query = query.where(Letter.undelivered_at.is_not(None))
    words = search_key(filters.q).split()[:_WORDS]
    return query.where(*(_to(event, word) for word in words))


def _to(event: Event, word: str) -> ColumnElement[bool]:
    """Letters to people whose name or address says *word*: by the keys of registrations and
    invitations, because databases disagree about capitals outside ASCII."""
    people = select("registration:" + Registration.public_id).where(
        Registration.event_id == event.id,
        or_(
            Registration.name_key.contains(word, autoescape=True),
            Registration.email_key.contains(word, autoescape=True),
        ),
    )
    invited = (
        select("invitation:" + Invitation.public_id)
        .join(Invitee, Invitee.invitation_id == Invitation.id)
        .where(
            Invitee.event_id == event.id,
            or_(
                Invitee.name_key.contains(word, autoescape=True),
                Invitee.email_key.contains(word, autoescape=True),
            ),
        )
    )
    return or_(Letter.owner.in_(people), Letter.owner.in_(invited))


def _id_of(event: Event, identity: str) -> int | None:
    if not (identity.isascii() and identity.isalnum() and len(identity) <= 40):
        return None
    mine = select(Letter.id).where(Letter.event_key == event.key, Letter.state != "suppressed")
    exact = Letter.message_id == f"<{identity}@{public_host()}>"
    # The installation may have had another name when the letter was written.
    elsewhere = Letter.message_id.like(f"<{identity}@%")
    return db.session.scalar(mine.where(exact)) or db.session.scalar(mine.where(elsewhere))
