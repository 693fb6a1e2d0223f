"""Render again what waits: marked entries, those whose time has come, and all after an upgrade."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.core import sweeps
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.entries import registry, versions
from webapp.entries.describing import batches
from webapp.entries.hook import touch, touch_heads
from webapp.entries.models import Entry

_BATCH = 100
_HEADS = 2000


@sweeps.sweep("entries", every=60)
def render_due() -> int:
    """Render what waits, a few at a time so that others can write in between; how many it was."""
    if versions.is_outdated(db.session()):
        rebuild()
    number = 0
    while not sweeps.stopping.is_set():
        with write():
            owners = _due(db.session())
            touch(owners)
        number += len(owners)
        if len(owners) < _BATCH:
            break
    return number


def _due(session: Session) -> list[str]:
    is_due = Entry.is_stale | (Entry.due_at <= now())
    query = select(Entry.owner).where(is_due).order_by(Entry.id).limit(_BATCH)
    return list(session.scalars(query))


def rebuild() -> None:
    """Mark every entry for :func:`render_due`, and render every owner that has none yet."""
    with write():
        db.session.execute(
            update(Entry).values(is_stale=True), execution_options={"synchronize_session": False}
        )
        versions.raise_everything(db.session())
    for keys in batches(registry.head_keys(db.session()), _HEADS):
        with write():
            touch_heads(keys)
    for prefix, provider in registry.providers():
        last = 0
        while ids := list(provider.ids_after(db.session(), last, _BATCH)):
            with write():
                touch(_without_entry(db.session(), {f"{prefix}:{number}" for number in ids}))
            last = ids[-1]


def _without_entry(session: Session, owners: set[str]) -> set[str]:
    return owners - set(session.scalars(select(Entry.owner).where(Entry.owner.in_(owners))))


@click.command("rebuild-calendars")
@with_appcontext
def rebuild_command() -> None:
    """Render every calendar text again, as happens by itself after an upgrade."""
    rebuild()
    click.echo(f"Rendered {render_due()} entries again.")
