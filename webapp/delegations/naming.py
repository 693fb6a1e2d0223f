"""The leader names people: members within the quota, reserves, wishes beyond it.

All of it runs inside ``with write():`` and raises one of `errors.REFUSALS` to refuse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.core.permissions import current_viewer
from webapp.delegations import letters
from webapp.delegations.errors import (
    REFUSALS,
    AddressKept,
    EventFull,
    OneOfSeveral,
    PlacesLeft,
    QuotaFull,
    ReasonNeeded,
    Stale,
)
from webapp.delegations.finding import check_new
from webapp.delegations.holding import check_open, hold, hold_delegate, note
from webapp.delegations.leading import leads, mark
from webapp.delegations.models import Delegate, DelegateRole, Delegation, Payer, Standing
from webapp.delegations.news_models import Happening
from webapp.delegations.news_notes import is_known
from webapp.registrations import changing, naming
from webapp.registrations.applicant import Applicant
from webapp.registrations.errors import NoSeatFree
from webapp.registrations.models import Registration
from webapp.registrations.persons import email_key

#: Of whoever is still in the delegation.
IN_IT = (Standing.MEMBER, Standing.RESERVE, Standing.WISH)


@dataclass(frozen=True)
class Named:
    """What a leader says of somebody; *language* is that of letters to them."""

    name: str
    email: str | None = None
    language: str = "en"
    role: DelegateRole = DelegateRole.STAFF
    payer: Payer = Payer.PARTNER

    def applicant(self, delegation: Delegation) -> Applicant:
        """As somebody who signs up, from the partner."""
        partner = delegation.organisation
        return Applicant(
            name=self.name,
            email=self.email or None,
            organisation_text=plain_text(partner.name, self.language)[:300],
            organisation_id=partner.id,
            language=self.language,
        )


def name_member(delegation: Delegation, named: Named) -> Delegate:
    """Somebody comes, on a seat of the delegation. Raises `QuotaFull`, `EventFull` and what
    `check_new` and `check_open` raise."""
    delegation = _hold_for(delegation, named)
    try:
        registration = naming.name_with_seat(
            delegation.event, named.applicant(delegation), delegation.pool_id
        )
    except NoSeatFree as error:
        raise no_seat(delegation) from error
    return _add(delegation, registration, named, Standing.MEMBER)


def name_several(delegation: Delegation, people: Sequence[Named], *, as_reserves: bool) -> int:
    """All of them, or none; how many. Raises `OneOfSeveral`, which says whom it concerns."""
    name = name_reserve if as_reserves else name_member
    for number, named in enumerate(people):
        try:
            name(delegation, named)
        except REFUSALS as error:
            raise OneOfSeveral(number, error) from error
    return len(people)


def name_reserve(delegation: Delegation, named: Named) -> Delegate:
    """Somebody would come if another cannot; the waiting list passes them by."""
    delegation = _hold_for(delegation, named)
    registration = naming.name_held_back(
        delegation.event, named.applicant(delegation), delegation.pool_id
    )
    return _add(delegation, registration, named, Standing.RESERVE)


def wish(delegation: Delegation, named: Named, reason: str) -> Delegate:
    """Somebody beyond the quota, for the coordinator to decide. Raises `ReasonNeeded`,
    `PlacesLeft` while the quota is not used up."""
    if not reason.strip():
        raise ReasonNeeded
    delegation = _hold_for(delegation, named)
    if not delegation.pool.is_full:
        raise PlacesLeft
    registration = naming.name_for_approval(
        delegation.event, named.applicant(delegation), delegation.pool_id
    )
    return _add(delegation, registration, named, Standing.WISH, wish_reason=reason.strip())


def change_delegate(delegate: Delegate, named: Named, revision: int | None = None) -> bool:
    """Correct what was said of somebody; whether anything was different.

    A new address gets the letter with their link, and the link sent to the old one is gone: it may
    have been a stranger's. A new name or address has to be confirmed again. Raises `Stale`.
    """
    delegate = hold_delegate(delegate, *IN_IT)
    registration = delegate.registration
    if revision is not None and revision != registration.revision:
        raise Stale
    values = _different(registration, named)
    if {"name", "email"} & values.keys():
        check_new(delegate.delegation, named.name, named.email, but=registration)
    has_moved = "email" in values and email_key(named.email) != registration.email_key
    if values:
        changing.change(registration, quietly=True, **values)
    has_part = _put_part(delegate, named)
    if not values and not has_part:
        return False
    if {"name", "email"} & values.keys():
        delegate.confirmed_at = None
        mark(delegate)
    if not current_viewer().is_staff:
        is_known(delegate, Happening.NAME)
    fields = sorted(values.keys() | has_part)
    _tell(delegate.delegation, registration, "delegate-changed", {"fields": fields})
    if has_moved:
        mark(delegate)
        registration.renew_link()
        letters.tell_named(delegate)
    return True


def no_seat(delegation: Delegation) -> QuotaFull | EventFull:
    """Why there is none: the quota is used up, or the event is full."""
    pool = delegation.pool
    return QuotaFull(pool.capacity or 0) if pool.is_full else EventFull()


def add(
    delegation: Delegation, registration: Registration, named: Named, standing: Standing, **how: Any
) -> Delegate:
    """The row of somebody whose registration has just been made."""
    delegate = Delegate(
        registration_id=registration.id,
        standing=standing.value,
        role=named.role.value,
        payer=named.payer.value,
        is_leader=leads(delegation, registration),
        **{"position": _last(delegation) + 1, **how},
    )
    delegation.delegates.append(delegate)
    db.session.flush()
    return delegate


def _hold_for(delegation: Delegation, named: Named) -> Delegation:
    delegation = hold(delegation)
    check_open(delegation)
    check_new(delegation, named.name, named.email)
    return delegation


def _add(
    delegation: Delegation, registration: Registration, named: Named, standing: Standing, **how: Any
) -> Delegate:
    delegate = add(delegation, registration, named, standing, **how)
    _tell(delegation, registration, "named", {"standing": standing.value})
    letters.tell_named(delegate)
    return delegate


def _tell(
    delegation: Delegation, registration: Registration, verb: str, what: dict[str, Any]
) -> None:
    note(delegation)
    record(delegation.key, verb, after={"registration": registration.public_id, **what})


def _different(registration: Registration, named: Named) -> dict[str, Any]:
    """What is to be changed of the registration. Raises `AddressKept`."""
    wanted = {"name": named.name, "email": named.email or None, "language": named.language}
    if registration.email and not wanted["email"]:
        raise AddressKept
    return {key: value for key, value in wanted.items() if getattr(registration, key) != value}


def _put_part(delegate: Delegate, named: Named) -> set[str]:
    """Role and payer; which of them is another one."""
    wanted = {"role": named.role.value, "payer": named.payer.value}
    changed = {key for key, value in wanted.items() if getattr(delegate, key) != value}
    for key in changed:
        setattr(delegate, key, wanted[key])
    if changed:
        delegate.registration.touch()
    return changed


def _last(delegation: Delegation) -> int:
    return max((each.position for each in delegation.delegates), default=-1)
