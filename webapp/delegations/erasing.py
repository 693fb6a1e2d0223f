"""Who leads a delegation and why somebody beyond the quota should come: told and erased.

A wish goes with the registration it is about; who leads hangs on the event (`forgetting`).
"""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import CursorResult, or_, select, update

from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.core.sweeps import sweep
from webapp.delegations.confirming import delegate_of
from webapp.delegations.forgetting import Contacts, forget_over, forget_these
from webapp.delegations.models import Delegate, Delegation
from webapp.delegations.words import payer_words, role_words, standing_look
from webapp.registrations.models import Registration
from webapp.registrations.persons import email_key
from webapp.registrations.retention_kinds import Due, Kind, blanks, keep_here, numbers_of
from webapp.registrations.rights import Fact, tell_here
from webapp.registrations.rights_erasure import forgets_too

_LEADERS = Contacts(
    Delegation,
    (Delegation.event,),
    or_(
        Delegation.leader_name != "",
        Delegation.leader_email.is_not(None),
        Delegation.declined_reason != "",
    ),
    "delegations",
)


@sweep("delegation-leaders", every=3600)
def forget_leaders() -> int:
    """Forget who led delegations to events that ended long enough ago; of how many."""
    return forget_over(_LEADERS)


@forgets_too
def _forget_leader(registration: Registration) -> None:
    """Whoever has their own data erased is not kept as the leader either; the link is theirs no
    more, so it is gone."""
    if registration.email_key is None:
        return
    query = select(Delegation).where(
        Delegation.event_id == registration.event_id, Delegation.leader_email.is_not(None)
    )
    for each in db.session.scalars(query):
        if email_key(each.leader_email) == registration.email_key:
            each.renew_link()
            each.invited_at = None
            each.touch()
            db.session.flush()
            forget_these(_LEADERS, [each])
            db.session.expire(each)


def _forget_wishes(due: Sequence[Due]) -> int:
    statement = (
        update(Delegate)
        .where(Delegate.registration_id.in_([row.id for row in due]), Delegate.wish_reason != "")
        .values(**blanks(Delegate))
        .execution_options(synchronize_session=False)
    )
    done = db.session.execute(statement)
    assert isinstance(done, CursorResult)
    return done.rowcount


def _told(registration: Registration) -> Iterable[Fact]:
    """What "what you know about me" says of it."""
    delegate = delegate_of(registration)
    if delegate is None:
        return
    partner = plain_text(delegate.delegation.organisation.name)
    yield Fact("delegation", _("Delegation"), partner)
    yield Fact("delegation_standing", _("In the delegation"), standing_look(delegate.standing).word)
    yield Fact("delegation_role", _("You come as"), role_words(delegate.role))
    yield Fact("payer", _("Travel and stay are paid by"), payer_words(delegate.payer))
    yield Fact("wish_reason", _("Why you should come as well"), delegate.wish_reason)
    yield from _told_of_leader(registration, delegate.delegation)


def _told_of_leader(registration: Registration, delegation: Delegation) -> Iterable[Fact]:
    """Whoever leads by the same address is told what is kept of that, too."""
    if registration.email_key and registration.email_key == email_key(delegation.leader_email):
        words = ", ".join(filter(None, (delegation.leader_name, delegation.leader_email)))
        yield Fact("leads_delegation", _("Leader of the delegation"), words)


tell_here(_told)
keep_here(
    Kind(
        "delegations",
        _l("Delegations: leaders, and why somebody should come as well"),
        (Delegate, Delegation),
        numbers_of(Delegate, Delegate.wish_reason != ""),
        _forget_wishes,
    )
)
