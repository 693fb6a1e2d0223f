"""What the parts of an event are called on pages, in the reader's language."""

from datetime import date, timedelta

from flask.sansio.app import App
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from webapp.core.date_words import month_name, months_text, weekday_name
from webapp.core.i18n import current_language
from webapp.core.times import now
from webapp.events.models import Mode, Subkind, Visibility

_SUBKINDS = {
    Subkind.TRANSNATIONAL: _lp("kind", "transnational meeting"),
    Subkind.KICK_OFF: _lp("kind", "kick-off meeting"),
    Subkind.FINAL: _lp("kind", "final meeting"),
    Subkind.BILATERAL: _lp("kind", "bilateral meeting"),
    Subkind.STEERING: _lp("kind", "steering committee"),
}
_MODES = {
    Mode.ON_SITE: _lp("mode", "on site"),
    Mode.ONLINE: _lp("mode", "online"),
    Mode.HYBRID: _lp("mode", "on site and online"),
}
_ROLES = {
    "speaker": _lp("role", "speaker"),
    "mentor": _lp("role", "mentor"),
    "expert": _lp("role", "expert"),
    "guest": _lp("role", "guest"),
    "presenter": _lp("role", "presenter"),
    "reviewer": _lp("role", "reviewer"),
}
_VISIBILITIES = {
    Visibility.PUBLIC: _l("Everyone can see this event."),
    Visibility.PARTNERS: _l("Only the partners of the project can see this event."),
    Visibility.UNLISTED: _l("This event stands in no list: whoever has its address can see it."),
    Visibility.INTERNAL: _l("Only your own staff can see this event."),
}


def subkind_word(subkind: str) -> str:
    """Which partner meeting: "transnational meeting"."""
    return str(_SUBKINDS[Subkind(subkind)])


def mode_word(mode: str) -> str:
    """How people take part: "online"."""
    return str(_MODES[Mode(mode)])


def contributor_role(role: str) -> str:
    """What part somebody has: "speaker"."""
    return str(_ROLES[role])


def visibility_sentence(visibility: str) -> str:
    """Who can see it, as a sentence."""
    return str(_VISIBILITIES[Visibility(visibility)])


def month_heading(first: date) -> tuple[str, str | None]:
    """The name of a month and its year, None for this year."""
    name = month_name(first, current_language())
    return name[:1].upper() + name[1:], None if first.year == now().year else str(first.year)


def month_title(first: date) -> str:
    """A month with its year: "May 2027"."""
    title = months_text(first, first, current_language())
    return title[:1].upper() + title[1:]


def day_names() -> list[tuple[str, str]]:
    """The days of a week from Monday, (short, full), for the head of a month table."""
    language, monday = current_language(), date(2024, 1, 1)
    days = [monday + timedelta(days=number) for number in range(7)]
    return [(weekday_name(day, language, short=True), weekday_name(day, language)) for day in days]


def init_app(app: App) -> None:
    """Offer the words to templates."""
    for function in (
        subkind_word,
        mode_word,
        contributor_role,
        visibility_sentence,
        month_heading,
        month_title,
        day_names,
    ):
        app.add_template_global(function)
