"""What the coordinator settles: partners, quotas, deadlines, leaders, links, wishes, letters."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, select

from tests.browsing import Sheet, look, send, values
from tests.delegations.scenes import partnership
from tests.people import People, cast
from tests.registrations.desk import letters, set_event
from tests.visit_factories import make_delegate, make_delegation, make_plan
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.delegations.models import Delegate, Delegation, DelegationPlan, Standing
from webapp.events.models import Event
from webapp.registrations.models import Registration
from webapp.seats.counting import recount


@pytest.fixture
def people(app: Flask) -> People:
    found = cast(app)
    set_event(app, found, capacity=40)
    return found


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    return people.partner_coordinator.client(app)


def address(people: People, part: str = "") -> str:
    return f"/manage/events/{people.public}/delegations/{part}"


def event_of(people: People) -> Event:
    return db.session.get_one(Event, people.event_ids["public"])


def made(app: Flask, people: People, partner: str = "Nevers", **more: Any) -> str:
    """The public id of a new delegation."""
    with app.app_context(), write():
        return make_delegation(event_of(people), partner, **more).public_id


def stored(app: Flask, public_id: str) -> dict[str, Any]:
    """The columns of a delegation and the seats of its pool."""
    with app.app_context():
        query = select(Delegation).where(Delegation.public_id == public_id)
        found = db.session.scalars(query).one()
        pool = found.pool
        columns = {each.key: getattr(found, each.key) for each in Delegation.__table__.columns}
        seats = {"quota": pool.capacity, "kept": pool.reserved, "taken": pool.taken}
        return columns | seats | {"state": found.state.value}


def _this(public_id: str) -> Select[Delegation]:
    return select(Delegation).where(Delegation.public_id == public_id)


def fields(given: dict[str, Any]) -> dict[str, Any]:
    """Inputs whose names are no names of Python."""
    return given


def flashes(page: Sheet) -> str:
    found = page.soup.select_one(".flashes")
    return " ".join(found.get_text(" ").split()) if found else ""


# Making


def test_every_partner_gets_a_delegation_with_seats_that_are_kept(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    with app.app_context(), write():
        event = event_of(people)
        event.project_links.clear()
        db.session.flush()
        partnership(event)
    page = look(desk, address(people, "new"))
    form = page.form("Make the delegations")
    boxes = [str(each["value"]) for each in form.select("input[name=partners][checked]")]

    after = send(desk, page, button="Make the delegations", partners=boxes, quota="3", other="")

    assert flashes(after) == "8 delegations were made."
    with app.app_context():
        here = Delegation.event_id == people.event_ids["public"]
        found = db.session.scalars(select(Delegation).where(here)).all()
        assert {(each.pool.capacity, each.pool.reserved) for each in found} == {(3, 3)}
        assert event_of(people).pool.taken == 1 + 24
        assert recount() == []


def test_more_seats_than_there_are_cannot_be_kept(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    page = look(desk, address(people, "new"))
    boxes = [str(people.organisation_ids["otava"])]

    after = send(desk, page, button="Make the delegations", partners=boxes, quota="90", other="")

    assert after.status == 422
    assert "too few places" in " ".join(after.summary())
    with app.app_context():
        here = Delegation.event_id == people.event_ids["public"]
        assert db.session.scalars(select(Delegation).where(here)).all() == []


def test_somebody_must_be_chosen(people: People, desk: FlaskClient) -> None:
    page = look(desk, address(people, "new"))

    after = send(desk, page, button="Make the delegations", partners=None, quota="4", other="")

    assert after.status == 422
    assert after.summary() == ["Choose at least one partner, or another organisation."]


def test_a_delegation_with_nobody_in_it_can_be_taken_away(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    one = made(app, people)

    send(desk, look(desk, address(people, f"{one}/")), button="Take the delegation away")

    with app.app_context():
        here = Delegation.event_id == people.event_ids["public"]
        assert db.session.scalars(select(Delegation).where(here)).all() == []
        assert recount() == []


# The plan


def test_another_quota_holds_for_all_without_one_of_their_own(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    with app.app_context(), write():
        make_plan(event_of(people))
    usual, own = made(app, people), made(app, people, "Razlog", quota=2)

    send(desk, look(desk, address(people, "plan")), button="Save the changes", default_quota="6")

    assert [stored(app, each)["quota"] for each in (usual, own)] == [6, 2]


def test_a_quota_below_the_named_says_who_is_over(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    with app.app_context(), write():
        make_plan(event_of(people))
        delegation = make_delegation(event_of(people))
        for name in ("Jean Martin", "Anne Petit"):
            make_delegate(delegation, name)
        public_id = delegation.public_id
    page = look(desk, address(people, "plan"))

    after = send(desk, page, button="Save the changes", default_quota="1")

    assert after.status == 422
    assert "Nevers" in after.summary()[0]
    assert "Anne Petit" in after.summary()[0]
    assert stored(app, public_id)["quota"] == 4


def test_a_limit_only_keeps_no_seats(app: Flask, people: People, desk: FlaskClient) -> None:
    with app.app_context(), write():
        make_plan(event_of(people))
    one = made(app, people)

    send(
        desk,
        look(desk, address(people, "plan")),
        button="Save the changes",
        reserves_seats="False",
    )

    assert (stored(app, one)["quota"], stored(app, one)["kept"]) == (4, 0)


def test_deadlines_are_hours_at_the_event(app: Flask, people: People, desk: FlaskClient) -> None:
    day = (now() + timedelta(days=10)).date().isoformat()
    page = look(desk, address(people, "plan"))
    given: dict[str, Any] = {"names_due_at-date": day, "names_due_at-time": "18:00"}

    after = send(desk, page, button="Save the changes", **given)

    assert flashes(after) == "The changes are saved."
    with app.app_context():
        plan = db.session.get_one(DelegationPlan, people.event_ids["public"])
        assert plan.names_due_at is not None
        assert plan.names_due_at.isoformat() in (f"{day}T15:00:00+00:00", f"{day}T16:00:00+00:00")


def test_a_deadline_that_has_passed_is_refused_and_what_was_typed_stays(
    people: People, desk: FlaskClient
) -> None:
    page = look(desk, address(people, "plan"))
    given: dict[str, Any] = {"names_due_at-date": "2020-01-01", "names_due_at-time": "18:00"}

    after = send(desk, page, button="Save the changes", default_quota="7", **given)

    assert after.status == 422
    assert after.summary() == ["This moment has passed. Choose a later one."]
    assert values(after.form("Save the changes"))["default_quota"] == "7"


def test_giving_seats_away_needs_a_time(people: People, desk: FlaskClient) -> None:
    after = send(desk, look(desk, address(people, "plan")), button="Save the changes", releases="y")

    assert after.status == 422
    assert after.summary() == ["Say when the seats go to the waiting list."]


def test_two_at_the_plan_see_both_versions(app: Flask, people: People, desk: FlaskClient) -> None:
    with app.app_context(), write():
        make_plan(event_of(people))
    mine = look(desk, address(people, "plan"))
    send(desk, look(desk, address(people, "plan")), button="Save the changes", default_quota="5")

    after = send(desk, mine, button="Save the changes", default_quota="6")

    assert after.status == 409
    assert "Someone else has changed this meanwhile." in after.words
    with app.app_context():
        plan = db.session.get_one(DelegationPlan, people.event_ids["public"])
        assert plan.default_quota == 5


# Leaders and one delegation


def test_all_leaders_are_named_on_one_page(app: Flask, people: People, desk: FlaskClient) -> None:
    one, other = made(app, people), made(app, people, "Razlog")
    page = look(desk, address(people, "leaders"))
    given: dict[str, Any] = {f"name-{one}": "Luc Petit", f"email-{one}": "luc@example.org"}

    after = send(desk, page, button="Save the leaders", **given)

    assert flashes(after) == "The leaders are saved. Nobody has been written to yet."
    assert stored(app, one)["leader_email"] == "luc@example.org"
    assert stored(app, other)["revision"] == 1
    assert letters(app) == []


def test_a_wrong_address_is_told_beside_its_field(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    one = made(app, people)
    page = look(desk, address(people, "leaders"))

    after = send(desk, page, button="Save the leaders", **fields({f"email-{one}": "luc"}))

    assert after.status == 422
    assert list(after.errors()) == [f"email-{one}"]


def test_two_at_the_leaders_overwrite_nothing(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    one = made(app, people)
    mine = look(desk, address(people, "leaders"))
    theirs = look(desk, address(people, "leaders"))
    send(desk, theirs, button="Save the leaders", **fields({f"name-{one}": "Luc Petit"}))

    after = send(desk, mine, button="Save the leaders", **fields({f"name-{one}": "Marie Roux"}))

    assert after.status == 409
    assert "Luc Petit" in after.words
    assert stored(app, one)["leader_name"] == "Luc Petit"


def test_a_delegation_gets_a_number_of_its_own(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    one = made(app, people)
    page = look(desk, address(people, f"{one}/edit"))

    send(desk, page, button="Save the changes", own_quota="7", leader_name="Luc Petit")

    found = stored(app, one)
    assert (found["own_quota"], found["quota"], found["kept"]) == (7, 7, 7)
    assert found["leader_name"] == "Luc Petit"


def test_a_stale_delegation_shows_both_versions(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    one = made(app, people)
    mine = look(desk, address(people, f"{one}/edit"))
    theirs = look(desk, address(people, f"{one}/edit"))
    send(desk, theirs, button="Save the changes", leader_name="Luc Petit")

    after = send(desk, mine, button="Save the changes", leader_name="Marie Roux")

    assert after.status == 409
    assert "Luc Petit" in after.words
    assert stored(app, one)["leader_name"] == "Luc Petit"


def test_a_renewed_link_makes_the_earlier_one_gone(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    one = made(app, people)
    with app.app_context():
        before = db.session.scalars(_this(one)).one().token()

    send(desk, look(desk, address(people, f"{one}/")), button="Renew the link")

    assert app.test_client().get(f"/delegations/{before}/").status_code == 410
    with app.app_context():
        after = db.session.scalars(_this(one)).one().token()
    assert app.test_client().get(f"/delegations/{after}/").status_code == 200


def test_a_withdrawn_link_can_be_made_anew(app: Flask, people: People, desk: FlaskClient) -> None:
    one = made(app, people)
    page = send(desk, look(desk, address(people, f"{one}/")), button="Withdraw the link")

    assert stored(app, one)["link_revoked_at"] is not None
    send(desk, page, button="Make a new link")

    assert stored(app, one)["link_revoked_at"] is None


def test_who_declined_can_be_asked_again(app: Flask, people: People, desk: FlaskClient) -> None:
    one = made(app, people, declined_at=now(), declined_reason="Elections.", reserved=0)
    page = look(desk, address(people, f"{one}/"))
    assert "Elections." in page.words

    send(desk, page, button="Let them answer again")

    found = stored(app, one)
    assert (found["state"], found["kept"]) == ("planned", 4)


# Wishes


def wished(app: Flask, people: People) -> tuple[str, str]:
    """(public id of the delegation, of the registration) of a wish beyond a quota of one."""
    with app.app_context(), write():
        delegation = make_delegation(event_of(people), quota=1)
        make_delegate(delegation, "Jean Martin")
        wish = make_delegate(delegation, "Will Wish", Standing.WISH, wish_reason="Knows sensors.")
        return delegation.public_id, wish.registration.public_id


def standings(app: Flask) -> dict[str, tuple[str, str]]:
    with app.app_context():
        query = select(Registration.name, Delegate.standing, Registration.state)
        query = query.join(Delegate, Delegate.registration_id == Registration.id)
        return {row.name: (row.standing, row.state) for row in db.session.execute(query)}


def test_a_wish_is_granted_with_a_word(app: Flask, people: People, desk: FlaskClient) -> None:
    one, wish = wished(app, people)
    page = look(desk, address(people, f"{one}/wishes/{wish}"))
    assert "Knows sensors." in page.words

    after = send(desk, page, button="Grant the wish", answer="grant", reason="Gladly.")

    assert flashes(after) == "The wish is granted."
    assert standings(app)["Will Wish"] == ("member", "confirmed")
    assert stored(app, one)["quota"] == 2
    assert ("wish-granted", "claire@example.org") in letters(app)


def test_a_wish_is_not_granted(app: Flask, people: People, desk: FlaskClient) -> None:
    one, wish = wished(app, people)
    page = look(desk, address(people, f"{one}/wishes/{wish}"))

    send(desk, page, button="Do not grant it", answer="refuse", reason="The bus is full.")

    assert standings(app)["Will Wish"] == ("out", "declined")
    assert stored(app, one)["quota"] == 1
    assert ("wish-refused", "claire@example.org") in letters(app)


def test_an_answered_wish_is_not_asked_again(app: Flask, people: People, desk: FlaskClient) -> None:
    one, wish = wished(app, people)
    page = look(desk, address(people, f"{one}/wishes/{wish}"))
    send(desk, page, button="Grant the wish", answer="grant")

    again = send(desk, page, button="Grant the wish", answer="grant")

    assert again.status == 422
    assert stored(app, one)["quota"] == 2
    assert desk.get(address(people, f"{one}/wishes/{wish}")).status_code == 303


def test_no_seat_is_left_for_a_wish(app: Flask, people: People, desk: FlaskClient) -> None:
    one, wish = wished(app, people)
    set_event(app, people, capacity=2)
    page = look(desk, address(people, f"{one}/wishes/{wish}"))

    after = send(desk, page, button="Grant the wish", answer="grant")

    assert after.status == 422
    assert "no place left" in after.summary()[0]
    assert standings(app)["Will Wish"] == ("wish", "awaiting-approval")


# Letters


def test_all_who_have_not_been_invited_are_written_to_once(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    made(app, people)
    made(app, people, "Razlog", leader_email="elena@example.org")
    made(app, people, "Otava", leader_email=None)
    made(app, people, "Kežmarok", leader_email="done@example.org", invited_at=now())

    page = look(desk, address(people, "invitations"))
    assert "2 letters will go out." in page.words
    assert "/delegations/…" in page.words  # the link itself is its leader's alone
    after = send(desk, page, button="Write to 2 leaders")

    assert flashes(after) == "2 leaders were written to."
    assert sorted(to for _kind, to in letters(app)) == ["claire@example.org", "elena@example.org"]
    assert "Nobody is to be written to now" in look(desk, address(people, "invitations")).words


def test_only_those_who_lack_something_are_reminded(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    long_ago = now() - timedelta(days=9)
    made(app, people, invited_at=long_ago)
    made(app, people, "Razlog", invited_at=long_ago, completed_at=long_ago)

    page = look(desk, address(people, "reminders"))
    send(desk, page, button="Write to 1 leader")
    again = look(desk, address(people, "reminders"))

    assert letters(app) == [("reminder", "claire@example.org")]
    assert "Nobody is to be written to now" in again.words


def test_one_leader_gets_their_link_again(app: Flask, people: People, desk: FlaskClient) -> None:
    one = made(app, people, invited_at=now() - timedelta(days=9))

    send(desk, look(desk, address(people, f"{one}/")), button="Send the link again")

    assert letters(app) == [("invitation", "claire@example.org")]
    with app.app_context():
        verbs = db.session.scalars(select(Change.verb).where(Change.entity == f"delegation:{one}"))
        assert list(verbs) == ["invited-again"]


def test_nobody_is_written_to_about_an_event_that_is_off(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    one = made(app, people)
    set_event(app, people, status="cancelled", cancelled_at=now())

    after = look(desk, address(people, "invitations"))
    send(desk, look(desk, address(people, f"{one}/")), button="Send the leader their link")

    assert "publish it before you invite anybody" in flashes(after)
    assert letters(app) == []


@pytest.mark.parametrize("part", ["", "edit", "wishes/zzzzzzzz"])
def test_what_is_not_there_is_not_found(
    app: Flask, people: People, desk: FlaskClient, part: str
) -> None:
    made(app, people)

    assert desk.get(address(people, f"zzzzzzzzzzzz/{part}")).status_code == 404
    assert desk.get(address(people, f"%00/{part}")).status_code == 404
