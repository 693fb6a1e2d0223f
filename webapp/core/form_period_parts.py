"""The inputs of a period, and how a stored period is spread over them."""

from collections.abc import Callable
from typing import Any

from babel.dates import get_month_names
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.bad_periods import EARLIEST_YEAR, LATEST_YEAR
from webapp.core.form_compound import Parts
from webapp.core.form_fields import ChoiceField, NumberField, RadioField
from webapp.core.form_times import DateField, TimeField, ZoneField
from webapp.core.i18n import current_language
from webapp.core.periods import Period, Precision
from webapp.core.seasons import Season, season_of

_FOLDS = [("0", ""), ("1", "")]


class _YearField(NumberField):
    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, least=EARLIEST_YEAR, most=LATEST_YEAR, **kwargs)

    def _example(self) -> int:
        return 2027


class PeriodParts(Parts):
    """Every input; which of them count is decided by the first."""

    precision = RadioField(
        _l("How exactly is it known?"),
        choices=[
            (Precision.TIME.value, _l("day and hours")),
            (Precision.DAY.value, _l("day or days")),
            (Precision.MONTH.value, _l("month")),
            (Precision.SEASON.value, _l("season")),
            (Precision.YEAR.value, _l("year")),
            (Precision.PHASE.value, _l("some time in a phase of the project")),
            (Precision.UNDATED.value, _l("not known yet")),
        ],
    )
    starts_date = DateField(_l("Begins on"))
    starts_time = TimeField(_l("at"))
    zone = ZoneField(_l("Time zone of the place"))
    starts_fold = RadioField(choices=_FOLDS)
    ends_date = DateField(_l("Ends on"), hint=_l("Empty: the same day."))
    ends_time = TimeField(_l("at"))
    ends_zone = ZoneField(_l("Time zone at the end"), blank=_l("the same"))
    ends_fold = RadioField(choices=_FOLDS)
    first_on = DateField(_l("First day"))
    last_on = DateField(_l("Last day"), hint=_l("Empty: one day."))
    month = ChoiceField(_l("Month"), blank=_l("choose"), coerce=int)
    month_year = _YearField(_l("Year"))
    until_month = ChoiceField(_l("Until (month)"), blank=_l("that month"), coerce=int)
    season = ChoiceField(_l("Season"), blank=_l("choose"))
    season_year = _YearField(_l("Year"), hint=_l("Winter belongs to the year of its January."))
    until_season = ChoiceField(_l("Until (season)"), blank=_l("that season"))
    year = _YearField(_l("Year"))
    until_year = _YearField(_l("Until (year)"), hint=_l("Empty: that year."))
    phase = ChoiceField(_l("Phase"), blank=_l("choose"))
    planned_days = NumberField(
        _l("How many days it will take"), least=1, most=366, hint=_l("If it is known already.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = get_month_names(
            "wide", context="stand-alone", locale=current_language().replace("-", "_")
        )
        seasons = [
            (Season.WINTER.value, _("winter")),
            (Season.SPRING.value, _("spring")),
            (Season.SUMMER.value, _("summer")),
            (Season.AUTUMN.value, _("autumn")),
        ]
        for name in ("month", "until_month"):
            part: Any = self[name]
            part.choices = list(months.items())
        for name in ("season", "until_season"):
            part = self[name]
            part.choices = seasons


def split_period(period: Period) -> dict[str, Any]:
    """The data of the inputs that belong to the precision of a period."""
    splitter = _SPLITTERS.get(period.precision)
    return splitter(period) if splitter else {}


def _split_time(period: Period) -> dict[str, Any]:
    starts, ends = period.starts_local, period.ends_local
    if starts is None or ends is None:
        return {}
    return {
        "starts_date": starts.date(),
        "starts_time": starts.time(),
        "starts_fold": str(period.starts_fold),
        "ends_date": ends.date() if ends.date() != starts.date() else None,
        "ends_time": ends.time(),
        "ends_fold": str(period.ends_fold),
        "ends_zone": period.ends_zone if period.ends_zone != period.starts_zone else None,
    }


def _split_days(period: Period) -> dict[str, Any]:
    is_one = period.first_on == period.last_on
    return {"first_on": period.first_on, "last_on": None if is_one else period.last_on}


def _split_month(period: Period) -> dict[str, Any]:
    first, last = period.first_on, period.last_on
    if first is None or last is None:
        return {}
    is_one = (first.year, first.month) == (last.year, last.month)
    return {
        "month": first.month,
        "month_year": first.year,
        "until_month": None if is_one else last.month,
    }


def _split_season(period: Period) -> dict[str, Any]:
    if period.first_on is None or period.last_on is None:
        return {}
    (year, season), (_year, last) = season_of(period.first_on), season_of(period.last_on)
    return {
        "season": season.value,
        "season_year": year,
        "until_season": None if last is season else last.value,
    }


def _split_year(period: Period) -> dict[str, Any]:
    first, last = period.first_on, period.last_on
    if first is None or last is None:
        return {}
    return {"year": first.year, "until_year": None if last.year == first.year else last.year}


_SPLITTERS: dict[Precision, Callable[[Period], dict[str, Any]]] = {
    Precision.TIME: _split_time,
    Precision.DAY: _split_days,
    Precision.MONTH: _split_month,
    Precision.SEASON: _split_season,
    Precision.YEAR: _split_year,
}
