"""Sending a text to many: its letters are written into the outbox a few at a time.

Each transaction writes the letters of the next people and notes how far it has come, so that one
stopped half-way goes on where it was. Who belongs to the audience is looked at when their turn
comes: whoever has cancelled meanwhile gets none, and whoever registered after sending began (a
reminder: after its time) does not either. That nobody gets it twice is the database's to keep.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, insert, or_, select
from sqlalchemy.exc import OperationalError

from webapp.core.changes import record
from webapp.core.database import db, write
from webapp.core.i18n import configured_languages
from webapp.core.sweeps import stopping, sweep
from webapp.core.times import now
from webapp.events.models import Event, Status
from webapp.letters import automatic
from webapp.letters.audiences import Addressee, audience_of
from webapp.letters.composing import Composer
from webapp.letters.models import Addressed, Chosen, EventLetter, Purpose, Stage
from webapp.mail.nudging import letters_were_stored
from webapp.mail.outbox import new_message_id, post_many
from webapp.mail.work import before_sending
from webapp.registrations.letter_facts import prepare

#: So many letters are written in one transaction: others who want to write wait some hundredths.
AT_ONCE = 200
_log = logging.getLogger(__name__)


def begin(letter: EventLetter) -> None:
    """From now on it is being sent. Inside ``with write():``."""
    letter.stage, letter.begun_at = Stage.SENDING.value, now()
    letter.expected = audience_of(letter).numbers(letter).letters
    letter.touch()
    record(letter.event.key, f"{letter.purpose}-sent", after={"letter": letter.code})
    letters_were_stored()


@before_sending
def write_due() -> int:
    """Write the letters of every text that is being sent or whose time has come; how many.

    One that cannot be sent keeps no other from going.
    """
    written = 0
    for letter_id in _due():
        try:
            written += _write_all(letter_id)
        except OperationalError:
            raise  # the database's fault, and not this letter's
        except Exception:
            db.session.rollback()
            _log.exception("text %d for many cannot be sent", letter_id)
    return written


@sweep("reminders", every=3600)
def reckon_all() -> int:
    """Reckon anew when reminders go, where something moved the date without saying so; how many
    changed."""
    query = select(EventLetter.id).where(
        EventLetter.purpose == Purpose.REMINDER, EventLetter.stage == Stage.SCHEDULED
    )
    changed = 0
    for letter_id in list(db.session.scalars(query)):
        letter = db.session.get_one(EventLetter, letter_id)
        if automatic.is_reckoned(letter):
            continue
        with write():
            taken = _take(letter_id)
            if taken is not None and taken.stage == Stage.SCHEDULED:
                automatic.reckon(taken)
                changed += 1
    return changed


def _due() -> list[int]:
    held = and_(EventLetter.purpose == Purpose.THANKS, Event.status == Status.HELD)
    query = (
        select(EventLetter.id)
        .join(EventLetter.event)
        .where(
            or_(
                EventLetter.stage == Stage.SENDING,
                and_(EventLetter.stage == Stage.SCHEDULED, or_(EventLetter.due_at <= now(), held)),
            )
        )
        .order_by(EventLetter.id)
    )
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def _write_all(letter_id: int) -> int:
    if not _begun(letter_id):
        return 0
    _make_ready(letter_id)
    written = 0
    while not stopping.is_set():
        with write():
            letter = _take(letter_id)
            number = 0 if letter is None else _write_some(letter)
        if not number:
            break
        written += number
    return written


def _begun(letter_id: int) -> bool:
    """Whether it is being sent, now that its time has come."""
    letter = db.session.get(EventLetter, letter_id)
    if letter is None or letter.stage == Stage.SENDING:
        return letter is not None
    with write():
        letter = _take(letter_id)
        if letter is None or letter.stage != Stage.SCHEDULED:
            return letter is not None
        if automatic.may_go(letter):
            begin(letter)
    return letter.stage == Stage.SENDING


def _take(letter_id: int) -> EventLetter | None:
    """The text, ours until the end of the transaction; None while another worker has it."""
    query = select(EventLetter).where(EventLetter.id == letter_id)
    return db.session.scalar(query.with_for_update(skip_locked=True))


def _make_ready(letter_id: int) -> None:
    """Read what the letters tell of the event, before anybody has to wait for it."""
    letter = db.session.get(EventLetter, letter_id)
    if letter is not None:
        for language in configured_languages():
            prepare(letter.event, language)
    db.session.rollback()


def _write_some(letter: EventLetter) -> int:
    """Letters for the next people; 0 when all have theirs."""
    if letter.stage != Stage.SENDING:
        return 0
    people = audience_of(letter).next_of(letter, letter.reached, _until(letter), AT_ONCE)
    if not people:
        _finish(letter)
        return 0
    _write_to(letter, _not_yet(letter, people))
    letter.reached = people[-1].position
    return len(people)


def _until(letter: EventLetter) -> datetime:
    """Who came later gets none. A reminder is for those who had registered by its time."""
    assert letter.begun_at is not None
    if letter.purpose == Purpose.REMINDER and letter.due_at is not None:
        return min(letter.due_at, letter.begun_at)
    return letter.begun_at


def _not_yet(letter: EventLetter, people: Sequence[Addressee]) -> list[Addressee]:
    query = select(Addressed.owner).where(
        Addressed.event_letter_id == letter.id,
        Addressed.owner.in_([person.owner for person in people]),
    )
    known = set(db.session.scalars(query))
    return [person for person in people if person.owner not in known]


def _write_to(letter: EventLetter, people: Sequence[Addressee]) -> None:
    composer = Composer(letter)
    drafts = [composer.draft(person, new_message_id()) for person in people]
    if not drafts:
        return
    db.session.execute(
        insert(Addressed),
        [
            {
                "event_letter_id": letter.id,
                "owner": draft.owner,
                "message_id": draft.message_id,
            }
            for draft in drafts
        ],
    )
    letter.written += post_many(drafts)


def _finish(letter: EventLetter) -> None:
    letter.stage, letter.finished_at = Stage.SENT.value, now()
    letter.touch()
    db.session.execute(delete(Chosen).where(Chosen.event_letter_id == letter.id))
