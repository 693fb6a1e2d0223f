"""One number that moves with everything that stands on public pages, apart from who registers.

A page made under one number is still right under the same number. It is raised in the transaction
of the change, by whatever wrote it: statements are watched, not models. Tables that change all the
time and stand on no public page are left out by name; a new table counts until it is named here.
"""

import re
import secrets
from typing import Any

from sqlalchemy import event, insert, inspect, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import WRITING, BigId, Model

#: Raised at every change of these, the one number would make all who register wait for each other.
#: What a page shows of them (seats, the line) it must compare itself.
APART = frozenset(
    {
        "account_sessions",
        "accounts",
        "agenda_choices",
        "agenda_hosts",
        "agenda_tellings",
        "answers",
        "calendar_invitations",
        "calendar_askings",
        "calendar_links",
        "calendar_replies",
        "caterer_links",
        "changes",
        "content_versions",
        "delegate_news",
        "delegates",
        "delegation_calendars",
        "delegation_plans",
        "delegations",
        "entries",
        "entry_dependencies",
        "entry_scopes",
        "entry_texts",
        "event_letter_chosen",
        "event_letter_recipients",
        "event_letters",
        "guardian_consents",
        "heartbeats",
        "inbox_marks",
        "invitations",
        "item_absences",
        "journeys",
        "letters",
        "logistics_plans",
        "takeaways",
        "needs",
        "people_import_rows",
        "people_imports",
        "people_notes",
        "persons",
        "persons_apart",
        "pickup_groups",
        "put_offs",
        "reconfirmations",
        "registrations",
        "rooms",
        "scope_versions",
        "seat_pools",
        "sign_in_links",
        "stays",
        "travel_factors",
    }
)
_TOUCHED = "vizite_content"
_ONE = 1
_TARGET = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)


class ContentVersion(Model):
    """The number; one row."""

    __tablename__ = "content_versions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column(BigId)


#: The number as a part of a statement; NULL before the first change of all.
_numbers = inspect(ContentVersion).local_table
VERSION = select(_numbers.c.version).where(_numbers.c.id == _ONE).scalar_subquery()
_RAISE = (
    update(ContentVersion)
    .where(ContentVersion.id == _ONE)
    .values(version=ContentVersion.version + 1)
)


@event.listens_for(Engine, "begin")
def _forget(connection: Connection) -> None:
    connection.info.pop(_TOUCHED, None)


@event.listens_for(Engine, "after_cursor_execute")
def _watch(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
    """Note a write to a table that stands on pages."""
    if connection.get_execution_options().get(WRITING) is not True:
        return
    target = _TARGET.match(statement)
    if target is not None and target[1].lower() not in APART:
        connection.info[_TOUCHED] = True


@event.listens_for(Engine, "commit")
def _raise(connection: Connection) -> None:
    """Raise the number, if anything was noted.

    The very last act: whoever holds the row on PostgreSQL waits for no other lock any more.
    """
    if connection.info.pop(_TOUCHED, False):
        raised = connection.execute(_RAISE)
        if not raised.rowcount:
            # Not from 1: a database emptied and filled anew must not repeat a number.
            first = {"id": _ONE, "version": secrets.randbits(48)}
            connection.execute(insert(ContentVersion).values(first))
