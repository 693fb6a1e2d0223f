"""Mailed replies in words, for staff."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.i18n import current_language
from webapp.core.moments import moment
from webapp.core.period_words import period_words
from webapp.core.periods import BadPeriod, Period
from webapp.core.times import to_wall
from webapp.registrations.replies_models import CalendarReply, ReplyKind

_ANSWERS = {
    "ACCEPTED": _l("yes"),
    "TENTATIVE": _l("perhaps"),
    "DECLINED": _l("no"),
}


def headline(reply: CalendarReply, zone: str) -> str:
    """What it says, in one sentence, with times as clocks in *zone* show them."""
    if reply.kind == ReplyKind.PROPOSAL:
        return str(_("Proposes another time: %(time)s", time=proposed(reply, zone)))
    said = str(_ANSWERS.get(reply.answer, reply.answer))
    if reply.kind == ReplyKind.UNPROVEN:
        return str(
            _(
                "An answer came (“%(answer)s”) that could not be checked; the person was asked by"
                " letter. Nothing has changed.",
                answer=said,
            )
        )
    if reply.kind == ReplyKind.LATE:
        return str(
            _(
                "Answered “%(answer)s” when the registration was over; a letter said how to"
                " register again.",
                answer=said,
            )
        )
    return str(_("Answered “%(answer)s” and wrote:", answer=said))


def proposed(reply: CalendarReply, zone: str) -> str:
    """The proposed time in words."""
    if reply.first_on is not None:
        return period_words(Period.days(reply.first_on, reply.last_on), current_language())
    if reply.starts_at is None:
        return reply.written
    if reply.ends_at is None:
        return moment(reply.starts_at, zone)
    try:
        period = _between(reply.starts_at, reply.ends_at, zone)
    except BadPeriod:
        return f"{moment(reply.starts_at, zone)} – {moment(reply.ends_at, zone)}"
    return period_words(period, current_language(), with_zone=True)


def _between(starts_at: datetime, ends_at: datetime, zone: str) -> Period:
    starts, ends = to_wall(starts_at, zone), to_wall(ends_at, zone)
    return Period.at(starts, ends, zone, starts_fold=starts.fold, ends_fold=ends.fold)
