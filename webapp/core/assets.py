"""Addresses of our own files, with a hash of their content: browsers may keep them for ever."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, request, url_for
from flask.wrappers import Response

FOREVER = "public, max-age=31536000, immutable"


@lru_cache(maxsize=512)
def _version(folder: str, filename: str) -> str:
    return hashlib.sha256((Path(folder) / filename).read_bytes()).hexdigest()[:10]


def init_app(app: Flask) -> None:
    """Offer ``static_url("css/base.css")`` to templates."""

    def static_url(filename: str) -> str:
        return url_for("static", filename=filename, v=_version(str(app.static_folder), filename))

    def keep(response: Response) -> Response:
        if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
            response.headers["Cache-Control"] = FOREVER
        return response

    app.add_template_global(static_url)
    app.after_request(keep)
