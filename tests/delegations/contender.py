"""One of several processes that act on the same delegations at once, each with its own app."""

import random
from collections.abc import Callable
from multiprocessing.connection import Connection

from sqlalchemy import select

from tests.databases import SETTINGS, close
from tests.delegations.doing import named
from tests.delegations.stormer import JOBS as STORM
from webapp import create_app
from webapp.core.database import db, write
from webapp.delegations import rules
from webapp.delegations.errors import REFUSALS
from webapp.delegations.models import Delegate, Delegation
from webapp.events.models import Event
from webapp.registrations import rules as registrations
from webapp.registrations.applicant import Applicant
from webapp.registrations.models import Registration, State


def contend(pipe: Connection, settings: dict[str, str], job: str, seed: int, tries: int) -> None:
    """Say ``ready``, wait for a word, do *job* so often and tell what became of each try."""
    app = create_app(SETTINGS | settings)
    with app.app_context():
        db.session.scalars(select(Event)).all()
        pipe.send("ready")
        pipe.recv()
        chance = random.Random(seed)
        for number in range(tries):
            pipe.send(_said(lambda number=number: JOBS[job](chance, f"P{seed} N{number}")))
    pipe.close()
    close(app)


def _said(work: Callable[[], str]) -> str:
    try:
        with write():
            return work()
    except REFUSALS as error:
        return type(error).__name__


def name(chance: random.Random, who: str) -> str:
    """A leader of one of the delegations names a member."""
    rules.name_member(_delegation(chance), named(who))
    return "named"


def substitute(chance: random.Random, who: str) -> str:
    """A leader lets somebody new come in the place of a member."""
    query = select(Delegate.id).where(Delegate.standing == "member").order_by(Delegate.id)
    found = db.session.scalars(query).all()
    if not found:
        return "nobody"
    rules.substitute(db.session.get_one(Delegate, chance.choice(found)), named(who))
    return "substituted"


def set_quota(chance: random.Random, _who: str) -> str:
    """The coordinator changes a quota."""
    rules.set_quota(_delegation(chance), chance.randrange(1, 5))
    return "changed"


def come_and_go(chance: random.Random, who: str) -> str:
    """Somebody registers by themselves; every second time another who did cancels."""
    if chance.random() < 0.5:
        live = [State.CONFIRMED, State.WAITING, State.OFFERED]
        query = select(Registration.id).where(
            Registration.state.in_(live), Registration.seat_pool_id.is_(None)
        )
        found = db.session.scalars(query.order_by(Registration.id)).all()
        if found:
            registrations.cancel(db.session.get_one(Registration, chance.choice(found)))
            return "cancelled"
    event = db.session.scalars(select(Event)).one()
    email = f"{who.replace(' ', '')}@example.org"
    return registrations.register(event, Applicant(name=who, email=email)).state


def decline(chance: random.Random, _who: str) -> str:
    """A delegation does not come, or comes again."""
    delegation = _delegation(chance)
    if delegation.declined_at is None:
        rules.decline(delegation, "Flu")
        return "declined"
    rules.reinvite(delegation)
    return "invited"


JOBS: dict[str, Callable[[random.Random, str], str]] = {
    "name": name,
    "substitute": substitute,
    "set_quota": set_quota,
    "come_and_go": come_and_go,
    "decline": decline,
    **STORM,
}


def _delegation(chance: random.Random) -> Delegation:
    found = db.session.scalars(select(Delegation).order_by(Delegation.id)).all()
    return chance.choice(found)
