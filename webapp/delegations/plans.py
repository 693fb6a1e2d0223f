"""What an event says of all its delegations, and what that means for one of them."""

from webapp.core.database import db
from webapp.delegations.models import Delegation, DelegationPlan

#: How many a delegation may have while nobody has said otherwise.
USUAL_QUOTA = 4


def plan_of(event_id: int) -> DelegationPlan | None:
    """What holds for all delegations of the event; None before anybody said so."""
    return db.session.get(DelegationPlan, event_id)


def usual_quota(plan: DelegationPlan | None) -> int:
    """How many people a delegation may send that has no number of its own."""
    return USUAL_QUOTA if plan is None else plan.default_quota


def quota_of(delegation: Delegation, plan: DelegationPlan | None) -> int:
    """How many people it may send: its own number, else that of the plan."""
    return usual_quota(plan) if delegation.own_quota is None else delegation.own_quota


def keeps_seats(delegation: Delegation, plan: DelegationPlan | None) -> bool:
    """Whether its quota is seats kept free for it, or a limit only."""
    if delegation.own_reserves_seats is not None:
        return delegation.own_reserves_seats
    return plan is None or plan.reserves_seats
