"""Signing in: a link works once and for a while, and nobody learns who has an account."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import Clock, MakeApp
from tests.counting import count_statements
from tests.factories import make_account
from tests.letters import same_as_kept
from tests.outbox import letter, letters
from tests.people import cast
from webapp.accounts import sign_in
from webapp.accounts.models import Account, SignInLink
from webapp.core.database import db, write
from webapp.core.links import LinkRevoked
from webapp.mail.words import words_of

ILZE = "ilze@example.org"


@pytest.fixture
def ilze(app: Flask) -> int:
    with app.app_context():
        return make_account(ILZE, "Ilze Coordinator", language="lv").id


def csrf(client: FlaskClient, address: str) -> str:
    page = client.get(address).get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found[1]


def ask(client: FlaskClient, email: str, wanted: str = "") -> tuple[int, str]:
    """Ask for a link as the form does: the status and where the answer leads."""
    token = csrf(client, "/manage/sign-in")
    data = {"email": email, "next": wanted, "csrf_token": token}
    answer = client.post("/manage/sign-in", data=data)
    return answer.status_code, answer.headers.get("Location", "")


def link(app: Flask, email: str = ILZE) -> str:
    """A fresh link, as a path."""
    with app.app_context(), write():
        account = sign_in.find_account(email)
        assert account is not None
        return sign_in.make_link(account).removeprefix("http://localhost")


def press(client: FlaskClient, path: str) -> tuple[int, str]:
    """Open the link and press the button."""
    token = csrf(client, path)
    answer = client.post(path, data={"csrf_token": token})
    return answer.status_code, answer.headers.get("Location", "")


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/manage/account/").status_code == 200


def test_a_link_in_a_letter_signs_in(app: Flask, client: FlaskClient, ilze: int) -> None:
    assert ask(client, "Ilze@Example.org") == (303, "/manage/sign-in/sent")

    with app.app_context():
        told = db.session.merge(letter(app), load=False)
        address = told.facts["link"] if told.facts else ""
    assert address.startswith("http://localhost/manage/sign-in/")
    status, location = press(client, address.removeprefix("http://localhost"))

    assert (status, location) == (303, "/manage/")
    assert is_signed_in(client)


@pytest.mark.parametrize("language", ["en", "lv"])
def test_the_letter_says_this(
    app: Flask, language: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.set("2027-04-01T09:00:00+00:00")
    monkeypatch.setattr("webapp.accounts.sign_in.secrets.token_urlsafe", lambda _: "random" * 7)
    with app.app_context():
        make_account(ILZE, "Ilze Coordinator", language=language)
        with write():
            sign_in.send_link(ILZE)

    with app.app_context():
        assert same_as_kept(f"{language}/sign-in", words_of(letter(app)))


def test_who_has_an_account_is_not_told(app: Flask, client: FlaskClient, ilze: int) -> None:
    def answer(email: str) -> tuple[int, str, str, list[str]]:
        with count_statements() as sent:
            status, location = ask(client, email)
        page = client.get(location).get_data(as_text=True)
        writes = [each for each in sent if each.startswith("INSERT INTO letters")]
        return status, location, page, writes

    assert answer(ILZE) == answer("stranger@example.org")

    assert [each.recipient for each in letters(app) if each.state == "stored"] == [ILZE]


def test_opening_a_link_uses_nothing_up(app: Flask, client: FlaskClient, ilze: int) -> None:
    path = link(app)
    scanner = app.test_client()
    for _ in range(3):
        assert scanner.get(path).status_code == 200
        assert scanner.head(path).status_code == 200

    assert not is_signed_in(scanner)
    assert press(client, path)[0] == 303


def test_a_link_works_once_and_a_new_one_is_offered(
    app: Flask, client: FlaskClient, ilze: int
) -> None:
    path = link(app)
    press(client, path)
    other = app.test_client()

    answer = other.get(path)

    assert answer.status_code == 410
    assert 'action="/manage/sign-in"' in answer.get_data(as_text=True)
    assert not is_signed_in(other)


def test_of_many_who_press_at_once_one_gets_in(any_app: Flask) -> None:
    with any_app.app_context():
        make_account(ILZE)
        with write():
            account = sign_in.find_account(ILZE)
            assert account is not None
            token = sign_in.make_link(account).rsplit("/", 1)[1]

    def attempt(_: int) -> bool:
        with any_app.app_context():
            try:
                with write():
                    sign_in.use_link(token)
            except LinkRevoked:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(8) as people:
        assert sum(people.map(attempt, range(16))) == 1


def test_a_link_is_over_after_half_an_hour(
    app: Flask, client: FlaskClient, ilze: int, clock: Clock
) -> None:
    path = link(app)
    token = csrf(client, path)
    clock.forward(minutes=30, seconds=1)

    assert client.get(path).status_code == 410
    assert client.post(path, data={"csrf_token": token}).status_code == 410
    assert not is_signed_in(client)


def test_a_link_nobody_was_given_is_unknown(client: FlaskClient) -> None:
    assert client.get("/manage/sign-in/no-such-token").status_code == 404


def test_a_button_pressed_from_another_site_does_nothing(
    app: Flask, client: FlaskClient, ilze: int
) -> None:
    assert client.post(link(app), data={}).status_code == 400
    assert not is_signed_in(client)


def test_a_closed_account_gets_no_letter_and_no_way_in(
    app: Flask, client: FlaskClient, ilze: int
) -> None:
    path = link(app)
    with app.app_context(), write():
        account = db.session.get_one(Account, ilze)
        account.deactivated_at = account.created_at

    ask(client, ILZE)

    assert client.get(path).status_code == 410
    assert [each.state for each in letters(app)] == ["suppressed"]


def test_closing_an_account_ends_its_sessions(app: Flask, client: FlaskClient, ilze: int) -> None:
    press(client, link(app))
    with app.app_context(), write():
        account = db.session.get_one(Account, ilze)
        account.deactivated_at = account.created_at

    assert not is_signed_in(client)


def test_no_more_letters_than_a_person_can_want(app: Flask, client: FlaskClient, ilze: int) -> None:
    for _ in range(8):
        assert ask(client, ILZE) == (303, "/manage/sign-in/sent")

    sent = [each for each in letters(app) if each.state == "stored"]
    assert len(sent) == sign_in.MOST_LINKS


def test_asking_too_often_is_answered_with_a_page_that_keeps_the_form(make_app: MakeApp) -> None:
    client = make_app(VIZITE_RATELIMIT_ENABLED="1").test_client()
    answers = [ask(client, ILZE)[0] for _ in range(11)]
    others = ask(client, "other@example.org")[0]

    assert answers == [303] * 10 + [429]
    assert others == 303, "somebody else behind the same address is not kept out"


def test_guessing_links_is_stopped(make_app: MakeApp) -> None:
    client = make_app(VIZITE_RATELIMIT_ENABLED="1").test_client()
    answers = [client.get(f"/manage/sign-in/guess{number}").status_code for number in range(11)]

    assert answers == [404] * 10 + [429]


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/manage/account/", "/manage/account/"),
        ("//evil.example.org/", "/manage/"),
        ("https://evil.example.org/", "/manage/"),
        ("/\\evil.example.org", "/manage/"),
        ("javascript:alert(1)", "/manage/"),
        ("", "/manage/"),
    ],
)
def test_one_gets_where_one_wanted_to_go_but_never_to_another_site(
    app: Flask, client: FlaskClient, ilze: int, wanted: str, leads_to: str
) -> None:
    ask(client, ILZE, wanted)
    facts = letter(app).facts or {}

    assert press(client, facts["link"].removeprefix("http://localhost")) == (303, leads_to)

    assert press(client, f"{link(app)}?next={wanted}") == (303, leads_to)


def test_a_page_for_staff_sends_to_the_sign_in_and_back(
    app: Flask, client: FlaskClient, ilze: int
) -> None:
    answer = client.get("/manage/account/?lang=lv")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/manage/sign-in?next=/manage/account/?lang%3Dlv"


def test_signing_in_starts_a_new_session(app: Flask, client: FlaskClient, ilze: int) -> None:
    with client.session_transaction() as before:
        before["planted"] = "by somebody else"
        before["invitations"] = {}

    press(client, link(app))

    with client.session_transaction() as after:
        assert "planted" not in after
        assert "invitations" in after


def test_signing_out_ends_this_session_only(app: Flask, client: FlaskClient, ilze: int) -> None:
    other = app.test_client()
    press(client, link(app))
    press(other, link(app))
    token = csrf(client, "/manage/account/")

    assert client.post("/manage/sign-out", data={"csrf_token": token}).status_code == 303

    assert not is_signed_in(client)
    assert is_signed_in(other)


def test_signing_out_everywhere_ends_all_sessions_and_unused_links(
    app: Flask, client: FlaskClient, ilze: int
) -> None:
    other, unused = app.test_client(), link(app)
    press(client, link(app))
    press(other, link(app))
    token = csrf(client, "/manage/account/")

    client.post("/manage/account/sessions/end", data={"csrf_token": token})

    assert not is_signed_in(client)
    assert not is_signed_in(other)
    assert client.get(unused).status_code == 404


def test_signing_out_by_a_mere_link_is_impossible(client: FlaskClient) -> None:
    assert client.get("/manage/sign-out").status_code == 405


def test_a_forged_session_is_nobodys(app: Flask, ilze: int) -> None:
    for kept in ("x", f"{ilze}", f"{ilze}.", f"{ilze}.1", "-1.0", "999.0", f"{ilze}.0.0"):
        with app.app_context():
            assert sign_in.account_of_session(kept) is None


def test_one_sets_ones_own_name_language_and_zone(
    app: Flask, client: FlaskClient, ilze: int
) -> None:
    press(client, link(app))
    token = csrf(client, "/manage/account/")
    data = {"name": "  Ilze\nKalniņa ", "language": "en", "zone": "Europe/Lisbon"}

    bad = client.post("/manage/account/", data={**data, "name": "", "csrf_token": token})
    good = client.post("/manage/account/", data={**data, "csrf_token": token})

    assert (bad.status_code, good.status_code) == (422, 303)
    with app.app_context():
        account = db.session.get_one(Account, ilze)
        found = account.name, account.language, account.zone
    assert found == ("Ilze Kalniņa", "en", "Europe/Lisbon")


def test_pages_come_in_the_language_of_the_account(
    app: Flask, client: FlaskClient, ilze: int
) -> None:
    press(client, link(app))

    assert '<html lang="lv"' in client.get("/manage/account/").get_data(as_text=True)


def test_staff_pages_are_kept_out_of_caches(app: Flask, client: FlaskClient, ilze: int) -> None:
    path = link(app)
    assert client.get(path).headers["Cache-Control"] == "no-store"
    press(client, path)

    assert client.get("/manage/account/").headers["Cache-Control"] == "no-store"


def test_nothing_that_signs_in_lies_in_the_database(app: Flask, ilze: int) -> None:
    token = link(app).rsplit("/", 1)[1]

    with app.app_context():
        (kept,) = db.session.scalars(select(SignInLink))
        assert token not in str(vars(kept))


def test_old_links_are_forgotten(app: Flask, client: FlaskClient, ilze: int, clock: Clock) -> None:
    path = link(app)
    clock.forward(hours=2)
    assert client.get(path).status_code == 410
    clock.forward(days=2)

    with app.app_context():
        assert sign_in.remove_old_links() == 1
        assert sign_in.remove_old_links() == 0
    assert client.get(path).status_code == 404


def test_an_empty_and_a_wrong_address_are_asked_again(client: FlaskClient) -> None:
    assert ask(client, "")[0] == 422
    assert ask(client, "no address")[0] == 422


def test_every_person_of_the_cast_is_who_they_are(app: Flask) -> None:
    for who in cast(app):
        expected = who.account_id is not None
        assert is_signed_in(who.client(app)) == expected, who.name
