"""Closed unless it says it is public; strict headers; nothing to inject."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import look, send, sheet, values
from tests.conftest import MakeApp
from tests.factories import make_event
from tests.people import cast
from webapp.core.security import is_local_address


def test_pages_forbid_whatever_is_not_ours(client: FlaskClient) -> None:
    """No inline script or style, no frame, no foreign form."""
    headers = client.get("/events/").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_error_pages_are_as_strict(client: FlaskClient) -> None:
    """They show what somebody typed into the address."""
    answer = client.get("/<script>alert(1)</script>")

    assert answer.status_code == 404
    assert "Content-Security-Policy" in answer.headers
    assert "<script>alert" not in answer.get_data(as_text=True)


def test_the_tile_host_is_the_only_addition(make_app: MakeApp) -> None:
    """And only where one is set."""
    app = make_app(VIZITE_TILE_URL="https://tiles.example.org/{z}/{x}/{y}.png")

    policy = app.test_client().get("/events/").headers["Content-Security-Policy"]

    assert "img-src 'self' data: https://tiles.example.org" in policy
    assert "default-src 'self';" in policy


def test_cookies_are_kept_from_scripts_and_other_sites(make_app: MakeApp) -> None:
    """And from plain connections where the site has a certificate."""
    app = make_app(VIZITE_BASE_URL="https://events.example.org")
    with app.app_context():
        code = make_event().code

    cookie = app.test_client().get(f"/events/{code}/register").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" in cookie


def test_pages_of_staff_are_stored_nowhere(app: Flask) -> None:
    """Not by the browser, not by a proxy."""
    client = cast(app).partner_coordinator.client(app)

    assert client.get("/manage/").headers["Cache-Control"] == "no-store"


def test_a_form_from_another_site_does_nothing(app: Flask) -> None:
    """Every POST wants the token of its form."""
    people = cast(app)
    client = people.partner_coordinator.client(app)

    answer = client.post(f"/manage/events/{people.public}/cancellation", data={"step": "send"})

    assert answer.status_code == 400
    assert "cancelled" not in look(client, f"/events/{people.public}/").words


def test_a_form_whose_session_is_gone_can_be_sent_again(app: Flask) -> None:
    """Nothing typed is lost; only a form of this very site is offered back."""
    with app.app_context():
        code = make_event(capacity=5).code
    page = look(app.test_client(), f"/events/{code}/register")
    typed = values(page.form()) | {"name": "Anna", "email": "anna@example.org"}
    address, fresh = f"/events/{code}/register", app.test_client()

    ours = sheet(fresh.post(address, data=typed, headers={"Origin": "http://localhost"}))
    theirs = sheet(fresh.post(address, data=typed, headers={"Origin": "https://evil.example"}))
    sent = send(fresh, ours, button="Send it again")

    assert (ours.status, theirs.status) == (400, 400)
    assert not theirs.soup.select("main form")
    assert sent.state == "confirmed"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/events/%00/register", 404),
        ("/events/%00.ics", 404),
        ("/registrations/%00-x/", 404),
        ("/projects/%00/", 404),
        ("/manage/sign-in/%00", 404),
        ("/events/?q=%00", 200),
        ("/calendars/all.ics?project=%00", 404),
    ],
)
def test_a_nul_in_an_address_is_no_error_of_ours(any_app: Flask, address: str, status: int) -> None:
    """PostgreSQL would refuse the statement."""
    assert any_app.test_client().get(address).status_code == status


@pytest.mark.parametrize(
    ("address", "is_local"),
    [
        ("/manage/", True),
        ("/events/?past=1", True),
        ("", False),
        (None, False),
        ("//evil.example.org", False),
        ("/\\evil.example.org", False),
        ("https://evil.example.org", False),
        ("javascript:alert(1)", False),
        ("manage/", False),
    ],
)
def test_only_addresses_of_this_site_are_gone_back_to(address: str | None, is_local: bool) -> None:
    """After signing in or choosing a language."""
    assert is_local_address(address) is is_local


def test_a_stranger_asks_to_sign_in_and_comes_back(client: FlaskClient) -> None:
    """To where they wanted to go."""
    answer = client.get("/manage/events/?status=draft")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/manage/sign-in?next=/manage/events/?status%3Ddraft"


@pytest.mark.parametrize("code", [400, 403, 404, 405, 410, 413, 415])
@pytest.mark.parametrize("language", ["en", "lv"])
def test_every_error_page_is_the_sites_own(app: Flask, code: int, language: str) -> None:
    """In the reader's language, with a way on."""
    from flask import abort

    from webapp.core.permissions import public

    app.add_url_rule("/fail", view_func=public(lambda: abort(code)), endpoint="fail")
    client = app.test_client()

    page = look(client, f"/fail?lang={language}")

    assert page.status == code
    assert page.soup.html is not None
    assert page.soup.html["lang"] == language
    assert page.soup.select("main h1")
    assert page.soup.select("main a[href]")


def test_an_error_of_ours_says_sorry_and_tells_nothing(make_app: MakeApp) -> None:
    """The trace is for the log."""
    from webapp.core.permissions import public

    app = make_app()
    app.testing = False

    def fail() -> str:
        raise RuntimeError("secret")

    app.add_url_rule("/fail", view_func=public(fail), endpoint="fail")

    page = look(app.test_client(), "/fail")

    assert page.status == 500
    assert "secret" not in page.response.get_data(as_text=True)
    assert page.soup.select("main h1")
