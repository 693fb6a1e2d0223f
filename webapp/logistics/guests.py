"""Who comes: everybody with a confirmed seat, with their delegation where they have one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from webapp.core.database import db
from webapp.core.i18n import plain_text, reading_order
from webapp.delegations.models import Delegate, Delegation
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.registrations.models import Registration, State


@dataclass(frozen=True)
class Guest:
    """Somebody who comes, as the boards name them. *delegation* is "" for who comes alone."""

    id: int
    public_id: str
    name: str
    organisation: str
    delegation: str
    zone: str | None = None

    @property
    def of(self) -> str:
        """By whose name they are found on a list: the delegation, else what they wrote."""
        return self.delegation or self.organisation


def guests_of(event: Event) -> list[Guest]:
    """All of them, delegation by delegation and by name within it; one statement."""
    found = [(row.name_key, _guest(row)) for row in db.session.execute(_query(event))]
    found.sort(key=lambda pair: (not pair[1].delegation, reading_order(pair[1].of), pair[0]))
    return [guest for _name_key, guest in found]


def _query(event: Event) -> Any:
    own = aliased(Organisation)
    return (
        select(
            Registration.id,
            Registration.public_id,
            Registration.name,
            Registration.name_key,
            Registration.organisation_text,
            Registration.zone,
            Organisation.name.label("sent_by"),
            own.name.label("known"),
        )
        .outerjoin(Delegate, Delegate.registration_id == Registration.id)
        .outerjoin(Delegation, Delegation.id == Delegate.delegation_id)
        .outerjoin(Organisation, Organisation.id == Delegation.organisation_id)
        .outerjoin(own, own.id == Registration.organisation_id)
        .where(Registration.event_id == event.id, Registration.state == State.CONFIRMED)
        .where(Registration.erased_at.is_(None))
    )


def _guest(row: Any) -> Guest:
    return Guest(
        row.id,
        row.public_id,
        row.name,
        row.organisation_text or plain_text(row.known),
        plain_text(row.sent_by),
        row.zone,
    )


def by_delegation(guests: Iterable[Guest]) -> list[tuple[str, Sequence[Guest]]]:
    """Guests in their order under the name of who sends them; "" for those who come alone."""
    found: dict[str, list[Guest]] = {}
    for guest in guests:
        found.setdefault(guest.delegation, []).append(guest)
    return list(found.items())
