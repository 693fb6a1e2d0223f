"""The board of travel: by what and how far, and what it costs the climate."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.logistics.factors import MODE_WORDS
from webapp.logistics.facts import Facts
from webapp.logistics.footprint import Footprint, Way, footprint_of
from webapp.logistics.guests import Guest, by_delegation
from webapp.logistics.models import Direction, Journey
from webapp.logistics.tables import Board, Cell, Row, Table
from webapp.logistics.words import mode_word


def travel_board(facts: Facts) -> Board:
    """Person by person, delegation by delegation, and the factors with their source."""
    return Board([_people(facts), _delegations(facts), _factors(facts)])


def footprint_among(facts: Facts, guests: Iterable[Guest]) -> Footprint:
    """What the journeys of these people cost; one that nobody told of is missing."""
    journeys = (
        facts.journeys.get((guest.id, direction)) for guest in guests for direction in Direction
    )
    return footprint_of((_way(journey) for journey in journeys), facts.factors)


def _way(journey: Journey | None) -> Way:
    return Way(None, None) if journey is None else Way(journey.mode, journey.distance_km)


def _people(facts: Facts) -> Table:
    rows = []
    for guest in facts.guests:
        cells: list[Cell] = [guest.name, guest.of]
        for direction in Direction:
            way = _way(facts.journeys.get((guest.id, direction)))
            cells += [mode_word(way.mode), way.distance_km]
        cells.append(_kg(footprint_among(facts, [guest])))
        rows.append(Row(cells, person=guest.public_id))
    return Table(
        name="people",
        title=_("By person"),
        columns=[
            _("Name"),
            _("Delegation"),
            _("Arrival by"),
            _("km"),
            _("Departure by"),
            _("km"),
            _("kg CO₂e"),
        ],
        rows=rows,
        numbers=frozenset({3, 5, 6}),
        nothing=_("Nobody has a place yet."),
    )


def _kg(footprint: Footprint) -> float | None:
    """None while no journey of them can be counted."""
    return None if footprint.missing == len(Direction) else round(footprint.kg, 1)


def _delegations(facts: Facts) -> Table:
    rows = [
        _total(name or _("without a delegation"), facts, guests)
        for name, guests in by_delegation(facts.guests)
    ]
    if rows:
        rows.append(_total(_("Together"), facts, facts.guests, is_sum=True))
    return Table(
        name="delegations",
        title=_("By delegation"),
        columns=[_("Delegation"), _("People"), _("km"), _("kg CO₂e"), _("Journeys not known yet")],
        rows=rows,
        numbers=frozenset({1, 2, 3, 4}),
        nothing=_("Nobody has a place yet."),
    )


def _total(name: str, facts: Facts, guests: Iterable[Guest], is_sum: bool = False) -> Row:
    people = list(guests)
    footprint = footprint_among(facts, people)
    km = sum(
        journey.distance_km or 0
        for guest in people
        for direction in Direction
        if (journey := facts.journeys.get((guest.id, direction))) is not None
    )
    return Row([name, len(people), km, round(footprint.kg, 1), footprint.missing], is_sum=is_sum)


def _factors(facts: Facts) -> Table:
    return Table(
        name="factors",
        title=_("What a kilometre costs"),
        columns=[_("Means of transport"), _("g CO₂e per person and km"), _("Source")],
        rows=[
            Row([str(MODE_WORDS[mode]), factor.grams, factor.source])
            for mode, factor in facts.factors.items()
        ],
        numbers=frozenset({1}),
    )


def missing_words(footprint: Footprint) -> str:
    """ "4 journeys are not counted: …" or "" where all are."""
    if not footprint.missing:
        return ""
    return str(
        ngettext(
            "%(num)d journey is not counted: nobody has told by what, or how far.",
            "%(num)d journeys are not counted: nobody has told by what, or how far.",
            footprint.missing,
        )
    )
