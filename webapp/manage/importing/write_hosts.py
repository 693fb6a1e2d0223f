"""Stores what goes between the organiser and those who receive people at an item."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.agenda.models import AgendaItem
from webapp.core.database import db
from webapp.delegations.host_models import AgendaHost
from webapp.manage.importing.facts import Facts
from webapp.manage.importing.ledger import Ledger
from webapp.manage.importing.write_persons import LINK, said

_HOST = {
    "contact": "contact_name",
    "email": "contact_email",
    "language": "language",
    "most_people": "most_people",
    "limits": "limits",
    "rules": "rules",
    "photos": "photo_rule",
}
_KEPT = LINK | {
    "revision": "revision",
    "created": "created_at",
    "invited": "invited_at",
    "opened": "opened_at",
    "confirmed": "confirmed_at",
    "refused": "refused_at",
    "refused_reason": "refused_reason",
    "proposed": "proposed_at",
    "accepted": "accepted_at",
    "ends": "ends_at",
    "gate_told": "gate_told_at",
}
#: What they were told, as `delegations.host_slots` compares it.
_SLOT = ("day", "starts", "ends", "zone", "note")


def write_host(ledger: Ledger, item: AgendaItem, facts: Facts) -> None:
    """Store the host of an item that is new. A link that is here already is a problem."""
    kept: Facts | None = facts.get("kept")
    values = said(facts, _HOST)
    if kept is not None:
        values |= said(kept, _KEPT) | _told(ledger, kept.get("told"))
        query = select(AgendaHost.id).where(AgendaHost.public_id == kept.id)
        if db.session.scalar(query) is not None:
            why = _("“%(code)s” belongs to another event here", code=kept.id)
            ledger.problems.add(kept.line, why)
            return
    db.session.add(AgendaHost(item_id=item.id, **values))
    db.session.flush()


def _told(ledger: Ledger, facts: Facts | None) -> dict[str, Any]:
    if facts is None:
        return {}
    place = ledger.finder.find("places", facts.get("place"))
    told = {name: facts.get(name, "") for name in _SLOT}
    told["place"] = "" if place is None else str(place.id)
    told["is_off"] = "yes" if facts.get("off") else ""
    return {"told": told, "told_at": facts["at"]}
