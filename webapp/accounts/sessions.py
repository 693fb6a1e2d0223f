"""The browsers an account is signed in with: begun, listed, ended one by one or all at once."""

import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, CursorResult, delete, select

from webapp.accounts.models import Account, AccountSession, SignInLink
from webapp.accounts.sightings import saw
from webapp.core.database import db, write
from webapp.core.sweeps import sweep
from webapp.core.times import now

#: Nobody was seen in it for so long: it is over, as if they had signed out.
IDLE = timedelta(days=30)


def start(account: Account, browser: str) -> AccountSession:
    """Begin a session of *account* in a browser (`browser_words`); it counts as a visit."""
    session = AccountSession(account_id=account.id, key=secrets.token_urlsafe(18), browser=browser)
    db.session.add(session)
    at = now()
    account.seen_before_at = account.last_visit_at
    account.seen_at = account.signed_in_at = at
    account.session_key = session.key
    return session


def find_account(account_id: int, generation: int, key: str) -> Account | None:
    """The account signed in by this session, in one statement; None where it is over."""
    query = (
        select(Account, AccountSession.id)
        .join(AccountSession, AccountSession.account_id == Account.id)
        .where(Account.id == account_id, AccountSession.key == key, _is_alive())
    )
    found = db.session.execute(query).first()
    if found is None:
        return None
    account: Account = found[0]
    if not account.is_active or account.session_generation != generation:
        return None
    account.session_key = key
    saw(account.id, found[1])
    return account


def sessions_of(account: Account) -> list[AccountSession]:
    """Where *account* is signed in: this browser first, then those used last."""
    query = select(AccountSession).where(AccountSession.account_id == account.id, _is_alive())
    found = list(db.session.scalars(query.order_by(AccountSession.last_seen_at.desc())))
    return sorted(found, key=lambda each: each.key != account.session_key)


def find_session(account: Account, number: int) -> AccountSession | None:
    """One of the sessions of *account*; None where there is none of this number."""
    query = select(AccountSession).where(
        AccountSession.id == number, AccountSession.account_id == account.id, _is_alive()
    )
    return db.session.scalar(query)


def end(account: Account, *conditions: ColumnElement[bool]) -> int:
    """End the sessions of *account* that meet the conditions, all without any; how many."""
    statement = delete(AccountSession).where(AccountSession.account_id == account.id, *conditions)
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)
    return result.rowcount


def end_this(account: Account) -> None:
    """Sign out of the browser this request came from."""
    end(account, AccountSession.key == account.session_key)


def end_others(account: Account) -> int:
    """Sign out of every browser but this one; how many there were."""
    return end(account, AccountSession.key != account.session_key)


def end_all(account: Account) -> None:
    """Sign out of every browser, and make the links already sent worthless."""
    account.session_generation += 1
    end(account)
    db.session.execute(
        delete(SignInLink)
        .where(SignInLink.account_id == account.id, SignInLink.used_at.is_(None))
        .execution_options(synchronize_session=False)
    )


@sweep("sessions", every=3600)
def remove_idle() -> int:
    """Forget sessions nobody was seen in for `IDLE`; they open nothing before that either."""
    if db.session.scalar(select(AccountSession.id).where(~_is_alive()).limit(1)) is None:
        return 0
    with write():
        result = db.session.execute(
            delete(AccountSession).where(~_is_alive()).execution_options(synchronize_session=False)
        )
    assert isinstance(result, CursorResult)
    return result.rowcount


def _is_alive() -> ColumnElement[bool]:
    return AccountSession.last_seen_at > now() - IDLE
