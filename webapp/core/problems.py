"""What went wrong, for programs: RFC 9457 documents in the language of the address.

Everything under ``/api/`` answers with these, whoever noticed the mistake: a view, the router, the
rate limit, or an error of the program, of which nothing is told but that it happened.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

from webapp.core.i18n import configured_languages, in_language

MIMETYPE = "application/problem+json"
#: What begins with this is for programs; the same alone is a page that explains it.
FOR_PROGRAMS = "/api/"
#: Members that a kind of problem has beside those of the standard.
Members = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """A sort of problem: the anchor that explains it on the page ``/api/``, and its words."""

    anchor: str
    status: int
    title: Any
    detail: Any


KINDS = {
    kind.anchor: kind
    for kind in (
        Kind(
            "bad-parameter",
            400,
            _l("A parameter cannot be understood"),
            _l("The name of the parameter is in “parameter”."),
        ),
        Kind(
            "bad-request",
            400,
            _l("The request cannot be understood"),
            _l("Please compare it with the description."),
        ),
        Kind(
            "not-found",
            404,
            _l("There is nothing at this address"),
            _l("Please check the address."),
        ),
        Kind(
            "method-not-allowed",
            405,
            _l("This address can only be read"),
            _l("Please use GET."),
        ),
        Kind(
            "gone",
            410,
            _l("This has been withdrawn"),
            _l("It was public once. Please forget what you kept of it."),
        ),
        Kind(
            "too-many-requests",
            429,
            _l("Too many requests"),
            _l("“Retry-After” says after how many seconds the next one is answered."),
        ),
        Kind(
            "internal-error",
            500,
            _l("Something went wrong here"),
            _l("It is not your mistake, and it has been noted. Please try again later."),
        ),
        Kind(
            "unavailable",
            503,
            _l("Too much is going on at the moment"),
            _l("Please try again in half a minute."),
        ),
    )
}
_BY_STATUS = {kind.status: kind for kind in KINDS.values()}


def are_wanted() -> bool:
    """Whether this request comes from a program that reads problems."""
    path = request.path
    return path.startswith(FOR_PROGRAMS) and path != FOR_PROGRAMS


def problem(
    status: int,
    headers: Mapping[str, str] | None = None,
    *,
    anchor: str = "",
    detail: str = "",
    members: Members | None = None,
) -> Response:
    """The answer for a problem: of the kind *anchor*, else of the kind the status means.

    A status without a kind of its own says no more than HTTP does (``about:blank``).
    """
    with in_language(language_of_address()):
        document = _document(status, KINDS.get(anchor) or _BY_STATUS.get(status), detail)
    text = json.dumps({**document, **(members or {})}, ensure_ascii=False)
    response = Response(text, status, mimetype=MIMETYPE)
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(headers or {})
    return response


def of_error(error: HTTPException) -> Response:
    """The problem that this error is; 405 names what is allowed (RFC 9110, section 15.5.6)."""
    named = ("Allow", "Retry-After")
    kept = {name: value for name, value in error.get_headers() if name in named}
    return problem(error.code or 500, kept)


def language_of_address() -> str:
    """The language programs are answered in: asked for, or the installation's first; never
    guessed, so that an address means the same for everyone."""
    asked, languages = request.args.get("lang"), configured_languages()
    return asked if asked in languages else languages[0]


def type_address(anchor: str) -> str:
    """What identifies a kind of problem: the place that explains it."""
    return f"{current_app.config['VIZITE'].base_url}{FOR_PROGRAMS}#{anchor}"


def _document(status: int, kind: Kind | None, detail: str) -> dict[str, Any]:
    if kind is None:
        known = HTTPException()
        known.code = status
        return {"type": "about:blank", "title": known.name, "status": status}
    return {
        "type": type_address(kind.anchor),
        "title": str(kind.title),
        "status": status,
        "detail": detail or str(kind.detail),
    }
