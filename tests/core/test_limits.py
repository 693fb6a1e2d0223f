"""Limits hold where people guess, and never where a crowd registers."""

import pytest
from flask import Flask

from tests.browsing import look, send, values
from tests.conftest import MakeApp
from tests.factories import make_event


def ask_often(app: Flask, times: int) -> list[int]:
    """Ask for the links of one address again and again; the status codes."""
    client = app.test_client()
    page = look(client, "/registrations/links")
    answers = [send(client, page, follow=False, email="anna@example.org") for _ in range(times)]
    return [answer.status for answer in answers]


def test_one_address_asked_for_again_and_again_is_refused(make_app: MakeApp) -> None:
    """With a page that says so and keeps what was typed, not a bare text."""
    app = make_app(VIZITE_RATELIMIT_ENABLED="1")

    answers = ask_often(app, 12)

    assert answers[:10] == [303] * 10
    assert answers[10:] == [429] * 2


def test_the_page_over_the_limit_keeps_the_form(make_app: MakeApp) -> None:
    """Nothing typed is lost by waiting."""
    app = make_app(VIZITE_RATELIMIT_ENABLED="1")
    with app.app_context():
        code = make_event(capacity=50).code
    client = app.test_client()
    page = look(client, f"/events/{code}/register")
    typed = {"name": "Anna Bērziņa", "email": "anna@example.org", "form_key": None}

    for _ in range(10):
        send(client, page, follow=False, **typed)
    refused = send(client, page, **typed)

    assert refused.status == 429
    kept = values(refused.form("Send it again"))
    assert kept["name"].strip() == "Anna Bērziņa"
    assert kept["email"].strip() == "anna@example.org"
    assert int(refused.response.headers["Retry-After"]) in range(1, 602)


def test_a_school_registers_from_one_address(make_app: MakeApp) -> None:
    """Sixty people behind one router, each with an address of their own."""
    app = make_app(VIZITE_RATELIMIT_ENABLED="1")
    with app.app_context():
        code = make_event(capacity=100).code

    for number in range(60):
        client = app.test_client()
        page = look(client, f"/events/{code}/register")
        one = {"name": f"Pupil {number}", "email": f"pupil{number}@example.org"}
        assert send(client, page, follow=False, **one).status == 303


def test_redis_counts_for_all_processes(make_app: MakeApp, redis_url: str) -> None:
    """Over its socket too."""
    one = make_app(VIZITE_RATELIMIT_ENABLED="1", VIZITE_REDIS_URL=redis_url)
    two = make_app(VIZITE_RATELIMIT_ENABLED="1", VIZITE_REDIS_URL=redis_url)

    assert ask_often(one, 6) == [303] * 6
    assert ask_often(two, 6)[-2:] == [429] * 2


def test_without_redis_the_site_goes_on(make_app: MakeApp) -> None:
    """Each process counts for itself meanwhile."""
    app = make_app(VIZITE_RATELIMIT_ENABLED="1", VIZITE_REDIS_URL="redis://127.0.0.1:9/0")

    assert app.test_client().get("/events/").status_code == 200


@pytest.mark.parametrize("path", ["/registrations/abc-def/", "/invitations/abc-def/"])
def test_guessing_links_is_slowed_down(make_app: MakeApp, path: str) -> None:
    """After some wrong ones there is no answer for a while, right or wrong."""
    client = make_app(VIZITE_RATELIMIT_ENABLED="1").test_client()

    answers = [client.get(path).status_code for _ in range(40)]

    assert answers[0] == 404
    assert answers[-1] == 429
