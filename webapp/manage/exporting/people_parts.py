"""What hangs on a registration: answers, a guardian's consent, notes, being asked again, needs."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from webapp.core.database import db
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record
from webapp.manage.exporting.people_accounts import link
from webapp.manage.exporting.people_travel import absences_of, journeys_of, stays_of
from webapp.manage.exporting.people_visits import choices_of, delegates_of, takeaways_of
from webapp.needs.models import Need
from webapp.questions.models import Answer, Question, QuestionVersion
from webapp.registrations.guardian_models import GuardianConsent
from webapp.registrations.people_notes import PeopleNote
from webapp.registrations.reconfirmations import Reconfirmation
from webapp.registrations.scheduling_models import CalendarInvitation


class Parts:
    """All of it for some registrations, with one statement a kind."""

    def __init__(self, ids: Sequence[int], accounts: dict[int, str], *, needs: bool) -> None:
        self.ids, self.accounts = ids, accounts
        self._found: dict[int, Record] = defaultdict(dict)
        self._answers()
        self._one(select(GuardianConsent), GuardianConsent, "guardian", _guardian)
        self._notes()
        self._one(select(Reconfirmation), Reconfirmation, "asked_again", _asked_again)
        self._one(select(CalendarInvitation), CalendarInvitation, "calendar", _calendar)
        if needs:
            self._needs()
        for row_id, delegate in delegates_of(ids, accounts).items():
            self._found[row_id]["delegate"] = delegate
        for row_id, chosen in choices_of(ids):
            self._put(row_id, "choices", chosen)
        for row_id, noted in takeaways_of(ids):
            self._put(row_id, "takeaways", noted)
        for row_id, journey in journeys_of(ids):
            self._put(row_id, "journeys", journey)
        for row_id, stay in stays_of(ids).items():
            self._found[row_id]["stay"] = stay
        for row_id, absent in absences_of(ids):
            self._put(row_id, "absences", absent)

    def of(self, registration_id: int) -> Record:
        """The keys of one registration."""
        return self._found.get(registration_id, {})

    def _put(self, registration_id: int, key: str, record: Record) -> None:
        self._found[registration_id].setdefault(key, []).append(record)

    def _one(self, query: Select[Any], model: Any, key: str, record: Any) -> None:
        for row in db.session.scalars(query.where(model.registration_id.in_(self.ids))):
            self._found[row.registration_id][key] = record(row)

    def _answers(self) -> None:
        query = (
            select(Answer, Question.public_id, QuestionVersion.number)
            .join(Question, Question.id == Answer.question_id)
            .join(QuestionVersion, QuestionVersion.id == Answer.version_id)
            .where(Answer.registration_id.in_(self.ids))
            .order_by(Answer.id)
        )
        for row, question, number in db.session.execute(query):
            answer = {
                "question": values.bare(question),
                "version": number,
                "answer": row.value,
                "holds_place": values.only(row.pool_id is not None),
            }
            self._put(row.registration_id, "answers", answer)

    def _notes(self) -> None:
        query = select(PeopleNote).where(PeopleNote.registration_id.in_(self.ids))
        for row in db.session.scalars(query.order_by(PeopleNote.id)):
            note = {
                "text": values.text(row.text),
                "by": values.bare(self.accounts.get(row.account_id or 0)),
                "created": values.instant(row.created_at),
            }
            self._put(row.registration_id, "notes", note)

    def _needs(self) -> None:
        query = (
            select(Need, Question.public_id, QuestionVersion.number)
            .join(QuestionVersion, QuestionVersion.id == Need.version_id)
            .join(Question, Question.id == QuestionVersion.question_id)
            .where(Need.registration_id.in_(self.ids))
            .order_by(Need.id)
        )
        for row, question, number in db.session.execute(query):
            need = {
                "kind": values.bare(row.kind),
                "question": values.bare(question),
                "version": number,
                "options": [values.bare(each) for each in row.options] or None,
                "words": values.text(row.words),
            }
            self._put(row.registration_id, "needs", need)


def _guardian(row: GuardianConsent) -> Record:
    return {
        **link(row),
        "name": row.name,
        "email": row.email,
        "answer": values.bare(row.answer),
        "asked": values.instant(row.asked_at),
        "answered": values.instant(row.answered_at),
    }


def _asked_again(row: Reconfirmation) -> Record:
    return {
        "asked": values.instant(row.asked_at),
        "until": values.instant(row.until),
        "releases": row.releases,
        "answer": values.bare(row.answer),
        "answered": values.instant(row.answered_at),
    }


def _calendar(row: CalendarInvitation) -> Record:
    return {
        "message": row.message_id,
        "sequence": row.sent_sequence,
        "method": values.bare(row.sent_method),
        "partstat": values.bare(row.partstat),
        "answered": values.instant(row.answered_at),
        "answered_sequence": row.answered_sequence,
        "answered_by": values.bare(row.answered_by),
    }
