"""Journeys, nights and items of the agenda in words, for pages, files and letters."""

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.agenda.models import AgendaItem
from webapp.agenda.words import item_hours, item_place, short_day
from webapp.core.date_words import clock_text, days_text
from webapp.core.i18n import current_language, plain_text
from webapp.core.moments import moment
from webapp.logistics.factors import MODE_WORDS
from webapp.logistics.models import Journey, Mode, PickupGroup, Stay, Wish

WISH_WORDS = {
    Wish.SINGLE: _l("a single room"),
    Wish.SHARED: _l("a shared room"),
    Wish.NONE: _l("no room"),
}


def mode_word(mode: str | None) -> str:
    """ "train", or "" while nobody has said."""
    return "" if mode is None else str(MODE_WORDS[Mode(mode)])


def wish_word(wish: str) -> str:
    """ "a shared room" """
    return str(WISH_WORDS[Wish(wish)])


def day_word(day: date) -> str:
    """ "Tue 27 Apr" for heads of columns and narrow cells."""
    return short_day(day)


def clock_word(wall: datetime) -> str:
    """ "Tue 27 Apr, 14:30" """
    return f"{day_word(wall.date())}, {clock_text(wall, current_language())}"


def journey_words(journey: Journey) -> str:
    """All that is known of one way, in a line."""
    told = [
        mode_word(journey.mode),
        journey.number,
        journey.station,
        journey.town,
        moment(journey.at, journey.zone) if journey.at and journey.zone else "",
        "" if journey.distance_km is None else _("%(number)d km", number=journey.distance_km),
        _("wants to be met") if journey.needs_pickup else "",
    ]
    return ", ".join(str(each) for each in told if each)


def nights_words(first: date | None, last: date | None) -> str:
    """ "27–29 April 2026": from the first evening to the morning after the last night."""
    if first is None or last is None:
        return ""
    return days_text(first, last + timedelta(days=1), current_language())


def stay_words(stay: Stay) -> str:
    """What room somebody wants for which nights, and which one they have."""
    told = [
        wish_word(stay.wish),
        nights_words(stay.first_on, stay.last_on),
        _("with %(name)s", name=stay.shares_with) if stay.shares_with else "",
        stay.room.words if stay.room else "",
    ]
    return ", ".join(str(each) for each in told if each)


def group_words(group: PickupGroup) -> str:
    """ "Tue 27 Apr, 14:30, Sofia airport, minibus" """
    when = "" if group.wall is None else clock_word(group.wall)
    return ", ".join(filter(None, (when, group.meeting_point, group.vehicle)))


def item_words(item: AgendaItem) -> str:
    """ "Tue 27 Apr, 19:00–21:00, Dinner at the mill" """
    parts = (day_word(item.day_on), item_hours(item), plain_text(item.name))
    return ", ".join(filter(None, parts))


def route_words(item: AgendaItem) -> str:
    """Where a ride leaves and where it goes: "Town hall – Bansko"."""
    goes = plain_text(item.to_place.name) if item.to_place else ""
    return " – ".join(filter(None, (item_place(item), goes)))
