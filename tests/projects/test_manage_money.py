"""Money of a project, to the cent, and the paragraph about it for the news."""

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.browsing import Sheet, look, send
from tests.factories import make_budget, make_fund, make_programme
from tests.people import People, cast
from tests.projects.desk import DESK, changes, stored
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.programmes.models import Rate
from webapp.projects import queries
from webapp.projects.money import Budget, Share
from webapp.projects.sums import amounts_of, findings

SHARES = {
    "shares-0-fund": "erdf",
    "shares-0-percent": "85",
    "shares-1-fund": "state",
    "shares-1-percent": "5",
    "shares-2-fund": "town",
    "shares-2-percent": "10",
}


@pytest.fixture
def people(app: Flask) -> People:
    found = cast(app)
    with app.app_context():
        for name in ("ERDF", "State", "Town"):
            make_fund(name)
    return found


@pytest.fixture
def client(app: Flask, people: People) -> FlaskClient:
    """The browser of the project's coordinator."""
    return people.project_coordinator.client(app)


def enter(client: FlaskClient, **fields: Any) -> Sheet:
    """Enter a sum with three sources."""
    page = look(client, f"{DESK}/money/new")
    for _ in range(2):
        page = send(client, page, **{"shares-add": "1"})
    return send(client, page, **SHARES | fields)


def budget() -> Budget:
    """The only one there is; the caller's app context stays open."""
    [found] = queries.budgets_of(stored())
    return found


def value(page: Sheet, name: str) -> str:
    return str(page.soup.find(attrs={"name": name})["value"])  # type: ignore[index]


# Entering


def test_a_sum_is_split_by_its_rates_to_the_cent(app: Flask, client: FlaskClient) -> None:
    page = look(client, f"{DESK}/money/new")
    for _ in range(2):
        page = send(client, page, **{"shares-add": "1"})

    page = send(client, page, **SHARES, amount="EUR 51 280,01", split="1")

    amounts = [value(page, f"shares-{place}-amount") for place in range(3)]
    assert amounts == ["43,588.01", "2,564.00", "5,128.00"]
    assert "The parts add up" in page.words
    assert "The sum is saved." in send(client, page, status="planned").words
    with app.app_context():
        assert [share.amount for share in budget().shares] == [
            Decimal("43588.01"),
            Decimal("2564.00"),
            Decimal("5128.00"),
        ]
        assert (budget().amount, budget().status) == (Decimal("51280.01"), "planned")
        assert changes(app)[-1].verb == "money-added"


def test_the_rates_of_the_programme_are_a_proposal(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        project, programme, fund = stored(), make_programme("Shores"), make_fund("ERDF")
        programme.rates = [Rate(fund_id=fund.id, percent=Decimal(85))]
        project.programme_id = programme.id

    page = send(client, look(client, f"{DESK}/money/new"), amount="100", rates="1")

    assert value(page, "shares-0-percent") == "85"
    assert page.soup.select_one("#shares-0-fund option[selected]")["value"] == "erdf"  # type: ignore[index]
    assert "No source is named for the rest, EUR 15.00." in page.words.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "much"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "100", "shares-0-percent": "90"}, "amount"),
        ({"amount": "100", "shares-0-amount": "85.01"}, "amount"),
        ({"amount": "100", "shares-0-percent": "101"}, "shares-0-percent"),
        ({"amount": "100", "shares-1-fund": "erdf"}, "shares-1-fund"),
        ({"amount": "100", "shares-2-fund": ""}, "shares-2-fund"),
        ({"amount": "100", "shares-2-percent": ""}, "shares-2-percent"),
        ({"amount": "100", "shares-2-amount": "ten"}, "shares-2-amount"),
        ({"amount": "100", "status": "spent"}, "status"),
        ({"amount": "100", "phase": "7"}, "phase"),
        ({"amount": "100", "organisation": "nobody"}, "organisation"),
    ],
)
def test_sums_that_cannot_be_are_explained_and_kept(
    app: Flask, client: FlaskClient, fields: dict[str, str], where: str
) -> None:
    page = enter(client, **fields)

    assert (page.status, list(page.errors())) == (422, [where])
    assert value(page, "amount") == fields["amount"]
    with app.app_context():
        assert queries.budgets_of(stored()) == []


def test_how_much_too_much_it_is_stands_in_the_message(client: FlaskClient) -> None:
    page = enter(client, **{"amount": "100", "shares-0-amount": "90"})

    assert "EUR 5.00 more than the total" in page.errors()["amount"].replace("\xa0", " ")


def test_a_partner_has_one_sum_in_a_phase(app: Flask, client: FlaskClient) -> None:
    enter(client, amount="100", organisation="brasla-municipality")

    assert enter(client, amount="200", organisation="brasla-municipality").status == 422
    assert enter(client, amount="200", organisation="otava-town").status == 200
    assert enter(client, amount="250").status == 200
    page = look(client, f"{DESK}/money/").words.replace("\xa0", " ")
    assert "The partners’ budgets come to EUR 50.00 more than the project’s." in page


def test_a_sum_is_edited_and_removed(app: Flask, client: FlaskClient) -> None:
    enter(client, amount="100")
    with app.app_context():
        address = f"{DESK}/money/{budget().id}/"

    page = send(client, look(client, address), **{"shares-1-gone": "y", "amount": "200"})

    assert "The sum is saved." in page.words
    with app.app_context():
        assert [share.fund.slug for share in budget().shares] == ["erdf", "town"]
    assert "The sum is removed." in send(client, look(client, f"{address}deletion")).words
    assert client.get(address).status_code == 404
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count()).select_from(Share)) == 0


def test_the_sum_of_another_project_is_not_found_here(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    with app.app_context():
        other = make_budget(stored("forest-schools"), 100).id

    for address in (f"{DESK}/money/{other}/", f"{DESK}/money/{other}/deletion"):
        assert client.get(address).status_code == 404
        assert client.post(address, data={"amount": "1"}).status_code == 404
    assert client.get(f"{DESK}/money/{10**30}/").status_code == 404


def test_two_at_one_sum_see_both_versions(app: Flask, client: FlaskClient, people: People) -> None:
    enter(client, amount="100")
    with app.app_context():
        address = f"{DESK}/money/{budget().id}/"
    second = people.administrator.client(app)
    mine, theirs = look(client, address), look(second, address)
    send(second, theirs, amount="300")

    late = send(client, mine, amount="200")

    assert (late.status, "Total, EUR 200.00 300.00" in late.words) == (409, True)
    with app.app_context():
        assert budget().amount == 300


def test_partners_see_the_money_and_change_none(app: Flask, people: People) -> None:
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    client = people.partner_coordinator.client(app)

    assert client.get(f"{DESK}/money/").status_code == 200
    assert client.get(f"{DESK}/news-text").status_code == 200
    assert client.get(f"{DESK}/money/new").status_code == 403
    assert client.post(f"{DESK}/money/new", data={"amount": "1"}).status_code == 403


# Sums, without a database

AMOUNTS = st.decimals(0, 10_000_000, places=2)
RATES = st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=5)


def _shares(rates: list[Decimal]) -> list[Share]:
    return [Share(percent=rate) for rate in rates]


@given(AMOUNTS, RATES)
def test_findings_tell_exactly_whether_rates_fit_the_total(
    total: Decimal, rates: list[Decimal]
) -> None:
    amounts = amounts_of(total, _shares(rates))

    together = sum(amounts, Decimal(0))
    if sum(rates) <= 100:
        assert together <= total
    if sum(rates) == 100:
        assert together == total
    assert all(
        abs(amount - total * rate / 100) < Decimal("0.01")
        for amount, rate in zip(amounts, rates, strict=True)
    )


@given(AMOUNTS.filter(bool), st.lists(AMOUNTS, min_size=1, max_size=5))
def test_parts_that_are_not_the_whole_are_never_called_right(
    total: Decimal, amounts: list[Decimal]
) -> None:
    shares = [Share(amount=amount) for amount in amounts]

    with in_app():
        [found] = findings(total, shares)

    together = sum(amounts, Decimal(0))
    expected = "good" if together == total else "bad" if together > total else "info"
    assert found.tone == expected


_APPS: list[Flask] = []


@pytest.fixture(autouse=True)
def _remember(app: Flask) -> Any:
    _APPS.append(app)
    yield
    _APPS.pop()


def in_app() -> Any:
    """A request to speak in."""
    return _APPS[-1].test_request_context("/")


def test_a_rate_that_does_not_give_the_printed_amount_is_pointed_out() -> None:
    shares = [Share(percent=Decimal(85), amount=Decimal("84.00")), Share(amount=Decimal("16.00"))]

    with in_app():
        found = findings(Decimal(100), shares)

    assert [each.tone for each in found] == ["good", "warn"]
    assert found[1].words.replace("\xa0", " ") == (
        "85 % of EUR 100.00 is EUR 85.00, but EUR 84.00 is written."
    )


# The page of the news text


def test_the_page_has_both_languages_side_by_side_with_the_statement(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        statement = LocalText(
            {"en": "Co-funded by the European Union", "lv": "Līdzfinansē Eiropas Savienība"}
        )
        project = stored()
        project.programme_id = make_programme("Shores", statement).id
        make_budget(project, Decimal("51280"), [(make_fund("ERDF"), 85)])

    page = look(client, f"{DESK}/news-text")

    texts = {str(each["lang"]): each.get_text() for each in page.soup.select("textarea[readonly]")}
    assert list(texts) == ["en", "lv"]
    assert texts["en"].endswith("\n\nCo-funded by the European Union")
    assert texts["lv"].endswith("\n\nLīdzfinansē Eiropas Savienība")
    assert page.soup.select_one("[data-module=copy] button[hidden]")
