"""Commands that get waiting work done: ``work`` (the worker) and ``sweep``."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from webapp.core.database import db
from webapp.core.sweeps import SWEEPS


@click.command("work")
@with_appcontext
def work() -> None:
    """Do what waits (letters above all) until told to end. Start any number of these."""
    # Here and not above, because huey is of no use to any other command.
    from webapp.mail.engine import Engine

    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    db.session.remove()
    Engine(app, for_worker=True).run()


@click.command("sweep")
@with_appcontext
def sweep() -> None:
    """Do everything that is due now, once, and say what was done."""
    for each in SWEEPS.values():
        try:
            done = each.work()
        finally:
            db.session.remove()
        click.echo(f"{each.name}: {done}")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    for command in (work, sweep):
        app.cli.add_command(command)
