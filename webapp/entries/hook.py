"""The one hook: whatever a transaction touches is rendered in it, by nobody's remembering.

Flushes collect keys; just before the commit what they concern is rendered. Core and bulk
statements (``update(Event)…``) bypass flushes: whoever sends one calls :func:`touch`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, SessionTransaction

from webapp.core.database import db
from webapp.entries import rendering
from webapp.entries.registry import Rule, has_head, rules_of

_KEY = "vizite_entries_touched"


@dataclass
class Touched:
    """The keys a transaction has touched so far."""

    owners: set[str] = field(default_factory=set)
    dependencies: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)

    def add(self, rule: Rule, value: Any) -> None:
        """Note what a row with this value concerns."""
        if value is not None:
            getattr(self, rule.role).add(f"{rule.prefix}:{value}")


def touch(owner_keys: Iterable[str]) -> None:
    """Have these owners (``event:12``) rendered at the end of this transaction.

    For what changes rows without loading them: ``update(Event)…``, ``delete(Place)…``.
    """
    touched = _touched(db.session())
    for key in owner_keys:
        touched.owners.add(key)
        if has_head(key):
            touched.heads.add(key)


def touch_heads(keys: Iterable[str]) -> None:
    """Have the names that these rows (``project:3``) give calendars looked at again."""
    _touched(db.session()).heads.update(keys)


def settle() -> None:
    """Render now what this transaction has touched so far, for whoever needs the text within it,
    such as a letter. Call it late: from here on other writers of calendars wait for the commit.

    What was touched stays noted: a savepoint around this may still be rolled back.
    """
    _render_touched(db.session())


def _touched(session: Session) -> Touched:
    touched: Touched = session.info.setdefault(_KEY, Touched())
    return touched


@event.listens_for(db.session, "before_flush")
def _note_what_was(session: Session, *_: Any) -> None:
    """What is deleted, and where a part of something belonged before."""
    for row in session.deleted:
        for rule in rules_of(type(row)):
            _touched(session).add(rule, getattr(row, rule.column))
    for row in session.dirty:
        for rule in rules_of(type(row)):
            for value in inspect(row).attrs[rule.column].history.deleted or ():
                _touched(session).add(rule, value)


@event.listens_for(db.session, "after_flush")
def _note_what_is(session: Session, *_: Any) -> None:
    """What is new or changed; new rows have their ids by now."""
    for row in (*session.new, *session.dirty):
        for rule in rules_of(type(row)):
            _touched(session).add(rule, getattr(row, rule.column))


@event.listens_for(db.session, "before_commit")
def _render(session: Session) -> None:
    """Render what was touched; at the end of a savepoint more may follow, so not there."""
    if not session.in_nested_transaction():
        _render_touched(session)


def _render_touched(session: Session) -> None:
    session.flush()
    touched: Touched | None = session.info.get(_KEY)
    if touched is not None:
        rendering.render(session.connection(), touched.owners, touched.dependencies, touched.heads)


@event.listens_for(db.session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """What is rolled back has touched nothing."""
    if transaction.parent is None:
        session.info.pop(_KEY, None)
