"""The list of events, and the month."""

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
    make_place,
    make_project,
    make_target_group,
    writing,
)
from tests.people import cast
from webapp.core.database import write
from webapp.core.periods import Period, Season
from webapp.core.text import LocalText
from webapp.events import rules


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


def store(app: Flask, *events: dict[str, Any]) -> list[str]:
    with app.app_context(), writing():
        return [make_event(**event).code for event in events]


def soup(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def titles(page: BeautifulSoup | Tag) -> list[str]:
    return [each.get_text(strip=True) for each in page.select(".event-row__title")]


def months(page: BeautifulSoup) -> dict[str, list[str]]:
    return {
        " ".join(section.h2.get_text(" ").split()): titles(section)
        for section in page.select("section.event-month")
        if section.h2
    }


def text(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def test_coming_events_stand_by_month_and_undated_ones_last(
    app: Flask, client: FlaskClient
) -> None:
    store(
        app,
        {"title": "Undated", "status": "tentative", "period": Period.undated()},
        {"title": "Summer", "status": "tentative", "period": Period.season(2028, Season.SUMMER)},
        {"title": "June", "period": Period.days(date(2027, 6, 2), date(2027, 6, 4))},
        {"title": "Tomorrow", "period": in_days(1)},
        {"title": "Running", "period": Period.days(date(2027, 3, 1), date(2027, 5, 1))},
        {"title": "Over", "period": Period.days(date(2027, 4, 14))},
    )

    page = soup(client, "/events/")

    assert months(page) == {
        "April": ["Running", "Tomorrow"],
        "June": ["June"],
        "June 2028": ["Summer"],
        "Date to be announced": ["Undated"],
    }


def test_past_events_come_newest_first(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        with write():
            make_event("March", period=Period.days(date(2027, 3, 3)), status="held")
            make_event("Last year", period=Period.days(date(2026, 9, 1)), status="held")
            make_event("Coming")
            given_up = make_event("Given up")
        with write():
            rules.postpone(given_up, "Snow")
            rules.cancel(given_up, "Still snow")

    page = soup(client, "/events/?past=1")

    assert titles(page) == ["March", "Last year", "Given up"]
    assert titles(soup(client, "/events/")) == ["Coming"]


def test_what_got_no_date_while_its_project_lasted_is_past(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        over = Period.phase(date(2019, 8, 29), date(2020, 12, 12))
        ended = make_project("Ended", number="1")
        ended.phases[0].period = over
        lasting = make_project("Lasting")
        undated = {"period": Period.undated(), "status": "tentative"}
        make_event("Never dated", projects=[ended], **undated)
        make_event("Still open", projects=[lasting], **undated)
        make_event("Of no project", **undated)
        make_event("Held one day", period=Period.undated(), status="held")

    assert titles(soup(client, "/events/")) == ["Still open", "Of no project"]
    past = soup(client, "/events/?past=1")
    assert titles(past) == ["Held one day", "Never dated"]
    headings = [heading.get_text(strip=True) for heading in past.select("main h2")]
    assert headings[-1] == "Without a date"


def test_a_line_says_when_where_whose_and_whether_there_is_room(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        hall = make_place("Razlog hall")
        event = make_event(
            "Meeting",
            kind="partner-meeting",
            more_kinds=["study-visit"],
            places=[hall],
            capacity=50,
            period=in_days(30, hour=10, zone="Europe/Sofia"),
        )
        event.pool.taken = 37

    client.set_cookie("zone", "Europe/Lisbon")
    [row] = soup(client, "/events/").select(".event-row")

    assert [text(kind) for kind in row.select(".kind")] == ["partner meeting", "study visit"]
    assert text(row.select_one(".time-line__hours")) == "10:00 – 12:30 Sofia"
    assert text(row.select_one(".time-line__yours")) == "your time 08:00–10:30"
    assert "Razlog hall" in text(row.select_one(".event-row__where"))
    assert text(row.select_one(".seats__words")) == "37 of 50 places"
    times = [each["datetime"] for each in row.select("time")]
    assert times == ["2027-05-15T10:00+03:00", "2027-05-15T12:30+03:00"]


def test_what_changed_is_said_in_the_line(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        with write():
            moved, off = make_event("Moved"), make_event("Off", period=in_days(50))
            make_event("Maybe", status="tentative", period=in_days(51))
        with write():
            rules.move(moved, in_days(49), "Elections")
            rules.cancel(off, "Storm")

    rows = soup(client, "/events/").select(".event-row")

    assert [[chip["data-state"] for chip in row.select(".chip")] for row in rows] == [
        ["moved"],
        ["cancelled"],
        ["tentative"],
    ]


# Filters


def store_many(app: Flask) -> None:
    with app.app_context(), write():
        iot = make_project(acronym="IoTXchange", slug="iot")
        smiltene = make_organisation("Smiltene Municipality", slug="smiltene")
        razlog = make_organisation("Razlog Municipality", slug="razlog")
        hall = make_place(LocalText({"lv": "Jelgavas bibliotēka"}), slug="jelgava")
        make_event("Fourth", projects=[iot], kind="workshop", languages=["en"], period=in_days(4))
        make_event("Fifth", organiser=smiltene, kind="training", period=in_days(5))
        make_event("Sixth", host=razlog, more_kinds=["training"], period=in_days(6))
        make_event("Seventh", places=[hall], languages=["lv", "en"], period=in_days(7))
        make_event("Ceļš uz Ķemeriem", summary="Izbraukums", period=in_days(8))
        make_event("Old", projects=[iot], status="held", period=in_days(-9))


@pytest.fixture
def many(app: Flask) -> None:
    store_many(app)


FILTERED = {
    "project=iot": ["Fourth"],
    "project=iot&past=1": ["Old"],
    "partner=smiltene": ["Fifth"],
    "partner=razlog": ["Sixth"],
    "partner=razlog&partner=smiltene": ["Fifth", "Sixth"],
    "kind=training": ["Fifth", "Sixth"],
    "language=lv": ["Seventh"],
    "place=jelgava": ["Seventh"],
    "q=kemeriem": ["Ceļš uz Ķemeriem"],
    "q=ĶEMERIEM+cels": ["Ceļš uz Ķemeriem"],
    "q=bibliotek": ["Seventh"],
    "q=iotx": ["Fourth"],
    "q=smiltene": ["Fifth"],
    "q=%25": [],
    "q=_": [],
    "kind=training&language=lv": [],
    "kind=nonsense": [],
    "q=%00&project=%00iot": ["Fourth"],
}


def test_filters(any_app: Flask) -> None:
    store_many(any_app)
    client = any_app.test_client()

    found = {query: titles(soup(client, f"/events/?{query}")) for query in FILTERED}

    assert found == FILTERED


def test_every_page_of_events_works_on_both_databases(any_app: Flask) -> None:
    people = cast(any_app)
    addresses = ("/", "/events/month/2027-05/", f"/events/{people.public}/", "/privacy")

    for who in people:
        client = who.client(any_app)
        pages = [*addresses, f"/projects/{people.project}/", "/partners/brasla-municipality/"]
        assert [client.get(address).status_code for address in pages] == [200] * len(pages)


@pytest.mark.usefixtures("many")
def test_each_chosen_filter_can_be_taken_away(client: FlaskClient) -> None:
    page = soup(client, "/events/?kind=training&partner=razlog&q=sixth")

    chips = {text(chip): chip["href"] for chip in page.select("a.chip")}

    assert chips == {
        "Remove filter: Razlog Municipality": "/events/?kind=training&q=sixth",
        "Remove filter: training course": "/events/?partner=razlog&q=sixth",
        "Remove filter: “sixth”": "/events/?partner=razlog&kind=training",
    }


@pytest.mark.usefixtures("many")
def test_nothing_found_says_what_to_change(client: FlaskClient) -> None:
    page = soup(client, "/events/?q=nowhere&kind=training")

    empty = page.select_one(".empty")
    assert text(empty.h2 if empty else None) == "No events match"
    assert [(text(link), link["href"]) for link in page.select(".empty a")] == [
        ("Remove all filters", "/events/"),
        ("Past events", "/events/?past=1&kind=training&q=nowhere"),
    ]


@pytest.mark.usefixtures("many")
def test_subscribing_and_the_month_keep_what_is_filtered(client: FlaskClient) -> None:
    page = soup(client, "/events/?kind=training&q=sixth")

    links = {text(link): link["href"] for link in page.select(".page-head a")}

    assert links["Subscribe"] == "/calendars/?kind=training&q=sixth#made"
    assert links["Month"] == "/events/month/2027-04/?kind=training&q=sixth"


@pytest.mark.usefixtures("many")
def test_only_choices_that_lead_somewhere_are_offered(client: FlaskClient) -> None:
    page = soup(client, "/events/")

    offered = {
        select["name"]: [option["value"] for option in select.select("option") if option["value"]]
        for select in page.select(".filters select")
    }

    assert offered["project"] == ["iot"]
    assert offered["partner"] == ["brasla-municipality", "razlog", "smiltene"]
    assert offered["place"] == ["jelgava"]
    assert offered["language"] == ["en", "lv"]


def test_an_empty_site_says_how_to_hear_of_news(client: FlaskClient) -> None:
    page = soup(client, "/events/")

    assert text(page.select_one(".empty h2")) == "No events are planned at the moment"


# Pages of a long list


@pytest.mark.parametrize("past", [False, True])
def test_a_long_list_is_read_page_by_page_there_and_back(
    app: Flask, client: FlaskClient, past: bool
) -> None:
    sign = -1 if past else 1
    with app.app_context(), write():
        for number in range(130):
            # Several on one day: the order within it must be kept too.
            make_event(
                f"{number:03}",
                status="held" if past else "confirmed",
                period=Period.days(date(2027, 4, 15) + sign * timedelta(days=1 + number // 3)),
            )
    address, seen, pages = f"/events/?past={int(past)}", [], []
    while address:
        page = soup(client, address)
        seen += titles(page)
        pages.append(titles(page))
        following = page.select_one("nav.pager a[rel=next]")
        address = str(following["href"]) if following else ""

    assert len(seen) == len(set(seen)) == 130
    assert [len(page) for page in pages] == [60, 60, 10]

    earlier = page.select_one("nav.pager a[rel=prev]")
    assert earlier is not None
    back = soup(client, str(earlier["href"]))
    assert titles(back) == pages[1]
    first = back.select_one("nav.pager a[rel=prev]")
    assert first is not None
    beginning = soup(client, str(first["href"]))
    assert titles(beginning) == pages[0]
    assert beginning.select_one("nav.pager a[rel=prev]") is None


def test_a_page_after_an_unknown_event_begins_at_the_beginning(
    app: Flask, client: FlaskClient
) -> None:
    store(app, {"title": "One"})

    assert titles(soup(client, "/events/?after=nonsense%00")) == ["One"]


# The month


def test_a_month_is_a_table_of_days_with_spans(app: Flask, client: FlaskClient) -> None:
    store(
        app,
        {"title": "Visit", "period": Period.days(date(2027, 5, 5), date(2027, 5, 7))},
        {"title": "Over the turn", "period": Period.days(date(2027, 5, 31), date(2027, 6, 1))},
        {"title": "Some day in May", "status": "tentative", "period": Period.month(2027, 5)},
        {"title": "In June", "period": Period.days(date(2027, 6, 9))},
    )

    page = soup(client, "/events/month/2027-05/")

    assert text(page.h1) == "May 2027"
    table = page.select_one("table.month")
    assert table is not None
    assert text(table.caption) == "May 2027"
    assert [text(head) for head in table.select("th")][:2] == ["Mon", "Tue"]
    bars = {
        text(bar.select_one("span:last-child")): bar.parent for bar in table.select("a.month__bar")
    }
    spans = {title.rpartition(": ")[2]: cell.get("colspan") for title, cell in bars.items() if cell}
    assert spans == {"Visit": "3", "Over the turn": "2"}
    assert months(page) == {"The day is not fixed yet": ["Some day in May"]}
    assert [link["href"] for link in page.select("nav.pager a")] == [
        "/events/month/2027-04/",
        "/events/month/2027-06/",
    ]


def test_an_empty_month_shows_where_to_look(client: FlaskClient) -> None:
    page = soup(client, "/events/month/2027-05/")

    assert text(page.select_one(".empty h2")) == "Nothing is planned in this month"


@pytest.mark.parametrize(
    "name", ["2027-13", "2027-00", "0000-01", "9999-01", "27-1", "may", "2027-5"]
)
def test_what_is_no_month_is_unknown(client: FlaskClient, name: str) -> None:
    assert client.get(f"/events/month/{name}/").status_code == 404


# Statements


@pytest.mark.parametrize("address", ["/events/", "/events/?past=1", "/events/month/2027-05/"])
def test_a_list_asks_as_much_of_the_database_for_60_events_as_for_3(
    app: Flask, client: FlaskClient, address: str
) -> None:
    def fill(number: int) -> None:
        with app.app_context(), write():
            for each in range(number):
                organiser = make_organisation(f"Town {number} {each}")
                places = [make_place(f"Hall {number} {each} {n}") for n in range(2)]
                projects = [make_project(f"Project {number} {each}")]
                more = {"organiser": organiser, "places": places, "projects": projects}
                more |= {"languages": ["en", "lv"], "more_kinds": ["training"], "capacity": 9}
                make_event("Coming", period=in_days(20), **more)
                make_event("Past", period=in_days(-20), **more)

    fill(3)
    client.get(address)
    with count_statements() as few:
        client.get(address)
    fill(60)
    with count_statements() as many:
        client.get(address)

    # The last page of past events also asks for those that never had a date.
    assert len(many) <= len(few) <= 9, many


# What the stranger cannot do


def test_nobody_finds_what_is_not_for_them(app: Flask) -> None:
    people = cast(app)
    for_staff = {"Open harbour day", "Partner meeting", "Quiet workshop", "Staff rehearsal"}

    for who in people:
        found = set(titles(soup(who.client(app), "/events/")))
        is_theirs = who.name in {
            "helper",
            "reader",
            "partner_coordinator",
            "project_coordinator",
            "administrator",
        }
        assert found == (for_staff if is_theirs else {"Open harbour day"}), who.name


def test_what_is_not_for_them_stands_in_no_choice_of_the_stranger(app: Flask) -> None:
    with app.app_context(), write():
        secret = make_organisation("Secret host")
        make_event(visibility="internal", organiser=secret, places=[make_place("Secret hall")])

    page = app.test_client().get("/events/").text + app.test_client().get("/events/?q=secret").text

    assert "Secret host" not in page
    assert "Secret hall" not in page


@pytest.mark.parametrize("code", ["%00", "zzzzzzzz", "%F0%9F%98%80", "a" * 5000, "';--"])
@pytest.mark.parametrize("side", ["after", "before"])
def test_a_page_behind_no_event_is_the_first(any_app: Flask, code: str, side: str) -> None:
    with any_app.app_context():
        make_event("Coming")

    page = soup(any_app.test_client(), f"/events/?{side}={code}")

    assert titles(page) == ["Coming"]


def test_a_list_is_narrowed_by_whom_it_is_for(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        group = make_target_group("Young people")
        make_target_group("Nobody")
        make_event("For the young", target_groups=[group])
        make_event("For all")

    page = soup(client, "/events/?target_group=young-people")

    assert titles(page) == ["For the young"]
    offered = page.select("select[name=target_group] option")
    assert [text(each) for each in offered] == ["all", "Young people"]
    assert text(page.select_one(".filters__chosen .chip")) == "Remove filter: Young people"


def test_where_no_event_is_for_a_group_none_is_asked_for(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        make_event("For all")

    assert soup(client, "/events/").select("select[name=target_group]") == []
