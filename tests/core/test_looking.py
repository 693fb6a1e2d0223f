"""One SELECT on its own: the same rows as through the engine, on both databases."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, func, literal_column, select, text, union_all
from sqlalchemy.exc import DBAPIError

from tests.counting import count_statements
from webapp.core import looking
from webapp.core.database import db, look, write
from webapp.entries.models import ScopeVersion

VERSIONS = ScopeVersion.__table__
MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SOME = select(VERSIONS.c.scope, VERSIONS.c.changed_at).where(
    VERSIONS.c.scope.in_(bindparam("scopes", expanding=True))
)
ONE = select(VERSIONS.c.version.label("number")).where(VERSIONS.c.scope == bindparam("scope"))
LATER = select(VERSIONS.c.scope).where(VERSIONS.c.changed_at > bindparam("at"))
MINE = select(func.pg_backend_pid().label("pid"))
BOTH = union_all(
    select(literal_column("'a'").label("kind"), VERSIONS.c.scope).where(
        VERSIONS.c.scope == bindparam("first")
    ),
    select(literal_column("'b'"), VERSIONS.c.scope).where(
        VERSIONS.c.scope.in_(bindparam("others", expanding=True))
    ),
)


@pytest.fixture
def filled(any_app: Flask) -> Any:
    with any_app.app_context():
        with write():
            for number, scope in enumerate(("one", "two", "three")):
                db.session.add(ScopeVersion(scope=scope, version=number + 1, changed_at=MOMENT))
        yield any_app


def test_rows_have_the_names_and_types_of_the_columns(filled: Flask) -> None:
    (row,) = look(SOME, {"scopes": ["one"]})

    assert (row.scope, row.changed_at) == ("one", MOMENT)
    assert tuple(row) == ("one", MOMENT)


def test_lists_of_any_length_find_what_they_name(filled: Flask) -> None:
    names = ["one", "two", "three", "four"]

    found = [{row.scope for row in look(SOME, {"scopes": names[:n]})} for n in (1, 3, 2, 4, 0)]

    assert found == [
        {"one"},
        {"one", "two", "three"},
        {"one", "two"},
        {"one", "two", "three"},
        set(),
    ]


def test_a_value_is_stored_as_its_column_stores_it(filled: Flask) -> None:
    assert look(LATER, {"at": MOMENT}) == []
    assert len(look(LATER, {"at": MOMENT.replace(year=2025)})) == 3


def test_parts_of_a_union_each_get_their_values(filled: Flask) -> None:
    rows = look(BOTH, {"first": "one", "others": ["two", "three"]})

    assert sorted(map(tuple, rows)) == [("a", "one"), ("b", "three"), ("b", "two")]


def test_it_sees_what_was_committed_and_not_what_is_being_written(filled: Flask) -> None:
    with write():
        row = db.session.get_one(ScopeVersion, "one")
        row.version = 7
        db.session.flush()
        during = look(ONE, {"scope": "one"})[0].number

    assert (during, look(ONE, {"scope": "one"})[0].number) == (1, 7)


def test_it_is_one_statement_and_is_counted(filled: Flask) -> None:
    look(ONE, {"scope": "one"})

    with count_statements() as sent:
        look(ONE, {"scope": "one"})

    assert len(sent) == 1


def test_a_lost_connection_is_replaced(pg_app: Flask) -> None:
    """A restart of the server ends connections that the pool still holds."""
    with pg_app.app_context():
        (before,) = look(MINE, {})
        with db.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": before.pid})

        assert look(ONE, {"scope": "one"}) == []
        assert look(MINE, {})[0].pid != before.pid


def test_a_wrong_statement_is_told_in_the_engines_words(any_app: Flask) -> None:
    with any_app.app_context(), pytest.raises(DBAPIError, match="nowhere"):
        look(select(literal_column("nowhere")), {})


def test_a_connection_waits_in_no_transaction_afterwards(filled: Flask) -> None:
    looks = looking.Looks(db.engine)

    looks.look(ONE, {"scope": "one"})

    (kept,) = looks._idle
    driver: Any = kept.dbapi_connection
    assert not (
        driver.info.transaction_status if hasattr(driver, "info") else driver.in_transaction
    )
    looks.let_go()


def test_connections_are_used_again_and_go_with_those_of_the_engine(filled: Flask) -> None:
    looks = looking.Looks(db.engine)
    looks.look(ONE, {"scope": "one"})
    (first,) = looks._idle

    looks.look(SOME, {"scopes": ["one", "two"]})
    assert looks._idle == [first]

    db.engine.dispose()
    assert looks._idle == []
    assert looks.look(ONE, {"scope": "one"})[0].number == 1
    looks.let_go()


def test_shapes_kept_ready_are_bounded(filled: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST_KNOWN", 3)
    looks = looking.Looks(db.engine)

    for length in range(1, 8):
        looks.look(SOME, {"scopes": ["one"] * length})

    assert len(looks._known) <= 3
    looks.let_go()
