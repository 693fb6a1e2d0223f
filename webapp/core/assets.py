"""Style sheets, scripts and pictures under addresses that change with their content.

There is no build. The style sheets are joined in memory, in the order of `STYLES`, and served as
one file: a first visit costs one round trip instead of a dozen, and each file stays readable.
Everything is named with ``?v=`` and a hash: a browser keeps it for ever and asks again after an
upgrade.
"""

import gzip
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

from webapp.core.permissions import public

FOREVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"
STATIC = Path(__file__).parents[1] / "static"
_COMMENTS = re.compile(rb"/\*.*?\*/", re.DOTALL)
_INDENTS = re.compile(rb"\s*\n\s*")
STYLES = (
    "tokens",
    "base",
    "layout",
    "funding",
    "dates",
    "states",
    "buttons",
    "events",
    "pages",
    "month",
    "subscribing",
    "forms",
    "questions",
    "tables",
    "manage",
    "desk",
    "workspace",
    "people",
    "letters",
    "desks",
    "embeddings",
    "home",
    "rights",
    "visits",
    "logistics",
    "agenda",
    "papers",
    "projects",
    "print",
)


def static_url(filename: str) -> str:
    """The address of a file in ``static/`` or, for "app.css", of the joined style sheets."""
    if filename == "app.css":
        return url_for("style_sheet", v=_styles(_stamp("css", ".css"))[2])
    # Modules import each other: one hash for all of them, so that none is left behind.
    folder = "js" if filename.startswith("js/") else ""
    stamp = _stamp(folder, ".js") if folder else 0.0
    return url_for("static", filename=filename, v=_version(folder or filename, stamp))


@public
def style_sheet() -> Response:
    """The joined style sheets, gzipped for whoever takes that."""
    return sent_styles(*_styles(_stamp("css", ".css")))


def sent_styles(plain: bytes, zipped: bytes, version: str) -> Response:
    """Style sheets as an answer: kept for ever under an address with their version."""
    is_zipped = bool(request.accept_encodings["gzip"])
    response = Response(zipped if is_zipped else plain, mimetype="text/css")
    if is_zipped:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.set_etag(f"{version}-{'gzip' if is_zipped else 'plain'}")
    is_current = request.args.get("v") == version
    response.headers["Cache-Control"] = FOREVER if is_current else A_MINUTE
    response.make_conditional(request)
    return response


@lru_cache(maxsize=2)
def _styles(stamp: float) -> tuple[bytes, bytes, str]:
    """All style sheets as one: plain, gzipped, and their version."""
    return packed(joined_styles(STYLES))


def joined_styles(names: Iterable[str]) -> bytes:
    """Some of the style sheets as one, in this order, without what only their readers need."""
    whole = b"\n".join((STATIC / "css" / f"{name}.css").read_bytes() for name in names)
    return _INDENTS.sub(b"\n", _COMMENTS.sub(b"", whole))


def packed(plain: bytes) -> tuple[bytes, bytes, str]:
    """A style sheet for `sent_styles`: plain, gzipped, and its version."""
    return plain, gzip.compress(plain, 9, mtime=0), _hash(plain)


@lru_cache(maxsize=512)
def _version(name: str, stamp: float) -> str:
    path = STATIC / name
    files = sorted(path.glob("*.js")) if path.is_dir() else [path]
    return _hash(b"".join(file.read_bytes() for file in files))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]


def _stamp(folder: str, suffix: str) -> float:
    """While developing, an edited file shows at once; else each is read once."""
    if not current_app.debug:
        return 0.0
    return max(file.stat().st_mtime for file in (STATIC / folder).glob(f"*{suffix}"))


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = FOREVER
    return response


def init_app(app: Flask) -> None:
    """Serve the style sheets and offer ``static_url("img/logo.svg")`` to templates."""
    app.add_url_rule("/static/app.css", "style_sheet", style_sheet)
    app.add_template_global(static_url)
    app.after_request(_keep)
