"""Answers of calendar programs, from the mailbox to the registration: what counts and follows."""

import pytest
from sqlalchemy import select

from tests.outbox import letters
from tests.registrations.replied import UNCHECKED, Anna, look, on_both, stamp
from tests.registrations.replying import COUNTERS, SHAPES
from webapp.core.database import db, write
from webapp.entries.models import Entry
from webapp.registrations.models import Registration, State
from webapp.registrations.scheduling_models import CalendarInvitation


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
