"""Changing how people take part, asking again after a move, and what a copy takes along."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browsing import look, send
from tests.events.edit_desk import get
from tests.events.test_manage_acts import REASON, buttons, event_code, letters, moved_to, start
from tests.factories import make_place, make_registration
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.events import rules, signals
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.registrations.models import Registration
from webapp.registrations.reconfirmations import Reconfirmation

LINK = "https://meet.example.org/nets"


def test_an_event_goes_online_with_its_link_and_everyone_reads_it_first(app: Flask) -> None:
    with app.app_context():
        place = make_place("Quay")
        code = event_code(app, registered=2, places=[place])
    client, page = start(app, code, "mode")

    check = send(
        client, page, mode="online", join_url=LINK, **{"places-0-place": ""}, **REASON, step="check"
    )
    assert "2 letters will go out." in check.words
    assert "2 letters bring the event for the calendar." in check.words
    assert "Change it and write to 2 people" in buttons(check)
    with app.app_context():
        assert get(app, code).mode == "on-site"
    done = send(client, check, step="send")

    assert "How people take part is changed. 2 people get a letter." in done.words
    assert letters(app) == ["event-changed"] * 2
    with app.app_context():
        event = get(app, code)
        assert (event.mode, event.places, event.join_url) == ("online", [], LINK)
        calendar = db.session.scalars(select(Letter.calendar)).first()
        assert calendar is not None
        assert LINK in calendar.replace("\r\n ", "")
    assert "Reason: The quay is closed." in look(client, f"/manage/events/{code}/history").words


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"mode": "on-site"}, "Choose the place where people meet."),
        ({"mode": "hybrid", "places-0-place": "quay"}, "This is how it is already."),
        ({"mode": "online", "places-0-place": "quay"}, "An event online has no place"),
        ({"mode": "somewhere"}, "Choose one of the options listed."),
        ({"mode": "online", "join_url": "javascript:x"}, "Write a full address"),
        ({"mode": "online", "reason-en": "x" * 1001}, "Shorten this by 1 character"),
    ],
)
def test_a_mode_that_cannot_be_is_answered(app: Flask, typed: dict[str, str], message: str) -> None:
    with app.app_context():
        code = event_code(app, places=[make_place("Quay")], mode="hybrid")
    client, page = start(app, code, "mode")

    answer = send(client, page, **{"places-0-place": "", **typed})

    assert answer.status == 422
    assert answer.summary()[0].startswith(message)


def test_one_more_place_changes_nothing_yet(app: Flask) -> None:
    code = event_code(app)
    client, page = start(app, code, "mode")

    more = send(client, page, **{"places-add": "1", "mode": "hybrid"})

    assert more.soup.find(attrs={"name": "places-1-place"}) is not None
    with app.app_context():
        assert get(app, code).revision == 1


# Asked again


def asked(**more: str) -> dict[str, str]:
    days = {"until-date": "2027-04-20", "until-time": "18:00"}
    return moved_to("2027-05-04") | REASON | {"registrations": "ask"} | days | more


def test_moving_may_ask_everyone_again(app: Flask) -> None:
    code = event_code(app, registered=2)
    client, page = start(app, code, "move")

    check = send(client, page, step="check", **asked(unanswered="release"))
    sample = check.soup.select_one(".letter")
    assert sample is not None
    assert "/registrations/…" in sample.get_text()
    assert "your place goes to somebody else" in " ".join(sample.get_text().split())
    send(client, check, step="send")

    with app.app_context():
        rows = list(db.session.scalars(select(Reconfirmation)))
        assert [(row.answer, row.releases) for row in rows] == [(None, True)] * 2
        assert rows[0].until.isoformat() == "2027-04-20T15:00:00+00:00"
        tokens = [each.token() for each in db.session.scalars(select(Registration))]
    assert not any(token in check.response.get_data(as_text=True) for token in tokens)


def test_all_registrations_are_kept_unless_somebody_says_otherwise(app: Flask) -> None:
    code = event_code(app, registered=1)
    client, page = start(app, code, "move")

    send(client, page, step="send", **moved_to("2027-05-04"), **REASON)

    with app.app_context():
        assert list(db.session.scalars(select(Reconfirmation))) == []


def test_nobody_registered_means_nobody_to_ask(app: Flask) -> None:
    code = event_code(app)
    _client, page = start(app, code, "move")

    assert page.soup.find(attrs={"name": "registrations"}) is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"until-date": "", "until-time": ""}, "Say by when people are to answer."),
        ({"until-time": ""}, "Add the time."),
        ({"until-date": "2020-01-01"}, "Choose a moment from now on, before the event begins."),
        ({"until-date": "2027-05-05"}, "Choose a moment from now on, before the event begins."),
        ({"registrations": "perhaps"}, "Choose one of the options listed."),
        ({"unanswered": "lose"}, "Choose one of the options listed."),
    ],
)
def test_a_deadline_nobody_could_keep_is_answered(
    app: Flask, typed: dict[str, str], message: str
) -> None:
    code = event_code(app, registered=1)
    client, page = start(app, code, "move")

    answer = send(client, page, step="check", **asked(**typed))

    assert answer.status == 422
    assert answer.summary() == [message]


# In numbers


def test_before_an_act_its_page_says_who_hears_of_it(app: Flask) -> None:
    code = event_code(app, registered=3, capacity=3)
    with app.app_context(), write():
        event = get(app, code)
        make_registration(event, "W", "w@example.org", "waiting")
        make_registration(event, "By hand", None, "waiting")
        event.pool.capacity = 4
        make_registration(event, "U", "u@example.org", "unverified")
    _client, page = start(app, code, "cancellation")

    numbers = [each.get_text(strip=True) for each in page.soup.select(".numbers li")]

    assert numbers == [
        "4 people will be written to.",
        "1 of them is on the waiting list.",
        "1 person gave no e-mail address: tell them yourself.",
        "1 person has not confirmed the address yet and hears nothing.",
    ]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "It will stand in 3 calendars people subscribe to."),
        ({"visibility": "unlisted"}, ""),
        ({"period": Period.undated()}, ""),
    ],
)
def test_publishing_says_in_how_many_calendars_it_will_stand(
    app: Flask, values: dict[str, Any], said: str
) -> None:
    code = event_code(app, status="draft", **values)

    _client, page = start(app, code, "publication")

    # All events, its organiser's and those of its kind; it belongs to no project.
    assert said in page.words
    assert ("It will stand in" in page.words) is bool(said)


def test_more_places_say_who_moves_up_before_it_happens(app: Flask) -> None:
    code = event_code(app, registered=1, capacity=1)
    with app.app_context(), write():
        for name in ("First", "Second"):
            make_registration(get(app, code), name, f"{name}@example.org", "waiting")
    client, page = start(app, code, "registration")

    check = send(client, page, capacity="2")

    assert "1 letter will go out." in check.words
    assert "1 person moves up from the waiting list. First" in check.words
    with app.app_context():
        assert get(app, code).pool.capacity == 1
    done = send(client, check, step="send")
    assert "1 person gets a letter." in done.words
    with app.app_context():
        event = get(app, code)
        query = select(Registration.state).where(Registration.event_id == event.id)
        states = list(db.session.scalars(query.order_by(Registration.id)))
        assert (event.pool.taken, states) == (2, ["confirmed", "offered", "waiting"])


# Copies


def copied(app: Flask, along: list[str]) -> tuple[str, dict[str, Any]]:
    """The code of the copy with these boxes ticked, and what listeners heard."""
    code = event_code(
        app,
        capacity=9,
        summary="All about nets",
        registration_mode="approval",
        contributors=[{"role": "speaker", "name": "Ada Lind"}],
    )
    with app.app_context(), write():
        rules.edit(get(app, code), places=[make_place("Quay")])
    client, page = start(app, code, "copy")
    heard: dict[str, Any] = {}

    def listen(copy: Event, source: Event, **said: Any) -> None:
        heard.update(said, source=source.code, copy=copy.code)

    with signals.event_copied.connected_to(listen):
        done = send(client, page, **{"name-en": "Nets again"}, along=along)
    assert done.summary() == []
    assert heard.pop("source") == code
    return heard.pop("copy"), heard


def test_a_copy_takes_along_what_is_ticked(app: Flask) -> None:
    code, heard = copied(app, ["contributors", "letters", "places"])

    assert heard == {"with_questions": False, "with_letters": True, "with_agenda": False}
    with app.app_context():
        copy = get(app, code)
        assert [each.name for each in copy.contributors] == ["Ada Lind"]
        assert [place.slug for place in copy.places] == ["quay"]
        assert (copy.summary, copy.registration_mode, copy.pool.capacity) == (None, "none", None)


def test_usually_all_but_people_and_letters_goes_along(app: Flask) -> None:
    code = event_code(app)
    _client, page = start(app, code, "copy")

    ticked = [str(each["value"]) for each in page.soup.select("[name=along][checked]")]

    assert ticked == ["texts", "places", "registration", "questions", "agenda"]


def test_a_copy_with_nothing_ticked_is_a_bare_draft(app: Flask) -> None:
    code, heard = copied(app, [])

    assert heard == {"with_questions": False, "with_letters": False, "with_agenda": False}
    with app.app_context():
        copy = get(app, code)
        assert (copy.summary, copy.places, copy.contributors) == (None, [], [])
