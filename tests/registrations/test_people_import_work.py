"""Workers that import people: killed in the midst, several at once, after all has changed."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from tests.browsing import send
from tests.conftest import Clock
from tests.people import People, cast
from tests.registrations.desk import set_event, store
from tests.registrations.importing import checked, come, outcomes, the_import
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.projects.roles import RoleAssignment
from webapp.registrations import people_import_work as working
from webapp.registrations import rules
from webapp.registrations.models import Registration
from webapp.registrations.people_import_models import ImportRow, PeopleImport
from webapp.seats.models import SeatPool

NUMBER = 120
LONG = "Name,E-mail,Note\n" + "".join(
    f"Person {n:04},person{n}@example.org,number {n}\n" for n in range(NUMBER)
)


class Killed(BaseException):
    """The worker dies: nothing after this runs."""


@pytest.fixture
def people(any_app: Flask) -> People:
    people = cast(any_app)
    set_event(any_app, people, capacity=60)
    return people


@pytest.fixture
def desk(any_app: Flask, people: People) -> FlaskClient:
    return people.partner_coordinator.client(any_app)


def begin(desk: FlaskClient, people: People, content: str = LONG, letters: str = "none") -> None:
    page = checked(desk, people, content)
    button = next(b for b in page.soup.select("button") if b.get_text().startswith("Import "))
    send(desk, page, button=button.get_text(strip=True), letters=letters)


def sweep(app: Flask) -> int:
    with app.app_context():
        return working.work()


def let_leases_end(app: Flask) -> None:
    with app.app_context(), write():
        db.session.execute(update(PeopleImport).values(leased_until=now() - timedelta(seconds=1)))


def test_a_killed_import_goes_on_and_nobody_comes_in_twice(
    any_app: Flask, people: People, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(desk, people)
    register, calls = rules.register, [0]

    def dying(*args: Any, **kwargs: Any) -> Registration:
        calls[0] += 1
        if calls[0] % 40 == 0:
            raise Killed
        return register(*args, **kwargs)

    monkeypatch.setattr(rules, "register", dying)
    deaths = 0
    while the_import(any_app).stage == "importing":
        try:
            sweep(any_app)
        except Killed:
            deaths += 1
            let_leases_end(any_app)

    assert deaths == 4
    names = [name for name, *_ in come(any_app)]
    assert names == [f"Person {n:04}" for n in range(NUMBER)]
    assert {outcome for _row, outcome in outcomes(any_app)} == {"imported"}
    with any_app.app_context():
        pool = db.session.scalars(select(SeatPool).where(SeatPool.capacity == 60)).one()
        assert pool.taken == 60


def test_a_killed_check_begins_anew(
    any_app: Flask, people: People, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.registrations.people_import.CHECKED_AT_ONCE", 0)
    monkeypatch.setattr(working, "CHECKED_AT_ONCE", 50)
    page = checked(desk, people, LONG)
    assert "The rows are being checked" in page.words
    check, calls = working.check, [0]

    def dying(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] == 70:
            raise Killed
        return check(*args, **kwargs)

    monkeypatch.setattr(working, "check", dying)
    with pytest.raises(Killed):
        sweep(any_app)
    let_leases_end(any_app)
    sweep(any_app)

    assert the_import(any_app).stage == "checked"
    assert len(outcomes(any_app)) == NUMBER


def test_an_import_somebody_has_is_left_alone(
    any_app: Flask, people: People, desk: FlaskClient
) -> None:
    begin(desk, people)
    with any_app.app_context():
        assert working._claim() is not None
        assert working._claim() is None
        assert working.work() == 0

    assert come(any_app) == []


def test_whoever_lost_the_lease_stops(any_app: Flask, people: People, desk: FlaskClient) -> None:
    begin(desk, people)
    with any_app.app_context():
        claimed = working._claim()
        assert claimed is not None
        with write():
            db.session.execute(update(PeopleImport).values(lease="another"))

        assert working.go_on(*claimed) is False

    assert come(any_app) == []


def test_a_role_taken_away_stops_the_import(
    any_app: Flask, people: People, desk: FlaskClient
) -> None:
    begin(desk, people)
    with any_app.app_context(), write():
        yesterday = (now() - timedelta(days=1)).date()
        db.session.execute(
            update(RoleAssignment)
            .where(RoleAssignment.account_id == people.partner_coordinator.account_id)
            .values(from_on=None, until_on=yesterday)
        )

    sweep(any_app)

    assert come(any_app) == []
    found = the_import(any_app)
    assert (found.stage, found.failure) == ("stopped", "not-allowed")


def test_a_cancelled_event_stops_the_import(
    any_app: Flask, people: People, desk: FlaskClient
) -> None:
    begin(desk, people)
    set_event(any_app, people, status="cancelled", cancelled_at=now())

    sweep(any_app)

    found = the_import(any_app)
    assert (found.stage, found.failure) == ("stopped", "event-over")


def test_who_registered_meanwhile_is_left_out(
    any_app: Flask, people: People, desk: FlaskClient
) -> None:
    begin(desk, people, "Name,E-mail\nAnna,anna@example.org\nZane,zane@example.org\n")
    store(any_app, people, {"name": "Anna", "email": "anna@example.org"})

    sweep(any_app)

    assert [name for name, *_ in come(any_app)] == ["Zane"]
    assert outcomes(any_app) == [(2, "left-out"), (3, "imported")]


def test_what_cannot_be_read_after_all_comes_back_to_the_columns(
    any_app: Flask, people: People, desk: FlaskClient
) -> None:
    page = checked(desk, people, "Name,E-mail\n")

    assert "There is nobody below the row of headings." in page.words
    assert the_import(any_app).stage == "columns"


def test_uploads_are_forgotten_after_a_day(app: Flask, clock: Clock) -> None:
    people = cast(app)
    desk = people.partner_coordinator.client(app)
    checked(desk, people, LONG)
    clock.forward(hours=23)
    with app.app_context():
        assert working.forget() == 0
    clock.forward(hours=2)

    with app.app_context():
        assert working.forget() == 1
        assert db.session.scalar(select(func.count()).select_from(ImportRow)) == 0
