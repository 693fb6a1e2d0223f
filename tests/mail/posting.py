"""Letters for the tests of the outbox, and looks at what became of them."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from webapp.core.database import db, write
from webapp.mail.models import Letter
from webapp.mail.outbox import post
from webapp.mail.sending import send_due

KIND = "letters/test"


def store(app: Flask, *recipients: str, **values: Any) -> None:
    """Store one test letter for each address."""
    with app.app_context(), write():
        for recipient in recipients:
            post(KIND, **{**_values(recipient), **values})


def _values(recipient: str) -> dict[str, Any]:
    return {
        "owner": "test",
        "recipient": recipient,
        "recipient_name": recipient.split("@")[0].title(),
        "language": "en",
        "facts": {},
    }


def send(app: Flask) -> int:
    """What a worker does when it is woken."""
    with app.app_context():
        return send_due()


def states(app: Flask) -> dict[str, str]:
    """The state of each letter by its recipient."""
    with app.app_context():
        return {
            row.recipient: row.state
            for row in db.session.execute(select(Letter.recipient, Letter.state))
        }


def addresses(count: int) -> list[str]:
    """Some addresses."""
    return [f"reader{number}@example.org" for number in range(count)]
