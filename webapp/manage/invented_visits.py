"""What the invented delegates of an example event did by their own links: always the same."""

from sqlalchemy import select

from webapp.choices import rules as choices
from webapp.choices.queries import items_to_choose
from webapp.core.database import db
from webapp.core.times import now
from webapp.delegations.models import Delegate
from webapp.events.models import Event
from webapp.manage.invented_questions import invented_answers
from webapp.questions import answering
from webapp.questions.models import Answer
from webapp.registrations.models import Registration, State

#: Out of so many delegates one has not looked at what the leader wrote of them yet.
_ONE_IN = 4


def answer_all(event: Event) -> None:
    """Let the delegates answer the questions and choose items, unless somebody has done so.

    Must run inside ``with write():``; nobody is written to.
    """
    delegates = _delegates(event)
    ids = [each.registration_id for each in delegates]
    done = select(Answer.registration_id).where(Answer.registration_id.in_(ids)).limit(1)
    if not delegates or db.session.scalar(done) is not None:
        return
    items = items_to_choose(event.id)
    for number, delegate in enumerate(delegates):
        if number % _ONE_IN == 0 or delegate.registration.email is None:
            continue
        delegate.confirmed_at = now()
        answers = invented_answers(event, number)
        if answers is not None:
            answering.store(delegate.registration_id, event.id, answers)
        if items:
            choices.choose(delegate.registration, items[number // 2 % len(items)])


def _delegates(event: Event) -> list[Delegate]:
    """Those with a seat."""
    query = (
        select(Delegate)
        .join(Registration, Registration.id == Delegate.registration_id)
        .where(Registration.event_id == event.id, Registration.state == State.CONFIRMED)
        .order_by(Delegate.id)
    )
    return list(db.session.scalars(query))
