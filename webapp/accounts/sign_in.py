"""Signing in by a link sent to one's address: random, good once and for half an hour.

What the database keeps of a link is its hash. Nobody learns here who has an account: a request
takes the same steps whether or not the address is known.
"""

import secrets
from datetime import timedelta

from flask import Flask, request, session
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import CursorResult, delete, func, select, update

from webapp.accounts import sessions, sightings
from webapp.accounts.browsers import browser_words
from webapp.accounts.models import LINK_LIVES, Account, SignInLink
from webapp.core.addresses import public_url
from webapp.core.database import db, write
from webapp.core.i18n import configured_languages, current_language
from webapp.core.links import LinkRevoked, LinkUnknown, hashed
from webapp.core.security import is_local_address
from webapp.core.sweeps import sweep
from webapp.core.times import now
from webapp.mail.outbox import post, suppress

LETTER = "accounts/letters/sign-in"
EXAMPLE = "coordinator@example.org"
#: So many letters to one address in half an hour; whoever asks for more looks in the wrong folder.
MOST_LINKS = 5

login_manager = LoginManager()


def init_app(app: Flask) -> None:
    """Let Flask-Login find accounts by what their sessions hold."""
    login_manager.init_app(app)
    login_manager.user_loader(account_of_session)
    sightings.init_app(app)


def key_of(email: str) -> str:
    """How an account keeps its address: one address is one account."""
    return email.strip().casefold()


def find_account(email: str) -> Account | None:
    """The account of this address that may sign in."""
    account = db.session.scalar(select(Account).where(Account.email == key_of(email)))
    return account if account is not None and account.is_active else None


def send_link(email: str, next_page: str | None = None) -> None:
    """Store a letter with a link, or one to nobody where there is no such account."""
    account = find_account(email)
    if account is None or _has_many(account):
        suppress(LETTER, owner="account:0")
        return
    tags = configured_languages()
    language = account.language if account.language in tags else current_language()
    post(
        LETTER,
        owner=f"account:{account.id}",
        recipient=account.email,
        recipient_name=account.name,
        language=language,
        facts={
            "link": make_link(account, next_page),
            "minutes": int(LINK_LIVES.total_seconds() // 60),
        },
    )


def make_link(account: Account, next_page: str | None = None, lives: timedelta = LINK_LIVES) -> str:
    """A fresh link that signs this account in once, and leads to a page of this site."""
    token = secrets.token_urlsafe(32)
    link = SignInLink(account_id=account.id, token_hash=hashed(token), expires_at=now() + lives)
    db.session.add(link)
    more = {"next": next_page} if is_local_address(next_page) else {}
    return public_url("accounts.use_link", token=token, **more)


def example_link() -> str | None:
    """A fresh link of the example projects' coordinator; None where there is none (any more)."""
    query = select(Account).where(Account.email == EXAMPLE, Account.is_example)
    if db.session.scalar(query) is None:
        return None
    with write():
        account = db.session.scalar(query)
        return make_link(account) if account is not None and account.is_active else None


def find_link(token: str) -> SignInLink:
    """The link, if it can still be used. Raises :class:`LinkUnknown` or :class:`LinkRevoked`."""
    link = db.session.scalar(select(SignInLink).where(SignInLink.token_hash == hashed(token)))
    if link is None:
        raise LinkUnknown
    if not link.is_usable:
        raise LinkRevoked
    return link


def use_link(token: str) -> Account:
    """Use the link up, whoever else tries in this moment; the account it opens.

    Raises :class:`LinkUnknown` or :class:`LinkRevoked`.
    """
    link = find_link(token)
    statement = (
        update(SignInLink)
        .where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
        .where(SignInLink.expires_at > now())
        .values(used_at=now())
        .execution_options(synchronize_session=False)
    )
    result = db.session.execute(statement)
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise LinkRevoked
    return link.account


def open_session(account: Account) -> None:
    """Store that *account* is signed in with this browser; who was before no longer is."""
    before = account_of_session(session.get("_user_id", ""))
    if before is not None:
        sessions.end_this(before)
    sessions.start(account, browser_words(request.user_agent.string))


def begin_session(account: Account) -> None:
    """Sign in with the session that :func:`open_session` has stored.

    Nothing of the session before survives but the invitations it has opened.
    """
    kept = {name: session[name] for name in ("invitations",) if name in session}
    session.clear()
    session.update(kept)
    login_user(account)
    session.permanent = True


def end_session() -> None:
    """Sign out of this browser."""
    logout_user()
    session.clear()


def account_of_session(kept: str) -> Account | None:
    """The account a cookie belongs to; None when its session has ended or the account is closed."""
    number, _, rest = kept.partition(".")
    generation, _, key = rest.partition(".")
    if not (is_number(number) and is_number(generation) and key):
        return None
    return sessions.find_account(int(number), int(generation), key)


def is_number(text: str) -> bool:
    """Whether *text* is a number a database can look for."""
    return text.isascii() and text.isdecimal() and len(text) < 16


@sweep("sign-in-links", every=3600)
def remove_old_links() -> int:
    """Forget links a day after their end; until then they answer *gone* and not *unknown*."""
    condition = SignInLink.expires_at < now() - 48 * LINK_LIVES
    if db.session.scalar(select(SignInLink.id).where(condition).limit(1)) is None:
        return 0
    with write():
        result = db.session.execute(
            delete(SignInLink).where(condition).execution_options(synchronize_session=False)
        )
    assert isinstance(result, CursorResult)
    return result.rowcount


def _has_many(account: Account) -> bool:
    query = select(func.count()).where(
        SignInLink.account_id == account.id,
        SignInLink.used_at.is_(None),
        SignInLink.expires_at > now(),
    )
    return (db.session.scalar(query) or 0) >= MOST_LINKS
