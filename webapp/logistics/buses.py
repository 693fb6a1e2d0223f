"""The board of rides: who sits in which bus, delegation by delegation."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.agenda.models import AgendaItem
from webapp.logistics.facts import Facts
from webapp.logistics.guests import Guest
from webapp.logistics.tables import Board, Row, Table
from webapp.logistics.words import item_words, route_words


def buses_board(facts: Facts) -> Board:
    """A list for each ride."""
    return Board([_manifest(facts, item) for item in facts.rides], list(_warnings(facts)))


def _manifest(facts: Facts, item: AgendaItem) -> Table:
    riders = facts.attendance.of(item, facts.guests)
    rows = [
        Row([number, guest.name, guest.of], person=guest.public_id)
        for number, guest in enumerate(riders, start=1)
    ]
    return Table(
        name=f"ride-{item.public_id}",
        title=item_words(item),
        columns=[_("No."), _("Name"), _("Delegation")],
        rows=rows,
        numbers=frozenset({0}),
        note=" · ".join(filter(None, (route_words(item), _seats(item, riders), _by_group(riders)))),
        nothing=_("Nobody rides along."),
        item=item.public_id,
    )


def _seats(item: AgendaItem, riders: list[Guest]) -> str:
    number = len(riders)
    if item.pool is None or item.pool.capacity is None:
        return str(ngettext("%(num)d person", "%(num)d people", number))
    return str(
        ngettext(
            "%(num)d person, %(seats)d seats",
            "%(num)d people, %(seats)d seats",
            number,
            seats=item.pool.capacity,
        )
    )


def _by_group(riders: list[Guest]) -> str:
    """ "Otava Town 4, Brasla 3": what the driver counts at the door."""
    numbers: dict[str, int] = {}
    for guest in riders:
        if guest.delegation:
            numbers[guest.delegation] = numbers.get(guest.delegation, 0) + 1
    return ", ".join(f"{name} {number}" for name, number in numbers.items())


def _warnings(facts: Facts) -> Iterator[str]:
    for item in facts.rides:
        number = len(facts.attendance.of(item, facts.guests))
        seats = item.pool.capacity if item.pool else None
        if seats is not None and number > seats:
            yield ngettext(
                "%(ride)s: %(people)d people and %(num)d seat.",
                "%(ride)s: %(people)d people and %(num)d seats.",
                seats,
                ride=item_words(item),
                people=number,
            )
