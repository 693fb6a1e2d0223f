"""The map of an agenda's places: Leaflet from its package, served by ourselves.

Shown only where the installation names a tile server (``VIZITE_TILE_URL``): a map without one
would be an empty box. The list of places beside it says the same, with addresses and links.
"""

import gzip
from functools import lru_cache
from importlib.metadata import version
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request, url_for
from xstatic.pkg import leaflet

from webapp.core.assets import A_MINUTE, FOREVER
from webapp.core.permissions import for_everyone

blueprint = Blueprint("map", __name__)
_FOLDER = Path(str(leaflet.BASE_DIR))
#: What a page asks for, and no more of the package: neither its source maps nor its sources.
_SERVED = frozenset(
    {
        "leaflet.js",
        "leaflet.css",
        "images/layers.png",
        "images/layers-2x.png",
        "images/marker-icon.png",
        "images/marker-icon-2x.png",
        "images/marker-shadow.png",
    }
)


@blueprint.get("/static/leaflet/<path:name>")
@for_everyone
def file(name: str) -> Response:
    """A file of Leaflet, kept for ever under an address with its version."""
    if name not in _SERVED:
        abort(404)
    plain, zipped = _read(name)
    is_zipped = zipped is not None and bool(request.accept_encodings["gzip"])
    response = Response(zipped if is_zipped else plain, mimetype=guess_type(name)[0])
    if is_zipped:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    is_current = request.args.get("v") == _version()
    response.headers["Cache-Control"] = FOREVER if is_current else A_MINUTE
    return response


@blueprint.app_template_global()
def tile_url() -> str | None:
    """Where the pictures of the map come from; None: there is no map."""
    url: str | None = current_app.config["VIZITE"].tile_url
    return url


@blueprint.app_template_global()
def leaflet_url(name: str) -> str:
    """The address of one of Leaflet's files."""
    return url_for("map.file", name=name, v=_version())


@lru_cache(maxsize=len(_SERVED))
def _read(name: str) -> tuple[bytes, bytes | None]:
    """A file as it is and, where that is worth it, gzipped."""
    plain = (_FOLDER / name).read_bytes()
    return plain, None if name.endswith(".png") else gzip.compress(plain, 9, mtime=0)


@lru_cache(maxsize=1)
def _version() -> str:
    return version("XStatic-Leaflet")
