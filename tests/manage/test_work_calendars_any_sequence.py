"""Whatever staff, participants and time do: the calendar of one's work is what a fresh look gives.

Its ETag moves exactly when its bytes do.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from icalendar import Calendar

from tests.factories import (
    in_days,
    make_account,
    make_event,
    make_organisation,
    make_project,
    make_role,
)
from webapp.accounts.models import Account
from webapp.accounts.put_offs import bring_back, put_off
from webapp.calendars import link_rules
from webapp.calendars.composing import compose
from webapp.calendars.feeds import WithdrawnFeed
from webapp.calendars.link_feeds import find_link, link_feed
from webapp.core.database import db, write
from webapp.core.links import short_code
from webapp.core.permissions import Role
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.entries.rebuilding import render_due
from webapp.events import dates
from webapp.events import rules as event_rules
from webapp.events.errors import EventError
from webapp.events.models import Event
from webapp.projects.models import Milestone, Project
from webapp.projects.roles import RoleAssignment
from webapp.registrations import rules
from webapp.registrations.applicant import Applicant
from webapp.registrations.errors import RegistrationError
from webapp.registrations.models import Registration

START = datetime(2027, 3, 1, 10, tzinfo=UTC)
BECAUSE = LocalText({"en": "A storm."})
which = st.integers(0, 2)
someone = st.integers(0, 9)


class Work(RuleBasedStateMachine):
    """Three events of a project, and the calendar of who sees to them."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(START, tick=False)
        self.travel = self.clock.start()
        self.seen: dict[str, tuple[bytes, str]] = {}
        self.numbers: dict[tuple[str, str], int] = {}

    def teardown(self) -> None:
        self.clock.stop()

    @initialize()
    def begin(self) -> None:
        tag = short_code(6)
        with self.app.app_context(), write():
            town = make_organisation("Town", slug=f"town-{tag}", contact_email="t@example.org")
            project = make_project("Harbours", slug=f"harbours-{tag}", lead=town)
            account = make_account(f"{tag}@example.org")
            role = make_role(account, Role.PROJECT_COORDINATOR, town, project)
            common: dict[str, Any] = {"organiser": town, "projects": [project]}
            made = [
                make_event("Draft", status="draft", **common),
                make_event("Asked", registration_mode="approval", visibility="internal", **common),
                make_event("Tentative", status="tentative", **common),
            ]
            day = date(2027, 3, 20)
            what = LocalText({"en": "The plan is adopted"})
            milestone = Milestone(
                project_id=project.id, what=what, slug=f"plan-{tag}", precision="day"
            )
            milestone.first_on = milestone.last_on = day
            db.session.add(milestone)
            db.session.flush()
            self.events = [event.id for event in made]
            self.project, self.account, self.role = project.id, account.id, role.id
            self.milestone = milestone.id
            links = {
                "project": link_rules.make_for_account(account.id, project),
                "all": link_rules.make_for_account(account.id, None),
            }
            self.paths = {name: f"/calendars/{link.token()}.ics" for name, link in links.items()}
        self.people: list[int] = []

    # What people do

    @rule()
    def register(self) -> None:
        number = None
        with self.app.app_context(), suppress(RegistrationError), write():
            event = db.session.get_one(Event, self.events[1])
            who = f"p{len(self.people)}"
            number = rules.register(event, Applicant(name=who, email=f"{who}@example.org")).id
        if number is not None:
            self.people.append(number)

    @rule(one=someone, verb=st.sampled_from(["approve", "decline", "cancel"]))
    def decide(self, one: int, verb: str) -> None:
        if self.people:
            number = self.people[one % len(self.people)]
            with self.app.app_context(), suppress(RegistrationError), write():
                getattr(rules, verb)(db.session.get_one(Registration, number), quietly=True)

    # What staff do

    @rule(one=which)
    def publish(self, one: int) -> None:
        self._event(one, event_rules.publish)

    @rule(one=which)
    def unpublish(self, one: int) -> None:
        self._event(one, event_rules.unpublish)

    @rule(one=which, name=st.sampled_from(["Forum", "Visit; with, all"]))
    def rename(self, one: int, name: str) -> None:
        self._event(one, lambda event: event_rules.edit(event, name=LocalText({"en": name})))

    @rule(one=which, days=st.integers(1, 20))
    def close(self, one: int, days: int) -> None:
        at = now() + timedelta(days=days)
        self._event(one, lambda event: event_rules.edit(event, closes_at=at))

    @rule(one=which, day=st.integers(0, 40))
    def move(self, one: int, day: int) -> None:
        self._event(one, lambda event: dates.move(event, in_days(day), BECAUSE))

    @rule(one=which)
    def cancel(self, one: int) -> None:
        self._event(one, lambda event: dates.cancel(event, BECAUSE))

    @rule(day=st.integers(0, 30))
    def shift_milestone(self, day: int) -> None:
        with self.app.app_context(), write():
            row = db.session.get_one(Milestone, self.milestone)
            row.first_on = row.last_on = now().date() + timedelta(days=day)

    @rule(name=st.sampled_from(["Harbours", "Ports"]))
    def rename_project(self, name: str) -> None:
        with self.app.app_context(), write():
            db.session.get_one(Project, self.project).name = LocalText({"en": name})

    @rule(one=which, kind=st.sampled_from(["draft", "outcome", "approval"]), back=st.booleans())
    def put_off(self, one: int, kind: str, back: bool) -> None:
        key, today = f"{kind}:event:{self.events[one]}", now().date()
        with self.app.app_context(), write():
            if back:
                bring_back(self.account, key)
            else:
                put_off(self.account, key, today + timedelta(days=3), today)

    @rule(days=st.sampled_from([None, -1, 0, 2]))
    def end_role(self, days: int | None) -> None:
        with self.app.app_context(), write():
            row = db.session.get_one(RoleAssignment, self.role)
            row.until_on = None if days is None else now().date() + timedelta(days=days)

    @rule(closed=st.booleans())
    def close_account(self, closed: bool) -> None:
        with self.app.app_context(), write():
            row = db.session.get_one(Account, self.account)
            row.deactivated_at = now() if closed else None

    @rule(hours=st.integers(1, 72))
    def time_passes(self, hours: int) -> None:
        self.travel.shift(timedelta(hours=hours))
        with self.app.app_context():
            render_due()

    # What holds

    @precondition(lambda self: hasattr(self, "events"))
    @invariant()
    def calendars_are_true(self) -> None:
        client = self.app.test_client()
        for name, path in self.paths.items():
            before = self.seen.pop(name, None)
            headers = {"If-None-Match": before[1]} if before else {}
            answer = client.get(path, headers=headers)
            fresh = self._fresh(path)
            if fresh is None:
                assert answer.status_code == 410
                continue
            body = client.get(path)
            assert body.data == fresh
            assert (answer.status_code == 304) == (before is not None and before[0] == fresh)
            self.seen[name] = fresh, body.headers["ETag"]
            self._have_grown(name, fresh)

    def _fresh(self, path: str) -> bytes | None:
        with self.app.test_request_context(path):
            try:
                found = find_link(path.removeprefix("/calendars/").removesuffix(".ics"))
                return compose(link_feed(found, "en")).plain.whole
            except WithdrawnFeed:
                return None

    def _have_grown(self, name: str, body: bytes) -> None:
        """Nothing stands there twice, no SEQUENCE falls, nobody is named."""
        found = Calendar.from_ical(body).walk("VEVENT")
        assert len({str(entry["UID"]) for entry in found}) == len(found)
        assert b"@example.org" not in body
        for entry in found:
            key, number = (name, str(entry["UID"])), int(entry["SEQUENCE"])
            assert number >= self.numbers.get(key, number)
            self.numbers[key] = number

    def _event(self, one: int, verb: Callable[[Event], Any]) -> None:
        with self.app.app_context(), suppress(EventError), write():
            verb(db.session.get_one(Event, self.events[one]))


def test_after_any_sequence_the_calendar_of_ones_work_is_true(any_app: Flask) -> None:
    class Here(Work):
        app = any_app

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=5,
            stateful_step_count=18,
            deadline=None,
            # Finding a shorter way to a fault takes many minutes: each step asks the whole site.
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
