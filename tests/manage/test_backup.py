"""One file holds everything, and puts it back whole or not at all."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories, people
from tests.conftest import MakeApp
from tests.drawing import png
from webapp.core import pictures
from webapp.core.database import db, write
from webapp.core.picture_files import drawn_anew
from webapp.events.models import Event
from webapp.manage.backup import tables, write_backup
from webapp.manage.restore import RestoreRefused, restore_backup
from webapp.registrations.models import Registration


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, comparable between databases."""
    with db.engine.connect() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in tables()
        }


def fill(app: Flask) -> None:
    """Events, people, a registration, two events that follow each other, a logo, changes."""
    people.cast(app)
    with app.app_context(), write():
        first = factories.make_event("First", capacity=3)
        second = factories.make_event("Second", capacity=3)
        first.follows_id, second.follows_id = second.id, first.id
        factories.make_registration(first)
        first.organiser.logo = pictures.keep(drawn_anew(png()))


@pytest.mark.parametrize(
    ("source", "target"), [("make_app", "make_pg_app"), ("make_pg_app", "make_app")]
)
def test_a_backup_comes_back_as_it_was(
    source: str, target: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """From either database into either."""
    old: Flask = request.getfixturevalue(source)()
    fill(old)
    with old.app_context():
        before = everything()
        token = db.session.scalars(select(Registration)).first().token()  # type: ignore[union-attr]
        write_backup(tmp_path / "backup.zip")
    key = old.config["VIZITE"].secret_key
    new: Flask = request.getfixturevalue(target)(VIZITE_SECRET_KEY=key)

    with new.app_context():
        restore_backup(tmp_path / "backup.zip")

        assert everything() == before
        assert Registration.find_by_token(token)
        assert factories.make_event("New").id > max(row[0] for row in before["events"])


def test_a_backup_holds_the_key_of_the_links(app: Flask, tmp_path: Path) -> None:
    """Or every link in everybody's letters would stop working."""
    with app.app_context():
        write_backup(tmp_path / "backup.zip")

    with ZipFile(tmp_path / "backup.zip") as archive:
        assert archive.read("secret-key").decode() == app.config["VIZITE"].secret_key


def test_a_used_installation_is_not_restored_into(app: Flask, tmp_path: Path) -> None:
    """Nothing that is there is ever overwritten."""
    fill(app)
    with app.app_context():
        write_backup(tmp_path / "backup.zip")
        before = everything()

        with pytest.raises(RestoreRefused, match="not empty"):
            restore_backup(tmp_path / "backup.zip")

        assert everything() == before


@pytest.mark.parametrize("damage", ["cut", "changed", "nonsense", "missing"])
def test_a_damaged_file_changes_nothing(make_app: MakeApp, tmp_path: Path, damage: str) -> None:
    """The file is checked whole before anything is written."""
    app, path = make_app(), tmp_path / "backup.zip"
    with app.app_context():
        write_backup(path)
        good = path.read_bytes()
        with ZipFile(path) as backup:
            first = backup.infolist()[0]
        at = first.header_offset + 30 + len(first.filename) + first.compress_size // 2
        bad = {
            "cut": good[: len(good) // 2],
            "changed": good[:at] + bytes([good[at] ^ 255]) + good[at + 1 :],
            "nonsense": b"not a backup",
            "missing": b"",
        }
        path.write_bytes(bad[damage])
        if damage == "missing":
            path.unlink()

        with pytest.raises(RestoreRefused):
            restore_backup(path)

        assert db.session.scalar(select(func.count()).select_from(Event)) == 0


def test_the_commands_say_what_they_did(app: Flask, tmp_path: Path) -> None:
    """In one line; a refusal ends with an error."""
    fill(app)
    run = app.test_cli_runner()

    written = run.invoke(args=["backup", str(tmp_path / "backup.zip")])
    refused = run.invoke(args=["restore", str(tmp_path / "backup.zip")])

    assert written.exit_code == 0
    assert "rows of" in written.output
    assert refused.exit_code == 1
    assert "restore into an empty one" in refused.output
