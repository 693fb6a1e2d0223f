"""Papers for each person: badges, letters of invitation, extracts for travel orders."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from tests.counting import count_statements
from tests.factories import make_registration
from tests.logistics.making import make_journey
from tests.papers.making import event_of, make_meeting
from tests.papers.reading import Paper
from tests.people import cast
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.delegations.models import Delegate
from webapp.papers.packs import save_pack
from webapp.papers.people import IN_A_PART
from webapp.registrations.models import Registration, State

NAMES = ("Anna Bērziņa", "Jean Martin", "Петър Стоянов", "Eeva Mäkinen")


@pytest.mark.parametrize("name", ["badges", "invitation", "travel-order", "host-pack"])
@pytest.mark.parametrize("language", ["en", "lv"])
def test_each_paper_is_accessible_and_the_same_twice(app: Flask, name: str, language: str) -> None:
    meeting = make_meeting(app, names=NAMES)

    first, second = (meeting.get(f"{name}.pdf?lang={language}") for _ in range(2))
    paper = Paper(first.data)

    assert first.data == second.data
    assert (paper.is_tagged, paper.is_ua, paper.language) == (True, True, language)
    assert all(paper.pictures)
    assert paper.pictures
    statement = {"en": "Co-funded by the European Union", "lv": "Līdzfinansē Eiropas Savienība"}
    assert statement[language] in paper.words
    assert "secret" not in paper.words
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["Content-Language"] == language


def test_ten_badges_fit_on_a_sheet_and_one_on_a6(app: Flask) -> None:
    meeting = make_meeting(app, names=tuple(f"Person {each}" for each in range(11)))

    sheets = Paper(meeting.get("badges.pdf").data)
    single = Paper(meeting.get("badges.pdf?size=a6").data)

    assert [sheets.page(each).count("Partner 0") for each in (1, 2)] == [10, 1]
    assert sheets.number_of_pages == 2
    assert single.number_of_pages == 11
    box = single.reader.pages[0].mediabox
    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (105, 148)


@pytest.mark.parametrize("name", ["invitation", "travel-order"])
def test_everybody_has_pages_of_their_own_numbers(app: Flask, name: str) -> None:
    meeting = make_meeting(app, names=NAMES)

    paper = Paper(meeting.get(f"{name}.pdf").data)

    assert paper.number_of_pages == len(NAMES)
    assert all("1 / 1" in paper.page(number) for number in range(1, len(NAMES) + 1))


def test_the_code_of_a_badge_gives_nothing_away(app: Flask) -> None:
    meeting = make_meeting(app, names=("Anna Bērziņa",))
    page = BeautifulSoup(meeting.get("badges.html").data, "html.parser")
    address = page.select_one("tbody a")["href"]  # type: ignore[index]
    public_id, _, mac = meeting.tokens[0].partition("-")
    path = str(address).removeprefix("http://localhost")

    stranger = app.test_client().get(path)
    staff = meeting.staff.get(path)

    assert path == f"/badges/{public_id}"
    assert mac
    assert mac not in str(page)
    assert app.test_client().get(f"/registrations/{public_id}/").status_code == 404
    assert stranger.headers["Location"] == f"/events/{meeting.code}/"
    assert staff.headers["Location"] == f"/manage/events/{meeting.code}/people/{public_id}/"
    assert app.test_client().get("/badges/zzzzzzzzzzzz").status_code == 404
    assert app.test_client().get("/badges/%00").status_code == 404


def test_a_badge_of_an_internal_event_leads_strangers_nowhere(app: Flask) -> None:
    people = cast(app)
    with app.app_context(), write():
        event_id = people.event_ids["internal"]
        event = db.session.get_one(Registration.event.property.mapper.class_, event_id)
        public_id = make_registration(event, "Inga").public_id

    assert people.visitor.client(app).get(f"/badges/{public_id}").status_code == 404
    assert people.stranger.client(app).get(f"/badges/{public_id}").status_code == 404
    assert people.helper.client(app).get(f"/badges/{public_id}").status_code == 303


def test_many_badges_come_in_parts(app: Flask) -> None:
    meeting = make_meeting(app, delegations=0)
    with app.app_context(), write():
        event = event_of(meeting)
        for number in range(IN_A_PART + 3):
            make_registration(event, f"Person {number:03}", None)

    first = Paper(meeting.get("badges.pdf?part=1").data)
    second = Paper(meeting.get("badges.pdf?part=2").data)
    desk = BeautifulSoup(meeting.get("").data, "html.parser")

    assert first.number_of_pages == IN_A_PART // 10
    assert second.words.count("Person") == 3
    assert desk.find("a", string=lambda text: text and "part 2" in text) or "part 2" in desk.text
    assert "Nobody has" in Paper(meeting.get("badges.pdf?part=99").data).words


def test_a_letter_says_who_invites_whom_and_who_pays(app: Flask) -> None:
    meeting = make_meeting(app, names=NAMES)
    with app.app_context(), write():
        signatory = LocalText({"en": "Chair of the Council"})
        save_pack(
            event_of(meeting), 0, territory=None, emergency=None, notes=None, signatory=signatory
        )

    paper = Paper(meeting.get("invitation.pdf").data)

    assert paper.number_of_pages == 4
    assert "Brasla Municipality invites you to take part in the event “Partner meeting”" in (
        paper.page(1)
    )
    assert "Town hall of Razlog, 1 Stefan Stambolov Street" in paper.page(1)
    assert "visits@brasla.example.org" in paper.page(1)
    assert "Chair of the Council" in paper.page(4)
    pays = (
        "Partner 0 pays for your travel and stay.",
        "Your travel and stay are paid by the project “Living Harbours”.",
        "Municipality of Razlog pays for your travel and stay.",
        "You pay for your travel and stay yourself.",
    )
    assert [words in paper.page(at) for at, words in enumerate(pays, 1)] == [True] * 4
    assert [paper.page(at).count("Co-funded by the European Union") for at in range(1, 5)] == [
        1
    ] * 4


def test_an_order_has_five_fields_with_the_days_of_travel(app: Flask) -> None:
    meeting = make_meeting(app, names=NAMES[:2])
    with app.app_context(), write():
        person = db.session.scalars(select(Registration).order_by(Registration.id)).first()
        assert person is not None
        make_journey(person, "arrival", wall=datetime(2027, 5, 9, 22), zone="Europe/Sofia")
        make_journey(person, "departure", wall=datetime(2027, 5, 13, 6), zone="Europe/Sofia")

    page = BeautifulSoup(meeting.get("travel-order.html").data, "html.parser")
    paper = Paper(meeting.get("travel-order.pdf").data)

    first, second = (
        [" ".join(row.get_text(" ").split()) for row in table.select("tbody tr")]
        for table in page.select("table")
    )
    assert [row.split(" ", 2)[0] for row in first] == ["1.", "2.", "3.", "4.", "5."]
    assert "9–13 May 2027" in first[1]
    assert "Days of the event: 10–12 May 2027" in first[1]
    assert "Days of travel: not known yet" in second[1]
    assert "Bulgaria" in first[2]
    assert "Municipality of Razlog" in first[3]
    assert "“Living Harbours”" in first[4]
    assert [row for row in first if row not in paper.page(1)] == []


def test_one_gets_ones_own_papers_and_nobody_elses(app: Flask) -> None:
    meeting = make_meeting(app, names=NAMES[:2])
    client, own = app.test_client(), f"/registrations/{meeting.tokens[1]}/papers/"

    for name in ("invitation", "travel-order", "host-pack", "agenda"):
        words = Paper(client.get(f"{own}{name}.pdf").data).words

        assert "Anna" not in words
        assert ("Jean Martin" in words) == (name in ("invitation", "travel-order"))
    assert b"Papers" in client.get(f"/registrations/{meeting.tokens[1]}/").data
    index = client.get(own)
    assert index.status_code == 200
    assert index.headers["Cache-Control"] == "no-store"
    assert client.get(f"{own}participants.pdf").status_code == 404
    assert client.get(f"{own}badges.pdf").status_code == 404


@pytest.mark.parametrize("state", [State.CANCELLED, State.WAITING, State.AWAITING_APPROVAL])
def test_without_a_seat_there_are_no_papers(app: Flask, state: State) -> None:
    meeting = make_meeting(app)
    with app.app_context(), write():
        person = make_registration(event_of(meeting), "Ivo", "ivo@example.org", state)
        token = person.token()

    client = app.test_client()

    for path in ("", "invitation.pdf", "host-pack.html"):
        assert client.get(f"/registrations/{token}/papers/{path}").status_code == 404
    assert f"{token}/papers/" not in client.get(f"/registrations/{token}/").text


@pytest.mark.parametrize("path", ["", "badges.pdf", "invitation.pdf", "travel-order.html"])
def test_sixty_people_take_as_many_statements_as_two(app: Flask, path: str) -> None:
    counts = []
    for delegations, number in ((1, 2), (8, 8)):
        names = tuple(f"Person {each}" for each in range(number))
        meeting = make_meeting(app, names=names, delegations=delegations)
        with app.app_context(), write():
            for each in db.session.scalars(
                select(Delegate).join(Registration).where(Registration.event_id == meeting.id)
            ):
                make_journey(each.registration)
        staff = meeting.staff
        with count_statements() as sent:
            staff.get(f"/manage/events/{meeting.code}/papers/{path}")
        counts.append(len(sent))

    assert counts[0] == counts[1]
