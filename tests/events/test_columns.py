"""What each column of an event is: a new one must say so."""

from sqlalchemy import inspect

from webapp.events import columns
from webapp.events.columns import COLUMNS, LISTS, Part
from webapp.events.manage_history import LABELS, UNSAID
from webapp.events.models import Event


def test_every_column_says_what_it_is() -> None:
    table = {column.key for column in inspect(Event).columns}

    assert table - set(COLUMNS) == set(), "name the new columns in webapp/events/columns.py"
    assert set(COLUMNS) - table == set(), "no longer columns of an event"


def test_what_is_given_by_another_name_is_a_row() -> None:
    rows = {fact.row for fact in COLUMNS.values() if fact.row}

    assert rows == {"organiser", "host", "follows"}
    assert rows <= set(inspect(Event).relationships.keys())
    assert rows <= columns.given()


def test_only_what_is_given_can_be_copied() -> None:
    for name, fact in (COLUMNS | LISTS).items():
        assert fact.is_given or fact.part is None, name


def test_what_stands_in_the_change_log_has_a_label() -> None:
    told = set(columns.logged()) | set(LISTS) | {"period", "capacity"}

    assert told - set(LABELS) - UNSAID == set()


def test_every_part_of_a_copy_has_something_in_it() -> None:
    parts = {fact.part for fact in (COLUMNS | LISTS).values()} - {None}

    assert parts == set(Part)
