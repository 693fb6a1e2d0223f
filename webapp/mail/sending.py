"""Sending: a batch at a time, each letter judged by itself, nothing lost whatever happens."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import update

from webapp.core.database import db, write
from webapp.core.sweeps import stopping
from webapp.core.times import now
from webapp.mail import files
from webapp.mail.addresses import BadAddress, deliverable
from webapp.mail.leases import Lease, claim, give_back
from webapp.mail.messages import message_of
from webapp.mail.models import Letter
from webapp.mail.smtp import Connection, ConnectionLost, Later, Refused, ServerAway, plain
from webapp.mail.words import words_of

#: How long to wait after the first, second … try that failed; about two days in all.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    *([timedelta(hours=6)] * 7),
)
#: While the server itself is away it is asked again this often, and nobody's letter is given up.
WAIT_FOR_SERVER = timedelta(minutes=1)
#: So many connections lost in a row are the server's fault and not the letters'.
LOSSES = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one try of a letter."""

    letter_id: int
    tries: int = 0
    error: str | None = None  # None: it was sent
    is_final: bool = False
    is_servers_fault: bool = False
    lost_connection: bool = False


def send_due() -> int:
    """Send every letter that is due; how many were sent. Any number of workers may do this."""
    sent = 0
    while not stopping.is_set() and (lease := claim()) is not None:
        outcomes = _send(lease)
        if len(outcomes) < len(lease.ids):
            give_back(lease)
        sent += sum(1 for outcome in outcomes if outcome.error is None)
        if any(outcome.is_servers_fault for outcome in outcomes):
            break
    return sent


def _send(lease: Lease) -> list[Outcome]:
    ready, faults = prepare(lease)
    url = current_app.config["VIZITE"].mail_url
    tried = _send_by_smtp(lease, ready, url) if url else _write_files(lease, ready)
    return faults + tried


def prepare(lease: Lease) -> tuple[list[Letter], list[Outcome]]:
    """Write the words of letters that have none yet: the letters to send, and what went wrong.

    The letters come without a session: nothing stays open while a mail server takes its time.
    """
    written: list[dict[str, Any]] = []
    faults: list[Outcome] = []
    for letter in lease.letters():
        if letter.body_text is None:
            try:
                written.append(_written(letter))
            except Exception as error:
                _log.exception("letter %s (%s) cannot be written", letter.message_id, letter.kind)
                faults.append(Outcome(letter.id, letter.tries + 1, plain(error)))
    if written:
        with write():
            db.session.execute(update(Letter), written)
    record(lease, faults)
    letters = [letter for letter in lease.letters() if letter.body_text is not None]
    db.session.expunge_all()
    db.session.rollback()
    return letters, faults


def _written(letter: Letter) -> dict[str, Any]:
    words = words_of(letter)
    texts = {"subject": words.subject, "body_text": words.text, "body_html": words.html}
    return {"id": letter.id, **texts}


def record(lease: Lease, outcomes: list[Outcome]) -> None:
    """Store what became of letters that are still ours."""
    if not outcomes:
        return
    with write():
        for outcome in outcomes:
            db.session.execute(
                update(Letter)
                .where(Letter.id == outcome.letter_id, Letter.lease == lease.key)
                .values(lease=None, leased_until=None, **_after(outcome))
                .execution_options(synchronize_session=False)
            )


def next_try_at(tries: int) -> datetime | None:
    """When to try again after so many tries; None: give up."""
    return now() + WAITS[tries - 1] if tries <= len(WAITS) else None


def _after(outcome: Outcome) -> dict[str, Any]:
    """The columns that change with an outcome."""
    if outcome.error is None:
        return {
            "state": "sent",
            "sent_at": now(),
            "tries": outcome.tries,
            "last_error": None,
        }
    if outcome.is_servers_fault:
        return {"due_at": now() + WAIT_FOR_SERVER, "last_error": outcome.error}
    again_at = None if outcome.is_final else next_try_at(outcome.tries)
    changes = {"tries": outcome.tries, "last_error": outcome.error}
    if again_at is None:
        return changes | {"state": "refused", "undelivered_at": now()}
    return changes | {"due_at": again_at}


def _write_files(lease: Lease, letters: list[Letter]) -> list[Outcome]:
    """Writing one again changes nothing, so all are marked together."""

    def keep(letter: Letter) -> None:
        files.keep(letter, message_of(letter))

    outcomes = [_outcome(letter, keep) for letter in letters]
    record(lease, outcomes)
    return outcomes


def _send_by_smtp(lease: Lease, letters: list[Letter], url: str) -> list[Outcome]:
    """One after the other on one connection; each is marked as soon as the server took it."""
    outcomes: list[Outcome] = []
    losses = 0
    with Connection(url) as connection:

        def hand_over(letter: Letter) -> None:
            connection.send(message_of(letter), deliverable(letter.recipient))

        for letter in letters:
            if stopping.is_set() or lease.is_running_out:
                break
            outcome = _outcome(letter, hand_over)
            record(lease, [outcome])
            outcomes.append(outcome)
            losses = losses + 1 if outcome.lost_connection else 0
            if outcome.is_servers_fault or losses == LOSSES:
                outcomes += _put_off(lease, letters[len(outcomes) :], outcome)
                break
    return outcomes


def _put_off(lease: Lease, letters: list[Letter], because: Outcome) -> list[Outcome]:
    """The server is away: the rest of the batch waits, which is no try of theirs."""
    rest = [Outcome(each.id, error=because.error, is_servers_fault=True) for each in letters]
    record(lease, rest)
    return rest


def _outcome(letter: Letter, deliver: Callable[[Letter], None]) -> Outcome:
    """Try to deliver one letter; whatever goes wrong with it concerns it alone."""
    tries = letter.tries + 1
    try:
        deliver(letter)
    except (Refused, BadAddress) as error:
        _log.warning("letter %s was refused: %s", letter.message_id, plain(error))
        return Outcome(letter.id, tries, plain(error), is_final=True)
    except Later as error:
        return Outcome(letter.id, tries, plain(error))
    except ConnectionLost as error:
        return Outcome(letter.id, tries, plain(error), lost_connection=True)
    except (ServerAway, OSError) as error:
        _log.warning("letters wait: %s", plain(error))
        return Outcome(letter.id, tries, plain(error), is_servers_fault=True)
    except Exception as error:
        _log.exception("letter %s cannot be sent", letter.message_id)
        return Outcome(letter.id, tries, plain(error))
    return Outcome(letter.id, tries)
