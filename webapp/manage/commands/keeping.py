"""Commands that keep an installation safe and right: backup, restore, verify, rederive-times."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

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
    """Work out again when events begin and end, after a change of time-zone rules."""
    click.echo(f"{rederive()} events begin or end at another instant now.")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    for command in (backup, restore, verify, rederive_times):
        app.cli.add_command(command)
