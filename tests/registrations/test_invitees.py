"""Inviting people by letter: who opened, answered, registered, and reminding the rest."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.browsing import Sheet, look, send
from tests.conftest import Clock, MakeApp
from tests.counting import count_statements
from tests.factories import in_days, make_event, make_registration
from tests.people import People, cast
from tests.registrations.desk import list_of, log, set_event
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.events import rules as event_rules
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.mail.words import words_of
from webapp.projects.organisations import Organisation
from webapp.registrations import invitations, invitees, rules
from webapp.registrations.applicant import Applicant
from webapp.registrations.guest_lists import MOST, read_guests
from webapp.registrations.invitee_lists import answers_of, invitees_page
from webapp.registrations.invitee_models import Answer, Invitee
from webapp.registrations.invitee_news import how_many_hear
from webapp.registrations.invitees import Guest

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="<>@,;\t\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\"'"), max_size=40)  # fmt: skip # noqa: E501


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    """The browser of the coordinator of the organiser."""
    return people.partner_coordinator.client(app)


def here(people: People, name: str = "partners_only") -> str:
    return f"{list_of(people, name)}invitations/"


def invite(desk: FlaskClient, people: People, **fields: Any) -> Sheet:
    """Fill in the form, look at the letters, press the button that sends them."""
    page = look(desk, f"{here(people)}letters")
    seen = send(desk, page, button="See the letters first", **fields)
    return send(desk, seen)


def letters(app: Flask, kind: str = "invitation") -> list[Letter]:
    """Those in the outbox, without a session."""
    with app.app_context():
        query = select(Letter).where(Letter.kind == f"registrations/letters/{kind}")
        found = list(db.session.scalars(query.order_by(Letter.id)))
        db.session.expunge_all()
        return found


def answers(app: Flask, people: People, event: str = "partners") -> dict[str, int]:
    with app.app_context():
        found = answers_of(db.session.get_one(Event, people.event_ids[event]))
        return {answer.value: number for answer, number in found.items()}


def link(letter: Letter, name: str = "link") -> str:
    return str((letter.facts or {})[name]).removeprefix("http://localhost")


def test_the_letters_are_shown_before_they_go_and_nothing_is_done_until_then(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    page = look(desk, f"{here(people)}letters")
    shown = send(
        desk,
        page,
        button="See the letters first",
        guests="Anna Kalna <anna@example.org>\nbirute@example.org",
        **{"message-en": "Bring boots."},
    )

    assert "2 letters will go out." in shown.words
    assert "Bring boots." in shown.words
    assert "/invitations/…" in shown.words
    assert letters(app) == []

    sent = send(desk, shown, button="Invite 2 people")
    assert "2 people were invited." in sent.words
    assert [each.recipient for each in letters(app)] == ["anna@example.org", "birute@example.org"]
    assert answers(app, people) == {"sent": 2}
    assert [change.after for change in log(app, "invited-by-letter")] == [{"letters": 2}]


def test_opening_declining_and_registering_are_seen(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    invite(desk, people, guests="\n".join(f"Guest {n} <g{n}@example.org>" for n in range(4)))
    opened, declined, registered, _silent = letters(app)

    look(app.test_client(), link(opened))
    refusing = app.test_client()
    page = look(refusing, link(declined, "answer_link"))
    after = send(refusing, page, button="I cannot come", reason="At sea that week")
    guest = app.test_client()
    look(guest, link(registered))
    form = look(guest, f"/events/{people.partners_only}/register")
    send(guest, form, name="Somebody Else", email="else@example.org")

    listed = look(desk, here(people))
    assert answers(app, people) == {"opened": 1, "declined": 1, "registered": 1, "sent": 1}
    assert "You have said that you cannot come" in after.words
    assert "At sea that week" in listed.words
    assert "g1@example.org" in look(desk, f"{here(people)}?answer=declined").words
    assert "g0@example.org" not in look(desk, f"{here(people)}?answer=declined").words
    assert "Guest 2" in look(desk, f"{here(people)}?words=GUEST%202").words
    assert len(log(app, "invitation-declined")) == 1


def test_a_look_at_the_answer_changes_nothing(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    """Programs that check mail open every link."""
    invite(desk, people, guests="anna@example.org")
    (letter,) = letters(app)

    look(app.test_client(), link(letter, "answer_link"))

    assert answers(app, people) == {"sent": 1}


def test_a_place_is_for_one_person_and_an_office_has_its_own_number(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    with app.app_context(), write():
        otava = db.session.get_one(Organisation, people.organisation_ids["otava"])
        otava.contact_email = "office@otava.example.org"
        office = f"{otava.id}:office@otava.example.org"

    invite(desk, people, partners=office, partner_places="2", guests="anna@example.org")

    first, second = letters(app)
    assert [(each.recipient, (each.facts or {})["places"]) for each in (first, second)] == [
        ("office@otava.example.org", 2),
        ("anna@example.org", 1),
    ]
    with app.app_context():
        text = words_of(db.session.get_one(Letter, first.id)).text
    assert "2 people may register with this link" in text


def test_only_the_rest_is_reminded_and_nobody_twice_within_two_days(
    app: Flask, people: People, desk: FlaskClient, clock: Clock
) -> None:
    invite(desk, people, guests="a@example.org\nb@example.org\nc@example.org")
    first, second, _third = letters(app)
    too_soon = look(desk, f"{here(people)}reminder")
    clock.forward(days=3)
    look(app.test_client(), link(first))
    refusing = app.test_client()
    send(refusing, look(refusing, link(second, "answer_link")), button="I cannot come")

    page = look(desk, f"{here(people)}reminder")
    done = send(desk, page, button="Remind 2 people")
    again = look(desk, f"{here(people)}reminder")

    reminders = letters(app, "invitation-reminder")
    assert "Nobody is left to be reminded now" in too_soon.words
    assert "2 people were reminded." in done.words
    assert [each.recipient for each in reminders] == ["a@example.org", "c@example.org"]
    assert reminders[0].in_reply_to == first.message_id
    assert link(reminders[0]) == link(first)
    assert "Nobody is left to be reminded now" in again.words


def test_who_was_invited_or_is_registered_is_left_out(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["partners"])
        make_registration(event, "Coming Already", "coming@example.org")
    invite(desk, people, guests="anna@example.org")

    page = look(desk, f"{here(people)}letters")
    shown = send(
        desk,
        page,
        button="See the letters first",
        guests="ANNA@example.org\ncoming@example.org\nnew@example.org\nnew@example.org",
    )

    assert "1 letter will go out." in shown.words
    assert "2 are left out" in shown.words


def test_who_was_taken_off_the_list_is_invited_anew_by_another_link(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    invite(desk, people, guests="anna@example.org")
    (old,) = letters(app)
    listed = look(desk, here(people))
    send(desk, listed, button="Withdraw")
    assert answers(app, people) == {"withdrawn": 1}
    gone = app.test_client().get(link(old))

    invite(desk, people, guests="Anna <anna@example.org>")

    _, new = letters(app)
    assert gone.status_code == 410
    assert link(new) != link(old)
    assert look(app.test_client(), link(new)).status == 200
    assert app.test_client().get(link(old)).status_code in (404, 410)


@pytest.mark.parametrize(
    ("guests", "words"),
    [
        ("", "Say whom to invite."),
        ("anna", "Line 1: There is no e-mail address in it: “anna”."),
        ("ok@example.org\nAnna <anna@>", "Line 2: “anna@” is no e-mail address."),
        ("a@example.org, b@example.org", "Line 1: There are several e-mail addresses in it"),
        ("\n".join(["x"] * 20), "And 12 lines more."),
    ],
)
def test_lines_that_cannot_be_read_are_named_and_what_was_typed_stays(
    app: Flask, people: People, desk: FlaskClient, guests: str, words: str
) -> None:
    page = look(desk, f"{here(people)}letters")

    answer = send(desk, page, button="See the letters first", guests=guests)

    assert answer.status == 422
    assert words in answer.words
    typed = answer.soup.select_one("#guests")
    assert typed is not None
    assert typed.text.strip() == guests.strip()
    assert letters(app) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "draft", "published_at": None}, "publish it before you invite anybody"),
        ({"registration_mode": "none"}, "Nobody can register here."),
    ],
)
def test_nobody_is_invited_to_what_nobody_can_come_to(
    app: Flask, people: People, desk: FlaskClient, changes: dict[str, Any], words: str
) -> None:
    set_event(app, people, event="partners", **changes)
    page = look(desk, f"{here(people)}letters")

    answer = send(desk, page, button="See the letters first", guests="anna@example.org")

    assert (answer.status, letters(app)) == (422, [])
    assert words in answer.words


@given(WORDS, st.sampled_from(["{name} <{email}>", "{email}, {name}", "{name};{email}", "{email}"]))
def test_names_and_addresses_are_found_however_they_are_written(name: str, shape: str) -> None:
    line = shape.format(name=name, email="anna@example.org")

    entries, problems = read_guests(line)

    assert problems == []
    assert [entry.email for entry in entries] == ["anna@example.org"]
    assert entries[0].name == ("" if shape == "{email}" else " ".join(name.split()))


def test_a_list_has_an_end() -> None:
    entries, problems = read_guests("\n".join(f"g{n}@example.org" for n in range(MOST + 5)))

    assert len(entries) == MOST
    assert [problem.line for problem in problems] == [MOST + 1]


def test_two_coordinators_at_once_invite_an_address_once(any_app: Flask) -> None:
    """The database says so, whoever is quicker."""
    with any_app.app_context():
        with write():
            event = make_event("Visit", capacity=5)
        guests = [Guest("Anna", "anna@example.org"), Guest("Anna again", "Anna@Example.org")]
        for _ in range(2):
            with write():
                invitees.invite_all(event, guests, language="en")

        assert db.session.scalar(select(func.count()).select_from(Invitee)) == 1
        assert db.session.scalar(select(func.count()).select_from(Letter)) == 1


def test_the_list_and_the_numbers_are_right_on_both_databases(any_app: Flask) -> None:
    """Also for somebody who registered without the link, and in a fixed number of statements."""
    with any_app.app_context():
        with write():
            event = make_event("Visit", capacity=500)
            guests = [Guest(f"Ērika {n}", f"g{n}@example.org") for n in range(120)]
            invitees.invite_all(event, guests, language="lv", message=LocalText({"lv": "Nāciet!"}))
        with write():
            rules.register(event, Applicant(name="Ērika", email="g7@example.org", language="lv"))
        with count_statements() as counted:
            page = invitees_page(event, words="erika 11")
            numbers = answers_of(event)

        assert [row.invitee.email for row in page.rows] == [
            "g11@example.org",
            *(f"g{n}@example.org" for n in range(110, 120)),
        ]
        assert numbers == {Answer.SENT: 119, Answer.REGISTERED: 1}
        assert len(counted) <= 3
        more = invitees_page(event)
        assert more.after is not None
        assert len(invitees_page(event, after=str(more.after)).rows) == 50


@pytest.mark.parametrize(
    ("act", "subject"),
    [
        (lambda event: event_rules.cancel(event, LocalText({"en": "Storm"})), "Cancelled: Visit"),
        (lambda event: event_rules.postpone(event, LocalText({"en": "Storm"})), "Postponed: Visit"),
        (
            lambda event: event_rules.move(event, in_days(90), LocalText({"en": "Storm"})),
            "New date: Visit",
        ),
    ],
)
def test_who_has_not_answered_hears_what_happens_to_the_event(
    any_app: Flask, act: Callable[[Event], object], subject: str
) -> None:
    """Who has declined, or was taken off the list, does not."""
    with any_app.app_context():
        with write():
            event = make_event("Visit", capacity=5)
            guests = [Guest("", f"{name}@example.org") for name in ("silent", "no", "gone", "yes")]
            _silent, no, gone, _yes = invitees.invite_all(event, guests, language="en")
        with write():
            invitees.decline(no)
            invitations.withdraw(gone.invitation)
            rules.register(event, Applicant(name="Yes", email="yes@example.org", language="en"))
        before = how_many_hear(event)
        with write():
            act(event)

        query = select(Letter).where(Letter.kind == "registrations/letters/invitation-news")
        (letter,) = db.session.scalars(query)
        first = select(Letter.message_id).where(Letter.kind == invitees.FIRST).order_by(Letter.id)
        assert before == 1
        assert letter.recipient == "silent@example.org"
        assert letter.in_reply_to == db.session.scalar(first.limit(1))
        assert words_of(letter).subject == subject
        assert ("/answer" in words_of(letter).text) == ("Cancelled" not in subject)


def test_a_stranger_and_a_helper_cannot_invite(app: Flask, people: People) -> None:
    for who, status in ((people.stranger, 404), (people.helper, 403)):
        for page in ("letters", "reminder"):
            assert who.client(app).get(f"{here(people)}{page}").status_code == status


def test_a_lost_link_says_nothing(make_app: MakeApp) -> None:
    app = make_app()

    assert app.test_client().get("/invitations/abcdefgh-xyz/answer").status_code == 404
