"""Stores letters to the people of events: texts, reminders, thanks; what went out went out.

A letter is known by its code; one that is here already is left as people have it here. Whom a
letter that is yet to go names one by one is stored with the registrations.
"""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.events.models import Event
from webapp.letters.audiences import AUDIENCES
from webapp.letters.models import EventLetter, Purpose
from webapp.manage.importing.facts import Facts, Ref
from webapp.manage.importing.ledger import Ledger

_LETTER = {
    "code": "code",
    "purpose": "purpose",
    "stage": "stage",
    "subject": "subject",
    "body": "body",
    "days_before": "days_before",
    "created": "created_at",
    "due": "due_at",
    "scheduled": "scheduled_at",
    "held_back": "held_back_at",
    "begun": "begun_at",
    "finished": "finished_at",
    "expected": "expected",
    "written": "written",
    "revision": "revision",
}
#: Audiences that name records, and the section these stand in.
_SECTIONS = {"organisation": "organisations", "group": "target_groups"}
_AT_ONCE = 500


def write_letters(ledger: Ledger) -> None:
    """Store the letters that are not here yet."""
    writing = [facts for facts in ledger.facts["events"] if facts.get("letters")]
    known = known_letters([each["code"] for facts in writing for each in facts["letters"]])
    for facts in writing:
        event: Event = ledger.finder.rows["events"][facts.id]
        for each in facts["letters"]:
            if each["code"] not in known:
                _letter(ledger, event, each)
            elif known[each["code"]].event_id != event.id:
                why = _("“%(code)s” belongs to another event here", code=each["code"])
                ledger.problems.add(each.line, why)
    if not ledger.problems:
        db.session.flush()


def known_letters(codes: list[str]) -> dict[str, EventLetter]:
    """The letters with these codes."""
    found: dict[str, EventLetter] = {}
    for first in range(0, len(codes), _AT_ONCE):
        query = select(EventLetter).where(EventLetter.code.in_(codes[first : first + _AT_ONCE]))
        found |= {row.code: row for row in db.session.scalars(query)}
    return found


def _letter(ledger: Ledger, event: Event, facts: Facts) -> None:
    audience = facts.get("to", "confirmed")
    if audience not in AUDIENCES:
        why = _(
            "“%(word)s” is not one of: %(known)s", word=audience, known=", ".join(sorted(AUDIENCES))
        )
        ledger.problems.add(facts.line, why)
        return
    values = {name: value for name, value in facts.given(_LETTER).items() if value is not None}
    if (values["purpose"] == Purpose.REMINDER) != ("days_before" in values):
        ledger.problems.add(facts.line, _("“days_before” stands with a reminder, and only there"))
        return
    if facts.get("chosen"):
        ledger.carried.chosen[facts["code"]] = (facts["chosen"], facts.line)
    which = _which(ledger, facts, audience)
    db.session.add(
        EventLetter(event_id=event.id, audience=audience, audience_values=which, **values)
    )


def _which(ledger: Ledger, facts: Facts, audience: str) -> list[str]:
    said: list[Any] = facts.get("which", [])
    section = _SECTIONS.get(audience)
    if section is None:
        return said
    found = []
    for name in said:
        row = ledger.finder.look_up(section, Ref(name, facts.line))
        if row is None:
            why = _("“%(name)s” is not known under “%(section)s”", name=name, section=section)
            ledger.problems.add(facts.line, why)
        else:
            found.append(str(row.id))
    return found
