"""The page of one event."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_phase,
    make_place,
    make_programme,
    make_project,
    make_registration,
    make_target_group,
)
from tests.people import cast
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events import rules
from webapp.projects.sources import Source, SourceLink


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


def store(app: Flask, **values: Any) -> str:
    with app.app_context():
        return make_event(**values).code


def soup(client: FlaskClient, code: str, query: str = "") -> BeautifulSoup:
    answer = client.get(f"/events/{code}/{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def text(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def facts(page: BeautifulSoup) -> dict[str, str]:
    return {text(fact.dt): text(fact.dd) for fact in page.select(".facts > div")}


def test_an_event_answers_when_where_whose_for_whom(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        host = make_organisation("Razlog Municipality")
        project = make_project("Living Harbours", acronym="Harbours")
        hall = make_place("Town hall", address="1 Main Street", latitude=41.9, longitude=23.5)
        code = make_event(
            "Meeting in Razlog",
            host=host,
            projects=[project],
            places=[hall],
            kind="partner-meeting",
            subkind="transnational",
            number="TNM 6",
            period=in_days(30, hour=10, zone="Europe/Sofia"),
            languages=["en", "bg"],
            audience="Delegations of the partners",
            target_groups=[make_target_group("Residents")],
            price="Free of charge",
            contact_email="tnm@example.org",
            summary="Three days.",
            description="Bring **shoes**.",
            contributors=[{"role": "speaker", "name": "Ivana", "organisation_id": host.id}],
        ).code

    client.set_cookie("zone", "Europe/Lisbon")
    page = soup(client, code)

    assert text(page.h1) == "Meeting in Razlog"
    head = text(page.select_one(".event-head"))
    assert "partner meeting transnational meeting TNM 6" in head
    assert "10:00 – 12:30 Sofia your time 08:00–10:30 Town hall" in head
    assert facts(page) == {
        "When": "Saturday, 15 May 2027, 10:00–12:30, Sofia time",
        "Where": "Town hall 1 Main Street Map : Town hall",
        "Organiser": "Brasla Municipality",
        "Host": "Razlog Municipality",
        "Project": "Harbours",
        "Who may come": "Delegations of the partners Residents",
        "Working languages": "English, Bulgarian",
        "Price": "Free of charge",
        "With": "Ivana speaker Razlog Municipality",
        "Questions": "tnm@example.org",
    }
    assert page.select_one(".prose strong") is not None
    assert page.select_one("meta[name=robots]") is None


def test_texts_come_in_the_readers_language_and_a_fallback_is_marked(
    app: Flask, client: FlaskClient
) -> None:
    code = store(
        app,
        title=LocalText({"en": "Ideas for the harbour", "lv": "Idejas ostai"}),
        description=LocalText({"lv": "Nāciet **visi**."}),
    )

    assert text(soup(client, code, "?lang=lv").h1) == "Idejas ostai"
    page = soup(client, code, "?lang=en")
    assert text(page.h1) == "Ideas for the harbour"
    assert page.select_one(".prose [lang=lv] strong") is not None


def test_an_online_meeting_lists_the_partners_hours(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        lisbon = make_organisation("Fundão", zone="Europe/Lisbon")
        sofia = make_organisation("Razlog", zone="Europe/Sofia")
        project = make_project(lead=lisbon, partners=[sofia])
        code = make_event(
            projects=[project], mode="online", period=in_days(30, hour=9, zone="Europe/Lisbon")
        ).code

    page = soup(client, code)

    hours = [text(each) for each in page.select(".clocks li")]
    assert hours == ["Riga 11:00–13:30", "Sofia 11:00–13:30"]


def test_what_it_follows_and_its_series_and_sources_stand_below(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        before = make_event("First", period=in_days(5), series_id="s")
        event = make_event("Second", period=in_days(9), follows_id=before.id, series_id="s")
        make_event("Third", period=in_days(12), follows_id=event.id)
        make_event("Hidden", follows_id=event.id, visibility="internal")
        source = Source(slug="news", title=LocalText({"en": "News"}), published_year=2020)
        db.session.add(source)
        db.session.flush()
        db.session.add(SourceLink(entity=event.key, source_id=source.id))
        code = event.code

    page = soup(client, code)

    around = {
        text(section.h2): [text(link) for link in section.select("a")]
        for section in page.select(".event-page__text > section")
        if section.h2
    }
    assert around == {
        "Follows": ["First"],
        "Followed by": ["Third"],
        "In the same series": ["First"],
        "Source": [],
    }
    assert text(page.select_one(".sources li")) == "According to News , 2020"


# States


def test_a_moved_event_says_what_it_was_before_and_why(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_event(period=Period.days(date(2027, 5, 5)))
        with write():
            rules.move(event, Period.days(date(2027, 5, 12)), "The hall burnt down")
        code = event.code

    page = soup(client, code)

    notice = page.select_one(".event-head .notice")
    assert text(notice) == (
        "This event has been moved Before: Wednesday, 5 May 2027 The hall burnt down"
    )
    assert text(notice.find("del") if notice else None) == "Wednesday, 5 May 2027"
    assert [chip["data-state"] for chip in page.select(".event-head .chip")] == ["moved"]


def test_a_postponed_event_has_no_date_and_says_the_old_one(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        event = make_event(period=Period.days(date(2027, 5, 5)))
        with write():
            rules.postpone(event, "Snow")
        code = event.code

    page = soup(client, code)

    assert "has been postponed" in text(page.select_one(".notice"))
    assert "Wednesday, 5 May 2027" in text(page.select_one(".notice del"))
    assert facts(page)["When"] == "date to be announced (1 day)"
    assert page.select_one(".card .is-primary") is None


def test_a_cancelled_event_says_why_and_takes_nobody(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_event()
        with write():
            rules.cancel(event, LocalText({"en": "The speaker is ill", "lv": "Lektors slims"}))
        code = event.code

    page = soup(client, code)

    assert text(page.select_one(".notice")) == "This event has been cancelled The speaker is ill"
    assert page.select_one(".card") is None
    assert "Lektors slims" in text(soup(client, code, "?lang=lv").select_one(".notice"))


def test_after_its_date_the_outcome_is_open_until_somebody_says_so(
    app: Flask, client: FlaskClient
) -> None:
    code = store(app, period=Period.days(date(2027, 4, 1)))

    page = soup(client, code)

    assert [chip["data-state"] for chip in page.select(".chip")] == ["outcome-not-recorded"]


# Getting in


def button(page: BeautifulSoup) -> tuple[str, str] | None:
    link = page.select_one(".card .is-primary")
    return None if link is None else (text(link), str(link["href"]))


@pytest.mark.parametrize(
    ("made", "word"),
    [
        ({}, "Register"),
        ({"capacity": 0}, "Get in line"),
        ({"registration_mode": "approval"}, "Apply"),
    ],
)
def test_the_one_button(app: Flask, client: FlaskClient, made: dict[str, Any], word: str) -> None:
    code = store(app, **made)

    assert button(soup(client, code)) == (word, f"/events/{code}/register")


def test_registration_elsewhere_leads_there(app: Flask, client: FlaskClient) -> None:
    code = store(app, registration_mode="elsewhere", registration_url="https://example.org/in")

    assert button(soup(client, code)) == ("Register there", "https://example.org/in")


def test_no_button_before_and_after_and_by_invitation(app: Flask, client: FlaskClient) -> None:
    not_yet = store(app, opens_at=now() + timedelta(days=2))
    closed = store(app, closes_at=now() - timedelta(days=2))
    invited = store(app, registration_mode="invitation")

    cards = [soup(client, code).select_one(".card") for code in (not_yet, closed, invited)]

    assert [text(card.select("p")[-1] if card else None) for card in cards] == [
        "Registration opens on Saturday, 17 April 2027, 15:00 (Riga time).",
        "Registration closed on Tuesday, 13 April 2027, 15:00 (Riga time).",
        "By invitation: open the link in your invitation to register.",
    ]


def test_the_meter_counts_seats_and_those_in_line(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_event(capacity=2)
        make_registration(event)
        make_registration(event, "Bo", "bo@example.org")
        make_registration(event, "Cita", "cita@example.org", state="waiting")
        code = event.code

    assert text(soup(client, code).select_one(".seats__words")) == "Full · 2 places · 1 waiting"


def test_the_event_and_its_projects_can_be_had_in_a_calendar(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        code = make_event(projects=[make_project("Living Harbours")]).code

    page = soup(client, code)

    assert [
        link["href"] for link in page.select("aside a[href*=calendars], aside a[href$=ics]")
    ] == [
        f"/events/{code}.ics",
        "/calendars/?project=living-harbours#made",
    ]


def test_the_funding_statement_is_that_of_the_day_of_the_event(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        programme = make_programme(
            statements=[
                ("Old words", None, date(2027, 12, 31)),
                ("New words", date(2028, 1, 1), None),
            ]
        )
        project = make_project(programme_id=programme.id)
        old = make_event(projects=[project]).code
        new = make_event(projects=[project], period=Period.days(date(2028, 2, 1))).code

    assert text(soup(client, old).select_one(".funding p")) == "Old words"
    assert text(soup(client, new).select_one(".funding p")) == "New words"


# Addresses


@pytest.mark.parametrize(
    "change", [str.upper, str.title, lambda code: f"{code}.", lambda c: f"{c})"]
)
def test_a_code_typed_from_paper_leads_to_the_page(
    app: Flask, client: FlaskClient, change: Any
) -> None:
    code = store(app)
    wrong = change(code)
    if wrong == code:
        pytest.skip("nothing to change")

    answer = client.get(f"/events/{wrong}/")

    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"/events/{code}/")


@pytest.mark.parametrize("code", ["aaaaaaaa", "%00", "%FF%FE", "..", "-", "ā", "a" * 3000])
def test_an_unknown_code_is_a_page_that_says_so(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/events/{code}/", follow_redirects=True)

    assert answer.status_code == 404
    assert BeautifulSoup(answer.text, "html.parser").h1 is not None


def test_what_people_typed_stays_text(app: Flask, client: FlaskClient) -> None:
    evil = '<script>alert("1")</script>'
    code = store(app, title=evil, summary=evil, description=evil, price=evil, audience=evil)

    page = soup(client, code)

    inline = [each["type"] for each in page.select("script") if not each.get("src")]
    assert inline == ["application/ld+json"]  # data, told apart in test_structured
    assert text(page.h1) == evil


@pytest.mark.parametrize("mode", ["on-site", "online"])
def test_a_page_asks_the_database_as_often_however_much_there_is(
    app: Flask, client: FlaskClient, mode: str
) -> None:
    def fill(number: int) -> str:
        with app.app_context(), write():
            programme = make_programme(f"Programme {number}")
            projects = []
            for each in range(number):
                partners = [make_organisation(f"Town {number} {n}") for n in range(each + 1)]
                project = make_project(f"P{number} {each}", programme_id=programme.id)
                make_phase(project, number=2, partners=partners)
                projects.append(project)
            event = make_event(
                mode=mode,
                projects=projects,
                places=[make_place(f"Hall {number} {n}") for n in range(number)],
                languages=["en", "lv", "bg"][:number],
                more_kinds=["training", "ideathon", "pilot"][:number],
                contributors=[{"role": "mentor", "name": f"M{n}"} for n in range(number)],
                target_groups=[make_target_group(f"Group {number} {n}") for n in range(number)],
                capacity=900,
            )
            for n in range(number * 10):
                make_event(f"After {n}", follows_id=event.id)
                make_registration(event, f"Person {n}", f"p{n}@example.org")
            return event.code

    few_code, many_code = fill(2), fill(20)
    client.get("/")  # what the first request of a process asks besides
    with count_statements() as few:
        client.get(f"/events/{few_code}/")
    with count_statements() as many:
        client.get(f"/events/{many_code}/")

    assert len(many) == len(few), many
    assert len(few) <= 14


# What the stranger cannot do


def test_who_sees_which_event_and_with_which_words(app: Flask) -> None:
    people = cast(app)
    codes = {
        "public": people.public,
        "partners": people.partners_only,
        "unlisted": people.unlisted,
        "internal": people.internal,
        "draft": people.draft,
    }
    everything = set(codes)
    may = {
        "visitor": {"public", "unlisted"},
        "participant": {"public", "unlisted"},
        "invited": {"public", "unlisted", "partners"},
        "helper": everything,
        "reader": everything,
        "partner_coordinator": everything,
        "project_coordinator": everything,
        "stranger": {"public", "unlisted"},
        "administrator": everything,
    }

    for who in people:
        client = who.client(app)
        answers = {name: client.get(f"/events/{code}/") for name, code in codes.items()}
        assert {n for n, each in answers.items() if each.status_code == 200} == may[who.name], who
        assert {each.status_code for each in answers.values()} <= {200, 404}
        for name, each in answers.items():
            page = BeautifulSoup(each.text, "html.parser")
            hides = page.select_one("meta[name=robots][content=noindex]") is not None
            assert each.status_code != 200 or hides == (name != "public")


def test_staff_read_that_a_draft_is_one(app: Flask) -> None:
    people = cast(app)

    page = soup(people.reader.client(app), people.draft)

    assert text(page.select_one(".notice")).startswith("This is a draft.")
    assert page.select_one(".card") is None


def test_a_withdrawn_event_is_gone_and_what_the_stranger_never_knew_stays_unknown(
    app: Flask,
) -> None:
    people = cast(app)
    with app.app_context(), write():
        known, unknown = (make_event(visibility=each) for each in ("unlisted", "internal"))
        rules.withdraw(known)
        rules.withdraw(unknown)
        codes = known.code, unknown.code

    client = people.stranger.client(app)

    assert client.get(f"/events/{codes[0]}/").status_code == 410
    assert client.get(f"/events/{codes[1]}/").status_code == 404


def test_the_public_page_names_no_participant_and_no_link_to_join(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        event = make_event(capacity=5, mode="online", join_url="https://meet.example.org/secret")
        make_registration(event, "Pauls Participant", "pauls@example.org")
        code = event.code

    page = client.get(f"/events/{code}/").text

    assert "Pauls" not in page
    assert "pauls@example.org" not in page
    assert "meet.example.org" not in page
