"""What goes between the organiser and those who receive people; only for whoever asks for people.

It is what persons said and the link in their letters.
"""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.agenda.models import AgendaItem
from webapp.core.database import db
from webapp.delegations.host_models import AgendaHost
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record
from webapp.manage.exporting.choosing import Choice
from webapp.manage.exporting.names import Names
from webapp.manage.exporting.people_accounts import link
from webapp.projects.organisations import Place


def hosts_of(ids: Sequence[int], choice: Choice, names: Names) -> dict[int, Record]:
    """By the id of the item."""
    if not choice.people:
        return {}
    query = select(AgendaHost).join(AgendaItem, AgendaItem.id == AgendaHost.item_id)
    rows = db.session.scalars(query.where(AgendaItem.event_id.in_(ids)))
    return {row.item_id: _host(row, choice, names) for row in rows}


def _host(row: AgendaHost, choice: Choice, names: Names) -> Record:
    return {
        "contact": row.contact_name or None,
        "email": values.bare(row.contact_email),
        "language": values.bare(row.language),
        "most_people": row.most_people,
        "limits": values.text(row.limits),
        "rules": values.text(row.rules),
        "photos": values.bare(row.photo_rule),
        "kept": {
            **link(row),
            "revision": row.revision,
            "created": values.instant(row.created_at),
            "invited": values.instant(row.invited_at),
            "opened": values.instant(row.opened_at),
            "confirmed": values.instant(row.confirmed_at),
            "refused": values.instant(row.refused_at),
            "refused_reason": values.text(row.refused_reason),
            "proposed": values.instant(row.proposed_at),
            "accepted": values.instant(row.accepted_at),
            "ends": values.instant(row.ends_at),
            "told": _told(row, choice, names),
            "gate_told": values.instant(row.gate_told_at),
        },
    }


def _told(row: AgendaHost, choice: Choice, names: Names) -> Record | None:
    """When and where the item was, as they were told last; places have other numbers elsewhere."""
    if row.told is None:
        return None
    place = int(row.told["place"] or 0)
    known = names.known(Place, [place]) if choice.has(Place, place) else []
    return {
        "at": values.instant(row.told_at),
        "place": known[0] if known else None,
        "off": values.only(bool(row.told["is_off"])),
        **{name: row.told[name] or None for name in ("day", "starts", "ends", "zone", "note")},
    }
