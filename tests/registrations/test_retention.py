"""Contact data are erased when their time is over; codes, states and counts stay."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.conftest import Clock
from tests.factories import make_account, make_organisation
from tests.registrations.acts import act, applicant, event_with, get, register
from webapp.core.changes import Change, history
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.events.models import Event
from webapp.registrations import persons, rules
from webapp.registrations.invitee_models import Invitee
from webapp.registrations.models import Person, Registration
from webapp.registrations.people_import_models import ImportRow, PeopleImport
from webapp.registrations.retention import blanks, months_after, months_before
from webapp.registrations.retention_kinds import KINDS
from webapp.registrations.sweeps import erase_due

pytestmark = pytest.mark.usefixtures("any_context")

TRACES = ("anna", "Anna", "Bērziņa", "berzina", "Brasla school", "Photos of")


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


def anna_in(event: int, **how: object) -> int:
    return register(event, who=applicant(organisation_text="Brasla school"), **how)


def test_contact_data_end_with_the_organisers_retention(clock: Clock) -> None:
    organiser = make_organisation("Otava Town", retention_months=6)
    event = event_with(organiser=organiser, period=Period.month(2027, 3), status="tentative")
    anna = anna_in(event)
    code = get(anna).public_id

    clock.set("2027-09-30T23:59+00:00")
    assert erase_due() == 0
    assert get(anna).name == "Anna Bērziņa"

    clock.set("2027-10-01T00:00+00:00")
    assert erase_due() == 1
    assert erase_due() == 0

    left = get(anna)
    assert (left.public_id, left.state) == (code, "confirmed")
    assert (left.name, left.name_key, left.organisation_text) == ("", "", "")
    assert (left.email, left.email_key) == (None, None)
    assert left.erased_at == datetime(2027, 10, 1, tzinfo=UTC)


def test_nothing_personal_is_left_in_any_declared_column_or_in_the_protocol(clock: Clock) -> None:
    event = event_with(period=Period.month(2027, 3), status="tentative")
    anna = anna_in(event, entered_by=make_account("staff@example.org", "Staff").id)
    act(rules.cancel, anna, reason="Photos of Anna")
    clock.set("2030-01-01T00:00+00:00")

    erase_due()

    rows = [*db.session.scalars(select(Registration)), *db.session.scalars(select(Person))]
    assert len(rows) == 2
    stored = " ".join(str(vars(row)) for row in rows)
    stored += " ".join(str(vars(change)) for change in db.session.scalars(select(Change)))
    assert [trace for trace in TRACES if trace in stored] == []
    (protocol, *_) = history(db.session.get_one(Event, event).key)
    assert (protocol.verb, protocol.after) == (
        "contact-data-erased",
        {"registrations": 1, "letters": 2},
    )


def test_each_organiser_keeps_its_own_time(clock: Clock) -> None:
    months = {"Otava Town": 3, "Lielmala Municipality": 24}
    events = {
        name: event_with(
            organiser=make_organisation(name, retention_months=number),
            period=Period.month(2027, 3),
            status="tentative",
        )
        for name, number in months.items()
    }
    registrations = {name: anna_in(event) for name, event in events.items()}
    clock.set("2028-03-01T00:00+00:00")

    assert erase_due() == 1

    db.session.expire_all()
    assert get(registrations["Otava Town"]).name == ""
    assert get(registrations["Lielmala Municipality"]).name == "Anna Bērziņa"


def test_an_event_cancelled_without_a_date_counts_from_its_cancellation(clock: Clock) -> None:
    event = event_with(period=Period.undated(), status="tentative")
    anna = anna_in(event)
    clock.set("2035-01-01T00:00+00:00")
    assert erase_due() == 0

    with write():
        cancelled = db.session.get_one(Event, event)
        cancelled.status, cancelled.cancelled_at = "cancelled", datetime(2034, 1, 1, tzinfo=UTC)

    assert erase_due() == 1
    assert get(anna).name == ""


def test_a_person_is_forgotten_with_their_last_registration(clock: Clock) -> None:
    events = [event_with(period=Period.month(2027, month), status="tentative") for month in (3, 4)]
    account = make_account().id
    for event in events:
        anna_in(event, entered_by=account)
    (person,) = db.session.scalars(select(Person))

    clock.set("2028-04-15T00:00+00:00")
    assert erase_due() == 1
    db.session.refresh(person)
    assert person.name_key == "anna berzina"

    clock.set("2028-05-15T00:00+00:00")
    assert erase_due() == 1
    db.session.refresh(person)
    assert (person.name_key, person.email_key) == ("", None)


def test_who_is_erased_does_not_keep_others_from_registering(clock: Clock) -> None:
    event = event_with(period=Period.month(2027, 3), status="tentative")
    anna, bruno = anna_in(event), register(event, "Bruno")
    clock.set("2030-01-01T00:00+00:00")

    assert erase_due() == 2
    assert get(anna).name_key == get(bruno).name_key == ""


#: Erased by a sweep of their own: a day after they were imported.
APART = {PeopleImport, ImportRow}


def test_every_table_with_data_of_events_is_erased_here() -> None:
    declared = {mapper.class_ for mapper in Registration.registry.mappers if blanks(mapper.class_)}

    erased = {model for kind in KINDS for model in kind.models} | {Person, Invitee}

    assert declared - APART == erased
    assert blanks(Registration).keys() >= {"name", "email", "organisation_text", "ended_reason"}


def test_merged_persons_are_one_until_unmerged() -> None:
    first, second = (event_with() for _ in range(2))
    account = make_account().id
    anna = register(first, entered_by=account)
    married = register(second, "Anna Kalniņa", entered_by=account)
    old, new = get(anna).person, get(married).person
    assert old is not None
    assert new is not None
    assert old is not new

    with write():
        persons.merge(old, new, "She has married")
    assert persons.root(old) is new
    third = event_with()
    assert get(register(third, entered_by=account)).person is new
    with pytest.raises(ValueError), write():
        persons.merge(new, old)

    with write():
        persons.unmerge(old)
    assert persons.root(old) is old


def test_persons_of_two_organisers_are_never_merged() -> None:
    account = make_account().id
    ours = get(register(event_with(), entered_by=account)).person
    other = event_with(organiser=make_organisation("Otava Town"))
    theirs = get(register(other, entered_by=account)).person
    assert ours is not None
    assert theirs is not None
    assert ours is not theirs

    with pytest.raises(ValueError), write():
        persons.merge(ours, theirs)


@pytest.mark.parametrize(
    ("moment", "months", "expected"),
    [
        ("2027-10-01", 6, "2027-04-01"),
        ("2028-03-31", 1, "2028-02-29"),
        ("2027-01-15", 1, "2026-12-15"),
        ("2027-01-15", 25, "2024-12-15"),
        ("2027-01-15", 0, "2027-01-15"),
    ],
)
def test_months_are_counted_back(moment: str, months: int, expected: str) -> None:
    assert months_before(datetime.fromisoformat(moment), months) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "moment", ["2027-01-31T23:00", "2027-03-31T12:30", "2028-02-29T00:00", "2027-08-30T09:00"]
)
@pytest.mark.parametrize("months", [0, 1, 6, 12, 25])
def test_the_day_that_is_told_is_the_first_on_which_the_sweep_erases(
    moment: str, months: int
) -> None:
    ended = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    told = months_after(ended, months)

    assert months_before(told, months) >= ended
    assert months_before(told - timedelta(seconds=1), months) < ended
