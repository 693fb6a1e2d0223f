"""Feeds: what calendar programs fetch, again and again, mostly to hear that nothing has changed."""

from flask import Blueprint, Response, request

from webapp.calendars import feeds
from webapp.calendars.answering import answer
from webapp.core.permissions import for_everyone

blueprint = Blueprint("calendars", __name__, template_folder="templates")


@blueprint.get("/calendars/all.ics")
@blueprint.get("/calendars/all.json")
@blueprint.get("/calendars/all.atom")
@for_everyone
def all_feed() -> Response:
    """Everything, or what the filters in the address leave of it."""
    return answer(lambda language: feeds.all_feed(_filters(), language))


@blueprint.get("/calendars/projects/<slug>.ics")
@blueprint.get("/calendars/projects/<slug>.json")
@blueprint.get("/calendars/projects/<slug>.atom")
@for_everyone
def project_feed(slug: str) -> Response:
    """A project's events, all its life."""
    return answer(lambda language: feeds.project_feed(slug, language, _filters()))


@blueprint.get("/calendars/partners/<slug>.ics")
@blueprint.get("/calendars/partners/<slug>.json")
@blueprint.get("/calendars/partners/<slug>.atom")
@for_everyone
def partner_feed(slug: str) -> Response:
    """What an organisation organises or hosts."""
    return answer(lambda language: feeds.partner_feed(slug, language, _filters()))


@blueprint.get("/calendars/kinds/<kind>.ics")
@blueprint.get("/calendars/kinds/<kind>.json")
@blueprint.get("/calendars/kinds/<kind>.atom")
@for_everyone
def kind_feed(kind: str) -> Response:
    """All workshops, all study visits …"""
    return answer(lambda language: feeds.kind_feed(kind, language, _filters()))


@blueprint.get("/events/<code>.ics")
@blueprint.get("/events/<code>.json")
@for_everyone
def event_feed(code: str) -> Response:
    """One event: to add once, or to subscribe to. What else its address says does not matter."""
    return answer(lambda language: feeds.event_feed(code, language))


def _filters() -> dict[str, list[str]]:
    return {name: values for name, values in request.args.lists() if name != "lang"}
