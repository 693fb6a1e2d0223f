"""Nobody leaves a place without coordinator: not by mistake, not by a race."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.browsing import Sheet, look, send
from tests.factories import (
    in_days,
    make_account,
    make_event,
    make_organisation,
    make_project,
    make_role,
)
from tests.people import Who, cast
from tests.projects.test_colleagues import role_of, roles, second
from webapp.accounts.models import Account
from webapp.core.database import db, write
from webapp.core.permissions import Role
from webapp.events.models import Event
from webapp.projects import colleagues_rules as rules
from webapp.projects.colleagues_errors import ColleagueError, LastAdministrator, LastCoordinator
from webapp.projects.models import Project
from webapp.projects.roles import RoleAssignment, viewer_for

ADVICE = "Give a colleague the same role first"


def end(app: Flask, who: Who, number: int) -> Sheet:
    """Post the end of a role, whatever the page offers."""
    client = who.client(app)
    token = look(client, "/manage/account/").soup.select_one("input[name=csrf_token]")
    assert token is not None
    answer = client.post(
        f"/manage/colleagues/roles/{number}/end", data={"csrf_token": token["value"]}
    )
    return (
        look(client, f"/manage/colleagues/roles/{number}/end")
        if answer.status_code == 422
        else (look(client, answer.headers["Location"]))
    )


def test_the_last_coordinator_of_an_organisation_cannot_leave(any_app: Flask) -> None:
    people = cast(any_app)
    who = people.partner_coordinator
    number = role_of(any_app, who)

    page = look(who.client(any_app), f"/manage/colleagues/roles/{number}/end")
    assert "Nobody else coordinates Brasla Municipality" in page.words
    assert ADVICE in page.words
    with pytest.raises(AssertionError):
        page.form("End the role")
    end(any_app, who, number)

    assert len(roles(any_app, "partner.coordinator@example.org")) == 1


def test_neither_by_becoming_a_reader_nor_by_an_earlier_end(any_app: Flask) -> None:
    people = cast(any_app)
    client = people.partner_coordinator.client(any_app)
    address = f"/manage/colleagues/roles/{role_of(any_app, people.partner_coordinator)}/edit"
    soon = (date.today() + timedelta(days=3)).isoformat()

    tries: list[dict[str, Any]] = [
        {"role": "reader"},
        {"until_on": soon},
        {"project": str(people.project_id)},
    ]
    for fields in tries:
        page = send(client, look(client, address), button="Save", **fields)
        assert page.status == 422, fields
        assert ADVICE in page.summary()[0]
        assert page.soup.select_one("[name=even_if_last]") is None

    assert roles(any_app, "partner.coordinator@example.org") == [
        ("partner-coordinator", "brasla-municipality", None, False)
    ]


def test_with_a_second_one_the_first_may_go(any_app: Flask) -> None:
    people = cast(any_app)
    otto = second(any_app)
    who = people.partner_coordinator
    page = look(otto.client(any_app), f"/manage/colleagues/roles/{role_of(any_app, who)}/end")

    assert "Nobody else" not in page.words
    end(any_app, otto, role_of(any_app, who))

    assert roles(any_app, "partner.coordinator@example.org") == []
    end(any_app, otto, role_of(any_app, otto))
    assert len(roles(any_app, "otto@example.org")) == 1


@pytest.mark.parametrize("state", ["closed", "over", "ahead", "ends sooner", "one project"])
def test_who_does_not_count_as_another_one(any_app: Flask, state: str) -> None:
    people = cast(any_app)
    today = date.today()
    with any_app.app_context(), write():
        brasla = make_organisation("Brasla Municipality")
        otto = make_account("otto@example.org", "Otto")
        values: dict[str, Any] = {
            "closed": {},
            "over": {"until_on": today - timedelta(days=2)},
            "ahead": {"from_on": today + timedelta(days=2)},
            "ends sooner": {"until_on": today + timedelta(days=9)},
            "one project": {"project": db.session.get_one(Project, people.project_id)},
        }[state]
        make_role(otto, Role.PARTNER_COORDINATOR, brasla, **values)
        if state == "closed":
            otto.deactivated_at = otto.created_at
    who = people.partner_coordinator

    end(any_app, who, role_of(any_app, who))

    assert len(roles(any_app, "partner.coordinator@example.org")) == 1


def test_a_project_with_live_events_keeps_its_coordinator(any_app: Flask) -> None:
    people = cast(any_app)
    who = people.project_coordinator
    number = role_of(any_app, who)

    page = look(who.client(any_app), f"/manage/colleagues/roles/{number}/end")
    assert "Nobody else coordinates Living Harbours" in page.words
    end(any_app, who, number)
    assert len(roles(any_app, "project.coordinator@example.org")) == 1

    with any_app.app_context(), write():
        for event in db.session.scalars(select(Event)):
            event.withdrawn_at = event.created_at
    end(any_app, who, number)
    assert roles(any_app, "project.coordinator@example.org") == []


def test_events_that_are_settled_keep_nobody(any_app: Flask) -> None:
    with any_app.app_context(), write():
        town = make_organisation("Otava Town")
        project = make_project("Forest Schools", lead=town)
        make_event("Held", projects=[project], status="held", period=in_days(-3))
        jana = make_account("jana@example.org", "Jana")
        number = make_role(jana, Role.PROJECT_COORDINATOR, town, project).id
        viewer_id = jana.id

    with any_app.app_context():
        viewer = viewer_for(db.session.get_one(Account, viewer_id))
        with write():
            rules.end(viewer, number)
        assert db.session.scalar(select(func.count()).select_from(RoleAssignment)) == 0


def test_closing_the_account_of_the_last_one_is_refused(any_app: Flask) -> None:
    people = cast(any_app)
    who = people.partner_coordinator
    page = look(who.client(any_app), f"/manage/colleagues/{who.account_id}/deactivation")

    assert "Nobody else coordinates Brasla Municipality" in page.words
    with any_app.app_context(), pytest.raises(LastCoordinator), write():
        rules.deactivate(who.viewer(), db.session.get_one(Account, who.account_id))


def test_the_administrator_may_when_they_say_so(any_app: Flask) -> None:
    people = cast(any_app)
    client = people.administrator.client(any_app)
    number = role_of(any_app, people.partner_coordinator)
    address = f"/manage/colleagues/roles/{number}/end"

    page = send(client, look(client, address), button="End the role")
    assert page.status == 422
    assert ADVICE in page.summary()[0]
    page = send(client, page, button="End the role", even_if_last="y")

    assert page.status == 200
    assert roles(any_app, "partner.coordinator@example.org") == []


def test_saying_so_helps_nobody_else(any_app: Flask) -> None:
    people = cast(any_app)
    who = people.partner_coordinator
    number = role_of(any_app, who)

    with any_app.app_context(), pytest.raises(LastCoordinator), write():
        rules.end(who.viewer(), number, even_if_last=True)


def test_the_last_administrator_stays(any_app: Flask) -> None:
    people = cast(any_app)
    admin = people.administrator

    with any_app.app_context(), pytest.raises(LastAdministrator), write():
        rules.deactivate(
            admin.viewer(), db.session.get_one(Account, admin.account_id), even_if_last=True
        )


# At the same moment


def at_once(app: Flask, *acts: Callable[[], None]) -> int:
    """How many of the acts were done, each in a thread and a transaction of its own."""

    def attempt(act: Callable[[], None]) -> bool:
        with app.app_context():
            try:
                with write():
                    act()
            except ColleagueError:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(attempt, acts))


def pair(app: Flask) -> tuple[Who, Who]:
    people = cast(app)
    return people.partner_coordinator, second(app)


def left(app: Flask) -> int:
    """How many can still coordinate Brasla."""
    with app.app_context():
        query = (
            select(func.count())
            .select_from(RoleAssignment)
            .join(Account)
            .where(RoleAssignment.role == "partner-coordinator", Account.deactivated_at.is_(None))
            .where(RoleAssignment.organisation_id == make_organisation("Brasla Municipality").id)
        )
        return db.session.scalar(query) or 0


@pytest.mark.parametrize("round_", range(4))
def test_two_who_remove_each_other_at_once_do_not_both_go(any_app: Flask, round_: int) -> None:
    one, other = pair(any_app)
    numbers = role_of(any_app, one), role_of(any_app, other)
    with any_app.app_context():
        viewers = one.viewer(), other.viewer()

    done = at_once(
        any_app,
        lambda: rules.end(viewers[0], numbers[1]),
        lambda: rules.end(viewers[1], numbers[0]),
    )

    assert (done, left(any_app)) == (1, 1)


@pytest.mark.parametrize("round_", range(4))
def test_one_leaves_while_the_other_s_account_is_closed(any_app: Flask, round_: int) -> None:
    one, other = pair(any_app)
    number = role_of(any_app, one)
    with any_app.app_context():
        viewer = one.viewer()

    done = at_once(
        any_app,
        lambda: rules.end(viewer, number),
        lambda: rules.deactivate(viewer, db.session.get_one(Account, other.account_id)),
    )

    assert (done, left(any_app)) == (1, 1)


def test_the_last_two_administrators_do_not_close_each_other(any_app: Flask) -> None:
    with any_app.app_context(), write():
        ids = [make_account(f"a{n}@example.org", f"A {n}", is_admin=True).id for n in range(2)]
    with any_app.app_context():
        viewers = [viewer_for(db.session.get_one(Account, each)) for each in ids]

    done = at_once(
        any_app,
        lambda: rules.deactivate(viewers[0], db.session.get_one(Account, ids[1])),
        lambda: rules.deactivate(viewers[1], db.session.get_one(Account, ids[0])),
    )

    assert done == 1
