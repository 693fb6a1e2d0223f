"""A text needed within a transaction stays right whatever becomes of the savepoints around it."""

import pytest
from flask import Flask

from tests.factories import make_event
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.entries.hook import settle
from webapp.entries.verify import differences
from webapp.events.models import Event


class Undone(Exception):
    """The savepoint is taken back."""


def rename_and_fail(event: Event) -> None:
    """Settle inside a savepoint, then take it back."""
    with db.session.begin_nested():
        event.name = LocalText({"en": "Nothing of the kind"})
        settle()
        raise Undone


def test_what_is_settled_inside_a_savepoint_is_kept(any_app: Flask) -> None:
    """An import keeps one for each event."""
    with any_app.app_context():
        with write(), db.session.begin_nested():
            make_event("Harbour day")
            settle()

        assert list(differences()) == []


def test_a_savepoint_taken_back_takes_its_text_with_it(any_app: Flask) -> None:
    """And what was touched before it is rendered as it is in the end."""
    with any_app.app_context():
        event_id = make_event("Harbour day").id
        with write():
            event = db.session.get_one(Event, event_id)
            event.name = LocalText({"en": "Harbour night"})
            with pytest.raises(Undone):
                rename_and_fail(event)

        assert list(differences()) == []
