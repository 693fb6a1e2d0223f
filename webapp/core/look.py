"""How things are shown: the sign, word and colour of each kind and state, hours and date blocks.

Templates get these as globals (`init_app`); the macros in `templates/macros/` are made of them.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from flask import Flask
from flask_babel import lazy_pgettext
from lucide.jinja import lucide
from markupsafe import Markup

from webapp.core.date_words import clock_text, weekday_name, zone_city
from webapp.core.i18n import current_language
from webapp.core.period_words import DateBlock, date_block, hours_words, period_words
from webapp.core.periods import LONGEST_NIGHT, Period
from webapp.core.permissions import current_viewer
from webapp.core.times import now, to_utc_leniently, to_wall, zone


@dataclass(frozen=True)
class Look:
    """One kind or state: `icon` is a Lucide name, `word` translated when it is shown, `tone` the
    meaning of its colour (good, warn, bad, info, quiet; for kinds the name of the kind)."""

    icon: str
    word: str
    tone: str


class HasClocks(Protocol):
    """What a time line needs; `core.periods.Period` and the models with its columns have it."""

    starts_local: datetime | None
    ends_local: datetime | None
    starts_zone: str | None
    ends_zone: str | None
    starts_fold: int
    ends_fold: int


_KINDS = {
    "partner-meeting": ("handshake", lazy_pgettext("kind", "partner meeting")),
    "study-visit": ("bus", lazy_pgettext("kind", "study visit")),
    "workshop": ("hammer", lazy_pgettext("kind", "workshop")),
    "ideathon": ("lightbulb", lazy_pgettext("kind", "ideathon")),
    "training": ("graduation-cap", lazy_pgettext("kind", "training course")),
    "local-group": ("users", lazy_pgettext("kind", "local group meeting")),
    "public-event": ("megaphone", lazy_pgettext("kind", "public event")),
    "survey": ("clipboard-list", lazy_pgettext("kind", "survey")),
    "pilot": ("sprout", lazy_pgettext("kind", "pilot")),
    "other": ("calendar", lazy_pgettext("kind", "other event")),
}


_EVENT_STATES = {
    "draft": ("pencil", "quiet", lazy_pgettext("event", "draft")),
    "tentative": ("circle-dashed", "warn", lazy_pgettext("event", "tentative")),
    "confirmed": ("circle-check", "good", lazy_pgettext("event", "confirmed")),
    "held": ("flag", "quiet", lazy_pgettext("event", "held")),
    "cancelled": ("circle-x", "bad", lazy_pgettext("event", "cancelled")),
    "moved": ("calendar-sync", "warn", lazy_pgettext("event", "moved")),
    "postponed": ("circle-pause", "warn", lazy_pgettext("event", "postponed")),
    "outcome-not-recorded": (
        "circle-question-mark",
        "quiet",
        lazy_pgettext("event", "outcome not recorded"),
    ),
    "withdrawn": ("eye-off", "quiet", lazy_pgettext("event", "withdrawn")),
}

_REGISTRATION_STATES = {
    "unverified": (
        "mail-question-mark",
        "warn",
        lazy_pgettext("registration", "address to be confirmed"),
    ),
    "awaiting-approval": ("hourglass", "info", lazy_pgettext("registration", "awaiting approval")),
    "confirmed": ("circle-check", "good", lazy_pgettext("registration", "confirmed")),
    "waiting": ("list-ordered", "info", lazy_pgettext("registration", "waiting")),
    "offered": ("ticket-check", "warn", lazy_pgettext("registration", "place offered")),
    "declined": ("circle-slash", "quiet", lazy_pgettext("registration", "declined")),
    "expired": ("clock-alert", "quiet", lazy_pgettext("registration", "expired")),
    "cancelled": ("circle-x", "bad", lazy_pgettext("registration", "cancelled")),
}


def kind_look(kind: str) -> Look:
    """Icon and word of a kind of event, by its name in addresses; KeyError if unknown."""
    icon, word = _KINDS[kind]
    return Look(icon, str(word), kind)


def state_look(state: str, of: str) -> Look:
    """Icon, word and tone of a state; *of* is "event" or "registration". KeyError if unknown."""
    states = {"event": _EVENT_STATES, "registration": _REGISTRATION_STATES}[of]
    icon, tone, word = states[state.replace("_", "-")]
    return Look(icon, str(word), tone)


_ICON: dict[str, Any] = {"class": "icon"}


@lru_cache(maxsize=256)
def icon(name: str, label: str | None = None) -> Markup:
    """An icon as inline SVG; without a *label* it is decoration that readers skip."""
    if label is None:
        return Markup(lucide(name, **_ICON, aria_hidden="true"))  # noqa: S704
    return Markup(lucide(name, **_ICON, role="img", aria_label=label))  # noqa: S704


@dataclass(frozen=True)
class TimeLine:
    """The hours of something, ready to print; `starts`/`ends` for `<time datetime>`.

    `begins`/`stops` carry weekday or city where the two ends differ in them. `yours` is the
    reader's own time, empty when their clocks show the same.
    """

    begins: str
    stops: str
    city: str
    starts: str
    ends: str
    yours: str


def time_line_of(period: HasClocks, language: str, reader_zone: str | None) -> TimeLine | None:
    """The line "10:00–12:30 Sofia · your time 09:00–11:30"; None when no hours are known."""
    starts, ends = period.starts_local, period.ends_local
    if starts is None or ends is None or not period.starts_zone:
        return None
    ends_zone = period.ends_zone or period.starts_zone
    from_at = to_utc_leniently(starts, period.starts_zone, period.starts_fold)
    until_at = to_utc_leniently(ends, ends_zone, period.ends_fold)
    begins, stops = _hours(starts, ends, language)
    city = zone_city(period.starts_zone, language)
    if ends_zone != period.starts_zone:
        begins, city = f"{begins} {city}", zone_city(ends_zone, language)
    mine = (to_wall(from_at, reader_zone), to_wall(until_at, reader_zone)) if reader_zone else None
    return TimeLine(
        begins=begins,
        stops=stops,
        city=city,
        starts=from_at.astimezone(zone(period.starts_zone)).isoformat(timespec="minutes"),
        ends=until_at.astimezone(zone(ends_zone)).isoformat(timespec="minutes"),
        yours=_reader_hours(mine, (starts, ends), language) if mine else "",
    )


def _reader_hours(
    mine: tuple[datetime, datetime], theirs: tuple[datetime, datetime], language: str
) -> str:
    """The reader's own hours, with the day where it is another; empty if they are the same."""
    if mine == theirs:
        return ""
    begins, stops = _hours(*mine, language)
    if mine[0].date() != theirs[0].date() and " " not in begins:
        begins = f"{weekday_name(mine[0], language, short=True)} {begins}"
    return join_hours(begins, stops)


def join_hours(begins: str, stops: str) -> str:
    """Both ends with a dash, which has spaces where an end is more than the bare hour."""
    return f"{begins} – {stops}" if " " in begins + stops else f"{begins}–{stops}"


def _hours(starts: datetime, ends: datetime, language: str) -> tuple[str, str]:
    """Both times on the 24-hour clock, with weekdays where it takes longer than a night."""
    begins, stops = clock_text(starts, language), clock_text(ends, language)
    if starts.date() == ends.date() or ends - starts < LONGEST_NIGHT:
        return begins, stops
    first, last = (weekday_name(each, language, short=True) for each in (starts, ends))
    return f"{first} {begins}", f"{last} {stops}"


def date_block_of(period: Period) -> DateBlock:
    """The date block in the reader's language, without the year if it is this one."""
    return date_block(period, current_language(), now().year)


def seat_tone(taken: int, capacity: int | None) -> str:
    """How pressing it is: "bad" when full, "warn" for the last tenth (at least two places)."""
    if capacity is None:
        return "info"
    left = capacity - taken
    if left <= 0:
        return "bad"
    return "warn" if left <= max(2, capacity // 10) else "info"


def init_app(app: Flask) -> None:
    """Hand the above to all templates."""
    for function in (
        icon,
        kind_look,
        state_look,
        seat_tone,
        zone_city,
        time_line_of,
        join_hours,
        date_block_of,
        period_words,
        hours_words,
        current_viewer,
    ):
        app.add_template_global(function)
    app.jinja_env.globals["site_name"] = app.config["VIZITE"].site_name
