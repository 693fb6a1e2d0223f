"""Journeys and rooms are erased with the registration they belong to, which tells of them."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import CursorResult, delete, select

from webapp.core.database import db
from webapp.logistics.models import ItemAbsence, Journey, Stay
from webapp.logistics.words import journey_words, stay_words
from webapp.registrations.models import Registration
from webapp.registrations.retention_kinds import Due, Kind, keep_here, numbers_of
from webapp.registrations.rights import Fact, tell_here


def _forget_rows(model: type[Journey] | type[Stay] | type[ItemAbsence], due: Sequence[Due]) -> int:
    statement = delete(model).where(model.registration_id.in_([row.id for row in due]))
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(done, CursorResult)
    return done.rowcount


def _forget_journeys(due: Sequence[Due]) -> int:
    """Whoever is forgotten neither eats with the others nor rides with them."""
    _forget_rows(ItemAbsence, due)
    return _forget_rows(Journey, due)


def _told(registration: Registration) -> Iterable[Fact]:
    """What "what you know about me" says of it."""
    labels = {"arrival": _("Arrival"), "departure": _("Departure")}
    mine: Sequence[Journey] = db.session.scalars(
        select(Journey).where(Journey.registration_id == registration.id)
    ).all()
    for journey in sorted(mine, key=lambda each: each.direction):
        yield Fact(journey.direction, labels[journey.direction], journey_words(journey))
    query = select(Stay).where(Stay.registration_id == registration.id)
    stay = db.session.scalar(query)
    if stay is not None:
        yield Fact("room", _("Room"), stay_words(stay))


tell_here(_told)
keep_here(
    Kind(
        "journeys",
        _l("Journeys to events"),
        (Journey,),
        numbers_of(Journey),
        _forget_journeys,
    )
)
keep_here(
    Kind(
        "stays",
        _l("Rooms at events"),
        (Stay,),
        numbers_of(Stay),
        lambda due: _forget_rows(Stay, due),
    )
)
