"""Links that put one event into a calendar on the web: right in every zone and for every date."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.calendars.readers import by_icalendar
from tests.calendars.test_round_trips import entries
from tests.factories import in_days, make_event, make_organisation, make_project, make_registration
from tests.people import cast
from webapp.calendars import adding
from webapp.core import ics
from webapp.core.database import write
from webapp.core.periods import Period, Season
from webapp.core.text import LocalText

CHANGED_AT = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
Moment = date | datetime


def at(starts: str, ends: str, *zones: str) -> Period:
    return Period.at(datetime.fromisoformat(starts), datetime.fromisoformat(ends), *zones)


def entry(period: Period, **overrides: Any) -> ics.Entry:
    url = "https://example.org/events/7kq2/"
    return replace(ics.Entry("7kq2@vizite", period, "Partner meeting", url=url), **overrides)


def query(link: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()}


def by_google(link: str) -> tuple[Moment, Moment]:
    """As its form reads the link: basic ISO 8601, the end of whole days exclusive."""
    starts, ends = (_moment(each) for each in query(link)["dates"].split("/"))
    return starts, ends


def by_outlook(link: str) -> tuple[Moment, Moment]:
    """As its form reads the link: extended ISO 8601; whole days are said apart."""
    told = query(link)
    starts, ends = _moment(told["startdt"]), _moment(told["enddt"])
    assert (told.get("allday") == "true") is not isinstance(starts, datetime)
    return starts, ends


def _moment(text: str) -> Moment:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


# What the links say


@given(entries)
def test_the_links_say_when_as_the_calendar_does(any_entry: ics.Entry) -> None:
    known = replace(any_entry, uid="1-vizite")
    text = ics.render(known, sequence=0, changed_at=CHANGED_AT) or ""
    zones = ics.years_by_zone(ics.zones_used(known))
    said = by_icalendar(ics.calendar(ics.CalendarHead("Visits"), zones, [text]))["1-vizite"]

    assert by_google(adding.google_event(known)) == (said.starts, said.ends)
    assert by_outlook(adding.outlook_event_at_home(known)) == (said.starts, said.ends)
    assert by_outlook(adding.outlook_event_at_work(known)) == (said.starts, said.ends)


@pytest.mark.parametrize(
    ("period", "google", "outlook"),
    [
        (
            at("2027-04-27T10:00", "2027-04-27T12:30", "Europe/Sofia"),
            "20270427T070000Z/20270427T093000Z",
            ("2027-04-27T07:00:00Z", "2027-04-27T09:30:00Z"),
        ),
        (  # the hour that comes twice: the second one
            Period.at(
                datetime(2027, 10, 31, 3, 30), datetime(2027, 10, 31, 5), "Europe/Riga", None, 1
            ),
            "20271031T013000Z/20271031T030000Z",
            ("2027-10-31T01:30:00Z", "2027-10-31T03:00:00Z"),
        ),
        (  # a ferry: two zones, over midnight
            at("2027-06-01T22:00", "2027-06-02T08:30", "Europe/Riga", "Europe/Stockholm"),
            "20270601T190000Z/20270602T063000Z",
            ("2027-06-01T19:00:00Z", "2027-06-02T06:30:00Z"),
        ),
        (  # several days with hours: whole days, as in the calendar
            at("2027-04-27T10:00", "2027-04-29T15:00", "Europe/Sofia"),
            "20270427/20270430",
            ("2027-04-27", "2027-04-30"),
        ),
        (
            Period.days(date(2027, 2, 28), date(2027, 2, 28)),
            "20270228/20270301",
            ("2027-02-28", "2027-03-01"),
        ),
        (Period.month(2027, 5), "20270501/20270601", ("2027-05-01", "2027-06-01")),
        (Period.season(2027, Season.SUMMER), "20270601/20270901", ("2027-06-01", "2027-09-01")),
    ],
)
def test_links_for_each_kind_of_date(period: Period, google: str, outlook: tuple[str, str]) -> None:
    known = entry(period)
    told = query(adding.outlook_event_at_work(known))

    assert query(adding.google_event(known))["dates"] == google
    assert (told["startdt"], told["enddt"]) == outlook


def test_the_links_lead_to_the_forms_of_each_program() -> None:
    known = entry(at("2027-04-27T10:00", "2027-04-27T12:30", "Europe/Sofia"))
    links = [
        adding.google_event(known),
        adding.outlook_event_at_home(known),
        adding.outlook_event_at_work(known),
    ]

    assert [link.partition("?")[0] for link in links] == [
        "https://calendar.google.com/calendar/render",
        "https://outlook.live.com/calendar/0/deeplink/compose",
        "https://outlook.office.com/calendar/0/deeplink/compose",
    ]
    assert query(links[0])["action"] == "TEMPLATE"
    assert query(links[1])["path"] == "/calendar/action/compose"
    assert query(links[1])["rru"] == "addevent"


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.text(max_size=200))
def test_titles_and_places_arrive_as_they_are(title: str, place: str) -> None:
    known = entry(Period.month(2027, 5), title=f"x{title}", location=f"x{place}")
    google = query(adding.google_event(known))
    outlook = query(adding.outlook_event_at_home(known))

    assert google["text"] == outlook["subject"] == adding._cut(f"x{title}", 200)
    assert google["location"] == outlook["location"] == adding._cut(f"x{place}", 200)
    assert "+" not in adding.outlook_event_at_home(known)


def test_long_texts_are_cut_and_lead_to_the_page() -> None:
    known = entry(
        Period.month(2027, 5), description="Ūdens " * 1000, title="Ā" * 300, location="ž " * 2000
    )
    link = adding.outlook_event_at_work(known)

    assert query(link)["body"].endswith("Ūdens…\n\nhttps://example.org/events/7kq2/")
    assert query(link)["subject"] == "Ā" * 199 + "…"
    assert len(link) < 8000


def test_what_has_no_date_or_does_not_take_place_cannot_be_added() -> None:
    certain = entry(Period.month(2027, 5))

    assert adding.can_be_added(certain)
    assert not adding.can_be_added(replace(certain, status=ics.Status.CANCELLED))
    assert not adding.can_be_added(entry(Period.undated()))


# On the pages


def links_of(page: str) -> dict[str, str]:
    """The host of each way to add → its address."""
    part = page.partition('class="add-once')[2].partition("</details>")[0]
    found = [unescape(each) for each in re.findall(r'<a href="([^"]*)"', part)]
    return {urlsplit(each).netloc or "file": each for each in found}


@pytest.fixture
def code(app: Flask) -> str:
    with app.app_context(), write():
        title = LocalText({"en": "Harbour day", "lv": "Ostas diena"})
        return make_event(title, period=in_days(30), projects=[make_project()]).code


def test_the_event_page_offers_each_program_and_a_file(client: FlaskClient, code: str) -> None:
    links = links_of(client.get(f"/events/{code}/").text)

    assert list(links) == ["calendar.google.com", "outlook.live.com", "outlook.office.com", "file"]
    assert query(links["calendar.google.com"])["text"] == "Harbour day"
    assert f"/events/{code}/" in query(links["outlook.live.com"])["body"]
    assert links["file"] == f"/events/{code}.ics"


def test_in_another_language_the_event_is_added_in_it(client: FlaskClient, code: str) -> None:
    links = links_of(client.get(f"/events/{code}/?lang=lv").text)

    assert query(links["calendar.google.com"])["text"] == "Ostas diena"
    assert links["file"] == f"/events/{code}.ics?lang=lv"
    assert "Ostas diena" in client.get(links["file"]).text


@pytest.mark.parametrize(
    "values",
    [
        {"status": "cancelled"},
        {"period": Period.undated()},
        {"period": in_days(-20)},
        {"visibility": "internal"},
    ],
)
def test_nothing_is_added_that_is_cancelled_undated_over_or_not_for_all(
    app: Flask, values: dict[str, Any]
) -> None:
    people = cast(app)
    with app.app_context(), write():
        code = make_event(**values).code

    assert links_of(people.administrator.client(app).get(f"/events/{code}/").text) == {}


def test_an_undated_event_can_be_subscribed_to(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        code = make_event(period=Period.undated()).code

    page = client.get(f"/events/{code}/").text
    assert "Subscribe, and it appears once there is one." in page
    assert f'href="/events/{code}/calendar"' in page
    assert client.get(f"/events/{code}/calendar").status_code == 200


def test_the_join_link_is_for_those_with_a_place(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        event = make_event(mode="online", join_url="https://meet.example.org/x")
        token = make_registration(event).token()
        code = event.code

    theirs = links_of(client.get(f"/registrations/{token}/").text)
    assert "https://meet.example.org/x" in query(theirs["calendar.google.com"])["details"]
    assert theirs["file"] == f"/registrations/{token}/event.ics"
    assert "meet.example.org" not in client.get(f"/events/{code}/").text


def test_who_waits_adds_nothing_yet(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        token = make_registration(make_event(), state="waiting").token()

    assert links_of(client.get(f"/registrations/{token}/").text) == {}


# The page of one event's calendar


def test_an_event_has_a_page_that_subscribes_to_it(client: FlaskClient, code: str) -> None:
    page = client.get(f"/events/{code}/calendar").text

    assert f'value="http://localhost/events/{code}.ics"' in page
    assert f'href="webcal://localhost/events/{code}.ics"' in page
    assert len(links_of(page)) == 4


def test_a_cancelled_event_can_be_followed_but_not_added(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        code = make_event(status="cancelled").code

    page = client.get(f"/events/{code}/calendar")
    assert page.status_code == 200
    assert links_of(page.text) == {}


def test_the_page_is_for_whom_the_calendar_is_for(app: Flask, client: FlaskClient) -> None:
    people = cast(app)
    with app.app_context(), write():
        internal = make_event(visibility="internal", organiser=make_organisation("Inner")).code

    assert client.get(f"/events/{people.draft}/calendar").status_code == 404
    assert client.get("/events/nosuchcode/calendar").status_code == 404
    for person in (people.stranger, people.administrator):
        answer = person.client(app).get(f"/events/{internal}/calendar")
        assert answer.status_code == 404
