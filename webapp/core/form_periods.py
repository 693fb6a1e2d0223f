"""When something takes place, asked as exactly as the person knows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from webapp.core.bad_periods import EARLIEST_YEAR, LATEST_YEAR
from webapp.core.form_compound import CompoundField, PartError
from webapp.core.form_period_parts import PeriodParts, split_period
from webapp.core.form_times import checked_fold_part, offer_folds, wall_of
from webapp.core.periods import BadPeriod, Period, Precision


@dataclass(frozen=True)
class PhaseChoice:
    """A phase to choose: its key in the form, what it is called, its days as far as known."""

    key: str
    words: str
    first_on: date | None
    last_on: date | None


class PeriodField(CompoundField):
    """Asks how exactly the date is known and then just for that; data is a `Period` or None.

    *zone* is the zone offered first. The view sets `phases` (a list of `PhaseChoice`) where a
    phase can be chosen. Only the inputs of the chosen exactness count; the others are ignored.
    """

    parts_class = PeriodParts
    data: Period | None

    def __init__(self, label: str | None = None, *, zone: str = "UTC", **kwargs: Any) -> None:
        self.zone = zone
        self._phases: Sequence[PhaseChoice] = ()
        super().__init__(label, **kwargs)

    @property
    def phases(self) -> Sequence[PhaseChoice]:
        """The phases that can be chosen."""
        return self._phases

    @phases.setter
    def phases(self, phases: Sequence[PhaseChoice]) -> None:
        self._phases = phases
        part: Any = self.parts["phase"]
        part.choices = [(phase.key, phase.words) for phase in phases]
        period = self.object_data
        if part.data is None and isinstance(period, Period):
            days = period.first_on, period.last_on
            part.data = next((p.key for p in phases if (p.first_on, p.last_on) == days), None)

    def precisions(self) -> list[tuple[str, str, bool]]:
        """(value, words, is chosen) of the kinds of exactness that can be chosen here."""
        part: Any = self.parts["precision"]
        without_phases = not self._phases
        return [
            option
            for option in part.offered()
            if not (without_phases and option[0] == Precision.PHASE)
        ]

    def split(self, value: Period | None) -> dict[str, Any]:
        """Every part that the precision of the period has."""
        if value is None:
            return {"zone": self.zone}
        parts = {
            "precision": value.precision.value,
            "zone": value.starts_zone or self.zone,
            "planned_days": value.planned_days,
        }
        return parts | split_period(value)

    def compose(self) -> Period | None:
        """The period as exact as chosen; a `PartError` says what is missing."""
        chosen = self.parts["precision"].data
        if not chosen:
            return None
        try:
            return self._composers()[Precision(chosen)]()
        except BadPeriod as error:
            raise _explained(error, Precision(chosen)) from error

    def _composers(self) -> dict[Precision, Callable[[], Period]]:
        return {
            Precision.TIME: self._time,
            Precision.DAY: self._days,
            Precision.MONTH: self._month,
            Precision.SEASON: self._season,
            Precision.YEAR: self._year,
            Precision.PHASE: self._phase,
            Precision.UNDATED: lambda: Period.undated(self._get("planned_days")),
        }

    def _get(self, name: str) -> Any:
        return self.parts[name].data

    def _need(self, name: str, message: str) -> Any:
        value = self._get(name)
        if value in (None, ""):
            raise PartError(name, message)
        return value

    def _time(self) -> Period:
        day = self._need("starts_date", _("Add the day it begins."))
        starts = datetime.combine(day, self._need("starts_time", _("Add the hour it begins.")))
        ends_hour = self._need("ends_time", _("Add the hour it ends."))
        ends = datetime.combine(self._get("ends_date") or day, ends_hour)
        zone = self._need("zone", _("Choose the time zone of the place."))
        ends_zone = self._get("ends_zone") or zone
        return Period.at(
            starts,
            ends,
            zone,
            ends_zone,
            checked_fold_part(self.parts, "starts_time", "starts_fold", starts, zone),
            checked_fold_part(self.parts, "ends_time", "ends_fold", ends, ends_zone),
        )

    def _days(self) -> Period:
        first = self._need("first_on", _("Add the day."))
        return Period.days(first, self._get("last_on"), self._get("zone"))

    def _month(self) -> Period:
        month = self._need("month", _("Choose the month."))
        year = self._need("month_year", _("Add the year."))
        last = self._get("until_month")
        # "November until February" reaches into the next year.
        until = (year + (last < month), last) if last else None
        return Period.month(year, month, until, self._get("planned_days"))

    def _season(self) -> Period:
        season = self._need("season", _("Choose the season."))
        year = self._need("season_year", _("Add the year."))
        until = self._get("until_season") or None
        return Period.season(year, season, until, self._get("planned_days"))

    def _year(self) -> Period:
        year = self._need("year", _("Add the year."))
        return Period.year(year, self._get("until_year"), self._get("planned_days"))

    def _phase(self) -> Period:
        key = self._need("phase", _("Choose the phase."))
        phase = next(phase for phase in self._phases if phase.key == key)
        return Period.phase(phase.first_on, phase.last_on, self._get("planned_days"))

    @property
    def asks_starts_fold(self) -> bool:
        """Whether the typed beginning comes twice, so that the question is to be shown."""
        wall = wall_of(self._get("starts_date"), self._get("starts_time"))
        return offer_folds(self.parts, "starts_fold", wall, self._get("zone"))

    @property
    def asks_ends_fold(self) -> bool:
        """Whether the typed end comes twice."""
        day = self._get("ends_date") or self._get("starts_date")
        zone = self._get("ends_zone") or self._get("zone")
        return offer_folds(self.parts, "ends_fold", wall_of(day, self._get("ends_time")), zone)


_LAST_PART = {
    Precision.TIME: "ends_time",
    Precision.DAY: "last_on",
    Precision.YEAR: "until_year",
    Precision.MONTH: "until_month",
    Precision.SEASON: "until_season",
}


def _explained(error: BadPeriod, precision: Precision) -> PartError:
    """Which input to change, and how."""
    last = _LAST_PART.get(precision, "precision")
    if error.code == "end-before-start":
        return PartError(last, _("The end comes before the beginning. Choose a later end."))
    if error.code == "planned-days":
        return PartError("planned_days", _("It cannot take longer than the time given above."))
    if error.code == "year-out-of-range":
        first, latest = EARLIEST_YEAR, LATEST_YEAR
        return PartError(
            last, _("Use years between %(first)d and %(last)d.", first=first, last=latest)
        )
    return PartError(last, _("Check the date: these parts do not fit together."))
