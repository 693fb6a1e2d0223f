"""Looking up questions and answers, each in a fixed number of statements.

Registrations are a layer above: they are known here by their ids alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from webapp.core.database import db
from webapp.core.text import LocalText
from webapp.questions.asking import Asked, Condition, Kind, Option
from webapp.questions.models import Answer, OptionPlaces, Question, QuestionVersion
from webapp.seats.models import SeatPool


@dataclass(frozen=True)
class Places:
    """The places of one option: how many there are and how many are taken."""

    pool_id: int
    capacity: int | None
    taken: int

    @property
    def left(self) -> int | None:
        """Places nobody holds; None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


@dataclass(frozen=True)
class Given:
    """One stored answer, with the version of the question it was given to."""

    asked: Asked
    value: str


@dataclass(frozen=True)
class Book:
    """All an event ever asked: the form of today, what was taken off it, every version."""

    current: tuple[Asked, ...]
    retired: tuple[Asked, ...]
    versions: Mapping[int, Asked]

    @property
    def all(self) -> tuple[Asked, ...]:
        """Every question in its newest version, those of today first."""
        return (*self.current, *self.retired)


def asked_of(event_id: int) -> tuple[Asked, ...]:
    """The questions of an event's form, in order, as they are asked today. One statement."""
    query = _newest().where(Question.event_id == event_id, Question.retired_at.is_(None))
    return tuple(_asked(db.session.execute(query).all()))


def book_of(event_id: int) -> Book:
    """Everything an event asks and has asked. One statement."""
    query = _versions().where(Question.event_id == event_id)
    rows = db.session.execute(query.order_by(Question.position, Question.id)).all()
    versions = _asked(rows)
    newest = [
        each
        for each, row in zip(versions, rows, strict=True)
        if row.Question.number == row.QuestionVersion.number
    ]
    return Book(
        tuple(each for each in newest if not each.is_retired),
        tuple(each for each in newest if each.is_retired),
        {each.version_id: each for each in versions},
    )


def places_of(questions: Iterable[Asked]) -> dict[str, Places]:
    """The places of all options of these questions, by key; no statement where none has any."""
    ids = [each.question_id for each in questions if each.kind is Kind.PLACES]
    if not ids:
        return {}
    query = (
        select(OptionPlaces.key, SeatPool.id, SeatPool.capacity, SeatPool.taken)
        .join(SeatPool, SeatPool.id == OptionPlaces.pool_id)
        .where(OptionPlaces.question_id.in_(ids))
    )
    return {row.key: Places(row.id, row.capacity, row.taken) for row in db.session.execute(query)}


def answers_of(registration_id: int) -> dict[int, Given]:
    """What one person answered, by question, in order. One statement."""
    query = (
        _versions(Answer.value)
        .join(Answer, Answer.version_id == QuestionVersion.id)
        .where(Answer.registration_id == registration_id)
        .order_by(Question.position, Question.id)
    )
    rows = db.session.execute(query).all()
    return {
        each.question_id: Given(each, row.value)
        for each, row in zip(_asked(rows), rows, strict=True)
    }


def answers_of_many(registration_ids: Sequence[int], book: Book) -> dict[int, dict[int, Given]]:
    """What these people answered: by registration, then by question. One statement."""
    query = select(
        Answer.registration_id, Answer.question_id, Answer.version_id, Answer.value
    ).where(Answer.registration_id.in_(registration_ids))
    found: defaultdict[int, dict[int, Given]] = defaultdict(dict)
    for row in db.session.execute(query):
        version = book.versions.get(row.version_id)
        if version is not None:
            found[row.registration_id][row.question_id] = Given(version, row.value)
    return found


def has_answers(question_id: int) -> bool:
    """Whether anybody has answered it (needs are asked elsewhere)."""
    query = select(Answer.id).where(Answer.question_id == question_id).limit(1)
    return db.session.scalar(query) is not None


def find(event_id: int, public_id: str) -> Question | None:
    """The question of this event with this public id, retired ones included."""
    return db.session.scalar(
        select(Question).where(Question.event_id == event_id, Question.public_id == public_id)
    )


def newest_version(question: Question) -> QuestionVersion:
    """Its words of today."""
    return db.session.scalars(
        select(QuestionVersion).where(
            QuestionVersion.question_id == question.id,
            QuestionVersion.number == question.number,
        )
    ).one()


def as_asked(version: QuestionVersion, question: Question, condition: Condition | None) -> Asked:
    """One version as plain values."""
    return Asked(
        question_id=question.id,
        public_id=question.public_id,
        kind=Kind(question.kind),
        version_id=version.id,
        label=version.label,
        hint=version.hint,
        is_required=version.is_required,
        least=version.least,
        most=version.most,
        options=tuple(
            Option(each["key"], LocalText.from_json(each["label"])) for each in version.options
        ),
        condition=condition,
        number=version.number,
        version_revision=version.revision,
        is_retired=question.retired_at is not None,
    )


def having(registration_id: ColumnElement[int], condition: ColumnElement[bool]) -> Any:
    """Registrations with an answer for which *condition* holds; the column is the caller's."""
    query = select(Answer.registration_id).join(Question, Question.id == Answer.question_id)
    return registration_id.in_(query.where(condition))


def answer_condition(registration_id: Any, public_id: str, value: str) -> ColumnElement[bool]:
    """Registrations that answered the question with this public id with *value*.

    *registration_id* is the column of the caller's query (``Registration.id``); *value* one of what
    `filters.filterable` offers: the key of an option, ``yes``, ``no``, or `NONE` for no answer.
    """
    of_it = Question.public_id == public_id
    if value == NONE:
        without: ColumnElement[bool] = ~having(registration_id, of_it)
        return without
    chosen = and_(
        Question.kind == Kind.SEVERAL, Answer.value.contains(f" {value} ", autoescape=True)
    )
    found: ColumnElement[bool] = having(
        registration_id, and_(of_it, or_(Answer.value == value, chosen))
    )
    return found


#: In filters: who did not answer.
NONE = "-"


def _newest() -> Select[Any]:
    query = _versions().where(QuestionVersion.number == Question.number)
    return query.order_by(Question.position, Question.id)


def _versions(*more: Any) -> Select[Any]:
    """Versions with their question and the public id of the question that decides about them."""
    decides = Question.__table__.alias("decides")
    return (
        select(Question, QuestionVersion, decides.c.public_id.label("decides"), *more)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .outerjoin(decides, decides.c.id == QuestionVersion.shown_if_id)
    )


def _asked(rows: Iterable[Row[Any]]) -> list[Asked]:
    return [
        as_asked(
            row.QuestionVersion,
            row.Question,
            Condition(row.decides, row.QuestionVersion.shown_if_value) if row.decides else None,
        )
        for row in rows
    ]
