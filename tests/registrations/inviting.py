"""What the tests of invitations share: a site that sends by a real mail server, and its letters."""

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from flask import Flask
from icalendar import Calendar

from tests.factories import make_event, make_organisation, make_place
from tests.mail.posting import send
from tests.mail_sink import MailSink
from webapp.core.text import LocalText

CONTACT = "events@brasla.example.org"


@dataclass
class Office:
    """The site, and the mailbox its letters arrive in."""

    app: Flask
    sink: MailSink

    def post(self) -> list[EmailMessage]:
        """What arrives when the worker sends what is due; each letter once."""
        self.sink.clear()
        send(self.app)
        return [each.message for each in self.sink.received]

    def one(self) -> EmailMessage:
        """The only letter that arrives."""
        (message,) = self.post()
        return message


def municipality(**values: Any) -> Any:
    """Brasla, which invites."""
    named = LocalText({"en": "Brasla Municipality", "lv": "Braslas novada pašvaldība"}, "lv")
    return make_organisation(named, **{"slug": "brasla", "contact_email": CONTACT, **values})


def workshop(**values: Any) -> int:
    """The id of a workshop in Brasla a month from now."""
    organiser = values.pop("organiser", None) or municipality()
    title = values.pop("title", LocalText({"en": "Harbour workshop", "lv": "Ostas darbnīca"}))
    places = [make_place("Harbour Hall", address="Ostas iela 1")]
    return make_event(title, organiser=organiser, **{"places": places, **values}).id


def leaves(message: EmailMessage) -> list[str]:
    """The kinds of its parts, in order."""
    return [part.get_content_type() for part in message.walk() if not part.is_multipart()]


def calendar_part(message: EmailMessage) -> EmailMessage:
    """The calendar that programs answer to."""
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert isinstance(part, EmailMessage)
    return part


def calendar_text(message: EmailMessage) -> str:
    """Its text."""
    content = calendar_part(message).get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


def vevent(message: EmailMessage) -> Any:
    """The one event in it."""
    (event,) = Calendar.from_ical(calendar_text(message)).walk("VEVENT")
    return event


def method(message: EmailMessage) -> str | None:
    """REQUEST, CANCEL, PUBLISH; None where it brings no calendar."""
    kinds = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return str(Calendar.from_ical(kinds[0].get_payload(decode=True))["METHOD"]) if kinds else None
