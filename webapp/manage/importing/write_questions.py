"""Stores the questions of events' forms, in all the words in which they were ever asked.

A question is known by its id; one that is here already is left as people have it here.
"""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.events.models import Event
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.ledger import Ledger
from webapp.questions.asking import Kind
from webapp.questions.models import OptionPlaces, Question, QuestionVersion
from webapp.seats import rules as seats

_VERSION = {
    "number": "number",
    "label": "label",
    "hint": "hint",
    "required": "is_required",
    "least": "least",
    "most": "most",
    "revision": "revision",
    "created": "created_at",
}
_AT_ONCE = 500


def write_questions(ledger: Ledger) -> None:
    """Put the questions that are not here yet on the forms of their events."""
    asking = [facts for facts in ledger.facts["events"] if facts.get("questions")]
    known = _known([each["id"] for facts in asking for each in facts["questions"]])
    for facts in asking:
        event: Event = ledger.finder.rows["events"][facts.id]
        mine = {name: row for name, row in known.items() if row.event_id == event.id}
        for position, each in enumerate(facts["questions"], start=1):
            if each["id"] not in known:
                mine[each["id"]] = _question(event, each, position)
            elif each["id"] not in mine:
                why = _("“%(code)s” belongs to another event here", code=each["id"])
                ledger.problems.add(each.line, why)
        for each in facts["questions"]:
            if each["id"] not in known:
                _versions(ledger, each, mine)


def _known(ids: list[str]) -> dict[str, Question]:
    found: dict[str, Question] = {}
    for first in range(0, len(ids), _AT_ONCE):
        query = select(Question).where(Question.public_id.in_(ids[first : first + _AT_ONCE]))
        found |= {row.public_id: row for row in db.session.scalars(query)}
    return found


def _question(event: Event, facts: Facts, position: int) -> Question:
    row = Question(
        event_id=event.id,
        public_id=facts["id"],
        kind=facts["kind"],
        position=position,
        number=max(each["number"] for each in parts(facts, "versions")),
        retired_at=facts.get("retired"),
        revision=facts.get("revision", 1),
    )
    event.has_questions = True
    db.session.add(row)
    db.session.flush()
    if facts["kind"] == Kind.PLACES:
        for each in parts(facts, "places"):
            pool = seats.new_pool(each.get("places"), purpose="option")
            key = each["option"]
            db.session.add(OptionPlaces(question_id=row.id, key=key, pool_id=pool.id))
    return row


def _versions(ledger: Ledger, facts: Facts, mine: dict[str, Question]) -> None:
    question = mine[facts["id"]]
    for each in parts(facts, "versions"):
        values = {name: value for name, value in each.given(_VERSION).items() if value is not None}
        values["options"] = [_option(option) for option in parts(each, "options")]
        condition: Facts | None = each.get("shown_if")
        if condition is not None:
            values |= _condition(ledger, condition, mine)
        db.session.add(QuestionVersion(question_id=question.id, **values))
    db.session.flush()


def _option(facts: Facts) -> dict[str, Any]:
    return {"key": facts["key"], "label": facts["label"].as_json()}


def _condition(ledger: Ledger, facts: Facts, mine: dict[str, Question]) -> dict[str, Any]:
    decides = mine.get(facts["question"])
    if decides is None:
        why = _("the event has no question “%(code)s”", code=facts["question"])
        ledger.problems.add(facts.line, why)
        return {}
    return {"shown_if_id": decides.id, "shown_if_value": facts.get("answer", "")}
