"""Days as people say them when they are near: today, tomorrow, yesterday, else the date."""

from datetime import date, datetime

from flask_babel import gettext as _

from webapp.core.date_words import day_text
from webapp.core.i18n import current_language
from webapp.core.times import now, to_wall
from webapp.core.zones import reader_zone


def reader_day(instant: datetime) -> date:
    """The day of *instant* on the reader's calendar (UTC where their zone is not known)."""
    return to_wall(instant, reader_zone() or "UTC").date()


def today() -> date:
    """The reader's day."""
    return reader_day(now())


def near_day(day: date) -> str:
    """ "today", "tomorrow", "yesterday" or "Friday, 5 December", with the year if it is another."""
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    here = today()
    return str(near.get((day - here).days) or day_text(day, current_language(), here.year))
