"""Answers of calendar programs, from the mailbox to the registration, on both databases."""

import logging
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.counting import count_statements
from tests.factories import make_event, make_organisation, make_registration
from tests.mail.mailbox import MailboxServer, mailbox_server
from tests.outbox import letters
from tests.registrations.replying import COUNTERS, SHAPES, changed, filled, parsed
from webapp.core.database import db, write
from webapp.core.links import short_code
from webapp.core.times import now
from webapp.entries.hook import settle
from webapp.entries.models import Entry
from webapp.events.models import Event
from webapp.mail import inbox
from webapp.mail.inbox import read_inbox
from webapp.mail.outbox import new_message_id, post
from webapp.registrations import replies, replies_whose
from webapp.registrations.models import Registration, State
from webapp.registrations.replies_models import CalendarReply
from webapp.registrations.replies_reading import reply_in
from webapp.registrations.scheduling_models import CalendarInvitation

UNCHECKED = "registrations/letters/reply-unchecked"


@pytest.fixture(scope="module")
def running() -> Iterator[MailboxServer]:
    with mailbox_server() as started:
        yield started


@pytest.fixture
def server(running: MailboxServer) -> MailboxServer:
    """An empty folder; the mail server at mx.example.org is the one that is believed."""
    found = running.with_folder(short_code(8))
    found.url += "?authserv=mx.example.org&authserv=mx.google.com"
    return found


#: What the database decides is tested on both.
on_both = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def app(request: pytest.FixtureRequest, server: MailboxServer) -> Flask:
    name = "make_pg_app" if getattr(request, "param", "") == "postgresql" else "make_app"
    made: Flask = request.getfixturevalue(name)(VIZITE_IMAP_URL=server.url)
    return made


@dataclass
class Anna:
    """Who was invited, and what her program knows of it."""

    app: Flask
    server: MailboxServer
    number: int
    event: int
    uid: str
    message_id: str

    def answers(self, shape: str = "outlook", *pairs: tuple[str, str], **values: str) -> None:
        """Her program's mail arrives and is read."""
        self.server.put(self.mail(shape, *pairs, **values))
        look(self.app)

    def mail(self, shape: str = "outlook", *pairs: tuple[str, str], **values: str) -> bytes:
        named = {"uid": self.uid, "message_id": self.message_id, "stamp": stamp()}
        return changed(filled(shape, **named | values), *pairs)

    def standing(self) -> tuple[str, str]:
        """The state of her registration, and what is known of her answer."""
        with self.app.app_context():
            registration = db.session.get_one(Registration, self.number)
            invitation = db.session.get_one(CalendarInvitation, self.number)
            return registration.state, invitation.partstat

    def kept(self) -> list[CalendarReply]:
        with self.app.app_context():
            query = select(CalendarReply).where(CalendarReply.registration_id == self.number)
            found = list(db.session.scalars(query.order_by(CalendarReply.kind)))
            db.session.expunge_all()
        return found


def look(app: Flask) -> int:
    with app.app_context():
        found = read_inbox()
        db.session.remove()
    return found


def stamp(minutes: int = 0) -> str:
    return f"{now() + timedelta(minutes=minutes):%Y%m%dT%H%M%SZ}"


def invite(
    app: Flask, server: MailboxServer, event: Event, name: str = "Anna", **values: Any
) -> Anna:
    """Somebody who has a place at *event* and was sent an invitation. Inside ``write()``."""
    values = {"email": "anna@example.org", **values}
    registration = make_registration(event, name, **values)
    settle()
    entry = db.session.scalars(select(Entry).where(Entry.owner == event.key)).one()
    message_id = new_message_id()
    post(
        "registrations/letters/confirmed",
        owner=registration.key,
        event_key=event.key,
        recipient=registration.email or "",
        recipient_name=name,
        language="en",
        facts={},
        message_id=message_id,
        due_at=now() + timedelta(days=1000),  # it is not what is tested
    )
    invitation = CalendarInvitation(
        registration_id=registration.id,
        message_id=message_id,
        sent_sequence=entry.sequence,
        sent_method="REQUEST",
    )
    db.session.add(invitation)
    db.session.flush()
    return Anna(app, server, registration.id, event.id, entry.uid, message_id)


@pytest.fixture
def anna(app: Flask, server: MailboxServer) -> Anna:
    with app.app_context(), write():
        event = make_event(capacity=1, verifies_addresses=False)
        found = invite(app, server, event)
        make_registration(event, "Boriss", "boriss@example.org", state="waiting")
        return found


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_of_each_program_is_counted(anna: Anna, shape: str) -> None:
    anna.answers(shape)

    assert anna.standing() == ("confirmed", "ACCEPTED")
    assert letters(anna.app, kind=UNCHECKED) == []


def test_perhaps_is_noted_and_keeps_the_place(anna: Anna) -> None:
    anna.answers(partstat="TENTATIVE")

    assert anna.standing() == ("confirmed", "TENTATIVE")


@on_both
@pytest.mark.parametrize("shape", ["outlook", "gmail"])
def test_no_gives_the_place_to_the_next_in_line(anna: Anna, shape: str) -> None:
    anna.answers(shape, partstat="DECLINED", comment="I am ill")

    assert anna.standing()[0] == "cancelled"
    with anna.app.app_context():
        boriss = db.session.scalars(select(Registration).where(Registration.name == "Boriss")).one()
        ended = db.session.get_one(Registration, anna.number)
        assert boriss.state in (State.OFFERED, State.CONFIRMED)
        assert (ended.ended_by, boriss.event.pool.taken) == ("participant", 1)
    told = [each.kind.rpartition("/")[2] for each in letters(anna.app, to="boriss@example.org")]
    assert told in (["offered"], ["confirmed"])


@on_both
def test_what_was_written_with_an_answer_is_kept_for_staff(anna: Anna) -> None:
    anna.answers(comment="A little later\\, maybe")

    (kept,) = anna.kept()
    assert (kept.kind, kept.answer, kept.comment) == (
        "comment",
        "ACCEPTED",
        "A little later, maybe",
    )


@on_both
@pytest.mark.parametrize("shape", COUNTERS)
def test_another_time_is_kept_for_staff_and_changes_nothing(anna: Anna, shape: str) -> None:
    anna.answers(shape, comment="One day later?")

    (kept,) = anna.kept()
    assert (kept.kind, kept.comment, kept.is_open) == ("proposal", "One day later?", True)
    assert kept.starts_at is not None
    assert kept.starts_at.isoformat() == "2026-12-23T11:00:00+00:00"
    assert anna.standing() == ("confirmed", "NEEDS-ACTION")


@on_both
def test_the_same_mail_twice_counts_once(anna: Anna) -> None:
    mail = anna.mail("outlook-counter")
    anna.server.put(mail, mail, anna.mail(), anna.mail())
    look(anna.app)
    with anna.app.app_context():
        before = db.session.get_one(CalendarInvitation, anna.number).answered_at
    anna.server.put(mail)
    look(anna.app)

    assert len(anna.kept()) == 2
    assert anna.standing() == ("confirmed", "ACCEPTED")
    with anna.app.app_context():
        assert db.session.get_one(CalendarInvitation, anna.number).answered_at == before


@on_both
def test_a_newer_proposal_takes_the_place_of_the_older_one(anna: Anna) -> None:
    anna.answers("gmail-counter", comment="One", stamp=stamp(-9))
    anna.answers("gmail-counter", comment="Two", stamp=stamp(-5))
    anna.answers("gmail-counter", comment="Late", stamp=stamp(-7))

    assert [each.comment for each in anna.kept()] == ["Two"]


@on_both
def test_an_older_answer_that_comes_late_changes_nothing(anna: Anna) -> None:
    anna.answers(partstat="TENTATIVE", stamp=stamp(-5))
    anna.answers(partstat="DECLINED", stamp=stamp(-10))

    assert anna.standing() == ("confirmed", "TENTATIVE")


def test_an_answer_to_an_older_date_changes_nothing(
    anna: Anna, caplog: pytest.LogCaptureFixture
) -> None:
    with anna.app.app_context(), write():
        entry = db.session.scalars(select(Entry).where(Entry.uid == anna.uid)).one()
        entry.sequence = entry.invite_sequence = 3
    anna.answers(partstat="DECLINED", sequence="2")

    assert anna.standing() == ("confirmed", "NEEDS-ACTION")
    assert caplog.messages[-1].endswith("was put aside: Outdated")
    anna.answers(sequence="3")
    assert anna.standing() == ("confirmed", "ACCEPTED")


@on_both
def test_a_number_nobody_gave_is_no_way_to_shut_out_what_comes_later(anna: Anna) -> None:
    anna.answers(sequence="4294967296", partstat="TENTATIVE", stamp="20991231T235959Z")
    with anna.app.app_context(), write():
        entry = db.session.scalars(select(Entry).where(Entry.uid == anna.uid)).one()
        entry.sequence = entry.invite_sequence = 3
    anna.answers(sequence="3")

    assert anna.standing() == ("confirmed", "ACCEPTED")


@pytest.mark.parametrize("shape", ["outlook", "apple"])
def test_yes_after_all_gets_no_place_back_and_is_told_so_once(anna: Anna, shape: str) -> None:
    anna.answers(shape, partstat="DECLINED", stamp=stamp(-9))
    for minutes in (-5, -3):
        anna.answers(shape, stamp=stamp(minutes))

    assert anna.standing()[0] == "cancelled"
    (told,) = letters(anna.app, kind="registrations/letters/reply-too-late")
    assert told.recipient == "anna@example.org"
    assert [each.kind for each in anna.kept() if each.kind == "late"] == ["late"]


def test_no_once_more_and_yes_of_somebody_unknown_are_told_nothing(anna: Anna) -> None:
    anna.answers(partstat="DECLINED", stamp=stamp(-9))
    anna.answers(partstat="DECLINED", stamp=stamp(-5))
    anna.answers("thunderbird", ("mx.example.org", "evil.example."))

    assert letters(anna.app, kind="registrations/letters/reply-too-late") == []


# Who says so

FORGED = [
    # nobody vouches, and no letter is named
    ("thunderbird", ("mx.example.org", "evil.example.")),
    ("gmail", ("mx.google.com;\r\n       dkim", "mx.gogle.com;\r\n       dkim")),
    ("outlook", ("In-Reply-To: ", "X-Nothing: "), ("References: ", "X-Nothing: ")),
    # a letter is named, but another address answers
    ("outlook", ("From: Anna Auza <anna@example.org>", "From: Eva <eva@example.org>")),
]


@pytest.mark.parametrize("how", FORGED)
def test_what_cannot_be_checked_changes_nothing_and_is_asked_by_letter(
    anna: Anna, how: tuple[Any, ...], caplog: pytest.LogCaptureFixture
) -> None:
    shape, *pairs = how
    for _ in range(3):
        anna.answers(shape, *pairs, partstat="DECLINED", comment="Forged", stamp=stamp())

    assert anna.standing() == ("confirmed", "NEEDS-ACTION")
    (asked,) = letters(anna.app, kind=UNCHECKED)
    assert asked.recipient == "anna@example.org"
    (kept,) = anna.kept()
    assert (kept.kind, kept.answer, kept.comment) == ("unproven", "DECLINED", "")


@on_both
def test_it_is_asked_once_for_each_date(anna: Anna) -> None:
    anna.answers("thunderbird", ("mx.example.org", "evil.example."), sequence="99")
    with anna.app.app_context(), write():
        entry = db.session.scalars(select(Entry).where(Entry.uid == anna.uid)).one()
        entry.sequence = entry.invite_sequence = entry.sequence + 3
    for _ in range(2):
        anna.answers("thunderbird", ("mx.example.org", "evil.example."), sequence="99")

    assert len(letters(anna.app, kind=UNCHECKED)) == 2


@pytest.mark.parametrize(
    ("pairs", "values", "why"),
    [
        ([("anna@example.org", "eva@example.org")], {}, "NobodyInvited"),
        ([("From: Anna Auza <anna@", "From: Eva <eva@")], {}, "NotTheirs"),
        ([("From: Anna Auza <anna@", "From: Eva <e@e.lv>, Anna <anna@")], {}, "NotTheirs"),
        ([], {"uid": "somebody-elses@calendar.example"}, "NotOurs"),
        ([], {"partstat": "NEEDS-ACTION"}, "BadReply"),
        ([("Auto-Submitted: auto-generated", "Auto-Submitted: auto-replied")], {}, "BadReply"),
    ],
)
def test_what_is_not_for_us_is_put_aside_and_named_by_its_number_alone(
    anna: Anna,
    pairs: list[tuple[str, str]],
    values: dict[str, str],
    why: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        anna.answers("gmail", *pairs, **{"partstat": "DECLINED", "comment": "Secret", **values})

    assert anna.standing() == ("confirmed", "NEEDS-ACTION")
    assert (anna.kept(), letters(anna.app, kind=UNCHECKED)) == ([], [])
    (said,) = caplog.messages
    assert re.fullmatch(rf"message \d+ of the mailbox was put aside: {why}", said)
    for word in ("anna", "eva", "Secret", anna.uid):
        assert word not in caplog.text


@on_both
def test_two_people_with_one_address_are_told_apart_by_the_letter_they_answer(
    app: Flask, server: MailboxServer, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context(), write():
        event = make_event()
        anna = invite(app, server, event)
        janis = invite(app, server, event, "Jānis")
    anna.answers("thunderbird")
    assert (anna.standing()[1], janis.standing()[1]) == ("NEEDS-ACTION", "NEEDS-ACTION")
    assert caplog.messages[-1].endswith("NobodyInvited")

    janis.answers("outlook")

    assert (anna.standing()[1], janis.standing()[1]) == ("NEEDS-ACTION", "ACCEPTED")


def test_the_letter_of_one_event_answers_for_no_other(app: Flask, server: MailboxServer) -> None:
    with app.app_context(), write():
        here = invite(app, server, make_event())
        there = invite(app, server, make_event("Other", organiser=make_organisation("Otava Town")))
    here.answers("outlook", uid=there.uid, partstat="DECLINED")

    assert (here.standing()[0], there.standing()[0]) == ("confirmed", "confirmed")
    assert len(letters(app, kind=UNCHECKED)) == 1


@pytest.mark.parametrize("state", ["waiting", "cancelled", "awaiting-approval"])
def test_whoever_has_no_place_answers_nothing(
    app: Flask, server: MailboxServer, state: str
) -> None:
    with app.app_context(), write():
        anna = invite(app, server, make_event(), state=state)
    anna.answers(partstat="DECLINED")

    assert anna.standing() == (state, "NEEDS-ACTION")


def test_where_nobody_is_believed_only_the_letter_counts(
    anna: Anna, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "trusted_servers", lambda url: frozenset())
    anna.answers("thunderbird")
    assert anna.standing()[1] == "NEEDS-ACTION"

    anna.answers("outlook")

    assert anna.standing()[1] == "ACCEPTED"


# Whatever dies meanwhile


@on_both
def test_two_workers_at_once_count_it_once(anna: Anna) -> None:
    anna.server.put(*[anna.mail("outlook", partstat="DECLINED") for _ in range(4)])
    both = threading.Barrier(2)

    def work() -> None:
        both.wait()
        look(anna.app)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert anna.standing()[0] == "cancelled"
    told = letters(anna.app, to="anna@example.org", kind="registrations/letters/cancelled")
    assert len(told) == 1
    with anna.app.app_context():
        assert db.session.get_one(Event, anna.event).pool.taken == 1


@on_both
def test_a_worker_that_dies_amid_the_deed_leaves_nothing_behind(
    anna: Anna, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = replies.replies_kept.keep

    def die(*given: Any) -> bool:
        real(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(replies.replies_kept, "keep", die)
    with pytest.raises(KeyboardInterrupt):
        anna.answers(comment="Hello")
    assert (anna.standing()[1], anna.kept()) == ("NEEDS-ACTION", [])
    monkeypatch.undo()

    look(anna.app)

    assert anna.standing()[1] == "ACCEPTED"
    assert len(anna.kept()) == 1


def test_hostile_mail_keeps_no_answer_from_being_read(
    anna: Anna, caplog: pytest.LogCaptureFixture
) -> None:
    bomb = anna.mail().replace(b"Subject:", b"Content-X: " + b"a=b; " * 9000 + b"\r\nSubject:")
    huge = anna.mail() + b"x" * inbox.LARGEST
    crowd = anna.mail("apple").replace(
        b"CLASS:PUBLIC", b"\r\n".join(b"ATTENDEE:mailto:%d@example.org" % n for n in range(2000))
    )
    torn = anna.mail()[:-400]
    anna.server.put(bomb, huge, crowd, torn, anna.mail("outlook", partstat="TENTATIVE"))

    assert look(anna.app) == 1
    assert anna.standing() == ("confirmed", "TENTATIVE")
    assert len([words for words in caplog.messages if "put aside" in words]) == 4


def test_looking_up_whose_answer_it_is_takes_few_statements(anna: Anna) -> None:
    reply = reply_in(parsed(anna.mail()))
    assert reply is not None
    with anna.app.app_context():
        with count_statements() as sent:
            event, _entry = replies_whose.event_of(reply.uid)
            found = replies_whose.whose(event, reply, False)
        assert (found.registration.id, found.is_proven) == (anna.number, True)
        assert len(sent) == 4
