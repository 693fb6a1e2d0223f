"""Every step of the database's history goes up and down on both databases, and none is missing."""

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from tests import databases, servers
from webapp import create_app
from webapp.config import MIGRATIONS
from webapp.core import upgrading
from webapp.core.database import db

STEPS = [step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path, worker_number: int):  # type: ignore[no-untyped-def]
    """The app on a database without tables."""
    settings = databases.SETTINGS | {"VIZITE_DATA": str(tmp_path)}
    name = f"vizite_steps_{worker_number}"
    if request.param == "postgresql":
        server = request.getfixturevalue("pg_server")
        settings["VIZITE_DATABASE_URL"] = servers.create_database(server, name)
    app = create_app(settings)
    yield app
    databases.close(app)
    if request.param == "postgresql":
        servers.drop_database(server, name)


def test_each_step_goes_up_down_and_up_again(empty_app: Flask) -> None:
    with empty_app.app_context():
        for number, step in enumerate(STEPS):
            upgrade(revision=step)
            after = tables()
            downgrade(revision=STEPS[number - 1] if number else "base")
            upgrade(revision=step)

            assert tables() == after


def test_the_steps_make_exactly_what_the_models_say(empty_app: Flask) -> None:
    with empty_app.app_context():
        upgrade()

        check()  # ends the process with a list of differences


def test_all_the_way_down_leaves_nothing(empty_app: Flask) -> None:
    with empty_app.app_context():
        upgrade()

        downgrade(revision="base")

        assert tables().keys() <= {"alembic_version"}
        upgrade()


def test_the_program_knows_when_the_database_is_behind(empty_app: Flask) -> None:
    with empty_app.app_context():
        assert (upgrading.current_revision(), upgrading.is_current()) == (None, False)

        upgrading.upgrade()

        assert (upgrading.current_revision(), upgrading.is_current()) == (STEPS[-1], True)


def tables() -> dict[str, list[str]]:
    """The columns of each table."""
    inspector = inspect(db.engine)
    return {
        table: sorted(column["name"] for column in inspector.get_columns(table))
        for table in inspector.get_table_names()
    }
