"""Periods in their stored form, for what no printed date says; and what is wrong with a period."""

from collections.abc import Mapping

from flask_babel import gettext as _

from webapp.core.periods import BadPeriod, Period, Precision
from webapp.core.times import DoubledTime, SkippedTime
from webapp.manage.importing import values
from webapp.manage.importing.facts import Facts
from webapp.manage.importing.shapes import Context, Reader, one_of, record, text, whole
from webapp.manage.importing.yaml_tree import Node, Table

#: The parts of a `Period`, as `Period.as_json` gives them.
EXACTLY: dict[str, Reader] = {
    "precision": one_of(Precision),
    "first_on": text(10),
    "last_on": text(10),
    "starts_local": text(26),
    "ends_local": text(26),
    "starts_zone": values.zone_name,
    "ends_zone": values.zone_name,
    "starts_fold": whole(0, 1),
    "ends_fold": whole(0, 1),
    "planned_days": whole(1, 3660),
}
_read = record(
    "time", {"exactly": record("time", EXACTLY, required=("precision",))}, required=("exactly",)
)


def exactly(node: Node, context: Context) -> Period | None:
    """``{exactly: {precision: phase, first_on: 2027-01-01}}``."""
    facts: Facts | None = _read(node, context)
    inner: Facts | None = facts.get("exactly") if facts else None
    if inner is None or inner.is_spoilt:
        return None
    try:
        return Period.from_json(inner.values)
    except BadPeriod as error:
        context.wrong(node, words_for(error))
        return None


def dates(node: Node, context: Context) -> Period | None:
    """Days, months, seasons or years as printed, or exactly."""
    if isinstance(node, Table):
        return exactly(node, context)
    period: Period | None = values.dates(node, context)
    return period


# ---- what is wrong with a period


def words_for(error: BadPeriod | SkippedTime | DoubledTime) -> str:
    """What is wrong with a period, for the person who mends the file."""
    clock_error = error.clock if isinstance(error, BadPeriod) else error
    if isinstance(clock_error, SkippedTime):
        skipped: str = _(
            "%(time)s does not exist in %(zone)s: the clocks are put forward; use %(after)s",
            time=f"{clock_error.wall:%Y-%m-%d %H:%M}",
            zone=clock_error.zone,
            after=f"{clock_error.after:%H:%M}",
        )
        return skipped
    if isinstance(clock_error, DoubledTime):
        doubled: str = _(
            "%(time)s comes twice in %(zone)s: say “first” or “second” under from_fold or to_fold",
            time=f"{clock_error.wall:%Y-%m-%d %H:%M}",
            zone=clock_error.zone,
        )
        return doubled
    code = error.code if isinstance(error, BadPeriod) else ""
    return _reasons().get(code, str(_("these dates do not make a period")))


def _reasons() -> Mapping[str, str]:
    return {
        "end-before-start": _("the end lies before the beginning"),
        "planned-days": _("more days are planned than the dates leave room for"),
        "year-out-of-range": _("the year must lie between 1900 and 2199"),
    }
