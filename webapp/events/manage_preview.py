"""The public page of an event as strangers see it, or will: for its staff, before anybody else.

Rendered anew each time by the same template and never kept: a draft stays with its staff.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import configured_languages, current_language, in_language, languages
from webapp.core.permissions import NOBODY
from webapp.events.manage_desk import blueprint, find, has_page
from webapp.events.models import Event
from webapp.events.openness import openness_of
from webapp.events.views import event_page

_FORM = "registrations.preview"


@dataclass(frozen=True)
class Preview:
    """What the banner of a preview says and offers: the sides, the languages, the way back.

    *sides*: (address, "page" or "form", is current); *tongues*: (address, name, tag, is current).
    """

    event: Event
    sides: list[tuple[str, str, bool]]
    tongues: list[tuple[str, str, str, bool]]
    form_url: str


@blueprint.get("/<code>/preview")
def preview(code: str) -> ResponseReturnValue:
    """The page as the public sees it, or will once it is published."""
    event = shown(code)

    def page(banner: Preview) -> str:
        return event_page(event, NOBODY, openness_of(event, as_published=True), preview=banner)

    return previewed(event, "manage_events.preview", page)


def previewed(event: Event, endpoint: str, page: Callable[[Preview], str]) -> ResponseReturnValue:
    """A page of *event* in the language asked for, with the banner above it, kept by nobody."""
    with _language():
        banner = banner_of(event, endpoint)
        answer = page(banner)
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return answer, 200, headers


def shown(code: str) -> Event:
    """The event for its staff; 410 once it was withdrawn, as for everybody."""
    event = find(code)
    if event.withdrawn_at is not None:
        abort(410)
    return event


@contextmanager
def _language() -> Iterator[None]:
    """The language of the preview: it is not remembered as the reader's own."""
    asked = request.args.get("in", "")
    with in_language(asked if asked in configured_languages() else current_language()):
        yield


def banner_of(event: Event, endpoint: str) -> Preview:
    """What stands above the preview of *endpoint*, in its own language."""
    tag = current_language()
    offered = [("manage_events.preview", "page")]
    if has_page(_FORM) and event.registration_mode in ("open", "approval", "invitation"):
        offered.append((_FORM, "form"))
    sides = [(_address(each, event, tag), what, each == endpoint) for each, what in offered]
    tongues = [
        (_address(endpoint, event, each), name, each, each == tag) for each, name in languages()
    ]
    form_url = next((address for address, what, _is in sides if what == "form"), "")
    return Preview(event, sides, tongues, form_url)


def _address(endpoint: str, event: Event, tag: str) -> str:
    return f"{url_for(endpoint, code=event.code)}?in={tag}"
