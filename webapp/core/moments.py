"""An instant in words, on the clock of a place: deadlines in letters and pages."""

from datetime import datetime

from flask import Flask
from flask_babel import gettext as _

from webapp.core.date_words import clock_text, day_text, zone_city
from webapp.core.i18n import current_language
from webapp.core.times import to_wall


def moment(instant: datetime, zone: str) -> str:
    """*instant* (aware) as "Tuesday, 24 November 2026, 18:00 (Riga time)" for the reader."""
    language = current_language()
    wall = to_wall(instant, zone)
    words: str = _(
        "%(day)s, %(time)s (%(city)s time)",
        day=day_text(wall.date(), language),
        time=clock_text(wall, language),
        city=zone_city(zone, language),
    )
    return words


def init_app(app: Flask) -> None:
    """Offer ``{{ instant | moment(zone) }}`` to templates."""
    app.add_template_filter(moment)
