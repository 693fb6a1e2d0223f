"""Storing what people answer. Everything runs inside ``with write():``; refusals are `AnswerError`.

A place of a limited choice is held as long as the registration is in the running, in line or not:
whoever moves up then has what they chose, and nobody is asked twice. Who waits can keep a place
from others meanwhile; the staff see the numbers and can add places (docs/decisions.md).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from sqlalchemy import delete, insert, select, update

from webapp.core.database import db
from webapp.needs import rules as needs
from webapp.needs.options import Needed
from webapp.questions.asking import Answers, Asked, Kind
from webapp.questions.errors import OptionFull, QuestionsChanged
from webapp.questions.models import Answer, OptionPlaces, Question, QuestionVersion
from webapp.seats import rules as seats

#: Databases limit the parameters of a statement.
_AT_ONCE = 500
_PLAIN = {"synchronize_session": False}


def store(registration_id: int, event_id: int, answers: Answers) -> None:
    """Keep the answers of somebody new, whose event's pool is held by this transaction.

    Raises `QuestionsChanged`, `OptionFull`: nothing is kept then.
    """
    if not answers.questions:
        return
    _check_words(answers.questions)
    asked = {each.question_id: each for each in answers.questions}
    _insert(registration_id, answers.values, asked, _take(answers.values, asked))
    for question_id, needed in (answers.needs or {}).items():
        if needed:
            each = asked[question_id]
            needs.store(registration_id, event_id, each.need_kind, needed, each.version_id)


def change(registration_id: int, event_id: int, pool_id: int, answers: Answers) -> bool:
    """Put these answers in the place of those to the same questions; whether any was different.

    An answer that stays the same keeps pointing to the words it was given to. *pool_id* is the
    event's: who changes a limited choice waits for whoever registers. Raises like `store`.
    """
    if not answers.questions:
        return False
    if any(each.kind is Kind.PLACES for each in answers.questions):
        seats.lock([pool_id])
    _check_words(answers.questions)
    asked = {each.question_id: each for each in answers.questions}
    stored = _stored(registration_id, asked)
    new = {key: value for key, value in answers.values.items() if stored.get(key) != value}
    gone = [key for key in stored if answers.values.get(key) != stored[key]]
    taken = _take(new, asked)
    _delete(registration_id, gone)
    _insert(registration_id, new, asked, taken)
    _renew(registration_id, answers.anew - new.keys(), asked)
    has_changed = bool(new or gone or answers.anew)
    for question_id, needed in (answers.needs or {}).items():
        each = asked[question_id]
        given = (each.need_kind, needed, each.version_id)
        has_changed |= needs.change(registration_id, event_id, *given)
    return has_changed


def release(registration_ids: Sequence[int]) -> None:
    """Give back the places these people held whose registrations have just ended.

    The answers stay: they are what was wanted. One statement where nothing was held.
    """
    held = Answer.registration_id.in_(registration_ids), Answer.pool_id.is_not(None)
    if pools := list(db.session.scalars(select(Answer.pool_id).where(*held))):
        seats.release(each for each in pools if each is not None)
        statement = update(Answer).where(*held).values(pool_id=None)
        db.session.execute(statement, execution_options=_PLAIN)


def take_again(registration_id: int) -> None:
    """Take the places of somebody who is back in the running.

    What is full by now they lose: the answer goes, and their page asks them to choose again.
    """
    query = (
        select(Answer.id, OptionPlaces.pool_id)
        .join(OptionPlaces, OptionPlaces.question_id == Answer.question_id)
        .where(Answer.registration_id == registration_id, OptionPlaces.key == Answer.value)
        .where(Answer.pool_id.is_(None))
        .order_by(OptionPlaces.pool_id)
    )
    for row in db.session.execute(query).all():
        mine = Answer.id == row.id
        statement: Any = update(Answer).where(mine).values(pool_id=row.pool_id)
        if not seats.take([row.pool_id]):
            statement = delete(Answer).where(mine)
        db.session.execute(statement, execution_options=_PLAIN)


def erase_answers(registration_ids: Sequence[int]) -> None:
    """Forget what these people answered, and give back what was held for it.

    Needs are erased by `needs.rules.erase`.
    """
    for first in range(0, len(registration_ids), _AT_ONCE):
        some = registration_ids[first : first + _AT_ONCE]
        release(some)
        statement = delete(Answer).where(Answer.registration_id.in_(some))
        db.session.execute(statement, execution_options=_PLAIN)


def _check_words(questions: Sequence[Asked]) -> None:
    """The words somebody answered are those of this moment, and stay so until we are done."""
    query = (
        select(Question.public_id, Question.number, QuestionVersion.revision)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .where(QuestionVersion.number == Question.number, Question.retired_at.is_(None))
        .where(Question.id.in_([each.question_id for each in questions]))
        .with_for_update(read=True, of=Question)
    )
    now = {f"{row.public_id}.{row.number}.{row.revision}" for row in db.session.execute(query)}
    if {each.token for each in questions} != now:
        raise QuestionsChanged


def _take(values: Mapping[int, str], asked: Mapping[int, Asked]) -> dict[int, int]:
    """Take the places of the limited choices among *values*, all or none: question → pool."""
    chosen = {key: value for key, value in values.items() if asked[key].kind is Kind.PLACES}
    if not any(chosen.values()):
        return {}
    pools = _pools(chosen)
    if not seats.take(pools.values()):
        _say_which_is_full(pools, chosen, asked)
    return pools


def _say_which_is_full(
    pools: Mapping[int, int], chosen: Mapping[int, str], asked: Mapping[int, Asked]
) -> NoReturn:
    for question_id, pool_id in sorted(pools.items(), key=lambda item: item[1]):
        if not seats.take([pool_id]):  # what is taken here is undone with all the rest
            raise OptionFull(asked[question_id], chosen[question_id])
    raise QuestionsChanged  # somebody gave a place back in between: the next try succeeds


def _pools(chosen: Mapping[int, str]) -> dict[int, int]:
    """Question → pool of the option chosen there."""
    query = select(OptionPlaces).where(OptionPlaces.question_id.in_(list(chosen)))
    return {
        row.question_id: row.pool_id
        for row in db.session.scalars(query)
        if chosen[row.question_id] == row.key
    }


def _insert(
    registration_id: int,
    values: Mapping[int, str],
    asked: Mapping[int, Asked],
    pools: Mapping[int, int],
) -> None:
    rows = [
        {
            "registration_id": registration_id,
            "question_id": question_id,
            "version_id": asked[question_id].version_id,
            "value": value,
            "pool_id": pools.get(question_id),
        }
        for question_id, value in values.items()
        if value
    ]
    if rows:
        db.session.execute(insert(Answer).values(rows))


def _stored(registration_id: int, asked: Mapping[int, Asked]) -> dict[int, str]:
    query = select(Answer.question_id, Answer.value).where(
        Answer.registration_id == registration_id, Answer.question_id.in_(list(asked))
    )
    return dict(db.session.execute(query).all())


def _delete(registration_id: int, question_ids: Sequence[int]) -> None:
    """Take these answers away, and give back what was held for them."""
    if not question_ids:
        return
    mine = (Answer.registration_id == registration_id, Answer.question_id.in_(question_ids))
    held = db.session.scalars(select(Answer.pool_id).where(*mine)).all()
    if pools := [each for each in held if each is not None]:
        seats.release(pools)
    db.session.execute(delete(Answer).where(*mine), execution_options=_PLAIN)


def _renew(registration_id: int, question_ids: Iterable[int], asked: Mapping[int, Asked]) -> None:
    """The same answer, given once more to the words of today."""
    for question_id in question_ids:
        mine = (Answer.registration_id == registration_id, Answer.question_id == question_id)
        statement = update(Answer).where(*mine)
        values = {"version_id": asked[question_id].version_id}
        db.session.execute(statement.values(values), execution_options=_PLAIN)


def needs_given(questions: Iterable[Asked], found: Mapping[str, Needed]) -> dict[int, Needed]:
    """Stored needs by the id of the question that asks for them today."""
    return {
        each.question_id: found.get(each.need_kind, Needed()) for each in questions if each.is_need
    }
