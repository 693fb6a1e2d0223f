"""Acts on an event as the coordinator meets them: what is asked, what is shown, what is done."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import Sheet, look, send
from tests.factories import in_days, make_event, make_organisation, make_registration
from tests.people import cast
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.core.periods import Period, Season
from webapp.core.text import LocalText
from webapp.events import rules
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.registrations.models import Registration


def event_code(app: Flask, registered: int = 0, **values: Any) -> str:
    """An event of Brasla with so many people, every other one reading Latvian."""
    with app.app_context(), write():
        event = make_event(organiser=make_organisation("Brasla Municipality"), **values)
        for number in range(registered):
            language = "lv" if number % 2 else "en"
            name, email = f"Person {number}", f"p{number}@example.org"
            make_registration(event, name, email, language=language)
        return event.code


def stored(app: Flask, code: str) -> dict[str, Any]:
    """How the event is stored now."""
    with app.app_context():
        event = db.session.scalars(db.select(Event).where(Event.code == code)).one()
        return {
            "status": event.status,
            "period": event.period,
            "reason": event.status_reason,
            "withdrawn": event.withdrawn_at is not None,
            "revision": event.revision,
        }


def letters(app: Flask) -> list[str]:
    with app.app_context():
        kinds = db.session.scalars(db.select(Letter.kind).order_by(Letter.id))
        return [kind.rsplit("/", 1)[1] for kind in kinds]


def start(app: Flask, code: str, act: str) -> tuple[FlaskClient, Sheet]:
    client = cast(app).partner_coordinator.client(app)
    return client, look(client, f"/manage/events/{code}/{act}")


def buttons(page: Sheet) -> list[str]:
    return [each.get_text(" ", strip=True) for each in page.soup.select("main form.form button")]


REASON = {"reason-en": "The quay is closed."}


def test_cancelling_shows_the_letters_first_and_then_writes_to_everyone(any_app: Flask) -> None:
    code = event_code(any_app, registered=3, title=LocalText({"en": "Nets", "lv": "Tīkli"}))
    client, page = start(any_app, code, "cancellation")
    assert "3 people have a place or wait for one." in page.words
    assert buttons(page) == ["Continue to the letter"]

    check = send(client, page, step="check", **REASON)

    assert check.status == 200
    assert "3 letters will go out." in check.words
    samples = check.soup.select(".letter")
    assert [each.select_one("pre")["lang"] for each in samples] == ["en", "lv"]  # type: ignore[index]
    assert "The quay is closed." in samples[0].get_text()
    assert "Cancel the event and write to 3 people" in buttons(check)
    assert stored(any_app, code)["status"] == "confirmed"
    assert letters(any_app) == []

    done = send(client, check, step="send", **REASON)

    assert "The event is cancelled. 3 people get a letter." in done.words
    assert stored(any_app, code)["status"] == "cancelled"
    assert letters(any_app) == ["event-cancelled"] * 3


def test_a_letter_shown_opens_nobody_s_registration_and_names_nobody(app: Flask) -> None:
    code = event_code(app, registered=2)
    client, page = start(app, code, "move")
    with app.app_context():
        registered = list(db.session.scalars(db.select(Registration)))
        tokens = [each.token() for each in registered]
    assert tokens

    check = send(client, page, step="check", **moved_to("2027-05-04"), **REASON)

    assert "2 letters will go out." in check.words
    html = check.response.get_data(as_text=True)
    assert [each for each in (*tokens, "Person 0", "p0@example.org") if each in html] == []


def test_nobody_registered_means_no_detour(app: Flask) -> None:
    code = event_code(app)
    client, page = start(app, code, "cancellation")
    assert "Nobody has registered, so no letter is written." in page.words
    assert buttons(page) == ["Cancel the event"]

    done = send(client, page, **REASON)

    assert "The event is cancelled." in done.words
    assert stored(app, code)["reason"] == LocalText({"en": "The quay is closed."})


@pytest.mark.parametrize("act", ["cancellation", "postponement"])
def test_a_reason_is_owed(app: Flask, act: str) -> None:
    code = event_code(app, registered=1)
    client, page = start(app, code, act)

    answer = send(client, page, **{"reason-en": "   "})

    assert answer.status == 422
    assert answer.summary() == ["Give a reason; everyone concerned will read it."]
    assert stored(app, code)["status"] == "confirmed"


def moved_to(day: str, starts: str = "10:00", ends: str = "12:00") -> dict[str, str]:
    return {
        "period-precision": "time",
        "period-starts_date": day,
        "period-starts_time": starts,
        "period-ends_date": "",
        "period-ends_time": ends,
        "period-zone": "Europe/Riga",
    }


def test_moving_begins_with_the_date_it_has_and_keeps_what_it_was(app: Flask) -> None:
    code = event_code(app)
    client, page = start(app, code, "move")
    before = stored(app, code)["period"]
    field = page.soup.find(id="period-starts_date")
    assert field is not None
    assert field["value"] == before.first_on.isoformat()  # type: ignore[index]

    same = send(client, page, **REASON)
    unexplained = send(client, page, **moved_to("2027-05-04"))
    done = send(client, page, **moved_to("2027-05-04"), **REASON)

    assert same.summary() == ["The event has this date already. Give another one."]
    assert unexplained.summary() == ["Give a reason; everyone concerned will read it."]
    assert "The event is moved." in done.words
    assert "Before:" in done.words
    assert stored(app, code)["period"].first_on == date(2027, 5, 4)


def test_the_same_days_are_no_move_though_the_form_names_a_zone(app: Flask) -> None:
    first = in_days(40).first_on
    assert first is not None
    code = event_code(app, period=Period.days(first))
    client, page = start(app, code, "move")

    answer = send(client, page, **REASON)

    assert answer.summary() == ["The event has this date already. Give another one."]


def test_bad_dates_are_answered_beside_their_fields_and_kept(app: Flask) -> None:
    code = event_code(app)
    client, page = start(app, code, "move")

    skipped = send(client, page, **moved_to("2027-03-28", "03:30", "05:00"), **REASON)
    backwards = send(client, page, **moved_to("2027-05-04", "12:00", "10:00"), **REASON)
    undated = send(client, page, **{"period-precision": "undated"}, **REASON)

    assert "period-starts_time" in skipped.errors()
    assert "it does not exist" in skipped.summary()[0]
    assert backwards.errors() == {
        "period-ends_time": "Error: The end comes before the beginning. Choose a later end."
    }
    assert backwards.soup.find(id="period-starts_date")["value"] == "2027-05-04"  # type: ignore[index]
    assert undated.summary() == [
        "Give the new date. If there is none yet, postpone the event instead."
    ]


def test_a_vague_date_becomes_exact_without_a_reason(app: Flask) -> None:
    code = event_code(
        app, registered=1, status="tentative", period=Period.season(2027, Season.SUMMER)
    )
    client, page = start(app, code, "move")

    done = send(client, page, step="send", **moved_to("2027-07-06"))

    assert "The event is moved. 1 person gets a letter." in done.words
    assert letters(app) == ["event-changed"]


def test_postponing_takes_the_date_away(app: Flask) -> None:
    code = event_code(app, registered=2)
    client, page = start(app, code, "postponement")

    done = send(client, page, step="send", **REASON)

    assert "The event is postponed. 2 people get a letter." in done.words
    assert stored(app, code)["period"].is_undated
    assert letters(app) == ["event-postponed"] * 2


def test_publishing_confirming_and_taking_back(app: Flask) -> None:
    code = event_code(app, status="draft")
    client, page = start(app, code, "publication")

    published = send(client, page, status="tentative", **{"reason-en": "The hall is ours."})
    confirmed = send(
        client,
        look(client, f"/manage/events/{code}/confirmation"),
        **{"reason-en": "All partners agreed."},
    )
    back = send(client, look(client, f"/manage/events/{code}/draft"), **{"reason-en": "Too early."})

    assert "The event is published." in published.words
    assert "The event is confirmed." in confirmed.words
    assert "The event is a draft again." in back.words
    history = look(client, f"/manage/events/{code}/history").words
    for reason in ("The hall is ours.", "All partners agreed.", "Too early."):
        assert f"Reason: {reason}" in history
    assert stored(app, code)["status"] == "draft"


def test_a_vague_event_is_published_as_tentative_only(app: Flask) -> None:
    code = event_code(app, status="draft", period=Period.month(2027, 5))
    client, page = start(app, code, "publication")
    chosen = page.soup.select_one("input[name=status][checked]")
    assert chosen is not None
    assert chosen["value"] == "tentative"

    answer = send(client, page, status="confirmed")

    assert answer.status == 422
    assert answer.summary() == [
        "Only an event with a fixed day can be confirmed. Publish it as tentative."
    ]


def test_withdrawing_keeps_the_reason_in_the_history(app: Flask) -> None:
    code = event_code(app)
    client, page = start(app, code, "withdrawal")

    send(client, page, **{"reason-en": "Entered twice."})

    assert stored(app, code)["withdrawn"]
    assert client.get(f"/events/{code}/").status_code == 410
    assert "Reason: Entered twice." in look(client, f"/manage/events/{code}/history").words


def test_an_outcome_is_recorded_and_corrected(app: Flask) -> None:
    code = event_code(app, period=in_days(-3))
    client, page = start(app, code, "outcome")

    unsaid = send(client, page)
    held = send(client, page, held="yes")
    unexplained = send(client, look(client, f"/manage/events/{code}/outcome"), held="no")
    not_held = send(client, look(client, f"/manage/events/{code}/outcome"), held="no", **REASON)
    held_after_all = send(client, look(client, f"/manage/events/{code}/outcome"), held="yes")

    assert unsaid.status == 422
    assert "The outcome is recorded." in held.words
    assert unexplained.summary() == ["Give a reason; everyone concerned will read it."]
    assert "This event has been cancelled" in not_held.words
    assert stored(app, code)["status"] == "held"
    assert held_after_all.status == 200
    assert letters(app) == []


def test_a_copy_is_a_draft_without_date_people_and_contributors(app: Flask) -> None:
    code = event_code(
        app,
        registered=2,
        capacity=9,
        summary="All about nets",
        languages=["lv", "en"],
        more_kinds=["training"],
        contributors=[{"role": "speaker", "name": "Ada Lind"}],
        number="TNM 6",
    )
    client, page = start(app, code, "copy")

    done = send(client, page, **{"name-en": "Nets again"})

    assert "The event is copied. This is the copy." in done.words
    with app.app_context():
        copy = db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()
        assert copy is not None
        assert (copy.status, str(copy.name), str(copy.summary)) == (
            "draft",
            "Nets again",
            "All about nets",
        )
        assert (copy.pool.capacity, copy.pool.taken, copy.languages) == (9, 0, ["lv", "en"])
        assert (copy.kinds, copy.contributors, copy.number) == (["workshop", "training"], [], None)
        assert copy.period.is_undated
        assert copy.code != code


# What cannot be done


def test_a_stale_form_does_nothing_and_says_what_was_done_meanwhile(app: Flask) -> None:
    code = event_code(app)
    client, page = start(app, code, "cancellation")
    with app.app_context(), write():
        event = db.session.scalars(db.select(Event).where(Event.code == code)).one()
        rules.edit(event, number="TNM 7")

    answer = send(client, page, **REASON)

    assert answer.status == 409
    assert "Someone else has changed this meanwhile." in answer.words
    assert "TNM 7" in answer.words
    assert stored(app, code)["status"] == "confirmed"
    field = answer.soup.find(id="reason-en")
    assert field is not None
    assert field.get_text(strip=True) == "The quay is closed."

    assert "The event is cancelled." in send(client, answer).words


def test_a_form_sent_twice_acts_once(app: Flask) -> None:
    code = event_code(app, registered=1)
    client, page = start(app, code, "cancellation")
    send(client, page, step="send", **REASON)

    again = send(client, page, step="send", **REASON)

    assert again.status == 409
    assert letters(app) == ["event-cancelled"]
    with app.app_context():
        verbs = list(db.session.scalars(db.select(Change.verb).where(Change.verb == "cancelled")))
    assert verbs == ["cancelled"]


def test_an_act_its_state_does_not_allow_leads_back(app: Flask) -> None:
    people = cast(app)
    code = event_code(app, status="cancelled")
    client = people.partner_coordinator.client(app)

    answer = look(client, f"/manage/events/{code}/move")

    assert answer.response.request.path == f"/manage/events/{code}/"
    assert "That cannot be done now." in answer.words


def test_a_hostile_revision_is_a_stale_one(app: Flask) -> None:
    code = event_code(app)
    client, page = start(app, code, "cancellation")

    for text in ("x", "-1", "9" * 40, "²"):
        assert send(client, page, posted_revision=text, **REASON).status == 409


def test_registered_people_keep_an_event_from_disappearing(app: Flask) -> None:
    code = event_code(app)
    client, page = start(app, code, "withdrawal")
    with app.app_context(), write():
        event = db.session.scalars(db.select(Event).where(Event.code == code)).one()
        make_registration(event)

    answer = send(client, page)

    assert answer.status == 422
    assert answer.summary() == ["1 person is registered. Cancel the event, so that they are told."]


def test_without_the_right_nothing_is_done(app: Flask) -> None:
    people = cast(app)
    app.config["WTF_CSRF_ENABLED"] = False
    form = {"posted_revision": "1", "step": "send", **REASON}

    for who, expected in (
        (people.reader, 403),
        (people.helper, 403),
        (people.stranger, 403),
        (people.visitor, 303),
        (people.invited, 303),
    ):
        client = who.client(app)
        address = f"/manage/events/{people.public}/cancellation"
        assert client.post(address, data=form).status_code == expected
    stranger = people.stranger.client(app)
    hidden = stranger.post(f"/manage/events/{people.internal}/cancellation", data=form)

    assert hidden.status_code == 404
    assert stored(app, people.public)["status"] == "confirmed"
    assert stored(app, people.internal)["status"] == "confirmed"


def test_without_its_token_a_form_does_nothing(app: Flask) -> None:
    people = cast(app)
    client = people.partner_coordinator.client(app)

    answer = client.post(f"/manage/events/{people.public}/cancellation", data=REASON)

    assert answer.status_code == 400
    assert stored(app, people.public)["status"] == "confirmed"
