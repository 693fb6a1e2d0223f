"""Languages: which one the reader gets, and texts in it.

``?lang=`` chooses and is remembered in a cookie; else the cookie, else the account's language, else
what the browser asks for, else the installation's main language.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from flask import Flask, current_app, g, has_request_context, request
from flask.wrappers import Response
from flask_babel import Babel, force_locale, get_locale
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from webapp.core.permissions import is_same_for_all
from webapp.core.text import LocalText, sort_key

COOKIE = "lang"
YEAR = 365 * 24 * 3600
babel = Babel()


def init_app(app: Flask) -> None:
    """Set up Babel, the filters and the remembered choice."""
    app.config["BABEL_DEFAULT_LOCALE"] = app.config["VIZITE"].languages[0]
    app.config["BABEL_DEFAULT_TIMEZONE"] = "UTC"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    babel.init_app(app, locale_selector=_select)
    app.add_template_filter(local_text, "text")
    app.add_template_filter(plain_text, "plain")
    app.add_template_global(current_language)
    app.add_template_global(languages)
    app.add_template_global(language_name)
    app.add_template_global(language_list)
    app.add_template_global(switch_language_url)
    app.after_request(_remember)


def configured_languages() -> tuple[str, ...]:
    """The installation's languages, the main one first."""
    tags: tuple[str, ...] = current_app.config["VIZITE"].languages
    return tags


def languages() -> list[tuple[str, str]]:
    """The languages with their own names: ``[("en", "English"), ("lv", "Latviešu")]``."""
    return [(tag, language_name(tag, tag)) for tag in configured_languages()]


def language_name(tag: str, language: str | None = None) -> str:
    """What a language is called in *language* (default: the reader's), with a capital."""
    name = _language_name(tag, language or current_language())
    return name[:1].upper() + name[1:]


def _language_name(tag: str, language: str) -> str:
    try:
        return Locale.parse(tag, sep="-").get_language_name(language) or tag
    except Exception:  # an unknown tag typed by somebody: show it as it is
        return tag


def language_list(tags: Iterable[str]) -> str:
    """Several languages in a row, as the reader's language writes them: "Angļu, latviešu"."""
    names = ", ".join(_language_name(tag, current_language()) for tag in tags)
    return names[:1].upper() + names[1:]


def current_language() -> str:
    """The reader's language, or the one forced by :func:`in_language`."""
    locale = get_locale()
    return str(locale).replace("_", "-") if locale else configured_languages()[0]


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Write in *language* inside this block, whoever reads the page (letters, feeds, papers)."""
    with force_locale(language.replace("-", "_")):
        yield


def local_text(value: LocalText | str | None) -> Markup:
    """A text for the reader; one in another language is marked with ``lang`` for screen readers."""
    if not isinstance(value, LocalText):
        return escape(value or "")
    picked = value.pick(current_language())
    if not picked.is_fallback:
        return escape(picked.text)
    return Markup('<span lang="{}">{}</span>').format(picked.language, picked.text)


def plain_text(value: LocalText | str | None, language: str | None = None) -> str:
    """The same without markup, for titles, attributes and letters."""
    if isinstance(value, LocalText):
        return value.pick(language or current_language()).text
    return value or ""


def reading_order(value: LocalText | str | None) -> str:
    """Where the reader looks for it in a list: by its words in their language, marks apart."""
    return sort_key(plain_text(value))


def switch_language_url(tag: str) -> str:
    """This page in another language, with everything else in its address kept."""
    query: MultiDict[str, Any] = MultiDict(request.args)
    query["lang"] = tag
    return f"{request.path}?{urlencode(list(query.items(multi=True)))}"


def _select() -> str | None:
    """Which language this request is answered in."""
    if not has_request_context():
        return None
    tags = configured_languages()
    account = g.get("account_language")
    for choice in (request.args.get("lang"), request.cookies.get(COOKIE), account):
        if choice in tags:
            return str(choice).replace("-", "_")
    best = request.accept_languages.best_match(tags)
    return (best or tags[0]).replace("-", "_")


def _remember(response: Response) -> Response:
    """Keep a language that was chosen by hand; what is the same for everyone sets no cookie."""
    chosen = request.args.get("lang")
    is_page = response.mimetype == "text/html" and not is_same_for_all()
    if chosen in configured_languages() and is_page:
        response.set_cookie(
            COOKIE, str(chosen), max_age=YEAR, secure=request.is_secure, samesite="Lax"
        )
    return response
