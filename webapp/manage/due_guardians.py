"""The young whose guardian has not agreed, before the event they want to come to."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from webapp.core.database import db
from webapp.core.permissions import Act
from webapp.events.models import Event
from webapp.manage.due_asking import PUBLISHED, Asking, Due, event_page
from webapp.registrations.guardian_models import Answer, GuardianConsent
from webapp.registrations.models import LIVE, Registration

#: So many days before the event one should know who comes.
DAYS_BEFORE = 3


def guardians(asking: Asking) -> Iterable[Due]:
    """Coming events with people for whom no guardian has said yes."""
    query = (
        select(Event.id, Event.code, Event.name, Event.sorts_at, func.count())
        .join(Registration, Registration.event_id == Event.id)
        .join(GuardianConsent, GuardianConsent.registration_id == Registration.id)
        .where(
            GuardianConsent.answer != Answer.GIVEN,
            Registration.state.in_(LIVE),
            Event.status.in_(PUBLISHED),
            asking.comes_soon(),
            asking.mine("guardian", Act.CHANGE_PEOPLE),
        )
        .group_by(Event.id)
        .order_by(Event.sorts_at, Event.id)
    )
    for number, code, title, starts_at, count in db.session.execute(asking.some(query)):
        yield Due(
            "guardian",
            f"event:{number}",
            asking.before(starts_at, DAYS_BEFORE),
            ngettext(
                "The guardian of %(num)d person has not agreed",
                "The guardians of %(num)d people have not agreed",
                count,
            ),
            "hourglass",
            "warn",
            title,
            _("See who"),
            event_page(code, "people.index", mark="no-consent"),
            event_page(code),
        )


QUESTIONS = (guardians,)
