"""The board of arrivals and departures, with the groups in which people are met."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.logistics.facts import Facts
from webapp.logistics.guests import Guest
from webapp.logistics.models import Direction, Journey, PickupGroup
from webapp.logistics.tables import Board, Row, Table
from webapp.logistics.words import group_words, mode_word


def arrivals_board(facts: Facts) -> Board:
    """Who arrives and leaves when, by time; the groups; what does not fit together."""
    arrivals, departures = (_ways(facts, direction) for direction in Direction)
    groups = _groups(facts)
    return Board([arrivals, departures, groups], list(_warnings(facts)))


def riders_of(facts: Facts) -> dict[int, list[Guest]]:
    """Who goes with which group, by its id."""
    found: defaultdict[int, list[Guest]] = defaultdict(list)
    for guest in facts.guests:
        for direction in Direction:
            journey = facts.journeys.get((guest.id, direction))
            if journey is not None and journey.group_id is not None:
                found[journey.group_id].append(guest)
    return found


def _ways(facts: Facts, direction: Direction) -> Table:
    is_arrival = direction is Direction.ARRIVAL
    told = [(guest, facts.journeys.get((guest.id, direction))) for guest in facts.guests]
    told.sort(key=lambda pair: _when(pair[1]))
    return Table(
        name=direction.value,
        title=_("Arrivals") if is_arrival else _("Departures"),
        columns=[
            _("Time"),
            _("Name"),
            _("Delegation"),
            _("Means of transport"),
            _("Arrives at") if is_arrival else _("Leaves from"),
            _("From") if is_arrival else _("To"),
            _("Met by") if is_arrival else _("Taken by"),
        ],
        rows=[_way(facts, guest, journey) for guest, journey in told],
        nothing=_("Nobody has a place yet."),
    )


def _when(journey: Journey | None) -> tuple[bool, bool, float]:
    """By time; then who told something without one, then who told nothing."""
    at = journey.at if journey else None
    return journey is None, at is None, at.timestamp() if at else 0.0


def _way(facts: Facts, guest: Guest, journey: Journey | None) -> Row:
    if journey is None:
        cells = [_("not known yet"), guest.name, guest.of, "", "", "", ""]
        return Row(cells, person=guest.public_id)
    return Row(
        [
            journey.wall,
            guest.name,
            guest.of,
            " ".join(filter(None, (mode_word(journey.mode), journey.number))),
            journey.station,
            journey.town,
            _met(facts, journey),
        ],
        person=guest.public_id,
        key=guest.public_id if journey.needs_pickup else "",
    )


def _met(facts: Facts, journey: Journey) -> str:
    """The group, or that somebody still waits for one."""
    if journey.group_id is not None:
        return group_words(facts.groups[journey.group_id])
    return str(_("nobody yet")) if journey.needs_pickup else ""


def _groups(facts: Facts) -> Table:
    riders = riders_of(facts)
    return Table(
        name="groups",
        title=_("Groups"),
        columns=[
            _("Time"),
            _("Direction"),
            _("Meeting point"),
            _("Vehicle"),
            _("People"),
            _("Seats"),
            _("Who"),
        ],
        rows=[_group(group, riders.get(group.id, [])) for group in facts.groups.values()],
        numbers=frozenset({4, 5}),
        nothing=_("There are no groups yet."),
    )


def _group(group: PickupGroup, riders: list[Guest]) -> Row:
    return Row(
        [
            group.wall,
            direction_word(group.direction),
            group.meeting_point,
            group.vehicle,
            len(riders),
            group.seats,
            ", ".join(guest.name for guest in riders),
        ],
        key=group.public_id,
    )


def direction_word(direction: str) -> str:
    """ "arrival" """
    return str(_("arrival") if direction == Direction.ARRIVAL else _("departure"))


def _warnings(facts: Facts) -> Iterator[str]:
    yield from _too_full(facts)
    yield from _too_late(facts)


def _too_full(facts: Facts) -> Iterator[str]:
    riders = riders_of(facts)
    for group in facts.groups.values():
        surplus = 0 if group.seats is None else len(riders.get(group.id, [])) - group.seats
        if surplus > 0:
            yield ngettext(
                "%(group)s: %(num)d person more than there are seats.",
                "%(group)s: %(num)d people more than there are seats.",
                surplus,
                group=group_words(group),
            )


def _too_late(facts: Facts) -> Iterator[str]:
    for guest, direction in product(facts.guests, Direction):
        journey = facts.journeys.get((guest.id, direction))
        if journey is None or journey.group_id is None:
            continue
        group = facts.groups[journey.group_id]
        if _misses(journey, group):
            yield _(
                "%(name)s cannot be on time for the group: %(group)s.",
                name=guest.name,
                group=group_words(group),
            )


def _misses(journey: Journey, group: PickupGroup) -> bool:
    """Whether the car leaves before the plane is there, or the train before the car."""
    if journey.at is None or group.at is None:
        return False
    if journey.direction == Direction.ARRIVAL:
        return group.at < journey.at
    return group.at > journey.at
