"""Who gets a letter, in which language, once; and what is kept when the work stops half-way."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import (
    make_event,
    make_invitation,
    make_organisation,
    make_registration,
    make_target_group,
)
from tests.letters.writing import a_letter, again, content, crowd, message_ids, sending
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events import dates
from webapp.events.models import Event
from webapp.letters import rules
from webapp.letters import sending as machine
from webapp.letters.audiences import AUDIENCES, for_event
from webapp.letters.errors import (
    InNoLanguage,
    LetterError,
    NobodyToWriteTo,
    NotAhead,
    OnItsWay,
    Stale,
)
from webapp.letters.models import Addressed, Chosen, Stage
from webapp.letters.sending import write_due
from webapp.mail.models import Letter
from webapp.mail.outbox import post
from webapp.mail.words import words_of
from webapp.mail.work import send_letters
from webapp.registrations import rules as registrations
from webapp.registrations.invitee_models import Invitee
from webapp.registrations.models import State

pytestmark = pytest.mark.usefixtures("any_context")


@pytest.fixture
def event(any_context: None) -> Event:
    with write():
        return make_event(LocalText({"en": "Harbour day", "lv": "Ostas diena"}, "lv"))


def recipients() -> list[str]:
    return sorted(db.session.scalars(select(Letter.recipient)))


def test_everyone_of_the_audience_gets_it_once_in_their_language(event: Event) -> None:
    crowd(event, 5)
    letter = sending(event)

    assert (write_due(), write_due()) == (5, 0)

    found = db.session.scalars(select(Letter).order_by(Letter.id)).all()
    assert [each.recipient for each in found] == [f"person{n}@example.org" for n in range(5)]
    assert [each.language for each in found] == ["en", "lv", "en", "lv", "en"]
    assert {each.message_id for each in found} == set(message_ids(letter))
    assert words_of(found[0]).subject == "News of Harbour day"
    assert words_of(found[1]).subject == "Ziņas par Ostas diena"
    assert "Sveiki, Person 1" in words_of(found[1]).text
    letter = again(letter.id)
    assert (letter.stage, letter.expected, letter.written) == ("sent", 5, 5)


def test_a_language_it_is_not_written_in_whole_gets_the_main_one(event: Event) -> None:
    crowd(event, 2)
    only_english = LocalText({"en": "Hello {name}"}, "en")
    letter = a_letter(event, body=only_english)
    with write():
        rules.send_now(letter, letter.revision)

    write_due()

    found = db.session.scalars(select(Letter).order_by(Letter.id)).all()
    assert [words_of(each).subject for each in found] == ["News of Harbour day"] * 2
    assert {each.language for each in found} == {"en"}


def test_the_database_itself_refuses_a_second_one(event: Event) -> None:
    crowd(event, 1)
    letter = sending(event)
    write_due()
    row = db.session.scalars(select(Addressed)).one()

    values = {"event_letter_id": letter.id, "owner": row.owner, "message_id": "<other@x>"}

    with pytest.raises(IntegrityError), write():
        db.session.execute(insert(Addressed), [values])


def test_one_who_was_reached_is_not_reached_again_though_the_mark_was_lost(event: Event) -> None:
    crowd(event, 3)
    letter = sending(event)
    write_due()
    with write():
        letter.stage, letter.finished_at, letter.reached = Stage.SENDING.value, None, 0

    write_due()

    assert len(recipients()) == 3


def test_it_goes_on_where_it_stopped(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(event, 10)
    monkeypatch.setattr(machine, "AT_ONCE", 4)
    letter = sending(event)
    real, calls = machine._write_some, []

    def dies(one: Any) -> int:
        calls.append(one)
        if len(calls) == 2:
            real(one)
            raise KeyboardInterrupt
        return real(one)

    monkeypatch.setattr(machine, "_write_some", dies)
    with pytest.raises(KeyboardInterrupt):
        write_due()
    assert len(recipients()) == 4

    assert write_due() == 6
    assert len(set(recipients())) == len(recipients()) == 10
    assert again(letter.id).written == 10


def test_who_cancels_before_their_turn_gets_none(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(event, 4)
    letter = sending(event)
    with write():
        last = db.session.scalars(
            select(registrations.Registration).order_by(registrations.Registration.id.desc())
        ).first()
        assert last is not None
        last.end(State.CANCELLED, "participant")

    write_due()

    assert "person3@example.org" not in recipients()
    letter = again(letter.id)
    assert (letter.expected, letter.written) == (4, 3)


def test_who_registers_after_it_began_gets_none(event: Event, clock: Clock) -> None:
    clock.set("2027-04-01T09:00+00:00")
    crowd(event, 1)
    sending(event)
    clock.forward(minutes=1)
    with write():
        make_registration(event, "Late", "late@example.org")

    write_due()

    assert recipients() == ["person0@example.org"]


def test_somebody_without_an_address_is_counted_and_not_written_to(event: Event) -> None:
    with write():
        make_registration(event, "Anna", None)
        make_registration(event, "Boriss", "boriss@example.org")

    numbers = for_event(event, "confirmed")
    sending(event)
    write_due()

    assert (numbers.letters, numbers.without_address) == (1, 1)
    assert recipients() == ["boriss@example.org"]


def test_each_audience_is_who_it_says(event: Event) -> None:
    with write():
        otava, group = make_organisation("Otava Town"), make_target_group()
        for state in State:
            make_registration(event, state.value, f"{state.value}@example.org", state)
        of_otava = {"organisation_id": otava.id, "target_group_id": group.id}
        make_registration(event, "Olga", "olga@example.org", **of_otava)
        make_registration(event, "Gone", "gone@example.org", State.CANCELLED, **of_otava)
        make_registration(event, "New", "new@example.org", State.UNVERIFIED, **of_otava)

    def names(audience: str, *values: str) -> list[str]:
        letter = a_letter(event, audience, *values)
        people = AUDIENCES[audience].next_of(letter, 0, now() + timedelta(hours=1), 100)
        assert AUDIENCES[audience].numbers(letter).letters == len(people)
        return sorted(each.name for each in people)

    assert names("confirmed") == ["Olga", "confirmed"]
    assert names("states", "waiting", "declined") == ["declined", "waiting"]
    assert names("organisation", str(otava.id)) == ["Olga"]
    assert names("group", str(group.id)) == ["Olga"]
    assert names("unanswered") == ["New", "offered", "unverified"]


def test_an_unproven_address_gets_no_link_but_to_prove_itself(event: Event) -> None:
    with write():
        make_registration(event, "New", "new@example.org", State.UNVERIFIED)
        event.join_url = "https://meet.example.org/secret"
    sending(event, "unanswered")

    write_due()

    text = words_of(db.session.scalars(select(Letter)).one()).text
    assert "/verification" in text
    assert "Confirm your address" in text
    assert "meet.example.org" not in text


def test_the_invited_who_have_not_answered_are_written_to_with_their_own_link(
    event: Event,
) -> None:
    with write():
        for number, values in enumerate(({}, {"declined_at": now()}, {"opened_at": now()})):
            invitation = make_invitation(event, f"Guest {number}")
            name = f"Guest {number}"
            guest = {"name": name, "name_key": name.lower(), "email": f"g{number}@example.org"}
            db.session.add(
                Invitee(
                    event_id=event.id,
                    invitation_id=invitation.id,
                    email_key=guest["email"],
                    language="en",
                    **guest,
                    **values,
                )
            )
    sending(event, "invited")

    write_due()

    assert recipients() == ["g0@example.org", "g2@example.org"]
    text = words_of(db.session.scalars(select(Letter).limit(1)).one()).text
    assert "/invitations/" in text
    assert "has invited this address" in " ".join(text.split())


def test_people_chosen_by_hand_are_written_to_and_the_choice_is_forgotten(event: Event) -> None:
    crowd(event, 3)
    ids = list(db.session.scalars(select(registrations.Registration.id)))
    with write():
        letter = rules.write_letter(event, content("chosen"), ids[:2])
    with write():
        rules.send_now(letter, letter.revision)

    write_due()

    assert len(recipients()) == 2
    assert db.session.scalars(select(Chosen)).all() == []


def test_a_letter_goes_when_its_time_has_come(event: Event, clock: Clock) -> None:
    clock.set("2027-04-01T09:00+00:00")
    crowd(event, 2)
    letter = a_letter(event)
    with write():
        rules.schedule(letter, now() + timedelta(hours=2), letter.revision)

    clock.forward(hours=1)
    early = write_due()
    clock.forward(hours=1)

    assert (early, write_due()) == (0, 2)


def test_a_scheduled_letter_is_held_back_when_the_event_went_off(
    event: Event, clock: Clock
) -> None:
    crowd(event, 2)
    letter = a_letter(event)
    with write():
        rules.schedule(letter, now() + timedelta(hours=2), letter.revision)
    with write():
        dates.cancel(event, LocalText({"en": "Storm"}))
    told = len(recipients())

    clock.forward(hours=3)
    write_due()

    letter = again(letter.id)
    assert len(recipients()) == told
    assert letter.stage == "draft"
    assert letter.held_back_at is not None


def test_after_a_cancellation_one_can_still_write(event: Event) -> None:
    crowd(event, 1)
    with write():
        dates.cancel(event, LocalText({"en": "Storm"}))
    told = len(recipients())
    sending(event)

    write_due()

    assert len(recipients()) == told + 1


def test_a_letter_taken_back_does_not_go(event: Event, clock: Clock) -> None:
    crowd(event, 1)
    letter = a_letter(event)
    with write():
        rules.schedule(letter, now() + timedelta(hours=1), letter.revision)
    with write():
        rules.take_back(letter)
    clock.forward(hours=2)

    assert write_due() == 0
    assert again(letter.id).stage == "draft"


def _send(letter: Any) -> None:
    rules.send_now(letter, letter.revision)


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda letter: rules.send_now(letter, letter.revision - 1), Stale),
        (lambda letter: rules.edit(letter, content(), letter.revision + 1), Stale),
        (lambda letter: rules.schedule(letter, now(), letter.revision), NotAhead),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    event: Event, act: Any, error: type[LetterError]
) -> None:
    crowd(event, 1)
    letter = a_letter(event)

    with pytest.raises(error), write():
        act(letter)

    assert again(letter.id).stage == "draft"
    assert write_due() == 0


def test_a_letter_to_nobody_or_in_no_language_does_not_go(event: Event) -> None:
    empty = a_letter(event)
    crowd(event, 1)
    torn = a_letter(event, subject=LocalText({"en": "A"}), body=LocalText({"lv": "B"}))

    with pytest.raises(InNoLanguage), write():
        _send(torn)
    with write():
        rules.edit(empty, content("unanswered"), empty.revision)
    with pytest.raises(NobodyToWriteTo), write():
        _send(empty)

    assert recipients() == []


def test_what_is_on_its_way_cannot_be_changed_or_deleted(event: Event) -> None:
    crowd(event, 1)
    letter = sending(event)

    for act in (
        lambda: rules.edit(letter, content(), letter.revision),
        lambda: rules.send_now(letter, letter.revision),
        lambda: rules.take_back(letter),
        lambda: rules.remove(letter),
    ):
        with pytest.raises(OnItsWay), write():
            act()


def test_a_thousand_letters_take_few_statements(event: Event) -> None:
    crowd(event, 600)
    sending(event)

    with count_statements() as sent:
        assert write_due() == 600

    assert len(sent) < 60, sent


def test_a_damaged_text_keeps_no_other_letter_from_going(event: Event, any_app: Flask) -> None:
    crowd(event, 1)
    letter, other_id = sending(event), sending(event).id
    with write():
        letter.audience = "gone"
        post(
            "letters/test",
            owner="test",
            recipient="anna@example.org",
            recipient_name="Anna",
            language="en",
            facts={},
        )

    assert send_letters() == 2
    assert again(other_id).stage == "sent"
