"""Inviting colleagues: an account, a role, and a letter that says what they may do."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from webapp.accounts.models import Account, SignInLink
from webapp.accounts.sign_in import key_of, make_link
from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.core.permissions import Viewer
from webapp.core.times import now
from webapp.mail.outbox import post
from webapp.projects.colleagues_errors import AccountClosed
from webapp.projects.colleagues_rules import Given, give, hold
from webapp.projects.roles import RoleAssignment

LETTER = "projects/letters/role-given"
#: Longer than a link somebody waits for: colleagues are away for some days.
INVITATION_LIVES = timedelta(days=7)


def invite(
    viewer: Viewer, host: Account, email: str, name: str, language: str, given: Given
) -> RoleAssignment:
    """Give the role to whoever has this address, with a new account if need be, and write to them.

    *host* is the account of *viewer*, whom the letter names. Raises a :class:`ColleagueError`.
    """
    account = _account(key_of(email), name, language)
    hold(account.id)
    db.session.refresh(account)
    if not account.is_active:
        raise AccountClosed
    role = give(viewer, account, given)
    db.session.flush()
    write_to(role, host)
    return role


def write_to(role: RoleAssignment, host: Account) -> None:
    """Send a letter with what the holder of *role* may do and a fresh link to sign in.

    The links of letters before are used up by that.
    """
    account, organisation = role.account, role.organisation
    _use_up_links(account)
    language = account.language or ""
    post(
        LETTER,
        owner=f"account:{account.id}",
        recipient=account.email,
        recipient_name=account.name,
        language=language,
        sender_name=organisation.sender_name or plain_text(organisation.name, language),
        reply_to=organisation.contact_email,
        facts={**_facts(role, language), "host": host.name, "link": _link(account)},
    )


def send_again(role: RoleAssignment, host: Account) -> None:
    """Write once more to somebody who has not found the letter, or came too late."""
    hold(role.account_id)
    write_to(role, host)
    record(f"account:{role.account_id}", "invitation-sent-again")


def _account(email: str, name: str, language: str) -> Account:
    query = select(Account).where(Account.email == email)
    found: Account | None = db.session.scalar(query)
    if found is not None:
        return found
    account = Account(email=email, name=name, language=language)
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:  # somebody else has invited them in this very moment
        return db.session.scalars(query).one()
    record(f"account:{account.id}", "created")
    return account


def _link(account: Account) -> str:
    return make_link(account, lives=INVITATION_LIVES)


def _use_up_links(account: Account) -> None:
    db.session.execute(
        update(SignInLink)
        .where(SignInLink.account_id == account.id, SignInLink.used_at.is_(None))
        .where(SignInLink.expires_at > now())
        .values(expires_at=now())
        .execution_options(synchronize_session=False)
    )


def _facts(role: RoleAssignment, language: str) -> dict[str, Any]:
    return {
        "role": role.role,
        "sees_needs": role.sees_needs,
        "organisation": plain_text(role.organisation.name, language or None),
        "project": plain_text(role.project.label, language or None) if role.project else None,
        "from_on": role.from_on.isoformat() if role.from_on else None,
        "until_on": role.until_on.isoformat() if role.until_on else None,
        "days": INVITATION_LIVES.days,
    }
