"""What another site gets into its frame: the same for everyone, and for the sites named only."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.counting import count_statements
from tests.embeddings.making import make_embedding
from tests.factories import (
    make_event,
    make_organisation,
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
from webapp.embeddings import rules
from webapp.embeddings.models import Embedding
from webapp.events.models import Event


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00:10+00:00")


def embed(app: Flask, **values: Any) -> str:
    """The address of a frame."""
    with app.app_context():
        return f"/embed/{make_embedding(**values).code}/"


def soup(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def text(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def titles(client: FlaskClient, address: str) -> list[str]:
    return [text(each) for each in soup(client, address).select(".event-row__title")]


def policy(client: FlaskClient, address: str) -> dict[str, str]:
    """The Content-Security-Policy, directive by directive."""
    said = client.get(address).headers["Content-Security-Policy"]
    parts = (each.strip().partition(" ") for each in said.split(";"))
    return {name: values for name, _, values in parts}


# Who may frame it


def test_only_the_sites_named_and_our_own_may_frame_it(app: Flask, client: FlaskClient) -> None:
    sites = ["https://www.brasla.example.org", "http://127.0.0.1:8394"]
    address = embed(app, sites=sites)

    answer = client.get(address)

    ancestors = "'self' https://www.brasla.example.org http://127.0.0.1:8394"
    assert policy(client, address)["frame-ancestors"] == ancestors
    assert policy(client, address)["default-src"] == "'self'"
    assert "X-Frame-Options" not in answer.headers


def test_every_other_page_stays_without_frames(app: Flask) -> None:
    people = cast(app)
    address = embed(app)
    admin = people.administrator.client(app)
    others = ["/", "/events/", f"/events/{people.public}/", "/calendars/", "/privacy", "/manage/"]

    for other in [*others, "/embed/zzzzzzzz/", f"{address}nothing", "/manage/embeddings/"]:
        assert policy(admin, other)["frame-ancestors"] == "'none'"


def test_it_sets_no_cookie_and_asks_for_none(app: Flask, client: FlaskClient) -> None:
    address = embed(app)

    for query in ("", "?lang=lv", "?theme=dark", "?month=2027-05"):
        answer = client.get(address + query)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_it_is_the_same_whoever_looks(app: Flask) -> None:
    people = cast(app)
    address = embed(app)

    pages = {who.client(app).get(address).text for who in people}
    bent = app.test_client()
    for name, value in (("lang", "lv"), ("theme", "dark"), ("zone", "Asia/Tokyo")):
        bent.set_cookie(name, value)
    pages.add(bent.get(address, headers={"Accept-Language": "lv"}).text)

    assert len(pages) == 1


# What it shows


def test_a_list_shows_what_everybody_may_see_and_is_coming(app: Flask) -> None:
    people = cast(app)
    with app.app_context(), write():
        make_event("Long ago", period=Period.month(2026, 5))
        make_event("Without a date", period=Period.undated())
    address = embed(app)

    shown = titles(people.administrator.client(app), address)

    assert shown == ["Open harbour day", "Without a date"]


def test_a_list_has_as_many_events_as_it_should(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        for number in range(5):
            make_event(f"Event {number}", period=Period.month(2027, 5 + number))

    assert titles(client, embed(app, most=3)) == ["Event 0", "Event 1", "Event 2"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"In the project", "Hosted", "In Latvian", "For fishers"}),
        ({"project": ["harbours"]}, {"In the project"}),
        ({"project": ["old-harbours"]}, {"In the project"}),
        ({"partner": ["otava-town"]}, {"Hosted"}),
        ({"kind": ["training", "survey"]}, {"Hosted", "For fishers"}),
        ({"language": ["lv"]}, {"In Latvian"}),
        ({"target_group": ["fishers"]}, {"For fishers"}),
        ({"kind": ["training"], "target_group": ["fishers"]}, {"For fishers"}),
        ({"project": ["harbours"], "kind": ["training"]}, set()),
    ],
)
@pytest.mark.parametrize("form", ["list", "month"])
def test_filters_narrow_it_down(
    app: Flask, client: FlaskClient, filters: dict[str, list[str]], expected: set[str], form: str
) -> None:
    with app.app_context(), write():
        project = make_project("Old harbours")
        project.slug = "harbours"
        make_event("In the project", projects=[project])
        make_event("Hosted", host=make_organisation("Otava Town"), kind="training")
        make_event("In Latvian", languages=["lv"])
        fishers = make_target_group("Fishers")
        make_event("For fishers", kind="training", target_groups=[fishers])

    address = embed(app, filters=filters, form=form) + ("?month=2027-05" if form == "month" else "")

    assert set(titles(client, address)) == expected


def test_a_line_tells_when_where_whose_and_what_changed(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        hall = make_place("Town hall")
        event = make_event("Forum", places=[hall], mode="hybrid", status="cancelled", capacity=2)
        make_registration(event)
        code = event.code
    address = embed(app)

    row = soup(client, address).select_one(".event-row")

    assert row is not None
    assert text(row.select_one(".event-row__where")) == "Town hall, online Brasla Municipality"
    assert text(row.select_one("time")) == "10:00"
    assert text(row.select_one(".chip")) == "cancelled"
    assert row.select_one(".seats") is None
    assert row.select("a")[0]["href"] == f"/events/{code}/?lang=en"


def test_it_speaks_its_own_language(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event(LocalText({"en": "Forum", "lv": "Forums"}))
    address = embed(app, name="Notikumi", language="lv")

    page = soup(client, address)

    assert page.html is not None
    assert page.html["lang"] == "lv"
    assert titles(client, address) == ["Forums"]
    assert text(page.h1) == "Notikumi"
    assert all("lang=lv" in each["href"] for each in page.select("main a, footer a"))


def test_a_language_that_was_given_up_becomes_the_main_one(app: Flask, client: FlaskClient) -> None:
    page = soup(client, embed(app, language="fi"))

    assert page.html is not None
    assert page.html["lang"] == "en"


def test_links_lead_out_of_the_frame_but_months_stay_in_it(app: Flask, client: FlaskClient) -> None:
    page = soup(client, embed(app, form="month"))

    base = page.select_one("base")
    assert base is not None
    assert base["target"] == "_top"
    months = page.select("nav a")
    assert [each["href"] for each in months] == ["?month=2027-03", "?month=2027-05"]
    assert {each["target"] for each in months} == {"_self"}
    assert page.select("header, form, script") == []


def test_a_month_is_a_table_and_for_narrow_frames_a_list(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        first = make_event("Forum", period=Period.days(now().date().replace(day=20))).code
        make_event("Some day in April", period=Period.month(2027, 4))
    address = embed(app, form="month")

    page = soup(client, address)

    assert text(page.select_one(".month caption")) == "April 2027"
    assert [each["href"] for each in page.select(".month__bar")] == [f"/events/{first}/?lang=en"]
    assert titles(client, address) == ["Forum", "Some day in April"]
    assert titles(client, f"{address}?month=2027-06") == []
    assert "Nothing is planned in this month." in client.get(f"{address}?month=2027-06").text


@pytest.mark.parametrize("month", ["2027-13", "x", "1899-01", "2200-01", "2027-5", "2027-05-01"])
def test_a_month_that_is_none_is_not_found(app: Flask, client: FlaskClient, month: str) -> None:
    assert client.get(embed(app, form="month"), query_string={"month": month}).status_code == 404


def test_the_foot_leads_to_the_same_events_and_their_calendar(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        make_event("Forum", projects=[make_project("Harbours")])
    filters = {"project": ["harbours"], "kind": ["workshop", "training"]}

    links = [each["href"] for each in soup(client, embed(app, filters=filters)).select("footer a")]

    query = "project=harbours&kind=workshop&kind=training&lang=en"
    assert links == [f"/events/?{query}", f"/calendars/?{query}#made"]
    assert all(client.get(str(link)).status_code == 200 for link in links)


def test_the_funding_statement_stands_under_one_project_only(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        programme = make_programme(statement="Co-funded by the European Union")
        for name in ("Harbours", "Forests"):
            make_project(name).programme_id = programme.id

    def funding(*projects: str) -> list[str]:
        page = soup(client, embed(app, filters={"project": list(projects)}))
        return [text(each) for each in page.select(".funding p")]

    assert funding("harbours") == ["Co-funded by the European Union"]
    assert funding("harbours", "forests") == []
    assert funding() == []


def test_hostile_words_stay_words(app: Flask, client: FlaskClient) -> None:
    evil = '"><script>alert(1)</script>'
    with app.app_context():
        make_event(evil)

    page = soup(client, embed(app, name=evil))

    assert page.select("script") == []
    assert text(page.h1) == evil


# How it looks


def test_the_background_is_set_or_left_to_the_device(app: Flask, client: FlaskClient) -> None:
    themes = []
    for background in ("auto", "light", "dark"):
        html = soup(client, embed(app, background=background)).html
        assert html is not None
        themes.append(html.get("data-theme"))

    assert themes == [None, "light", "dark"]


def test_its_colours_stand_in_a_style_sheet_kept_for_ever(app: Flask, client: FlaskClient) -> None:
    plain, red = embed(app), embed(app, accent="#8a1538")

    sheets = []
    for address in (plain, red):
        (link,) = soup(client, address).select("link[rel=stylesheet]")
        answer = client.get(str(link["href"]))
        assert answer.mimetype == "text/css"
        assert "immutable" in answer.headers["Cache-Control"]
        sheets.append(answer.text)

    assert "#8a1538" not in sheets[0]
    assert sheets[1].startswith(sheets[0])
    assert "--accent: #8a1538" in sheets[1].removeprefix(sheets[0])


# Unchanged, changed, gone


def test_unchanged_it_costs_one_statement(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event("Forum")
    address = embed(app)
    etag = client.get(address).headers["ETag"]

    with count_statements() as sent:
        answer = client.get(address, headers={"If-None-Match": etag})

    assert answer.status_code == 304
    assert answer.headers["ETag"] == etag
    assert "frame-ancestors 'self' https:" in answer.headers["Content-Security-Policy"]
    assert len(sent) == 1


def test_however_many_events_it_takes_as_many_statements(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    counts = []
    for form in ("list", "month"):
        address = embed(app, form=form, most=100) + "?month=2027-05"
        for _ in range(2):
            with app.app_context(), write():
                for number in range(5):
                    hall = make_place(f"Hall {form} {number}")
                    make_event(f"Event {number}", places=[hall], more_kinds=["survey"])
            with count_statements() as sent:
                client.get(address)
            counts.append(len(sent))

    assert counts[0] == counts[1]
    assert counts[2] == counts[3]
    assert max(counts) <= 8


def test_a_change_shows_at_once(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event("Forum")
    address = embed(app)
    etag = client.get(address).headers["ETag"]

    with app.app_context(), write():
        db.session.query(Event).one().name = LocalText({"en": "Fair"})
    answer = client.get(address, headers={"If-None-Match": etag})

    assert answer.status_code == 200
    assert titles(client, address) == ["Fair"]


def test_time_alone_takes_what_is_over_off_the_list(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    with app.app_context():
        make_event("Forum")
    address = embed(app)
    assert titles(client, address) == ["Forum"]

    clock.forward(days=31)

    assert titles(client, address) == []


def test_a_registration_changes_nothing(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event("Forum", capacity=2)
    address = embed(app)
    etag = client.get(address).headers["ETag"]

    with app.app_context(), write():
        make_registration(db.session.query(Event).one())

    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_what_was_withdrawn_says_so_in_its_frame(app: Flask, client: FlaskClient) -> None:
    address = embed(app, language="lv")

    with app.app_context(), write():
        rules.withdraw(db.session.query(Embedding).one())

    page = soup(client, address, status=410)
    assert page.html is not None
    assert page.html["lang"] == "lv"
    assert page.select(".event-row") == []
    assert [each["href"] for each in page.select("a")] == ["/events/?lang=lv"]
    assert "https://www.brasla.example.org" in policy(client, address)["frame-ancestors"]
    assert "ETag" not in client.get(address).headers


def test_a_renewed_one_is_gone_at_its_old_address(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event("Forum")
    first = embed(app)

    with app.app_context(), write():
        rules.renew(db.session.query(Embedding).one())
    with app.app_context():
        second = f"/embed/{db.session.query(Embedding).one().code}/"

    assert soup(client, first, status=410).select(".event-row") == []
    assert client.get(f"{first}style.css").status_code == 200
    assert titles(client, second) == ["Forum"]


@pytest.mark.parametrize("code", ["zzzzzzzz", "ZZZZZZZZ", "1", "a" * 200, "zzzz%00zz", "é"])
def test_an_unknown_code_is_not_found(app: Flask, client: FlaskClient, code: str) -> None:
    assert client.get(f"/embed/{code}/").status_code == 404
    assert client.get(f"/embed/{code}/style.css").status_code == 404


def test_it_works_on_both_databases(any_app: Flask) -> None:
    with any_app.app_context(), write():
        make_event("Forum", target_groups=[make_target_group("Fishers")])
    client = any_app.test_client()
    address = embed(any_app, filters={"target_group": ["fishers"]}, form="month")

    assert titles(client, f"{address}?month=2027-05") == ["Forum"]
    with any_app.app_context(), write():
        rules.renew(db.session.query(Embedding).one())
    assert client.get(address).status_code == 410
