"""The words staff write for the papers of one event."""

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.papers.models import HostPack

#: What is written, in the order of the form.
WRITTEN = ("territory", "emergency", "notes", "signatory")


class Stale(Exception):
    """Somebody else has saved them meanwhile."""


def pack_of(event_id: int) -> HostPack | None:
    """What is written for an event; None before anybody wrote anything."""
    return db.session.get(HostPack, event_id)


def save_pack(event: Event, revision: int, **values: LocalText | None) -> None:
    """Store them. Inside ``with write():``; *revision* is that of the form, 0 for the first.

    Raises `Stale`.
    """
    pack = db.session.get(HostPack, event.id, populate_existing=True)
    if (pack.revision if pack else 0) != revision:
        raise Stale
    given = {name: values[name] or None for name in WRITTEN}
    changed = [name for name in WRITTEN if getattr(pack, name, None) != given[name]]
    if not changed:
        return
    if pack is None:
        pack = HostPack(event_id=event.id)
        db.session.add(pack)
    else:
        pack.touch()
    for name in changed:
        setattr(pack, name, given[name])
    record(event.key, "host-pack-written")
