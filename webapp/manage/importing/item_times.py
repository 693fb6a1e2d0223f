"""On which day and at which hours an agenda item is, as a file says it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _

from webapp.core.periods import Precision
from webapp.core.times import to_utc
from webapp.events.models import Event
from webapp.manage.importing.event_facts import DEFAULT_ZONE, Unplaced
from webapp.manage.importing.facts import Facts
from webapp.manage.importing.whens import FOLDS

_DAYS = (Precision.DAY, Precision.TIME)


def hours_of(event: Event, facts: Facts) -> dict[str, Any]:
    """The columns that say when the item is.

    Raises `Unplaced`, and ``SkippedTime`` or ``DoubledTime`` as :func:`to_utc` does.
    """
    zone = facts.get("zone") or event.starts_zone or DEFAULT_ZONE
    end_zone = facts.get("end_zone") or zone
    day = day_in(event, facts["day"])
    found: dict[str, Any] = {"day_on": day, "starts_zone": zone, "ends_zone": end_zone}
    if facts.get("from") is None or facts.get("until") is None:
        return found
    last = day_in(event, facts["until_day"]) if facts.get("until_day") else day
    found |= _side("starts", day, facts["from"], zone, facts.get("from_fold"))
    found |= _side("ends", last, facts["until"], end_zone, facts.get("until_fold"))
    if found["ends_at"] <= found["starts_at"]:
        raise Unplaced(_("the end lies before the beginning"))
    return found


def day_in(event: Event, said: int | date) -> date:
    """The day that is meant: a date, or 2 for the second day of the event. Raises `Unplaced`."""
    if not isinstance(said, int):
        return said
    if event.first_on is None or event.precision not in _DAYS:
        raise Unplaced(_("the event has no first day yet to count from: say a date"))
    return event.first_on + timedelta(days=said - 1)


def _side(side: str, day: date, clock: time, zone: str, said: str | None) -> dict[str, Any]:
    wall = datetime.combine(day, clock)
    fold = None if said is None else FOLDS[said]
    at = to_utc(wall, zone, fold)
    return {f"{side}_local": wall, f"{side}_at": at, f"{side}_fold": fold or 0}
