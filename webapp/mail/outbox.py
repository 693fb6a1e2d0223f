"""Writing letters: a row in the transaction of its cause, nothing slow, nothing sent."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import insert

from webapp.core.addresses import public_host
from webapp.core.database import db
from webapp.core.i18n import configured_languages
from webapp.core.links import short_code
from webapp.core.times import now
from webapp.mail.models import Letter
from webapp.mail.nudging import letters_were_stored

#: How many letters one INSERT stores: within the smallest limit of parameters a database has.
ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Draft:
    """One letter to be stored. *facts* are JSON values; *calendar* is a whole iCalendar text, with
    *calendar_method* one to which the recipient is still to be added (`mail/invitations.py`)."""

    kind: str
    owner: str
    recipient: str
    recipient_name: str
    language: str
    facts: Mapping[str, Any]
    event_key: str | None = None
    sender_name: str | None = None
    reply_to: str | None = None
    calendar: str | None = None
    in_reply_to: str | None = None
    due_at: datetime | None = None
    #: Where somebody has to know it beforehand (`new_message_id`).
    message_id: str | None = None
    calendar_method: str | None = None


def new_message_id() -> str:
    """A Message-ID nobody had before (RFC 5322, section 3.6.4)."""
    return f"<{short_code(24)}@{public_host()}>"


def post(
    kind: str,
    *,
    owner: str,
    recipient: str,
    recipient_name: str,
    language: str,
    facts: Mapping[str, Any],
    event_key: str | None = None,
    sender_name: str | None = None,
    reply_to: str | None = None,
    calendar: str | None = None,
    in_reply_to: str | None = None,
    due_at: datetime | None = None,
    message_id: str | None = None,
    calendar_method: str | None = None,
) -> Letter:
    """Store one letter in the current transaction; it goes out after the commit.

    *kind* names its templates (``registrations/letters/confirmed``), *owner* what it is about
    (``registration:<public id>``), *language* one of the installation's (else its main one).
    """
    draft = Draft(
        kind,
        owner,
        recipient,
        recipient_name,
        language,
        facts,
        event_key,
        sender_name,
        reply_to,
        calendar,
        in_reply_to,
        due_at,
        message_id,
        calendar_method,
    )
    letter = Letter(**_row(draft, now()))
    db.session.add(letter)
    letters_were_stored()
    return letter


def post_many(drafts: Iterable[Draft]) -> int:
    """Store many letters with one INSERT for some hundred of them; how many there were."""
    created_at = now()
    rows = [_row(draft, created_at) for draft in drafts]
    for first in range(0, len(rows), ROWS_AT_ONCE):
        db.session.execute(insert(Letter), rows[first : first + ROWS_AT_ONCE])
    if rows:
        letters_were_stored()
    return len(rows)


def suppress(kind: str, *, owner: str) -> None:
    """Store a letter to nobody, which is never sent.

    For an answer that must take as long and look the same whether or not there is an addressee.
    """
    draft = Draft(kind, owner, "", "", configured_languages()[0], {})
    db.session.add(Letter(**{**_row(draft, now()), "state": "suppressed"}))
    letters_were_stored()


def one_line(text: str) -> str:
    """*text* without control and direction characters, in one line: fit for a header."""
    kept = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    # What looks like an encoded word (RFC 2047) would be decoded by the reader's program.
    return " ".join(kept.replace("=?", "= ?").split())


def _row(draft: Draft, created_at: datetime) -> dict[str, Any]:
    tags = configured_languages()
    return {
        "message_id": draft.message_id or new_message_id(),
        "kind": draft.kind,
        "owner": draft.owner,
        "event_key": draft.event_key,
        "recipient": draft.recipient.strip(),
        "recipient_name": one_line(draft.recipient_name)[:200],
        "sender_name": one_line(draft.sender_name or site_name())[:120],
        "reply_to": (draft.reply_to or "").strip() or None,
        "language": draft.language if draft.language in tags else tags[0],
        "facts": dict(draft.facts),
        "calendar": draft.calendar,
        "calendar_method": draft.calendar_method,
        "in_reply_to": draft.in_reply_to,
        "created_at": created_at,
        "due_at": draft.due_at or created_at,
    }


def site_name() -> str:
    """Who writes where no organiser does: the installation."""
    name: str = current_app.config["VIZITE"].site_name
    return name
