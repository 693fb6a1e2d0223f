"""What the journeys of an event cost the climate: kilometres × grams, by person and delegation."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import format_decimal
from flask_babel import gettext as _

from webapp.logistics.factors import Factors, kilograms, sources_of
from webapp.logistics.words import mode_word


@dataclass(frozen=True)
class Way:
    """One journey as far as it is counted: by what, and how far in kilometres."""

    mode: str | None
    distance_km: int | None


@dataclass(frozen=True)
class Footprint:
    """The sum of some journeys in kilograms of CO₂ equivalents. *missing* journeys count as
    nothing because their way of travelling or distance is not known."""

    kg: float
    missing: int = 0


def footprint_of(ways: Iterable[Way], factors: Factors) -> Footprint:
    """The sum of these journeys."""
    each = [kilograms(way.mode, way.distance_km, factors) for way in ways]
    return Footprint(sum(kg for kg in each if kg is not None), each.count(None))


def kg_words(kg: float) -> str:
    """ "66 kg", below ten with a decimal."""
    return str(_("%(number)s kg", number=format_decimal(round(kg, 0 if kg >= 10 else 1))))


def way_line(way: Way, factors: Factors) -> str:
    """ "412 km by plane × 160 g = 66 kg", "" while something of it is not known."""
    kg = kilograms(way.mode, way.distance_km, factors)
    if kg is None or way.mode is None:
        return ""
    grams = next(factor.grams for mode, factor in factors.items() if mode == way.mode)
    words: str = _(
        "%(mode)s: %(km)s km × %(grams)d g = %(sum)s",
        mode=mode_word(way.mode),
        km=format_decimal(way.distance_km or 0),
        grams=grams,
        sum=kg_words(kg),
    )
    return words


def source_line(factors: Factors) -> str:
    """Where the factors come from."""
    return str(_("Source: %(sources)s.", sources="; ".join(sources_of(factors))))
