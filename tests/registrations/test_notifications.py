"""Who is written to, what it says in each language, and what never stands in a letter."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import (
    make_event,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_registration,
)
from tests.letters import same_as_kept
from tests.outbox import letter, letters
from webapp.core import links
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events import signals
from webapp.events.dates import Asking
from webapp.events.models import Event
from webapp.events.snapshot import facts
from webapp.mail import outbox
from webapp.mail.models import Letter
from webapp.mail.words import Words, words_of
from webapp.registrations import notifications
from webapp.registrations.models import Registration, State
from webapp.registrations.scheduling_models import CalendarInvitation

LANGUAGES = ("en", "lv")
NOON = "2027-04-01T09:00:00+00:00"
REASON = LocalText({"en": "The hall is being repaired.", "lv": "Zāli remontē."}, "lv")


@pytest.fixture(autouse=True)
def fixed(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day and codes that are the same at every run, so that letters can be compared."""
    clock.set(NOON)
    numbers = iter(range(1, 1000))
    code = lambda length: f"{next(numbers):02}{'brasla' * 5}"[:length]  # noqa: E731
    for module in (links, outbox):
        monkeypatch.setattr(module, "short_code", code)


@pytest.fixture
def scene(context: None) -> Event:
    """A workshop in Brasla, of a project with a programme, on which Latvians and others work."""
    with write():
        return _workshop()


def _workshop(**values: Any) -> Event:
    brasla = make_organisation(
        LocalText({"en": "Brasla Municipality", "lv": "Braslas novada pašvaldība"}, "lv"),
        slug="brasla",
        contact_email="events@brasla.example.org",
    )
    programme = make_programme(
        statement=LocalText(
            {"en": "Co-funded by the European Union", "lv": "Līdzfinansē Eiropas Savienība"}
        )
    )
    project = make_project("Living Harbours", lead=brasla, programme_id=programme.id)
    hall = make_place(
        LocalText({"en": "Harbour Hall", "lv": "Ostas zāle"}),
        slug="hall",
        address=LocalText({"lv": "Ostas iela 1, Brasla"}),
    )
    return make_event(
        LocalText({"en": "Harbour workshop", "lv": "Ostas darbnīca"}),
        organiser=brasla,
        projects=[project],
        places=[hall],
        code="brasla22",
        period=_at(28),
        **values,
    )


def _at(day: int) -> Period:
    return Period.at(datetime(2027, 4, day, 10, 0), datetime(2027, 4, day, 12, 30), "Europe/Riga")


def somebody(event: Event, language: str = "en", **values: Any) -> Registration:
    names = {"en": ("Pauls Participant", "pauls@example.org"), "lv": ("Anna", "anna@example.org")}
    name, email = names[language]
    with write():
        return make_registration(
            db.session.merge(event, load=False) if event not in db.session else event,
            **{"name": name, "email": email, "language": language, "zone": "Europe/Lisbon"}
            | values,
        )


def stored() -> list[Letter]:
    return list(db.session.scalars(db.select(Letter).order_by(Letter.id)))


def tell(registration: Registration, what: str, **more: Any) -> Letter | None:
    with write():
        return notifications.tell(registration, what, **more)


def invited(registration: Registration) -> None:
    """They have had an invitation for their calendar before."""
    with write():
        values = {"message_id": "<first@vizite.invalid>", "sent_sequence": 0}
        db.session.add(
            CalendarInvitation(registration=registration, sent_method="REQUEST", **values)
        )


def words(of: Letter | None = None) -> Words:
    """The words of a letter, by default of the only one."""
    if of is None:
        (of,) = stored()
    return words_of(of)


STATES: dict[str, dict[str, Any]] = {
    "verify": {"state": State.UNVERIFIED},
    "confirmed": {},
    "waiting": {"state": State.WAITING},
    "offered": {"state": State.OFFERED},
    "offer-expired": {"state": State.EXPIRED},
    "awaiting-approval": {"state": State.AWAITING_APPROVAL},
    "declined": {"state": State.DECLINED, "ended_reason": "We have room for residents only."},
    "cancelled": {
        "state": State.CANCELLED,
        "ended_by": "participant",
        "confirmed_at": datetime(2027, 3, 1, tzinfo=UTC),
    },
    "changed": {"organisation_text": "Otava Town"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", STATES)
def test_what_happens_to_a_registration_is_told_in_these_words(
    scene: Event, what: str, language: str
) -> None:
    registration = somebody(scene, language, **STATES[what])
    if what in ("changed", "cancelled"):
        invited(registration)

    tell(registration, what)

    assert same_as_kept(f"{language}/{what}", words())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cancellation_by_the_organiser_says_so_with_its_reason(
    scene: Event, language: str
) -> None:
    registration = somebody(
        scene,
        language,
        state=State.CANCELLED,
        ended_by="account:7",
        ended_reason="Registered twice.",
    )

    tell(registration, "cancelled")

    assert same_as_kept(f"{language}/cancelled-by-organiser", words())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", ["moved", "postponed", "cancelled", "changed"])
def test_what_happens_to_an_event_is_told_to_everyone_in_these_words(
    scene: Event, what: str, language: str
) -> None:
    invited(somebody(scene, language))
    with write():
        before = facts(scene)
        if what == "moved":
            scene.period = _at(29)
        elif what == "postponed":
            scene.period = Period.undated()
        elif what == "changed":
            scene.mode, scene.join_url = "hybrid", "https://meet.example.org/harbour"
        signal = getattr(signals, f"event_{what}")
        signal.send(scene, before=before, reason=REASON)

    assert same_as_kept(f"{language}/event-{what}", words())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("releases", [False, True])
def test_whoever_is_asked_again_reads_until_when(
    scene: Event, releases: bool, language: str
) -> None:
    somebody(scene, language)
    with write():
        before = facts(scene)
        scene.period = _at(29)
        asking = Asking(datetime(2027, 4, 20, 15, tzinfo=UTC), releases)
        signals.event_moved.send(scene, before=before, reason=REASON, asking=asking)

    name = "event-moved-asking-all" if releases else "event-moved-asking"
    assert same_as_kept(f"{language}/{name}", words())


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_not_answered_is_told_what_became_of_it(scene: Event, language: str) -> None:
    registration = somebody(scene, language, state=State.EXPIRED)

    tell(registration, "not-answered", deadline=datetime(2027, 4, 20, 15, tzinfo=UTC))

    assert same_as_kept(f"{language}/not-answered", words())


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_again_are_these_words(scene: Event, language: str) -> None:
    somebody(scene, language, name="Pauls Participant", email="pauls@example.org")
    somebody(scene, language, name="Rita Participant", email="pauls@example.org")

    with write():
        notifications.send_links_again("Pauls@Example.org", language)

    assert same_as_kept(f"{language}/links-again", words())


def test_one_letter_goes_to_each_person_concerned_and_to_nobody_else(scene: Event) -> None:
    told = (State.CONFIRMED, State.WAITING, State.OFFERED, State.AWAITING_APPROVAL)
    for state in State:
        somebody(scene, state=state, name=state.value, email=f"{state.value}@example.org")
    somebody(scene, name="No Address", email=None)
    with write():
        other = make_event("Another workshop", period=_at(28))
        make_registration(other, email="other@example.org")

    with write():
        signals.event_cancelled.send(scene, before=facts(scene), reason=REASON)

    assert sorted(each.recipient for each in stored()) == sorted(
        f"{s.value}@example.org" for s in told
    )


def test_a_thousand_letters_take_as_many_statements_as_ten(scene: Event) -> None:
    def statements() -> int:
        with write(), count_statements() as sent:
            signals.event_cancelled.send(scene, before=facts(scene), reason=REASON)
        return len(sent)

    for number in range(10):
        somebody(scene, name=f"Person {number}", email=f"p{number}@example.org")
    few = statements()
    with write():
        for number in range(10, 400):
            make_registration(scene, f"Person {number}", f"p{number}@example.org")

    assert statements() <= few


def test_a_change_nobody_relies_on_is_not_told(scene: Event) -> None:
    somebody(scene)
    with write():
        before = facts(scene)
        scene.summary = LocalText({"en": "Bring boots."})
        signals.event_changed.send(scene, before=before, reason=None)

    assert stored() == []


def test_somebody_without_an_address_is_not_written_to(scene: Event) -> None:
    assert tell(somebody(scene, email=None), "confirmed") is None
    assert stored() == []


def test_only_who_has_a_seat_gets_the_calendar_and_the_link_to_join(scene: Event) -> None:
    with write():
        scene.mode, scene.join_url = "online", "https://meet.example.org/harbour"
    confirmed = somebody(scene)
    waiting = somebody(scene, state=State.WAITING, name="W", email="w@example.org")
    with write():
        signals.event_moved.send(scene, before=facts(scene), reason=REASON)

    by_address = {each.recipient: each for each in stored()}
    assert confirmed.email is not None
    seated, in_line = by_address[confirmed.email], by_address[str(waiting.email)]
    assert "https://meet.example.org/harbour" in words_of(seated).text
    assert "https://meet.example.org/harbour" not in words_of(in_line).text
    assert "meet.example.org" not in str(in_line.facts)
    assert in_line.calendar is None


def test_the_calendar_file_holds_the_event_as_it_is_after_the_move(scene: Event) -> None:
    somebody(scene)
    with write():
        before = facts(scene)
        scene.period = _at(29)
        signals.event_moved.send(scene, before=before, reason=REASON)

    (told,) = stored()
    lines = (told.calendar or "").splitlines()
    assert "METHOD:REQUEST" in lines
    assert f"UID:{scene.uid}" in lines
    assert "DTSTART;TZID=Europe/Riga:20270429T100000" in lines
    assert "BEGIN:VTIMEZONE" in lines


def test_letters_come_from_the_organiser_and_answers_go_to_its_function(scene: Event) -> None:
    told = tell(somebody(scene), "confirmed")

    assert told is not None
    assert told.sender_name == "Brasla Municipality"
    assert told.reply_to == "events@brasla.example.org"
    assert told.event_key == scene.key


def test_facts_stay_as_they_were_when_it_happened(scene: Event) -> None:
    tell(somebody(scene), "confirmed")
    with write():
        scene.name = LocalText({"en": "Renamed meanwhile"})

    assert words().subject == "You are registered: Harbour workshop"


def test_links_go_only_to_the_address_they_belong_to(scene: Event) -> None:
    somebody(scene, name="Pauls Participant", email="pauls@example.org")
    rita = somebody(scene, name="Rita", email="rita@example.org")

    with write():
        told = notifications.send_links_again("pauls@example.org", "en")

    assert told is not None
    assert told.recipient == "pauls@example.org"
    assert rita.token() not in words_of(told).text


def test_an_address_without_registrations_gets_nothing(scene: Event) -> None:
    somebody(scene, state=State.CANCELLED, ended_by="participant")

    with write():
        assert notifications.send_links_again("pauls@example.org", "en") is None
        assert notifications.send_links_again("stranger@example.org", "en") is None


HOSTILE = '<script>alert(1)</script>\r\nBcc: x@example.org "{{ 7*7 }}" %(title)s'


def test_what_people_type_is_shown_and_never_obeyed(scene: Event) -> None:
    with write():
        scene.name = LocalText({"en": HOSTILE})
    told = tell(somebody(scene, name=HOSTILE), "confirmed")

    assert told is not None
    said = words_of(told)
    assert "<script>" not in said.html
    assert "49" not in said.text
    assert "\n" not in said.subject
    assert "\nBcc:" not in said.text


def test_each_signal_of_events_that_people_must_hear_of_has_a_listener() -> None:
    for name in ("event_moved", "event_postponed", "event_cancelled", "event_changed"):
        assert notifications.__name__ in {
            receiver.__module__ for receiver in getattr(signals, name).receivers_for(None)
        }


def test_no_letter_has_a_line_that_is_too_long_but_for_addresses(scene: Event) -> None:
    for what in STATES:
        tell(somebody(scene, **STATES[what] | {"name": what, "email": f"{what}@example.org"}), what)

    for each in stored():
        for line in words_of(each).text.splitlines():
            assert len(line) <= 72 or "://" in line


def test_a_letter_that_does_not_exist_is_a_mistake(scene: Event) -> None:
    with pytest.raises(ValueError, match="no letter"):
        notifications.tell(somebody(scene), "hooray")


def test_registering_writes_the_letter(app: Flask) -> None:
    with app.app_context():
        with write():
            event = _workshop()
        tell(somebody(event), "confirmed")

    assert letter(app).kind == "registrations/letters/confirmed"
    assert letters(app, to="pauls@example.org")[0].state == "stored"


def test_what_is_prepared_before_writing_needs_no_more_reading(scene: Event) -> None:
    registration = somebody(scene)
    notifications.prepare(scene, "en")
    with write():
        assert registration.event.name
        with count_statements() as sent:
            notifications.tell(registration, "confirmed")
            db.session.flush()

    # The event's text, who was invited, the letter.
    assert len(sent) == 3, sent
    assert words().subject == "You are registered: Harbour workshop"


def test_what_was_prepared_is_forgotten_with_the_next_revision(scene: Event) -> None:
    registration = somebody(scene)
    notifications.prepare(scene, "en")
    with write():
        scene.name = LocalText({"en": "Renamed"})
        scene.touch()
        notifications.tell(registration, "confirmed")

    assert words().subject == "You are registered: Renamed"
