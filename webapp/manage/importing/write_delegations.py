"""Stores the delegations of events: the plan, who sends how many, and whom a file names.

A delegation is known by its organisation; one that is here already is left as people have it here.
Nobody is written to.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.core.times import DoubledTime, SkippedTime, now
from webapp.delegations import rules
from webapp.delegations.errors import REFUSALS, NoRoomToKeep
from webapp.delegations.finding import check_new
from webapp.delegations.models import (
    DelegateRole,
    Delegation,
    DelegationPlan,
    DelegationState,
    Payer,
    Standing,
)
from webapp.delegations.naming import Named, add, no_seat
from webapp.delegations.plans import quota_of
from webapp.events.models import Event
from webapp.manage.importing.event_facts import DEFAULT_ZONE
from webapp.manage.importing.exact_periods import words_for
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.ledger import Ledger
from webapp.manage.importing.registration_travel import Travels
from webapp.manage.importing.write_persons import LINK, said
from webapp.projects.organisations import Organisation
from webapp.registrations import naming
from webapp.registrations.errors import NoSeatFree
from webapp.seats import rules as seats
from webapp.seats.errors import ReserveTooLarge

_PLAN = {
    "quota": "default_quota",
    "reserves": "reserves_seats",
    "released": "released_at",
    "note": "note",
    "revision": "revision",
}
_MOMENTS = {
    "names_due": "names_due_at",
    "travel_due": "travel_due_at",
    "diet_due": "diet_due_at",
    "releases": "releases_at",
}
_LEADER = {"name": "leader_name", "email": "leader_email", "language": "leader_language"}
_KEPT = LINK | {
    "revision": "revision",
    "created": "created_at",
    "invited": "invited_at",
    "opened": "opened_at",
    "completed": "completed_at",
    "declined": "declined_at",
    "declined_reason": "declined_reason",
    "ends": "ends_at",
    "reminded": "reminded_at",
    "released": "released_at",
}
_INVITED = frozenset(DelegationState) - {DelegationState.PLANNED}
_OPENED = frozenset((DelegationState.ANSWERING, DelegationState.COMPLETE))
_NAMING = {
    Standing.RESERVE.value: naming.name_held_back,
    Standing.WISH.value: naming.name_for_approval,
}


def write_delegations(ledger: Ledger) -> None:
    """Store the plans and delegations that are not here yet; what a rule refuses is a problem."""
    for facts in ledger.facts["events"]:
        said_of_all: Facts | None = facts.get("delegations")
        if said_of_all is not None:
            event: Event = ledger.finder.rows["events"][facts.id]
            _Delegations(ledger, event, said_of_all).write()


class _Delegations:
    """The delegations of one event."""

    def __init__(self, ledger: Ledger, event: Event, facts: Facts) -> None:
        self.ledger, self.event, self.facts = ledger, event, facts

    def write(self) -> None:
        """Store what is not here yet."""
        plan = self._plan()
        partners = parts(self.facts, "partners")
        named = (each for partner in partners for each in parts(partner, "delegates"))
        self.travels = Travels((self.event, each) for each in named)
        query = select(Delegation).where(Delegation.event_id == self.event.id)
        known = {row.organisation_id for row in db.session.scalars(query)}
        for each in partners:
            partner = self.ledger.finder.find("organisations", each["organisation"])
            if partner.id in known:
                self.ledger.report.unchanged += 1
                continue
            known.add(partner.id)
            try:
                # A refused delegation leaves nothing half done.
                with db.session.begin_nested():
                    self._write(each, partner, plan)
            except _Refused as refused:
                self.ledger.problems.add(refused.line, str(refused))
            except REFUSALS as error:
                self.ledger.problems.add(each.line, str(error))

    def _plan(self) -> DelegationPlan:
        plan = db.session.get(DelegationPlan, self.event.id)
        if plan is None:
            plan = DelegationPlan(event_id=self.event.id, **said(self.facts, _PLAN))
            for key, column in _MOMENTS.items():
                setattr(plan, column, self._moment(key))
            db.session.add(plan)
            db.session.flush()
        return plan

    def _moment(self, key: str) -> datetime | None:
        moment, zone = self.facts.get(key), self.event.starts_zone or DEFAULT_ZONE
        try:
            found: datetime | None = moment and moment.instant(self.event.period, zone)
        except (SkippedTime, DoubledTime) as error:
            self.ledger.problems.add(self.facts.line, words_for(error))
            return None
        return found

    def _write(self, facts: Facts, partner: Organisation, plan: DelegationPlan) -> None:
        kept: Facts | None = facts.get("kept")
        leader: Facts | None = facts.get("leader")
        delegation = Delegation(
            event=self.event,
            event_id=self.event.id,
            organisation=partner,
            organisation_id=partner.id,
            is_example=self.event.is_example,
            **said(facts, {"quota": "own_quota", "reserves": "own_reserves_seats"}),
            **(said(leader, _LEADER) if leader is not None else {}),
            **(said(kept, _KEPT) if kept is not None else _stamps(facts)),
        )
        quota = quota_of(delegation, plan)
        keeps = facts.get("reserves")
        keeps = plan.reserves_seats if keeps is None else keeps
        delegation.pool = seats.new_pool(quota, self.event.pool, purpose="delegation")
        db.session.add(delegation)
        self._keep_seats(delegation, kept.get("seats_kept", 0) if kept else quota * keeps)
        self.ledger.report.created.append((facts.noun, str(partner.name)))
        for each in parts(facts, "delegates"):
            self._name(delegation, each)
        if kept is None:
            _answer(delegation, facts)

    def _keep_seats(self, delegation: Delegation, number: int) -> None:
        db.session.flush()
        try:
            seats.set_reserved(delegation.pool, number)
        except ReserveTooLarge as error:
            raise NoRoomToKeep(str(delegation.organisation.name), error.possible) from error

    def _name(self, delegation: Delegation, facts: Facts) -> None:
        standing = facts.get("standing", Standing.MEMBER.value)
        named = Named(
            name=facts["name"],
            email=facts.get("email"),
            language=facts.get("language", delegation.leader_language),
            role=DelegateRole(facts.get("role", DelegateRole.STAFF)),
            payer=Payer(facts.get("payer", Payer.PARTNER)),
        )
        name = _NAMING.get(standing, naming.name_with_seat)
        try:
            check_new(delegation, named.name, named.email)
            registration = name(self.event, named.applicant(delegation), delegation.pool_id)
        except NoSeatFree as error:
            raise _Refused(facts.line, no_seat(delegation)) from error
        except REFUSALS as error:
            raise _Refused(facts.line, error) from error
        registration.is_example = self.event.is_example
        reason = facts.get("reason", "")
        add(delegation, registration, named, Standing(standing), wish_reason=reason)
        self.travels.write(self.ledger, facts, registration, self.event)
        self.ledger.report.created.append(("registration", facts["name"]))


class _Refused(Exception):
    """A rule refuses somebody; the line says whom."""

    def __init__(self, line: int, why: Exception) -> None:
        super().__init__(str(why))
        self.line = line


def _stamps(facts: Facts) -> dict[str, Any]:
    """When what led to its state happened: now, as far as the file knows."""
    state = facts.get("state", DelegationState.PLANNED.value)
    found = {}
    if state in _INVITED:
        found["invited_at"] = now()
    if state in _OPENED:
        found["opened_at"] = now()
    return found


def _answer(delegation: Delegation, facts: Facts) -> None:
    if facts.get("state") == DelegationState.COMPLETE:
        rules.complete(delegation)
    elif facts.get("state") == DelegationState.DECLINED:
        rules.decline(delegation, facts.get("reason", ""))
