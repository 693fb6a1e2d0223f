"""Programme profiles, target groups and funds on the desk."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.counting import count_statements
from tests.drawing import png
from tests.factories import make_event, make_fund, make_programme, make_project, make_target_group
from tests.people import People, cast
from webapp.core.changes import history
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.events.manage_choices import target_groups
from webapp.events.models import Event
from webapp.programmes.models import Deadline, Fund, FundingStatement, Programme, Rate, TargetGroup

DESK = "/manage/programmes"
SHORES = f"{DESK}/shores-and-towns"


@pytest.fixture
def people(app: Flask) -> People:
    app.config["WTF_CSRF_ENABLED"] = False
    people = cast(app)
    with app.app_context(), write():
        programme = make_programme("Shores and Towns", slug="shores-and-towns")
        programme.statements = [
            FundingStatement(text=LocalText({"en": "Old words"}), valid_to=date(2020, 12, 31)),
            FundingStatement(text=LocalText({"en": "New words"}), valid_from=date(2021, 1, 1)),
        ]
        programme.rates = [
            Rate(fund=make_fund("Sea Fund", slug="sea-fund"), percent=Decimal("85.00"))
        ]
        programme.deadlines = [Deadline(kind="evidence", days=30), Deadline(kind="report", days=60)]
        make_fund("Land Fund", slug="land-fund")
    return people


@pytest.fixture
def client(app: Flask, people: People) -> FlaskClient:
    """The administrator's browser."""
    return people.administrator.client(app)


def soup(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def text(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def filled(client: FlaskClient, address: str) -> dict[str, Any]:
    """What the form on a page would send."""
    form = soup(client, address).select_one("form.form")
    assert form is not None
    fields = {
        str(each["name"]): str(each.get("value") or "")
        for each in form.select("input[name]")
        if each.get("type") != "checkbox" or each.has_attr("checked")
    }
    fields |= {str(each["name"]): each.get_text().lstrip("\n") for each in form.select("textarea")}
    for each in form.select("select"):
        chosen = each.select_one("option[selected]") or each.select_one("option")
        fields[str(each["name"])] = str(chosen["value"]) if chosen else ""
    return fields


def programme(slug: str = "shores-and-towns") -> Programme:
    return db.session.scalars(select(Programme).where(Programme.slug == slug)).one()


def save(client: FlaskClient, **changes: str) -> Any:
    fields = filled(client, f"{SHORES}/edit")
    return client.post(f"{SHORES}/edit", data=fields | changes)


# A profile


def test_a_profile_is_read_in_words(app: Flask, people: People) -> None:
    with app.app_context(), write():
        make_project("Bays", programme_id=programme().id)
    page = text(soup(people.reader.client(app), f"{SHORES}/").main)

    assert "Evidence is kept 5 years after the programme’s last payment." in page
    assert "until 31 December 2020" in page
    assert "from 1 January 2021" in page
    assert "Sea Fund 85 %" in page
    assert "evidence of the event: 30 days after the event" in page
    assert "Projects Bays" in page
    assert "Edit" not in page


def test_saving_what_was_shown_changes_nothing(app: Flask, client: FlaskClient) -> None:
    from webapp.programmes.rules import facts

    with app.app_context():
        before = facts(programme())

    assert save(client).status_code == 303

    with app.app_context():
        assert facts(programme()) == before


def test_the_administrator_changes_a_profile(app: Flask, client: FlaskClient) -> None:
    answer = save(
        client,
        **{
            "name-lv": "Krasti un pilsētas",
            "period_start": "2021",
            "period_end": "2027",
            "fund": "sea-fund",
            "retention_years": "10",
            "statements-1-text-lv": "Jauni vārdi",
            "rates-0-percent": "79,5",
            "deadlines-0-days": "-7",
        },
    )

    assert answer.status_code == 303
    with app.app_context():
        row = programme()
        assert row.name == LocalText({"en": "Shores and Towns", "lv": "Krasti un pilsētas"}, "en")
        assert (row.period_start, row.period_end, row.retention_years) == (2021, 2027, 10)
        assert row.fund is not None
        assert str(row.fund.name) == "Sea Fund"
        assert row.statement_on(date(2022, 1, 1)) == LocalText(
            {"en": "New words", "lv": "Jauni vārdi"}, "en"
        )
        assert [each.percent for each in row.rates] == [Decimal("79.50")]
        assert {each.kind: each.days for each in row.deadlines} == {"evidence": -7, "report": 60}
        entry = history(f"programme:{row.id}")[0]
        assert entry.after is not None
        assert entry.after["rates"] == [
            {"fund": {"main": "en", "texts": {"en": "Sea Fund"}}, "percent": "79.5 %"}
        ]


def test_the_deadlines_of_two_kinds_may_change_places(app: Flask, client: FlaskClient) -> None:
    answer = save(client, **{"deadlines-0-kind": "report", "deadlines-1-kind": "evidence"})

    assert answer.status_code == 303
    with app.app_context():
        assert {each.kind: each.days for each in programme().deadlines} == {
            "evidence": 60,
            "report": 30,
        }


def test_an_emptied_row_is_gone_and_a_button_adds_one(app: Flask, client: FlaskClient) -> None:
    fields = filled(client, f"{SHORES}/edit")
    more = client.post(f"{SHORES}/edit", data=fields | {"rates-add": "1"})
    assert BeautifulSoup(more.text, "html.parser").select_one("#rates-1-percent") is not None

    save(
        client,
        **{
            "rates-0-fund": "",
            "rates-0-percent": "",
            "rates-1-fund": "land-fund",
            "rates-1-percent": "10 %",
        },
    )

    with app.app_context():
        assert [(str(each.fund.name), each.percent) for each in programme().rates] == [
            ("Land Fund", Decimal("10.00"))
        ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name-en": ""}, "Write it in at least one language."),
        ({"period_start": "2027", "period_end": "2021"}, "The last year lies before the first"),
        ({"period_start": "19"}, "Write a number from 1990 to 2100."),
        ({"retention_years": ""}, "Fill in"),
        ({"website": "data:text/html,x"}, "Write a full address"),
        ({"fund": "moon-fund"}, "Choose one of the options listed."),
        ({"statements-1-valid_to": "2020-01-01"}, "The last day lies before the first one."),
        ({"statements-1-text-en": ""}, "Write the statement for this period"),
        ({"statements-1-valid_from": "someday"}, "Write the date as day.month.year"),
        ({"statements-0-text-en": "x" * 501}, "Shorten this by 1 character"),
        ({"rates-0-percent": "101"}, "Write a percentage from 0 to 100"),
        ({"rates-0-percent": ""}, "Write how many per cent"),
        ({"rates-0-fund": ""}, "Choose the fund."),
        ({"rates-1-fund": "sea-fund", "rates-1-percent": "5"}, "This fund is in the list already."),
        ({"deadlines-0-days": ""}, "Write how many days"),
        ({"deadlines-0-days": "soon"}, "Write a whole number"),
        ({"deadlines-1-kind": "evidence"}, "This is in the list already."),
        ({"deadlines-0-kind": ""}, "Choose what is wanted."),
    ],
)
def test_bad_input_is_answered_beside_its_field(
    app: Flask, client: FlaskClient, changes: dict[str, str], message: str
) -> None:
    answer = save(client, **changes)

    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert message in text(page.select_one(".error-summary"))
    assert message in text(page.select_one("form .field__error"))
    with app.app_context():
        assert programme().revision == 1


def test_a_stale_profile_shows_both_versions(app: Flask, client: FlaskClient) -> None:
    old = filled(client, f"{SHORES}/edit")
    save(client, retention_years="6")

    answer = client.post(f"{SHORES}/edit", data=old | {"retention_years": "7"})

    assert answer.status_code == 409
    page = BeautifulSoup(answer.text, "html.parser")
    assert [text(each) for each in page.select("table.versions td")] == ["7", "6"]
    with app.app_context():
        assert programme().retention_years == 6


def test_a_new_statement_reaches_calendars_and_kept_pages(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        project = make_project("Bays", programme_id=programme().id)
        code = make_event("Low tide", projects=[project]).code
    stranger = app.test_client()
    assert "New words" in stranger.get(f"/events/{code}/").text
    assert "New words" in stranger.get(f"/events/{code}.ics").text

    save(client, **{"statements-1-text-en": "Newest words"})

    assert "Newest words" in stranger.get(f"/events/{code}/").text
    assert "Newest words" in stranger.get(f"/events/{code}.ics").text


def test_a_new_programme_is_made_by_its_name(app: Flask, client: FlaskClient) -> None:
    for slug in ("new-2", "new-3"):  # "new" is the address of this very form
        answer = client.post(f"{DESK}/new", data={"name-en": "New"})

        assert answer.headers["Location"] == f"{DESK}/{slug}/edit"
    assert client.post(f"{DESK}/new", data={"name-en": " "}).status_code == 422


def test_the_list_and_a_profile_take_a_fixed_number_of_statements(
    app: Flask, client: FlaskClient
) -> None:
    client.get(f"{DESK}/")
    with count_statements() as few:
        client.get(f"{DESK}/")
        client.get(f"{SHORES}/")
        client.get(f"{DESK}/target-groups/")
    with app.app_context(), write():
        shores = programme()
        for number in range(9):
            other = make_programme(f"Programme {number}")
            make_target_group(f"Group {number}", programme_id=other.id)
            make_target_group(f"Group of Shores {number}", programme_id=shores.id)
            fund = make_fund(f"Fund {number}")
            shores.rates.append(Rate(fund=fund, percent=Decimal(number)))

    with count_statements() as many:
        client.get(f"{DESK}/")
        client.get(f"{SHORES}/")
        client.get(f"{DESK}/target-groups/")

    assert len(many) == len(few), many


# The funding strip


def strip(client: FlaskClient, code: str) -> Tag:
    found = soup(client, f"/events/{code}/").select_one(".funding")
    assert found is not None
    return found


def test_the_strip_shows_emblem_statement_and_logo(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        code = make_event(projects=[make_project("Bays", programme_id=programme().id)]).code
    client.post(f"{SHORES}/logo", data={"logo": (png(), "logo.png")})

    pictures = [str(each["alt"]) for each in strip(app.test_client(), code).select("img")]
    assert pictures == ["Emblem of the European Union", "Shores and Towns"]

    client.post(f"{SHORES}/logo/removal")
    fields = filled(client, f"{SHORES}/edit")
    del fields["shows_emblem"]
    client.post(f"{SHORES}/edit", data=fields)
    page = strip(app.test_client(), code)
    assert page.select("img") == []
    assert text(page) == "New words"


# Target groups


def order(client: FlaskClient) -> list[str]:
    rows = soup(client, f"{DESK}/target-groups/").select(".name-list > li > span")
    return [text(each) for each in rows if text(each) != "Fishers"]  # those of the cast


@pytest.fixture
def groups(app: Flask, people: People) -> None:
    with app.app_context(), write():
        for position, name in enumerate(("Residents", "Farmers", "Seniors"), 1):
            make_target_group(name, position=position)


def test_groups_are_put_in_order(client: FlaskClient, groups: None) -> None:
    client.post(f"{DESK}/target-groups/seniors/move", data={"way": "up"})
    assert order(client) == ["Residents", "Seniors", "Farmers"]

    client.post(f"{DESK}/target-groups/residents/move", data={"way": "down"})
    assert order(client) == ["Seniors", "Residents", "Farmers"]

    client.post(f"{DESK}/target-groups/seniors/move", data={"way": "up"})
    assert order(client) == ["Seniors", "Residents", "Farmers"]


def test_a_group_is_added_at_the_end_of_its_list(
    app: Flask, client: FlaskClient, groups: None
) -> None:
    client.post(f"{DESK}/target-groups/", data={"name-en": "Everyone", "programme": ""})
    client.post(
        f"{DESK}/target-groups/", data={"name-lv": "Zvejnieki", "programme": "shores-and-towns"}
    )

    assert order(client) == ["Residents", "Farmers", "Seniors", "Everyone", "Zvejnieki"]
    with app.app_context():
        fishers = db.session.scalars(
            select(TargetGroup).where(TargetGroup.slug == "zvejnieki")
        ).one()
        assert fishers.programme_id == programme().id
    assert client.post(f"{DESK}/target-groups/", data={"name-en": ""}).status_code == 422
    unknown = {"name-en": "X", "programme": "moon"}
    assert client.post(f"{DESK}/target-groups/", data=unknown).status_code == 422


def test_a_retired_group_stays_with_what_chose_it_and_is_offered_no_more(
    app: Flask, client: FlaskClient, groups: None
) -> None:
    with app.app_context(), write():
        farmers = db.session.scalars(select(TargetGroup).where(TargetGroup.slug == "farmers")).one()
        event = make_event()
        event.target_groups = [farmers]
        code = event.code

    client.post(f"{DESK}/target-groups/farmers/retirement")

    with app.app_context():
        event = db.session.scalars(select(Event).where(Event.code == code)).one()
        assert [str(each.name) for each in event.target_groups] == ["Farmers"]
        offered = [str(each.name) for each in target_groups([], [])]
        assert offered == ["Residents", "Seniors"]
        again = [str(each.name) for each in target_groups([], event.target_groups)]
        assert again == ["Residents", "Farmers", "Seniors"]
    client.post(f"{DESK}/target-groups/farmers/retirement", data={"again": "1"})
    with app.app_context():
        assert len(target_groups([], [])) == 3
        assert [each.verb for each in history("target-groups")] == [
            "group-revived",
            "group-retired",
        ]


def test_a_group_renamed_meanwhile_shows_both_versions(
    app: Flask, client: FlaskClient, groups: None
) -> None:
    address = f"{DESK}/target-groups/farmers/edit"
    old = filled(client, address)
    assert client.post(address, data=old | {"name-lv": "Zemnieki"}).status_code == 303

    answer = client.post(address, data=old | {"name-lv": "Lauksaimnieki"})

    assert answer.status_code == 409
    cells = BeautifulSoup(answer.text, "html.parser").select("table.versions td")
    assert [text(each) for each in cells] == [
        "English: Farmers · Latviešu: Lauksaimnieki",
        "English: Farmers · Latviešu: Zemnieki",
    ]


# Funds


def test_a_fund_is_added_and_renamed(app: Flask, client: FlaskClient) -> None:
    client.post(f"{DESK}/funds/", data={"name-en": "Sky Fund", "abbreviation-en": "SF"})
    address = f"{DESK}/funds/sky-fund/edit"
    fields = filled(client, address)
    assert client.post(address, data=fields | {"name-en": "Air Fund"}).status_code == 303
    assert client.post(address, data=fields | {"name-en": "Wind Fund"}).status_code == 409

    with app.app_context():
        fund = db.session.scalars(select(Fund).where(Fund.slug == "sky-fund")).one()
        assert (str(fund.name), str(fund.abbreviation)) == ("Air Fund", "SF")
        assert [each.verb for each in history(f"fund:{fund.id}")] == ["edited", "created"]
    assert client.post(f"{DESK}/funds/", data={"name-en": ""}).status_code == 422


# Who may not

ACTS = [
    ("GET", f"{DESK}/new"),
    ("POST", f"{DESK}/new"),
    ("GET", f"{SHORES}/edit"),
    ("POST", f"{SHORES}/edit"),
    ("POST", f"{SHORES}/logo"),
    ("POST", f"{SHORES}/logo/removal"),
    ("POST", f"{DESK}/target-groups/"),
    ("GET", f"{DESK}/target-groups/residents/edit"),
    ("POST", f"{DESK}/target-groups/residents/edit"),
    ("POST", f"{DESK}/target-groups/residents/move"),
    ("POST", f"{DESK}/target-groups/residents/retirement"),
    ("POST", f"{DESK}/funds/"),
    ("GET", f"{DESK}/funds/sea-fund/edit"),
    ("POST", f"{DESK}/funds/sea-fund/edit"),
]


@pytest.mark.parametrize(("method", "address"), ACTS)
def test_only_the_administrator_changes_profiles(
    app: Flask, people: People, groups: None, method: str, address: str
) -> None:
    for who in (people.partner_coordinator, people.project_coordinator, people.reader):
        assert who.client(app).open(address, method=method).status_code == 403
    assert people.visitor.client(app).open(address, method=method).status_code == 303


def test_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    for address in ("nowhere/", "nowhere/edit", "%00/", "target-groups/x/edit", "funds/x/edit"):
        assert client.get(f"{DESK}/{address}").status_code == 404
