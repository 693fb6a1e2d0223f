"""Links people keep: a public id and a MAC, so that a later letter can write the same link again.

Nothing secret lies in the database: the MAC is ``HMAC-SHA256(key of the purpose, id, generation)``
cut to 128 bits (RFC 2104). Rotating a link raises the generation: older ones are *gone*.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import ClassVar, Self

from flask import current_app
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import db

#: No 0 o 1 l i: codes are read aloud and typed from paper.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
#: How many withdrawn generations are still recognised as *gone* instead of *unknown*.
_REMEMBERED = 16


class LinkUnknown(LookupError):
    """No such link was ever given out (404)."""


class LinkRevoked(LookupError):
    """The link was right once and has been withdrawn, renewed or used up (410)."""


def short_code(length: int) -> str:
    """A random code without look-alike letters; 8 letters hold 39 bits, 12 hold 59."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def derive_key(purpose: str, secret: str) -> bytes:
    """The key of one purpose: a MAC made for one kind of link is worth nothing for another."""
    return hmac.digest(secret.encode(), f"vizite {purpose}".encode(), "sha256")


def mac(purpose: str, public_id: str, generation: int, secret: str | None = None) -> str:
    """The 22 letters (128 bits, URL-safe base64) that make a public id a key."""
    secret = secret or current_app.config["VIZITE"].secret_key
    message = f"{public_id}.{generation}".encode()
    digest = hmac.digest(derive_key(purpose, secret), message, "sha256")[:16]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hashed(token: str) -> str:
    """What is stored of a random token: its SHA-256, so that the database gives no way in."""
    return hashlib.sha256(token.encode()).hexdigest()


def generation_of(purpose: str, public_id: str, newest: int, given: str) -> int | None:
    """Which generation of a link up to the *newest* the key *given* belongs to; None for one that
    was never given out. Compares in constant time, with old secrets too."""
    settings = current_app.config["VIZITE"]
    oldest = max(0, newest - _REMEMBERED)
    for secret in (settings.secret_key, *settings.old_secret_keys):
        for generation in range(newest, oldest - 1, -1):
            expected = mac(purpose, public_id, generation, secret)
            if hmac.compare_digest(expected.encode(), given.encode()):
                return generation
    return None


class KeptLink:
    """A row that can be reached by a link kept in somebody's letters."""

    link_purpose: ClassVar[str]

    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=lambda: short_code(12))
    link_generation: Mapped[int] = mapped_column(default=0)
    link_revoked_at: Mapped[datetime | None]

    def token(self) -> str:
        """What stands in the link. The row must have been flushed."""
        return f"{self.public_id}-{mac(self.link_purpose, self.public_id, self.link_generation)}"

    def renew_link(self) -> None:
        """Make every link given out so far *gone*; :meth:`token` writes the new one."""
        self.link_generation += 1

    @classmethod
    def find_by_token(cls, token: str) -> Self:
        """The row this link opens. Raises :class:`LinkUnknown` or :class:`LinkRevoked`."""
        public_id, _, given = token.partition("-")
        row = db.session.scalar(select(cls).where(cls.public_id == public_id))
        generation = row and generation_of(cls.link_purpose, public_id, row.link_generation, given)
        if row is None or generation is None:
            raise LinkUnknown
        if generation != row.link_generation or row.link_revoked_at is not None:
            raise LinkRevoked
        return row
