"""Stores what a registration has to do with a visit: its place in a delegation, its choices."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.agenda.models import AgendaItem
from webapp.choices.models import TAKEN, Choice
from webapp.core.database import db
from webapp.delegations.models import Delegate, Delegation
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.ledger import Ledger
from webapp.manage.importing.write_persons import rows_by, said
from webapp.registrations.models import Registration

_DELEGATE = {
    "position": "position",
    "standing": "standing",
    "role": "role",
    "payer": "payer",
    "leader": "is_leader",
    "reason": "wish_reason",
    "answered": "wish_answered_at",
    "named": "named_at",
    "confirmed": "confirmed_at",
}
_CHOICE = {"state": "state", "since": "waiting_since", "created": "created_at"}


class Visits:
    """The delegations and items of agendas that some registrations name."""

    def __init__(self, people: Iterable[Facts]) -> None:
        people = list(people)
        named = {each["delegate"]["delegation"] for each in people if each.get("delegate")}
        items = {each["item"] for facts in people for each in parts(facts, "choices")}
        self._delegations: dict[str, Delegation] = rows_by(
            Delegation, Delegation.public_id, sorted(named)
        )
        self._items: dict[str, AgendaItem] = rows_by(
            AgendaItem, AgendaItem.public_id, sorted(items)
        )

    def pool_id(self, ledger: Ledger, facts: Facts, event_id: int) -> int | None:
        """The pool of the delegation somebody is in; None for nobody's."""
        delegation = self._delegation(ledger, facts, event_id)
        return None if delegation is None else delegation.pool_id

    def write(
        self, ledger: Ledger, facts: Facts, row: Registration, accounts: dict[str, int]
    ) -> list[int]:
        """Store it all; gives the pools of the items that were chosen."""
        delegation = self._delegation(ledger, facts, row.event_id)
        if delegation is not None:
            self._delegate(ledger, facts["delegate"], row, delegation, accounts)
        pools = (self._choice(ledger, each, row) for each in parts(facts, "choices"))
        return [pool_id for pool_id in pools if pool_id is not None]

    def _delegation(self, ledger: Ledger, facts: Facts, event_id: int) -> Delegation | None:
        delegate: Facts | None = facts.get("delegate")
        if delegate is None:
            return None
        found = self._delegations.get(delegate["delegation"])
        if found is not None and found.event_id == event_id:
            return found
        why = _("the event has no delegation “%(code)s”", code=delegate["delegation"])
        ledger.problems.add(delegate.line, why)
        return None

    def _delegate(
        self,
        ledger: Ledger,
        facts: Facts,
        row: Registration,
        delegation: Delegation,
        accounts: dict[str, int],
    ) -> None:
        delegate = Delegate(
            delegation_id=delegation.id,
            registration_id=row.id,
            wish_answered_by_id=accounts.get(facts.get("answered_by", "")),
            **said(facts, _DELEGATE),
        )
        db.session.add(delegate)
        db.session.flush()
        if facts.get("instead_of"):
            ledger.carried.instead[delegate.id] = (facts["instead_of"], facts.line)

    def _choice(self, ledger: Ledger, facts: Facts, row: Registration) -> int | None:
        item = self._items.get(facts["item"])
        if item is None or item.event_id != row.event_id:
            why = _("the agenda of the event has no item “%(code)s”", code=facts["item"])
            ledger.problems.add(facts.line, why)
            return None
        choice = Choice(item_id=item.id, registration_id=row.id, **said(facts, _CHOICE))
        db.session.add(choice)
        return item.pool_id if choice.state == TAKEN else None


def join_substitutes(ledger: Ledger) -> None:
    """Say who came instead of whom, now that all are there."""
    for delegate_id, (name, line) in ledger.carried.instead.items():
        query: Any = (
            select(Delegate.id)
            .join(Registration, Registration.id == Delegate.registration_id)
            .where(Registration.public_id == name)
        )
        found = db.session.scalar(query)
        if found is None:
            why = _("“%(name)s” is not known under “%(section)s”", name=name, section="delegates")
            ledger.problems.add(line, why)
        else:
            db.session.get_one(Delegate, delegate_id).stands_in_for_id = found
    ledger.carried.instead.clear()
    db.session.flush()
