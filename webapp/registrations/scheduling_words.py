"""What was answered to invitations, in words: for staff, and for the person themselves."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _
from flask_babel import lazy_pgettext as _lp
from sqlalchemy import select

from webapp.core.database import db
from webapp.registrations.models import Registration
from webapp.registrations.rights import Fact, tell_here
from webapp.registrations.scheduling import invitation_of
from webapp.registrations.scheduling_models import ANSWERS, CalendarInvitation

_WORDS = {
    "NEEDS-ACTION": _lp("invitation", "no answer yet"),
    "ACCEPTED": _lp("invitation", "accepted"),
    "TENTATIVE": _lp("invitation", "perhaps"),
    "DECLINED": _lp("invitation", "declined"),
}


def partstat_word(partstat: str | None) -> str:
    """ "accepted"; "" for somebody who was not invited."""
    return str(_WORDS[partstat]) if partstat else ""


def answered_among(registrations: Iterable[Registration]) -> dict[int, CalendarInvitation]:
    """Those of them who have answered, by registration id: one statement for a whole table."""
    query = select(CalendarInvitation).where(
        CalendarInvitation.registration_id.in_([each.id for each in registrations]),
        CalendarInvitation.partstat.in_(ANSWERS),
    )
    return {row.registration_id: row for row in db.session.scalars(query)}


def _told(registration: Registration) -> Iterator[Fact]:
    """For "what you know about me"."""
    invitation = invitation_of(registration)
    if invitation is not None:
        word = partstat_word(invitation.partstat)
        yield Fact("calendar_invitation", _("Invitation for your calendar"), word)


tell_here(_told)
