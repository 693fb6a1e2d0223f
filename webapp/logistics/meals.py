"""The board of meals: how many eat, and how many of each diet.

Numbers only. Even so a single vegan at a small meeting is somebody: diets stand on the board for
who may see needs, and on the caterer's page, who cooks by them. Nobody's own words stand on either.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.agenda.models import AgendaItem
from webapp.agenda.words import item_hours, item_place
from webapp.core.i18n import plain_text
from webapp.logistics.facts import Facts
from webapp.logistics.guests import Guest
from webapp.logistics.tables import Board, Cell, Row, Table
from webapp.logistics.words import day_word
from webapp.needs.options import OPTIONS, Needed, NeedKind

#: How many asked for something in their own words.
FURTHER = ""


@dataclass(frozen=True)
class Served:
    """One meal: how many come, and how many of them need each diet."""

    item: AgendaItem
    number: int
    diets: Mapping[str, int]


def served_at(item: AgendaItem, eaters: Sequence[Guest], diets: Mapping[int, Needed]) -> Served:
    """The numbers of one meal; *diets* are what people need, by registration."""
    found: Counter[str] = Counter()
    for guest in eaters:
        needed = diets.get(guest.id, Needed())
        found.update([*needed.options, *([FURTHER] if needed.words else [])])
    return Served(item, len(eaters), found)


def used_diets(meals: Collection[Served]) -> list[tuple[str, str]]:
    """(key, words) of each diet somebody needs, in the order of the form."""
    used = {key for meal in meals for key, number in meal.diets.items() if number}
    return [(key, str(words)) for key, words in OPTIONS[NeedKind.DIET].items() if key in used]


def meals_board(facts: Facts) -> Board:
    """Numbers by meal; without any diet for who may not see needs."""
    diets = {guest_id: needed for (guest_id, kind), needed in facts.needs.items() if kind == "diet"}
    served = [
        served_at(item, facts.attendance.of(item, facts.guests), diets) for item in facts.meals
    ]
    return Board([meals_table(served, with_diets=facts.sees_needs)])


def meals_table(served: Sequence[Served], *, with_diets: bool) -> Table:
    """One line for each meal. The columns of diets are not there at all where they may not be."""
    diets = used_diets(served) if with_diets else []
    if with_diets and any(meal.diets.get(FURTHER) for meal in served):
        diets.append((FURTHER, _("further wishes: ask the host")))
    words = [words for _key, words in diets]
    return Table(
        name="meals",
        title=_("Meals"),
        columns=[_("When"), _("Meal"), _("People"), *words, _("Place")],
        rows=[_row(meal, [key for key, _words in diets]) for meal in served],
        numbers=frozenset(range(2, 3 + len(diets))),
        nothing=_("There is no meal on the agenda."),
    )


def _row(meal: Served, diets: Sequence[str]) -> Row:
    item = meal.item
    when = ", ".join(filter(None, (day_word(item.day_on), item_hours(item))))
    cells: list[Cell] = [when, plain_text(item.name), meal.number]
    cells += [meal.diets.get(diet, 0) for diet in diets]
    return Row([*cells, item_place(item)], key=item.public_id)
