"""What the change log says of an agenda item: everything but the names of people."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from webapp.agenda.models import AgendaItem
from webapp.core.changes import Change, record
from webapp.core.text import LocalText

#: Words by which the log tells an item from others; told at every entry.
TITLE = "agenda_item"
_PLAIN = (
    "description",
    "visibility",
    "travel_minutes",
    "host_id",
    "languages",
    "interpretation",
    "interpreted_into",
    "walking_m",
    "step_free",
    "clothing",
    "photo_rule",
    "gate_list_due_at",
    "plan_b",
    "needs_choice",
    "place_note",
)


def facts(item: AgendaItem) -> dict[str, Any]:
    """Everything about the item that can change, as JSON values."""
    return {
        TITLE: item.name.as_json(),
        "item_kind": item.kind,
        "item_when": _when(item),
        "track": None if item.track is None else item.track.name.as_json(),
        "item_place": _ids(item.place),
        "to_place": _ids(item.to_place),
        "capacity": None if item.pool is None else item.pool.capacity,
        "contributors": [
            [each.role, each.organisation and each.organisation.id] for each in item.contributors
        ],
        "is_off": item.is_cancelled,
        **{f"item_{name}" if name in _OWN else name: _plain(item, name) for name in _PLAIN},
    }


#: Columns that are called as one of the event, and hold other words.
_OWN = frozenset({"visibility"})


def note(
    item: AgendaItem, verb: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Change:
    """Add an entry about *item* to the change log of its event, always with its title."""
    change = record(item.event.key, verb, before, after)
    for side, whole in (("before", before), ("after", after)):
        told = {TITLE: whole[TITLE], **(getattr(change, side) or {})} if whole else {}
        setattr(change, side, told)
    return change


def _when(item: AgendaItem) -> str:
    """ "2027-04-27 10:00–11:30 Europe/Sofia", for whoever reads the log in years."""
    if item.starts_local is None or item.ends_local is None:
        return item.day_on.isoformat()
    ends = f"{item.ends_local:%H:%M}"
    if item.ends_local.date() != item.starts_local.date():
        ends = f"{item.ends_local:%Y-%m-%d %H:%M}"
    return f"{item.starts_local:%Y-%m-%d %H:%M}–{ends} {item.starts_zone}"


def _ids(row: Any) -> int | None:
    return None if row is None else row.id


def _plain(item: AgendaItem, name: str) -> Any:
    if name == "host_id":
        return _ids(item.host)
    value = getattr(item, name)
    if isinstance(value, LocalText):
        return value.as_json()
    return value.isoformat() if isinstance(value, (date, datetime)) else value
