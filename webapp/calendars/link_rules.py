"""Making, renewing and withdrawing calendars that have an address of their own."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.calendars.link_models import CalendarLink, LinkKind
from webapp.core.database import db, is_sqlite
from webapp.core.i18n import current_language
from webapp.core.times import now
from webapp.projects.models import Project
from webapp.registrations.models import Registration

__all__ = [
    "find_of_account",
    "find_of_address",
    "find_of_registration",
    "make_for_account",
    "make_for_address",
    "make_for_registration",
    "renew",
    "withdraw",
]


def find_of_registration(registration: Registration) -> CalendarLink | None:
    """The calendar of a registration, withdrawn ones included."""
    return _find(registration_id=registration.id)


def find_of_address(email_key: str) -> CalendarLink | None:
    """The calendar of everything an address is signed up for, withdrawn ones included."""
    return _find(email_key=email_key)


def find_of_account(account_id: int, project: Project | None) -> CalendarLink | None:
    """The calendar of an account's work in one project, or in all."""
    return _find(account_id=account_id, project_id=None if project is None else project.id)


def make_for_registration(registration: Registration) -> CalendarLink:
    """Give a registration a calendar; twice gives the same."""
    return _make(LinkKind.REGISTRATION, registration_id=registration.id)


def make_for_address(email_key: str) -> CalendarLink:
    """Give an address that was proven a calendar; twice gives the same."""
    return _make(LinkKind.ADDRESS, email_key=email_key)


def make_for_account(account_id: int, project: Project | None) -> CalendarLink:
    """Give an account the calendar of a project, or of all its projects; twice gives the same."""
    project_id = None if project is None else project.id
    return _make(LinkKind.COORDINATOR, account_id=account_id, project_id=project_id)


def renew(link: CalendarLink) -> None:
    """Give it another address; whoever has the present one hears that it is no more."""
    link.renew_link()
    link.link_revoked_at = link.fetched_at = link.fetched_by = None


def withdraw(link: CalendarLink) -> None:
    """Nobody may read it any more; asked for again, it gets another address."""
    if link.link_revoked_at is None:
        link.link_revoked_at = now()
    link.fetched_at = link.fetched_by = None


def _find(**owner: Any) -> CalendarLink | None:
    query = select(CalendarLink)
    for name, value in owner.items():
        query = query.where(getattr(CalendarLink, name) == value)
    return db.session.scalar(query)


def _make(kind: LinkKind, **owner: Any) -> CalendarLink:
    link = _find(**owner)
    if link is None:
        insert = sqlite.insert if is_sqlite() else postgresql.insert
        values = {"kind": kind.value, "language": current_language(), **owner}
        # Pressed twice at once, the second finds what the first has made.
        db.session.execute(insert(CalendarLink).values(values).on_conflict_do_nothing())
        link = _find(**owner)
        assert link is not None
    if link.link_revoked_at is not None:
        renew(link)
    return link
