"""Texts of coordinators for the tests, and looks at what became of them."""

from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from tests.factories import make_event
from webapp.core.database import db, write
from webapp.core.links import short_code
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event
from webapp.letters.models import Addressed, EventLetter
from webapp.letters.rules import Content, send_now, write_letter
from webapp.registrations.models import Registration

BOTH = LocalText({"en": "News of {event}", "lv": "Ziņas par {event}"}, "en")
BODY = LocalText({"en": "Hello {name}", "lv": "Sveiki, {name}"}, "en")


def content(audience: str = "confirmed", *values: str, **texts: Any) -> Content:
    """A text in both languages."""
    return Content(texts.get("subject", BOTH), texts.get("body", BODY), audience, values)


def a_letter(event: Event, audience: str = "confirmed", *values: str, **texts: Any) -> EventLetter:
    """A stored draft."""
    with write():
        return write_letter(event, content(audience, *values, **texts))


def sending(event: Event, audience: str = "confirmed", *values: str) -> EventLetter:
    """A letter whose sending has begun."""
    letter = a_letter(event, audience, *values)
    with write():
        send_now(letter, letter.revision)
    return letter


def crowd(event: Event, number: int, **values: Any) -> None:
    """Many confirmed people, every other one Latvian."""
    at = now()
    rows = [
        {
            "public_id": short_code(12),
            "event_id": event.id,
            "state": "confirmed",
            "name": f"Person {each}",
            "name_key": f"person {each}",
            "email": f"person{each}@example.org",
            "email_key": f"person{each}@example.org",
            "language": "lv" if each % 2 else "en",
            "created_at": at,
            **values,
        }
        for each in range(number)
    ]
    with write():
        db.session.execute(insert(Registration), rows)


def message_ids(letter: EventLetter) -> list[str]:
    """The Message-IDs of the letters written for a text."""
    query = select(Addressed.message_id).where(Addressed.event_letter_id == letter.id)
    return list(db.session.scalars(query.order_by(Addressed.id)))


def again(letter_id: int) -> EventLetter:
    """The letter read afresh."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(EventLetter, letter_id)


def crowded(app: Flask, number: int) -> int:
    """An event with many people; gives its id. Takes an app context of its own."""
    with app.app_context():
        event = make_event()
        crowd(event, number)
        return event.id
