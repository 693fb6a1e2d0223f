"""The first page: what this is, and what comes next."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webapp.core.permissions import current_viewer, public
from webapp.events import queries
from webapp.events.listing import by_month
from webapp.events.views import today
from webapp.projects.queries import all_projects
from webapp.site.pages import blueprint

#: So many lines show what the site is about without scrolling for ever.
NEXT = 8


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """What is on."""
    events = queries.coming(current_viewer(), limit=NEXT + 1)
    return render_template(
        "site/home.html",
        months=by_month(events[:NEXT], today()),
        has_more=len(events) > NEXT,
        projects=all_projects(),
    )
