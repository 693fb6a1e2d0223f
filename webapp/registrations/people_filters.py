"""What the list of people is narrowed by, as it stands in the address and for the database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from webapp.core.database import is_sqlite
from webapp.core.forms import clean_line, clean_text
from webapp.core.text import search_key
from webapp.core.times import now
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.questions.filters import answer_condition
from webapp.registrations.guardian_models import Answer, GuardianConsent
from webapp.registrations.models import HELD_UNTIL, LIVE, Registration, State

_WORDS = 8
#: A public id, and the key of an answer or "-".
_ANSWER = re.compile(r"[0-9a-z]{1,16}\.[0-9A-Za-z_-]{1,40}")
#: What the list can be sorted by; the first is usual.
SORTS = ("time", "name", "state")
#: Every state, and all that are still in the running.
STATES = ("live", *(state.value for state in State))
#: What else one looks for: who wants to be left out of pictures, whose guardian has not agreed.
MARKS: dict[str, ColumnElement[bool]] = {
    "no-photos": Registration.not_in_photos.is_(True),
    "no-consent": exists().where(
        GuardianConsent.registration_id == Registration.id,
        GuardianConsent.answer != Answer.GIVEN,
    ),
}
#: Who did not say which group they belong to, is of no organisation known here, in no delegation.
NO_GROUP = NO_PARTNER = NO_POOL = "none"
#: The order of states on pages: who needs an answer first, who is out last.
ORDER = (
    State.AWAITING_APPROVAL,
    State.CONFIRMED,
    State.OFFERED,
    State.UNVERIFIED,
    State.WAITING,
    State.DECLINED,
    State.EXPIRED,
    State.CANCELLED,
)


@dataclass(frozen=True)
class PeopleFilters:
    """What the list is narrowed and sorted by, as it stands in the address."""

    q: str = ""
    state: str = ""
    group: str = ""
    language: str = ""
    #: The id of an organisation known here.
    partner: str = ""
    #: The id of a seat pool below the event's: a delegation (`people_pools`).
    pool: str = ""
    #: A question and one of its answers: "public id.value".
    answer: str = ""
    mark: str = ""
    sort: str = SORTS[0]

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "PeopleFilters":
        """From the query of an address; what is not offered is left out."""
        names = tuple(each.name for each in fields(cls))
        given = {name: clean_line(clean_text(arguments.get(name, "")))[:100] for name in names}
        found = cls(**given)
        return replace(
            found,
            state=found.state if found.state in STATES else "",
            group=found.group if _is_id(found.group) else "",
            partner=found.partner if _is_id(found.partner) else "",
            pool=found.pool if _is_id(found.pool) else "",
            answer=found.answer if _ANSWER.fullmatch(found.answer) else "",
            mark=found.mark if found.mark in MARKS else "",
            sort=found.sort if found.sort in SORTS else SORTS[0],
        )

    def as_query(self) -> dict[str, str]:
        """For ``url_for``: only what is set."""
        usual = {"sort": SORTS[0]}
        return {name: value for name, value in vars(self).items() if value != usual.get(name, "")}

    def but(self, **values: str) -> dict[str, str]:
        """The query with some of it replaced."""
        return replace(self, **values).as_query()

    @property
    def number(self) -> int:
        """How many narrow the list."""
        return len(self.as_query().keys() - {"sort"})

    @property
    def narrows_beyond_state(self) -> bool:
        """Whether the numbers by state do not tell how many there are."""
        return bool(self.as_query().keys() - {"sort", "state"})


def shown_state() -> ColumnElement[str]:
    """`Registration.shown_state` for the database: an overdue hold reads *expired*."""
    return case((Registration.held_until <= now(), State.EXPIRED.value), else_=Registration.state)


def matching(event: Event, filters: PeopleFilters) -> Select[Registration]:
    """The registrations the list is narrowed to, in no order."""
    query = select(Registration).where(Registration.event_id == event.id)
    if filters.state:
        query = query.where(_stands(filters.state))
    if filters.group:
        query = query.where(Registration.target_group_id == _id(filters.group))
    if filters.partner:
        query = query.where(Registration.organisation_id == _id(filters.partner))
    if filters.pool:
        query = query.where(Registration.seat_pool_id == _id(filters.pool))
    if filters.language:
        query = query.where(Registration.language == filters.language)
    if filters.answer:
        public_id, _dot, value = filters.answer.partition(".")
        query = query.where(answer_condition(Registration.id, public_id, value))
    if filters.mark:
        query = query.where(MARKS[filters.mark])
    return query.where(*(_says(word) for word in search_key(filters.q).split()[:_WORDS]))


def _stands(state: str) -> ColumnElement[bool]:
    """`shown_state` as conditions an index can serve."""
    overdue = Registration.held_until <= now()
    if state == State.EXPIRED:
        return or_(
            Registration.state == state, and_(Registration.state.in_(sorted(HELD_UNTIL)), overdue)
        )
    wanted = LIVE if state == "live" else {State(state)}
    held = or_(Registration.held_until.is_(None), ~overdue)
    return and_(Registration.state.in_(sorted(wanted)), held)


def _is_id(text: str) -> bool:
    return text == NO_GROUP or (text.isascii() and text.isdecimal() and len(text) < 10)


def _id(text: str) -> int | None:
    return None if text == NO_GROUP else int(text)


def _says(word: str) -> ColumnElement[bool]:
    known = select(Organisation.id).where(_holds(Organisation.search_key, word))
    return or_(
        _holds(Registration.name_key, word),
        _holds(Registration.email_key, word),
        _holds(Registration.organisation_key, word),
        Registration.organisation_id.in_(known),
    )


def _holds(key: Any, word: str) -> ColumnElement[bool]:
    """Whether a stored key holds *word*; both are without capitals and marks, so the plain search
    for bytes will do, which takes half the time of LIKE."""
    place = func.instr(key, word) if is_sqlite() else func.strpos(key, word)
    return place > 0
