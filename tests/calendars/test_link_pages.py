"""Pages where people make, see, renew and withdraw calendars of their own."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import Sheet, look, send
from tests.calendars.reading import titles
from tests.conftest import Clock, MakeApp
from tests.factories import make_event, make_registration
from tests.letters import same_as_kept
from webapp.calendars import link_erasing, link_fetches
from webapp.calendars.link_models import CalendarAsking, CalendarLink
from webapp.core import sweeps
from webapp.core.database import db, write
from webapp.mail.models import Letter
from webapp.mail.words import words_of
from webapp.registrations.models import Registration
from webapp.registrations.rights_erasure import erase

FEED = re.compile(r"/calendars/[a-z0-9]{12}-[\w-]{22}\.ics")


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


def registered(app: Flask, title: str = "Forum", email: str = "anna@example.org", **of: str) -> str:
    """The token of somebody's registration."""
    with app.app_context():
        return make_registration(make_event(title), email=email, **of).token()


def feed(page: Sheet) -> str | None:
    """The path of the calendar a page shows."""
    found = FEED.search(str(page.soup))
    return found[0] if found else None


def letters(app: Flask) -> list[Letter]:
    with app.app_context():
        return list(db.session.query(Letter).order_by(Letter.id))


def ask(client: FlaskClient, email: str) -> Sheet:
    return send(client, look(client, "/calendars/mine"), button="Send the link", email=email)


def link_in_letter(app: Flask) -> str:
    """Where the last letter leads, as a path."""
    return str((letters(app)[-1].facts or {})["link"]).partition("localhost")[2]


# One registration


def test_opening_the_page_makes_nothing(app: Flask, client: FlaskClient) -> None:
    page = look(client, f"/registrations/{registered(app)}/calendar")

    assert feed(page) is None
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.response.headers["X-Robots-Tag"]
    with app.app_context():
        assert db.session.query(CalendarLink).count() == 0


def test_a_registration_leads_to_its_calendar(app: Flask, client: FlaskClient) -> None:
    token = registered(app)
    own = f"/registrations/{token}/calendar"
    assert look(client, f"/registrations/{token}/").soup.select_one(f'a[href="{own}"]')

    made = send(client, look(client, own), button="Make the calendar")

    path = feed(made)
    assert path
    assert titles(client, path) == {"Forum"}
    assert feed(send(client, look(client, own), button="Give it another address")) != path
    assert feed(look(client, own)) not in (None, path)


def test_pressing_twice_makes_one(any_app: Flask) -> None:
    own = f"/registrations/{registered(any_app)}/calendar"
    client = any_app.test_client()
    page = look(client, own)

    first, second = (feed(send(client, page, button="Make the calendar")) for _ in range(2))

    assert first == second


def test_the_page_tells_when_it_was_fetched_and_by_what(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    own = f"/registrations/{registered(app)}/calendar"
    made = send(client, look(client, own), button="Make the calendar")
    assert "Not yet" in made.words

    client.get(feed(made) or "", headers={"User-Agent": "Google-Calendar-Importer"}).close()

    told = "Monday, 1 March 2027, 14:00 (Riga time), by Google Calendar"
    assert told in look(client, own).words
    clock.forward(minutes=10)
    with app.app_context():
        link_fetches.write_down()
    assert told in look(client, own).words


def test_a_withdrawn_one_is_gone_until_it_is_made_anew(app: Flask, client: FlaskClient) -> None:
    own = f"/registrations/{registered(app)}/calendar"
    path = feed(send(client, look(client, own), button="Make the calendar")) or ""

    page = send(client, look(client, own), button="Withdraw the calendar")

    assert feed(page) is None
    assert "has been withdrawn" in page.words
    assert client.get(path).status_code == 410
    again = feed(send(client, page, button="Make the calendar"))
    assert again not in (None, path)
    assert client.get(path).status_code == 410


def test_what_is_stored_names_it_and_erasing_ends_it(app: Flask, client: FlaskClient) -> None:
    token = registered(app)
    path = feed(send(client, look(client, f"/registrations/{token}/calendar"))) or ""
    client.get(path, headers={"User-Agent": "Thunderbird/128.1"}).close()
    assert "Thunderbird 128" in look(client, f"/registrations/{token}/data").words
    told = client.get(f"/registrations/{token}/data.json").get_json()["registration"]
    assert told["calendar_fetched"].endswith("Thunderbird 128")

    send(client, look(client, f"/registrations/{token}/erasure"))

    assert client.get(path).status_code == 410
    page = look(client, f"/registrations/{token}/calendar")
    assert "the calendar with them" in page.words
    assert client.post(f"/registrations/{token}/calendar").status_code in (303, 400)
    assert client.get(path).status_code == 410


# Everything of an address


def test_the_answer_is_the_same_whoever_is_asked_about(app: Flask, client: FlaskClient) -> None:
    registered(app)

    pages = [ask(client, email) for email in ("anna@example.org", "nobody@example.org")]

    assert pages[0].words == pages[1].words
    assert [letter.recipient for letter in letters(app)] == ["anna@example.org"]


def test_an_address_nobody_has_proven_is_not_written_to(app: Flask, client: FlaskClient) -> None:
    registered(app, state="unverified")

    ask(client, "anna@example.org")

    assert letters(app) == []


def test_the_letter_leads_to_the_calendar(app: Flask, client: FlaskClient) -> None:
    registered(app, "First")
    registered(app, "Second")
    ask(client, " ANNA@example.org ")
    page = look(client, link_in_letter(app))
    assert feed(page) is None, "a scanner opens links; it presses no buttons"

    path = feed(send(client, page, button="Make the calendar")) or ""

    assert titles(client, path) == {"First", "Second"}
    registered(app, "Third")
    assert titles(client, path) == {"First", "Second", "Third"}


def test_a_later_letter_shows_the_same_calendar_and_ends_the_link_before(
    app: Flask, client: FlaskClient
) -> None:
    registered(app)
    ask(client, "anna@example.org")
    first = link_in_letter(app)
    path = feed(send(client, look(client, first), button="Make the calendar"))
    ask(client, "anna@example.org")

    assert feed(look(client, link_in_letter(app))) == path
    assert client.get(first).status_code == 410


def test_the_link_leads_there_for_a_week(app: Flask, client: FlaskClient, clock: Clock) -> None:
    registered(app)
    ask(client, "anna@example.org")
    link = link_in_letter(app)
    path = feed(send(client, look(client, link), button="Make the calendar")) or ""
    clock.forward(days=7)

    assert client.get(link).status_code == 410
    assert client.post(f"{link}/withdrawal").status_code in (400, 410)
    assert client.get(path).status_code == 200, "the calendar itself goes on"


def test_no_letter_of_a_registration_tells_the_way_to_the_calendar(
    app: Flask, client: FlaskClient
) -> None:
    token = registered(app)
    ask(client, "anna@example.org")
    path = feed(send(client, look(client, link_in_letter(app)))) or ""
    key = path[len("/calendars/") : -len(".ics")]

    seen = [look(client, f"/registrations/{token}/{each}") for each in ("", "data", "calendar")]

    assert not any(key in str(page.soup) for page in seen)
    assert not any("calendars/mine/" in str(page.soup) for page in seen)
    asked = link_in_letter(app).rpartition("/")[2]
    assert client.get(f"/calendars/{asked}.ics").status_code == 404
    assert client.get(f"/calendars/mine/{key}").status_code == 404
    assert client.get(f"/calendars/mine/{token}").status_code == 404


def test_renewing_and_withdrawing_need_a_press(app: Flask, client: FlaskClient) -> None:
    registered(app)
    ask(client, "anna@example.org")
    link = link_in_letter(app)
    path = feed(send(client, look(client, link))) or ""
    for act in ("renewal", "withdrawal"):
        assert client.get(f"{link}/{act}").status_code == 405
    assert client.get(path).status_code == 200

    second = feed(send(client, look(client, link), button="Give it another address")) or ""
    assert (client.get(path).status_code, client.get(second).status_code) == (410, 200)

    send(client, look(client, link), button="Withdraw the calendar")
    assert client.get(second).status_code == 410


@pytest.mark.parametrize("email", ["", "not an address", "a@"])
def test_what_is_no_address_is_said_beside_the_field(client: FlaskClient, email: str) -> None:
    page = ask(client, email)

    assert page.status == 422
    assert "email" in page.errors()


def test_asking_again_and_again_is_slowed_down(make_app: MakeApp) -> None:
    app = make_app(VIZITE_RATELIMIT_ENABLED="1")
    client = app.test_client()

    answers = [ask(client, "anna@example.org").status for _ in range(12)]

    assert answers[-1] == 429


@pytest.mark.parametrize("language", ["en", "lv"])
def test_the_letter_in_these_words(app: Flask, language: str) -> None:
    from webapp.calendars.link_letters import send_link
    from webapp.core.i18n import in_language

    registered(app)
    with app.app_context(), app.test_request_context():
        with write(), in_language(language):
            send_link("anna@example.org")
            asking = db.session.query(CalendarAsking).one()
            asking.public_id = "abcdefgh2345"
            letter = db.session.query(Letter).one()
            letter.facts = {"link": "http://localhost/calendars/mine/abcdefgh2345-x", "days": 7}
        assert same_as_kept(f"{language}/calendar-mine", words_of(db.session.query(Letter).one()))


# Erasing


def test_addresses_are_forgotten_with_their_last_registration(any_app: Flask, clock: Clock) -> None:
    token = registered(any_app)
    client = any_app.test_client()
    ask(client, "anna@example.org")
    link = link_in_letter(any_app)
    path = feed(send(client, look(client, link))) or ""

    with any_app.app_context(), write():
        erase(Registration.find_by_token(token))

    assert client.get(path).status_code == 410
    assert client.get(link).status_code == 410
    with any_app.app_context():
        assert db.session.query(CalendarAsking).one().email_key is None
        letter = db.session.query(Letter).filter_by(kind="calendars/letters/mine").one()
        assert (letter.facts, letter.recipient) == (None, "")


def test_askings_are_forgotten_after_some_weeks(any_app: Flask, clock: Clock) -> None:
    registered(any_app)
    ask(any_app.test_client(), "anna@example.org")
    with any_app.app_context():
        assert sweeps.SWEEPS["calendar-links"].work() == 0
        assert link_erasing.forget_due() == 0
    clock.forward(days=29)

    with any_app.app_context():
        assert link_erasing.forget_due() == 1
        assert db.session.query(CalendarAsking).count() == 0


def test_an_address_that_was_corrected_everywhere_is_forgotten(any_app: Flask) -> None:
    token = registered(any_app)
    client = any_app.test_client()
    ask(client, "anna@example.org")
    path = feed(send(client, look(client, link_in_letter(any_app)))) or ""
    with any_app.app_context(), write():
        row = Registration.find_by_token(token)
        row.email = row.email_key = "new@example.org"

    with any_app.app_context():
        assert link_erasing.forget_due() == 1
    assert client.get(path).status_code == 410


def test_an_address_somebody_is_registered_with_stays(any_app: Flask) -> None:
    registered(any_app, state="cancelled")
    with any_app.app_context():
        with write():
            db.session.add(
                CalendarLink(kind="address", email_key="anna@example.org", language="en")
            )
        assert link_erasing.forget_due() == 0
        assert db.session.query(CalendarLink).one().email_key == "anna@example.org"
