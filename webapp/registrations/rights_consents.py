"""Taking back a consent that somebody was free to give (GDPR article 7(3))."""

from sqlalchemy import delete, select

from webapp.core.changes import record
from webapp.core.database import db
from webapp.questions.asking import Kind
from webapp.questions.models import Answer, Question
from webapp.questions.queries import answers_of
from webapp.registrations.models import Registration


def withdraw(registration: Registration, question: str) -> bool:
    """Forget the consent given to the question with this public id; whether there was one.

    One the organiser needs stays: without it there is no registration, which can be cancelled.
    """
    given = next(
        (
            each.asked
            for each in answers_of(registration.id).values()
            if each.asked.public_id == question
            and each.asked.kind is Kind.CONSENT
            and not each.asked.is_required
        ),
        None,
    )
    if given is None:
        return False
    of_it = select(Question.id).where(Question.public_id == given.public_id)
    statement = delete(Answer).where(
        Answer.registration_id == registration.id, Answer.question_id.in_(of_it)
    )
    db.session.execute(statement, execution_options={"synchronize_session": False})
    registration.touch()
    record(registration.key, "consent-withdrawn")
    return True
