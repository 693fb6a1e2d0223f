"""What a delegation still lacks, and by when: names, travel, answers about diet and access.

What somebody needs is health data and is never looked at here. Who has looked through their own
page has answered: told by that, an open number says nothing about anybody's needs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import ngettext

from webapp.delegations.holding import of_standing
from webapp.delegations.models import (
    Delegate,
    Delegation,
    DelegationPlan,
    DelegationState,
    Standing,
)
from webapp.delegations.plans import quota_of
from webapp.events.models import Event
from webapp.questions.queries import asked_of

NAMES, TRAVEL, DIET = "names", "travel", "diet"
#: The registrations among those given whose travel is known.
Travels = Callable[[Iterable[int]], set[int]]


@dataclass(frozen=True)
class Lack:
    """So many of one thing are missing; *due_at* is None while no deadline is set."""

    what: str
    number: int
    due_at: datetime | None

    def is_late(self, at: datetime) -> bool:
        """Whether its deadline has passed."""
        return self.due_at is not None and self.due_at <= at


@dataclass(frozen=True)
class Asked:
    """What is asked of all delegations of an event, and who of all has answered about travel.

    *travelling* is None where this installation, or this event, does not ask about travel.
    """

    plan: DelegationPlan | None
    asks_needs: bool
    travelling: frozenset[int] | None

    @property
    def deadlines(self) -> dict[str, datetime | None]:
        """Until when each thing is wanted."""
        return deadlines_of(self.plan)


_travels: list[Travels] = []
_asks: list[Callable[[int], bool]] = []


def knows_travel(find: Travels) -> Travels:
    """Let a capability above say whose travel it knows; one statement for all it is asked for."""
    _travels.append(find)
    return find


def travel_known(registration_ids: Iterable[int]) -> frozenset[int] | None:
    """Those whose travel is known; None where nobody asks for it."""
    if not _travels:
        return None
    wanted = list(registration_ids)
    return frozenset().union(*(find(wanted) for find in _travels)) if wanted else frozenset()


def asks_for_travel(find: Callable[[int], bool]) -> Callable[[int], bool]:
    """Let a capability above say whether it asks the people of an event (its id) how they come."""
    _asks.append(find)
    return find


def is_travel_asked(event_id: int) -> bool:
    """Whether anybody asks how people come."""
    return any(find(event_id) for find in _asks)


def are_needs_asked(event: Event) -> bool:
    """Whether the event asks what people eat, or need in order to take part."""
    return event.has_questions and any(each.is_need for each in asked_of(event.id))


def lacks_of(delegation: Delegation, asked: Asked) -> list[Lack]:
    """What it lacks, in the order of the work; nothing of one that is declined."""
    if delegation.state is DelegationState.DECLINED:
        return []
    members = of_standing(delegation, Standing.MEMBER)
    due = asked.deadlines
    found = [
        Lack(NAMES, _names_missing(delegation, members, asked), due[NAMES]),
        Lack(TRAVEL, _travel_missing(members, asked), due[TRAVEL]),
        Lack(DIET, _answers_missing(members, asked), due[DIET]),
    ]
    return [each for each in found if each.number > 0]


def deadlines_of(plan: DelegationPlan | None) -> dict[str, datetime | None]:
    """Until when each thing is wanted, in the order of the work."""
    if plan is None:
        return {NAMES: None, TRAVEL: None, DIET: None}
    return {NAMES: plan.names_due_at, TRAVEL: plan.travel_due_at, DIET: plan.diet_due_at}


def lack_words(what: str, number: int) -> str:
    """What is missing, beside words that say so: "2 names"."""
    if what == NAMES:
        return str(ngettext("%(num)d name", "%(num)d names", number))
    if what == TRAVEL:
        return str(ngettext("the travel of %(num)d person", "the travel of %(num)d people", number))
    return str(
        ngettext(
            "%(num)d answer about diet and access",
            "%(num)d answers about diet and access",
            number,
        )
    )


def _names_missing(delegation: Delegation, members: list[Delegate], asked: Asked) -> int:
    if delegation.state is DelegationState.COMPLETE:
        return 0
    return max(0, quota_of(delegation, asked.plan) - len(members))


def _travel_missing(members: list[Delegate], asked: Asked) -> int:
    if asked.travelling is None or asked.deadlines[TRAVEL] is None:
        return 0  # nobody is asked for it
    return sum(each.registration_id not in asked.travelling for each in members)


def _answers_missing(members: list[Delegate], asked: Asked) -> int:
    if not asked.asks_needs:
        return 0
    return sum(each.confirmed_at is None for each in members)
