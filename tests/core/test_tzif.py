"""Time zone files: what we read is what `zoneinfo` reads."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from webapp.core.times import UnknownZone, zone, zone_names
from webapp.core.tzif import YearlyDay, history


def moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def test_every_change_is_one_that_zoneinfo_knows():
    for name in zone_names():
        past, place = history(name), zone(name)
        for change in (*past.changes, *past.by_rule(2040)):
            offsets = [
                (moment(change.at) + step).astimezone(place).utcoffset()
                for step in (timedelta(seconds=-1), timedelta())
            ]
            assert offsets == [
                timedelta(seconds=change.before.offset),
                timedelta(seconds=change.after.offset),
            ], (name, change)


def test_a_rule_begins_only_after_a_year_without_changes():
    # Latvia left the clocks alone in 2000 and came back to the same rule.
    assert moment(history("Europe/Riga").rule_from).year in (2000, 2001)
    assert history("Europe/Riga").changes[-1].wall == datetime(1999, 10, 31, 4)


def test_changes_in_a_row_fit_together():
    for name in zone_names():
        changes = [*history(name).changes, *history(name).by_rule(2040)]
        for earlier, later in pairwise(changes):
            assert earlier.at < later.at, name
            assert earlier.after.offset == later.before.offset, name


@pytest.mark.parametrize(
    ("notation", "seconds", "year", "wall"),
    [
        ("M3.5.0", 10800, 2026, datetime(2026, 3, 29, 3)),
        ("M10.1.0", 7200, 2026, datetime(2026, 10, 4, 2)),
        ("M3.5.0", -3600, 2026, datetime(2026, 3, 28, 23)),
        ("M10.5.4", 86400, 2030, datetime(2030, 11, 1)),
        ("M4.1.6", 79200, 2028, datetime(2028, 4, 1, 22)),
        ("J60", 0, 2024, datetime(2024, 3, 1)),
        ("J60", 0, 2025, datetime(2025, 3, 1)),
        ("59", 0, 2024, datetime(2024, 2, 29)),
        ("59", 0, 2025, datetime(2025, 3, 1)),
        ("0", 7200, 2025, datetime(2025, 1, 1, 2)),
    ],
)
def test_days_of_a_rule(notation, seconds, year, wall):
    assert YearlyDay(notation, seconds).in_year(year) == wall


def test_an_unknown_zone_has_no_history():
    with pytest.raises(UnknownZone):
        history("Europe/Jelgava")
