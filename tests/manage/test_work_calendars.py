"""The calendar of a coordinator's work: what stands in it, with which rights, and what it costs."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import vobject
from flask import Flask
from icalendar import Calendar
from icalendar import Event as Entry

from tests.browsing import look, send
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_programme,
    make_registration,
)
from tests.people import People, Who, cast
from tests.visit_factories import make_agenda_version, make_item
from webapp.accounts.models import Account
from webapp.accounts.put_offs import put_off
from webapp.calendars import link_rules
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.events import rules as event_rules
from webapp.events.models import Event
from webapp.programmes.models import Deadline
from webapp.projects.models import Milestone, Project
from webapp.projects.organisations import Organisation
from webapp.projects.roles import RoleAssignment
from webapp.registrations import rules

STAMPS = re.compile(r"^(DTSTAMP|SEQUENCE|LAST-MODIFIED):", re.MULTILINE)


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


@pytest.fixture
def people(any_app: Flask) -> People:
    return cast(any_app)


def address(app: Flask, people: People, who: Who, *, of_all: bool = False) -> str:
    """The path of somebody's calendar of the project, or of all of theirs."""
    with app.app_context(), write():
        project = None if of_all else db.session.get_one(Project, people.project_id)
        assert who.account_id is not None
        return f"/calendars/{link_rules.make_for_account(who.account_id, project).token()}.ics"


def entries(app: Flask, path: str) -> dict[str, Entry]:
    """What stands in a calendar, by title."""
    answer = app.test_client().get(path)
    assert answer.status_code == 200, answer.text
    found = Calendar.from_ical(answer.data).walk("VEVENT")
    assert {
        str(each.uid.value) for each in vobject.readOne(answer.text).contents.get("vevent", [])
    } == {str(each["UID"]) for each in found}
    return {str(each["SUMMARY"]): each for each in found}  # type: ignore[misc]


def in_project(people: People, title: str, **values: Any) -> Event:
    """An event of Brasla in the project; needs a context."""
    brasla = db.session.get_one(Organisation, people.organisation_ids["brasla"])
    project = db.session.get_one(Project, people.project_id)
    return make_event(title, organiser=brasla, projects=[project], **values)


def test_it_holds_what_those_at_work_see_and_nobody_else(any_app: Flask, people: People) -> None:
    with any_app.app_context(), write():
        in_project(people, "Taken back", withdrawn_at=datetime(2027, 3, 1, tzinfo=UTC))
        in_project(people, "Some day", period=Period.undated())
        in_project(people, "Autumn", status="tentative", period=Period.month(2027, 10))
        make_event("Somebody else's", visibility="internal", organiser=None)
    path = address(any_app, people, people.project_coordinator)

    found = entries(any_app, path)

    of_events = {title for title, each in found.items() if ": " not in title}
    assert of_events == {
        "Open harbour day",
        "Partner meeting",
        "Quiet workshop",
        "Staff rehearsal",
    }
    assert found["Tentative: Autumn"]["STATUS"] == "TENTATIVE"
    draft = found["Draft: Not yet announced"]
    assert (draft["STATUS"], draft["TRANSP"], draft["CLASS"]) == (
        "TENTATIVE",
        "TRANSPARENT",
        "PRIVATE",
    )
    with any_app.app_context():
        event = db.session.get_one(Event, people.event_ids["draft"])
        assert draft["UID"] == f"draft-{event.uid}"
    assert f"/manage/events/{people.draft}/" in draft["URL"]


def test_days_that_count_stand_in_it_as_whole_days(any_app: Flask, people: People) -> None:
    with any_app.app_context(), write():
        project = db.session.get_one(Project, people.project_id)
        programme = make_programme("Shores")
        project.programme_id = programme.id
        db.session.add(Deadline(programme_id=programme.id, kind="partner-report", days=30))
        db.session.add(
            Milestone(
                project_id=project.id,
                slug="first",
                what=project.name,
                precision="day",
                first_on=date(2027, 6, 1),
                last_on=date(2027, 6, 1),
            )
        )
        closes = datetime(2027, 3, 20, 16, tzinfo=UTC)
        event = in_project(people, "Closing", registration_mode="approval", closes_at=closes)
        for number in range(9):
            make_registration(
                event, f"Secret {number}", f"s{number}@example.org", "awaiting-approval"
            )
    path = address(any_app, people, people.partner_coordinator)

    found = entries(any_app, path)

    closing = found["Closing: Registration closes: Saturday, 20 March 2027"]
    assert (closing["DTSTART"].dt, closing["DTEND"].dt) == (date(2027, 3, 20), date(2027, 3, 21))
    assert (closing["TRANSP"], closing["CLASS"]) == ("TRANSPARENT", "PRIVATE")
    approval = found["Closing: 9 people await your decision, the first since Monday, 1 March 2027"]
    assert approval["DTSTART"].dt == date(2027, 3, 4)
    assert "Secret" not in any_app.test_client().get(path).text
    assert any("The programme asks for" in title for title in found)

    led = entries(any_app, address(any_app, people, people.project_coordinator))
    assert "Living Harbours: Living Harbours" in led, "those who lead it mind its milestones"
    assert not any("await" in title for title in led), "people are their organiser's"


def test_nothing_is_left_out_however_much_is_due(any_app: Flask, people: People) -> None:
    with any_app.app_context(), write():
        for number in range(20):
            in_project(people, f"Draft {number}", status="draft", period=in_days(40 + number))

    found = entries(any_app, address(any_app, people, people.partner_coordinator))

    assert sum("It is a draft" in title for title in found) == 21
    assert {f"Draft: Draft {number}" for number in range(20)} <= found.keys()


def test_a_reader_has_no_work(any_app: Flask, people: People) -> None:
    found = entries(any_app, address(any_app, people, people.reader))

    assert "Staff rehearsal" in found
    assert all(": " not in title or title.startswith("Draft: ") for title in found)


def test_equal_bytes_while_nothing_changes_and_rising_numbers_when_it_does(
    any_app: Flask, people: People, clock: Clock
) -> None:
    path = address(any_app, people, people.partner_coordinator)
    client = any_app.test_client()
    first = client.get(path).data
    clock.forward(hours=3)
    with any_app.app_context(), write():
        make_event(
            "Elsewhere",
            organiser=db.session.get_one(Organisation, people.organisation_ids["lielmala"]),
        )
    assert client.get(path).data == first, "what happens elsewhere changes no byte"
    assert any_app.test_client().get(path).data == first
    before = entries(any_app, path)

    with any_app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["draft"])
        event_rules.publish(event)

    after = entries(any_app, path)
    assert "Draft: Not yet announced" not in after
    assert after["Not yet announced"]["UID"] != before["Draft: Not yet announced"]["UID"]


def test_who_comes_and_goes_moves_the_numbers(any_app: Flask, people: People, clock: Clock) -> None:
    with any_app.app_context(), write():
        event = in_project(people, "Asked for", registration_mode="approval")
        one, two = (
            make_registration(event, f"P {n}", f"p{n}@example.org", "awaiting-approval").id
            for n in range(2)
        )
    path = address(any_app, people, people.partner_coordinator)

    def approval() -> Entry:
        return next(each for title, each in entries(any_app, path).items() if "await" in title)

    before = approval()
    etag = any_app.test_client().get(path).headers["ETag"]
    clock.forward(minutes=5)
    with any_app.app_context(), write():
        from webapp.registrations.models import Registration

        rules.cancel(db.session.get_one(Registration, one), quietly=True)

    again = any_app.test_client().get(path, headers={"If-None-Match": etag})
    after = approval()
    assert again.status_code == 200
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert two


def test_what_is_put_off_for_good_leaves(any_app: Flask, people: People) -> None:
    path = address(any_app, people, people.partner_coordinator)
    key = f"draft:event:{people.event_ids['draft']}"
    before = entries(any_app, path)
    with any_app.app_context(), write():
        account = people.partner_coordinator.account_id
        assert account is not None
        put_off(account, key, date(2037, 1, 1), date(2027, 3, 1))

    gone = before.keys() - entries(any_app, path).keys()

    assert {title.partition(": ")[2] for title in gone} == {
        "It is a draft: nobody else knows of it"
    }


@pytest.mark.parametrize("of_all", [False, True])
def test_an_unchanged_one_takes_two_statements(
    any_app: Flask, people: People, of_all: bool
) -> None:
    path = address(any_app, people, people.partner_coordinator, of_all=of_all)
    client = any_app.test_client()
    etag = client.get(path).headers["ETag"]

    with count_statements() as sent:
        answer = client.get(path, headers={"If-None-Match": etag})

    assert answer.status_code == 304
    assert len(sent) == 2, str(sent)


@pytest.mark.parametrize("of_all", [False, True])
def test_rights_are_asked_for_at_each_fetch(
    any_app: Flask, people: People, clock: Clock, of_all: bool
) -> None:
    who = people.project_coordinator
    path = address(any_app, people, who, of_all=of_all)
    client = any_app.test_client()
    etag = client.get(path).headers["ETag"]
    with any_app.app_context(), write():
        role = db.session.query(RoleAssignment).filter_by(account_id=who.account_id).one()
        role.until_on = date(2027, 3, 1)
    assert client.get(path).status_code == 200
    clock.forward(days=1)

    answer = client.get(path, headers={"If-None-Match": etag})

    assert (answer.status_code, answer.mimetype) == (410, "text/plain")
    with any_app.app_context(), write():
        role = db.session.query(RoleAssignment).filter_by(account_id=who.account_id).one()
        role.until_on = None
    assert client.get(path).status_code == 200


def test_a_closed_or_removed_account_reads_nothing(any_app: Flask, people: People) -> None:
    path = address(any_app, people, people.partner_coordinator)
    with any_app.app_context(), write():
        account = db.session.get_one(Account, people.partner_coordinator.account_id)
        account.deactivated_at = datetime(2027, 3, 1, tzinfo=UTC)
    assert any_app.test_client().get(path).status_code == 410

    with any_app.app_context(), write():
        db.session.delete(db.session.get_one(Account, people.partner_coordinator.account_id))

    assert any_app.test_client().get(path).status_code == 410


def test_of_all_projects_has_the_events_of_each_and_of_none(any_app: Flask, people: People) -> None:
    with any_app.app_context(), write():
        brasla = db.session.get_one(Organisation, people.organisation_ids["brasla"])
        make_event("Of no project", organiser=brasla)
        make_event("Two years ago", organiser=brasla, period=in_days(-700), status="held")

    found = entries(any_app, address(any_app, people, people.partner_coordinator, of_all=True))

    assert {"Of no project", "Open harbour day"} <= found.keys()
    assert "Two years ago" not in found


# The pages


def test_staff_make_renew_and_withdraw_it(any_app: Flask, people: People) -> None:
    client = people.partner_coordinator.client(any_app)
    page = "/manage/calendars/projects/living-harbours"
    sheet = look(client, "/manage/calendars/")
    assert "not made" in sheet.words

    made = send(client, look(client, page), button="Make the calendar")
    first = _path(made.soup)
    assert any_app.test_client().get(first).status_code == 200

    renewed = send(client, look(client, page), button="Give it another address")
    second = _path(renewed.soup)
    assert second != first
    assert any_app.test_client().get(first).status_code == 410
    assert "Last fetched" in renewed.words

    gone = send(client, look(client, page), button="Withdraw the calendar")
    assert "has been withdrawn" in gone.words
    assert any_app.test_client().get(second).status_code == 410


def test_a_stranger_makes_none_of_a_project_of_others(any_app: Flask, people: People) -> None:
    client = people.stranger.client(any_app)
    page = "/manage/calendars/projects/living-harbours"

    assert "Living Harbours" not in look(client, "/manage/calendars/").words
    assert client.get(page).status_code == 404
    for act in ("", "/renewal", "/withdrawal"):
        assert client.post(page + act).status_code in (400, 404)
    found = entries(any_app, address(any_app, people, people.stranger, of_all=True))
    assert not {"Staff rehearsal", "Draft: Not yet announced"} & found.keys()


def _path(soup: Any) -> str:
    """The path of the calendar a page offers."""
    found = re.search(r"/calendars/[a-z0-9]{12}-[\w-]{22}\.ics", str(soup))
    assert found, soup
    return found[0]


def test_it_holds_the_agenda_with_what_is_internal_and_gate_lists(
    any_app: Flask, people: People
) -> None:
    with any_app.app_context(), write():
        event = in_project(people, "Meeting")
        make_agenda_version(event)
        host = make_organisation("Metal").id
        due = datetime(2027, 3, 20, 12, tzinfo=UTC)
        make_item(event, "Visit", host_id=host, gate_list_due_at=due)
        make_item(event, "Briefing", hour=8, visibility="internal")
        off = {"cancelled_at": datetime(2027, 2, 1, tzinfo=UTC), "gate_list_due_at": due}
        make_item(event, "Walk", hour=14, **off)
        others = make_event("Elsewhere", visibility="internal", organiser=None)
        make_item(others, "Secret", visibility="internal")

    own = entries(any_app, address(any_app, people, people.partner_coordinator))

    list_is_due = "Meeting: The gate list for Metal is due: Saturday, 20 March 2027"
    wanted = {"Visit (Meeting)", "Briefing (Meeting)", "Cancelled: Walk (Meeting)", list_is_due}
    assert {each for each in own if "Meeting)" in each or "Meeting: The gate" in each} == wanted
    assert own[list_is_due]["DTSTART"].dt == date(2027, 3, 20)
    assert str(own["Briefing (Meeting)"]["UID"]).startswith("internal-")
    assert own["Briefing (Meeting)"]["RELATED-TO"] == own["Meeting"]["UID"]

    planner = entries(any_app, address(any_app, people, people.project_coordinator))
    assert "Briefing (Meeting)" in planner
    assert list_is_due not in planner


def test_an_agenda_that_is_being_planned_stands_there_as_a_draft(
    any_app: Flask, people: People
) -> None:
    with any_app.app_context(), write():
        event = in_project(people, "Meeting")
        visit = make_item(event, "Visit").uid
        make_item(event, "Briefing", hour=8, visibility="internal")
        number = event.id
    path = address(any_app, people, people.partner_coordinator)

    planned = entries(any_app, path)

    assert {each for each in planned if "Meeting)" in each} == {
        "Draft: Visit (Meeting)",
        "Briefing (Meeting)",
    }
    draft = planned["Draft: Visit (Meeting)"]
    assert (draft["UID"], draft["STATUS"], draft["TRANSP"], draft["CLASS"]) == (
        f"draft-{visit}",
        "TENTATIVE",
        "TRANSPARENT",
        "PRIVATE",
    )

    with any_app.app_context(), write():
        make_agenda_version(db.session.get_one(Event, number))
    assert entries(any_app, path)["Visit (Meeting)"]["UID"] == visit


def test_a_gate_list_can_be_put_off(any_app: Flask, people: People) -> None:
    who = people.partner_coordinator
    with any_app.app_context(), write():
        due = datetime(2027, 3, 20, 12, tzinfo=UTC)
        item = make_item(in_project(people, "Meeting"), "Visit", gate_list_due_at=due)
        assert who.account_id is not None
        key = f"gate-list:item:{item.id}"
        put_off(who.account_id, key, date(2027, 3, 10), date(2027, 3, 1))

    own = entries(any_app, address(any_app, people, who))
    assert not [each for each in own if "Meeting: The gate" in each]


def test_reading_agendas_takes_as_many_statements_with_forty_items(
    any_app: Flask, people: People
) -> None:
    with any_app.app_context(), write():
        event = in_project(people, "Meeting")
        make_agenda_version(event)
        make_item(event, "Visit")
        make_item(event, "Briefing", visibility="internal")
        number = event.id
    path = address(any_app, people, people.partner_coordinator)

    def statements() -> int:
        with count_statements() as sent:
            entries(any_app, path)
        return len(sent)

    entries(any_app, path)
    with any_app.app_context(), write():
        make_item(db.session.get_one(Event, number), "One more", visibility="internal")
    few = statements()
    with any_app.app_context(), write():
        for more in range(36):
            kind = "internal" if more % 2 else "partners"
            make_item(db.session.get_one(Event, number), f"Item {more}", visibility=kind)

    assert statements() == few
