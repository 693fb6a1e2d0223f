"""Who comes, as papers name them: everybody with a confirmed seat, delegation by delegation.

Names, roles and organisations; no address, no answer and no need ever gets into these values.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from webapp.core.database import db
from webapp.core.i18n import reading_order
from webapp.core.text import LocalText
from webapp.delegations.models import Delegate, Delegation
from webapp.delegations.words import role_words
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.projects.words import country_name
from webapp.registrations.models import Registration, State

#: Papers with a page or a card for each person hold so many; the next ones are a paper more.
IN_A_PART = 200


@dataclass(frozen=True)
class Traveller:
    """Somebody who comes. *sender* is the partner whose delegation they are in."""

    registration_id: int
    public_id: str
    name: str
    organisation: LocalText | str
    country: str
    role: str
    payer: str | None
    sender: LocalText | None
    sender_id: int | None
    not_in_photos: bool


def travellers_of(event: Event) -> list[Traveller]:
    """All of them: delegations by name, those who come alone at the end; one statement."""
    rows = db.session.execute(_query().where(Registration.event_id == event.id))
    return [_traveller(row) for row in sorted(rows, key=_order)]


def traveller_of(registration: Registration) -> Traveller | None:
    """One of them; None whoever has no seat, or whose data are erased."""
    row = db.session.execute(_query().where(Registration.id == registration.id)).first()
    return None if row is None else _traveller(row)


def by_sender(travellers: Iterable[Traveller]) -> list[tuple[Traveller, Sequence[Traveller]]]:
    """Travellers in their order, each delegation with the first of its people."""
    groups = groupby(travellers, key=lambda each: each.sender_id)
    found = [list(people) for _sender, people in groups]
    return [(people[0], people) for people in found]


def parts_of(number: int) -> int:
    """How many papers so many people need."""
    return max(1, -(-number // IN_A_PART))


def part(travellers: Sequence[Traveller], number: int) -> Sequence[Traveller]:
    """The people of one part, counted from 1."""
    return travellers[(number - 1) * IN_A_PART : number * IN_A_PART]


def _query() -> Any:
    own = aliased(Organisation)
    return (
        select(
            Registration.id,
            Registration.public_id,
            Registration.name,
            Registration.name_key,
            Registration.organisation_text,
            Registration.not_in_photos,
            own.name.label("own"),
            own.country.label("own_country"),
            Delegate.role,
            Delegate.payer,
            Delegate.position,
            Organisation.id.label("sender_id"),
            Organisation.name.label("sender"),
            Organisation.country,
        )
        .outerjoin(Delegate, Delegate.registration_id == Registration.id)
        .outerjoin(Delegation, Delegation.id == Delegate.delegation_id)
        .outerjoin(Organisation, Organisation.id == Delegation.organisation_id)
        .outerjoin(own, own.id == Registration.organisation_id)
        .where(Registration.state == State.CONFIRMED, Registration.erased_at.is_(None))
    )


def _order(row: Row[Any]) -> tuple[object, ...]:
    alone = row.sender_id is None
    of = "" if alone else reading_order(row.sender)
    position = 0 if alone else row.position
    return alone, of, row.sender_id or 0, position, row.name_key, row.id


def _traveller(row: Row[Any]) -> Traveller:
    country = row.country or row.own_country
    return Traveller(
        registration_id=row.id,
        public_id=row.public_id,
        name=row.name,
        organisation=_organisation(row),
        country=country_name(country) if country else "",
        role=role_words(row.role) if row.role else "",
        payer=row.payer,
        sender=row.sender,
        sender_id=row.sender_id,
        not_in_photos=row.not_in_photos,
    )


def _organisation(row: Row[Any]) -> LocalText | str:
    """What they wrote, in the reader's language where we know it; who wrote nothing is of the
    organisation that sends them."""
    known: list[LocalText] = [name for name in (row.own, row.sender) if name]
    written: str = row.organisation_text
    for name in known:
        if not written or written in name.texts.values():
            return name
    return written
