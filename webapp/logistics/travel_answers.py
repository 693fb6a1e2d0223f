"""What somebody says about their way, their room and what they stay away from; and storing it."""

from collections.abc import Collection
from dataclasses import astuple, dataclass, field
from datetime import date
from hashlib import blake2b

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from webapp.core.database import db
from webapp.core.form_times import LocalDateTime
from webapp.core.moments import moment
from webapp.core.times import now
from webapp.logistics.errors import Stale
from webapp.logistics.models import Direction, ItemAbsence, Journey, Stay, Wish
from webapp.logistics.words import mode_word, nights_words, wish_word
from webapp.registrations.models import Registration


@dataclass(frozen=True)
class JourneyAnswer:
    """One way, as it was told."""

    mode: str | None = None
    when: LocalDateTime | None = None
    number: str = ""
    station: str = ""
    town: str = ""
    distance_km: int | None = None
    needs_pickup: bool = False

    def __bool__(self) -> bool:
        return self != JourneyAnswer()

    def __str__(self) -> str:
        told = [
            mode_word(self.mode),
            self.number,
            self.station,
            self.town,
            "" if self.when is None else moment(self.when.at, self.when.zone),
            "" if self.distance_km is None else _("%(number)d km", number=self.distance_km),
            _("wants to be met") if self.needs_pickup else "",
        ]
        return ", ".join(str(each) for each in told if each)

    @classmethod
    def of(cls, row: Journey | None) -> "JourneyAnswer":
        """What is stored."""
        if row is None:
            return cls()
        when = None
        if row.wall is not None and row.zone is not None:
            when = LocalDateTime(row.wall, row.zone, row.fold)
        told = (row.number, row.station, row.town, row.distance_km, row.needs_pickup)
        return cls(row.mode, when, *told)


@dataclass(frozen=True)
class StayAnswer:
    """The room somebody wants, as it was told."""

    wish: str | None = None
    first_on: date | None = None
    last_on: date | None = None
    shares_with: str = ""

    def __str__(self) -> str:
        if self.wish is None:
            return ""
        parts = (
            wish_word(self.wish),
            nights_words(self.first_on, self.last_on),
            self.shares_with,
        )
        return ", ".join(filter(None, parts))

    @classmethod
    def of(cls, row: Stay | None) -> "StayAnswer":
        """What is stored."""
        return cls() if row is None else cls(row.wish, row.first_on, row.last_on, row.shares_with)


@dataclass(frozen=True)
class TravelAnswers:
    """All that one person says. *away* holds ids of items, of those that were offered."""

    arrival: JourneyAnswer = field(default_factory=JourneyAnswer)
    departure: JourneyAnswer = field(default_factory=JourneyAnswer)
    stay: StayAnswer = field(default_factory=StayAnswer)
    away: frozenset[int] = frozenset()

    @property
    def fingerprint(self) -> str:
        """Changes with any of it: what a form carries to know whether it is stale."""
        told = (astuple(self.arrival), astuple(self.departure), astuple(self.stay))
        return blake2b(repr((told, sorted(self.away))).encode(), digest_size=8).hexdigest()


def answers_of(registration: Registration) -> TravelAnswers:
    """What is stored of somebody; three statements."""
    rows = _journeys(registration.id)
    away = select(ItemAbsence.item_id).where(ItemAbsence.registration_id == registration.id)
    return TravelAnswers(
        JourneyAnswer.of(rows.get(Direction.ARRIVAL)),
        JourneyAnswer.of(rows.get(Direction.DEPARTURE)),
        StayAnswer.of(stay_of(registration.id)),
        frozenset(db.session.scalars(away)),
    )


def stay_of(registration_id: int) -> Stay | None:
    """Their stay, with the room they have."""
    query = select(Stay).where(Stay.registration_id == registration_id)
    return db.session.scalar(query.options(joinedload(Stay.room)))


def _journeys(registration_id: int) -> dict[str, Journey]:
    query = select(Journey).where(Journey.registration_id == registration_id)
    return {row.direction: row for row in db.session.scalars(query)}


def save(
    registration: Registration, said: TravelAnswers, seen: str, offered: Collection[int]
) -> None:
    """Store what somebody said; *seen* is the fingerprint of what their form showed at first, and
    *offered* are the items they could stay away from.

    Raises `Stale` when something else is stored by now. Inside ``with write():``.
    """
    # Two forms for one person: on PostgreSQL the second waits here.
    db.session.get(Registration, registration.id, with_for_update=True)
    if answers_of(registration).fingerprint != seen:
        raise Stale
    rows = _journeys(registration.id)
    _save_journey(registration, Direction.ARRIVAL, rows, said.arrival)
    _save_journey(registration, Direction.DEPARTURE, rows, said.departure)
    _save_stay(registration, said.stay)
    save_away(registration.id, said.away, offered)


def _save_journey(
    registration: Registration,
    direction: Direction,
    rows: dict[str, Journey],
    said: JourneyAnswer,
) -> None:
    row = rows.get(direction)
    if said == JourneyAnswer.of(row):
        return
    if not said:
        db.session.delete(row)
        return
    if row is None:
        row = Journey(
            registration_id=registration.id, event_id=registration.event_id, direction=direction
        )
        db.session.add(row)
    row.mode, row.number, row.station, row.town = said.mode, said.number, said.station, said.town
    row.distance_km, row.needs_pickup, row.changed_at = said.distance_km, said.needs_pickup, now()
    row.wall = said.when.wall if said.when else None
    row.zone = said.when.zone if said.when else None
    row.fold = said.when.fold if said.when else 0
    if not said.needs_pickup:
        row.group_id = None


def _save_stay(registration: Registration, said: StayAnswer) -> None:
    row = stay_of(registration.id)
    if said == StayAnswer.of(row):
        return
    if said.wish is None:
        db.session.delete(row)
        return
    if row is None:
        row = Stay(registration_id=registration.id, event_id=registration.event_id)
        db.session.add(row)
    row.wish, row.first_on, row.last_on = said.wish, said.first_on, said.last_on
    row.shares_with, row.changed_at = said.shares_with, now()
    if said.wish == Wish.NONE:
        row.room_id = None


def save_away(registration_id: int, away: Collection[int], offered: Collection[int]) -> None:
    """Note from which of the *offered* items somebody stays away; others are left as they are."""
    mine = ItemAbsence.registration_id == registration_id
    stored = set(db.session.scalars(select(ItemAbsence.item_id).where(mine)))
    wanted = set(away) & set(offered)
    back = (stored & set(offered)) - wanted
    if back:
        db.session.execute(delete(ItemAbsence).where(mine, ItemAbsence.item_id.in_(back)))
    db.session.add_all(
        ItemAbsence(registration_id=registration_id, item_id=item_id)
        for item_id in sorted(wanted - stored)
    )
