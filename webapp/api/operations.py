"""What the API can be asked, each declared once: the route, the answer and its description.

    @operation("/events", "Public events", answers=EventList, takes=(PROJECT, LIMIT, CURSOR))
    def events(asked: Asked) -> EventList: …

Who asks does not matter, nor in which language their browser is: nothing but the address decides
what it answers. An answer is made once for each state of the content, and 304 costs one look.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from webapp.api import parameters
from webapp.api.bodies import Body, bodies, state
from webapp.api.parameters import LANG, Asked, BadParameter, Parameter
from webapp.api.schema import Schema
from webapp.core import problems
from webapp.core.i18n import in_language
from webapp.core.permissions import for_everyone

PREFIX = "/api/v1"
CACHE_CONTROL = "public, max-age=60"
#: Browsers let pages of every site ask: all of it is public, and cookies mean nothing here.
_CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link"}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

blueprint = Blueprint("api", __name__, template_folder="templates")
#: Every operation, in the order of the description.
OPERATIONS: list["Operation"] = []

Find = Callable[[Asked], Any]


@dataclass(frozen=True)
class Key:
    """The part of a path that names one thing."""

    name: str
    description: str
    schema: Schema


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked."""

    name: str
    path: str
    summary: str
    description: str
    answers: Any
    takes: tuple[Parameter, ...]
    find: Find
    key: Key | None = None
    #: Statuses besides those that every operation can answer with.
    also: tuple[int, ...] = ()

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All that can stand behind the question mark."""
        return (*self.takes, LANG)

    @property
    def is_paged(self) -> bool:
        """Whether it answers page by page."""
        return parameters.CURSOR in self.takes


def operation(
    path: str,
    summary: str,
    *,
    answers: Any,
    takes: tuple[Parameter, ...] = (),
    key: Key | None = None,
    also: tuple[int, ...] = (),
) -> Callable[[Find], Find]:
    """Declare *find* as what answers GET at *path*; its docstring is the description.

    *find* gives an instance of *answers*, or a redirect, or raises an HTTP error.
    """

    def declare(find: Find) -> Find:
        words = " ".join((find.__doc__ or "").split())
        made = Operation(find.__name__, path, summary, words, answers, takes, find, key, also)
        OPERATIONS.append(made)
        rule = path.replace("{", "<").replace("}", ">")
        blueprint.add_url_rule(PREFIX + rule, find.__name__, _view(made), methods=["GET"])
        return find

    return declare


def _view(made: Operation) -> Callable[..., Response]:
    @for_everyone
    def view(**keys: str) -> Response:
        with in_language(problems.language_of_address()):
            key = keys[made.key.name] if made.key else ""
            asked = Asked(key, parameters.read(made.parameters, request.args))
            return _answer(made, asked)

    return view


@blueprint.errorhandler(BadParameter)
def _refuse(error: BadParameter) -> Response:
    return problems.problem(
        400, anchor="bad-parameter", detail=str(error), members={"parameter": error.name}
    )


@blueprint.after_app_request
def _open_to_all_sites(response: Response) -> Response:
    """Also what was answered before any view was found."""
    if problems.are_wanted():
        response.headers.update(_CORS)
        response.headers["X-Robots-Tag"] = "noindex"
        if request.method == "OPTIONS":
            response.headers.update(_PREFLIGHT)
    return response


def _answer(made: Operation, asked: Asked) -> Response:
    """The answer, or 304 where the program has it (RFC 9110, section 13.2.2)."""
    # Asked before the answer is made: so one is never newer than what it is kept under.
    kept, key = bodies(), (request.path, request.query_string, state())
    body = kept.get(key)
    if body is None:
        found = made.find(asked)
        if isinstance(found, Response):
            return found
        body = Body.of(found)
        kept.put(key, body)
    return _unchanged(body) or _whole(body)


def _unchanged(body: Body) -> Response | None:
    """Either form of what is known to the program is as good as the other."""
    names = [f"{body.etag}-gzip", body.etag] if _is_packed(body) else [body.etag]
    known = [each for each in names if request.if_none_match.contains_weak(each)]
    if not known:
        return None
    response = Response(status=304)
    del response.headers["Content-Type"]
    return _with_headers(response, body, known[0])


def _whole(body: Body) -> Response:
    if not _is_packed(body):
        return _with_headers(Response(body.plain, mimetype="application/json"), body, body.etag)
    response = Response(body.packed, mimetype="application/json")
    response.headers["Content-Encoding"] = "gzip"
    return _with_headers(response, body, f"{body.etag}-gzip")


def _with_headers(response: Response, body: Body, etag: str) -> Response:
    """What a 304 and the answer it stands for have in common (RFC 9110, section 15.4.5)."""
    response.headers["ETag"] = f'"{etag}"'
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Vary"] = "Accept-Encoding"
    if body.next is not None:
        response.headers["Link"] = f'<{body.next}>; rel="next"'
    return response


def _is_packed(body: Body) -> bool:
    accepted = request.accept_encodings
    return bool(body.packed and accepted["gzip"] and accepted["gzip"] >= accepted["identity"])
