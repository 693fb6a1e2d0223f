"""Somebody loses a role, or their session, while they write: what they typed is not lost."""

from flask import Flask
from sqlalchemy import delete

from tests.accounts.test_sign_in import link, press
from tests.browsing import look, sheet, values
from tests.people import People, cast
from webapp.accounts.models import AccountSession
from webapp.core.database import db, write
from webapp.projects.roles import RoleAssignment

OURS = {"Origin": "http://localhost"}
REASON = "The square is being paved until May."


def test_a_role_is_taken_away_while_its_holder_writes(any_app: Flask) -> None:
    people = cast(any_app)
    client = people.partner_coordinator.client(any_app)
    address = f"/manage/events/{people.public}/cancellation"
    typed = values(look(client, address).form()) | {"reason-en": REASON}
    with any_app.app_context(), write():
        db.session.execute(delete(RoleAssignment))

    page = sheet(client.post(address, data=typed, headers=OURS))

    assert page.status == 403
    assert page.soup.select_one("main textarea").get_text().strip() == REASON  # type: ignore[union-attr]
    assert "It was not stored." in page.words
    theirs = client.post(address, data=typed, headers={"Origin": "https://evil.example"})
    assert REASON not in theirs.get_data(as_text=True), "another site puts no words on our pages"


def test_a_session_is_ended_while_somebody_writes(any_app: Flask) -> None:
    people = cast(any_app)
    client = people.partner_coordinator.client(any_app)
    address = f"/manage/events/{people.public}/cancellation"
    typed = values(look(client, address).form()) | {"reason-en": REASON}
    _end_sessions(any_app)

    page = sheet(client.post(address, data=typed, headers=OURS))
    assert page.status == 403
    assert "You are no longer signed in" in page.words

    press(client, link(any_app, "partner.coordinator@example.org"))
    again = sheet(client.post(address, data=values(page.form("Send it again")), headers=OURS))
    assert "This form has been open for too long" in again.words, "the key of a form is renewed"
    done = sheet(client.post(address, data=values(again.form("Send it again")), headers=OURS))
    assert done.status in (200, 303, 422)
    assert REASON in done.response.get_data(as_text=True) or done.status == 303


def test_where_nothing_was_typed_one_is_asked_to_sign_in(any_app: Flask) -> None:
    people: People = cast(any_app)
    client = people.partner_coordinator.client(any_app)
    address = f"/manage/events/{people.public}/cancellation"
    _end_sessions(any_app)

    for headers, data in ((OURS, {"confirm": "y"}), ({}, {"reason-en": REASON})):
        answer = client.post(address, data=data, headers=headers)
        assert answer.status_code in (303, 400), data


def _end_sessions(app: Flask) -> None:
    with app.app_context(), write():
        db.session.execute(delete(AccountSession))
