"""Feeds: what calendar programs fetch, again and again, mostly to hear that nothing has changed."""

from collections.abc import Callable

from flask import Blueprint, Response, request
from flask_babel import gettext

from webapp.calendars import feeds
from webapp.calendars.answering import answer, sorry
from webapp.calendars.lookup import FILTERS
from webapp.core.permissions import for_everyone

_: Callable[..., str] = gettext

blueprint = Blueprint("calendars", __name__, template_folder="templates")


@blueprint.get("/calendars/all.ics")
@for_everyone
def all_feed() -> Response:
    """Everything, or what the filters in the address leave of it."""
    filters = {name: values for name, values in request.args.lists() if name != "lang"}
    misspelt = sorted(filters.keys() - set(FILTERS))
    if misspelt:
        return sorry(404, _unknown_filter, name=misspelt[0], filters=", ".join(FILTERS))
    return answer(lambda language: feeds.all_feed(filters, language))


@blueprint.get("/calendars/projects/<slug>.ics")
@for_everyone
def project_feed(slug: str) -> Response:
    """A project's events, all its life."""
    return answer(lambda language: feeds.project_feed(slug, language))


@blueprint.get("/calendars/partners/<slug>.ics")
@for_everyone
def partner_feed(slug: str) -> Response:
    """What an organisation organises or hosts."""
    return answer(lambda language: feeds.partner_feed(slug, language))


@blueprint.get("/calendars/kinds/<kind>.ics")
@for_everyone
def kind_feed(kind: str) -> Response:
    """All workshops, all study visits …"""
    return answer(lambda language: feeds.kind_feed(kind, language))


@blueprint.get("/events/<code>.ics")
@for_everyone
def event_feed(code: str) -> Response:
    """One event: to add once, or to subscribe to."""
    return answer(lambda language: feeds.event_feed(code, language))


def _unknown_filter(name: str, filters: str) -> str:
    return _(
        "Calendars have no filter “%(name)s”. The filters are: %(filters)s.",
        name=name,
        filters=filters,
    )
