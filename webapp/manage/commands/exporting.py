"""``flask export``."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_babel import gettext as _

from webapp.core.database import db, is_sqlite
from webapp.manage.exporting import Choice, UnknownProject, choose, write_export

_NEEDS = "--needs"


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--people", is_flag=True, help="Accounts and everyone who registered, too.")
@click.option(_NEEDS, is_flag=True, help="With --people: also what they eat and need to take part.")
@click.option(
    "--project", "projects", multiple=True, metavar="SLUG", help="Only this one; may be repeated."
)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@with_appcontext
def export_command(
    file: Path | None, people: bool, needs: bool, projects: tuple[str, ...], force: bool
) -> None:
    """Write everything in the format that `import` reads (docs/import.md), into FILE or to the
    standard output.

    Without --people no personal data leaves, except those whom public pages name as contributors.
    """
    if needs and not people:
        raise click.UsageError(_("--needs goes with --people."))
    if file is not None and file.exists() and not force:
        raise click.ClickException(
            _("%(file)s is there already; --force replaces it.", file=str(file))
        )
    _hold_one_moment()
    try:
        choice = choose(projects, people=people, needs=needs)
    except UnknownProject as error:
        raise click.ClickException(
            _("No project has this address: %(slugs)s", slugs=str(error))
        ) from None
    _warn(choice)
    if file is None:
        write_export(sys.stdout, choice)
        return
    with _atomically(file, is_private=people) as handle:
        counts = write_export(handle, choice)
    click.echo(f"{file}: {sum(counts.values())} records.", err=True)


def _warn(choice: Choice) -> None:
    if choice.people:
        click.echo(_("This file holds personal data: keep it as safe as the database."), err=True)
    if choice.needs:
        click.echo(
            _(
                "It also holds what people eat and need to take part. That is data about health"
                " (GDPR, article 9), which Vizīte erases soon after each event; the file does not."
                " Delete it as soon as it has been imported."
            ),
            err=True,
        )


def _hold_one_moment() -> None:
    """What is read from here on is of one moment, whatever people do meanwhile."""
    db.session.rollback()
    if not is_sqlite():  # whose reading transactions see one moment anyway
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


@contextmanager
def _atomically(file: Path, *, is_private: bool) -> Iterator[TextIO]:
    """A file that appears under its name when it is whole; for its owner alone if it is private."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as text:
            yield text
            text.flush()
            os.fsync(text.fileno())
        unfinished.chmod(0o600 if is_private else 0o644)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def register(app: Flask) -> None:
    """Add the command to the application."""
    app.cli.add_command(export_command)
