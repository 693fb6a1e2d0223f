"""What the leader of a delegation sees behind their link."""

from collections.abc import Iterator

from sqlalchemy import select

from tools.page_kinds import PageKind
from webapp.core.database import db
from webapp.core.times import now
from webapp.delegations.holding import of_standing
from webapp.delegations.models import Delegation, DelegationState, Standing
from webapp.delegations.passing_on import may_pass_on
from webapp.events.models import Event

MEETING = "example-razlog-meeting"
_SEND = ("press", "main form.form .is-primary")


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """A list in each state, and every form behind it."""
    query = select(Delegation).join(Event, Event.id == Delegation.event_id)
    found = db.session.scalars(query.where(Event.code == codes[MEETING]).order_by(Delegation.id))
    by_state = {each.state: each for each in reversed(found.all())}
    for state, delegation in sorted(by_state.items()):
        yield PageKind(f"leader, {state}", _home(delegation))
    yield from _forms(by_state[DelegationState.ANSWERING])


def _forms(delegation: Delegation) -> Iterator[PageKind]:
    home = _home(delegation)
    for name in ("members/new", "members/several", "refusal", "leader"):
        yield PageKind(f"leader, {name.rpartition('/')[2]}", f"{home}{name}")
    yield PageKind("leader, new, errors", f"{home}members/new", acts=(_SEND,))
    yield PageKind("leader, several, errors", f"{home}members/several", acts=(_SEND,))
    code = of_standing(delegation, Standing.MEMBER)[0].registration.public_id
    for name in ("edit", "substitution", "removal"):
        yield PageKind(f"leader, {name}", f"{home}members/{code}/{name}")
    mute = next(each for each in delegation.delegates if may_pass_on(each))
    yield PageKind("leader, answers", f"{home}members/{mute.registration.public_id}/answers")
    yield PageKind("leader, link over", _over())


def _home(delegation: Delegation) -> str:
    return f"/delegations/{delegation.token()}/"


def _over() -> str:
    """A link whose time has ended; of another visit, whose leader has yet to name somebody."""
    query = select(Delegation).join(Event, Event.id == Delegation.event_id)
    other = db.session.scalars(query.where(Event.slug != MEETING).order_by(Delegation.id)).first()
    assert other is not None
    other.ends_at = now()
    return _home(other)
