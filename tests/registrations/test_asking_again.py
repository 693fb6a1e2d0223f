"""After a move people are asked whether they still come: who is, and what follows."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, func, select, update

from tests.browsing import look, send
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import in_days, make_event, make_organisation, make_registration
from tests.outbox import letters
from tests.people import cast
from tests.registrations.acts import (
    act,
    applicant,
    event_with,
    get,
    get_event,
    letters_to,
    register,
    states,
    taken,
)
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.events import rules as events
from webapp.events.dates import Asking
from webapp.events.errors import AskedTooLate, SamePeriod
from webapp.mail.models import Letter
from webapp.mail.words import words_of
from webapp.registrations import asking_again, rules
from webapp.registrations.errors import AlreadyRegistered, NotAsked, RegistrationError
from webapp.registrations.models import SEATED, Registration, State
from webapp.registrations.reconfirmations import (
    Reconfirmation,
    answers_of,
    asked_among,
    reconfirmation_of,
)
from webapp.registrations.sweeps import release_unanswered
from webapp.seats.counting import miscounts
from webapp.seats.models import SeatPool

in_context = pytest.mark.usefixtures("any_context")


MARKS = ("still coming", "has not answered yet")


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


def move(event_id: int, days: int = 60, releases: bool = False, ask_days: float | None = 7) -> None:
    """Move to so many days from now; asked until *ask_days* from now, None: nobody is."""
    until = None if ask_days is None else now() + timedelta(days=ask_days)
    asking = None if until is None else Asking(until, releases)
    with write():
        events.move(get_event(event_id), in_days(days), "The ferry does not go.", asking=asking)


def answers(*registration_ids: int) -> list[str | None]:
    db.session.expire_all()
    found = asked_among([get(each) for each in registration_ids])
    return [found[each].answer if each in found else "not asked" for each in registration_ids]


@in_context
def test_whoever_can_answer_is_asked_in_the_letter_of_the_move() -> None:
    event = event_with(capacity=1, registration_mode="open")
    anna, bruno = register(event), register(event, "Bruno")
    with write():
        quiet = make_registration(get_event(event), "Nobody", None, State.WAITING).id
        held = make_registration(get_event(event), "H", "h@example.org", State.AWAITING_APPROVAL).id

    move(event)

    assert answers(anna, bruno, quiet, held) == [None, None, "not asked", None]
    assert letters_to("anna@example.org") == ["confirmed", "event-moved"]
    (told,) = db.session.scalars(
        select(Letter).where(Letter.recipient == "anna@example.org", Letter.kind.contains("moved"))
    )
    said = words_of(told)
    assert f"/registrations/{get(anna).token()}/reconfirmation" in said.text
    assert f"/registrations/{get(anna).token()}/reconfirmation" in said.html
    assert "Your registration stays as it is until you answer." in said.text
    assert states(anna, bruno) == ["confirmed", "waiting"]


@in_context
def test_somebody_who_holds_an_offer_is_asked_by_that_alone() -> None:
    event = event_with(capacity=1)
    anna, bruno = register(event), register(event, "Bruno")
    act(rules.cancel, anna)
    assert states(bruno) == ["offered"]

    move(event)

    assert answers(bruno) == ["not asked"]
    newest = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert newest is not None
    assert newest.kind.endswith("event-moved")
    assert "/reconfirmation" not in words_of(newest).text


@in_context
def test_without_asking_everything_stays_as_it_is() -> None:
    event = event_with()
    anna = register(event)

    move(event, ask_days=None)

    assert answers(anna) == ["not asked"]
    with pytest.raises(NotAsked):
        act(asking_again.say_coming, anna)


@in_context
def test_still_coming_changes_nothing_but_the_answer() -> None:
    event = event_with(capacity=1)
    anna = register(event)
    move(event)

    act(asking_again.say_coming, anna)
    first = reconfirmation_of(get(anna))
    assert first is not None
    answered_at = first.answered_at
    act(asking_again.say_coming, anna)

    assert answers(anna) == ["coming"]
    again = reconfirmation_of(get(anna))
    assert again is not None
    assert again.answered_at == answered_at
    assert (states(anna), taken(event)) == (["confirmed"], 1)
    found = answers_of(get_event(event))
    assert (found.asked, found.coming, found.silent) == (1, 1, 0)


@in_context
@pytest.mark.parametrize("said_yes_before", [False, True])
def test_who_cannot_come_leaves_the_seat_to_the_next(said_yes_before: bool) -> None:
    event = event_with(capacity=1)
    anna, bruno = register(event), register(event, "Bruno")
    move(event)
    if said_yes_before:
        act(asking_again.say_coming, anna)

    act(asking_again.say_not_coming, anna)

    assert answers(anna) == ["not-coming"]
    assert states(anna, bruno) == ["cancelled", "offered"]
    assert letters_to("anna@example.org")[-1] == "cancelled"
    with pytest.raises(NotAsked):
        act(asking_again.say_not_coming, anna)


@in_context
def test_unanswered_seats_are_kept_unless_it_was_said_otherwise(clock: Clock) -> None:
    kept, released = event_with(capacity=1), event_with(capacity=1)
    anna, bruno = register(kept), register(kept, "Bruno")
    carl, dora, egils = register(released, "Carl"), register(released, "Dora"), None
    egils = register(released, "Egils")
    move(kept)
    move(released, releases=True)
    act(asking_again.say_coming, dora)
    clock.forward(days=7)

    assert release_unanswered() == 2
    assert release_unanswered() == 0

    assert states(anna, bruno) == ["confirmed", "waiting"]
    assert states(carl, dora, egils) == ["expired", "offered", "expired"]
    assert letters_to("carl@example.org")[-1] == "not-answered"
    assert list(miscounts()) == []


@in_context
def test_a_late_answer_counts_as_long_as_the_seat_is_theirs(clock: Clock) -> None:
    event = event_with(capacity=1)
    anna = register(event)
    move(event, releases=True)
    clock.forward(days=8)

    act(asking_again.say_coming, anna)

    assert release_unanswered() == 0
    assert states(anna) == ["confirmed"]


@in_context
def test_an_event_that_stands_still_asks_for_nobody_s_seat(clock: Clock) -> None:
    postponed, cancelled, moved = (event_with(capacity=1) for _ in range(3))
    people = [register(each) for each in (postponed, cancelled, moved)]
    for each in (postponed, cancelled, moved):
        move(each, releases=True)
    with write():
        events.postpone(get_event(postponed), "No date yet.")
        events.cancel(get_event(cancelled), "No money.")
    move(moved, days=70, ask_days=None)  # all are kept now
    clock.forward(days=8)

    assert release_unanswered() == 0
    assert states(*people) == ["confirmed"] * 3
    assert answers(*people) == ["not asked", None, "not asked"]


@in_context
def test_a_second_move_asks_anew() -> None:
    event = event_with()
    anna = register(event)
    move(event)
    act(asking_again.say_coming, anna)

    move(event, days=70)

    assert answers(anna) == [None]


@in_context
@pytest.mark.parametrize("ask_days", [-1, 0, 61])
def test_one_is_asked_before_the_event_and_after_now(ask_days: float) -> None:
    event = event_with()
    register(event)

    with pytest.raises(AskedTooLate):
        move(event, ask_days=ask_days)

    assert answers(*db.session.scalars(select(Registration.id))) == ["not asked"]


@in_context
def test_asking_takes_as_many_statements_for_hundreds_as_for_one() -> None:
    few, many = event_with(), event_with()
    register(few)
    with write():
        for number in range(120):
            make_registration(get_event(many), f"P {number}", f"p{number}@example.org")

    def statements(event: int) -> int:
        with count_statements() as counted:
            move(event)
        return len(counted)

    assert statements(many) <= statements(few) + 1


# By the link


def invited(app: Flask, **values: Any) -> tuple[str, str]:
    """Somebody who was asked again: their token, and the code of the event."""
    with app.app_context():
        event = event_with(capacity=1, **values)
        anna = register(event)
        move(event)
        return get(anna).token(), get_event(event).code


def test_the_link_shows_buttons_and_changes_nothing(app: Flask) -> None:
    token, _code = invited(app)
    client = app.test_client()

    page = look(client, f"/registrations/{token}/reconfirmation")

    assert "Are you still coming?" in page.words
    with app.app_context():
        assert db.session.scalars(select(Reconfirmation.answer)).one() is None
    done = send(client, page, button="I am still coming")
    assert done.state == "confirmed"
    assert "You have said that you are still coming." in done.words
    cancelled = send(client, done, button="I cannot come")
    assert cancelled.state == "cancelled"


def test_after_an_answer_was_given_elsewhere_the_page_says_so(app: Flask) -> None:
    token, code = invited(app)
    client = app.test_client()
    page = look(client, f"/registrations/{token}/reconfirmation")
    with app.app_context(), write():
        event = db.session.scalars(select(events.Event).where(events.Event.code == code)).one()
        events.move(event, in_days(80), "Once more.")

    answer = send(client, page, button="I am still coming")

    assert answer.status == 422
    assert answer.summary() == [
        "This question is no longer open. Your registration says where you stand."
    ]


@pytest.mark.parametrize("answer", ["", "perhaps", "coming\x00", "COMING"])
def test_an_answer_nobody_offered_is_asked_for_again(app: Flask, answer: str) -> None:
    token, _code = invited(app)
    client = app.test_client()
    page = look(client, f"/registrations/{token}/reconfirmation")

    again = send(client, page, answer=answer)

    if answer.strip("\x00") == "coming":
        assert again.state == "confirmed"
    else:
        assert again.status == 422
        assert again.summary() == ["Please press one of the buttons once more."]


def test_nobody_else_s_link_answers(app: Flask) -> None:
    token, _code = invited(app)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()

    assert client.get(f"/registrations/{token}x/reconfirmation").status_code == 404
    assert client.post(f"/registrations/{token}x/reconfirmation").status_code == 404
    assert len(letters(app)) == 2


# For staff


def test_the_list_of_people_shows_who_has_answered(app: Flask) -> None:
    people = cast(app)
    with app.app_context():
        with write():
            event = make_event("Nets", organiser=make_organisation("Brasla Municipality"))
        anna, bruno = register(event.id), register(event.id, "Bruno")
        code, public_id = event.code, get(anna).public_id
        move(event.id, releases=True)
        act(asking_again.say_coming, bruno)
    client = people.helper.client(app)

    listed = look(client, f"/manage/events/{code}/people/")
    person = look(client, f"/manage/events/{code}/people/{public_id}/")

    assert "1 person is still coming. 1 person has not answered yet and can until" in listed.words
    assert "Places nobody answers for go to the next in line then." in listed.words
    rows = [each.get_text(" ", strip=True) for each in listed.soup.select("tbody tr")]
    marks = {
        name: mark
        for name in ("Anna", "Bruno")
        for mark in MARKS
        for row in rows
        if name in row and mark in row
    }
    assert marks == {"Anna": "has not answered yet", "Bruno": "still coming"}
    assert "Asked again after the move has not answered yet" in person.words


# Any sequence

PEOPLE = ["Anna", "Bruno", "Carl", "Dora"]


class Asked(RuleBasedStateMachine):
    """Moves, answers and silence in any order: no seat is lost and none is given twice."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.clock.set("2027-03-01T12:00+00:00")
        self.ids: list[int] = []

    @initialize(capacity=st.integers(1, 3))
    def begin(self, capacity: int) -> None:
        starts = datetime(2027, 6, 1, 12)
        period = Period.at(starts, starts + timedelta(hours=6), "UTC")
        self.event_id = make_event(capacity=capacity, period=period).id

    @rule(who=st.sampled_from(PEOPLE))
    def register(self, who: str) -> None:
        with suppress(AlreadyRegistered):
            self.ids.append(register(self.event_id, who=applicant(who)))

    @rule(days=st.integers(20, 90), ask=st.sampled_from([None, 1.0, 5.0]), releases=st.booleans())
    def move(self, days: int, ask: float | None, releases: bool) -> None:
        with suppress(SamePeriod):
            move(self.event_id, days, releases, ask)

    @rule(number=st.integers(0, 20), comes=st.booleans())
    def answer(self, number: int, comes: bool) -> None:
        if not self.ids:
            return
        verb = asking_again.say_coming if comes else asking_again.say_not_coming
        self._try(verb, self.ids[number % len(self.ids)])

    @rule(number=st.integers(0, 20))
    def accept(self, number: int) -> None:
        if self.ids:
            self._try(rules.accept_offer, self.ids[number % len(self.ids)])

    @rule(days=st.integers(1, 3))
    def wait(self, days: int) -> None:
        before = {each: states(each)[0] for each in self.ids}
        silent = {row.registration_id: row for row in self._asked() if row.answer is None}
        self.clock.forward(days=days)
        release_unanswered()
        for each, state in before.items():
            if state == "confirmed" and states(each)[0] == "expired":
                assert silent[each].releases, "nobody else loses a seat by silence"

    def _asked(self) -> list[Reconfirmation]:
        db.session.expire_all()
        return list(asked_among([get(each) for each in self.ids]).values())

    @staticmethod
    def _try(verb: Any, registration_id: int) -> None:
        with suppress(RegistrationError):
            act(verb, registration_id)

    @invariant()
    def seats_are_counted_and_nobody_waits_beside_a_free_one(self) -> None:
        db.session.rollback()
        db.session.expire_all()
        event = get_event(self.event_id) if hasattr(self, "event_id") else None
        if event is None:
            return
        assert list(miscounts()) == []
        count = select(func.count()).where(Registration.event_id == event.id)
        seated = db.session.scalar(count.where(Registration.state.in_(SEATED)))
        waiting = db.session.scalar(count.where(Registration.state == State.WAITING))
        assert event.pool.taken == seated
        assert event.pool.taken <= (event.pool.capacity or 0)
        assert not waiting or event.pool.is_full

    def teardown(self) -> None:
        self.clock.run()
        with write():
            for model in (Reconfirmation, Registration, Letter):
                db.session.execute(delete(model))
            db.session.execute(update(SeatPool).values(taken=0))


@in_context
def test_no_seat_is_lost_or_doubled_by_asking(clock: Clock) -> None:
    clock.run()
    few = settings(max_examples=12, stateful_step_count=12, deadline=None)
    run_state_machine_as_test(Asked, settings=few)
