"""The command ``test-letter``: does mail leave this machine?"""

from datetime import UTC, datetime

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from webapp.core.addresses import public_host
from webapp.core.i18n import configured_languages
from webapp.core.links import short_code
from webapp.mail import files
from webapp.mail.addresses import BadAddress, deliverable, site_address
from webapp.mail.messages import message_of
from webapp.mail.models import Letter
from webapp.mail.outbox import site_name
from webapp.mail.smtp import Connection, ConnectionLost, Later, Refused, ServerAway
from webapp.mail.words import words_of


@click.command("test-letter")
@click.argument("email")
@with_appcontext
def test_letter(email: str) -> None:
    """Send a letter to EMAIL at once, past the queue, and say what the mail server answered."""
    try:
        recipient = deliverable(email)
    except BadAddress as error:
        raise click.ClickException(f"{email} is not an address: {error}") from None
    letter = _letter(recipient)
    url: str | None = current_app.config["VIZITE"].mail_url
    if url is None:
        path = files.keep(letter, message_of(letter))
        click.echo(f"VIZITE_MAIL_URL is not set, so the letter became {path}")
        return
    try:
        with Connection(url) as connection:
            answer = connection.send(message_of(letter), recipient)
    except (Refused, Later, ServerAway, ConnectionLost) as error:
        raise click.ClickException(f"the letter did not leave: {error}") from None
    click.echo(f"The mail server took the letter from {site_address()}: {answer}")


def _letter(recipient: str) -> Letter:
    """A letter that stands in no database."""
    at = datetime.now(UTC)
    letter = Letter(
        message_id=f"<{short_code(24)}@{public_host()}>",
        kind="letters/test",
        owner="test",
        recipient=recipient,
        recipient_name="",
        sender_name=site_name(),
        language=configured_languages()[0],
        facts={},
        created_at=at,
        due_at=at,
    )
    words = words_of(letter)
    letter.subject, letter.body_text, letter.body_html = words.subject, words.text, words.html
    return letter


def register(app: Flask) -> None:
    """Add the command to the application."""
    app.cli.add_command(test_letter)
