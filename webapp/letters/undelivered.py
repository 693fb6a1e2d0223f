"""Whose letters do not arrive, and nobody has seen to it yet."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.mail.models import Letter


def come_back(registrations: Iterable[Any]) -> frozenset[str]:
    """The keys of those registrations to whose present address letters do not arrive. One
    statement, for a whole page of people."""
    addresses = {each.key: each.email for each in registrations if each.email}
    return frozenset(
        owner for owner, recipient in _undelivered_to(addresses) if recipient == addresses[owner]
    )


def _undelivered_to(owners: Collection[str]) -> Iterable[tuple[str, str]]:
    if not owners:
        return []
    query = select(Letter.owner, Letter.recipient).where(
        Letter.owner.in_(owners), Letter.undelivered_at.is_not(None)
    )
    return [(row.owner, row.recipient) for row in db.session.execute(query)]
