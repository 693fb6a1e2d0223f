"""What travels: headers nobody can add to, the same bytes at each attempt, an .ics to read."""

import unicodedata
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mail.posting import store
from tests.outbox import letter
from webapp.core.database import db
from webapp.mail.addresses import BadAddress
from webapp.mail.leases import claim
from webapp.mail.messages import message_of
from webapp.mail.models import Letter
from webapp.mail.outbox import one_line
from webapp.mail.sending import prepare

CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nSUMMARY:Tikšanās\r\nEND:VCALENDAR\r\n"


def made_of(app: Flask, **values: Any) -> bytes:
    """The bytes of a letter with these values."""
    store(app, values.pop("recipient", "anna@example.org"), **values)
    with app.app_context():
        lease = claim()
        assert lease is not None
        (ready,), _faults = prepare(lease)
        return bytes(message_of(ready))


def read(content: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(content, policy=policy.default))


def test_it_says_who_writes_to_whom_and_that_no_person_does(app: Flask) -> None:
    message = read(
        made_of(
            app,
            recipient_name="Anna Bērziņa",
            sender_name="Braslas novads",
            reply_to="events@brasla.example.org",
            in_reply_to="<first@vizite.invalid>",
        )
    )

    assert str(message["From"]) == "Braslas novads <vizite@localhost>"
    assert str(message["To"]) == "Anna Bērziņa <anna@example.org>"
    assert str(message["Reply-To"]) == "events@brasla.example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert message["In-Reply-To"] == message["References"] == "<first@vizite.invalid>"


def test_the_text_comes_before_its_html_twin_and_both_before_the_calendar(app: Flask) -> None:
    message = read(made_of(app, calendar=CALENDAR))

    types = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert types == ["text/plain", "text/html", "text/calendar"]
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "event.ics"
    assert attached.get_param("method") == "PUBLISH"
    assert attached.get_payload(decode=True) == CALENDAR.encode()


def test_the_same_letter_is_the_same_bytes(app: Flask) -> None:
    first = made_of(app, calendar=CALENDAR)

    with app.app_context():
        stored = db.session.query(Letter).one()
        assert bytes(message_of(stored)) == first


def test_the_message_id_names_the_host_of_the_site(app: Flask, make_app: Any) -> None:
    named = make_app(VIZITE_BASE_URL="https://vizite.brasla.example.org/x")
    store(named, "anna@example.org")

    assert letter(named).message_id.endswith("@vizite.brasla.example.org>")


def test_a_site_without_a_name_uses_one_that_belongs_to_nobody(app: Flask) -> None:
    store(app, "anna@example.org")

    assert letter(app).message_id.endswith("@vizite.invalid>")


HOSTILE = (
    "Anna\r\nBcc: victim@example.org",
    "Anna\nBcc: victim@example.org\n\nNew body",
    "Anna\x00\x0b\x0c\x1b[31m\u2028Bcc: victim@example.org",
    '"Anna" <victim@example.org>, x',
    "victim@example.org, other@example.org",
    "\u202egro.elpmaxe@mitciv",
    "=?utf-8?q?Anna=0ABcc:_victim@example.org?=",
    "A" * 5000,
    "Ā" * 5000,
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_cannot_add_headers_or_recipients(app: Flask, name: str) -> None:
    content = made_of(app, recipient_name=name, sender_name=name)

    message = read(content)
    assert [each.addr_spec for each in message["To"].addresses] == ["anna@example.org"]
    assert [each.addr_spec for each in message["From"].addresses] == ["vizite@localhost"]
    assert message["Bcc"] is None
    assert b"\nBcc:" not in content
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_a_bad_address_is_said_and_not_sent(app: Flask) -> None:
    with app.app_context():
        bad = Letter(recipient="anna@example.org\r\nRCPT TO:<victim@example.org>")
        with pytest.raises(BadAddress):
            message_of(bad)


def test_an_international_domain_travels_in_ascii(app: Flask) -> None:
    message = read(made_of(app, recipient="anna@pašvaldība.example.org"))

    assert message["To"].addresses[0].addr_spec == "anna@xn--pavaldba-fjb94c.example.org"


@given(st.text(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_becomes_one_line_without_control_characters(text: str) -> None:
    line = one_line(text)

    assert line == " ".join(line.split())
    assert "=?" not in line
    assert not [char for char in line if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")]
