"""Invitations as they arrive by mail: who is invited, when again, and when it is taken back."""

from datetime import datetime
from email.message import EmailMessage
from typing import Any

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from tests.conftest import MakeApp
from tests.counting import count_statements
from tests.factories import make_registration
from tests.mail_sink import MailSink
from tests.registrations.acts import act, applicant, get, get_event, register, state
from tests.registrations.inviting import (
    CONTACT,
    Office,
    calendar_part,
    calendar_text,
    leaves,
    method,
    municipality,
    vevent,
    workshop,
)
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.entries.reading import text_of
from webapp.events import dates
from webapp.events import rules as event_rules
from webapp.events.dates import Asking
from webapp.mail.leases import claim
from webapp.mail.messages import message_of
from webapp.mail.models import Letter
from webapp.mail.sending import prepare
from webapp.registrations import notifications, rules, scheduling
from webapp.registrations.models import State
from webapp.registrations.people_letters import send_again
from webapp.registrations.scheduling_models import CalendarInvitation
from webapp.registrations.sweeps import release_unanswered

REASON = LocalText({"en": "The hall is being repaired."})


@pytest.fixture
def office(make_app: MakeApp, mail_sink: MailSink, noon: None) -> Any:
    app = make_app(VIZITE_MAIL_URL=mail_sink.url, VIZITE_MAIL_FROM="vizite@site.example.org")
    with app.app_context():
        yield Office(app, mail_sink)
        db.session.remove()


def at(day: int, hour: int = 10) -> Period:
    starts, ends = datetime(2027, 5, day, hour), datetime(2027, 5, day, hour + 2)
    return Period.at(starts, ends, "Europe/Riga")


def move(event_id: int, day: int, **how: Any) -> None:
    with write():
        dates.move(get_event(event_id), at(day), REASON, **how)


def attendee(message: EmailMessage) -> Any:
    found = vevent(message)["ATTENDEE"]
    assert not isinstance(found, list)
    return found


def sequence(message: EmailMessage) -> int:
    return int(vevent(message)["SEQUENCE"])


def written() -> Letter:
    """The only letter, with its words."""
    lease = claim()
    if lease is not None:
        prepare(lease)
    return db.session.query(Letter).one()


def test_a_letter_to_somebody_with_a_seat_is_an_invitation(office: Office) -> None:
    register(workshop(), "Pauls Participant")

    message = office.one()

    assert message.get_content_type() == "multipart/mixed"
    alternative, attached = message.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    kinds = ["text/plain", "text/html", "text/calendar", "application/ics"]
    assert leaves(message) == kinds
    part = calendar_part(message)
    told = {name: part.get_param(name) for name in ("method", "charset", "component")}
    assert told == {"method": "REQUEST", "charset": "utf-8", "component": "VEVENT"}
    assert not part.is_attachment()
    assert attached.get_filename() == "invite.ics"
    assert attached.get_payload(decode=True) == calendar_text(message).encode()
    assert method(message) == "REQUEST"


def test_exactly_the_recipient_is_asked_by_the_organiser(office: Office) -> None:
    register(event_id := workshop(), "Pauls Participant")
    make = ("Rita Cita", "Oto Cits")
    with write():
        for name in make:
            make_registration(get_event(event_id), name, f"{name.split()[0].lower()}@example.org")

    message = office.one()

    who = attendee(message)
    assert str(who) == "mailto:pauls@example.org"
    assert {name: who.params[name] for name in ("CN", "ROLE", "PARTSTAT", "RSVP")} == {
        "CN": "Pauls Participant",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }
    organiser = vevent(message)["ORGANIZER"]
    assert str(organiser) == f"mailto:{CONTACT}"
    assert organiser.params["CN"] == "Brasla Municipality"
    assert message["Reply-To"] == CONTACT
    assert message["Auto-Submitted"] == "auto-generated"
    whole = calendar_text(message)
    assert not any(word in whole for word in ("Rita", "Oto", "VALARM", "cits@"))


def test_the_invitation_has_the_uid_number_and_hours_of_the_feed(office: Office) -> None:
    event_id = workshop(period=at(4), join_url="https://meet.example.org/x", mode="hybrid")
    register(event_id)

    message = office.one()

    found = text_of(f"event:{event_id}", "en")
    assert found is not None
    feed = {line for line in found[0].split("\r\n") if not line.startswith("DTSTAMP")}
    whole = calendar_text(message)
    assert feed - set(whole.split("\r\n")) == set()
    assert "TZID=Europe/Riga:20270504T100000" in whole
    assert whole.index("BEGIN:VTIMEZONE") < whole.index("BEGIN:VEVENT")


def test_three_parsers_read_the_same_invitation(office: Office) -> None:
    register(workshop(period=at(4)), "Pauls Participant")

    message = office.one()

    text = calendar_text(message)
    seen = vobject.readOne(text)
    (parsed,) = IcsCalendarStream.calendar_from_ics(text).events
    assert seen.method.value == "REQUEST"
    assert seen.vevent.attendee.value == "mailto:pauls@example.org"
    assert parsed.uid == str(vevent(message)["UID"]) == seen.vevent.uid.value
    assert parsed.summary == seen.vevent.summary.value == "Harbour workshop"
    assert parsed.start == seen.vevent.dtstart.value == vevent(message)["DTSTART"].dt
    assert [str(each.uri) for each in parsed.attendees] == ["mailto:pauls@example.org"]


def test_a_move_asks_again_in_the_same_thread(office: Office) -> None:
    register(event_id := workshop(period=at(4)))
    first = office.one()

    move(event_id, 11)

    again = office.one()
    assert method(again) == "REQUEST"
    assert vevent(again)["UID"] == vevent(first)["UID"]
    assert sequence(again) > sequence(first)
    assert again["In-Reply-To"] == again["References"] == first["Message-ID"]
    assert again["Message-ID"] != first["Message-ID"]
    assert "20270511T100000" in calendar_text(again)


def test_what_was_answered_to_the_old_date_is_no_answer_to_the_new_one(office: Office) -> None:
    person = register(event_id := workshop(period=at(4)))
    with write():
        assert scheduling.answer(get(person), "ACCEPTED", 0, now(), scheduling.BY_MAIL)

    move(event_id, 11)

    invitation = scheduling.invitation_of(get(person))
    assert invitation is not None
    assert (invitation.partstat, invitation.answered_at) == ("NEEDS-ACTION", None)
    assert attendee(office.post()[-1]).params["PARTSTAT"] == "NEEDS-ACTION"


def test_other_words_alone_ask_nobody_again(office: Office) -> None:
    person = register(event_id := workshop(period=at(4)))
    first = office.one()
    with write():
        event_rules.edit(get_event(event_id), summary=LocalText({"en": "Bring boots."}))

    act(notifications.tell, person, "changed")
    act(notifications.tell, person, "confirmed")

    assert [method(each) for each in office.post()] == [None, None]
    move(event_id, 11)
    assert office.one()["In-Reply-To"] == first["Message-ID"]


def test_a_new_place_asks_again(office: Office) -> None:
    register(event_id := workshop(period=at(4)))
    first = office.one()

    with write():
        event_rules.change_mode(
            get_event(event_id), "hybrid", REASON, join_url="https://meet.example.org/x"
        )

    again = office.one()
    assert (method(again), sequence(again) > sequence(first)) == ("REQUEST", True)
    assert "https://meet.example.org/x" in calendar_text(again).replace("\r\n ", "")


def test_a_tentative_event_that_becomes_certain_asks_again(office: Office) -> None:
    register(event_id := workshop(period=at(4), status="tentative"))
    first = office.one()
    assert vevent(first)["STATUS"] == "TENTATIVE"

    with write():
        event_rules.confirm(get_event(event_id))

    again = office.one()
    assert (method(again), vevent(again)["STATUS"]) == ("REQUEST", "CONFIRMED")
    assert "It is certain now" in str(again.get_body(("plain",)))


@pytest.mark.parametrize("what", ["cancel", "postpone"])
def test_an_event_that_is_off_is_taken_back(office: Office, what: str) -> None:
    register(event_id := workshop(period=at(4)), "Pauls Participant")
    first = office.one()

    with write():
        getattr(dates, what)(get_event(event_id), REASON)

    message = office.one()
    assert method(message) == calendar_part(message).get_param("method") == "CANCEL"
    assert vevent(message)["STATUS"] == "CANCELLED"
    assert vevent(message)["UID"] == vevent(first)["UID"]
    assert sequence(message) >= sequence(first)
    assert vevent(message)["DTSTART"].dt == vevent(first)["DTSTART"].dt
    assert str(attendee(message)) == "mailto:pauls@example.org"
    assert str(vevent(message)["ORGANIZER"]) == f"mailto:{CONTACT}"
    assert message["In-Reply-To"] == first["Message-ID"]


def test_a_postponed_event_that_has_a_new_date_invites_again(office: Office) -> None:
    register(event_id := workshop(period=at(4)))
    first = office.one()
    with write():
        dates.postpone(get_event(event_id), REASON)
    taken_back = office.one()

    move(event_id, 18)

    again = office.one()
    assert method(again) == "REQUEST"
    assert sequence(again) > sequence(taken_back) > sequence(first)
    assert again["In-Reply-To"] == first["Message-ID"]


def test_a_withdrawn_event_was_cancelled_before_and_nothing_more_is_sent(office: Office) -> None:
    register(event_id := workshop(period=at(4)))
    with write():
        dates.cancel(get_event(event_id), REASON)
    assert [method(each) for each in office.post()] == ["REQUEST", "CANCEL"]

    with write():
        event_rules.withdraw(get_event(event_id))

    assert office.post() == []


def test_cancelling_a_registration_takes_the_invitation_back(office: Office) -> None:
    person = register(workshop(period=at(4), join_url="https://meet.example.org/x", mode="online"))
    first = office.one()

    act(rules.cancel, person)

    message = office.one()
    assert method(message) == "CANCEL"
    assert sequence(message) >= sequence(first)
    assert vevent(message)["DTSTAMP"].dt >= vevent(first)["DTSTAMP"].dt
    assert "meet.example.org" not in calendar_text(message).replace("\r\n ", "")
    assert message["In-Reply-To"] == first["Message-ID"]


def test_registering_again_asks_with_a_later_stamp(office: Office, clock: Any) -> None:
    person = register(event_id := workshop(period=at(4)))
    act(rules.cancel, person)
    taken_back = office.post()[-1]
    clock.set("2027-03-01T12:00:07+00:00")

    register(event_id)

    again = office.one()
    assert method(again) == "REQUEST"
    assert vevent(again)["UID"] == vevent(taken_back)["UID"]
    # RFC 5546, section 2.1.5: a higher SEQUENCE, else a later DTSTAMP, is the newer one.
    newer = [(sequence(each), vevent(each)["DTSTAMP"].dt) for each in (taken_back, again)]
    assert newer[1] > newer[0]


def test_who_waits_is_not_invited_until_a_seat_is_theirs(office: Office) -> None:
    seated = register(event_id := workshop(period=at(4), capacity=1), "Anna Pirmā")
    waiting = register(event_id, "Pauls Participant")
    assert [method(each) for each in office.post()] == ["REQUEST", None]

    act(rules.cancel, seated)

    assert [(each["To"], method(each)) for each in office.post()] == [
        ("Anna Pirmā <anna@example.org>", "CANCEL"),
        ("Pauls Participant <pauls@example.org>", None),
    ]
    act(rules.accept_offer, waiting)
    assert method(office.one()) == "REQUEST"


@pytest.mark.parametrize("other", [State.WAITING, State.OFFERED, State.AWAITING_APPROVAL])
def test_what_happens_to_the_event_brings_no_calendar_to_who_has_no_seat(
    office: Office, other: State
) -> None:
    event_id = workshop(period=at(4))
    with write():
        make_registration(get_event(event_id), state=other)

    move(event_id, 11)

    assert {method(each) for each in office.post()} == {None}


def test_who_was_let_in_by_a_move_is_invited_to_the_new_date(office: Office) -> None:
    """Those in line move up in the transaction of the move, whoever hears of it first."""
    event_id = workshop(period=at(4), capacity=1)
    register(event_id, "Anna Pirmā")
    register(event_id, "Pauls Participant")
    with write():
        dates.postpone(get_event(event_id), REASON)
        get_event(event_id).pool.capacity = 2
    office.post()

    with write():
        soon = Period.at(datetime(2027, 3, 2, 8), datetime(2027, 3, 2, 9), "Europe/Riga")
        dates.move(get_event(event_id), soon, REASON)

    requests = [each for each in office.post() if method(each) == "REQUEST"]
    assert {str(each["To"]).split("<")[1] for each in requests} == {
        "anna@example.org>",
        "pauls@example.org>",
    }
    assert all("20270302T080000" in calendar_text(each) for each in requests)


def test_who_did_not_answer_in_time_is_taken_off_the_calendar(office: Office, clock: Any) -> None:
    person = register(event_id := workshop(period=at(14)))
    until = datetime.fromisoformat("2027-03-03T12:00:00+00:00")
    move(event_id, 20, asking=Asking(until, releases=True))
    asked = office.post()[-1]
    assert method(asked) == "REQUEST"
    clock.set("2027-03-04T12:00:00+00:00")

    release_unanswered()

    assert state(person) == "expired"
    assert method(office.one()) == "CANCEL"


def test_a_new_address_is_invited_anew(office: Office) -> None:
    person = register(workshop(period=at(4)))
    first = office.one()

    act(rules.change, person, email="new@example.org")

    message = office.post()[-1]
    assert message["To"].addresses[0].addr_spec == "new@example.org"
    assert (method(message), str(attendee(message))) == ("REQUEST", "mailto:new@example.org")
    assert first["Message-ID"] not in str(message["References"])


def test_without_a_functional_address_the_event_is_told_and_nobody_asked(office: Office) -> None:
    register(event_id := workshop(organiser=municipality(contact_email=None), period=at(4)))

    message = office.one()

    assert method(message) == "PUBLISH"
    assert "ATTENDEE" not in calendar_text(message)
    assert "/answer" not in str(message.get_body(("plain",)))
    assert db.session.query(CalendarInvitation).count() == 0
    with write():
        dates.cancel(get_event(event_id), REASON)
    assert method(office.one()) == "PUBLISH"


def test_the_events_own_contact_comes_before_the_organisers(office: Office) -> None:
    register(workshop(period=at(4), contact_email="visit@brasla.example.org"))

    message = office.one()

    assert str(vevent(message)["ORGANIZER"]) == "mailto:visit@brasla.example.org"
    assert message["Reply-To"] == "visit@brasla.example.org"


HOSTILE = 'Evil";RSVP=FALSE:mailto:x@y.z\r\nATTENDEE:mailto:spy@example.org\r\n "^n, ;:'


def test_hostile_names_add_nothing_to_a_calendar(office: Office) -> None:
    event_id = workshop(
        title=LocalText({"en": HOSTILE}),
        organiser=municipality(sender_name=HOSTILE[:100]),
        period=at(4),
    )
    register(event_id, who=applicant(HOSTILE, email="evil@example.org"))

    message = office.one()

    who = attendee(message)
    assert str(who) == "mailto:evil@example.org"
    assert who.params["RSVP"] == "TRUE"
    for line in calendar_text(message).split("\r\n"):
        assert len(line.encode()) <= 75
    unfolded = calendar_text(message).replace("\r\n ", "").split("\r\n")
    assert sum(line.startswith("ATTENDEE") for line in unfolded) == 1
    (line,) = [line for line in unfolded if line.startswith("ATTENDEE")]
    assert line.count('"') == 2  # a quote within is ^' (RFC 6868)
    assert "^'" in line
    assert vobject.readOne(calendar_text(message)).vevent.attendee.value == str(who)


def test_an_address_outside_ascii_is_a_uri_in_the_calendar(office: Office) -> None:
    register(workshop(period=at(4)), who=applicant("Jānis", email="jānis@ērgļi.example.org"))

    who = attendee(message_of(written()))
    assert str(who) == "mailto:j%C4%81nis@xn--rgi-2qa1s.example.org"
    assert who.params["CN"] == "Jānis"


def test_every_attempt_is_the_same_bytes(office: Office) -> None:
    register(workshop(period=at(4)))
    sent = office.one()

    assert bytes(message_of(written())) == bytes(message_of(written()))
    assert calendar_text(message_of(written())) == calendar_text(sent)


def test_a_letter_sent_again_brings_the_same_calendar(office: Office) -> None:
    person = register(workshop(period=at(4)))
    first = office.one()

    act(send_again, person)

    assert calendar_text(office.one()) == calendar_text(first)


def test_a_move_with_many_people_takes_as_many_statements_as_with_few(office: Office) -> None:
    event_id = workshop(period=at(4))
    register(event_id)

    def statements(day: int) -> int:
        with write(), count_statements() as sent:
            dates.move(get_event(event_id), at(day), REASON)
        return len(sent)

    few = statements(5)
    with write():
        for number in range(200):
            make_registration(get_event(event_id), f"P {number}", f"p{number}@example.org")

    # Two more: those who were registered before there were invitations get their first.
    assert statements(6) <= few + 2
    assert statements(7) <= few
    assert db.session.query(CalendarInvitation).count() == 201
