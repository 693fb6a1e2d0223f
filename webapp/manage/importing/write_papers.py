"""Stores the words of host packs. One that is here already is left as people have it here."""

from webapp.core.database import db
from webapp.events.models import Event
from webapp.manage.importing.facts import Facts
from webapp.manage.importing.ledger import Ledger
from webapp.manage.importing.write_persons import said
from webapp.papers.models import HostPack
from webapp.papers.packs import WRITTEN

_PACK = {name: name for name in (*WRITTEN, "revision")}


def write_host_packs(ledger: Ledger) -> None:
    """Store what is not here yet of every event in the file."""
    for facts in ledger.facts["events"]:
        pack: Facts | None = facts.get("host_pack")
        if pack is None:
            continue
        event: Event = ledger.finder.rows["events"][facts.id]
        values = said(pack, _PACK)
        if values and db.session.get(HostPack, event.id) is None:
            db.session.add(HostPack(event_id=event.id, **values))
