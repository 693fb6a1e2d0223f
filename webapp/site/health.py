"""Health addresses for whoever watches the installation."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webapp.core.limits import limiter
from webapp.core.permissions import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
@limiter.exempt
def process_is_up() -> ResponseReturnValue:
    """The process answers."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
