"""What the parts of a programme's profile are called."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.core.date_words import days_text
from webapp.core.i18n import current_language
from webapp.programmes.models import Deadline, FundingStatement, Programme

#: What a programme may want so many days after an event (or before it, as a negative number).
DEADLINES = {
    "evidence": _l("evidence of the event"),
    "attendance-list": _l("attendance list"),
    "report": _l("report of the event"),
    "payment-request": _l("payment request"),
    "announcement": _l("announcement of the event"),
}


def deadline_word(kind: str) -> str:
    """The word for a kind; one that an import brought and we have no word for as it is."""
    return str(DEADLINES.get(kind, kind.replace("-", " ")))


def deadline_words(deadline: Deadline) -> str:
    """A rule in words: "evidence of the event: 30 days after the event"."""
    what, days = deadline_word(deadline.kind), deadline.days
    if days == 0:
        return str(_("%(what)s: on the day of the event", what=what))
    if days < 0:
        return str(
            ngettext(
                "%(what)s: %(num)d day before the event",
                "%(what)s: %(num)d days before the event",
                -days,
                what=what,
            )
        )
    return str(
        ngettext(
            "%(what)s: %(num)d day after the event",
            "%(what)s: %(num)d days after the event",
            days,
            what=what,
        )
    )


def statement_period(statement: FundingStatement) -> str:
    """When a statement applies: "1 January 2021 – 31 December 2027"."""
    language = current_language()
    first, last = statement.valid_from, statement.valid_to
    if first is None and last is None:
        return str(_("always"))
    if first is None:
        return str(_("until %(day)s", day=days_text(last, last, language))) if last else ""
    if last is None:
        return str(_("from %(day)s", day=days_text(first, first, language)))
    return days_text(first, last, language)


def evidence_words(programme: Programme) -> str:
    """How long the papers are kept."""
    return str(
        ngettext(
            "Evidence is kept %(num)d year after the programme’s last payment.",
            "Evidence is kept %(num)d years after the programme’s last payment.",
            programme.retention_years,
        )
    )
