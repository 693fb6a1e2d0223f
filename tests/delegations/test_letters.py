"""What leaders and delegates are written to, word by word, and whom nobody can write to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import Clock
from tests.factories import (
    make_event,
    make_organisation,
    make_place,
    make_programme,
    make_project,
)
from tests.letters import same_as_kept
from tests.questions.asking import ask
from tests.visit_factories import make_delegate, make_delegation, make_plan
from webapp.core import links
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.delegations import letters
from webapp.delegations.lacks import DIET, NAMES, TRAVEL, Lack
from webapp.delegations.models import Delegation, Standing
from webapp.events.models import Event
from webapp.mail import outbox
from webapp.mail.models import Letter
from webapp.mail.words import words_of
from webapp.questions.asking import Kind

NOON = "2027-04-01T09:00:00+00:00"
DUE = datetime(2027, 4, 5, 20, 59, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fixed(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day and codes that are the same at every run, so that letters can be compared."""
    clock.set(NOON)
    numbers = iter(range(1, 1000))
    code = lambda length: f"{next(numbers):02}{'brasla' * 5}"[:length]  # noqa: E731
    for module in (links, outbox):
        monkeypatch.setattr(module, "short_code", code)


@pytest.fixture
def delegation(context: None) -> Delegation:
    """The delegation of Nevers to a meeting in Brasla that has a programme and a contact."""
    with write():
        return make_delegation(meeting(), "Nevers", public_id="nevers")


def meeting() -> Event:
    brasla = make_organisation(slug="brasla", contact_email="events@brasla.example.org")
    programme = make_programme(statement="Co-funded by the European Union")
    project = make_project("Living Harbours", lead=brasla, programme_id=programme.id)
    starts = datetime(2027, 4, 27, 9, 0)
    return make_event(
        "Partner meeting",
        organiser=brasla,
        projects=[project],
        places=[make_place("Harbour Hall", slug="hall")],
        code="brasla22",
        capacity=32,
        period=Period.at(starts, starts + timedelta(hours=8), "Europe/Riga"),
    )


def only_letter() -> Letter:
    (found,) = db.session.scalars(select(Letter)).all()
    return found


def test_a_leader_is_invited_with_their_link_and_the_deadlines(delegation: Delegation) -> None:
    with write():
        note = LocalText({"en": "Bring boots.\n\nThe fields are wet."})
        due: dict[str, Any] = {"names_due_at": DUE, "travel_due_at": DUE + timedelta(days=3)}
        plan = make_plan(delegation.event, note=note, diet_due_at=DUE, **due)
        letters.invite(delegation, plan)

    letter = only_letter()

    assert letter.recipient == "claire@example.org"
    assert letter.sender_name == "Brasla Municipality"
    assert letter.owner == "delegation:nevers"
    assert (letter.facts or {})["link"].endswith(f"/delegations/{delegation.token()}/")
    assert same_as_kept("en/delegation-invitation", words_of(letter))


def test_a_reminder_names_exactly_what_is_missing(delegation: Delegation) -> None:
    missing = [
        Lack(NAMES, 2, now() - timedelta(hours=3)),
        Lack(TRAVEL, 1, DUE),
        Lack(DIET, 3, None),
    ]

    with write():
        letters.remind(delegation, missing)

    assert same_as_kept("en/delegation-reminder", words_of(only_letter()))


@pytest.mark.parametrize("is_granted", [True, False])
def test_a_leader_hears_what_became_of_a_wish(delegation: Delegation, is_granted: bool) -> None:
    with write():
        delegate = make_delegate(delegation, "Jean Martin", Standing.WISH)
        letters.tell_wish(delegate, is_granted, "The bus has 32 seats.")

    what = "granted" if is_granted else "refused"
    assert same_as_kept(f"en/delegation-wish-{what}", words_of(only_letter()))


def test_a_leader_hears_what_has_happened_without_them(delegation: Delegation) -> None:
    changes = ["Jean Martin does not come any more", "Rita Roy has changed how they travel"]
    with write():
        letters.tell_leader(delegation, "news", changes=changes, can_name=True)

    assert same_as_kept("en/delegation-news", words_of(only_letter()))


def test_a_leader_hears_that_seats_without_a_name_went_to_others(delegation: Delegation) -> None:
    with write():
        letters.tell_leader(delegation, "released", number=2)

    assert same_as_kept("en/delegation-released", words_of(only_letter()))


@pytest.mark.parametrize("standing", [Standing.MEMBER, Standing.RESERVE, Standing.WISH])
def test_who_is_named_hears_how_they_stand(delegation: Delegation, standing: Standing) -> None:
    with write():
        delegate = make_delegate(delegation, "Jean Martin", standing)
        letters.tell_named(delegate)

    letter = only_letter()

    assert letter.recipient == "jean@example.org"
    assert letter.owner == delegate.registration.key
    assert (letter.calendar_method == "REQUEST") == (standing is Standing.MEMBER)
    assert same_as_kept(f"en/delegate-named-{standing}", words_of(letter))


def test_what_people_eat_and_how_they_come_is_asked_only_where_it_is_asked(
    delegation: Delegation,
) -> None:
    with write():
        delegate = make_delegate(delegation, "Jean Martin")
        letters.tell_named(delegate)
    ask(delegation.event, Kind.DIET, "What do you not eat?")
    with write():
        make_plan(delegation.event)  # with delegations planned, travel and rooms are asked
        letters.tell_named(delegate)

    plain, asking = (
        words_of(each) for each in db.session.scalars(select(Letter).order_by(Letter.id))
    )

    for words in (plain.text, plain.html):
        assert "eat" not in words
        assert "travel," not in words
        assert "say that it is" in words
    for words in (asking.text, asking.html):
        assert "what you need to" in words
        assert "Your page: travel" in words
    assert same_as_kept("en/delegate-named-asked", asking)


@pytest.mark.parametrize("what", ["stepped-in", "kept-in-reserve", "taken-off"])
def test_a_delegate_hears_of_a_change(delegation: Delegation, what: str) -> None:
    standings = {"stepped-in": Standing.MEMBER, "kept-in-reserve": Standing.RESERVE}
    with write():
        delegate = make_delegate(delegation, "Jean Martin", standings.get(what, Standing.OUT))
        letters.tell_delegate(delegate, what)

    assert same_as_kept(f"en/delegate-{what}", words_of(only_letter()))


def test_the_calendar_of_who_is_taken_off_is_told(delegation: Delegation) -> None:
    with write():
        delegate = make_delegate(delegation)
        letters.tell_named(delegate)
    with write():
        delegate.registration.state = "cancelled"
        letters.tell_delegate(delegate, "taken-off")

    methods = db.session.scalars(select(Letter.calendar_method).order_by(Letter.id)).all()

    assert methods == ["REQUEST", "CANCEL"]


def test_a_letter_is_in_the_language_of_its_reader(delegation: Delegation) -> None:
    with write():
        delegation.leader_language = "lv"
        letters.invite(delegation, None)

    assert only_letter().language == "lv"


def test_nobody_writes_without_an_address(delegation: Delegation) -> None:
    with write():
        delegation.leader_email = None
        delegate = make_delegate(delegation, email=None)

        assert letters.invite(delegation, None) is False
        assert letters.tell_named(delegate) is None

    assert db.session.scalars(select(Letter)).all() == []


def test_there_are_no_other_letters(delegation: Delegation) -> None:
    with pytest.raises(ValueError, match="no letter"):
        letters.tell_leader(delegation, "thanks")
