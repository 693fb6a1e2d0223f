"""What somebody has chosen is told with their registration, and forgotten with it."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from webapp.choices.models import TAKEN, Choice
from webapp.choices.queries import choices_of
from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.registrations.models import Registration
from webapp.registrations.retention_kinds import Due, Kind, keep_here, numbers_of
from webapp.registrations.rights import Fact, tell_here
from webapp.seats import rules as seats


def _forget(due: Sequence[Due]) -> int:
    """Places are given back, so that the numbers stay right; the items are over, or the choices
    ended with the registration before."""
    query = select(Choice).where(Choice.registration_id.in_([row.id for row in due]))
    choices = list(db.session.scalars(query))
    pools = [each.item.pool_id for each in choices if each.state == TAKEN and each.item.pool_id]
    for choice in choices:
        db.session.delete(choice)
    db.session.flush()
    if pools:
        seats.release(pools)
    return len(choices)


def _told(registration: Registration) -> Iterable[Fact]:
    """What "what you know about me" says of it."""
    words = {True: _("chosen"), False: _("on the waiting list")}
    for choice in choices_of(registration.id):
        name = plain_text(choice.item.name)
        yield Fact(f"item-{choice.item.public_id}", name, words[choice.state == TAKEN])


tell_here(_told)
keep_here(Kind("choices", _l("Agenda items chosen"), (), numbers_of(Choice), _forget))
