"""Reminders and thanks: when they go, to whom, and what happens when the event changes."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import Clock
from tests.factories import make_event, make_registration
from tests.letters.writing import a_letter, again, sending
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events import copying, dates
from webapp.events import rules as events
from webapp.events.models import Event
from webapp.letters import automatic, rules
from webapp.letters.errors import InNoLanguage, ReminderTooLate, Stale
from webapp.letters.models import EventLetter, Purpose
from webapp.letters.rules import Content
from webapp.letters.sending import reckon_all, write_due
from webapp.mail.models import Letter
from webapp.mail.words import words_of
from webapp.registrations.models import State

pytestmark = pytest.mark.usefixtures("any_context")
REASON = LocalText({"en": "The hall is being repaired."})


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-01T09:00+00:00")


@pytest.fixture
def event(any_context: None, today: None) -> Event:
    """On 28 April at ten, with one person who has a place."""
    with write():
        event = make_event("Harbour day", period=at(28))
        make_registration(event, "Anna", "anna@example.org")
    return event


def at(day: int, hour: int = 10) -> Period:
    begins = datetime(2027, 4, day, hour)
    return Period.at(begins, begins.replace(hour=hour + 2), "Europe/Riga")


def switch(event: Event, purpose: Purpose = Purpose.REMINDER, **values: Any) -> EventLetter:
    """Switch it on, with the usual words."""
    letter = automatic.open_one(event, purpose) or automatic.new_one(event, purpose)
    days = values.pop("days", 3) if purpose is Purpose.REMINDER else None
    content = Content(letter.subject, letter.body, "confirmed")
    with write():
        rules.set_automatic(
            letter,
            content,
            is_on=values.pop("on", True),
            days_before=days,
            expected=letter.revision,
        )
    return letter


def reminded() -> list[str]:
    query = select(Letter.recipient).where(Letter.kind.endswith("/reminder")).order_by(Letter.id)
    return list(db.session.scalars(query))


def thanked() -> list[str]:
    return list(db.session.scalars(select(Letter.recipient).where(Letter.kind.endswith("/thanks"))))


def test_a_reminder_goes_days_before_at_nine_by_the_clocks_there(
    event: Event, clock: Clock
) -> None:
    switch(event, days=3)

    clock.set("2027-04-25T08:59+03:00")
    early = write_due()
    clock.set("2027-04-25T09:00+03:00")

    assert (early, write_due()) == (0, 1)
    assert reminded() == ["anna@example.org"]
    words = words_of(db.session.scalars(select(Letter)).one())
    assert words.subject == "Soon: Harbour day"
    assert "Wednesday, 28 April 2027, 10:00–12:00, Riga time" in words.text


def test_who_registered_after_its_time_is_not_reminded(event: Event, clock: Clock) -> None:
    switch(event, days=3)
    clock.set("2027-04-25T09:05+03:00")
    with write():
        make_registration(event, "Late", "late@example.org")
        make_registration(event, "Waits", "waits@example.org", State.WAITING)

    write_due()

    assert reminded() == ["anna@example.org"]


def test_a_moved_event_is_reminded_of_before_its_new_date(event: Event, clock: Clock) -> None:
    letter = switch(event, days=3)
    with write():
        dates.move(event, at(20), REASON)

    assert again(letter.id).due_at == datetime.fromisoformat("2027-04-17T09:00+03:00")


@pytest.mark.parametrize("act", ["cancel", "postpone"])
def test_what_is_off_is_not_reminded_of(event: Event, clock: Clock, act: str) -> None:
    switch(event, days=3)
    with write():
        getattr(dates, act)(event, REASON)

    clock.set("2027-04-26T09:00+03:00")
    write_due()

    assert reminded() == []


def test_after_a_postponement_the_new_date_brings_the_reminder_back(
    event: Event, clock: Clock
) -> None:
    letter = switch(event, days=3)
    with write():
        dates.postpone(event, REASON)
    away = again(letter.id).due_at
    with write():
        dates.move(event, at(20), REASON)

    assert away is None
    assert again(letter.id).due_at == datetime.fromisoformat("2027-04-17T09:00+03:00")


def test_an_event_moved_after_its_reminder_is_reminded_of_once_more(
    event: Event, clock: Clock
) -> None:
    switch(event, days=3)
    clock.set("2027-04-25T10:00+03:00")
    write_due()
    with write():
        dates.move(event, Period.days(datetime(2027, 5, 20).date()), REASON)

    clock.set("2027-05-17T09:00+03:00")
    write_due()

    assert reminded() == ["anna@example.org", "anna@example.org"]


def test_a_draft_is_reminded_of_once_it_is_published(today: None, clock: Clock) -> None:
    with write():
        event = make_event("Draft", period=at(28), status="draft")
    letter = switch(event, days=3)
    before = letter.due_at
    with write():
        events.publish(event)

    assert before is None
    assert again(letter.id).due_at == datetime.fromisoformat("2027-04-25T09:00+03:00")


def test_a_date_that_changed_unheard_is_found_by_the_sweep(event: Event) -> None:
    letter = switch(event, days=3)
    with write():
        event.period = at(20)

    assert (reckon_all(), reckon_all()) == (1, 0)
    assert again(letter.id).due_at == datetime.fromisoformat("2027-04-17T09:00+03:00")


def test_nobody_is_reminded_of_what_has_begun(event: Event, clock: Clock) -> None:
    switch(event, days=3)
    clock.set("2027-04-28T11:00+03:00")  # the worker was off for days

    write_due()

    assert reminded() == []


def test_a_reminder_whose_day_has_passed_is_refused(event: Event, clock: Clock) -> None:
    clock.set("2027-04-27T12:00+03:00")

    with pytest.raises(ReminderTooLate):
        switch(event, days=3)


def test_switched_off_it_does_not_go(event: Event, clock: Clock) -> None:
    switch(event, days=3)
    switch(event, days=3, on=False)
    clock.set("2027-04-26T09:00+03:00")

    write_due()

    assert reminded() == []


def test_two_who_switch_it_on_at_once_make_one(event: Event) -> None:
    mine, theirs = (automatic.new_one(event, Purpose.REMINDER) for _ in range(2))

    def on(letter: EventLetter) -> None:
        content = Content(letter.subject, letter.body, "confirmed")
        with write():
            rules.set_automatic(letter, content, is_on=True, days_before=3, expected=1)

    on(mine)
    with pytest.raises(Stale):
        on(theirs)

    assert len(db.session.scalars(select(EventLetter)).all()) == 1


def test_thanks_wait_until_the_outcome_is_recorded(event: Event, clock: Clock) -> None:
    switch(event, Purpose.THANKS)
    clock.set("2027-04-29T09:00+03:00")
    before = write_due()
    with write():
        dates.record_outcome(event, True)

    assert (before, write_due(), write_due()) == (0, 1, 0)
    assert thanked() == ["anna@example.org"]
    words = words_of(db.session.scalars(select(Letter)).one())
    assert words.subject == "Thank you for coming: Harbour day"
    assert "/registrations/" not in words.text


def test_nobody_is_thanked_for_what_was_not_held(event: Event, clock: Clock) -> None:
    switch(event, Purpose.THANKS)
    clock.set("2027-04-29T09:00+03:00")
    with write():
        dates.record_outcome(event, False, REASON)

    assert (write_due(), thanked()) == (0, [])


def test_an_outcome_recorded_long_after_thanks_nobody(event: Event, clock: Clock) -> None:
    letter = switch(event, Purpose.THANKS)
    clock.set("2027-06-29T09:00+03:00")
    with write():
        dates.record_outcome(event, True)

    assert (write_due(), thanked()) == (0, [])
    assert again(letter.id).stage == "draft"


def test_the_usual_words_can_be_sent_in_every_language() -> None:
    for purpose in (Purpose.REMINDER, Purpose.THANKS):
        subject, body = automatic.usual_words(purpose)
        assert set(subject) == set(body) == {"en", "lv"}


def test_words_in_no_whole_language_cannot_be_switched_on(event: Event) -> None:
    letter = automatic.new_one(event, Purpose.REMINDER)
    torn = Content(LocalText({"en": "A"}), LocalText({"lv": "B"}), "confirmed")

    with pytest.raises(InNoLanguage), write():
        rules.set_automatic(letter, torn, is_on=True, days_before=3, expected=1)


def test_a_copy_takes_the_letters_along_and_sends_none(
    event: Event, clock: Clock, any_app: Flask
) -> None:
    switch(event, days=5)
    a_letter(event, "unanswered")
    sending(event)
    write_due()
    told = len(db.session.scalars(select(Letter)).all())

    with write():
        copy = copying.duplicate(event, LocalText({"en": "Next"}), with_letters=True)
    write_due()

    found = db.session.scalars(select(EventLetter).where(EventLetter.event_id == copy.id)).all()
    assert sorted((each.purpose, each.stage, each.audience) for each in found) == [
        ("message", "draft", "confirmed"),
        ("message", "draft", "unanswered"),
        ("reminder", "scheduled", "confirmed"),
    ]
    assert {each.due_at for each in found} == {None}
    assert len(db.session.scalars(select(Letter)).all()) == told


def test_a_copy_without_letters_has_none(event: Event) -> None:
    a_letter(event)
    with write():
        copy = copying.duplicate(event, LocalText({"en": "Next"}))

    found = db.session.scalars(select(EventLetter).where(EventLetter.event_id == copy.id))
    assert found.all() == []
