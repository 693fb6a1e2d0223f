"""Thin routes for staff: the list of who comes. Brings the rest of the desk with it."""

from flask import request
from flask.typing import ResponseReturnValue

from webapp.events.models import Event
from webapp.questions.filters import filterable
from webapp.registrations import people_choices as choices
from webapp.registrations.people_bulk import BULK
from webapp.registrations.people_desk import blueprint, find_event, people_page
from webapp.registrations.people_lists import (
    ORDER,
    Facets,
    PeopleFilters,
    facets_of,
    how_many,
    page_of,
)
from webapp.registrations.people_pools import pools_of

# Each adds its routes to the blueprint.
from webapp.registrations import (  # noqa: F401 isort:skip
    invitation_manage,
    invitee_manage,
    people_acts,
    people_entering,
    people_exports,
    people_import,
    people_note_views,
    people_places,
    people_twin_views,
    replies_views,
)

__all__ = ["blueprint"]


@blueprint.get("/")
def index(code: str) -> ResponseReturnValue:
    """The list, narrowed and sorted as the address says; numbers by state over it."""
    event = find_event(code)
    filters, facets = PeopleFilters.read(request.args), facets_of(event)
    parted = pools_of(event)
    page = page_of(event, filters, request.args.get("after", ""), request.args.get("before", ""))
    return people_page(
        "index.html",
        event,
        page=page,
        filters=filters,
        facets=facets,
        found=_found(event, filters, facets),
        states=[each.value for each in ORDER if facets.states[each]],
        groups=choices.filter_groups(facets),
        used_languages=choices.filter_languages(facets),
        partners=choices.filter_partners(facets),
        pools=choices.filter_pools(parted),
        pools_label=parted[0].label if parted else "",
        questions=filterable(event.id) if event.has_questions else [],
        marks=choices.filter_marks(event),
        sorts=choices.sort_words(),
        bulk=BULK.values(),
    )


def _found(event: Event, filters: PeopleFilters, facets: Facets) -> int:
    """How many the list holds; counted again only where the numbers over it do not tell."""
    if filters.narrows_beyond_state:
        return how_many(event, filters)
    if filters.state == "live":
        return facets.live
    return facets.states[filters.state] if filters.state else facets.total
