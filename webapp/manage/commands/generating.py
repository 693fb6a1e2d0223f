"""``flask generate``: synthetic load data."""

import click
from flask import Flask
from flask.cli import with_appcontext

from webapp.manage.generating import generate


@click.command("generate")
@click.option("--events", default=100, show_default=True, help="How many events.")
@click.option("--registrations", default=0, show_default=True, help="How many, over all events.")
@click.option("--projects", default=4, show_default=True, help="How many projects.")
@click.option("--capacity", default=50, show_default=True, help="Seats of each event.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same data.")
@with_appcontext
def command(events: int, registrations: int, projects: int, capacity: int, seed: int) -> None:
    """Make load data and print the new events' codes, one a line."""
    for code in generate(events, registrations, projects, capacity, seed):
        click.echo(code)


def register(app: Flask) -> None:
    """Add the command to the application."""
    app.cli.add_command(command)
