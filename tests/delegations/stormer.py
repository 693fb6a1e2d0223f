"""What else happens to delegations while leaders name people: more jobs for `contender`."""

import random
from collections.abc import Callable

from sqlalchemy import select

from tests.delegations.doing import named
from webapp.core.database import db
from webapp.delegations import rules
from webapp.delegations.models import Delegate, Delegation, Standing
from webapp.events import rules as events
from webapp.events.models import Event
from webapp.registrations import rights_erasure
from webapp.registrations import rules as registrations


def wish(chance: random.Random, who: str) -> str:
    """A leader wishes for somebody beyond the quota."""
    found = db.session.scalars(select(Delegation).order_by(Delegation.id)).all()
    rules.wish(chance.choice(found), named(who), "An expert")
    return "wished"


def answer(chance: random.Random, _who: str) -> str:
    """The coordinator grants a wish, every third time refuses it."""
    delegate = _somebody(chance, Standing.WISH)
    if delegate is None:
        return "nobody"
    if chance.random() < 0.3:
        rules.refuse(delegate)
        return "refused"
    rules.grant(delegate)
    return "granted"


def release(_chance: random.Random, _who: str) -> str:
    """The deadline of unused seats has come."""
    return f"released {rules.release_unused(_event())}"


def own_cancellation(chance: random.Random, _who: str) -> str:
    """A delegate cancels by their own link, or has their data erased."""
    delegate = _somebody(chance, Standing.MEMBER, Standing.RESERVE, Standing.WISH)
    if delegate is None:
        return "nobody"
    if chance.random() < 0.5:
        registrations.cancel(delegate.registration)
        return "cancelled"
    rights_erasure.erase(delegate.registration)
    return "erased"


def reserves(chance: random.Random, _who: str) -> str:
    """A member goes back into reserve, a reserve steps in."""
    if chance.random() < 0.5:
        delegate = _somebody(chance, Standing.MEMBER)
        return "nobody" if delegate is None else _done(rules.keep_in_reserve, delegate)
    delegate = _somebody(chance, Standing.RESERVE)
    return "nobody" if delegate is None else _done(rules.step_in, delegate)


def places(chance: random.Random, _who: str) -> str:
    """The coordinator gives the event fewer or more places."""
    events.set_capacity(_event(), chance.randrange(4, 10))
    return "changed"


JOBS: dict[str, Callable[[random.Random, str], str]] = {
    "wish": wish,
    "answer": answer,
    "release": release,
    "own_cancellation": own_cancellation,
    "reserves": reserves,
    "places": places,
}


def _done(verb: Callable[[Delegate], object], delegate: Delegate) -> str:
    verb(delegate)
    return verb.__name__


def _somebody(chance: random.Random, *standings: Standing) -> Delegate | None:
    query = select(Delegate.id).where(Delegate.standing.in_(standings)).order_by(Delegate.id)
    found = db.session.scalars(query).all()
    return db.session.get_one(Delegate, chance.choice(found)) if found else None


def _event() -> Event:
    return db.session.scalars(select(Event)).one()
