"""The seat pools behind the options of a place-limited choice. Inside ``with write():``."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from webapp.core.database import db
from webapp.questions.asking import Kind
from webapp.questions.drafts import Draft, OptionDraft
from webapp.questions.errors import TooFewPlaces
from webapp.questions.models import OptionPlaces, Question
from webapp.seats import rules as seats
from webapp.seats.errors import CapacityBelowTaken
from webapp.seats.models import SeatPool


def set_places(question: Question, draft: Draft, options: Sequence[Any]) -> bool:
    """Give each option of a place-limited choice its pool; whether a number is another now."""
    if Kind(question.kind) is not Kind.PLACES:
        return False
    query = select(OptionPlaces, SeatPool).join(SeatPool, SeatPool.id == OptionPlaces.pool_id)
    rows = db.session.execute(query.where(OptionPlaces.question_id == question.id))
    pools = {row.OptionPlaces.key: row.SeatPool for row in rows}
    differs = False
    for each, stored in zip(draft.options, options, strict=True):
        pool = pools.get(stored["key"])
        if pool is None:
            pool = seats.new_pool(each.places, purpose="option")
            db.session.add(
                OptionPlaces(question_id=question.id, key=stored["key"], pool_id=pool.id)
            )
            differs = True
        elif pool.capacity != each.places:
            _set_capacity(pool, each)
            differs = True
    return differs


def _set_capacity(pool: SeatPool, option: OptionDraft) -> None:
    try:
        seats.set_capacity(pool, option.places)
    except CapacityBelowTaken as error:
        raise TooFewPlaces(str(option.label), error.taken) from error


def drop_places(question: Question) -> None:
    """Take the pools of a question away that nobody has answered: they are empty."""
    pools = select(OptionPlaces.pool_id).where(OptionPlaces.question_id == question.id)
    ids = list(db.session.scalars(pools))
    of_it = OptionPlaces.question_id == question.id
    plain = {"synchronize_session": False}
    db.session.execute(delete(OptionPlaces).where(of_it), execution_options=plain)
    db.session.execute(delete(SeatPool).where(SeatPool.id.in_(ids)), execution_options=plain)
