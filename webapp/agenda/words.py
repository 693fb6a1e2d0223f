"""What the parts of an agenda are called on pages and papers, in the reader's language."""

from datetime import date
from typing import Any

from babel.dates import format_date
from flask.sansio.app import App
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from webapp.agenda.models import Interpretation, ItemKind, ItemVisibility, PhotoRule
from webapp.agenda.times import Hours
from webapp.core.date_words import day_text, locale_of
from webapp.core.i18n import current_language, language_list, plain_text
from webapp.core.look import Look
from webapp.core.period_words import hours_words
from webapp.core.times import now
from webapp.projects.organisations import Place

#: Icon, tone (a colour of the timetable, see tokens.css) and word of each kind of item.
_KINDS = {
    ItemKind.PLENARY: ("users", "partner-meeting", _lp("agenda item", "plenary")),
    ItemKind.PRESENTATION: ("presentation", "training", _lp("agenda item", "presentation")),
    ItemKind.PEER_REVIEW: ("messages-square", "ideathon", _lp("agenda item", "peer review")),
    ItemKind.WORKSHOP: ("hammer", "workshop", _lp("agenda item", "workshop")),
    ItemKind.SITE_VISIT: ("map-pinned", "study-visit", _lp("agenda item", "site visit")),
    ItemKind.COMPANY: ("factory", "public-event", _lp("agenda item", "company visit")),
    ItemKind.WALK: ("footprints", "local-group", _lp("agenda item", "walk")),
    ItemKind.MEAL: ("utensils", "survey", _lp("agenda item", "meal")),
    ItemKind.TRANSFER: ("bus", "pilot", _lp("agenda item", "transfer")),
    ItemKind.FREE: ("coffee", "other", _lp("agenda item", "free time")),
    ItemKind.OTHER: ("calendar", "other", _lp("agenda item", "other")),
}
_ROLES = {
    "speaker": _lp("role", "speaker"),
    "mentor": _lp("role", "mentor"),
    "expert": _lp("role", "expert"),
    "guest": _lp("role", "guest"),
    "presenter": _lp("role", "presenter"),
    "reviewer": _lp("role", "reviewer"),
    "moderator": _lp("role", "moderator"),
    "interpreter": _lp("role", "interpreter"),
    "guide": _lp("role", "guide"),
}
_INTERPRETATIONS = {
    Interpretation.SIMULTANEOUS: _l("Simultaneous interpretation"),
    Interpretation.CONSECUTIVE: _l("Consecutive interpretation"),
    Interpretation.WHISPERED: _l("Whispered interpretation"),
}
_PHOTO_RULES = {
    PhotoRule.ALLOWED: _l("Photographs are allowed."),
    PhotoRule.ASK: _l("Ask before you take photographs."),
    PhotoRule.FORBIDDEN: _l("No photographs."),
}
_VISIBILITIES = {
    ItemVisibility.PUBLIC: ("globe", _lp("agenda item", "for everyone")),
    ItemVisibility.PARTNERS: ("users", _lp("agenda item", "for partners and participants")),
    ItemVisibility.INTERNAL: ("eye-off", _lp("agenda item", "for the staff only")),
}
#: Icon, tone and word of what has changed about an item since the last version.
_CHANGES = {
    "new": ("sparkles", "good", _lp("agenda change", "new")),
    "cancelled": ("circle-x", "bad", _lp("agenda change", "cancelled")),
    "resumed": ("circle-check", "good", _lp("agenda change", "takes place after all")),
    "moved": ("calendar-sync", "warn", _lp("agenda change", "moved")),
    "place": ("map-pin", "warn", _lp("agenda change", "place changed")),
    "title": ("pencil", "info", _lp("agenda change", "title changed")),
    "details": ("pencil", "info", _lp("agenda change", "details changed")),
}


def item_kind_look(kind: str) -> Look:
    """Icon, word and tone of a kind of item; ValueError if unknown."""
    icon, tone, word = _KINDS[ItemKind(kind)]
    return Look(icon, str(word), tone)


def item_kinds() -> list[tuple[str, str]]:
    """Every kind with its word, for forms."""
    return [(kind.value, str(word)) for kind, (_icon, _tone, word) in _KINDS.items()]


def item_role(role: str) -> str:
    """What part somebody has in an item: "moderator"."""
    return str(_ROLES[role])


def item_roles() -> list[tuple[str, str]]:
    """Every role with its word, for forms."""
    return [(role, str(word)) for role, word in _ROLES.items()]


def item_visibility(visibility: str) -> Look:
    """Who reads an item: a sign and words."""
    icon, word = _VISIBILITIES[ItemVisibility(visibility)]
    return Look(icon, str(word), "quiet")


def change_look(what: str) -> Look:
    """Icon, word and tone of a change, see `changes.WHAT`."""
    icon, tone, word = _CHANGES[what]
    return Look(icon, str(word), tone)


def photo_words(rule: str) -> str:
    """Whether pictures may be taken, as a sentence."""
    return str(_PHOTO_RULES[PhotoRule(rule)])


def interpretation_words(how: str, into: list[str]) -> str:
    """How it is interpreted and into which languages; empty where it is not."""
    if how == Interpretation.NONE:
        return ""
    words = str(_INTERPRETATIONS[Interpretation(how)])
    if not into:
        return words
    return str(_("%(how)s into: %(languages)s", how=words, languages=language_list(into)))


def step_free_words(is_step_free: bool | None) -> str:
    """Whether one gets there without steps; empty where nobody has said."""
    if is_step_free is None:
        return ""
    return str(_("Step-free access.") if is_step_free else _("There are steps on the way."))


def item_hours(item: Any) -> str:
    """ "10:00–11:30", with the zones where there are two; "" where none are known."""
    return hours_words(Hours.of(item).period, current_language())


def item_place(item: Any, language: str | None = None) -> str:
    """Where it is, and where exactly there: "Town hall, hall 2"; "" where nobody has said."""
    name = plain_text(item.place.name, language) if item.place is not None else ""
    return _joined(name, plain_text(item.place_note, language))


def item_address(item: Any, language: str | None = None) -> str:
    """The same with the address of the place."""
    return _joined(_addressed(item.place, language), plain_text(item.place_note, language))


def _addressed(place: Place | None, language: str | None) -> str:
    """Its name with its address, once: some addresses begin with the name."""
    if place is None:
        return ""
    name, address = plain_text(place.name, language), plain_text(place.address, language)
    return _joined(name, address) if name not in address else address


def _joined(*words: str) -> str:
    return ", ".join(filter(None, words))


def day_name(day: date) -> str:
    """One day with its weekday, without the year if it is this one: "Wednesday, 27 April"."""
    return day_text(day, current_language(), now().year)


def short_day(day: date) -> str:
    """ "Tue 27 Apr" for links, heads of columns and narrow cells."""
    language = current_language()
    pattern = "EEE d MMM" if language.startswith("en") else "EEE d. MMM"
    return str(format_date(day, pattern, locale=locale_of(language)))


def init_app(app: App) -> None:
    """Hand the above to all templates."""
    for function in (
        item_kind_look,
        item_role,
        item_visibility,
        change_look,
        photo_words,
        interpretation_words,
        step_free_words,
        day_name,
        short_day,
    ):
        app.jinja_env.globals[function.__name__] = function
