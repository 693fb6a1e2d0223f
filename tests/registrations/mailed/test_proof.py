"""Whose answer a mail is: counted, asked about by letter, or put aside; whatever dies meanwhile."""

import logging
import re
import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.counting import count_statements
from tests.factories import make_event, make_organisation
from tests.mail.mailbox import MailboxServer
from tests.outbox import letters
from tests.registrations.replied import UNCHECKED, Anna, invite, look, on_both, stamp
from tests.registrations.replying import parsed
from webapp.core.database import db, write
from webapp.entries.models import Entry
from webapp.events.models import Event
from webapp.mail import inbox
from webapp.registrations import replies, replies_kept, replies_whose
from webapp.registrations.replies_reading import reply_in

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
    real = replies_kept.keep

    def die(*given: Any) -> bool:
        real(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(replies_kept, "keep", die)
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
