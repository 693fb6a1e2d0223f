"""The coordinator's board: one row per partner, in a fixed number of statements."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.core.database import db
from webapp.core.i18n import reading_order
from webapp.delegations.holding import of_standing
from webapp.delegations.lacks import (
    Asked,
    Lack,
    are_needs_asked,
    lacks_of,
    travel_known,
)
from webapp.delegations.models import (
    Delegate,
    Delegation,
    DelegationPlan,
    DelegationState,
    Standing,
)
from webapp.delegations.news import Item, items_of
from webapp.delegations.plans import plan_of, quota_of
from webapp.events.models import Event
from webapp.projects.models import Membership, Phase
from webapp.projects.organisations import Organisation

_PEOPLE = selectinload(Delegation.delegates).joinedload(Delegate.registration)


@dataclass(frozen=True)
class Row:
    """One delegation as the board shows it."""

    delegation: Delegation
    quota: int
    members: int
    reserves: int
    wishes: int
    lacks: list[Lack]
    #: The last thing its leader or one of its people did.
    seen_at: datetime | None
    #: The last thing that happened to one of its people without the leader.
    news: Item | None = None

    @property
    def state(self) -> str:
        """Where it stands (``data-state``)."""
        return self.delegation.state.value


@dataclass(frozen=True)
class Board:
    """All delegations of an event, those shown, and what they add up to."""

    plan: DelegationPlan | None
    rows: list[Row]
    shown: list[Row]
    states: Counter[str]

    @property
    def quota(self) -> int:
        """How many may come in all; declined delegations bring nobody."""
        return sum(row.quota for row in self._coming)

    @property
    def members(self) -> int:
        """Who is named and has a seat."""
        return sum(row.members for row in self.rows)

    @property
    def reserves(self) -> int:
        """Who would step in."""
        return sum(row.reserves for row in self.rows)

    @property
    def wishes(self) -> int:
        """Who is waiting for the coordinator's word."""
        return sum(row.wishes for row in self.rows)

    @property
    def not_invited(self) -> int:
        """Leaders who have an address and no letter yet."""
        return sum(is_to_invite(row.delegation) for row in self.rows)

    @property
    def without_leader(self) -> int:
        """Delegations nobody can be written to about."""
        return sum(not row.delegation.leader_email for row in self._coming)

    @property
    def _coming(self) -> list[Row]:
        return [row for row in self.rows if row.state != DelegationState.DECLINED]


def board_of(event: Event, state: str = "") -> Board:
    """Everything about the delegations of *event*, narrowed to one *state* if it is one."""
    plan, found = plan_of(event.id), delegations_of(event.id)
    asked = asked_for(event, plan, found)
    news = items_of(found)
    rows = [row_of(each, asked, news[each.id]) for each in found]
    states = Counter(row.state for row in rows)
    shown = [row for row in rows if row.state == state] if state in set(DelegationState) else rows
    return Board(plan, rows, shown, states)


def row_of(delegation: Delegation, asked: Asked, news: Sequence[Item] = ()) -> Row:
    """One delegation, whose people are loaded."""
    return Row(
        delegation,
        quota_of(delegation, asked.plan),
        len(of_standing(delegation, Standing.MEMBER)),
        len(of_standing(delegation, Standing.RESERVE)),
        len(of_standing(delegation, Standing.WISH)),
        lacks_of(delegation, asked),
        _seen_at(delegation, news),
        next(iter(news), None),
    )


def delegations_of(event_id: int) -> list[Delegation]:
    """With their partners, seats and people, by country and name as the reader's language has it:
    two statements."""
    query = _whole().where(Delegation.event_id == event_id)
    found = db.session.scalars(query.order_by(Delegation.id))
    return sorted(found, key=lambda each: reading_order(each.organisation.name))


def find(event_id: int, public_id: str) -> Delegation | None:
    """One delegation of the event, loaded as a whole."""
    query = _whole().where(Delegation.event_id == event_id, Delegation.public_id == public_id)
    return db.session.scalar(query)


def asked_for(event: Event, plan: DelegationPlan | None, found: list[Delegation]) -> Asked:
    """What is asked of these delegations of *event*."""
    ids = [each.registration_id for delegation in found for each in delegation.delegates]
    asks_needs = are_needs_asked(event)
    return Asked(plan, asks_needs, travel_known(ids))


def is_to_invite(delegation: Delegation) -> bool:
    """Whether its leader is still to be written to."""
    is_new = delegation.invited_at is None and delegation.declined_at is None
    return is_new and bool(delegation.leader_email) and delegation.link_revoked_at is None


def partners_without(event: Event) -> list[Organisation]:
    """Partners of the event's projects that have no delegation yet, by name."""
    projects = [link.project_id for link in event.project_links]
    has_one = select(Delegation.organisation_id).where(Delegation.event_id == event.id)
    partners = (
        select(Membership.organisation_id)
        .join(Phase, Phase.id == Membership.phase_id)
        .where(Phase.project_id.in_(projects))
    )
    query = select(Organisation).where(
        Organisation.id.in_(partners), Organisation.id.not_in(has_one)
    )
    return sorted(db.session.scalars(query), key=lambda each: reading_order(each.name))


def _whole() -> Select[Delegation]:
    return select(Delegation).options(
        joinedload(Delegation.organisation), joinedload(Delegation.pool), _PEOPLE
    )


def _seen_at(delegation: Delegation, news: Sequence[Item]) -> datetime | None:
    """Opening the link, naming, confirming, cancelling, saying "these are all" or "we do not
    come"."""
    signs = [delegation.opened_at, delegation.completed_at, delegation.declined_at]
    signs += [each.at for each in news]
    for each in delegation.delegates:
        signs += [each.named_at, each.confirmed_at]
    return max((sign for sign in signs if sign is not None), default=None)
