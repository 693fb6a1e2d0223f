"""What staff do to a registration, one at a time and many at once."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.browsing import Sheet, look, send, sheet
from tests.factories import in_days
from tests.people import People, cast
from tests.registrations.desk import letters, list_of, log, set_event, states, store, stored
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.mail.models import Letter
from webapp.registrations.models import Registration


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    """The browser of the coordinator of the organiser."""
    return people.partner_coordinator.client(app)


def open_person(desk: FlaskClient, people: People, public_id: str) -> Sheet:
    return look(desk, f"{list_of(people)}{public_id}/")


def buttons(page: Sheet) -> list[str]:
    return [each.get_text(" ", strip=True) for each in page.soup.select(".acts button")]


def flashes(page: Sheet) -> list[str]:
    return [each.get_text(" ", strip=True) for each in page.soup.select(".flashes p")]


# One person


def test_the_page_tells_everything_that_was_given(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    [anna] = store(
        app,
        people,
        {"name": "Anna Bērziņa", "email": "anna@example.org", "organisation_text": "Brasla school"},
    )

    page = open_person(desk, people, anna)

    assert page.state == "confirmed"
    for words in ("Anna Bērziņa", "anna@example.org", "Brasla school", "English", "registered"):
        assert words in page.words
    assert "No letter has been written" in page.words


def test_approving_gives_a_place_and_writes(app: Flask, people: People, desk: FlaskClient) -> None:
    [anna] = store(app, people, {"state": "awaiting-approval", "email": "anna@example.org"})

    page = send(desk, open_person(desk, people, anna), button="Approve")

    assert page.state == "confirmed"
    assert flashes(page) == ["Approved: Person 000 has a place. A letter goes to anna@example.org."]
    assert letters(app) == [("confirmed", "anna@example.org")]
    assert "approved" in page.words
    assert "Partner Coordinator" in page.words  # who did it stands in the history


def test_approving_beyond_the_places_puts_in_line(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    [anna] = store(app, people, {"state": "awaiting-approval"})
    set_event(app, people, capacity=1)

    page = send(desk, open_person(desk, people, anna), button="Approve")

    assert page.state == "waiting"
    assert "on the waiting list" in flashes(page)[0]


def test_declining_needs_a_reason_and_tells_it(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    [anna] = store(app, people, {"state": "awaiting-approval", "email": "anna@example.org"})
    page = open_person(desk, people, anna)

    without = send(desk, page, button="Decline", reason=" ")
    done = send(desk, without, button="Decline", reason="Only for schools.")

    assert without.status == 422
    assert without.soup.select("details[open] .error-summary")
    assert list(without.errors()) == ["reason"]
    assert done.state == "declined"
    assert flashes(done)[0].startswith("Declined: Person 000.")
    with app.app_context():
        letter = db.session.scalars(select(Letter)).one()
        assert (letter.facts or {})["reason"] == "Only for schools."
    assert [change.reason for change in log(app, "declined")] == [None]  # the log names nobody


def test_cancelling_gives_the_place_to_the_next(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    anna, boriss = store(
        app,
        people,
        {"email": "anna@example.org"},
        {"state": "waiting", "email": "boriss@example.org"},
    )
    set_event(app, people, capacity=2)

    page = send(
        desk, open_person(desk, people, anna), button="Cancel the registration", reason="Ill."
    )

    assert page.state == "cancelled"
    assert states(app, boriss) == ["offered"]
    assert letters(app) == [("cancelled", "anna@example.org"), ("offered", "boriss@example.org")]
    assert "Reason: Ill." in page.words
    assert buttons(page) == ["Erase this person's data"]


def test_somebody_moves_to_the_front_with_a_reason(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    _first, second = store(app, people, {"state": "waiting"}, {"state": "waiting"})

    page = open_person(desk, people, second)
    done = send(desk, page, button="Move to the front", reason="Speaks at the event.")

    assert "waiting, number 2" in page.words
    assert "waiting, number 1" in done.words
    assert "Reason: Speaks at the event." in done.words
    assert "Move to the front" not in buttons(done)


def test_a_place_is_given_now_only_where_one_is_free(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    [anna] = store(app, people, {"state": "waiting"})
    page = open_person(desk, people, anna)
    set_event(app, people, capacity=1)

    full = send(desk, page, button="Give a place now", reason="Guest of honour.")
    set_event(app, people, capacity=2)
    done = send(desk, full, button="Give a place now", reason="Guest of honour.")

    assert full.status == 422
    assert "All places are taken" in full.errors()["reason"]
    assert "Guest of honour." in full.soup.select_one("textarea#promotion-reason").get_text()  # type: ignore[union-attr]
    assert done.state == "confirmed"


def test_the_last_letter_goes_out_again_word_by_word(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    [anna] = store(app, people, {"state": "awaiting-approval", "email": "anna@example.org"})
    on_its_way = send(desk, open_person(desk, people, anna), button="Approve")
    with app.app_context(), write():
        sent = {"state": "sent", "sent_at": now(), "subject": "Hello", "body_text": "Words"}
        db.session.execute(update(Letter).values(body_html="<p>Words</p>", **sent))

    page = send(desk, open_person(desk, people, anna), button="Send the last letter again")

    assert "Send the last letter again" not in buttons(on_its_way)
    assert flashes(page) == ["Sent again: the last letter to anna@example.org."]
    with app.app_context():
        first, again = db.session.scalars(select(Letter).order_by(Letter.id))
        for name in ("kind", "owner", "subject", "body_text", "body_html", "calendar", "facts"):
            assert getattr(first, name) == getattr(again, name)
        assert again.message_id != first.message_id
        assert again.state == "stored"


def test_a_letter_without_words_is_not_sent_again(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    """They are deleted a month after it was sent."""
    [anna] = store(app, people, {"state": "awaiting-approval"})
    send(desk, open_person(desk, people, anna), button="Approve")
    with app.app_context(), write():
        db.session.execute(update(Letter).values(state="sent", facts=None, body_text=None))
        db.session.execute(update(Letter).values(facts=db.null()))

    page = open_person(desk, people, anna)

    assert "Send the last letter again" not in buttons(page)


def test_a_renewed_link_makes_the_old_one_gone(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    old = people.registration
    public_id = old.partition("-")[0]

    page = send(desk, open_person(desk, people, public_id), button="Renew the link")

    visitor = app.test_client()
    with app.app_context():
        letter = db.session.scalars(select(Letter)).one()
        new = (letter.facts or {})["link"]
    assert "Renewed" in flashes(page)[0]
    assert visitor.get(f"/registrations/{old}/").status_code == 410
    assert visitor.get(new).status_code == 200


def test_without_an_address_staff_hand_over_the_link(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    with_address, without = store(app, people, {}, {"email": None})

    page = open_person(desk, people, without)

    address = page.soup.select_one("input#link")
    assert address is not None
    assert app.test_client().get(str(address["value"])).status_code == 200
    assert not open_person(desk, people, with_address).soup.select("input#link")


def test_what_was_done_meanwhile_is_not_done_twice(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    """Two coordinators look at the same page."""
    [anna] = store(app, people, {"state": "awaiting-approval"})
    mine, theirs = open_person(desk, people, anna), open_person(desk, people, anna)
    send(desk, theirs, button="Approve")

    late = send(desk, mine, button="Approve")

    assert late.status == 422
    assert "the registration has changed meanwhile" in late.summary()[0]
    assert len(letters(app)) == 1


def test_an_act_cannot_be_opened_as_a_page(app: Flask, people: People, desk: FlaskClient) -> None:
    [anna] = store(app, people, {"state": "awaiting-approval"})

    answer = desk.get(f"{list_of(people)}{anna}/approval")

    assert answer.status_code == 303
    assert states(app, anna) == ["awaiting-approval"]
    assert desk.get(f"{list_of(people)}{anna}/nonsense").status_code == 404


# Editing


def test_corrections_are_stored_and_told(app: Flask, people: People, desk: FlaskClient) -> None:
    [anna] = store(app, people, {"name": "Ana", "email": "ana@example.org"})

    page = send(
        desk,
        look(desk, f"{list_of(people)}{anna}/edit"),
        button="Save",
        name="Anna Bērziņa",
        email="anna@example.org",
        organisation_text="Brasla school",
        organisation=str(people.organisation_ids["brasla"]),
        language="lv",
    )

    row = stored(app, anna)
    assert page.words.count("Anna Bērziņa") >= 1
    assert (row.name, row.email, row.organisation_text, row.language) == (
        "Anna Bērziņa",
        "anna@example.org",
        "Brasla school",
        "lv",
    )
    assert row.organisation_id == people.organisation_ids["brasla"]
    assert letters(app) == [("changed", "anna@example.org")]
    assert flashes(page) == [
        "Saved: the details of Anna Bērziņa. A letter goes to anna@example.org."
    ]


def test_of_two_who_edit_at_once_neither_overwrites_the_other(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    """The second sees both versions, and saves knowingly or not at all."""
    [anna] = store(app, people, {"name": "Ana", "organisation_text": "Old"})
    mine = look(desk, f"{list_of(people)}{anna}/edit")
    theirs = look(desk, f"{list_of(people)}{anna}/edit")
    send(desk, theirs, button="Save", organisation_text="Theirs")

    late = send(desk, mine, button="Save", name="Anna", organisation_text="Mine")
    versions = [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in late.soup.select("table.versions tbody tr")
    ]
    before = stored(app, anna)
    done = send(desk, late, button="Save", name="Anna", organisation_text="Both")

    assert late.status == 409
    assert versions == [
        ["First name and surname", "Anna", "Ana"],
        ["Organisation, as the person calls it", "Mine", "Theirs"],
    ]
    assert (before.name, before.organisation_text) == ("Ana", "Theirs")
    assert done.status == 200
    assert stored(app, anna).organisation_text == "Both"


def test_nobody_becomes_somebody_who_is_there_already(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    anna, twin = store(
        app,
        people,
        {"name": "Anna", "email": "a@example.org"},
        {"name": "Anna", "email": "b@example.org"},
    )

    page = send(
        desk, look(desk, f"{list_of(people)}{anna}/edit"), button="Save", email="B@example.org"
    )

    assert page.status == 422
    assert "is registered already" in page.errors()["email"]
    assert page.soup.select(f'a[href$="/people/{twin}/"]')
    assert stored(app, anna).email == "a@example.org"


# Many at once


def chosen(desk: FlaskClient, people: People, act: str, *public_ids: str, **more: str) -> Sheet:
    """The page that asks once more."""
    query: dict[str, Any] = {"act": act, "chosen": list(public_ids), **more}
    return sheet(desk.get(f"{list_of(people)}selection", query_string=query))


def test_seven_are_approved_after_their_number_was_said(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    ids = store(app, people, *({"state": "awaiting-approval"} for _ in range(7)))

    page = chosen(desk, people, "approval", *ids)
    before = states(app, *ids)
    done = send(desk, page, button="Approve 7 people")

    assert set(before) == {"awaiting-approval"}  # opening the page does nothing
    assert "7 people get a place" in page.words
    assert "7 letters are written" in page.words
    assert flashes(done) == ["Approved: 7 people."]
    assert set(states(app, *ids)) == {"confirmed"}
    assert len(letters(app)) == 7


def test_whom_it_cannot_be_done_to_is_left_out_and_said(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    waits, has_place = store(app, people, {"state": "awaiting-approval"}, {"email": None})

    page = chosen(desk, people, "approval", waits, has_place)

    assert "1 person is left out" in page.words
    assert page.form("Approve 1 person")
    assert [each["value"] for each in page.soup.select("input[name=chosen]")] == [waits]


def test_too_few_places_go_to_those_who_came_first(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    ids = store(app, people, *({"state": "awaiting-approval"} for _ in range(3)))
    set_event(app, people, capacity=2)

    page = chosen(desk, people, "approval", *reversed(ids))
    send(desk, page, button="Approve 3 people")

    assert "The first 1 who registered gets a place" in page.words
    assert "2 people go to the waiting list" in page.words
    assert states(app, *ids) == ["confirmed", "waiting", "waiting"]


def test_all_of_a_filtered_list_are_declined_with_one_reason(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    """Three hundred, more than stand on a page."""
    ids = store(
        app,
        people,
        *(
            {
                "state": "awaiting-approval",
                "email": None if number % 3 else f"p{number}@example.org",
            }
            for number in range(300)
        ),
    )
    on_page = look(desk, f"{list_of(people)}?state=awaiting-approval")
    assert "all 300 of this list" in on_page.words

    page = chosen(desk, people, "refusal", all="1", state="awaiting-approval")
    without = send(desk, page, button="Decline 300 people")
    done = send(desk, without, button="Decline 300 people", reason="The visit is off.")

    assert "100 letters are written" in page.words
    assert "200 people have no e-mail address" in page.words
    assert without.status == 422
    assert flashes(done) == ["Declined: 300 people."]
    assert set(states(app, *ids)) == {"declined"}
    assert {stored(app, each).ended_reason for each in ids[:3]} == {"The visit is off."}
    assert len(letters(app)) == 100


def test_nobody_gets_the_place_of_another_who_is_cancelled_with_them(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    """Who waits is cancelled first, or they would be offered a place a moment before."""
    seated, waits = store(app, people, {}, {"state": "waiting", "email": "w@example.org"})
    set_event(app, people, capacity=2, period=in_days(30))

    page = chosen(desk, people, "cancellation", seated, waits)
    send(desk, page, button="Cancel 2 registrations", reason="Twice by mistake.")

    assert states(app, seated, waits) == ["cancelled", "cancelled"]
    assert [kind for kind, to in letters(app) if to == "w@example.org"] == ["cancelled"]


def test_who_changed_meanwhile_is_left_out(app: Flask, people: People, desk: FlaskClient) -> None:
    first, second = store(app, people, *({"state": "awaiting-approval"} for _ in range(2)))
    page = chosen(desk, people, "approval", first, second)
    send(desk, open_person(desk, people, first), button="Approve")

    done = send(desk, page, button="Approve 2 people")

    assert flashes(done) == [
        "Approved: 1 person.",
        "1 person was left out: their registration has changed meanwhile.",
    ]


def test_nobody_chosen_says_so(people: People, desk: FlaskClient) -> None:
    assert "Nobody chosen" in chosen(desk, people, "approval").words
    assert "Nobody chosen" in chosen(desk, people, "cancellation", "x" * 12, "%", "\0").words


def test_acts_of_a_cancelled_event_say_why_not(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    [anna] = store(app, people, {"state": "awaiting-approval"})
    set_event(app, people, status="cancelled", cancelled_at=now())

    one = send(desk, open_person(desk, people, anna), button="Approve")
    many = send(desk, chosen(desk, people, "approval", anna), button="Approve 1 person")

    assert one.status == many.status == 422
    assert one.summary() == many.summary() == ["This event has been cancelled."]


# Who may not


def test_a_helper_and_those_without_people_do_nothing(app: Flask, people: People) -> None:
    """Not by the forms, not by the addresses."""
    [anna] = store(app, people, {"state": "awaiting-approval"})
    here = list_of(people)
    for who in (people.helper, people.reader, people.project_coordinator, people.stranger):
        browser = who.client(app)
        assert browser.post(f"{here}{anna}/approval").status_code in (400, 403)
        token = _token(browser)
        data = {"csrf_token": token, "reason": "x", "act": "approval", "chosen": anna}
        for path in ("approval", "refusal", "cancellation", "letter", "link", "edit"):
            assert browser.post(f"{here}{anna}/{path}", data=data).status_code == 403
        assert browser.post(f"{here}selection", data=data).status_code == 403
        assert browser.get(f"{here}{anna}/edit").status_code == 403
    assert states(app, anna) == ["awaiting-approval"]


def test_a_helper_reads_the_page_and_finds_no_button(app: Flask, people: People) -> None:
    [anna] = store(app, people, {"state": "awaiting-approval"})

    page = open_person(people.helper.client(app), people, anna)

    assert page.status == 200
    assert buttons(page) == []


def test_ids_of_another_event_change_nobody(app: Flask, people: People, desk: FlaskClient) -> None:
    [other] = store(app, people, {"state": "awaiting-approval"}, event="unlisted")

    page = chosen(desk, people, "approval", other)

    assert "Nobody chosen" in page.words
    assert open_person(desk, people, other).status == 404


def _token(browser: FlaskClient) -> str:
    """A token as any page of the site gives one."""
    page = look(browser, "/registrations/links")
    field = page.soup.select_one("input[name=csrf_token]")
    assert field is not None
    return str(field["value"])


def test_registrations_know_no_session(app: Flask, people: People) -> None:
    """A visitor is asked to sign in, whatever they send."""
    [anna] = store(app, people, {"state": "awaiting-approval"})
    visitor = people.visitor.client(app)

    answer = visitor.post(f"{list_of(people)}{anna}/approval", data={"csrf_token": _token(visitor)})

    assert answer.status_code == 303
    assert "/manage/sign-in" in answer.headers["Location"]
    with app.app_context():
        assert db.session.scalars(
            select(Registration.state).where(Registration.public_id == anna)
        ).one() == ("awaiting-approval")
