"""The young come with a guardian's consent, asked by letter and given by its link."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.browsing import Sheet, look, send
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_event, make_organisation, make_registration
from tests.letters import same_as_kept
from tests.registrations.test_views import register
from webapp.core import links
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.mail import outbox
from webapp.mail.models import Letter
from webapp.mail.words import words_of
from webapp.registrations import guardians, rules
from webapp.registrations.applicant import Applicant, Guardian
from webapp.registrations.guardian_models import Answer, GuardianConsent
from webapp.registrations.models import Registration

YOUNG = {
    "age": "younger",
    "guardian_name": "Gita Bērziņa",
    "guardian_email": "gita@example.org",
    "guardian_knows": "y",
}


def youth_event(app: Flask, **values: Any) -> str:
    with app.app_context():
        return make_event(**{"guardian_age": 16, "capacity": 3} | values).code


def guardian_link(app: Flask) -> str:
    with app.app_context():
        return f"/guardians/{db.session.scalars(select(GuardianConsent)).one().token()}/"


def answer(page: Sheet) -> str:
    found = page.soup.select_one(".guardian-answer")
    assert found is not None
    return str(found["data-answer"])


def kinds(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        found = db.session.execute(select(Letter.kind, Letter.recipient).order_by(Letter.id))
        return [(row.kind.rpartition("/")[2], row.recipient) for row in found]


# Registering


def test_somebody_young_names_a_guardian_who_is_written_to(app: Flask, client: FlaskClient) -> None:
    page = register(client, youth_event(app), **YOUNG)

    assert page.state == "confirmed"
    assert "guardian has not answered yet" in page.words
    assert kinds(app) == [("guardian", "gita@example.org"), ("confirmed", "anna@example.org")]


def test_somebody_older_is_asked_no_more(app: Flask, client: FlaskClient) -> None:
    page = register(client, youth_event(app), age="older", guardian_name="Left over")

    assert page.state == "confirmed"
    assert "guardian" not in page.words
    assert kinds(app) == [("confirmed", "anna@example.org")]


def test_how_old_somebody_is_must_be_said(app: Flask, client: FlaskClient) -> None:
    page = register(client, youth_event(app), follow=False)

    assert page.status == 422
    assert page.summary() == ["Say how old you are: the young need a guardian's word."]


def test_what_is_missing_is_told_beside_it_and_what_was_typed_stays(
    app: Flask, client: FlaskClient
) -> None:
    page = register(client, youth_event(app), age="younger", guardian_name="Gita")

    assert page.status == 422
    assert page.errors() == {
        "guardian_email": "Error: Write your guardian's e-mail address: we ask for their consent.",
        "guardian_knows": "Error: Tick this box: your guardian has to know before we write.",
    }
    typed = page.soup.select_one("#guardian_name")
    assert typed is not None
    assert typed["value"] == "Gita"
    assert kinds(app) == []


@pytest.mark.parametrize("address", ["nobody", "a@b", "gita@example.org, other@example.org"])
def test_an_address_that_is_none_is_refused(app: Flask, client: FlaskClient, address: str) -> None:
    page = register(client, youth_event(app), **(YOUNG | {"guardian_email": address}))

    assert page.status == 422
    assert list(page.errors()) == ["guardian_email"]


def test_an_event_for_everyone_asks_no_age(app: Flask, client: FlaskClient) -> None:
    code = youth_event(app, guardian_age=None)

    page = look(client, f"/events/{code}/register")
    done = register(client, code, **YOUNG)

    assert page.soup.select_one("[name=age]") is None
    assert page.soup.select_one("[name=guardian_email]") is None
    assert done.state == "confirmed"
    assert kinds(app) == [("confirmed", "anna@example.org")]


def test_registering_without_the_setting_costs_nothing_more(app: Flask) -> None:
    """The setting costs statements only where somebody is young."""
    statements = []
    with app.app_context():
        for age, guardian in ((None, None), (16, None), (16, Guardian("Gita", "g@example.org"))):
            with write():
                event = make_event(guardian_age=age)
            with write():
                assert event.organiser  # read before, as a view does
                assert event.pool
                applicant = Applicant(name="Anna", email="anna@example.org", guardian=guardian)
                with count_statements() as sent:
                    rules.register(event, applicant)
                    db.session.flush()
            statements.append(len(sent))

    assert statements[0] == statements[1] < statements[2]


# Answering


def test_opening_the_link_answers_nothing(app: Flask, client: FlaskClient) -> None:
    register(client, youth_event(app), **YOUNG)

    page = look(client, guardian_link(app))

    assert answer(page) == "asked"
    assert "Anna Bērziņa has registered and named you, Gita Bērziņa, as guardian" in page.words
    assert page.response.headers["Cache-Control"] == "no-store"
    assert answer(look(client, guardian_link(app))) == "asked"


def test_a_guardian_agrees_and_may_take_it_back(app: Flask, client: FlaskClient) -> None:
    registration = register(client, youth_event(app), **YOUNG).response.request.path
    link = guardian_link(app)

    agreed = send(client, look(client, link), button="I agree")
    assert answer(agreed) == "given"
    assert "agrees that you come" in look(client, registration).words

    taken_back = send(client, agreed, button="Take my consent back")
    assert answer(taken_back) == "refused"
    assert "does not agree" in look(client, registration).words
    assert look(client, registration).state == "confirmed"


def test_a_guardian_refuses(app: Flask, client: FlaskClient) -> None:
    register(client, youth_event(app), **YOUNG)

    page = send(client, look(client, guardian_link(app)), button="I do not agree")

    assert answer(page) == "refused"
    assert answer(send(client, page, button="I agree")) == "given"


def test_the_link_of_a_participant_is_no_guardians_link(app: Flask, client: FlaskClient) -> None:
    path = register(client, youth_event(app), **YOUNG).response.request.path
    token = path.split("/")[2]

    assert client.get(f"/guardians/{token}/").status_code == 404
    assert client.get(f"/registrations/{guardian_link(app).split('/')[2]}/").status_code == 404


# Asking again


def test_another_address_gets_a_new_link_and_the_old_one_opens_nothing(
    app: Flask, client: FlaskClient
) -> None:
    path = register(client, youth_event(app), **YOUNG).response.request.path
    old = guardian_link(app)

    page = look(client, f"{path}guardian")
    done = send(client, page, guardian_email="gita.b@example.org")

    assert "gita.b@example.org" in done.words
    assert kinds(app)[-1] == ("guardian", "gita.b@example.org")
    assert client.get(old).status_code == 410
    assert answer(look(client, guardian_link(app))) == "asked"


def test_asking_again_needs_an_address(app: Flask, client: FlaskClient) -> None:
    path = register(client, youth_event(app), **YOUNG).response.request.path

    page = send(client, look(client, f"{path}guardian"), guardian_email="", guardian_name="")

    assert page.status == 422
    assert list(page.errors()) == ["guardian_name", "guardian_email"]


def test_who_has_agreed_is_not_asked_again(app: Flask, client: FlaskClient) -> None:
    path = register(client, youth_event(app), **YOUNG).response.request.path
    form = look(client, f"{path}guardian")
    send(client, look(client, guardian_link(app)), button="I agree")

    assert client.get(f"{path}guardian").status_code == 303
    assert send(client, form).status == 422
    with app.app_context():
        assert db.session.scalars(select(GuardianConsent)).one().answer == "given"


def test_nobody_else_is_asked_for_a_guardian(app: Flask, client: FlaskClient) -> None:
    path = register(client, youth_event(app), age="older").response.request.path

    assert client.get(f"{path}guardian").status_code == 303


def test_a_form_sent_twice_asks_once(app: Flask, client: FlaskClient) -> None:
    form = look(client, f"/events/{youth_event(app)}/register")
    anna = {"name": "Anna Bērziņa", "email": "anna@example.org"} | YOUNG

    send(client, form, **anna)
    send(client, form, **anna)

    assert [kind for kind, _ in kinds(app)] == ["guardian", "confirmed"]


def test_staff_are_told_how_many_have_no_consent(any_app: Flask) -> None:
    with any_app.app_context():
        with write():
            event = make_event(guardian_age=16)
            for number, given in enumerate(Answer):
                young = make_registration(event, f"Young {number}", f"y{number}@example.org")
                consent = guardians.ask(young, Guardian("Gita", "gita@example.org"))
                guardians.answer(consent, given)
            gone = make_registration(event, "Gone", "gone@example.org", state="cancelled")
            guardians.ask(gone, Guardian("Gita", "gita@example.org"))
        ids = list(db.session.scalars(select(Registration.id)))

        assert len(guardians.without_consent(event)) == 2
        assert sorted(guardians.answers_of(ids).values()) == ["asked", "asked", "given", "refused"]


# The letter


@pytest.fixture
def fixed(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    clock.set("2027-04-01T09:00:00+00:00")
    numbers = iter(range(1, 1000))
    code = lambda length: f"{next(numbers):02}{'brasla' * 5}"[:length]  # noqa: E731
    for module in (links, outbox):
        monkeypatch.setattr(module, "short_code", code)


@pytest.mark.parametrize("language", ["en", "lv"])
@pytest.mark.usefixtures("context", "fixed")
def test_the_letter_asks_in_these_words(language: str) -> None:
    with write():
        brasla = make_organisation(
            LocalText({"en": "Brasla Municipality", "lv": "Braslas novada pašvaldība"}, "lv"),
            slug="brasla",
            contact_email="events@brasla.example.org",
        )
        event = make_event(
            LocalText({"en": "Harbour workshop", "lv": "Ostas darbnīca"}),
            organiser=brasla,
            code="brasla22",
            period=Period.at(datetime(2027, 4, 28, 10), datetime(2027, 4, 28, 12), "Europe/Riga"),
            guardian_age=16,
        )
        anna = make_registration(event, "Anna", "anna@example.org", language=language)
        guardians.ask(anna, Guardian("Gita Bērziņa", "gita@example.org"))
    [letter] = db.session.scalars(select(Letter))

    assert letter.recipient == "gita@example.org"
    assert same_as_kept(f"{language}/guardian", words_of(letter))
