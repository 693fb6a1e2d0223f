"""Other times that people proposed by their calendar programs."""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from webapp.core.database import db
from webapp.core.permissions import Act
from webapp.events.models import Event
from webapp.manage.due_asking import PUBLISHED, Asking, Due, event_page
from webapp.registrations.models import Registration
from webapp.registrations.replies_kept import is_open
from webapp.registrations.replies_models import CalendarReply

#: Who proposes a time hears within so many days.
ANSWER_WITHIN = timedelta(days=3)


def proposals(asking: Asking) -> Iterable[Due]:
    """Coming events for which people proposed another time and nobody has looked."""
    oldest = func.min(CalendarReply.received_at)
    query = (
        select(Event.id, Event.code, Event.name, Event.sorts_at, func.count(), oldest)
        .join(Registration, Registration.event_id == Event.id)
        .join(CalendarReply, CalendarReply.registration_id == Registration.id)
        .where(
            is_open(),
            Event.status.in_(PUBLISHED),
            Event.over_at > asking.at,
            asking.mine("proposal", Act.CHANGE_PEOPLE),
        )
        .group_by(Event.id)
        .order_by(oldest, Event.id)
    )
    for number, code, title, starts_at, count, since in db.session.execute(asking.some(query)):
        day = asking.day(since)
        yield Due(
            "proposal",
            f"event:{number}",
            min(day + ANSWER_WITHIN, asking.day(starts_at)),
            ngettext(
                "%(num)d person proposes another time, since %(day)s",
                "%(num)d people propose another time, the first since %(day)s",
                count,
                day=asking.said(day),
            ),
            "calendar-clock",
            "info",
            title,
            _("See what they propose"),
            event_page(code, "people.replies"),
            event_page(code),
        )


QUESTIONS = (proposals,)
