"""Who registered: as they gave it, where they stand, what they answered, who is one person."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.events.models import Event
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record
from webapp.manage.exporting.choosing import Choice
from webapp.manage.exporting.names import Names, event_names
from webapp.manage.exporting.people_accounts import emails, in_pieces, link
from webapp.manage.exporting.people_parts import Parts
from webapp.programmes.models import TargetGroup
from webapp.projects.organisations import Organisation
from webapp.registrations.models import Invitation, Person, Registration
from webapp.registrations.people_pairs import PersonsApart


def persons(choice: Choice, names: Names) -> Iterator[Record]:
    """Which registrations are of one human being, as each organiser knows them."""
    apart: dict[int, list[int]] = {}
    for pair in db.session.scalars(select(PersonsApart).order_by(PersonsApart.first_id)):
        apart.setdefault(pair.second_id, []).append(pair.first_id)
    numbers = _Numbers()
    for rows in in_pieces(select(Person), Person.id):
        for row in rows:
            if choice.has(Organisation, row.organiser_id):
                yield {
                    "id": numbers.of(row.id),
                    "organiser": names.of(Organisation, row.organiser_id),
                    "email": row.email_key,
                    "name": row.name_key,
                    "merged_into": numbers.of(row.merged_into_id),
                    "apart_from": [numbers.of(each) for each in apart.get(row.id, [])] or None,
                    "created": values.instant(row.created_at),
                }


class _Numbers:
    """What the file calls persons: how many came before, which is the same elsewhere."""

    def __init__(self) -> None:
        self._ids = array("q", db.session.scalars(select(Person.id).order_by(Person.id)))

    def of(self, row_id: int | None) -> Any:
        """``p17``; None for nobody."""
        return None if row_id is None else values.bare(f"p{bisect_left(self._ids, row_id) + 1}")


def registrations(choice: Choice, names: Names) -> Iterator[Record]:
    """Everyone who registered, in the order in which they did, which lines keep."""
    numbers = _Numbers()
    accounts = emails(choice)
    for rows in in_pieces(select(Registration), Registration.id):
        mine = [row for row in rows if choice.has(Event, row.event_id)]
        called = event_names(row.event_id for row in mine)
        parts = Parts([row.id for row in mine], accounts, needs=choice.needs)
        invited = _invitations(mine)
        for row in mine:
            yield {
                **link(row),
                "event": values.bare(called[row.event_id]),
                "state": values.bare(row.state),
                **_given(row, names),
                "person": numbers.of(row.person_id),
                "invitation": values.bare(invited.get(row.invitation_id or 0)),
                **_stands(row, accounts),
                **parts.of(row.id),
                "example": values.only(row.is_example),
            }


def _invitations(rows: Sequence[Registration]) -> dict[int, str]:
    ids = [row.invitation_id for row in rows if row.invitation_id is not None]
    query = select(Invitation.id, Invitation.public_id).where(Invitation.id.in_(ids))
    return dict(db.session.execute(query).all())


def _given(row: Registration, names: Names) -> Record:
    return {
        "name": row.name,
        "email": row.email,
        "organisation_text": row.organisation_text or None,
        "organisation": names.of(Organisation, row.organisation_id),
        "target_group": names.of(TargetGroup, row.target_group_id),
        "language": values.bare(row.language),
        "zone": values.bare(row.zone),
        "consent_text": values.words(row.consent_text),
        "consented": values.instant(row.consented_at),
        "not_in_photos": values.only(row.not_in_photos),
    }


def _stands(row: Registration, accounts: dict[int, str]) -> Record:
    return {
        "created": values.instant(row.created_at),
        "verified": values.instant(row.verified_at),
        "confirmed": values.instant(row.confirmed_at),
        "offered": values.instant(row.offered_at),
        "waiting_since": values.instant(row.waiting_since),
        "held_back": values.instant(row.held_back_at),
        "held_until": values.instant(row.held_until),
        "ended": values.instant(row.ended_at),
        "ended_by": _actor(row.ended_by, accounts),
        "ended_reason": values.text(row.ended_reason),
        "entered_by": values.bare(accounts.get(row.entered_by_id or 0)),
        "erased": values.instant(row.erased_at),
        "revision": row.revision,
    }


def _actor(by: str | None, accounts: dict[int, str]) -> Any:
    """``participant``, ``system``, or the address of an account; accounts have other numbers
    elsewhere."""
    if by is None or not by.startswith("account:"):
        return values.bare(by)
    return values.bare(accounts.get(int(by.removeprefix("account:")), "system"))
