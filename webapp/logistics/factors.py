"""How many grams of greenhouse gases one kilometre costs, by the way of travelling.

The numbers an installation begins with are averages published by the European Environment Agency;
the administrator may put others in their place, and the coordinator of an event others for it.
Each number is shown with its source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select

from webapp.core.database import db
from webapp.logistics.models import Mode, TravelFactor

#: "Rail and waterborne – best for low-carbon motorised transport": the EU-27 in 2018, from well to
#: wheel, at the usual number of passengers. Its name is a title and is not translated.
EEA = (
    "European Environment Agency, briefing “Rail and waterborne – best for low-carbon motorised"
    " transport” (2021): averages of the EU-27 in 2018"
)
#: Grams of CO₂ equivalents per passenger and kilometre.
DEFAULTS: Mapping[Mode, int] = {
    Mode.TRAIN: 33,
    Mode.COACH: 80,
    Mode.CAR: 143,
    Mode.PLANE: 160,
    Mode.FERRY: 61,
    Mode.WALK: 0,
}
MODE_WORDS = {
    Mode.TRAIN: _l("train"),
    Mode.COACH: _l("bus or coach"),
    Mode.CAR: _l("car"),
    Mode.PLANE: _l("plane"),
    Mode.FERRY: _l("ferry"),
    Mode.WALK: _l("on foot or by bicycle"),
}


@dataclass(frozen=True)
class Factor:
    """Grams of CO₂ equivalents per passenger and kilometre, and who says so."""

    grams: int
    source: str = EEA


Factors = Mapping[Mode, Factor]


def factors_of(event_id: int | None) -> dict[Mode, Factor]:
    """What holds for an event (None: for the installation), by way of travelling; one statement."""
    found = {mode: Factor(grams) for mode, grams in DEFAULTS.items()}
    mine = or_(TravelFactor.event_id.is_(None), TravelFactor.event_id == event_id)
    rows = db.session.scalars(select(TravelFactor).where(mine)).all()
    for row in sorted(rows, key=lambda row: row.event_id is not None):
        found[Mode(row.mode)] = Factor(row.grams, row.source)
    return found


def save_factors(event_id: int | None, wanted: Factors) -> None:
    """Store what differs from what holds without: a number set back to it follows it again.

    Inside ``with write():``.
    """
    # "= NULL" is never true; SQLAlchemy writes IS NULL for None.
    db.session.execute(delete(TravelFactor).where(TravelFactor.event_id == event_id))
    usual = usual_factors(event_id)
    db.session.add_all(
        TravelFactor(event_id=event_id, mode=mode, grams=each.grams, source=each.source)
        for mode, each in wanted.items()
        if each != usual[mode]
    )


def usual_factors(event_id: int | None) -> dict[Mode, Factor]:
    """What holds where nothing is said: for an event that of the installation, for that the EEA."""
    if event_id is not None:
        return factors_of(None)
    return {mode: Factor(grams) for mode, grams in DEFAULTS.items()}


def fingerprint(factors: Factors) -> str:
    """Changes with any of them: what a form carries to know whether it is stale."""
    told = [(mode.value, each.grams, each.source) for mode, each in factors.items()]
    return blake2b(repr(told).encode(), digest_size=8).hexdigest()


def kilograms(mode: str | None, distance_km: int | None, factors: Factors) -> float | None:
    """What one journey costs, in kilograms of CO₂ equivalents; None while it is not known."""
    if mode is None or distance_km is None:
        return None
    return distance_km * factors[Mode(mode)].grams / 1000


def sources_of(factors: Factors) -> list[str]:
    """Each source once, in the order of the ways of travelling."""
    return list(dict.fromkeys(factor.source for factor in factors.values()))
