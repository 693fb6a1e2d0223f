"""The board of meals: how many eat, and how many of each diet.

Numbers only. Even so a single vegan at a small meeting is somebody: diets stand on the board for
who may see needs, and on the caterer's page, who cooks by them. Nobody's own words stand on either.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.agenda.models import AgendaItem
from webapp.core.i18n import plain_text
from webapp.logistics.facts import Facts
from webapp.logistics.guests import Guest
from webapp.logistics.tables import Board, Cell, Row, Table
from webapp.logistics.words import day_word, hours_words
from webapp.needs.options import OPTIONS, Needed, NeedKind

#: How many asked for something in their own words.
FURTHER = ""


@dataclass(frozen=True)
class Served:
    """One meal: how many come, and how many of them need each diet."""

    item: AgendaItem
    number: int
    diets: Mapping[str, int]

    @property
    def place(self) -> str:
        """Where it is eaten."""
        parts = (
            plain_text(self.item.place.name) if self.item.place else "",
            plain_text(self.item.place_note),
        )
        return ", ".join(filter(None, parts))


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
    has_further = with_diets and any(meal.diets.get(FURTHER) for meal in served)
    columns = [_("When"), _("Meal"), _("People"), *(words for _key, words in diets)]
    has_further = with_diets and any(meal.diets.get(FURTHER) for meal in served)
    if has_further:
        columns.append(_("further wishes: ask the host"))
    numbers = frozenset(range(2, len(columns)))
    columns.append(_("Place"))
    rows = []
    for meal in served:
        when = ", ".join(filter(None, (day_word(meal.item.day_on), hours_words(meal.item))))
        cells: list[Cell] = [when, plain_text(meal.item.name), meal.number]
        cells += [meal.diets.get(key, 0) for key, _words in diets]
        if has_further:
            cells.append(meal.diets.get(FURTHER, 0))
        rows.append(Row([*cells, meal.place], key=meal.item.public_id))
    return Table(
        name="meals",
        title=_("Meals"),
        columns=columns,
        rows=rows,
        numbers=numbers,
        nothing=_("There is no meal on the agenda."),
    )
