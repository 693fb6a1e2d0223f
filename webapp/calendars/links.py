"""Addresses of calendars for other pages: to subscribe to exactly what a page shows."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, current_app
from markupsafe import Markup

from webapp.calendars import subscribing
from webapp.calendars.feeds import address_of, in_language_of
from webapp.core.i18n import current_language

_FOLDERS = {"project": "projects", "partner": "partners", "kind": "kinds"}


def feed_path(filters: Mapping[str, Sequence[str] | str | None] | None = None) -> str:
    """The path of the calendar that holds what *filters* leave, in the reader's language.

    ``{"project": "iotxchange", "kind": ["workshop", "training"]}``; empty ones count for nothing.
    A single project, partner or kind has a calendar of its own.
    """
    words = {name: _as_list(value) for name, value in (filters or {}).items()}
    chosen = [(name, word) for name, several in words.items() for word in several]
    if len(chosen) == 1 and chosen[0][0] in _FOLDERS:
        name, word = chosen[0]
        return in_language_of(f"/calendars/{_FOLDERS[name]}/{word}.ics", current_language())
    return in_language_of(address_of(words), current_language())


def _as_list(value: Sequence[str] | str | None) -> list[str]:
    several = [value] if isinstance(value, str) else list(value or ())
    return [word for word in several if word]


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


def feeds_can_be_reached() -> bool:
    """Whether programs on other devices can reach the addresses this site writes."""
    return not current_app.config["VIZITE"].is_loopback


def feed_link(path: str, title: str) -> Markup:
    """For the head of a page: where programs find the calendar of what it shows."""
    return Markup('<link rel="alternate" type="text/calendar" title="{}" href="{}" />').format(
        title, path
    )


def register(blueprint: Blueprint) -> None:
    """Hand these to all templates."""
    for function in _FUNCTIONS:
        blueprint.add_app_template_global(function)


_FUNCTIONS = (
    feed_path,
    feed_address,
    subscribe_address,
    subscriptions,
    feeds_can_be_reached,
    feed_link,
)
