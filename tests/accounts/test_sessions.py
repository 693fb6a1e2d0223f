"""The browsers one is signed in with: listed, ended, over when nobody uses them."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from tests.accounts.test_sign_in import ILZE, is_signed_in, link, press
from tests.browsing import Sheet, look, send, sheet
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_account, make_session
from webapp.accounts import sessions, sightings
from webapp.accounts.browsers import browser_words
from webapp.accounts.models import Account, AccountSession
from webapp.core.database import db, write

FIREFOX = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def ilze(any_app: Flask) -> int:
    with any_app.app_context():
        return make_account(ILZE, "Ilze Coordinator").id


def signed_in(app: Flask, browser: str = FIREFOX) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = browser
    assert press(client, link(app))[0] == 303
    return client


def lines(page: Sheet) -> list[str]:
    found = page.soup.select(".sessions > li > div")
    return [" ".join(each.get_text(" ").split()) for each in found]


def rows(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(AccountSession)) or 0


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (IPHONE, "Safari, iPhone"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/131.0.0.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("curl/8.5.0", ""),
        ("<script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_told_in_two_words(says: str, words: str) -> None:
    assert browser_words(says) == words


def test_browsers_are_listed_with_this_one_first(any_app: Flask, ilze: int, clock: Clock) -> None:
    clock.set("2027-04-01T09:00:00+00:00")
    phone = signed_in(any_app, IPHONE)
    clock.set("2027-04-03T09:00:00+00:00")
    desk = signed_in(any_app)

    assert lines(look(phone, "/manage/account/")) == [
        "Safari, iPhone this one Signed in: Thursday, 1 April · Last used: Thursday, 1 April",
        "Firefox, Linux Signed in: today · Last used: today",
    ]
    assert lines(look(desk, "/manage/account/"))[0].startswith("Firefox, Linux this one")


def test_one_browser_is_signed_out_from_another(any_app: Flask, ilze: int) -> None:
    phone, desk = signed_in(any_app, IPHONE), signed_in(any_app)
    page = look(desk, "/manage/account/")
    other = page.soup.select(".sessions form")[1]

    answer = desk.post(
        str(other["action"]),
        data={"csrf_token": other.select_one("input")["value"]},  # type: ignore[index]
    )

    assert answer.status_code == 303
    assert not is_signed_in(phone)
    assert is_signed_in(desk)


def test_ending_the_session_of_this_browser_is_signing_out(any_app: Flask, ilze: int) -> None:
    desk = signed_in(any_app)
    page = look(desk, "/manage/account/")
    form = page.soup.select_one(".sessions form")
    assert form is not None

    answer = desk.post(
        str(form["action"]),
        data={"csrf_token": form.select_one("input")["value"]},  # type: ignore[index]
    )

    assert answer.headers["Location"] == "/"
    assert not is_signed_in(desk)
    assert rows(any_app) == 0


def test_all_others_are_signed_out_at_once(any_app: Flask, ilze: int) -> None:
    others = [signed_in(any_app, IPHONE) for _ in range(3)]
    desk = signed_in(any_app)

    page = send(desk, look(desk, "/manage/account/"), button="Sign out of all others")

    assert page.status == 200
    assert "3 other browsers are signed out." in page.soup.get_text(" ")
    assert not any(is_signed_in(each) for each in others)
    assert lines(page) == ["Firefox, Linux this one Signed in: today · Last used: today"]
    with pytest.raises(AssertionError):
        page.form("Sign out of all others")


def test_signing_out_forgets_the_session(any_app: Flask, ilze: int) -> None:
    desk = signed_in(any_app)
    with desk.session_transaction() as stolen:
        kept = stolen["_user_id"]
    token = look(desk, "/manage/account/").soup.select_one("input[name=csrf_token]")
    assert token is not None

    desk.post("/manage/sign-out", data={"csrf_token": token["value"]})

    thief = any_app.test_client()
    with thief.session_transaction() as session:
        session["_user_id"], session["_fresh"] = kept, True
    assert not is_signed_in(thief), "a cookie kept from before opens nothing any more"
    assert rows(any_app) == 0


def test_signing_in_again_in_the_same_browser_replaces_the_session(
    any_app: Flask, ilze: int
) -> None:
    desk = signed_in(any_app)

    press(desk, link(any_app))

    assert is_signed_in(desk)
    assert rows(any_app) == 1


def test_a_session_nobody_uses_is_over_after_a_month(
    any_app: Flask, ilze: int, clock: Clock
) -> None:
    desk = signed_in(any_app)
    clock.forward(days=29)
    assert is_signed_in(desk)
    with any_app.app_context():
        assert sightings.write_down() == 1
    clock.forward(days=29)
    assert is_signed_in(desk), "it was used meanwhile"
    with any_app.app_context():
        sightings.write_down()
        assert sessions.remove_idle() == 0

    clock.forward(days=30, seconds=1)

    assert not is_signed_in(desk)
    with any_app.app_context():
        assert sessions.remove_idle() == 1
        assert sessions.remove_idle() == 0


def test_reading_writes_nothing_until_some_minutes_have_gathered(
    any_app: Flask, ilze: int, clock: Clock
) -> None:
    clock.set("2027-04-01T09:00:00+00:00")
    desk = signed_in(any_app)

    def writes() -> list[str]:
        with count_statements() as sent:
            desk.get("/manage/account/").close()
        return [each for each in sent if each.startswith(("UPDATE", "INSERT", "DELETE"))]

    assert writes() == []
    clock.forward(minutes=4)
    assert writes() == []
    clock.forward(minutes=1)
    assert len(writes()) == 2, "one for the session, one for the account"
    assert writes() == []

    with any_app.app_context():
        session = db.session.scalars(select(AccountSession)).one()
        assert session.last_seen_at == datetime(2027, 4, 1, 9, 5, tzinfo=UTC)


def test_what_cannot_be_written_disturbs_nobody(
    any_app: Flask, ilze: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("locked"))

    desk = signed_in(any_app)
    look(desk, "/manage/account/")
    clock.forward(minutes=6)
    monkeypatch.setattr(sightings, "_store", locked)

    assert look(desk, "/manage/account/").status == 200
    assert is_signed_in(desk)


def test_asking_who_is_there_takes_two_statements(any_app: Flask, ilze: int) -> None:
    desk = signed_in(any_app)
    desk.get("/manage/sign-in")

    with count_statements() as sent:
        desk.get("/manage/sign-in").close()

    assert len(sent) == 2, str(sent)  # the account with its session, and its roles


def test_a_visit_ends_after_a_pause(any_app: Flask, ilze: int, clock: Clock) -> None:
    def visits() -> tuple[datetime | None, datetime | None]:
        """When the visit before ended, as it is known at once, and as it is stored."""
        with any_app.app_context():
            account = db.session.get_one(Account, ilze)
            return account.last_visit_at, account.seen_before_at

    clock.set("2027-04-01T09:00:00+00:00")
    desk = signed_in(any_app)
    assert visits() == (None, None)

    clock.set("2027-04-01T10:30:00+00:00")
    is_signed_in(desk)
    with any_app.app_context():
        sightings.write_down()
    assert visits() == (None, None), "an hour and a half is the same visit"

    clock.set("2027-04-03T08:00:00+00:00")
    first = datetime(2027, 4, 1, 10, 30, tzinfo=UTC)
    assert visits() == (first, None)
    is_signed_in(desk)
    with any_app.app_context():
        sightings.write_down()
    assert visits() == (first, first)

    clock.set("2027-04-04T08:00:00+00:00")
    signed_in(any_app)
    second = datetime(2027, 4, 3, 8, 0, tzinfo=UTC)
    assert visits() == (second, second), "signing in is a visit as well"


def test_a_closed_account_is_signed_out_everywhere(any_app: Flask, ilze: int) -> None:
    desk, unused = signed_in(any_app), link(any_app)

    with any_app.app_context(), write():
        sessions.end_all(db.session.get_one(Account, ilze))

    assert not is_signed_in(desk)
    assert any_app.test_client().get(unused).status_code == 404


def test_the_stranger_cannot_end_another_s_session(any_app: Flask, ilze: int) -> None:
    desk = signed_in(any_app)
    with any_app.app_context():
        number = db.session.scalars(select(AccountSession.id)).one()
        session_id = make_session(make_account("stranger@example.org", "Stranger"))
    stranger = any_app.test_client()
    with stranger.session_transaction() as session:
        session["_user_id"], session["_fresh"] = session_id, True
    token = look(stranger, "/manage/account/").soup.select_one("input[name=csrf_token]")
    assert token is not None

    for tried in (number, number + 1000, 9007199254740991):
        answer = stranger.post(
            f"/manage/account/sessions/{tried}/end", data={"csrf_token": token["value"]}
        )
        assert sheet(answer).status == 404
    assert is_signed_in(desk)


def test_no_address_of_the_network_is_kept(any_app: Flask, ilze: int) -> None:
    signed_in(any_app)

    with any_app.app_context():
        session = db.session.scalars(select(AccountSession)).one()
        assert "127.0.0.1" not in str(vars(session))
        assert session.last_seen_at - session.created_at < timedelta(seconds=5)
