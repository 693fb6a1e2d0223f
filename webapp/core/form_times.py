"""Fields for days, hours and zones; what a clock change skips or doubles is asked about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from wtforms import fields
from wtforms.validators import ValidationError

from webapp.core.bad_periods import EARLIEST_YEAR, LATEST_YEAR
from webapp.core.date_words import days_text, zone_city, zone_country
from webapp.core.form_compound import CompoundField, PartError, Parts
from webapp.core.form_fields import Asking, ChoiceField, RadioField
from webapp.core.i18n import current_language
from webapp.core.text import sort_key
from webapp.core.times import (
    DoubledTime,
    SkippedTime,
    UnknownZone,
    is_european,
    to_utc,
    to_wall,
    zone,
    zone_names,
)


class DateField(Asking, fields.DateField):
    """A day. Browsers send 2027-04-27; "27.04.2027", as typed in Latvia, is read too."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, format=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y."], **kwargs)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the day; None when nothing was typed."""
        self.data = None
        text = "".join(valuelist[0].split()) if valuelist else ""
        if not text:
            return
        try:
            super().process_formdata([text])
        except ValueError as error:
            raise ValueError(
                _("Write the date as day.month.year, for example 27.04.2027.")
            ) from error

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Catch years that can only be a slip of the keyboard."""
        if self.data is not None and not EARLIEST_YEAR <= self.data.year <= LATEST_YEAR:
            raise ValidationError(
                _(
                    "Check the year: it should lie between %(first)d and %(last)d.",
                    first=EARLIEST_YEAR,
                    last=LATEST_YEAR,
                )
            )


class TimeField(Asking, fields.TimeField):
    """An hour and minute; "9.30" and "9:30" are read alike."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, format=["%H:%M", "%H:%M:%S"], **kwargs)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the time; None when nothing was typed."""
        self.data = None
        text = "".join(valuelist[0].split()).replace(".", ":") if valuelist else ""
        if not text:
            return
        try:
            super().process_formdata([text])
        except ValueError as error:
            raise ValueError(
                _("Write the time as hours and minutes, for example 09:30.")
            ) from error


class ZoneField(ChoiceField):
    """A time zone, European cities first; data is the IANA name."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, choices=(), **kwargs)

    def offered_groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """(group, [(zone name, city)]) in the reader's language, cities in alphabetical order."""
        return _zone_groups(current_language(), str(_("Europe")), str(_("Elsewhere")))

    def pre_validate(self, form: Any) -> None:
        """Any zone there is, older names included."""
        if self.data in (None, ""):
            self.data = None
            return
        try:
            zone(self.data)
        except UnknownZone as error:
            message = _(
                "Choose a time zone from the list, for example %(example)s.", example="Europe/Riga"
            )
            raise ValidationError(message) from error


def _zone_groups(
    language: str, europe: str, elsewhere: str
) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[bool, list[tuple[str, str]]] = {True: [], False: [("UTC", "UTC")]}
    for name in zone_names():
        city = zone_city(name, language)
        country = "" if is_european(name) else zone_country(name, language)
        words = city if country in ("", city) else f"{city} ({country})"
        groups[is_european(name)].append((name, words))
    return [
        (europe, sorted(groups[True], key=lambda pair: sort_key(pair[1]))),
        (elsewhere, sorted(groups[False], key=lambda pair: sort_key(pair[1]))),
    ]


@dataclass(frozen=True)
class LocalDateTime:
    """A wall clock time in a zone, as people agree on one; `fold` tells doubled times apart."""

    wall: datetime
    zone: str
    fold: int = 0

    @property
    def at(self) -> datetime:
        """The instant in UTC."""
        return to_utc(self.wall, self.zone, self.fold)

    @classmethod
    def from_instant(cls, instant: datetime, zone_name: str) -> "LocalDateTime":
        """What clocks in the zone show at an instant."""
        wall = to_wall(instant, zone_name)
        return cls(wall.replace(fold=0), zone_name, wall.fold)


def fold_words(error: DoubledTime) -> list[tuple[str, str]]:
    """The two choices for a time that comes twice, told apart by their distance from UTC."""
    first, second = (to_utc_offset(instant, error.zone) for instant in (error.first, error.second))
    hour = f"{error.wall:%H:%M}"
    return [
        ("0", _("the first %(time)s, still summer time (%(offset)s)", time=hour, offset=first)),
        ("1", _("the second %(time)s, an hour later (%(offset)s)", time=hour, offset=second)),
    ]


def to_utc_offset(instant: datetime, zone_name: str) -> str:
    """How far clocks in a zone are from UTC at an instant: "UTC+3", "UTC−3:30"."""
    offset = instant.astimezone(zone(zone_name)).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def skipped_words(error: SkippedTime) -> str:
    """What to do about a time that never comes."""
    words: str = _(
        "The clocks go forward over %(time)s on %(day)s, so it does not exist."
        " Choose %(before)s or earlier, or %(after)s or later.",
        time=f"{error.wall:%H:%M}",
        day=days_text(error.wall.date(), error.wall.date(), current_language()),
        before=f"{error.before:%H:%M}",
        after=f"{error.after:%H:%M}",
    )
    return words


def doubled_words(error: DoubledTime) -> str:
    """What to ask about a time that comes twice."""
    words: str = _(
        "The clocks go back that night and %(time)s comes twice. Choose which one you mean.",
        time=f"{error.wall:%H:%M}",
    )
    return words


def wall_of(day: date | None, hour: time | None) -> datetime | None:
    """The wall clock time of a day and an hour, None while either is missing."""
    return None if day is None or hour is None else datetime.combine(day, hour)


def offer_folds(parts: Parts, fold: str, wall: datetime | None, zone_name: str | None) -> bool:
    """Whether a time comes twice; if so the choices of the part *fold* name the two."""
    if wall is None or not zone_name:
        return False
    try:
        to_utc(wall, zone_name)
    except DoubledTime as error:
        part: Any = parts[fold]
        part.choices = fold_words(error)
        return True
    except ValueError:
        return False
    return False


def checked_fold_part(
    parts: Parts, hour: str, fold: str, wall: datetime | None, zone_name: str
) -> int:
    """The fold for a time; `PartError` at the part *hour* if the time is skipped, at the part
    *fold* if it comes twice and neither was chosen."""
    if wall is None:
        return 0
    try:
        to_utc(wall, zone_name)
    except SkippedTime as error:
        raise PartError(hour, skipped_words(error)) from error
    except DoubledTime as error:
        if parts[fold].data not in ("0", "1"):
            raise PartError(fold, doubled_words(error)) from error
        return int(parts[fold].data)
    return 0


class _DateTimeParts(Parts):
    date = DateField()
    time = TimeField()
    zone = ZoneField()
    fold = RadioField(choices=[("0", ""), ("1", "")])


class LocalDateTimeField(CompoundField):
    """A day and time in a zone; data is a `LocalDateTime` or None.

    *zone* is the zone's name, or a function that gives it (the event's); with `asks_zone` the
    reader chooses. An aware datetime is taken as data too and shown in that zone. When the time
    comes twice, the form comes back with the question which of the two (`asks_fold`).
    """

    parts_class = _DateTimeParts
    data: LocalDateTime | None

    def __init__(
        self,
        label: str | None = None,
        *,
        zone: str | Callable[[], str] = "UTC",
        asks_zone: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self._zone, self.asks_zone = zone, asks_zone

    @property
    def zone_name(self) -> str:
        """The zone the typed time is meant in."""
        chosen = self.parts["zone"].data if self.asks_zone else None
        return chosen or (self._zone() if callable(self._zone) else self._zone)

    @zone_name.setter
    def zone_name(self, name: str) -> None:
        self._zone = name

    def split(self, value: LocalDateTime | datetime | None) -> dict[str, Any]:
        """Day, time, zone and fold of a value."""
        default = self._zone() if callable(self._zone) else self._zone
        if isinstance(value, datetime):
            value = LocalDateTime.from_instant(value, default)
        if value is None:
            return {"zone": default}
        return {
            "date": value.wall.date(),
            "time": value.wall.time(),
            "zone": value.zone,
            "fold": str(value.fold),
        }

    def compose(self) -> LocalDateTime | None:
        """The time in its zone; asks about what a clock change makes doubtful."""
        day, hour = self.parts["date"].data, self.parts["time"].data
        if day is None and hour is None:
            return None
        if day is None:
            raise PartError("date", _("Add the day."))
        if hour is None:
            raise PartError("time", _("Add the time."))
        fold = checked_fold_part(self.parts, "time", "fold", self._wall(), self.zone_name)
        return LocalDateTime(datetime.combine(day, hour), self.zone_name, fold)

    @property
    def asks_fold(self) -> bool:
        """Whether the typed time comes twice, so that the question is to be shown."""
        return offer_folds(self.parts, "fold", self._wall(), self.zone_name)

    def _wall(self) -> datetime | None:
        return wall_of(self.parts["date"].data, self.parts["time"].data)
