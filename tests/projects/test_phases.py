"""A phase is known as exactly as its sources say, each end for itself."""

from datetime import date

import pytest

from webapp.core.periods import Period, Precision
from webapp.projects.models import Phase


def _phase(first: date | None, last: date | None, exact: str, end: str | None = None) -> Phase:
    return Phase(number=1, precision=exact, first_on=first, last_on=last, end_precision=end)


def test_a_phase_without_an_end_can_be_read() -> None:
    phase = _phase(date(2019, 9, 1), None, "month")

    assert phase.period == Period.phase(date(2019, 9, 1), None)
    assert (phase.starts, phase.ends) == (Period.month(2019, 9), None)


def test_a_phase_whose_ends_are_not_equally_exact_can_be_read() -> None:
    phase = _phase(date(2020, 5, 7), date(2022, 8, 31), "day", "month")

    assert phase.period == Period.phase(date(2020, 5, 7), date(2022, 8, 31))
    assert (phase.starts, phase.ends) == (Period.days(date(2020, 5, 7)), Period.month(2022, 8))


def test_a_phase_of_whole_months_keeps_its_precision() -> None:
    phase = _phase(date(2019, 9, 1), date(2020, 3, 31), "month")

    assert phase.period == Period.month(2019, 9, (2020, 3))
    assert phase.ends == Period.month(2020, 3)


def test_a_phase_without_dates_is_undated() -> None:
    phase = _phase(None, None, "undated")

    assert phase.period.is_undated
    assert phase.starts is None


@pytest.mark.parametrize(
    ("exact", "start"),
    [
        (Precision.SEASON, Period.season(2020, "winter")),
        (Precision.YEAR, Period.year(2020)),
        (Precision.DAY, Period.days(date(2020, 2, 29))),
    ],
)
def test_a_beginning_stands_for_the_whole_it_belongs_to(exact: Precision, start: Period) -> None:
    assert _phase(start.first_on, None, exact).starts == start
