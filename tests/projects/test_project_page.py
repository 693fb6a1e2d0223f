"""The page of a project."""

from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import (
    in_days,
    make_budget,
    make_event,
    make_fund,
    make_organisation,
    make_phase,
    make_place,
    make_programme,
    make_project,
    make_target_group,
)
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.projects.models import (
    Contact,
    GoodPractice,
    LocalGroup,
    Milestone,
    Project,
    ProjectDocument,
    StatedNumber,
    Territory,
)


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


def soup(client: FlaskClient, address: str = "/projects/iot/") -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def text(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def rows(table: Tag) -> list[list[str]]:
    return [[text(cell) for cell in row.select("th, td")] for row in table.select("tr")][1:]


def titles(page: Tag) -> list[str]:
    return [text(each) for each in page.select(".event-row__title")]


def add(*more: object) -> None:
    db.session.add_all(more)
    db.session.flush()


def whole_project(number: int = 1, slug: str = "iot") -> Project:
    """A project with *number* of everything."""
    programme = make_programme(f"Programme {slug}", slug=f"programme-{slug}")
    towns = [make_organisation(f"Town {slug} {n}") for n in range(number)]
    project = make_project(
        "Internet of Things", slug=slug, programme_id=programme.id, partners=towns
    )
    make_phase(project, number=2, lead=towns[0], partners=towns[1:])
    for n, town in enumerate(towns):
        name = f"{slug}-{n}"
        budget = make_budget(project, Decimal(1000), [(make_fund(f"Fund {name}"), 85)])
        budget.organisation_id = town.id
        group = LocalGroup(
            slug=name, name=LocalText({"en": name}), project_id=project.id, organisation_id=town.id
        )
        group.target_groups = [make_target_group(f"Group {name}")]
        document = ProjectDocument(
            slug=name,
            project_id=project.id,
            organisation_id=town.id,
            kind="study",
            title=LocalText({"en": name}),
        )
        practice = GoodPractice(
            slug=name,
            project_id=project.id,
            organisation_id=town.id,
            what=LocalText({"en": name}),
            status="idea",
        )
        add(
            Milestone(slug=name, project_id=project.id, what=LocalText({"en": name})),
            Territory(
                project_id=project.id,
                organisation_id=town.id,
                place_id=make_place(f"Place {name}").id,
            ),
            Contact(
                project_id=project.id, organisation_id=town.id, role=LocalText({"en": "Contact"})
            ),
            StatedNumber(project_id=project.id, what="partners", value=9),
            group,
            document,
            practice,
        )
        make_event(f"Coming {name}", organiser=town, projects=[project])
        make_event(f"Past {name}", organiser=town, projects=[project], period=in_days(-9 - n))
    return project


def test_a_project_says_what_it_is(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        make_project(
            "Internet of Things as a policy instrument",
            slug="iot",
            acronym="IoTXchange",
            number="5574",
            goal="Better life",
            programme_id=make_programme("URBACT III").id,
        )

    page = soup(client)

    assert text(page.h1) == "IoTXchange"
    assert text(page.select_one(".lead")) == "Internet of Things as a policy instrument"
    assert text(page.select_one(".project__goal")) == "Better life"
    assert {text(each.dt): text(each.dd) for each in page.select(".facts > div")} == {
        "Programme": "URBACT III",
        "Project number": "5574",
    }
    assert text(page.select_one(".funding p")) == "Co-funded by the European Union"
    subscribe = page.select_one(".page-head .button")
    assert subscribe is not None
    assert subscribe["href"] == "/calendars/?project=iot#made"


def test_partners_are_counted_here_beside_what_a_source_states(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        lead = make_organisation("Fundão", country="PT")
        partners = [make_organisation("Razlog", country="BG"), make_organisation("Jelgava")]
        project = make_project(slug="iot", lead=lead, partners=partners)
        add(
            StatedNumber(project_id=project.id, what="partners", value=9),
            StatedNumber(project_id=project.id, what="countries", value=3),
        )

    page = soup(client)

    [table] = page.select("section[aria-labelledby=partners] table")
    assert rows(table) == [
        ["Bulgaria", "Razlog", "partner"],
        ["Latvia", "Jelgava", "partner"],
        ["Portugal", "Fundão", "lead partner"],
    ]
    assert "3 partners of 3 countries." in text(page)
    assert "One source states 9 partners; listed here: 3." in text(page)
    assert "One source states 3 countries, and as many are listed here." in text(page)


def test_phases_show_their_ends_as_exactly_as_they_are_known(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        project = make_project(slug="iot")
        open_end = Period.phase(date(2020, 5, 7), None)
        make_phase(project, 2, period=open_end, name="Implementation", planned_months=24)

    [table] = soup(client).select("section[aria-labelledby=phases] table")
    assert rows(table) == [
        ["Phase 1", "–", "approved", "–"],
        ["Phase 2: Implementation", "from 7 May 2020 · 24 months", "approved", "–"],
    ]


def test_partners_of_several_phases_stand_country_by_country(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        lead, other = make_organisation("Fundão", country="PT"), make_organisation("Jelgava")
        project = make_project(slug="iot", lead=other, partners=[make_organisation("Ādaži")])
        phase = make_phase(project, 2, lead=lead, partners=[other])
        phase.memberships[1].from_on = date(2021, 3, 1)
        phase.memberships[1].until_on = date(2021, 4, 1)

    [table] = soup(client).select("section[aria-labelledby=partners] table")

    assert rows(table) == [
        ["Latvia", "Jelgava", "lead partner", "partner from 1 March 2021 until 1 April 2021"],
        ["Ādaži", "partner", "–"],
        ["Portugal", "Fundão", "–", "lead partner"],
    ]


def test_pictures_have_a_twin_in_words_and_readers_skip_them(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        project = make_project(slug="iot")
        make_phase(project, 2, period=Period.days(date(2027, 1, 1), date(2028, 1, 1)))
        make_budget(project, Decimal(100), [(make_fund("ERDF"), 85)])
        what = LocalText({"en": "Kick-off"})
        add(Milestone(slug="a", project_id=project.id, what=what, first_on=date(2027, 2, 1)))

    page = soup(client)

    pictures = page.select("svg.time-line-picture, svg.money-bar")
    assert len(pictures) >= 2
    assert {each["aria-hidden"] for each in pictures} == {"true"}
    assert not page.select("main [style]")
    assert [text(each) for each in page.select(".milestones__number")] == ["1"]


def test_money_adds_up_to_the_cent_and_names_what_nobody_names(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        project, town = make_project(slug="iot"), make_organisation("Jelgava")
        erdf, state = make_fund("ERDF"), make_fund("State budget")
        make_budget(project, Decimal("744166.92"), status="planned")
        make_budget(project, Decimal("61470.01"), [(erdf, 85), (state, 5)], organisation_id=town.id)

    whole, part = soup(client).select("section[aria-labelledby=money] table")

    assert text(whole.caption) == "The whole project, planned"
    assert rows(whole) == [["Total", "", "€744,166.92"]]
    assert text(part.caption) == "Jelgava, approved"
    assert rows(part) == [
        ["ERDF", "85 %", "€52,249.51"],
        ["State budget", "5 %", "€3,073.50"],
        ["The rest, not named", "10 %", "€6,147.00"],
        ["Total", "", "€61,470.01"],
    ]


def test_everything_a_project_does_stands_on_its_page(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        whole_project()

    page = soup(client)

    assert [text(each) for each in page.select("main h2")] == [
        "Coming events",
        "Phases",
        "Milestones",
        "Partners",
        "Who pays",
        "Territories",
        "Local groups",
        "Plans, studies and solutions",
        "Good practices",
        "Past events",
        "Questions",
    ]
    assert titles(page) == ["Coming iot-0", "Past iot-0"]


def test_a_page_asks_the_database_as_often_however_much_there_is(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        whole_project(2, "few")
        whole_project(12, "many")
    client.get("/projects/few/")

    with count_statements() as few:
        client.get("/projects/few/")
    with count_statements() as many:
        client.get("/projects/many/")

    assert len(many) == len(few), many


@pytest.mark.parametrize("slug", ["nothing", "%00", "%0A", "x" * 3000])
def test_an_unknown_project_is_a_page_that_says_so(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/projects/{slug}/").status_code == 404


def test_a_project_shows_a_stranger_only_public_events(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        project = make_project(slug="iot")
        make_event("Public", projects=[project])
        for visibility in ("partners", "unlisted", "internal"):
            make_event(visibility, projects=[project], visibility=visibility)
        make_event("Draft", projects=[project], status="draft")

    assert titles(soup(client)) == ["Public"]
