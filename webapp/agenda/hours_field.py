"""One question for the day and the hours of an item; a clock change is asked about in it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.agenda.errors import BadHours
from webapp.agenda.times import Hours, hours_of
from webapp.core.form_compound import CompoundField, PartError, Parts
from webapp.core.form_times import offer_folds, wall_of
from webapp.core.forms import DateField, RadioField, TimeField, ZoneField

_ANY_DAY = date(2000, 1, 1)
_FOLDS = [("0", ""), ("1", "")]


class _HoursParts(Parts):
    day = DateField(_l("Day"))
    starts = TimeField(_l("From"))
    ends = TimeField(_l("To"))
    zone = ZoneField(_l("Time zone"))
    ends_zone = ZoneField(_l("Zone at the end"), blank=_l("the same"))
    starts_fold = RadioField(choices=_FOLDS)
    ends_fold = RadioField(choices=_FOLDS)


class HoursField(CompoundField):
    """The day and, where they are known, the hours; data is an `Hours` or None.

    *length* is how long an item stays that is given no end here (a move). The view sets
    `zone_name` and `ends_zone_name`, in which hours are meant where the form does not ask.
    """

    parts_class = _HoursParts
    data: Hours | None
    zone_name = "UTC"
    ends_zone_name: str | None = None
    length: timedelta | None = None

    def split(self, value: Hours | None) -> dict[str, Any]:
        """What the inputs show."""
        if value is None:
            return {}
        starts, ends = value.starts_local, value.ends_local
        return {
            "day": value.day_on,
            "starts": None if starts is None else starts.time(),
            "ends": None if ends is None else ends.time(),
            "zone": value.starts_zone,
            "ends_zone": None if value.ends_zone == value.starts_zone else value.ends_zone,
            "starts_fold": str(value.starts_fold),
            "ends_fold": str(value.ends_fold),
        }

    def compose(self) -> Hours | None:
        """The hours; asks about what a clock change makes doubtful."""
        day, starts, ends = (self.parts[name].data for name in ("day", "starts", "ends"))
        if day is None:
            raise PartError("day", _("Add the day."))
        try:
            return hours_of(
                day,
                starts,
                self._end(starts, ends),
                self._zone,
                self._ends_zone,
                starts_fold=self._fold("starts_fold"),
                ends_fold=self._fold("ends_fold"),
            )
        except BadHours as error:
            raise PartError(error.field, str(error)) from error

    def _end(self, starts: time | None, ends: time | None) -> time | None:
        if ends is not None or starts is None or self.length is None:
            return ends
        return (datetime.combine(_ANY_DAY, starts) + self.length).time()

    @property
    def _zone(self) -> str:
        return self.parts["zone"].data or self.zone_name

    @property
    def _ends_zone(self) -> str:
        own = self.parts["ends_zone"].data
        return own or (self.parts["zone"].data or self.ends_zone_name or self.zone_name)

    def _fold(self, name: str) -> int | None:
        chosen = self.parts[name].data
        return int(chosen) if chosen in ("0", "1") else None

    @property
    def asks_starts_fold(self) -> bool:
        """Whether the beginning comes twice, so that the question is to be shown."""
        wall = wall_of(self.parts["day"].data, self.parts["starts"].data)
        return offer_folds(self.parts, "starts_fold", wall, self._zone)

    @property
    def asks_ends_fold(self) -> bool:
        """Whether the end comes twice."""
        starts = wall_of(self.parts["day"].data, self.parts["starts"].data)
        ends = wall_of(
            self.parts["day"].data,
            self._end(self.parts["starts"].data, self.parts["ends"].data),
        )
        if starts is not None and ends is not None and ends < starts:
            ends += timedelta(days=1)
        return offer_folds(self.parts, "ends_fold", ends, self._ends_zone)
