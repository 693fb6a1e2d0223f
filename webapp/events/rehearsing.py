"""What an act would do, without doing it: how many letters would go out, and what they would say.

The act runs in a transaction that is rolled back, so that the number is the real one and no second
rule has to say who is concerned.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import make_transient

from webapp.core.database import db, write
from webapp.core.i18n import configured_languages
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.mail.words import words_of

Done = TypeVar("Done")
#: What of a letter is somebody's own. Staff who may plan an event may not see its people.
_PRIVATE = {"your_time": "", "position": None}
#: Letters with the event for the calendar, and not with its end.
_BRINGS_EVENT = (
    Letter.calendar.is_not(None),
    Letter.calendar_method.is_distinct_from("CANCEL"),
)


@dataclass(frozen=True)
class Sample:
    """One letter as it would read, addressed to nobody."""

    language: str
    subject: str
    text: str


@dataclass(frozen=True)
class Rehearsal:
    """How many letters an act would store, one of each language, with how many of them the event
    comes for the calendar, and how many more people would hold a seat than now."""

    letters: int
    samples: list[Sample]
    calendars: int = 0
    moved_up: int = 0


class _Rehearsed(Exception):
    """Raised to roll everything back."""


def rehearse(event: Event, act: Callable[[], Any]) -> Rehearsal:
    """Run *act* on *event* in a transaction of its own and undo it. What it raises passes through;
    *event* is read again afterwards."""
    key, found, number, calendars = event.key, list[Letter](), 0, 0
    seated = [event.pool.taken]
    try:
        with write():
            newest = _newest()
            act()
            number = _stored_since(newest, key)
            calendars = _stored_since(newest, key, *_BRINGS_EVENT)
            db.session.refresh(event.pool)
            seated.append(event.pool.taken)
            found = _one_of_each_language(newest, key)
            for letter in found:
                make_transient(letter)
            raise _Rehearsed
    except _Rehearsed:
        pass
    samples = [_sample(letter) for letter in found]
    return Rehearsal(number, samples, calendars, max(0, seated[-1] - seated[0]))


def perform(event: Event, act: Callable[[], Done]) -> tuple[Done, int]:
    """Run *act* on *event* for good; what it returned, and how many letters it stored."""
    key = event.key
    with write():
        newest = _newest()
        done = act()
        return done, _stored_since(newest, key)


def _newest() -> int:
    return db.session.scalar(select(func.max(Letter.id))) or 0


def _stored_since(newest: int, key: str, *such: ColumnElement[bool]) -> int:
    db.session.flush()
    query = select(func.count()).where(Letter.id > newest, Letter.event_key == key, *such)
    return db.session.scalar(query) or 0


def _one_of_each_language(newest: int, key: str) -> list[Letter]:
    """The main language first. A letter with a calendar entry says most, so it is taken first."""
    letters: list[Letter] = []
    for language in configured_languages():
        query = select(Letter).where(
            Letter.id > newest, Letter.event_key == key, Letter.language == language
        )
        in_order = query.order_by(Letter.calendar.is_(None), Letter.id).limit(1)
        letters += db.session.scalars(in_order)
    return letters


def _sample(letter: Letter) -> Sample:
    letter.recipient_name, letter.recipient = "…", ""
    facts = {name: _without_link(value) for name, value in (letter.facts or {}).items()}
    letter.facts = facts | {name: value for name, value in _PRIVATE.items() if name in facts}
    words = words_of(letter)
    return Sample(letter.language, words.subject, words.text)


def _without_link(value: Any) -> Any:
    """A participant's link opens their registration; the sample shows where it stands only."""
    for folder in ("/registrations/", "/invitations/", "/delegations/"):
        if isinstance(value, str) and folder in value:
            return value.partition(folder)[0] + folder + "…"
    return value
