"""Who can be written to, as a small registry: each audience counts itself and is read in pieces.

``register(Audience(…))`` adds one; forms, numbers and sending take them from here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, false, func, select

from webapp.core.addresses import public_url
from webapp.core.database import db
from webapp.events.models import Event
from webapp.letters.models import Chosen, EventLetter
from webapp.registrations.letter_facts import MAY_JOIN, your_time
from webapp.registrations.models import LIVE, Registration, State
from webapp.registrations.people_lists import shown_state

#: An unproven address is told nothing but how to prove it, unless staff ask for just those.
PROVEN = LIVE - {State.UNVERIFIED}
#: Who has something to answer.
UNANSWERED = frozenset({State.OFFERED, State.UNVERIFIED})


@dataclass(frozen=True)
class Addressee:
    """Somebody to write to. *position* orders the audience; *owner* is the same at every look."""

    position: int
    owner: str
    name: str
    email: str
    language: str
    link: str
    your_time: str = ""
    join_url: str = ""
    #: What the link is for: the registration, proving the address, or the invitation.
    link_is: str = "registration"


@dataclass(frozen=True)
class Numbers:
    """How many of an audience have an address, by their language, and how many have none."""

    by_language: dict[str, int]
    without_address: int = 0

    @property
    def letters(self) -> int:
        """How many letters that makes."""
        return sum(self.by_language.values())


@dataclass(frozen=True)
class Audience:
    """One way to say who. *asks* is the field that says which ones; *next_of* gives, in order,
    those who follow a position and were there before an instant."""

    name: str
    words: str
    asks: str
    numbers: Callable[[EventLetter], Numbers]
    next_of: Callable[[EventLetter, int, datetime, int], Sequence[Addressee]]
    #: Whether it is offered when a letter is begun; the chosen come from the list of people.
    is_offered: bool = True


AUDIENCES: dict[str, Audience] = {}
Condition = Callable[[EventLetter], ColumnElement[bool]]


def register(audience: Audience) -> Audience:
    """Offer it."""
    AUDIENCES[audience.name] = audience
    return audience


def of_registrations(
    name: str, words: str, condition: Condition, asks: str = "", is_offered: bool = True
) -> Audience:
    """An audience of people who have registered, those for whom *condition* holds."""

    def numbers(letter: EventLetter) -> Numbers:
        return _numbers(letter, condition(letter))

    def next_of(letter: EventLetter, after: int, until: datetime, most: int) -> Sequence[Addressee]:
        return _next_of(letter, condition(letter), after, until, most)

    return register(Audience(name, words, asks, numbers, next_of, is_offered))


def _numbers(letter: EventLetter, condition: ColumnElement[bool]) -> Numbers:
    has_address = Registration.email.is_not(None)
    query = (
        select(Registration.language, has_address, func.count())
        .where(*_of(letter), condition)
        .group_by(Registration.language, has_address)
    )
    by_language: dict[str, int] = {}
    without = 0
    for language, reachable, number in db.session.execute(query):
        if reachable:
            by_language[language] = number
        else:
            without += number
    return Numbers(by_language, without)


def _next_of(
    letter: EventLetter, condition: ColumnElement[bool], after: int, until: datetime, most: int
) -> Sequence[Addressee]:
    query: Select[Registration] = (
        select(Registration)
        .where(*_of(letter), condition, Registration.email.is_not(None))
        .where(Registration.id > after, Registration.created_at <= until)
        .order_by(Registration.id)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [addressee(each) for each in db.session.scalars(query)]


def _of(letter: EventLetter) -> tuple[ColumnElement[bool], ...]:
    return Registration.event_id == letter.event_id, Registration.erased_at.is_(None)


def addressee(registration: Registration) -> Addressee:
    """What a letter to this person needs."""
    is_unproven = registration.state == State.UNVERIFIED
    page = "registrations.verification" if is_unproven else "registrations.show"
    joins = registration.event.join_url if registration.state in MAY_JOIN else None
    return Addressee(
        registration.id,
        registration.key,
        registration.name,
        registration.email or "",
        registration.language,
        public_url(page, token=registration.token()),
        your_time(registration),
        joins or "",
        "proof" if is_unproven else "registration",
    )


def numbers_among(values: Iterable[str]) -> list[int]:
    """Those of stored *values* that are ids of rows."""
    return [int(value) for value in values if value.isdecimal() and len(value) < 16]


def _in_states(states: Iterable[State | str]) -> ColumnElement[bool]:
    return shown_state().in_([str(state) for state in states])


def _chosen(letter: EventLetter) -> ColumnElement[bool]:
    """Picked for the letter, or (before it is stored) named by the ids of their rows."""
    if letter.audience_values:
        return Registration.id.in_(numbers_among(letter.audience_values))
    picked = select(Chosen.registration_id).where(Chosen.event_letter_id == letter.id)
    return Registration.id.in_(picked)


def _with_id(column: ColumnElement[int | None], letter: EventLetter) -> ColumnElement[bool]:
    ids = numbers_among(letter.audience_values or [])
    return and_(column.in_(ids), _in_states(PROVEN)) if ids else false()


CONFIRMED = of_registrations(
    "confirmed", _l("all who have a place"), lambda letter: _in_states([State.CONFIRMED])
)
of_registrations(
    "states",
    _l("those in some states"),
    lambda letter: _in_states(letter.audience_values or []),
    "states",
)
of_registrations(
    "organisation",
    _l("those of one partner organisation"),
    lambda letter: _with_id(Registration.organisation_id.expression, letter),
    "organisation",
)
of_registrations(
    "group",
    _l("those of one target group"),
    lambda letter: _with_id(Registration.target_group_id.expression, letter),
    "group",
)
of_registrations(
    "unanswered",
    _l("those who have not answered: a place is offered, or the address is to be confirmed"),
    lambda letter: _in_states(UNANSWERED),
)
of_registrations("chosen", _l("the people chosen in the list"), _chosen, is_offered=False)


def audience_of(letter: EventLetter) -> Audience:
    """Who gets *letter*."""
    return AUDIENCES[letter.audience]


def for_event(event: Event, name: str, values: Sequence[str] = ()) -> Numbers:
    """How many that would be for a letter not written yet."""
    draft = EventLetter(event_id=event.id, audience=name, audience_values=list(values))
    return AUDIENCES[name].numbers(draft)
