"""Light or dark: the device decides unless the reader has chosen.

``?theme=dark`` on any page chooses and is remembered for a year, the way ``?lang=`` works; the
cookie holds this one word and nothing about the person.
"""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, request
from werkzeug.datastructures import MultiDict

from webapp.core.permissions import is_same_for_all

THEMES = ("auto", "light", "dark")
COOKIE = "theme"


def current_theme() -> str:
    """What the reader chose now or earlier: "auto", "light" or "dark"."""
    for chosen in (request.args.get("theme"), request.cookies.get(COOKIE)):
        if chosen in THEMES:
            return chosen
    return "auto"


def switch_theme_url(theme: str) -> str:
    """This page in another theme, with everything else in its address kept."""
    query: MultiDict[str, Any] = MultiDict(request.args)
    query["theme"] = theme
    return f"{request.path}?{urlencode(list(query.items(multi=True)))}"


def _remember(response: Response) -> Response:
    chosen = request.args.get("theme")
    is_new = chosen in THEMES and chosen != request.cookies.get(COOKIE)
    if is_new and not is_same_for_all():
        response.set_cookie(
            COOKIE,
            str(chosen),
            max_age=365 * 24 * 3600,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response


def init_app(app: Flask) -> None:
    """Let every page know the theme and remember a choice."""
    app.add_template_global(current_theme)
    app.add_template_global(switch_theme_url)
    app.after_request(_remember)
