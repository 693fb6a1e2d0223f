"""The accessibility statement: what the program knows of itself, and what the administrator adds.

Its fields are those a Latvian institution publishes under Cabinet Regulation No. 445 of 14 July
2020, after the model of Commission Implementing Decision (EU) 2018/1523: whose site it is, how far
it conforms, what is not accessible and why, what to do instead, how and when that was found out,
whom to tell, and who hears complaints. Nothing is invented: what was not filled in is left out of
the page and listed for the administrator.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.times import now
from webapp.site.accessibility_models import AccessibilityStatement

#: When the program's own part was last checked against the program.
CHECKED_ON = date(2026, 11, 22)
#: A statement is looked through at least once a year.
YEAR = timedelta(days=366)
_ID = 1

#: How far the site conforms to what is asked, by the stored word.
CONFORMANCE = {
    "full": _l("The site conforms to the requirements."),
    "partial": _l("The site conforms to the requirements in part; what does not is named below."),
    "none": _l("The site does not conform to the requirements; what does not is named below."),
}
CONFORMANCE_WORDS = {"full": _l("in full"), "partial": _l("in part"), "none": _l("not")}
#: How it was found out.
METHODS = {
    "automatic": _l(
        "Each kind of page was checked by a program (axe-core) and with the keyboard, in each"
        " language, light and dark, on a telephone's and a desk's width. That was done by the"
        " makers of the software and is no evaluation by the institution yet."
    ),
    "simple": _l(
        "The simple test was made: eleven aspects (navigation, structure, keyboard and focus, form"
        " fields and errors, pictures, headings, contrast, zoom, titles of pages, moving content,"
        " sound and film)."
    ),
    "in-depth": _l(
        "The in-depth evaluation was made, against every requirement of EN 301 549 for websites."
    ),
}
METHOD_WORDS = {
    "automatic": _l("only the checks of the software's makers"),
    "simple": _l("simple test"),
    "in-depth": _l("in-depth evaluation"),
}


@dataclass(frozen=True)
class Missing:
    """A fact the regulation asks for and nobody has filled in; the input it belongs in."""

    words: str
    anchor: str


def stored() -> AccessibilityStatement | None:
    """What the administrator has filled in, if anything."""
    return db.session.get(AccessibilityStatement, _ID)


def current() -> AccessibilityStatement:
    """The same, or what holds while nothing is filled in. Never stored by looking."""
    return stored() or AccessibilityStatement(
        id=_ID, conformance="partial", method="automatic", revision=0
    )


def missing(statement: AccessibilityStatement) -> list[Missing]:
    """What has to be filled in before the statement is whole."""
    found = []
    if not statement.institution:
        found.append(Missing(_("Whose site it is."), "institution-en"))
    if statement.conformance == "full" and statement.noncompliance:
        found.append(
            Missing(
                _("It conforms in full, and yet something is named that does not."), "conformance"
            )
        )
    if statement.method == "automatic":
        found.append(
            Missing(
                _("The institution has made neither the simple test nor the in-depth evaluation."),
                "method",
            )
        )
    elif not statement.evaluated_on:
        found.append(Missing(_("When the site was evaluated."), "evaluated_on"))
    if not statement.evaluated_by:
        found.append(Missing(_("Who evaluated it."), "evaluated_by-en"))
    if not statement.prepared_on:
        found.append(Missing(_("The day of the statement."), "prepared_on"))
    if not statement.contact_email and not statement.contact_phone:
        found.append(
            Missing(
                _("Whom to tell of a barrier: an e-mail address or a telephone number."),
                "contact_email",
            )
        )
    if not statement.answer_days:
        found.append(Missing(_("Within how many days one gets an answer."), "answer_days"))
    if not statement.country:
        found.append(Missing(_("The country, which tells who hears complaints."), "country"))
    last = statement.reviewed_on or statement.prepared_on
    if last is not None and now().date() - last > YEAR:
        found.append(Missing(_("It was last looked through more than a year ago."), "reviewed_on"))
    return found


def store(values: dict[str, Any]) -> None:
    """Keep what the administrator has filled in; inside ``with write():``."""
    row = current()
    for name, value in values.items():
        setattr(row, name, value)
    row.touch()
    db.session.add(row)
    record("site", "accessibility-statement-changed")
