"""Commands that get waiting work done: ``work`` (the worker) and ``sweep``."""

import logging

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from webapp.core.database import db
from webapp.core.sweeps import SWEEPS, Sweep

_log = logging.getLogger(__name__)


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
    failed = [each.name for each in SWEEPS.values() if not _done(each)]
    if failed:
        raise click.ClickException(f"failed: {', '.join(failed)}; the log says more")


def _done(each: Sweep) -> bool:
    """Run one sweep and print its line; one that fails keeps no other from running."""
    try:
        click.echo(f"{each.name}: {each.work()}")
    except Exception as error:
        _log.exception("the sweep %s failed", each.name)
        click.echo(f"{each.name}: failed ({error})")
        return False
    finally:
        db.session.remove()
    return True


def register(app: Flask) -> None:
    """Add the commands to the application."""
    for command in (work, sweep):
        app.cli.add_command(command)
