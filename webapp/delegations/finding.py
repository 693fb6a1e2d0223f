"""Finding: who is named already, which partners belong to an event, what a leader's link opens."""

from sqlalchemy import or_, select

from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.core.links import LinkRevoked
from webapp.core.permissions import current_viewer
from webapp.core.times import now
from webapp.delegations.errors import AlreadyNamed, NamedElsewhere
from webapp.delegations.models import Delegate, Delegation
from webapp.events.models import Event
from webapp.projects.models import Membership, Phase
from webapp.projects.organisations import Organisation
from webapp.registrations.models import LIVE, Registration
from webapp.registrations.persons import email_key, name_key


class LinkOver(LinkRevoked):
    """The time of a leader's link is over, or the event is, or was withdrawn."""


def find(token: str) -> Delegation:
    """What a leader's link opens. Raises `LinkUnknown`, `LinkRevoked`, `LinkOver`."""
    delegation = Delegation.find_by_token(token)
    event, ends_at = delegation.event, delegation.ends_at
    has_ended = ends_at is not None and ends_at <= now()
    if has_ended or event.is_over or event.withdrawn_at is not None:
        raise LinkOver
    return delegation


def check_new(
    delegation: Delegation, name: str, email: str | None, but: Registration | None = None
) -> None:
    """Whether this person can be named: nobody comes twice.

    The same address and name is the same person; so is the same name where one of the two has no
    address. Raises `AlreadyNamed`, `NamedElsewhere`.
    """
    twin = _twin(delegation.event, name_key(name), email_key(email), but)
    if twin is None:
        return
    if twin.seat_pool_id == delegation.pool_id:
        raise AlreadyNamed(name)
    raise NamedElsewhere(name, _partner_of(twin), current_viewer().is_staff)


def partners_of(event: Event) -> list[Organisation]:
    """The partners of the event's projects, of the phase that runs at its date where one does,
    each once."""
    projects = [link.project_id for link in event.project_links]
    of_them = select(Phase).where(Phase.project_id.in_(projects)).order_by(Phase.number)
    phases = list(db.session.scalars(of_them))
    chosen = [each.id for number in projects for each in _at(event, phases, number)]
    members = select(Membership.organisation_id).where(Membership.phase_id.in_(chosen))
    on = event.first_on
    if on is not None:
        left = or_(Membership.until_on.is_(None), Membership.until_on >= on)
        members = members.where(left, or_(Membership.from_on.is_(None), Membership.from_on <= on))
    query = select(Organisation).where(Organisation.id.in_(members))
    return list(db.session.scalars(query.order_by(Organisation.sort_key, Organisation.id)))


def _at(event: Event, phases: list[Phase], project_id: int) -> list[Phase]:
    """The phase of one project at the date of the event; without one the last, of an event without
    a date as well: that is who belongs to it now."""
    own = [each for each in phases if each.project_id == project_id]
    on = event.first_on
    running = [each for each in own if on is not None and _runs(each, on)]
    return (running or own)[-1:]


def _runs(phase: Phase, on: object) -> bool:
    begins, ends = phase.first_on, phase.last_on
    return begins is not None and begins <= on and (ends is None or ends >= on)  # type: ignore[operator]


def _twin(
    event: Event, name: str, email: str | None, but: Registration | None
) -> Registration | None:
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.state.in_(LIVE),
        Registration.name_key == name,
    )
    if email is not None:
        query = query.where(or_(Registration.email_key == email, Registration.email_key.is_(None)))
    if but is not None:
        query = query.where(Registration.id != but.id)
    found = db.session.scalars(query.order_by(Registration.id))
    return next((each for each in found if each.is_live), None)


def _partner_of(registration: Registration) -> str:
    query = (
        select(Delegation)
        .join(Delegate, Delegate.delegation_id == Delegation.id)
        .where(Delegate.registration_id == registration.id)
    )
    delegation = db.session.scalar(query)
    return "" if delegation is None else plain_text(delegation.organisation.name)
