"""How people come and leave, where they sleep, and what they do not take part in."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.agenda.models import AgendaItem
from webapp.core.database import db
from webapp.logistics.models import ItemAbsence, Journey, PickupGroup, Room, Stay
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record
from webapp.manage.exporting.logistics import clock


def journeys_of(ids: Sequence[int]) -> list[tuple[int, Record]]:
    """The journeys of these registrations: there first, then back."""
    query = (
        select(Journey, PickupGroup.public_id)
        .outerjoin(PickupGroup, PickupGroup.id == Journey.group_id)
        .where(Journey.registration_id.in_(ids))
        .order_by(Journey.registration_id, Journey.direction)
    )
    return [
        (
            row.registration_id,
            {
                "direction": values.bare(row.direction),
                "mode": values.bare(row.mode),
                "number": row.number or None,
                "station": row.station or None,
                "town": row.town or None,
                "distance": row.distance_km,
                "pickup": values.only(row.needs_pickup),
                "group": values.bare(group),
                **clock(row),
                "changed": values.instant(row.changed_at),
            },
        )
        for row, group in db.session.execute(query)
    ]


def stays_of(ids: Sequence[int]) -> dict[int, Record]:
    """The nights of these registrations."""
    query = (
        select(Stay, Room.public_id)
        .outerjoin(Room, Room.id == Stay.room_id)
        .where(Stay.registration_id.in_(ids))
    )
    return {
        row.registration_id: {
            "wish": values.bare(row.wish),
            "from": values.bare(row.first_on),
            "until": values.bare(row.last_on),
            "shares_with": row.shares_with or None,
            "room": values.bare(room),
            "changed": values.instant(row.changed_at),
        }
        for row, room in db.session.execute(query)
    }


def absences_of(ids: Sequence[int]) -> list[tuple[int, Record]]:
    """Which items these registrations do not take part in."""
    query = (
        select(ItemAbsence.registration_id, AgendaItem.public_id)
        .join(AgendaItem, AgendaItem.id == ItemAbsence.item_id)
        .where(ItemAbsence.registration_id.in_(ids))
        .order_by(ItemAbsence.id)
    )
    found = db.session.execute(query)
    return [(person, {"item": values.bare(item)}) for person, item in found]
