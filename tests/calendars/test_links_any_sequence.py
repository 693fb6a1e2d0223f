"""Whoever registers, waits, is decided on, leaves or is forgotten, and whatever becomes of the
events meanwhile: calendars behind a token say what is so, and move exactly when their bytes do."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
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
from sqlalchemy.exc import IntegrityError

from tests.factories import in_days, make_event
from tests.visit_factories import make_agenda_version, make_item
from webapp.agenda import rules as agenda
from webapp.agenda.models import AgendaItem
from webapp.calendars import link_rules
from webapp.calendars.composing import compose
from webapp.calendars.feeds import WithdrawnFeed
from webapp.calendars.link_feeds import find_link, link_feed
from webapp.choices import rules as choices
from webapp.choices.errors import ChoiceError
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.entries.rebuilding import render_due
from webapp.events import dates
from webapp.events import rules as event_rules
from webapp.events.errors import EventError
from webapp.events.models import Event
from webapp.registrations import rules, sweeps
from webapp.registrations.applicant import Applicant
from webapp.registrations.errors import RegistrationError
from webapp.registrations.models import Registration
from webapp.registrations.rights_erasure import erase
from webapp.seats.errors import SeatsError

START = datetime(2027, 3, 1, 10, tzinfo=UTC)
JOIN = "https://meet.example.org/room"
ANNA = "anna@example.org"
BECAUSE = LocalText({"en": "A storm."})
_NOT_NOW = (RegistrationError, ChoiceError, IntegrityError)
which = st.integers(0, 2)
someone = st.integers(0, 9)
#: What stands before the title, by the state of the only registration for an event.
MARKS = {
    "confirmed": "",
    "offered": "A place is offered to you: ",
    "waiting": "Waiting list: ",
    "awaiting-approval": "Awaiting approval: ",
    "declined": "Registration declined: ",
    "expired": "Registration expired: ",
    "cancelled": "Registration cancelled: ",
}


class People(RuleBasedStateMachine):
    """Anna, Anna's brother with the same address, and Carla, at three events."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(START, tick=False)
        self.travel = self.clock.start()
        self.seen: dict[str, tuple[bytes, str]] = {}
        self.numbers: dict[tuple[str, str], tuple[int, datetime, bytes]] = {}

    def teardown(self) -> None:
        self.clock.stop()

    @initialize()
    def begin(self) -> None:
        common: dict[str, Any] = {"mode": "hybrid", "join_url": JOIN}
        with self.app.app_context(), write():
            made = [
                make_event("Open", capacity=2, **common),
                make_event(
                    "Proven", verifies_addresses=True, visibility="unlisted", capacity=1, **common
                ),
                make_event("Asked", registration_mode="approval", capacity=1, **common),
            ]
            make_agenda_version(made[0])
            choice: dict[str, Any] = {"needs_choice": True, "capacity": 1}
            items = [make_item(made[0], title, **choice) for title in ("Works", "Farm")]
            items.append(make_item(made[0], "Dinner", hour=19, visibility="partners"))
            self.events = [event.id for event in made]
            self.items = [item.id for item in items]
            path = link_rules.make_for_address(ANNA).token()
        self.paths = {"anna": f"/calendars/{path}.ics"}
        self.people: list[int] = []

    # What people do

    @rule(one=which, who=st.sampled_from(["Anna", "Andris", "Carla"]))
    def register(self, one: int, who: str) -> None:
        email = "carla@example.org" if who == "Carla" else ANNA
        with self.app.app_context(), suppress(RegistrationError), write():
            event = db.session.get_one(Event, self.events[one])
            row = rules.register(event, Applicant(name=who, email=email))
            link = link_rules.make_for_registration(row)
            number, path = row.id, f"/calendars/{link.token()}.ics"
        if "number" in locals() and number not in self.people:
            self.people.append(number)
            self.paths[str(number)] = path

    @rule(one=someone, verb=st.sampled_from(["verify", "accept_offer", "decline_offer", "cancel"]))
    def act(self, one: int, verb: str) -> None:
        self._do(one, getattr(rules, verb))

    @rule(one=someone, verb=st.sampled_from(["approve", "decline"]))
    def decide(self, one: int, verb: str) -> None:
        self._do(one, getattr(rules, verb))

    @rule(one=someone)
    def forget(self, one: int) -> None:
        self._do(one, erase)

    @rule(one=someone, email=st.sampled_from([ANNA, "new@example.org"]))
    def correct(self, one: int, email: str) -> None:
        def change(row: Registration) -> None:
            if row.erased_at is None:
                row.email = row.email_key = email

        self._do(one, change)

    @rule(one=someone, item=st.integers(0, 1), verb=st.sampled_from(["choose", "leave"]))
    def choose(self, one: int, item: int, verb: str) -> None:
        def act(row: Registration) -> None:
            getattr(choices, verb)(row, db.session.get_one(AgendaItem, self.items[item]))

        self._do(one, act)

    # What organisers do

    @rule(one=which, verb=st.sampled_from(["remove", "restore"]))
    def take_off(self, one: int, verb: str) -> None:
        self._item(one, getattr(agenda, verb))

    @rule(one=which, visibility=st.sampled_from(["public", "partners", "internal"]))
    def show(self, one: int, visibility: str) -> None:
        self._item(one, lambda item: agenda.change(item, visibility=visibility))

    @rule(one=st.integers(0, 1), capacity=st.integers(1, 3))
    def make_room_there(self, one: int, capacity: int) -> None:
        self._item(one, lambda item: agenda.set_capacity(item, capacity))

    @rule(one=which, day=st.integers(-1, 20))
    def move(self, one: int, day: int) -> None:
        self._event(one, lambda event: dates.move(event, in_days(day), BECAUSE))

    @rule(one=which)
    def make_vague(self, one: int) -> None:
        self._event(one, lambda event: dates.move(event, Period.month(2027, 5), BECAUSE))

    @rule(one=which)
    def postpone(self, one: int) -> None:
        self._event(one, lambda event: dates.postpone(event, BECAUSE))

    @rule(one=which)
    def cancel_event(self, one: int) -> None:
        self._event(one, lambda event: dates.cancel(event, BECAUSE))

    @rule(one=which)
    def withdraw(self, one: int) -> None:
        self._event(one, lambda event: event_rules.withdraw(event, BECAUSE))

    @rule(one=which, capacity=st.integers(1, 3))
    def make_room(self, one: int, capacity: int) -> None:
        self._event(one, lambda event: event_rules.set_capacity(event, capacity))

    @rule(hours=st.integers(1, 72), sweep=st.booleans())
    def time_passes(self, hours: int, sweep: bool) -> None:
        self.travel.shift(timedelta(hours=hours))
        with self.app.app_context():
            render_due()
            if sweep:
                sweeps.expire_holds()
                sweeps.move_lines()

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
            if name != "anna":
                self._says_what_is_so(int(name), fresh)
        self.travel.shift(timedelta(seconds=1))

    def _fresh(self, path: str) -> bytes | None:
        """The calendar made by somebody who knows of nothing before."""
        with self.app.test_request_context(path):
            try:
                found = find_link(path.removeprefix("/calendars/").removesuffix(".ics"))
                return compose(link_feed(found, "en")).plain.whole
            except WithdrawnFeed:
                return None

    def _have_grown(self, name: str, body: bytes) -> None:
        """Nothing stands there twice, neither SEQUENCE nor DTSTAMP ever falls, and what says
        something else has a later one."""
        found = Calendar.from_ical(body).walk("VEVENT")
        assert len({str(entry["UID"]) for entry in found}) == len(found)
        for entry in found:
            key, text = (name, str(entry["UID"])), entry.to_ical()
            number, at = int(entry["SEQUENCE"]), entry["DTSTAMP"].dt
            known = self.numbers.get(key, (-1, at, b""))
            assert number >= known[0]
            assert at >= known[1] or number > known[0]
            assert text == known[2] or (number, at) > known[:2], text
            self.numbers[key] = number, at, text

    def _says_what_is_so(self, number: int, body: bytes) -> None:
        """The calendar of one registration, said by other means."""
        text = body.decode().replace("\r\n ", "")
        with self.app.app_context():
            row = db.session.get_one(Registration, number)
            event, state = row.event, row.shown_state.value
            stands = event.withdrawn_at is None and not event.period.is_undated
            is_past = event.over_at is not None and event.over_at <= now()
            is_told = state == "confirmed" or not (is_past or state == "unverified")
            if state == "expired" and row.waiting_since is None and row.verified_at is None:
                is_told = False
            title = event.name.pick("en").text
            is_off = event.is_cancelled
        if state == "cancelled" and not stands:
            is_told = False
        of_event = [each for each in text.split("BEGIN:VEVENT") if "RELATED-TO" not in each]
        lines = [line for each in of_event for line in each.split("\r\n")]
        shown = [line for line in lines if line.startswith("SUMMARY")]
        if not stands or not is_told or (is_off and is_past):
            assert shown == [] or state in ("cancelled", "declined"), (state, shown)
        elif shown:
            said = shown[0].partition(":")[2]
            assert said.endswith(title)
            assert said.startswith("Cancelled: " if is_off else MARKS[state])
        if state != "confirmed":
            assert JOIN not in text

    def _do(self, one: int, verb: Callable[[Registration], Any]) -> None:
        if not self.people:
            return
        with self.app.app_context(), suppress(*_NOT_NOW), write():
            verb(db.session.get_one(Registration, self.people[one % len(self.people)]))

    def _item(self, one: int, verb: Callable[[AgendaItem], Any]) -> None:
        with self.app.app_context(), suppress(SeatsError), write():
            verb(db.session.get_one(AgendaItem, self.items[one]))

    def _event(self, one: int, verb: Callable[[Event], Any]) -> None:
        with self.app.app_context(), suppress(EventError), write():
            verb(db.session.get_one(Event, self.events[one]))


def test_after_any_sequence_calendars_behind_a_token_are_true(any_app: Flask) -> None:
    class Here(People):
        app = any_app

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            # Finding a shorter way to a fault takes many minutes: each step asks the whole site.
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
