"""Another host receives people at an item: the one that was asked before may not look in any more.

Its link shows when a group comes, and from a deadline on who is in it.
"""

from typing import Any

from webapp.agenda.models import AgendaItem
from webapp.agenda.signals import item_changed
from webapp.agenda.snapshots import ItemThen
from webapp.core.changes import record
from webapp.core.times import now
from webapp.delegations.host_rules import host_of, not_written_to


@item_changed.connect
def _on_item_changed(item: AgendaItem, *, before: ItemThen | None, **_: Any) -> None:
    """Somebody else receives people there: what the former host answered is not theirs, and its
    link is withdrawn until the coordinator writes to the new one."""
    if before is None or before.host is None or before.host.slug == _slug(item):
        return
    host = host_of(item)
    if host is None:
        return
    host.link_revoked_at = host.link_revoked_at or now()
    host.opened_at = host.confirmed_at = host.refused_at = None
    host.refused_reason = ""
    not_written_to(host)
    host.touch()
    record(item.event.key, "host-link-withdrawn", after={"agenda_item": item.name.as_json()})


def _slug(item: AgendaItem) -> str | None:
    return None if item.host is None else item.host.slug
