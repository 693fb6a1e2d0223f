"""No calendar that everyone may fetch carries what is not for everyone."""

from typing import Any

import pytest
from flask import Flask

from tests.factories import make_event, make_invitation, make_organisation, make_registration
from webapp import entries
from webapp.core.database import db, write
from webapp.events.models import Event

SECRETS = {
    "join_url": "https://meet.example.org/secret-room",
    "contact_email": "secret.office@example.org",
    "description": "secret description",
    "consent": "secret consent",
}


@pytest.fixture
def code(app: Flask) -> str:
    """An event full of what only some may see."""
    with app.app_context(), write():
        organiser = make_organisation("Otava", contact_email="secret.town@example.org")
        event = make_event(
            "Forum",
            organiser=organiser,
            capacity=4711,
            contributors=[{"role": "speaker", "name": "Secret Speaker"}],
            **SECRETS,
        )
        make_registration(event, name="Secret Person", email="secret.person@example.org")
        make_invitation(event, label="Secret guests")
        found: str = event.code
        return found


def feeds_of(code: str) -> list[str]:
    return [
        "/calendars/all.ics",
        "/calendars/partners/otava.ics",
        "/calendars/kinds/workshop.ics",
        f"/events/{code}.ics",
        f"/events/{code}.ics?lang=lv",
    ]


def test_public_calendars_hold_no_personal_or_participants_data(app: Flask, code: str) -> None:
    for path in feeds_of(code):
        text = app.test_client().get(path).text.replace("\r\n ", "")

        assert "Forum" in text
        assert "secret" not in text.casefold()
        assert "4711" not in text
        for name in ("ORGANIZER", "ATTENDEE", "CONTACT", "CONFERENCE", "COMMENT"):
            assert f"\n{name}" not in text


def test_participants_have_the_link_to_join(app: Flask, code: str) -> None:
    with app.app_context():
        (text, _zones) = entries.text_of("event:1", "en") or ("", [])

    assert "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example.org/secret-room" in text


@pytest.mark.parametrize("values", [{"visibility": "internal"}, {"visibility": "partners"}])
def test_participants_of_a_closed_event_have_its_text(app: Flask, values: dict[str, Any]) -> None:
    with app.app_context():
        key = make_event("Closed", **values).key
        found = entries.text_of(key, "en")
        assert entries.text_of(key, "en", "public") is None

    assert found is not None
    assert "SUMMARY;LANGUAGE=en:Closed" in found[0]
    assert "CLASS:PRIVATE" in found[0]


def test_a_change_for_participants_alone_moves_no_public_calendar(app: Flask, code: str) -> None:
    client = app.test_client()
    before = {path: client.get(path).headers["ETag"] for path in feeds_of(code)}
    with app.app_context():
        numbers = entries.numbers("event:1")
        assert numbers is not None
        with write():
            db.session.get_one(Event, 1).join_url = "https://meet.example.org/other"
        later = entries.numbers("event:1")
        assert later is not None

    assert {path: client.get(path).headers["ETag"] for path in feeds_of(code)} == before
    assert later.sequence == later.invite_sequence == numbers.sequence + 1
