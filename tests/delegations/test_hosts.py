"""The page behind a host's link: its slot, its answer, the gate list, and nothing else."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import look, send
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_event, make_organisation, make_place, make_registration
from tests.visit_factories import (
    make_choice,
    make_delegate,
    make_delegation,
    make_item,
)
from webapp.agenda.models import AgendaItem
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.delegations import host_gate, host_rules
from webapp.delegations.host_models import AgendaHost
from webapp.events.models import Event
from webapp.registrations.models import Registration

DUE = datetime(2027, 4, 20, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Visit:
    """A company that was asked to receive a group on 27 April 2027 from 10 to 12."""

    event: int
    item: int
    host: int
    path: str


@pytest.fixture(autouse=True)
def march(clock: Clock) -> None:
    clock.set("2027-03-28T09:00+00:00")


@pytest.fixture
def visit(app: Flask) -> Visit:
    with app.app_context(), write():
        return made()


def made(**of_item: Any) -> Visit:
    """One; needs a context that writes."""
    event = make_event("Meeting", visibility="partners")
    values = {
        "host_id": make_organisation("Metal").id,
        "place_id": make_place("Works", address="Rūpnīcas 1").id,
        "languages": ["en", "lv"],
        "clothing": "Closed shoes",
        "photo_rule": "ask",
        "gate_list_due_at": DUE,
        "visibility": "partners",
    } | of_item
    item = make_item(event, "Visit to the works", **values)
    host = host_rules.name(item, 0, contact_email="gate@metal.example", contact_name="Ieva")
    host_rules.ask(host)
    return Visit(event.id, item.id, host.id, f"/hosts/{host.token()}/")


def row(app: Flask, visit: Visit) -> AgendaHost:
    db.session.rollback()
    return db.session.get_one(AgendaHost, visit.host)


def set_on(app: Flask, model: type[Any], number: int, **values: Any) -> None:
    with app.app_context(), write():
        found = db.session.get_one(model, number)
        for name, value in values.items():
            setattr(found, name, value)


def come(app: Flask, visit: Visit, *names: str, **values: Any) -> list[int]:
    """People with a seat; their ids."""
    with app.app_context(), write():
        event = db.session.get_one(Event, visit.event)
        return [
            make_registration(
                event, name, f"{name.lower().replace(' ', '.')}@example.org", **values
            ).id
            for name in names
        ]


# The slot and the answer


def test_it_tells_its_slot_and_nothing_of_the_event(client: FlaskClient, visit: Visit) -> None:
    page = look(client, visit.path)

    assert page.status == 200
    for words in (
        "Visit to the works",
        "Meeting",
        "10:00",
        "Works, Rūpnīcas 1",
        "English, Latvian",
        "Closed shoes",
        "Ask before you take photographs.",
    ):
        assert words in page.words
    assert page.soup.select_one("section[data-state=opened]")
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.response.headers["X-Robots-Tag"]
    assert not page.soup.select('main a[href*="/events/"]')


def test_opening_it_confirms_nothing(app: Flask, client: FlaskClient, visit: Visit) -> None:
    look(client, visit.path)
    look(client, visit.path)

    with app.app_context():
        host = row(app, visit)
        assert host.opened_at == now()
        assert (host.confirmed_at, host.refused_at) == (None, None)


def test_confirming_and_refusing_are_one_answer(
    app: Flask, client: FlaskClient, visit: Visit
) -> None:
    page = send(client, look(client, visit.path), button="We receive the group then")
    assert page.soup.select_one("section[data-state=confirmed]")

    refusal = look(client, f"{visit.path}refusal")
    page = send(client, refusal, reason="The line stands still that week.")
    assert page.soup.select_one("section[data-state=refused]")
    assert "The line stands still that week." in page.words
    with app.app_context():
        host = row(app, visit)
        assert host.confirmed_at is None

    page = send(client, page, button="We receive the group then")
    assert page.soup.select_one("section[data-state=confirmed]")
    with app.app_context():
        assert row(app, visit).refused_reason == ""
        verbs = db.session.scalars(db.select(Change.verb).order_by(Change.id)).all()
        assert [verb for verb in verbs if verb.startswith("host-")] == [
            "host-asked",
            "host-confirmed",
            "host-refused",
            "host-confirmed",
        ]
        changes = db.session.scalars(db.select(Change)).all()
        assert not [each for each in changes if "Ieva" in repr((each.before, each.after))]


def test_it_proposes_limits_and_rules(app: Flask, client: FlaskClient, visit: Visit) -> None:
    form = look(client, f"{visit.path}proposal")

    page = send(
        client,
        form,
        most_people="25",
        limits="Two groups, one after the other",
        rules="No jewellery",
        photo_rule="forbidden",
    )

    assert "The organiser sees it and decides." in page.words
    assert "Two groups, one after the other" in page.words
    with app.app_context():
        host = row(app, visit)
        assert host.has_proposed
        assert (host.most_people, host.rules) == (25, "No jewellery")
        assert str(db.session.get_one(AgendaItem, visit.item).clothing) == "Closed shoes"


@pytest.mark.parametrize(
    ("field", "value"), [("most_people", "0"), ("most_people", "many"), ("rules", "x" * 1001)]
)
def test_what_cannot_be_is_said_beside_the_field(
    client: FlaskClient, visit: Visit, field: str, value: str
) -> None:
    page = send(
        client, look(client, f"{visit.path}proposal"), limits="Two groups", **{field: value}
    )

    assert page.status == 422
    assert list(page.errors()) == [field]
    assert "Two groups" in str(page.soup)


def test_two_who_propose_at_once_see_both(app: Flask, client: FlaskClient, visit: Visit) -> None:
    early = look(client, f"{visit.path}proposal")
    send(client, look(client, f"{visit.path}proposal"), limits="First")

    late = send(client, early, limits="Second")

    assert late.status == 409
    assert "First" in late.words
    assert "Second" in str(late.soup)
    assert "What you propose" in send(client, late, limits="Second").words


def test_a_visit_that_was_called_off_says_so_and_takes_no_answer(
    app: Flask, client: FlaskClient, visit: Visit
) -> None:
    before = look(client, visit.path)
    set_on(app, AgendaItem, visit.item, cancelled_at=now())

    page = look(client, visit.path)
    assert page.soup.select_one("section[data-state=off]")
    late = send(client, before, button="We receive the group then")
    assert late.status == 422
    assert "does not take place any more" in late.words


# The gate list


def test_before_the_deadline_it_only_says_when(
    app: Flask, client: FlaskClient, visit: Visit
) -> None:
    come(app, visit, "Kari Berg")

    page = look(client, visit.path)

    assert "You will see the names from Tuesday, 20 April 2027, 18:00 (Riga time) on." in page.words
    assert "Kari" not in str(page.soup)
    assert client.get(f"{visit.path}names.csv").status_code == 404
    assert client.get(f"{visit.path}names.xlsx").status_code == 404


def test_from_the_deadline_on_it_has_names_and_organisations_and_no_more(
    app: Flask, client: FlaskClient, visit: Visit, clock: Clock
) -> None:
    come(app, visit, "Kari Berg", organisation_text="Halden")
    come(app, visit, "Ola Nes", organisation_text="Arvika")
    come(app, visit, "Left Out", state="cancelled", ended_at=now())
    clock.set("2027-04-20T15:00+00:00")

    page = look(client, visit.path)

    rows = [
        [cell.get_text(" ", strip=True) for cell in line.select("th, td")]
        for line in page.soup.select("#names tbody tr")
    ]
    assert rows == [["Ola Nes", "Arvika"], ["Kari Berg", "Halden"]]
    assert "@example.org" not in str(page.soup.main)
    assert "Left Out" not in str(page.soup)


def test_who_was_sent_by_a_delegation_stands_there_with_its_partner(
    app: Flask, client: FlaskClient, visit: Visit, clock: Clock
) -> None:
    (kari,) = come(app, visit, "Kari Berg")
    with app.app_context(), write():
        delegation = make_delegation(
            db.session.get_one(Event, visit.event), make_organisation("Halden")
        )
        make_delegate(delegation, db.session.get_one(Registration, kari))
    clock.set("2027-04-21T15:00+00:00")

    assert "Kari Berg Halden" in look(client, visit.path).words


def test_of_an_item_that_is_chosen_it_has_those_who_have_a_place(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    with app.app_context(), write():
        visit = made(needs_choice=True, capacity=5)
    kari, ola, _siri = come(app, visit, "Kari", "Ola", "Siri")
    with app.app_context(), write():
        item = db.session.get_one(AgendaItem, visit.item)
        make_choice(item, db.session.get_one(Registration, kari))
        make_choice(item, db.session.get_one(Registration, ola), "waiting")
    clock.set("2027-04-21T15:00+00:00")

    page = look(client, visit.path)

    assert "Kari" in page.words
    assert not [name for name in ("Ola", "Siri") if name in page.words]
    assert "1, at most 5" in page.words


def test_who_stays_away_is_not_on_it(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host_gate, "_away", [])
    come(app, visit, "Kari", "Ola")
    host_gate.stays_away(lambda: Registration.name == "Ola")

    with app.app_context():
        item = db.session.get_one(AgendaItem, visit.item)
        assert [each.name for each in host_gate.guests(item)] == ["Kari"]
        assert host_gate.expected([item]) == {visit.item: 1}


def test_files_run_no_formulas(app: Flask, client: FlaskClient, visit: Visit, clock: Clock) -> None:
    come(app, visit, "=1+1", organisation_text="@SUM(A1)")
    clock.set("2027-04-20T15:00+00:00")

    assert client.get(f"{visit.path}names.csv").data.decode("utf-8-sig").splitlines() == [
        "Name,Organisation",
        "'=1+1,'@SUM(A1)",
    ]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{visit.path}names.xlsx").data))
    assert [[cell.value for cell in line] for line in book.active.rows] == [
        ["Name", "Organisation"],
        ["=1+1", "@SUM(A1)"],
    ]
    assert {cell.data_type for line in book.active.rows for cell in line} == {"s"}


# The link


def test_it_ends_with_the_visit(client: FlaskClient, visit: Visit, clock: Clock) -> None:
    clock.set("2027-04-27T08:59+00:00")
    assert client.get(visit.path).status_code == 200

    clock.set("2027-04-27T09:00+00:00")
    for path in ("", "refusal", "proposal", "names.csv", "names.xlsx"):
        assert client.get(visit.path + path).status_code == 410


def test_it_ends_when_the_coordinator_says(app: Flask, client: FlaskClient, visit: Visit) -> None:
    set_on(app, AgendaHost, visit.host, ends_at=now())
    assert client.get(visit.path).status_code == 410

    set_on(app, AgendaHost, visit.host, ends_at=None)
    set_on(app, Event, visit.event, withdrawn_at=now())
    assert client.get(visit.path).status_code == 410


def test_a_wrong_key_opens_nothing(app: Flask, client: FlaskClient, visit: Visit) -> None:
    assert client.get(f"{visit.path[:-2]}/").status_code == 404
    with app.app_context(), write():
        host_rules.renew(db.session.get_one(AgendaHost, visit.host))
    assert client.get(visit.path).status_code == 410


def test_the_page_takes_as_many_statements_with_sixty_guests(
    app: Flask, client: FlaskClient, visit: Visit, clock: Clock
) -> None:
    def statements() -> int:
        with count_statements() as sent:
            look(client, visit.path)
        return len(sent)

    come(app, visit, "Kari")
    clock.set("2027-04-20T15:00+00:00")
    look(client, visit.path)
    few = statements()
    come(app, visit, *(f"Guest {number}" for number in range(60)))

    assert statements() == few


def test_rules_are_told_in_the_language_of_the_host(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        visit = made(clothing=LocalText({"lv": "Slēgti apavi", "en": "Closed shoes"}))
    assert "Slēgti apavi" in look(client, f"{visit.path}?lang=lv").words
