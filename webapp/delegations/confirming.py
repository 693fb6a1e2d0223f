"""A delegate looks through what was written about them and says that it is right."""

from typing import Any

from flask import g, has_request_context
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.times import now
from webapp.delegations.models import Delegate, Delegation
from webapp.registrations.changing import CHANGEABLE, change
from webapp.registrations.errors import NotInTheRunning
from webapp.registrations.models import Registration

_KNOWN = "vizite_delegate"


def delegate_of(registration: Registration) -> Delegate | None:
    """As what somebody comes in a delegation; None who comes by themselves, without a statement."""
    if registration.seat_pool_id is None:
        return None
    query = (
        select(Delegate)
        .where(Delegate.registration_id == registration.id)
        .options(joinedload(Delegate.delegation).joinedload(Delegation.organisation))
    )
    return db.session.scalar(query)


def shown_delegate_of(registration: Registration) -> Delegate | None:
    """The same for pages, which ask for it more than once."""
    if not has_request_context() or registration.seat_pool_id is None:
        return delegate_of(registration)
    known: dict[int, Delegate | None] = g.setdefault(_KNOWN, {})
    if registration.id not in known:
        known[registration.id] = delegate_of(registration)
    return known[registration.id]


def confirm(delegate: Delegate, revision: int, **values: Any) -> bool:
    """Store what they corrected and that the rest is right; whether anything was corrected.

    *values* are what `registrations.changing.change` takes. The delegation's history says which
    fields, never what they hold. Raises what `change` raises, `NotInTheRunning` above all.
    """
    registration = delegate.registration
    if not registration.is_live:
        raise NotInTheRunning
    changed = sorted(
        name for name in CHANGEABLE & values.keys() if getattr(registration, name) != values[name]
    )
    change(registration, revision=revision, quietly=True, **values)
    is_first = delegate.confirmed_at is None
    delegate.confirmed_at = now()
    if changed or is_first:
        verb = "delegate-corrected" if changed else "delegate-confirmed"
        after = {"registration": registration.public_id} | ({"fields": changed} if changed else {})
        record(delegate.delegation.key, verb, after=after)
    return bool(changed)
