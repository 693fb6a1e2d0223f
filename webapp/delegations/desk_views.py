"""Thin routes for staff: the board of delegations. Brings the rest of the desk with it."""

from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.times import now
from webapp.delegations import board
from webapp.delegations.desk import blueprint, find_event, page
from webapp.delegations.models import DelegationPlan, DelegationState
from webapp.delegations.plans import USUAL_QUOTA

# Each adds its routes to the blueprint.
from webapp.delegations import (  # noqa: F401 isort:skip
    desk_acts,
    desk_delegation,
    desk_letters,
    desk_making,
    desk_plan,
    desk_wishes,
)

__all__ = ["blueprint"]


@blueprint.get("/")
def index(code: str) -> ResponseReturnValue:
    """One row per partner, narrowed to a state as the address says."""
    event = find_event(code)
    state = request.args.get("state", "")
    found = board.board_of(event, state)
    without = board.partners_without(event)
    return page(
        "index.html",
        event,
        board=found,
        state=state if state in set(DelegationState) else "",
        states=[each.value for each in DelegationState if found.states[each.value]],
        partners_without=without,
        usual_quota=USUAL_QUOTA,
        deadlines=_deadlines(found.plan),
        at=now(),
    )


def _deadlines(plan: DelegationPlan | None) -> list[tuple[str, datetime]]:
    """What is wanted until when, as far as anything is."""
    if plan is None:
        return []
    found = [
        (_("Names by"), plan.names_due_at),
        (_("Arrivals and departures by"), plan.travel_due_at),
        (_("Answers about diet and access by"), plan.diet_due_at),
    ]
    if plan.released_at is None:
        found.append((_("Seats without a name go to the waiting list on"), plan.releases_at))
    return [(words, at) for words, at in found if at is not None]
