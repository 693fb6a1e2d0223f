"""Somebody who was invited and whose program answers by mail."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import make_registration
from tests.mail.mailbox import MailboxServer
from tests.registrations.replying import changed, filled
from webapp.core.database import db
from webapp.core.times import now
from webapp.entries.hook import settle
from webapp.entries.models import Entry
from webapp.events.models import Event
from webapp.mail.inbox import read_inbox
from webapp.mail.outbox import new_message_id, post
from webapp.registrations.models import Registration
from webapp.registrations.replies_models import CalendarReply
from webapp.registrations.scheduling_models import CalendarInvitation

UNCHECKED = "registrations/letters/reply-unchecked"
#: What the database decides is tested on both.
on_both = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)


@dataclass
class Anna:
    """Who was invited, and what her program knows of it."""

    app: Flask
    server: MailboxServer
    number: int
    event: int
    uid: str
    message_id: str

    def answers(self, shape: str = "outlook", *pairs: tuple[str, str], **values: str) -> None:
        """Her program's mail arrives and is read."""
        self.server.put(self.mail(shape, *pairs, **values))
        look(self.app)

    def mail(self, shape: str = "outlook", *pairs: tuple[str, str], **values: str) -> bytes:
        named = {"uid": self.uid, "message_id": self.message_id, "stamp": stamp()}
        return changed(filled(shape, **named | values), *pairs)

    def standing(self) -> tuple[str, str]:
        """The state of her registration, and what is known of her answer."""
        with self.app.app_context():
            registration = db.session.get_one(Registration, self.number)
            invitation = db.session.get_one(CalendarInvitation, self.number)
            return registration.state, invitation.partstat

    def kept(self) -> list[CalendarReply]:
        with self.app.app_context():
            query = select(CalendarReply).where(CalendarReply.registration_id == self.number)
            found = list(db.session.scalars(query.order_by(CalendarReply.kind)))
            db.session.expunge_all()
        return found


def look(app: Flask) -> int:
    with app.app_context():
        found = read_inbox()
        db.session.remove()
    return found


def stamp(minutes: int = 0) -> str:
    return f"{now() + timedelta(minutes=minutes):%Y%m%dT%H%M%SZ}"


def invite(
    app: Flask, server: MailboxServer, event: Event, name: str = "Anna", **values: Any
) -> Anna:
    """Somebody who has a place at *event* and was sent an invitation. Inside ``write()``."""
    values = {"email": "anna@example.org", **values}
    registration = make_registration(event, name, **values)
    settle()
    entry = db.session.scalars(select(Entry).where(Entry.owner == event.key)).one()
    message_id = new_message_id()
    post(
        "registrations/letters/confirmed",
        owner=registration.key,
        event_key=event.key,
        recipient=registration.email or "",
        recipient_name=name,
        language="en",
        facts={},
        message_id=message_id,
        due_at=now() + timedelta(days=1000),  # it is not what is tested
    )
    invitation = CalendarInvitation(
        registration_id=registration.id,
        message_id=message_id,
        sent_sequence=entry.sequence,
        sent_method="REQUEST",
    )
    db.session.add(invitation)
    db.session.flush()
    return Anna(app, server, registration.id, event.id, entry.uid, message_id)
