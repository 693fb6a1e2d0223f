"""What a registration has to do with a visit: its place in a delegation, its choices."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased

from webapp.agenda.models import AgendaItem
from webapp.choices.models import Choice
from webapp.core.database import db
from webapp.delegations.models import Delegate, Delegation
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record
from webapp.practices.models import Takeaway
from webapp.projects.models import GoodPractice
from webapp.registrations.models import Registration


def delegates_of(ids: Sequence[int], accounts: dict[int, str]) -> dict[int, Record]:
    """As what each of these registrations stands in its delegation."""
    before, replaced = aliased(Delegate), aliased(Registration)
    query = (
        select(Delegate, Delegation.public_id, replaced.public_id)
        .join(Delegation, Delegation.id == Delegate.delegation_id)
        .outerjoin(before, before.id == Delegate.stands_in_for_id)
        .outerjoin(replaced, replaced.id == before.registration_id)
        .where(Delegate.registration_id.in_(ids))
    )
    return {
        row.registration_id: {
            "delegation": values.bare(delegation),
            "position": row.position,
            "standing": values.bare(row.standing),
            "role": values.bare(row.role),
            "payer": values.bare(row.payer),
            "leader": values.only(row.is_leader),
            "reason": values.text(row.wish_reason),
            "answered": values.instant(row.wish_answered_at),
            "answered_by": values.bare(accounts.get(row.wish_answered_by_id or 0)),
            "instead_of": values.bare(instead_of),
            "named": values.instant(row.named_at),
            "confirmed": values.instant(row.confirmed_at),
        }
        for row, delegation, instead_of in db.session.execute(query)
    }


def choices_of(ids: Sequence[int]) -> list[tuple[int, Record]]:
    """Which items these registrations chose, in the order in which they did."""
    query = (
        select(Choice, AgendaItem.public_id)
        .join(AgendaItem, AgendaItem.id == Choice.item_id)
        .where(Choice.registration_id.in_(ids))
        .order_by(Choice.id)
    )
    return [
        (
            row.registration_id,
            {
                "item": values.bare(item),
                "state": values.bare(row.state),
                "since": values.instant(row.waiting_since),
                "created": values.instant(row.created_at),
            },
        )
        for row, item in db.session.execute(query)
    ]


def takeaways_of(ids: Sequence[int]) -> list[tuple[int, Record]]:
    """What these registrations noted about the visit."""
    query = (
        select(Takeaway, AgendaItem.public_id, GoodPractice.slug)
        .outerjoin(AgendaItem, AgendaItem.id == Takeaway.item_id)
        .outerjoin(GoodPractice, GoodPractice.id == Takeaway.practice_id)
        .where(Takeaway.registration_id.in_(ids))
        .order_by(Takeaway.id)
    )
    return [
        (
            row.registration_id,
            {
                "code": values.bare(row.public_id),
                "item": values.bare(item),
                "text": values.text(row.text),
                "could_do": values.text(row.could_do),
                "language": values.bare(row.language),
                "shared": values.only(row.is_shared),
                "practice": values.bare(card),
                "created": values.instant(row.created_at),
                "changed": values.instant(row.changed_at),
                "revision": row.revision,
            },
        )
        for row, item, card in db.session.execute(query)
    ]
