"""The first side of logistics: how much is known, and what somebody should see to."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.logistics.access import access_warnings
from webapp.logistics.arrivals import arrivals_board
from webapp.logistics.buses import buses_board
from webapp.logistics.facts import Facts
from webapp.logistics.footprint import kg_words
from webapp.logistics.guests import Guest
from webapp.logistics.models import Direction, Wish
from webapp.logistics.nights import rooms_board, without_room
from webapp.logistics.travelling import footprint_among, missing_words


@dataclass(frozen=True)
class Line:
    """A fact: what, how much of it, what is missing, and where one sees to it."""

    label: str
    words: str
    missing: str
    url: str


def lines_of(facts: Facts) -> list[Line]:
    """How it stands, side by side."""
    return [*_ways(facts), _met(facts), _rooms(facts), _meals(facts), _rides(facts), _travel(facts)]


def warnings_of(facts: Facts) -> list[tuple[str, str]]:
    """(what does not fit, where one sees to it); access needs only for who may see needs."""
    found = [(words, _url(facts, "arrivals")) for words in arrivals_board(facts).warnings]
    found += [(words, _url(facts, "rooms")) for words in rooms_board(facts).warnings]
    found += [(words, _url(facts, "buses")) for words in buses_board(facts).warnings]
    if facts.sees_needs:
        found += [(words, _url(facts, "access")) for words in access_warnings(facts)]
    return found


def silent_people(facts: Facts) -> list[tuple[Guest, str]]:
    """(who, what is missing) of everybody who has not answered all that is asked."""
    found = []
    for guest in facts.guests:
        missing = list(_missing_of(facts, guest))
        if missing:
            found.append((guest, ", ".join(missing)))
    return found


def _missing_of(facts: Facts, guest: Guest) -> Iterator[str]:
    if facts.asks.travel and (guest.id, Direction.ARRIVAL) not in facts.journeys:
        yield str(_("arrival"))
    if facts.asks.travel and (guest.id, Direction.DEPARTURE) not in facts.journeys:
        yield str(_("departure"))
    if facts.asks.rooms and guest.id not in facts.stays:
        yield str(_("room"))


def _url(facts: Facts, name: str) -> str:
    return url_for("logistics.side", code=facts.event.code, name=name)


def _of(number: int, total: int) -> str:
    return str(_("%(number)d of %(total)d", number=number, total=total))


def _ways(facts: Facts) -> Iterator[Line]:
    labels = {Direction.ARRIVAL: _("Arrivals known"), Direction.DEPARTURE: _("Departures known")}
    for direction, label in labels.items():
        number = sum((guest.id, direction) in facts.journeys for guest in facts.guests)
        silent = len(facts.guests) - number if facts.asks.travel else 0
        yield Line(
            str(label),
            _of(number, len(facts.guests)),
            _silent(silent),
            _url(facts, "arrivals"),
        )


def _silent(number: int) -> str:
    words = ngettext("%(num)d person has not said", "%(num)d people have not said", number)
    return str(words) if number else ""


def _met(facts: Facts) -> Line:
    wanted = [journey for journey in facts.journeys.values() if journey.needs_pickup]
    grouped = sum(journey.group_id is not None for journey in wanted)
    left = len(wanted) - grouped
    return Line(
        str(_("To be met or taken")),
        str(
            _(
                "%(number)d of %(total)d in a group",
                number=grouped,
                total=len(wanted),
            )
        ),
        str(ngettext("%(num)d without a group", "%(num)d without a group", left)) if left else "",
        _url(facts, "arrivals"),
    )


def _rooms(facts: Facts) -> Line:
    wanted = sum(stay.wish != Wish.NONE for stay in facts.stays.values())
    without = len(without_room(facts))
    left = str(ngettext("%(num)d without a room", "%(num)d without a room", without))
    silent = len(facts.guests) - len(facts.stays) if facts.asks.rooms else 0
    return Line(
        str(_("Rooms")),
        str(_("%(number)d of %(total)d have one", number=wanted - without, total=wanted)),
        ", ".join(filter(None, (left if without else "", _silent(silent)))),
        _url(facts, "rooms"),
    )


def _meals(facts: Facts) -> Line:
    number = len(facts.meals)
    words = ngettext("%(num)d on the agenda", "%(num)d on the agenda", number)
    return Line(str(_("Meals")), str(words), "", _url(facts, "meals"))


def _rides(facts: Facts) -> Line:
    number = len(facts.rides)
    words = ngettext("%(num)d on the agenda", "%(num)d on the agenda", number)
    return Line(str(_("Rides")), str(words), "", _url(facts, "buses"))


def _travel(facts: Facts) -> Line:
    footprint = footprint_among(facts, facts.guests)
    return Line(
        str(_("CO₂ of all journeys")),
        kg_words(footprint.kg),
        missing_words(footprint) if facts.asks.travel else "",
        _url(facts, "travel"),
    )
