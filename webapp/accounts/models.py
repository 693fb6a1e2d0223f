"""Accounts and the links that sign them in."""

from datetime import datetime, timedelta

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model
from webapp.core.named import IsExample
from webapp.core.personal import AUDIT, CONTACT, personal
from webapp.core.times import now

LINK_LIVES = timedelta(minutes=30)


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

    @property
    def is_active(self) -> bool:
        """Whether this account may sign in (Flask-Login asks)."""
        return self.deactivated_at is None

    def get_id(self) -> str:
        """What the session cookie holds: the account and the generation of its sessions."""
        return f"{self.id}.{self.session_generation}"


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
