"""The form about one person's way, room, meals and rides. Every part may be left empty."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.agenda.models import AgendaItem
from webapp.core.form_times import checked_fold_part, offer_folds, wall_of
from webapp.core.forms import (
    ChoiceField,
    ChoicesField,
    CompoundField,
    DateField,
    LocalDateTime,
    NumberField,
    PartError,
    Parts,
    RadioField,
    RevisedForm,
    TextField,
    TimeField,
    YesField,
)
from webapp.events.models import Event
from webapp.logistics.asking import Asks
from webapp.logistics.factors import MODE_WORDS
from webapp.logistics.models import Wish
from webapp.logistics.travel_answers import JourneyAnswer, StayAnswer, TravelAnswers
from webapp.logistics.words import WISH_WORDS, day_word, item_words

#: Nobody comes a month before the first day, or stays a month after the last.
_AROUND = timedelta(days=14)
#: Who arrives at night has the room of the evening before.
_SMALL_HOURS = 8


class _JourneyParts(Parts):
    mode = ChoiceField(
        _l("Means of transport"),
        blank=_l("not known yet"),
        choices=[(m.value, w) for m, w in MODE_WORDS.items()],
    )
    date = DateField(_l("Day"))
    time = TimeField(_l("Time"))
    fold = RadioField(choices=[("0", ""), ("1", "")])
    number = TextField(_l("Number of the flight, train or bus"), longest=60)
    station = TextField(_l("Station, port or airport"))
    town = TextField(_l("Town at the other end"))
    distance_km = NumberField(
        _l("Distance in km"), most=20_000, hint=_l("Of the whole way, about. For the CO₂ line.")
    )
    needs_pickup = YesField(_l("Please meet me there"))


class JourneyField(CompoundField):
    """One way; data is a `JourneyAnswer`. Times are meant in the zone of the event."""

    parts_class = _JourneyParts
    data: JourneyAnswer
    zone_name = "UTC"

    def split(self, value: JourneyAnswer | None) -> dict[str, Any]:
        """The data of each input."""
        said = value or JourneyAnswer()
        told = ("mode", "number", "station", "town", "distance_km", "needs_pickup")
        found = {name: getattr(said, name) for name in told}
        if said.when is not None:
            found |= {"date": said.when.wall.date(), "time": said.when.wall.time()}
            found["fold"] = str(said.when.fold)
        return found

    def compose(self) -> JourneyAnswer:
        """What was told; asks about what a clock change makes doubtful."""
        given = {part.short_name: part.data for part in self.parts}
        return JourneyAnswer(
            given["mode"] or None,
            self._when(given["date"], given["time"]),
            given["number"],
            given["station"],
            given["town"],
            given["distance_km"],
            bool(given["needs_pickup"]),
        )

    def _when(self, day: date | None, hour: Any) -> LocalDateTime | None:
        if day is None and hour is None:
            return None
        if day is None:
            raise PartError("date", _("Add the day."))
        if hour is None:
            raise PartError("time", _("Add the time."))
        wall = datetime.combine(day, hour)
        fold = checked_fold_part(self.parts, "time", "fold", wall, self.zone_name)
        return LocalDateTime(wall, self.zone_name, fold)

    @property
    def asks_fold(self) -> bool:
        """Whether the typed time comes twice."""
        wall = wall_of(self.parts["date"].data, self.parts["time"].data)
        return offer_folds(self.parts, "fold", wall, self.zone_name)


class _StayParts(Parts):
    wish = ChoiceField(
        _l("I would like"),
        blank=_l("not known yet"),
        choices=[(wish.value, words) for wish, words in WISH_WORDS.items()],
    )
    first_on = DateField(_l("First night, from the evening of"))
    last_on = DateField(_l("Last night, from the evening of"))
    shares_with = TextField(_l("With whom, if you know"))


class StayField(CompoundField):
    """The room; data is a `StayAnswer`."""

    parts_class = _StayParts
    data: StayAnswer

    def split(self, value: StayAnswer | None) -> dict[str, Any]:
        """The data of each input."""
        return dict(vars(value or StayAnswer()))

    def compose(self) -> StayAnswer:
        """What was told: nights with a room, none without."""
        given = {part.short_name: part.data for part in self.parts}
        wish, first, last = given["wish"] or None, given["first_on"], given["last_on"]
        if wish in (Wish.SINGLE, Wish.SHARED):
            if first is None:
                raise PartError("first_on", _("Say from which night you need the room."))
            if last is None:
                raise PartError("last_on", _("Say until which night you need the room."))
            if last < first:
                raise PartError("last_on", _("The last night lies before the first one."))
        elif first or last or given["shares_with"]:
            raise PartError(
                "wish", _("Choose what kind of room you would like, or leave the nights empty.")
            )
        return StayAnswer(wish, first, last, given["shares_with"])


class TravelForm(RevisedForm):
    """What one person says; the staff and the leader fill in the same."""

    arrival = JourneyField(_l("Arrival"))
    departure = JourneyField(_l("Departure"))
    stay = StayField(_l("Room"))
    away = ChoicesField(
        _l("Which of these will you not take part in?"),
        coerce=int,
        hint=_l("You are expected at all meals and on all rides but those you tick."),
    )

    def prepare(self, event: Event, zone: str, asks: Asks, items: Sequence[AgendaItem]) -> None:
        """Leave out what this event does not ask; read times in its *zone*."""
        self._event = event
        self.arrival.zone_name = self.departure.zone_name = zone
        self.departure.parts["needs_pickup"].label.text = _("Please take me there")
        self.away.choices = [(item.id, item_words(item)) for item in items]
        if not asks.travel:
            del self.arrival, self.departure
        if not asks.rooms:
            del self.stay
        if not items:
            del self.away

    def check(self) -> bool:
        """What holds for several answers together; after `validate`."""
        arrival, departure = self._time("arrival"), self._time("departure")
        if arrival and departure and departure.at <= arrival.at:
            self._refuse("departure", "date", _("The departure lies before the arrival."))
        self._check_around(arrival, departure)
        if "stay" in self and self.stay.data.first_on is not None:
            self._check_nights(self.stay.data, arrival, departure)
        return not self.error_list

    def answers(self, stored: TravelAnswers) -> TravelAnswers:
        """What was said; what this form does not ask stays as it is *stored*."""
        return TravelAnswers(
            self.arrival.data if "arrival" in self else stored.arrival,
            self.departure.data if "departure" in self else stored.departure,
            self.stay.data if "stay" in self else stored.stay,
            frozenset(self.away.data) if "away" in self else stored.away,
        )

    def _time(self, name: str) -> LocalDateTime | None:
        return self[name].data.when if name in self else None

    def _refuse(self, name: str, part: str, message: str) -> None:
        field = self[name].parts[part]
        field.errors = [*field.errors, message]

    def _check_around(self, arrival: LocalDateTime | None, departure: LocalDateTime | None) -> None:
        first, last = self._event.first_on, self._event.last_on
        if first is None or last is None:
            return
        if arrival and not first - _AROUND <= arrival.wall.date() <= last:
            words = _("Check the day: the event begins on %(first)s.", first=day_word(first))
            self._refuse("arrival", "date", words)
        if departure and not first <= departure.wall.date() <= last + _AROUND:
            words = _("Check the day: the event ends on %(last)s.", last=day_word(last))
            self._refuse("departure", "date", words)

    def _check_nights(
        self, stay: StayAnswer, arrival: LocalDateTime | None, departure: LocalDateTime | None
    ) -> None:
        earliest, latest = self._nights(arrival, departure)
        assert stay.first_on
        assert stay.last_on
        if earliest and stay.first_on < earliest:
            words = _(
                "The first night can be that of %(day)s at the earliest.", day=day_word(earliest)
            )
            self._refuse("stay", "first_on", words)
        if latest and stay.last_on > latest:
            words = _("The last night can be that of %(day)s at the latest.", day=day_word(latest))
            self._refuse("stay", "last_on", words)

    def _nights(
        self, arrival: LocalDateTime | None, departure: LocalDateTime | None
    ) -> tuple[date | None, date | None]:
        """Between which nights a room can be needed: on the way told of, else around the event."""
        first, last = self._event.first_on, self._event.last_on
        earliest = None if first is None else first - _AROUND
        latest = None if last is None else last + _AROUND
        if arrival:
            is_late = arrival.wall.hour < _SMALL_HOURS
            earliest = arrival.wall.date() - timedelta(days=1 if is_late else 0)
        if departure:
            latest = departure.wall.date() - timedelta(days=1)
        return earliest, latest
