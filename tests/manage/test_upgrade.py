"""An older installation is brought to this version: once, behind a backup, and nothing is lost."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from flask_migrate import upgrade as migrate
from sqlalchemy import text

from tests import databases, servers
from webapp import create_app
from webapp.core import upgrading
from webapp.core.database import db, write
from webapp.manage.restore import RestoreRefused, restore_backup

NAME = '{"main": "en", "texts": {"en": "Ropa Harbour"}}'


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(  # type: ignore[no-untyped-def]
    request: pytest.FixtureRequest, tmp_path: Path, worker_number: int
):
    """Those of an installation whose database has not been made yet."""
    found = databases.SETTINGS | {"VIZITE_DATA": str(tmp_path / "data")}
    name = f"vizite_upgrade_{worker_number}"
    if request.param == "postgresql":
        server = request.getfixturevalue("pg_server")
        found["VIZITE_DATABASE_URL"] = servers.create_database(server, name)
    yield found
    if request.param == "postgresql":
        servers.drop_database(server, name)


def make_old(settings: dict[str, str]) -> Flask:
    """An installation as the first version left it, with one organisation in it."""
    app = create_app(settings)
    with app.app_context():
        migrate(revision="first")
        with write():
            db.session.execute(
                text(
                    "INSERT INTO organisations (name, search_key, sort_key, slug, is_example,"
                    " revision, kind, zone, retention_months) VALUES (:name, 'ropa harbour',"
                    " 'ropa harbour', 'ropa-harbour', false, 1, 'municipality', 'Europe/Riga', 12)"
                ),
                {"name": NAME},
            )
    databases.close(app)
    return app


def slugs() -> list[str]:
    """The organisations there are."""
    return list(db.session.scalars(text("SELECT slug FROM organisations")))


def test_many_machines_upgrade_at_once_and_one_does_it(settings: dict[str, str]) -> None:
    """Real processes, told at the same moment, as a restart of several machines tells them."""
    app = make_old(settings)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "upgrade"]

    running = [
        subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = [process.communicate(timeout=120)[0] for process in running]

    assert [process.returncode for process in running] == [0, 0, 0]
    assert sum("kept in" in words for words in said) == 1
    assert sum("already" in words for words in said) == 2
    assert len(list((Path(settings["VIZITE_DATA"]) / "backups").iterdir())) == 1
    with app.app_context():
        assert upgrading.is_current()
        assert slugs() == ["ropa-harbour"]
    databases.close(app)


def test_what_was_kept_before_an_upgrade_can_be_restored_by_the_newer_version(
    settings: dict[str, str], tmp_path: Path
) -> None:
    """Its rows go through the same steps as those of the database itself."""
    old = make_old(settings)
    kept = tmp_path / "kept.zip"
    said = old.test_cli_runner().invoke(args=["upgrade", "--backup", str(kept)])
    assert (said.exit_code, kept.is_file()) == (0, True)
    new = create_app(databases.SETTINGS | {"VIZITE_DATA": str(tmp_path / "new")})

    with new.app_context():
        restore_backup(kept)

        assert upgrading.is_current()
        assert slugs() == ["ropa-harbour"]
    databases.close(old)
    databases.close(new)


def test_a_backup_of_a_newer_version_is_refused_in_words(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "newer.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", '{"format": 1, "schema": "of-tomorrow", "tables": {}}')

    with app.app_context(), pytest.raises(RestoreRefused, match="newer"):
        restore_backup(path)


def test_a_current_installation_is_left_alone(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["upgrade"])

    assert said.exit_code == 0
    assert "already" in said.output
    assert not (app.config["VIZITE"].data / "backups").exists()
