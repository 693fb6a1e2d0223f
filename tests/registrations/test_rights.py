"""What somebody can see, take along, correct and have erased by the link of their registration."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.browsing import look, send, values
from tests.conftest import Clock
from tests.factories import in_days, make_account, make_event, make_organisation, make_registration
from tests.registrations.test_views import register
from webapp.core.changes import Change
from webapp.core.database import Base, db, write
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.mail.words import words_of
from webapp.needs import rules as needs
from webapp.needs.options import Needed
from webapp.questions import rules as questions
from webapp.questions.asking import Kind
from webapp.questions.models import Answer, QuestionVersion
from webapp.registrations import guardians, people_notes, rules
from webapp.registrations.applicant import Applicant, Guardian
from webapp.registrations.models import Registration, State
from webapp.registrations.notifications import send_links_again
from webapp.registrations.rights_erasure import erase
from webapp.seats.counting import recount

TRACES = ("Anna", "Bērziņa", "berzina", "anna@", "Gita", "gita@", "by bus", "Brasla school", "Blue")


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


def whole_registration(app: Flask, **values: Any) -> str:
    """Anna's, with everything there can be; the token of her link."""
    with app.app_context():
        with write():
            event = make_event("Harbour workshop", capacity=2, takes_photos=True, **values)
            colour = _ask(event, Kind.SHORT_TEXT, "Your colour?")
            news = _ask(event, Kind.CONSENT, "May we write about later events?")
            diet = _ask(event, Kind.DIET, "What do you eat?")
            staff = make_account("kate@example.org", "Kate Koordinatore")
        with write():
            anna = Applicant(
                name="Anna Bērziņa",
                email="anna@example.org",
                organisation_text="Brasla school",
                not_in_photos=True,
                guardian=Guardian("Gita", "gita@example.org"),
            )
            registration = rules.register(db.session.merge(event), anna)
            db.session.add_all(
                [
                    Answer(registration_id=registration.id, value=value, **version)
                    for version, value in ((colour, "Blue"), (news, "yes"))
                ]
            )
            needs.store(
                registration.id,
                event.id,
                "diet",
                Needed(("vegan",), "no traces"),
                diet["version_id"],
            )
            people_notes.add(registration, "Anna comes by bus")
            registration.entered_by_id = staff.id
            return registration.token()


def _ask(event: Event, kind: Kind, label: str) -> dict[str, int]:
    question = questions.add(event, kind, questions.Draft(LocalText({"en": label})))
    version = db.session.scalars(
        select(QuestionVersion.id).where(QuestionVersion.question_id == question.id)
    ).one()
    return {"question_id": question.id, "version_id": version}


def everything_stored(app: Flask) -> str:
    """All rows of all tables in one text."""
    with app.app_context():
        rows = [
            str(row)
            for table in Base.metadata.sorted_tables
            for row in db.session.execute(select(table))
        ]
    return "\n".join(rows)


# What is known


def test_the_page_tells_everything_that_is_stored(app: Flask, client: FlaskClient) -> None:
    token = whole_registration(app)

    page = look(client, f"/registrations/{token}/data")

    for words in (
        "Anna Bērziņa",
        "anna@example.org",
        "Brasla school",
        "please not me",
        "Your colour? Blue",
        "May we write about later events? agreed",
        "vegan: no traces",
        "Gita",
        "guardian has not answered yet",
        "Anna comes by bus",
        "You have a place",
        "GDPR article 6(1)",
        "The controller of these data is Brasla Municipality",
    ):
        assert words in page.words
    assert "Kate Koordinatore" not in page.words


def test_neither_page_nor_file_is_kept_or_found_by_others(app: Flask, client: FlaskClient) -> None:
    token = whole_registration(app)

    for name in ("data", "data.json", "erasure"):
        answer = client.get(f"/registrations/{token}/{name}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_file_holds_the_same_for_programs(app: Flask, client: FlaskClient) -> None:
    token = whole_registration(app)

    answer = client.get(f"/registrations/{token}/data.json")
    found = json.loads(answer.data)

    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert (found["format"], found["version"]) == ("vizite-registration", 1)
    assert found["registration"]["name"] == "Anna Bērziņa"
    assert found["registration"]["please_not_in_photographs"] is True
    assert found["registration"]["registered_at"] == "2027-03-01T12:00:00+00:00"
    assert found["answers"][0] == {"question": "Your colour?", "answer": "Blue"}
    assert found["needs"] == [{"kind": "Dietary requirements", "needs": "vegan: no traces"}]
    assert found["guardian"]["email"] == "gita@example.org"
    assert found["notes"][0]["text"] == "Anna comes by bus"
    assert [each["what"] for each in found["letters"]] == [
        "You have a place",
        "A guardian's consent is asked for",
    ]
    assert found["controller"]["name"] == "Brasla Municipality"


def test_the_page_speaks_the_readers_language(app: Flask, client: FlaskClient) -> None:
    token = whole_registration(app)

    page = look(client, f"/registrations/{token}/data?lang=lv")

    assert page.soup.html is not None
    assert page.soup.html["lang"] == "lv"
    assert page.status == 200


def test_a_link_tells_of_no_other_registration(app: Flask, client: FlaskClient) -> None:
    """Not even of the same person's at the same organiser: a link may have been passed on."""
    token = whole_registration(app)
    with app.app_context():
        other = make_event("Secret rehearsal", period=in_days(40)).code
    register(client, other, name="Anna Bērziņa", email="anna@example.org", organisation="Elsewhere")

    for name in ("data", "data.json"):
        text = client.get(f"/registrations/{token}/{name}").text
        assert "Secret rehearsal" not in text
        assert "Elsewhere" not in text


def test_a_letter_with_all_links_of_an_address_is_read_by_none_of_them(
    app: Flask, client: FlaskClient
) -> None:
    """Two people of one office: whoever is passed the link of one does not get the other's."""
    with app.app_context(), write():
        event = make_event()
        first, second = (make_registration(event, name, "office@example.org") for name in "AB")
        letter = send_links_again("office@example.org", "en")
        assert letter is not None
        words = words_of(letter)
        letter.subject, letter.body_text, letter.state = words.subject, words.text, "sent"
        tokens = first.token(), second.token()
        assert all(token in words.text for token in tokens)

    pages = [client.get(f"/registrations/{token}/data").text for token in tokens]

    assert tokens[1] not in pages[0]
    assert tokens[0] not in pages[1]


@pytest.mark.parametrize("name", ["data", "data.json", "erasure"])
def test_a_wrong_link_opens_nothing(app: Flask, client: FlaskClient, name: str) -> None:
    token = whole_registration(app)

    answer = client.get(f"/registrations/{token[:-1]}/{name}")

    assert answer.status_code == 404
    assert "Anna" not in answer.text


def test_until_when_is_told_to_the_day(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_organisation(retention_months=6)
    token = whole_registration(app, period=in_days(9))

    page = look(client, f"/registrations/{token}/data")

    assert "10 September 2027" in page.words


def test_the_guardians_link_is_nobody_elses_to_read(app: Flask, client: FlaskClient) -> None:
    """Or the young could agree for themselves."""
    token = whole_registration(app)
    with app.app_context(), write():
        for letter in db.session.scalars(select(Letter)):
            letter.state, letter.sent_at, words = "sent", letter.created_at, words_of(letter)
            letter.subject, letter.body_text = words.subject, words.text

    for name in ("data", "data.json"):
        text = client.get(f"/registrations/{token}/{name}").text
        assert "/guardians/" not in text
        assert f"/registrations/{token}/" in text


# Erasing


def test_erasing_leaves_no_trace_in_the_whole_database(app: Flask, client: FlaskClient) -> None:
    token = whole_registration(app)
    stored = everything_stored(app)
    assert [trace for trace in TRACES if trace not in stored] == []

    done = send(client, look(client, f"/registrations/{token}/erasure"))

    stored = everything_stored(app)
    assert [trace for trace in TRACES if trace in stored] == []
    assert done.state == "cancelled"
    assert "were erased on" in done.words


def test_erasing_frees_the_place_for_the_next_in_line(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        code = make_event(capacity=1).code
    first = register(client, code)
    second = register(client, code, name="Boriss", email="boriss@example.org")
    page = look(client, f"{first.response.request.path}erasure")
    assert "Your registration is cancelled with it." in page.words

    send(client, page, button="Cancel my registration and erase my data")

    assert look(client, second.response.request.path).state == "offered"


def test_after_the_event_the_state_stays_as_evidence(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    token = whole_registration(app, period=in_days(1))
    clock.forward(days=10)
    page = look(client, f"/registrations/{token}/erasure")
    assert "cancelled with it" not in page.words

    assert send(client, page).state == "confirmed"

    page = look(client, f"/registrations/{token}/")
    assert "See you there" not in page.words
    assert "Anna" not in page.words


def test_the_erased_page_answers_for_ever_and_offers_nothing(
    app: Flask, client: FlaskClient
) -> None:
    token = whole_registration(app)
    page = look(client, f"/registrations/{token}/erasure")
    send(client, page)

    assert send(client, page, follow=False).status == 303
    assert client.get(f"/registrations/{token}/erasure").status_code == 303
    assert client.get(f"/registrations/{token}/data").status_code == 200
    data = json.loads(client.get(f"/registrations/{token}/data.json").data)
    assert "name" not in data["registration"]
    assert data["registration"]["erased_at"] == "2027-03-01T12:00:00+00:00"
    assert (data["answers"], data["needs"], data["notes"]) == ([], [], [])


def test_a_letter_that_has_not_gone_out_never_does(app: Flask, client: FlaskClient) -> None:
    token = whole_registration(app)

    send(client, look(client, f"/registrations/{token}/erasure"))

    with app.app_context():
        found = list(db.session.scalars(select(Letter)))
    assert {(each.state, each.recipient, each.facts) for each in found} == {
        ("suppressed", "", None)
    }


def test_a_person_known_by_another_registration_stays_known(any_app: Flask) -> None:
    with any_app.app_context():
        staff = make_account().id
        with write():
            anna = Applicant(name="Anna", email="anna@example.org")
            first = rules.register(make_event("One"), anna, entered_by=staff)
            second = rules.register(make_event("Two"), anna, entered_by=staff)
            assert first.person_id == second.person_id
        with write():
            erase(first)
        assert second.person is not None
        assert second.person.name_key == "anna"
        with write():
            erase(second)
        db.session.expire_all()
        assert second.person.name_key == ""


@pytest.mark.parametrize(
    "state",
    [State.CONFIRMED, State.WAITING, State.OFFERED, State.UNVERIFIED, State.AWAITING_APPROVAL],
)
def test_whatever_the_state_the_seats_still_add_up(any_app: Flask, state: State) -> None:
    with any_app.app_context():
        with write():
            event = make_event(capacity=3)
            somebody = make_registration(event, state=state)
        with write():
            erase(somebody)
        assert somebody.state == "cancelled"
        assert somebody.name == ""
        assert event.pool.taken == 0
        assert list(recount()) == []


def test_the_protocol_has_numbers_and_how_it_was_asked(app: Flask, client: FlaskClient) -> None:
    token = whole_registration(app)

    send(client, look(client, f"/registrations/{token}/erasure"))

    with app.app_context():
        query = select(Change).where(Change.verb == "contact-data-erased")
        [entry] = db.session.scalars(query)
        assert entry.actor == "participant"
        assert entry.after == {
            "registrations": 1,
            "letters": 1,
            "answers": 2,
            "needs": 1,
            "notes": 1,
            "guardians": 1,
            "asked": "link",
        }


def test_a_scanner_that_opens_the_page_erases_nothing(app: Flask, client: FlaskClient) -> None:
    token = whole_registration(app)

    client.get(f"/registrations/{token}/erasure")

    assert "Anna" in everything_stored(app)


# Consents and pictures


def test_a_free_consent_can_be_taken_back(app: Flask, client: FlaskClient) -> None:
    token = whole_registration(app)

    page = send(
        client, look(client, f"/registrations/{token}/data"), button="Take this consent back"
    )

    assert "May we write about later events?" not in page.words
    assert "Your colour? Blue" in page.words
    assert "a consent withdrawn" in page.words


def test_only_a_free_consent_can_be_taken_back(app: Flask, client: FlaskClient) -> None:
    token = whole_registration(app)
    with app.app_context():
        before = len(list(db.session.scalars(select(Answer))))

    form = values(look(client, f"/registrations/{token}/data").form("Take this consent back"))
    for question in ("zzzzzzzz", "x%01", "2" * 300):
        address = f"/registrations/{token}/consents/{question}/withdrawal"
        assert client.post(address, data=form).status_code == 303

    with app.app_context():
        assert len(list(db.session.scalars(select(Answer)))) == before


def test_please_not_me_can_be_said_and_taken_back_at_any_time(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        code = make_event(takes_photos=True, photo_notice="We film the harbour.").code
    page = register(client, code)
    assert "We film the harbour." in page.words

    refused = send(client, page, button="Please not me")
    assert "Whoever takes and chooses pictures has been told" in refused.words
    allowed = send(client, refused, button="I do not mind any more")
    assert "has been told" not in allowed.words


def test_the_form_tells_of_pictures_and_takes_the_mark(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        organiser = make_organisation("Otava Town", photo_notice="Otava takes pictures.")
        code = make_event(takes_photos=True, organiser=organiser).code
        quiet = make_event(organiser=organiser).code
    assert "Otava takes pictures." in look(client, f"/events/{code}/register").words
    assert "Otava takes pictures." not in look(client, f"/events/{quiet}/register").words

    register(client, code, not_in_photos="y")

    with app.app_context():
        assert db.session.scalars(select(Registration)).one().not_in_photos is True


def test_without_words_of_its_own_an_event_says_what_pictures_are_for(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        code = make_event(takes_photos=True).code

    assert "Photographs are taken at this event" in look(client, f"/events/{code}/register").words


def test_guardians_are_forgotten_with_the_young(app: Flask, client: FlaskClient) -> None:
    token = whole_registration(app)
    with app.app_context():
        registration = db.session.scalars(select(Registration)).one()
        consent = guardians.consent_of(registration)
        assert consent is not None
        link = consent.token()
    assert client.get(f"/guardians/{link}/").status_code == 200

    send(client, look(client, f"/registrations/{token}/erasure"))

    assert client.get(f"/guardians/{link}/").status_code == 410
