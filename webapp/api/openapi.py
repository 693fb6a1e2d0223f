"""The description of the API (OpenAPI 3.1.1), made of what the views are declared with."""

import json
from functools import lru_cache
from hashlib import sha256
from typing import Any

from flask import Response, current_app, request

from webapp.api.operations import CACHE_CONTROL, OPERATIONS, PREFIX, Operation, blueprint
from webapp.api.schema import Schema, components
from webapp.core import problems
from webapp.core.i18n import configured_languages
from webapp.core.permissions import for_everyone

#: Of the API, not of the program. Raised when something is added; a change that breaks programs
#: gets an address of its own (``/api/v2``).
VERSION = "1.0.0"

_ALWAYS = (304, 400, 405, 429, 500, 503)
_WORDS = {
    301: "It has another address now: see `Location`.",
    304: "Nothing has changed since the answer with this ETag.",
    400: "A parameter cannot be understood; `parameter` names it.",
    404: "There is nothing at this address that is public.",
    405: "Only GET, HEAD and OPTIONS are answered.",
    410: "It was public once and has been withdrawn.",
    429: "Too many requests: wait as many seconds as `Retry-After` says.",
    500: "Something went wrong here.",
    503: "Too much is going on at the moment: wait as many seconds as `Retry-After` says.",
}
_DESCRIPTION = """\
The public events, projects and partners of this site, to read. No key is needed.

Nothing stands here that is not on the public pages too. Answers depend on nothing but the address:
not on cookies, and not on the language of the browser.
"""


@blueprint.get(f"{PREFIX}/openapi.json")
@for_everyone
def description() -> Response:
    """The document."""
    settings = current_app.config["VIZITE"]
    text = _text(settings.base_url, settings.site_name, configured_languages())
    response = Response(text, mimetype="application/vnd.oai.openapi+json;version=3.1")
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.set_etag(sha256(text.encode()).hexdigest()[:32])
    response.make_conditional(request)
    return response


@lru_cache(maxsize=8)
def _text(base_url: str, site_name: str, languages: tuple[str, ...]) -> str:
    return json.dumps(document(base_url, site_name), ensure_ascii=False, indent=1)


def document(base_url: str, site_name: str) -> Schema:
    """All of it. Needs an app context: the languages of the installation stand in it."""
    return {
        "openapi": "3.1.1",
        "info": {
            "title": site_name,
            "version": VERSION,
            "summary": "Public events, projects and partners",
            "description": _DESCRIPTION,
        },
        "servers": [{"url": base_url}],
        "externalDocs": {"url": f"{base_url}/api/", "description": "For people"},
        "paths": {PREFIX + each.path: {"get": _operation(each)} for each in OPERATIONS},
        "components": {
            "schemas": {
                **components([each.answers for each in OPERATIONS]),
                "Problem": _problem(base_url),
            },
            "headers": _HEADERS,
            "responses": {f"{status}": _response(status) for status in _WORDS},
        },
    }


def _operation(made: Operation) -> Schema:
    statuses = sorted({*_ALWAYS, *made.also})
    return {
        "operationId": made.name,
        "summary": made.summary,
        "description": made.description,
        "parameters": [*_key(made), *(each.described() for each in made.parameters)],
        "responses": {
            "200": _answer(made),
            **{f"{each}": {"$ref": f"#/components/responses/{each}"} for each in statuses},
        },
    }


def _key(made: Operation) -> list[Schema]:
    if made.key is None:
        return []
    key = made.key
    words = {"name": key.name, "in": "path", "required": True, "description": key.description}
    return [{**words, "schema": key.schema}]


def _answer(made: Operation) -> Schema:
    names = ["ETag", "Cache-Control", "Access-Control-Allow-Origin"]
    names += ["Link"] if made.is_paged else []
    schema = {"$ref": f"#/components/schemas/{made.answers.__name__}"}
    return {
        "description": made.summary,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names},
        "content": {"application/json": {"schema": schema}},
    }


_STRING: Schema = {"type": "string"}
_HEADERS: dict[str, Any] = {
    "ETag": {
        "description": "Send it back as `If-None-Match`, and what has not changed costs nothing.",
        "required": True,
        "schema": _STRING,
    },
    "Cache-Control": {"required": True, "schema": _STRING},
    "Access-Control-Allow-Origin": {
        "description": "Pages of every site may ask.",
        "required": True,
        "schema": {"type": "string", "const": "*"},
    },
    "Link": {
        "description": 'The next page, where there is one, with `rel="next"` (RFC 8288).',
        "schema": _STRING,
    },
    "Location": {"required": True, "schema": _STRING},
    "Retry-After": {
        "description": "Seconds.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    "Allow": {"required": True, "schema": _STRING},
}
_HEADERS_OF = {
    301: ("Location",),
    304: ("ETag", "Cache-Control"),
    405: ("Allow",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}


def _response(status: int) -> Schema:
    names = _HEADERS_OF.get(status, ())
    found: Schema = {"description": _WORDS[status]}
    if names:
        found["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    if status >= 400:
        schema = {"$ref": "#/components/schemas/Problem"}
        found["content"] = {problems.MIMETYPE: {"schema": schema}}
    return found


def _problem(base_url: str) -> Schema:
    """RFC 9457, section 3.1."""
    kinds = [f"{base_url}{problems.FOR_PROGRAMS}#{anchor}" for anchor in problems.KINDS]
    return {
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {
                "type": "string",
                "format": "uri",
                "description": "What kind of problem it is; its address explains it.",
                "examples": kinds,
            },
            "title": {
                "type": "string",
                "description": "The kind in words, in the language asked for.",
            },
            "status": {"type": "integer", "description": "The HTTP status."},
            "detail": {"type": "string", "description": "What went wrong this time, in words."},
            "parameter": {"type": "string", "description": "The parameter it is about."},
        },
    }
