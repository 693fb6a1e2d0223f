"""The letters to hosts: what they say, when they go out, and that each goes out once."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.factories import make_event, make_organisation, make_place, make_registration
from tests.letters import same_as_kept
from tests.visit_factories import make_item, put
from webapp.agenda.models import AgendaItem
from webapp.core.database import db, write
from webapp.core.links import mac
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.delegations import host_erasing, host_rules, host_sweeps
from webapp.delegations.host_models import AgendaHost
from webapp.events import rules as event_rules
from webapp.mail.models import Letter
from webapp.mail.words import words_of

DUE = datetime(2027, 4, 20, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def march(clock: Clock) -> None:
    clock.set("2027-03-28T09:00+00:00")


@pytest.fixture
def host(any_context: None) -> AgendaHost:
    """Asked to receive a group on 27 April 2027 from 10 to 12."""
    with write():
        organiser = make_organisation("Brasla Municipality", contact_email="office@brasla.example")
        name = LocalText({"en": "Meeting", "lv": "Sanāksme"})
        item = make_item(
            make_event(name, organiser=organiser),
            LocalText({"en": "Visit to the works", "lv": "Rūpnīcas apmeklējums"}),
            host_id=make_organisation("Metal").id,
            place_id=make_place("Works", address="Rūpnīcas 1").id,
            gate_list_due_at=DUE,
        )
        host = host_rules.name(item, 0, contact_email="gate@metal.example", contact_name="Ieva")
        host.public_id = "abcdefghijkm"
        host_rules.ask(host)
        return host


def kinds() -> list[str]:
    """Of all letters, in their order."""
    db.session.rollback()
    found = db.session.scalars(db.select(Letter.kind).order_by(Letter.id))
    return [kind.rpartition("/")[2] for kind in found]


def last() -> Letter:
    db.session.rollback()
    return db.session.scalars(db.select(Letter).order_by(Letter.id.desc()).limit(1)).one()


def move(host: AgendaHost, hour: int = 13) -> None:
    with write():
        day = datetime(2027, 4, 28, hour)
        put(host.item, Period.at(day, day + timedelta(hours=2), "Europe/Riga"))


@pytest.mark.parametrize("language", ["en", "lv"])
@pytest.mark.parametrize("what", ["asked", "gate-list", "changed", "called-off"])
def test_the_letters(app: Flask, clock: Clock, what: str, language: str) -> None:
    with app.app_context():
        with write():
            host_of = made_for_words(language)
        with write():
            host_rules.host_letters.tell(
                host_of, what, **({"number": 3} if what == "gate-list" else {})
            )
        words = words_of(last())
        token = f"abcdefghijkm-{mac('host', 'abcdefghijkm', 0)}"
        clean = type(words)(
            words.subject,
            words.text.replace(token, "TOKEN"),
            words.html.replace(token, "TOKEN"),
        )

    assert same_as_kept(f"{language}/host-{what}", clean)


def made_for_words(language: str) -> AgendaHost:
    organiser = make_organisation("Brasla Municipality", contact_email="office@brasla.example")
    name = LocalText({"en": "Meeting", "lv": "Sanāksme"})
    event = make_event(name, organiser=organiser, code="meeting2")
    item = make_item(
        event,
        LocalText({"en": "Visit to the works", "lv": "Rūpnīcas apmeklējums"}),
        host_id=make_organisation("Metal").id,
        place_id=make_place("Works", address="Rūpnīcas 1").id,
        gate_list_due_at=DUE,
    )
    host = host_rules.name(item, 0, contact_email="gate@metal.example", language=language)
    host.public_id = "abcdefghijkm"
    return host


def test_a_move_is_told_once_when_nobody_edits_any_more(host: AgendaHost, clock: Clock) -> None:
    with write():
        host_rules.confirm(host)
    move(host)
    assert host_sweeps.tell_changes() == 0

    clock.set("2027-03-28T09:16+00:00")
    assert host_sweeps.tell_changes() == 1
    assert host_sweeps.tell_changes() == 0

    assert kinds() == ["asked", "changed"]
    assert host.confirmed_at is None  # to be said anew


def test_many_moves_are_one_letter_and_a_move_back_is_none(host: AgendaHost, clock: Clock) -> None:
    move(host)
    clock.set("2027-03-28T09:10+00:00")
    move(host, hour=15)
    clock.set("2027-03-28T09:20+00:00")
    assert host_sweeps.tell_changes() == 0
    clock.set("2027-03-28T09:26+00:00")
    assert host_sweeps.tell_changes() == 1

    with write():
        before = host.item.starts_local
    move(host, hour=8)
    move(host, hour=15)
    clock.set("2027-03-28T10:00+00:00")
    assert host.item.starts_local == before
    assert host_sweeps.tell_changes() == 0


def test_an_edit_that_does_not_concern_the_slot_is_not_told(host: AgendaHost, clock: Clock) -> None:
    with write():
        host.item.description = LocalText({"en": "About it"})
    clock.set("2027-03-28T10:00+00:00")

    assert host_sweeps.tell_changes() == 0


def test_called_off_is_told_once(host: AgendaHost, clock: Clock) -> None:
    with write():
        host.item.cancelled_at = datetime(2027, 3, 28, 9, tzinfo=UTC)
    clock.set("2027-03-28T10:00+00:00")

    assert host_sweeps.tell_changes() == 1
    assert kinds() == ["asked", "called-off"]

    move(host)
    clock.set("2027-03-28T11:00+00:00")
    assert host_sweeps.tell_changes() == 0


def test_so_is_an_event_that_was_cancelled(host: AgendaHost, clock: Clock) -> None:
    clock.set("2027-03-28T10:00+00:00")
    with write():
        event_rules.cancel(host.item.event, LocalText({"en": "A storm"}))

    host_sweeps.tell_changes()

    assert last().kind.endswith("called-off")
    assert "“Meeting” does not take place as planned" in words_of(last()).text


@pytest.mark.parametrize("column", ["refused_at", "link_revoked_at"])
def test_who_is_out_of_it_hears_nothing(host: AgendaHost, clock: Clock, column: str) -> None:
    with write():
        setattr(host, column, datetime(2027, 3, 28, 9, tzinfo=UTC))
    move(host)
    clock.set("2027-04-21T10:00+00:00")

    assert (host_sweeps.tell_changes(), host_sweeps.tell_gate_lists()) == (0, 0)


def test_that_the_names_are_there_is_told_once_for_each_deadline(
    host: AgendaHost, clock: Clock
) -> None:
    with write():
        make_registration(host.item.event)
    assert host_sweeps.tell_gate_lists() == 0

    clock.set("2027-04-20T15:00+00:00")
    assert host_sweeps.tell_gate_lists() == 1
    assert host_sweeps.tell_gate_lists() == 0
    assert kinds() == ["asked", "gate-list"]
    assert "1 person comes to you." in words_of(last()).text
    assert "Anna" not in words_of(last()).text

    with write():
        host.item.gate_list_due_at = datetime(2027, 4, 22, 15, tzinfo=UTC)
    clock.set("2027-04-22T15:00+00:00")
    assert host_sweeps.tell_gate_lists() == 1


def test_no_names_are_told_of_where_nobody_comes(host: AgendaHost, clock: Clock) -> None:
    with write():
        host.item.cancelled_at = datetime(2027, 3, 28, 9, tzinfo=UTC)
    clock.set("2027-04-20T15:00+00:00")

    assert host_sweeps.tell_gate_lists() == 0


def test_who_was_never_asked_gets_no_letter(any_context: None, clock: Clock) -> None:
    with write():
        item = make_item(make_event("Meeting"), gate_list_due_at=DUE)
        host = host_rules.name(item, 0, contact_email="gate@metal.example")
    move(host)
    clock.set("2027-04-21T10:00+00:00")

    assert (host_sweeps.tell_changes(), host_sweeps.tell_gate_lists()) == (0, 0)


def test_the_contact_is_forgotten_when_the_organisers_months_are_over(
    host: AgendaHost, clock: Clock
) -> None:
    with write():
        host_rules.propose(host, host.revision, rules="Ask Ieva")
        host.item.event.organiser.retention_months = 6
    clock.set("2027-06-01T10:00+00:00")
    assert host_erasing.forget_contacts() == 0

    clock.set("2028-01-01T10:00+00:00")
    assert host_erasing.forget_contacts() == 1
    assert host_erasing.forget_contacts() == 0

    db.session.rollback()
    row = db.session.get_one(AgendaHost, host.id)
    assert (row.contact_name, row.contact_email, row.rules) == ("", None, "")
    assert db.session.scalar(db.select(AgendaItem.id)) is not None
