"""Addresses of calendars for other pages: to subscribe to exactly what a page shows."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, current_app, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from webapp.calendars import adding, subscribing
from webapp.calendars.feeds import address_of, in_language_of
from webapp.calendars.lookup import FILTERS
from webapp.core.i18n import current_language
from webapp.entries import Audience
from webapp.events.calendar import entry_of
from webapp.events.models import Event

_FOLDERS = {"project": "projects", "partner": "partners", "kind": "kinds"}


def feed_path(
    filters: Mapping[str, Sequence[str] | str | None] | None = None, language: str | None = None
) -> str:
    """The path of the calendar that holds what *filters* leave, in *language* (the reader's).

    ``{"project": "iotxchange", "kind": ["workshop", "training"]}``; empty ones count for nothing.
    A single project, partner or kind has a calendar of its own. However it is asked for, the same
    calendar has the same address.
    """
    words = {name: sorted({*_as_list(value)}) for name, value in (filters or {}).items()}
    only = own_calendar(words)
    if only is None:
        path = address_of(words)
    else:
        name, word = only
        path = address_of({**words, name: []}, f"/calendars/{_FOLDERS[name]}/{word}.ics")
    return in_language_of(path, language or current_language())


def own_calendar(filters: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
    """The filter and word of these that have a calendar of their own, if nothing else narrows it
    down; leaving out tentative dates does not make another calendar of it."""
    chosen = [(name, word) for name in FILTERS for word in filters.get(name, ())]
    return chosen[0] if len(chosen) == 1 and chosen[0][0] in _FOLDERS else None


def _as_list(value: Sequence[str] | str | None) -> list[str]:
    several = [value] if isinstance(value, str) else list(value or ())
    return [word for word in several if word]


def event_feed_path(event: Event) -> str:
    """The path of the calendar of one event, in the reader's language."""
    return in_language_of(f"/events/{event.code}.ics", current_language())


def feed_address(path: str) -> str:
    """The whole address of a calendar, as people copy it."""
    return f"{current_app.config['VIZITE'].base_url}{path}"


def subscribe_address(path: str) -> str:
    """The same as an address that opens the calendar program (webcal)."""
    return subscribing.webcal(feed_address(path))


def subscriptions(path: str, name: str) -> dict[str, str]:
    """Program → the link that subscribes to the calendar at *path* in it, where there is one."""
    address = feed_address(path)
    return {
        "device": subscribing.webcal(address),
        "google": subscribing.google_calendar(address),
        "outlook_at_home": subscribing.outlook_at_home(address, name),
        "outlook_at_work": subscribing.outlook_at_work(address, name),
    }


def additions(event: Event, audience: str = Audience.PUBLIC) -> dict[str, str]:
    """Program → the link that puts *event* into it once, as *audience* may have it; nothing for
    what has no date, was cancelled or is not for such readers."""
    entry = entry_of(event, current_language(), audience)
    if entry is None or not adding.can_be_added(entry):
        return {}
    return {
        "google": adding.google_event(entry),
        "outlook_at_home": adding.outlook_event_at_home(entry),
        "outlook_at_work": adding.outlook_event_at_work(entry),
    }


def feeds_can_be_reached() -> bool:
    """Whether programs on other devices can reach the addresses this site writes."""
    return not current_app.config["VIZITE"].is_loopback


def feed_link(path: str, title: str) -> Markup:
    """For the head of a page: where programs find the calendar of what it shows."""
    return Markup('<link rel="alternate" type="text/calendar" title="{}" href="{}" />').format(
        title, f"{request.script_root}{path}"
    )


def feed_links(path: str, title: str) -> Markup:
    """The same with the other forms a calendar is read in: jCal, and Atom where there is one."""
    links = [feed_link(path, title)]
    for form, suffix in _FORMS.items():
        other = in_form(path, suffix)
        if _answers(other.partition("?")[0]):
            link = Markup('<link rel="alternate" type="{}" title="{}" href="{}" />')
            links.append(link.format(form, title, f"{request.script_root}{other}"))
    return Markup("\n").join(links)


def in_form(path: str, suffix: str) -> str:
    """The address of a calendar's content in another form: ".json", ".atom"."""
    head, mark, query = path.partition("?")
    return f"{head.removesuffix('.ics')}{suffix}{mark}{query}"


def _answers(path: str) -> bool:
    """Whether this application has such an address, and not only one beside it."""
    try:
        current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return False
    return True


def register(blueprint: Blueprint) -> None:
    """Hand these to all templates."""
    for function in _FUNCTIONS:
        blueprint.add_app_template_global(function)


_FUNCTIONS = (
    feed_path,
    event_feed_path,
    feed_address,
    subscribe_address,
    subscriptions,
    additions,
    feeds_can_be_reached,
    feed_link,
    feed_links,
    in_form,
)
#: Media type → how the address of a calendar ends in it.
_FORMS = {"application/calendar+json": ".json", "application/atom+xml": ".atom"}
