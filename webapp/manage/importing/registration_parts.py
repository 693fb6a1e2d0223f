"""Stores what hangs on a registration: answers, a guardian, notes, being asked again, needs."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.ledger import Ledger
from webapp.manage.importing.write_persons import LINK, rows_by, said
from webapp.needs.models import Need
from webapp.questions.models import Answer, OptionPlaces, Question, QuestionVersion
from webapp.registrations.guardian_models import GuardianConsent
from webapp.registrations.models import Registration
from webapp.registrations.people_notes import PeopleNote
from webapp.registrations.reconfirmations import Reconfirmation
from webapp.registrations.scheduling_models import CalendarInvitation

_GUARDIAN = LINK | {
    "name": "name",
    "email": "email",
    "answer": "answer",
    "asked": "asked_at",
    "answered": "answered_at",
}
_ASKED_AGAIN = {
    "asked": "asked_at",
    "until": "until",
    "releases": "releases",
    "answer": "answer",
    "answered": "answered_at",
}
_CALENDAR = {
    "message": "message_id",
    "sequence": "sent_sequence",
    "method": "sent_method",
    "partstat": "partstat",
    "answered": "answered_at",
    "answered_sequence": "answered_sequence",
    "answered_by": "answered_by",
}
#: Rows of which a registration has one at most: the key, the model, its columns.
_SINGLE: tuple[tuple[str, Any, dict[str, str]], ...] = (
    ("guardian", GuardianConsent, _GUARDIAN),
    ("asked_again", Reconfirmation, _ASKED_AGAIN),
    ("calendar", CalendarInvitation, _CALENDAR),
)


class Asked:
    """The questions, versions and limited options that some registrations answer to."""

    def __init__(self, people: Iterable[Facts]) -> None:
        names = {
            each["question"]
            for facts in people
            for key in ("answers", "needs")
            for each in parts(facts, key)
        }
        self.questions: dict[str, Question] = rows_by(Question, Question.public_id, sorted(names))
        ids = [row.id for row in self.questions.values()]
        versions = select(QuestionVersion).where(QuestionVersion.question_id.in_(ids))
        self._versions = {
            (row.question_id, row.number): row.id for row in db.session.scalars(versions)
        }
        places = select(OptionPlaces).where(OptionPlaces.question_id.in_(ids))
        rows = db.session.scalars(places)
        self._pools = {(row.question_id, row.key): row.pool_id for row in rows}

    def find(self, ledger: Ledger, facts: Facts, event_id: int) -> tuple[Question, int] | None:
        """The question and the version that are meant; a problem where there is none."""
        question = self.questions.get(facts["question"])
        if question is not None and question.event_id == event_id:
            version = self._versions.get((question.id, facts["version"]))
            if version is not None:
                return question, version
        why = _("the event has no question “%(code)s”", code=facts["question"])
        ledger.problems.add(facts.line, why)
        return None

    def pool(self, question: Question, answer: str) -> int | None:
        """The places of the option that was chosen."""
        return self._pools.get((question.id, answer))


def write_parts(
    ledger: Ledger, facts: Facts, row: Registration, asked: Asked, accounts: dict[str, int]
) -> list[int]:
    """Store it all; gives the pools of which its answers hold a place."""
    for key, model, names in _SINGLE:
        part: Facts | None = facts.get(key)
        if part is not None:
            db.session.add(model(registration_id=row.id, **said(part, names)))
    for note in parts(facts, "notes"):
        account = accounts.get(note.get("by", ""))
        values = said(note, {"text": "text", "created": "created_at"})
        db.session.add(PeopleNote(registration_id=row.id, account_id=account, **values))
    for need in parts(facts, "needs"):
        _need(ledger, need, row, asked)
    pools = (_answer(ledger, answer, row, asked) for answer in parts(facts, "answers"))
    return [pool_id for pool_id in pools if pool_id is not None]


def _answer(ledger: Ledger, facts: Facts, row: Registration, asked: Asked) -> int | None:
    found = asked.find(ledger, facts, row.event_id)
    if found is None:
        return None
    question, version_id = found
    pool_id = asked.pool(question, facts["answer"]) if facts.get("holds_place") else None
    db.session.add(
        Answer(
            registration_id=row.id,
            question_id=question.id,
            version_id=version_id,
            value=facts["answer"],
            pool_id=pool_id,
        )
    )
    return pool_id


def _need(ledger: Ledger, facts: Facts, row: Registration, asked: Asked) -> None:
    found = asked.find(ledger, facts, row.event_id)
    if found is not None:
        db.session.add(
            Need(
                registration_id=row.id,
                event_id=row.event_id,
                version_id=found[1],
                kind=facts["kind"],
                options=facts.get("options", []),
                words=facts.get("words", ""),
            )
        )
