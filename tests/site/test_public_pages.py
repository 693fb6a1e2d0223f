"""The first page, organisations, what the reader prefers, privacy and accessibility."""

from datetime import date

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from tests import browsing
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_phase,
    make_programme,
    make_project,
)
from tests.people import cast
from webapp.core.database import Base, db, write
from webapp.core.periods import Period
from webapp.core.personal import declared as declared_data
from webapp.core.text import LocalText
from webapp.projects.models import GoodPractice
from webapp.site import privacy


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


def soup(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def text(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def titles(page: Tag) -> list[str]:
    return [text(each) for each in page.select(".event-row__title")]


# The first page


def test_the_first_page_shows_what_comes_next_and_the_projects(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        make_project("Living Harbours", programme_id=make_programme("URBACT III").id)
        for number in range(10):
            make_event(f"Event {number}", period=in_days(number + 1))

    page = soup(client, "/")

    assert titles(page) == [f"Event {number}" for number in range(8)]
    links = {text(link): link["href"] for link in page.select("main a")}
    assert links["All coming events"] == "/events/"
    assert links["Living Harbours"] == "/projects/living-harbours/"
    assert links["How to subscribe"] == "/calendars/"


def test_an_empty_site_has_a_first_page(client: FlaskClient) -> None:
    assert "No events are planned at the moment." in text(soup(client, "/").main)


def test_robots_are_told_what_to_leave_alone(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")

    assert answer.mimetype == "text/plain"
    assert "Disallow: /manage/" in answer.text.splitlines()


def test_the_first_page_shows_a_stranger_only_public_events(app: Flask) -> None:
    people = cast(app)

    assert titles(soup(people.stranger.client(app), "/")) == ["Open harbour day"]


# Organisations


def test_an_organisation_stands_with_its_projects_and_events(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        town = make_organisation("Razlog", slug="razlog", country="BG", city="Razlog")
        other = make_organisation("Jelgava")
        make_project("Living Harbours", lead=other, partners=[town])
        make_event("Own", organiser=town, period=in_days(3))
        make_event("Hosted", organiser=other, host=town, period=in_days(4))
        make_event("Elsewhere", organiser=other)
        make_event("Earlier", organiser=town, period=in_days(-4), status="held")
        make_event("Secret", organiser=town, visibility="internal")
        what = LocalText({"en": "Sensors on trees"})
        practice = GoodPractice(slug="trees", organisation_id=town.id, what=what, status="idea")
        db.session.add(practice)

    page = soup(client, "/partners/razlog/")

    assert text(page.h1) == "Razlog"
    assert titles(page) == ["Own", "Hosted", "Earlier"]
    projects = page.select_one("section[aria-labelledby=projects] li")
    assert text(projects) == "Living Harbours partner"
    assert text(page.select_one("#past .count")) == "1"
    assert "Sensors on trees" in text(page.main)


def test_an_organisation_tells_a_project_once_with_its_roles_and_years(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        town = make_organisation("Razlog", slug="razlog")
        project = make_project("Living Harbours", acronym="LiHa", lead=make_organisation("Jelgava"))
        first = Period.days(date(2019, 9, 1), date(2020, 6, 1))
        second = Period.days(date(2020, 9, 1), date(2022, 6, 1))
        make_phase(project, number=2, partners=[town], period=first)
        make_phase(project, number=3, lead=town, period=second)
        make_project("Later", partners=[town], lead=make_organisation("Jelgava"))

    parts = [text(each) for each in soup(client, "/partners/razlog/").select(".parts > li")]

    assert parts == ["LiHa Living Harbours lead partner, partner 2019–2022", "Later partner"]


def test_an_organisations_page_shows_the_last_events_and_how_many_there_are(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        town = make_organisation("Razlog", slug="razlog")
        for each in range(9):
            make_event(f"Event {each}", organiser=town, period=in_days(-each - 2))
        make_event("Secret", organiser=town, period=in_days(-3), visibility="internal")

    page = soup(client, "/partners/razlog/")

    assert titles(page) == [f"Event {each}" for each in range(6)]
    link = page.find("a", string="All 9 past events of this organisation")
    assert isinstance(link, Tag)
    assert link["href"] == "/events/?past=1&partner=razlog"


def test_an_organisations_page_asks_as_often_however_much_there_is(
    app: Flask, client: FlaskClient
) -> None:
    def fill(slug: str, number: int) -> None:
        with app.app_context(), write():
            town = make_organisation(slug)
            for each in range(number):
                make_project(f"{slug} project {each}", lead=town)
                make_event(organiser=town)
                make_event(organiser=town, period=in_days(-each - 2))

    fill("few", 2)
    fill("many", 12)
    client.get("/partners/few/")
    with count_statements() as few:
        client.get("/partners/few/")
    with count_statements() as many:
        client.get("/partners/many/")

    assert len(many) == len(few), many


@pytest.mark.parametrize("slug", ["nothing", "%00"])
def test_an_unknown_organisation_is_a_page_that_says_so(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/partners/{slug}/").status_code == 404


# Preferences


def cookies(client: FlaskClient) -> dict[str, str]:
    found = {name: client.get_cookie(name) for name in ("zone", "theme", "lang")}
    return {name: cookie.value for name, cookie in found.items() if cookie}


def test_a_choice_is_remembered_and_leads_back(client: FlaskClient) -> None:
    page = browsing.look(client, "/preferences?next=/events/%3Fpast%3D1")

    answer = browsing.send(
        client, page, follow=False, zone="Europe/Lisbon", theme="dark", language="lv"
    )

    assert answer.status == 303
    assert answer.response.headers["Location"] == "/events/?past=1"
    assert cookies(client) == {"zone": "Europe/Lisbon", "theme": "dark", "lang": "lv"}
    home = soup(client, "/")
    assert home.html is not None
    assert (home.html["lang"], home.html["data-theme"]) == ("lv", "dark")


def test_choosing_no_zone_forgets_the_old_one(client: FlaskClient) -> None:
    client.set_cookie("zone", "Europe/Lisbon")
    page = browsing.look(client, "/preferences")

    browsing.send(client, page, zone="")

    assert "zone" not in cookies(client)


@pytest.mark.parametrize("next_page", ["https://evil.example", "//evil.example", "/\\evil", ""])
def test_the_way_back_never_leads_away(client: FlaskClient, next_page: str) -> None:
    page = browsing.look(client, "/preferences")

    answer = browsing.send(client, page, follow=False, next=next_page)

    assert answer.response.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("field", "value"), [("zone", "Europe/Nowhere"), ("theme", "pink"), ("language", "xx")]
)
def test_what_was_not_offered_is_refused_beside_its_question(
    client: FlaskClient, field: str, value: str
) -> None:
    page = browsing.look(client, "/preferences")

    answer = browsing.send(client, page, **{field: value})

    assert answer.status == 422
    assert len(answer.summary()) == 1
    assert cookies(client) == {}


# Privacy and accessibility


def test_privacy_names_each_organiser_with_its_notice_and_period(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        town = make_organisation(
            "Razlog",
            retention_months=6,
            contact_email="data@example.org",
            privacy_notice="Ask us **anything**.",
        )
        make_event(organiser=town)
        make_organisation("No events here")

    page = soup(client, "/privacy")

    [organiser] = page.select(".organisers li")
    assert text(organiser) == "Razlog : erases contact data 6 months after the event"
    assert "Ask us anything" in text(soup(client, "/privacy/razlog").main)


def test_privacy_speaks_of_every_kind_of_data_the_tables_declare(app: Flask) -> None:
    with app.test_request_context("/privacy"):
        declared = {(table, until) for table, _class, until in declared_data(Base.metadata)}
        said = set(privacy.sentences())

    assert declared == said
    assert len(Base.metadata.tables) > 20


def test_accessibility_says_what_is_not_and_whom_to_tell(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        make_event(organiser=make_organisation("Razlog", contact_email="razlog@example.org"))

    page = soup(client, "/accessibility")

    assert "WCAG" in text(page.main)
    assert [text(link) for link in page.select("main a[href^=mailto]")] == ["razlog@example.org"]


def test_privacy_does_not_tell_a_stranger_of_hidden_organisers(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        make_event(organiser=make_organisation("Hidden town"), visibility="internal")

    assert "Hidden town" not in client.get("/privacy").text
