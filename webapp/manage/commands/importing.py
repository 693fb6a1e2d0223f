"""``flask import`` and ``flask remove-examples``."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_babel import gettext as _

from webapp.manage.examples import Removal, remove_examples
from webapp.manage.importing import ImportRefused, import_file
from webapp.manage.importing.report import counted


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def import_command(file: Path) -> None:
    """Import projects, partners and events from FILE (YAML, see docs/import.md).

    Importing a file again changes nothing that it does not say otherwise. When anything in it is
    wrong, every mistake is named with its line and nothing is changed.
    """
    try:
        report = import_file(file)
    except ImportRefused as refused:
        for line in refused.lines():
            click.echo(line, err=True)
        raise SystemExit(1) from None
    for line in report.lines():
        click.echo(line)


@click.command("remove-examples")
@with_appcontext
def remove_command() -> None:
    """Remove the example data. What your own data needs of it stays."""
    for line in _told(remove_examples()):
        click.echo(line)


def _told(removal: Removal) -> list[str]:
    if not removal.removed and not removal.kept:
        return [_("There are no examples here.")]
    named = ", ".join(counted(noun, number) for noun, number in removal.removed.items())
    lines = [_("Removed: %(what)s.", what=named)] if named else []
    for noun, label in removal.kept:
        what = {"noun": counted(noun), "label": label}
        lines.append(_("Kept, because other data uses it: %(noun)s “%(label)s”.", **what))
    return lines


def register(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(import_command)
    app.cli.add_command(remove_command)
