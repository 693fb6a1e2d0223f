"""What staff are shown before the sweep is what the sweep then does; looking does nothing."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_account, make_organisation
from tests.registrations.acts import act, event_with, get, register
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.projects.organisations import Organisation
from webapp.registrations import invitees, people_notes, rules
from webapp.registrations.applicant import Applicant
from webapp.registrations.guardian_models import GuardianConsent
from webapp.registrations.invitee_models import Invitee
from webapp.registrations.models import Registration
from webapp.registrations.retention_preview import old_letter_number, preview, protocol
from webapp.registrations.rights_erasure import erase
from webapp.registrations.sweeps import erase_due

pytestmark = pytest.mark.usefixtures("any_context")


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


def town() -> Organisation:
    return make_organisation("Otava Town", retention_months=6)


def fill(number: int, month: int, **values: Any) -> int:
    """An event with so many people, of whom the first has a note and a guardian."""
    event = event_with(
        organiser=town(), period=Period.month(2027, month), status="tentative", **values
    )
    people = [register(event, f"Person{month} No{each}") for each in range(number)]
    with write():
        for first in people[:1]:
            people_notes.add(get(first), "Comes by bus")
            db.session.add(
                GuardianConsent(registration_id=first, name="Gita", email="gita@example.org")
            )
    return event


def erased_numbers() -> dict[str, int]:
    """What the entries of the protocol add up to."""
    found: dict[str, int] = {}
    for change in db.session.scalars(select(Change).where(Change.verb == "contact-data-erased")):
        for name, number in (change.after or {}).items():
            if isinstance(number, int):
                found[name] = found.get(name, 0) + number
    return found


def test_the_sweep_erases_what_the_preview_told(clock: Clock) -> None:
    for number, month in ((3, 3), (2, 4), (4, 12)):
        fill(number, month)
    event = fill(1, 5)
    act(rules.cancel, register(event, "Zane"))
    organiser = town().id
    clock.set("2027-12-05T00:00+00:00")

    told = preview(organiser, 6, now())
    erase_due()

    assert told.numbers == erased_numbers()
    assert told.numbers == {"registrations": 7, "letters": 8, "notes": 3, "guardians": 3}
    assert [each.numbers["registrations"] for each in told.events] == [3, 2, 2]
    assert preview(organiser, 6, now()).numbers == {}


def test_looking_erases_nothing(clock: Clock) -> None:
    fill(2, 3)
    organiser = town().id
    clock.set("2030-01-01T00:00+00:00")

    assert preview(organiser, 6, now()).registrations == 2

    assert preview(organiser, 6, now()).registrations == 2
    assert db.session.scalar(select(func.count()).where(Registration.erased_at.is_(None))) == 2


def test_other_months_are_tried_without_being_stored(clock: Clock) -> None:
    fill(2, 3)
    organiser = town()
    clock.set("2027-06-15T00:00+00:00")

    assert preview(organiser.id, 6, now()).registrations == 0
    assert preview(organiser.id, 2, now()).registrations == 2
    assert db.session.get_one(Organisation, organiser.id).retention_months == 6


def test_what_comes_is_told_with_its_day(clock: Clock) -> None:
    fill(2, 3)
    organiser = town().id
    clock.set("2027-09-15T00:00+00:00")

    assert preview(organiser, 6, now()).events == []
    [coming] = preview(organiser, 6, now() + timedelta(days=30)).events

    clock.set(coming.due_at.isoformat())
    assert preview(organiser, 6, now()).registrations == 2
    clock.forward(seconds=-1)
    assert preview(organiser, 6, now()).registrations == 0


def test_only_events_one_answers_for_are_told(clock: Clock) -> None:
    ours, theirs = fill(2, 3), fill(3, 4)
    organiser = town().id
    clock.set("2030-01-01T00:00+00:00")

    assert preview(organiser, 6, now(), Event.id == ours).registrations == 2
    assert preview(organiser, 6, now(), Event.id == theirs).registrations == 3


def test_a_preview_asks_as_often_however_much_there_is(clock: Clock) -> None:
    fill(1, 3)
    organiser = town().id
    with count_statements() as few:
        preview(organiser, 6, now() + timedelta(days=900))
    for month in range(4, 12):
        fill(2, month)
    with count_statements() as many:
        found = preview(organiser, 6, now() + timedelta(days=900), most=3)

    assert len(few) == len(many)
    assert (len(found.events), found.more, found.how_many) == (3, 6, 9)


def test_the_protocol_tells_numbers_and_no_names(clock: Clock) -> None:
    fill(2, 3)
    organiser = town().id
    clock.set("2030-01-01T00:00+00:00")
    erase_due()

    [entry] = protocol(organiser)

    assert entry.change.actor == "system"
    assert entry.change.after == {"registrations": 2, "letters": 2, "notes": 1, "guardians": 1}
    assert "Person" not in str(vars(entry.change))
    assert protocol(make_organisation("Other").id) == []
    assert protocol(organiser, before=entry.change.id) == []


def test_letters_whose_month_is_over_are_counted(clock: Clock) -> None:
    fill(2, 3)
    organiser = town().id
    with write():
        for letter in db.session.scalars(select(Letter)):
            letter.state, letter.sent_at = "sent", now()
    assert old_letter_number(organiser) == 0

    clock.forward(days=31)

    assert old_letter_number(organiser) == 2
    assert old_letter_number(make_organisation("Other").id) == 0


def test_who_entered_somebody_stays_known_and_nothing_else(clock: Clock) -> None:
    event = fill(0, 3)
    staff = make_account("staff@example.org", "Staff").id
    somebody = register(event, entered_by=staff)
    clock.set("2030-01-01T00:00+00:00")

    erase_due()

    left = get(somebody)
    assert (left.entered_by_id, left.name, left.not_in_photos) == (staff, "", False)


def invited(event_id: int, email: str) -> int:
    """Somebody who got a letter of invitation; the id of the invitation."""
    with write():
        event = db.session.get_one(Event, event_id)
        invitees.invite_all(event, [invitees.Guest("Nora Nākamā", email)], language="en")
        query = select(Invitee).where(Invitee.email_key == email)
        return db.session.scalars(query).one().invitation_id


def test_whom_letters_of_invitation_went_to_is_told_and_erased(clock: Clock) -> None:
    event = event_with(organiser=town(), period=Period.month(2027, 3), status="tentative")
    invited(event, "nora@example.org")
    organiser = town().id
    clock.set("2030-01-01T00:00+00:00")

    told = preview(organiser, 6, now())
    erase_due()

    assert told.numbers == erased_numbers() == {"invitees": 1}
    assert [each.numbers for each in told.events] == [{"invitees": 1}]
    left = db.session.scalars(select(Invitee)).one()
    assert (left.name, left.email, left.email_key) == ("", None, None)
    assert {letter.facts for letter in db.session.scalars(select(Letter))} == {None}
    assert preview(organiser, 6, now()).numbers == {}


def test_who_asks_to_be_erased_was_not_invited_either(clock: Clock) -> None:
    event = event_with(organiser=town(), period=Period.month(2027, 3), status="tentative")
    invited(event, "nora@example.org")
    who = Applicant(name="Nora Nākamā", email="nora@example.org")
    with write():
        somebody = rules.register(db.session.get_one(Event, event), who)
    with write():
        erase(somebody)

    left = db.session.scalars(select(Invitee)).one()
    assert (left.name, left.email) == ("", None)
    assert erased_numbers()["invitees"] == 1
