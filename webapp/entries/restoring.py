"""Lets entries go on where another installation's were: same UID, sequence, moment of change.

A program that subscribed to the calendar there sees the same entry here, and never an older one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from webapp.entries.describing import batches, fresh
from webapp.entries.models import Entry
from webapp.entries.rendering import (
    renew_dependencies,
    renew_facts,
    renew_scopes,
    renew_texts,
    stored_entries,
    take_turns,
)
from webapp.entries.versions import raise_all

_BATCH = 200


@dataclass(frozen=True)
class Stamps:
    """How often an entry's text has changed, and when it did so last."""

    sequence: int
    invite_sequence: int
    changed_at: datetime


def restore(connection: Connection, stamps: Mapping[str, Stamps]) -> None:
    """Render owners (``event:12``) that have no entry yet, in this order, with these stamps.

    Whoever left all calendars keeps its numbers too, for the day it comes back. Runs in the
    transaction of the caller.
    """
    with Session(connection, autoflush=False) as session:
        take_turns(session)
        raised: set[str] = set()
        for owners in batches(stamps, _BATCH):
            described = fresh(session, owners)
            known = {entry.owner for entry in stored_entries(session, owners)}
            for owner in owners:
                wanted = described.get(owner)
                if owner not in known and wanted is not None:
                    entry = Entry(owner=owner, uid=wanted.uid, zones=[], invite_hash="")
                    # One less where there are texts: rendering them counts as a change.
                    entry.sequence = stamps[owner].sequence - bool(wanted.editions)
                    entry.changed_at = stamps[owner].changed_at
                    session.add(entry)
                    rewritten = renew_texts(entry, wanted, stamps[owner].changed_at)
                    raised |= renew_scopes(entry, wanted, rewritten)
                    renew_dependencies(entry, wanted)
                    renew_facts(entry, wanted)
                    entry.invite_sequence = stamps[owner].invite_sequence
                    # One after the other, so that they are numbered in this order.
                    session.flush()
            session.expunge_all()
        raise_all(session, raised, {})
        session.commit()
