"""What staff do with questions. Everything runs inside ``with write():``; refused acts raise a
`QuestionError`. What changes goes to the event's change log.

After the first answer an edit makes a new version, and answers keep pointing to the one they were
given to. Before, the version is changed in place.
"""

from typing import Any

from sqlalchemy import func, select

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.links import short_code
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event
from webapp.needs.models import Need
from webapp.questions.asking import (
    ABOUT_NEEDS,
    CAN_DECIDE,
    Asked,
    Condition,
    Kind,
    can_stand,
)
from webapp.questions.drafts import Draft, OptionDraft
from webapp.questions.errors import (
    AskedAlready,
    BadCondition,
    Decides,
    Stale,
    StaysBehind,
)
from webapp.questions.models import Answer, Question, QuestionVersion
from webapp.questions.option_pools import drop_places, set_places
from webapp.questions.queries import asked_of, newest_version
from webapp.questions.showing import value_choices
from webapp.seats import rules as seats

__all__ = ["Draft", "OptionDraft", "add", "edit", "is_answered", "move", "remove"]


def add(event: Event, kind: Kind, draft: Draft) -> Question:
    """Put a question at the end of the form. Raises `AskedAlready`, `BadCondition`."""
    _hold(event)
    others = asked_of(event.id)
    if kind in ABOUT_NEEDS and any(each.kind is kind for each in others):
        raise AskedAlready
    last = db.session.scalar(
        select(func.max(Question.position)).where(Question.event_id == event.id)
    )
    question = Question(
        event_id=event.id, kind=kind.value, position=1 if last is None else last + 1
    )
    db.session.add(question)
    db.session.flush()
    columns = _columns(draft, kind, others)
    db.session.add(QuestionVersion(question_id=question.id, **columns))
    set_places(question, draft, columns["options"])
    if not event.has_questions:
        event.has_questions = True
    db.session.flush()
    record(event.key, "question-added", {}, _words(columns))
    return question


def edit(event: Event, question: Question, draft: Draft, expected: int | None = None) -> bool:
    """Change a question; whether anything was different.

    Raises `Stale` when its revision is not *expected*, `Decides`, `BadCondition`, `TooFewPlaces`.
    """
    _hold(event)
    db.session.refresh(question, with_for_update=True)
    if question.retired_at is not None or (expected not in (None, question.revision)):
        raise Stale
    questions = asked_of(event.id)
    before = [each for each in questions if each.question_id != question.id]
    earlier = before[: _index(questions, question)]
    version = newest_version(question)
    columns = _columns(draft, Kind(question.kind), earlier)
    _check_hanging(question, columns["options"], questions)
    places_differ = set_places(question, draft, columns["options"])
    changed = {key for key, value in columns.items() if getattr(version, key) != value}
    if not changed and not places_differ:
        return False
    old = _words({key: getattr(version, key) for key in columns})
    if changed:
        _store(question, version, columns)
    question.touch()
    db.session.flush()
    record(event.key, "question-changed", old, _words(columns))
    return True


def move(event: Event, question: Question, up: bool) -> int:
    """Put it before the one above it, or behind the one below; gives its new place, from 1.

    At the end of the form nothing happens. Raises `StaysBehind`.
    """
    _hold(event)
    questions = list(asked_of(event.id))
    here = _index(questions, question)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(questions):
        return here + 1
    questions[here], questions[there] = questions[there], questions[here]
    if not can_stand(questions):
        first, second = sorted((here, there))
        raise StaysBehind(questions[first], questions[second])
    rows = {each.id: each for each in _rows(event)}
    for position, each in enumerate(questions, 1):
        rows[each.question_id].position = position
    db.session.flush()
    label = questions[there].label
    record(event.key, "question-moved", _numbered(here, label), _numbered(there, label))
    return there + 1


def remove(event: Event, question: Question) -> None:
    """Take a question off the form: with answers it is kept for them. Raises `Decides`."""
    _hold(event)
    db.session.refresh(question, with_for_update=True)
    if question.retired_at is not None:
        return
    questions = asked_of(event.id)
    hanging = _hanging(question, questions)
    if hanging:
        raise Decides(hanging[0])
    label = newest_version(question).label
    if is_answered(question) or _is_named(question):
        question.retired_at = now()
        question.touch()
    else:
        _delete(question)
    db.session.flush()
    record(event.key, "question-removed", {"question": str(label)}, {"question": None})


def is_answered(question: Question) -> bool:
    """Whether anybody has answered it, in any version."""
    if Kind(question.kind) in ABOUT_NEEDS:
        versions = select(QuestionVersion.id).where(QuestionVersion.question_id == question.id)
        query = select(Need.id).where(Need.version_id.in_(versions))
    else:
        query = select(Answer.id).where(Answer.question_id == question.id)
    return db.session.scalar(query.limit(1)) is not None


def _hold(event: Event) -> None:
    """One after the other: whoever registers holds the event's pool, and so do we now."""
    seats.lock([event.pool_id])


def _rows(event: Event) -> list[Question]:
    query = select(Question).where(Question.event_id == event.id, Question.retired_at.is_(None))
    return list(db.session.scalars(query))


def _index(questions: Any, question: Question) -> int:
    ids = [each.question_id for each in questions]
    if question.id not in ids:
        raise Stale
    return ids.index(question.id)


def _columns(draft: Draft, kind: Kind, earlier: Any) -> dict[str, Any]:
    """The columns of a version; new options get their keys."""
    options = [
        {"key": each.key or short_code(8), "label": each.label.as_json()} for each in draft.options
    ]
    shown_if_id, value = None, ""
    if draft.condition is not None:
        shown_if_id, value = _decider(draft.condition, earlier), draft.condition.value
    return {
        "label": draft.label,
        "hint": draft.hint or None,
        "is_required": draft.is_required and kind not in ABOUT_NEEDS,
        "least": draft.least,
        "most": draft.most,
        "options": options,
        "shown_if_id": shown_if_id,
        "shown_if_value": value,
    }


def _decider(condition: Condition, earlier: Any) -> int:
    """The id of the question a condition names."""
    for each in earlier:
        if each.public_id == condition.question and each.kind in CAN_DECIDE:
            values = dict(value_choices(each))
            if not condition.value or condition.value in values:
                found: int = each.question_id
                return found
    raise BadCondition


def _hanging(question: Question, questions: Any) -> list[Asked]:
    return [
        each
        for each in questions
        if each.condition is not None and each.condition.question == question.public_id
    ]


def _check_hanging(question: Question, options: Any, questions: Any) -> None:
    """No other question may wait for an option that goes."""
    version = newest_version(question)
    gone = {each["key"] for each in version.options} - {each["key"] for each in options}
    for each in _hanging(question, questions):
        if each.condition is not None and each.condition.value in gone:
            raise Decides(each)


def _store(question: Question, version: QuestionVersion, columns: dict[str, Any]) -> None:
    if is_answered(question):
        question.number += 1
        db.session.add(QuestionVersion(question_id=question.id, number=question.number, **columns))
        return
    for key, value in columns.items():
        setattr(version, key, value)
    version.revision += 1


def _is_named(question: Question) -> bool:
    """Whether a version of another question, if only an old one, hangs on it."""
    query = select(QuestionVersion.id).where(QuestionVersion.shown_if_id == question.id)
    return db.session.scalar(query.limit(1)) is not None


def _delete(question: Question) -> None:
    """Nobody answered it, so nothing is lost; its pools are empty."""
    drop_places(question)
    db.session.delete(question)


def _words(columns: dict[str, Any]) -> dict[str, Any]:
    """What the change log says of a question; the versions hold all the rest."""
    options = [str(LocalText.from_json(each["label"])) for each in columns["options"]]
    parts = [str(columns["label"]), *([f"({' · '.join(options)})"] if options else [])]
    return {"question": " ".join(parts) + (" *" if columns["is_required"] else "")}


def _numbered(index: int, label: LocalText) -> dict[str, Any]:
    return {"question": f"{index + 1}. {label}"}
