"""The questions of events' forms, in all the words in which they were ever asked."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.core.text import LocalText
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record
from webapp.questions.models import OptionPlaces, Question, QuestionVersion
from webapp.seats.models import SeatPool


def questions_of(event_ids: Sequence[int]) -> dict[int, list[Record]]:
    """The questions of each event, in the order of the form."""
    if not event_ids:
        return {}
    order = Question.position, Question.id
    query = select(Question).where(Question.event_id.in_(event_ids)).order_by(*order)
    rows = list(db.session.scalars(query))
    versions, places = _versions(rows), _places(rows)
    public = {row.id: row.public_id for row in rows}
    found: dict[int, list[Record]] = defaultdict(list)
    for row in rows:
        found[row.event_id].append(
            {
                "id": values.bare(row.public_id),
                "kind": values.bare(row.kind),
                "retired": values.instant(row.retired_at),
                "revision": row.revision,
                "versions": [_version(each, public) for each in versions[row.id]],
                "places": places.get(row.id),
            }
        )
    return found


def _versions(rows: Sequence[Question]) -> dict[int, list[QuestionVersion]]:
    query = (
        select(QuestionVersion)
        .where(QuestionVersion.question_id.in_([row.id for row in rows]))
        .order_by(QuestionVersion.question_id, QuestionVersion.number)
    )
    found: dict[int, list[QuestionVersion]] = defaultdict(list)
    for version in db.session.scalars(query):
        found[version.question_id].append(version)
    return found


def _version(row: QuestionVersion, public: dict[int, str]) -> Record:
    condition = None
    if row.shown_if_id is not None:
        condition = {
            "question": values.bare(public[row.shown_if_id]),
            "answer": values.bare(row.shown_if_value or None),
        }
    return {
        "number": row.number,
        "label": values.words(row.label),
        "hint": values.words(row.hint),
        "required": values.only(row.is_required),
        "least": row.least,
        "most": row.most,
        "options": [_option(each) for each in row.options] or None,
        "shown_if": condition,
        "revision": row.revision,
        "created": values.instant(row.created_at),
    }


def _option(option: dict[str, Any]) -> Record:
    label = values.words(LocalText.from_json(option["label"]))
    return {"key": values.bare(option["key"]), "label": label}


def _places(rows: Sequence[Question]) -> dict[int, list[Record]]:
    """How many places each option of a limited choice has."""
    query = (
        select(OptionPlaces.question_id, OptionPlaces.key, SeatPool.capacity)
        .join(SeatPool, SeatPool.id == OptionPlaces.pool_id)
        .where(OptionPlaces.question_id.in_([row.id for row in rows]))
        .order_by(OptionPlaces.id)
    )
    found: dict[int, list[Record]] = defaultdict(list)
    for question_id, key, capacity in db.session.execute(query):
        found[question_id].append({"option": values.bare(key), "places": capacity})
    return found
