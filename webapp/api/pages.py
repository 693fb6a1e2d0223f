"""The page that explains the API to people; each kind of problem has its anchor on it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webapp.api.operations import OPERATIONS, PREFIX, blueprint
from webapp.core.permissions import public
from webapp.core.problems import KINDS


@blueprint.get("/api/")
@public
def guide() -> ResponseReturnValue:
    """What can be asked, how, and what goes wrong."""
    return render_template(
        "api/guide.html", operations=OPERATIONS, prefix=PREFIX, problems=KINDS.values()
    )
