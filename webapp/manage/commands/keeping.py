"""Commands that keep an installation safe and right: backup, restore, upgrade, verify …"""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from webapp.agenda.rederiving import rederive_items
from webapp.core import upgrading
from webapp.core.times import now
from webapp.events.rederiving import rederive
from webapp.manage.backup import write_backup
from webapp.manage.restore import RestoreRefused, restore_backup
from webapp.manage.verify import findings


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup(file: Path) -> None:
    """Write everything into FILE, while the application runs."""
    rows = write_backup(file)
    click.echo(f"{file}: {sum(rows.values())} rows of {len(rows)} tables.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def restore(file: Path) -> None:
    """Put the backup FILE into an empty installation."""
    try:
        rows = restore_backup(file)
    except RestoreRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{file}: {sum(rows.values())} rows of {len(rows)} tables restored.")
    click.echo("Restart Vizīte: the key of the links has been restored too.")


@click.command("upgrade")
@click.option(
    "--backup",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to keep what was there before; else in the folder backups of VIZITE_DATA.",
)
@click.option("--without-backup", is_flag=True, help="Where a backup was made in another way.")
@with_appcontext
def upgrade(file: Path | None, without_backup: bool) -> None:
    """Bring the database to the program's version; first keep what was there in a backup.

    Any number of machines may be told at once: one does it, the others wait and find it done.
    """
    with upgrading.alone(current_app.config["VIZITE"].data):
        before = upgrading.current_revision()
        if upgrading.is_current():
            click.echo(f"The database is of this version already ({before}).")
            return
        if before is not None and not without_backup:
            kept = file or _place_for_backup(before)
            write_backup(kept)
            click.echo(f"What was there before is kept in {kept}.")
        upgrading.upgrade()
        click.echo(f"The database is of this version now ({upgrading.current_revision()}).")


def _place_for_backup(revision: str) -> Path:
    folder: Path = current_app.config["VIZITE"].data / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"before-{now():%Y%m%dT%H%M%SZ}-from-{revision}.zip"


@click.command("verify")
@with_appcontext
def verify() -> None:
    """Count the seats again, render the calendar texts again, and say what differs."""
    found = findings()
    for finding in found:
        click.echo(finding)
    if found:
        raise click.ClickException(f"{len(found)} differences found.")
    click.echo("Everything agrees.")


@click.command("rederive-times")
@with_appcontext
def rederive_times() -> None:
    """Work out again when events and agenda items begin and end, after a change of zone rules."""
    click.echo(f"{rederive()} events begin or end at another instant now.")
    click.echo(f"{rederive_items()} agenda items do.")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    for command in (backup, restore, upgrade, verify, rederive_times):
        app.cli.add_command(command)
