"""Accounts, the links that sign them in, their sessions, and what they have put off."""

from datetime import date, datetime, timedelta

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model
from webapp.core.named import IsExample
from webapp.core.personal import AUDIT, CONTACT, impersonal, personal
from webapp.core.times import now

LINK_LIVES = timedelta(minutes=30)
#: Who was away for so long visits anew: what has changed meanwhile is news.
VISIT_ENDS = timedelta(hours=2)


class Account(Model, IsExample, UserMixin):  # type: ignore[misc]
    """A person's sign-in. Only staff need one; there are no passwords."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    #: Normalised: casefolded, so that one address is one account.
    email: Mapped[str] = mapped_column(String(254), unique=True, info=personal(CONTACT, "account"))
    name: Mapped[str] = mapped_column(String(200), info=personal(CONTACT, "account"))
    language: Mapped[str | None] = mapped_column(String(8))
    zone: Mapped[str | None] = mapped_column(String(40))
    is_admin: Mapped[bool] = mapped_column(default=False)
    deactivated_at: Mapped[datetime | None]
    #: Raised to end all sessions of this account.
    session_generation: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    signed_in_at: Mapped[datetime | None]
    #: When this account was last at work, to some minutes, and when it was at the visit before.
    seen_at: Mapped[datetime | None] = mapped_column(info=personal(AUDIT, "account"))
    seen_before_at: Mapped[datetime | None] = mapped_column(info=personal(AUDIT, "account"))

    #: The session this account was found by, while a request is answered.
    session_key = ""

    @property
    def last_visit_at(self) -> datetime | None:
        """The end of the visit before this one; None at the first."""
        if self.seen_at is not None and now() - self.seen_at > VISIT_ENDS:
            return self.seen_at  # this visit began just now and is not noted yet
        return self.seen_before_at

    @property
    def is_active(self) -> bool:
        """Whether this account may sign in (Flask-Login asks)."""
        return self.deactivated_at is None

    def get_id(self) -> str:
        """What the session cookie holds: the account, the generation of its sessions, and which
        of them it is."""
        return f"{self.id}.{self.session_generation}.{self.session_key}"


class SignInLink(Model):
    """A random, single-use link; only its hash is stored. GET shows a button, POST uses it up."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(default=lambda: now() + LINK_LIVES)
    used_at: Mapped[datetime | None] = mapped_column(info=personal(AUDIT, "account"))

    account: Mapped[Account] = relationship()

    @property
    def is_usable(self) -> bool:
        """Whether it can still sign somebody in."""
        return self.used_at is None and now() < self.expires_at and self.account.is_active


class AccountSession(Model):
    """One browser in which an account is signed in. Ended: the row is gone."""

    __tablename__ = "account_sessions"
    __table_args__ = (Index("ix_account_sessions_seen", "last_seen_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    #: Random: what a restored backup makes anew must not fit an old cookie. The cookie is signed.
    key: Mapped[str] = mapped_column(String(32), unique=True)
    #: "Firefox, Windows", as far as the browser says; empty where it does not.
    browser: Mapped[str] = mapped_column(String(60), info=personal(AUDIT, "account"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    #: To some minutes (`accounts/sightings.py`).
    last_seen_at: Mapped[datetime] = mapped_column(default=now, info=personal(AUDIT, "account"))

    account: Mapped[Account] = relationship()


class PutOff(Model):
    """Something due that an account wants to be reminded of later."""

    __tablename__ = "put_offs"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
    )
    #: What and about what: ``outcome:event:12``.
    key: Mapped[str] = mapped_column(
        String(80), primary_key=True, info=impersonal("a kind of work and the key of a thing")
    )
    until_on: Mapped[date]
