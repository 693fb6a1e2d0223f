"""What staff do with the items of an agenda. Everything runs inside ``with write():``.

Each act checks, changes, writes the event's change log (without names of people) and tells
listeners. An item of a published agenda is never deleted: it is called off. *expected* is the
revision a form was filled from: with another one stored meanwhile the act raises `errors.Stale`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from webapp.agenda.errors import NotInAgenda, Stale
from webapp.agenda.facts import facts, note
from webapp.agenda.models import AgendaItem, AgendaTrack, ItemContributor
from webapp.agenda.signals import item_cancelled, item_changed
from webapp.agenda.snapshots import ItemThen
from webapp.agenda.times import Hours
from webapp.core.database import db, is_sqlite
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event
from webapp.seats import rules as seats

#: What `add` and `change` take besides `hours`, `capacity` and `contributors`.
COLUMNS = frozenset(
    {
        "name",
        "kind",
        "visibility",
        "track",
        "description",
        "place",
        "place_note",
        "to_place",
        "travel_minutes",
        "host",
        "host_person",
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
    }
)
PURPOSE = "agenda item"


def add(event: Event, name: LocalText, kind: str, hours: Hours, **values: Any) -> AgendaItem:
    """Put an item on the agenda.

    *values* are `COLUMNS` (rows, not ids), ``capacity`` (None: no limit) and ``contributors``, a
    list of mappings with role, name, organisation and about.
    """
    item = AgendaItem(event_id=event.id, event=event, is_example=event.is_example, revision=1)
    with db.session.no_autoflush:
        _put(item, {"name": name, "kind": kind, "hours": hours, **values})
        db.session.add(item)
    db.session.flush()
    note(item, "agenda-item-added", {}, facts(item))
    item_changed.send(item, before=None)
    return item


def change(item: AgendaItem, *, expected: int | None = None, **values: Any) -> AgendaItem:
    """Change what is given in *values*, as in `add`.

    Raises `errors.Stale`, and `seats.errors.CapacityBelowTaken` when more people have chosen it.
    """
    _hold(item, expected)
    before, logged = ItemThen.of(item), facts(item)
    _put(item, values)
    _finish(item, "agenda-item-changed", logged)
    item_changed.send(item, before=before)
    return item


def set_capacity(
    item: AgendaItem, capacity: int | None, *, expected: int | None = None
) -> AgendaItem:
    """How many people it has room for; None: no limit. Raises as `change` does."""
    return change(item, expected=expected, capacity=capacity)


def remove(item: AgendaItem, *, expected: int | None = None) -> None:
    """Take it off: a draft agenda forgets it, a published one shows it as called off."""
    _hold(item, expected)
    if not item.event.has_agenda:
        _forget(item)
    elif item.cancelled_at is None:
        logged = facts(item)
        item.cancelled_at = now()
        _finish(item, "agenda-item-cancelled", logged)
        item_cancelled.send(item)


def restore(item: AgendaItem, *, expected: int | None = None) -> AgendaItem:
    """Put an item that was called off on the agenda again."""
    _hold(item, expected)
    if item.cancelled_at is not None:
        before, logged = ItemThen.of(item), facts(item)
        item.cancelled_at = None
        _finish(item, "agenda-item-restored", logged)
        item_changed.send(item, before=before)
    return item


def hold(items: Iterable[AgendaItem]) -> None:
    """Keep several items still until the transaction ends, always in the same order."""
    in_order = sorted(items, key=lambda each: each.id)
    if in_order:
        _hold_event(in_order[0].event)
    for item in in_order:
        _hold_row(item)


def _hold(item: AgendaItem, expected: int | None) -> None:
    """Take it for this transaction: PostgreSQL keeps others waiting from here on."""
    _hold_event(item.event)
    _hold_row(item)
    if expected is not None and expected != item.revision:
        raise Stale


def _hold_event(event: Event) -> None:
    """Its seats come before its items, as for whoever moves the event or chooses an item: an edit
    that had an item first and then asked for the seats, to end choices, would wait for ever."""
    if not is_sqlite():
        seats.lock([event.pool_id])


def _hold_row(item: AgendaItem) -> None:
    db.session.refresh(item, with_for_update={"of": AgendaItem, "key_share": True})


def _finish(item: AgendaItem, verb: str, before: Mapping[str, Any]) -> None:
    """Count the revision and write the change log."""
    item.touch()
    # Contributors are rows of their own: without this their edit would leave the item untouched.
    item.changed_at = now()
    db.session.flush()
    note(item, verb, before, facts(item))


def _forget(item: AgendaItem) -> None:
    note(item, "agenda-item-removed", facts(item), {})
    pool = item.pool
    db.session.delete(item)
    db.session.flush()
    if pool is not None:
        db.session.delete(pool)
        db.session.flush()


def _put(item: AgendaItem, values: dict[str, Any]) -> None:
    """Set what is given; a pool is made where places are counted, or chosen."""
    unknown = set(values) - COLUMNS - {"hours", "capacity", "contributors"}
    if unknown:
        raise TypeError(f"agenda items have no {sorted(unknown)}")
    _require_own_track(item, values.get("track"))
    if "capacity" in values or values.get("needs_choice"):
        _put_capacity(item, values)
    if "hours" in values:
        for name, value in values["hours"].as_columns().items():
            setattr(item, name, value)
    for name in COLUMNS & set(values):
        setattr(item, name, values[name])
    if "contributors" in values:
        _put_contributors(item, values["contributors"])


def _require_own_track(item: AgendaItem, track: AgendaTrack | None) -> None:
    if track is not None and track.event_id != item.event.id:
        raise NotInAgenda(field="track")


def _put_capacity(item: AgendaItem, values: Mapping[str, Any]) -> None:
    needs_pool = values.get("needs_choice", item.needs_choice) or values.get("capacity") is not None
    if item.pool is not None:
        if "capacity" in values and values["capacity"] != item.pool.capacity:
            seats.set_capacity(item.pool, values["capacity"])
    elif needs_pool:
        item.pool = seats.new_pool(values.get("capacity"), purpose=PURPOSE)


def _put_contributors(item: AgendaItem, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep the rows there are: they are numbered, and a number stands once."""
    rows = list(rows)
    kept = list(item.contributors[: len(rows)])
    kept += [ItemContributor(position=position) for position in range(len(kept), len(rows))]
    for one, row in zip(kept, rows, strict=True):
        for name in ("role", "name", "organisation", "about"):
            setattr(one, name, row.get(name))
    item.contributors = kept
