"""Who invites, and from which address: what the settings of an installation make of it."""

from email.message import EmailMessage

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.conftest import MakeApp
from webapp.core.ics_people import disinvited, invited, organizer
from webapp.mail.invitations import answers_to, sender_of
from webapp.mail.models import Letter
from webapp.registrations.replies_reading import reply_in

OFFICE = "office@brasla.example.org"
SITE = "vizite@brasla.example.org"
ELSEWHERE = "project@otava.example.net"


def app_with(make_app: MakeApp, **values: str) -> Flask:
    return make_app(**{"VIZITE_MAIL_FROM": f"Vizīte <{SITE}>", **values})


@pytest.mark.parametrize(
    ("imap_url", "functional", "expected"),
    [
        (None, OFFICE, OFFICE),
        (None, f" {OFFICE} ", OFFICE),
        (None, None, None),
        (None, "", None),
        (None, "no address", None),
        # The mailbox that is read is the office's own.
        ("imap://office%40brasla.example.org:pw@127.0.0.1/INBOX", OFFICE, OFFICE),
        ("imap://Office%40Brasla.example.org:pw@127.0.0.1/INBOX", OFFICE, OFFICE),
        # It is another one: the site's, so that answers arrive where they are read.
        ("imap://vizite%40brasla.example.org:pw@127.0.0.1/INBOX", OFFICE, SITE),
        ("imap://vizite:pw@127.0.0.1/INBOX", OFFICE, SITE),
        ("imap://vizite:pw@127.0.0.1/INBOX", None, None),
    ],
)
def test_answers_go_to_the_office_or_to_the_mailbox_that_is_read(
    make_app: MakeApp, imap_url: str | None, functional: str | None, expected: str | None
) -> None:
    values = {"VIZITE_IMAP_URL": imap_url} if imap_url else {}

    with app_with(make_app, **values).app_context():
        assert answers_to(functional) == expected


def letter(reply_to: str | None, method: str | None = "REQUEST") -> Letter:
    return Letter(reply_to=reply_to, calendar_method=method)


@pytest.mark.parametrize(
    ("mail_url", "reply_to", "expected"),
    [
        (None, OFFICE, OFFICE),
        ("smtp://mail.example.org", OFFICE, OFFICE),
        # A server that asks for a password sends in nobody else's name.
        ("smtp://vizite:pw@mail.example.org", OFFICE, SITE),
        # Another domain's SPF and DMARC do not know this server.
        ("smtp://mail.example.org", ELSEWHERE, SITE),
        ("smtp://mail.example.org", None, SITE),
    ],
)
def test_an_invitation_comes_from_whom_it_is_answered_to_where_that_is_safe(
    make_app: MakeApp, mail_url: str | None, reply_to: str | None, expected: str
) -> None:
    values = {"VIZITE_MAIL_URL": mail_url} if mail_url else {}

    with app_with(make_app, **values).app_context():
        assert sender_of(letter(reply_to)) == expected
        assert sender_of(letter(reply_to, method=None)) == SITE


def test_from_and_organizer_are_one_where_another_mailbox_is_read(make_app: MakeApp) -> None:
    app = app_with(make_app, VIZITE_IMAP_URL="imap://vizite:pw@127.0.0.1/INBOX")

    with app.app_context():
        assert sender_of(letter(OFFICE)) == answers_to(OFFICE) == SITE


def calendar_with(*lines: str) -> str:
    event = "BEGIN:VEVENT\r\nUID:x\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270101T000000Z\r\n"
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REPLY\r\n"
    return f"{head}{event}{''.join(lines)}END:VEVENT\r\nEND:VCALENDAR\r\n"


@given(
    name=st.text(max_size=120),
    local=st.text("abzāžļ09!#$%&'*+/=?^_{|}~-", min_size=1, max_size=64),
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_name_and_no_address_breaks_out_of_its_line(name: str, local: str) -> None:
    address = f"{local}@example.org"
    text = calendar_with(organizer(name, address), invited(name, address))

    (event,) = Calendar.from_ical(text).walk("VEVENT")

    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "ORGANIZER", "ATTENDEE"}
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert str(event["ATTENDEE"]) == str(event["ORGANIZER"])
    assert str(event["ATTENDEE"]).isascii()
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75


@pytest.mark.parametrize("local", ["jānis", "a+b", "o'neill", "x&y=z", "50%off"])
def test_our_own_reader_of_replies_knows_the_address_again(local: str) -> None:
    address = f"{local}@example.org"
    line = invited("Jānis", address).replace("NEEDS-ACTION", "ACCEPTED")
    message = EmailMessage()
    message["From"] = "someone@example.org"
    message.set_content(calendar_with(line), subtype="calendar", params={"method": "REPLY"})

    reply = reply_in(message)

    assert reply is not None
    assert reply.attendee == address


def test_who_is_not_invited_any_more_is_asked_nothing() -> None:
    assert disinvited("Anna", "anna@example.org") == (
        'ATTENDEE;ROLE=REQ-PARTICIPANT;CN="Anna":mailto:anna@example.org\r\n'
    )


def test_somebody_without_a_name_has_none() -> None:
    assert organizer(" \r\n ", OFFICE) == f"ORGANIZER:mailto:{OFFICE}\r\n"
