"""Feeds: what calendar programs fetch, again and again, mostly to hear that nothing has changed."""

from flask import Blueprint, Response, request

from webapp.calendars import plans
from webapp.calendars.answering import answer_by_plan
from webapp.core.permissions import for_everyone

blueprint = Blueprint("calendars", __name__, template_folder="templates")

# Of several addresses of a view `url_for` takes the one that is written last: the calendar's.


@blueprint.get("/calendars/all.atom")
@blueprint.get("/calendars/all.json")
@blueprint.get("/calendars/all.ics")
@for_everyone
def all_feed() -> Response:
    """Everything, or what the filters in the address leave of it."""
    return answer_by_plan(lambda language: plans.everything(_filters(), language))


@blueprint.get("/calendars/projects/<slug>.atom")
@blueprint.get("/calendars/projects/<slug>.json")
@blueprint.get("/calendars/projects/<slug>.ics")
@for_everyone
def project_feed(slug: str) -> Response:
    """A project's events, all its life."""
    return answer_by_plan(lambda language: plans.of_project(slug, language, _filters()))


@blueprint.get("/calendars/partners/<slug>.atom")
@blueprint.get("/calendars/partners/<slug>.json")
@blueprint.get("/calendars/partners/<slug>.ics")
@for_everyone
def partner_feed(slug: str) -> Response:
    """What an organisation organises or hosts."""
    return answer_by_plan(lambda language: plans.of_partner(slug, language, _filters()))


@blueprint.get("/calendars/kinds/<kind>.atom")
@blueprint.get("/calendars/kinds/<kind>.json")
@blueprint.get("/calendars/kinds/<kind>.ics")
@for_everyone
def kind_feed(kind: str) -> Response:
    """All workshops, all study visits …"""
    return answer_by_plan(lambda language: plans.of_kind(kind, language, _filters()))


@blueprint.get("/events/<code>.json")
@blueprint.get("/events/<code>.ics")
@for_everyone
def event_feed(code: str) -> Response:
    """One event: to add once, or to subscribe to. What else its address says does not matter."""
    return answer_by_plan(lambda language: plans.of_event(code, language))


def _filters() -> dict[str, list[str]]:
    return {name: values for name, values in request.args.lists() if name != "lang"}
