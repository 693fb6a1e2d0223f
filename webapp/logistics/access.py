"""What named people need in order to take part: for who may see needs, and for nobody else."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.agenda.models import AgendaItem
from webapp.core.permissions import Act, current_viewer
from webapp.events.models import Event
from webapp.logistics.facts import Facts
from webapp.logistics.guests import Guest
from webapp.logistics.tables import Board, Row, Table
from webapp.logistics.words import item_words
from webapp.needs.options import Needed, in_words

STEP_FREE = "step-free"


@dataclass(frozen=True)
class Steps:
    """An item with steps that so many people who cannot take any are expected at."""

    item: AgendaItem
    number: int

    @property
    def words(self) -> str:
        """The sentence of the warning; it names nobody."""
        return str(
            ngettext(
                "%(num)d person needs a way without steps; “%(item)s” has steps.",
                "%(num)d people need a way without steps; “%(item)s” has steps.",
                self.number,
                item=item_words(self.item),
            )
        )


def access_board(facts: Facts) -> Board:
    """Who needs what; empty for who may not see needs (whose view does not get here)."""
    rows = []
    for guest in facts.guests:
        needed = facts.needs.get((guest.id, "access"))
        if needed:
            stay = facts.stays.get(guest.id)
            room = facts.rooms.get(stay.room_id or 0) if stay else None
            cells = [guest.name, guest.of, in_words("access", needed), room.words if room else ""]
            rows.append(Row(cells, person=guest.public_id))
    table = Table(
        name="access",
        title=_("Access needs"),
        columns=[_("Name"), _("Delegation"), _("Needs"), _("Room")],
        rows=rows,
        nothing=_("Nobody has told of any."),
    )
    return Board([table], access_warnings(facts))


def access_warnings(facts: Facts) -> list[str]:
    """Items and rooms with steps for who needs none: numbers, no names."""
    found = [each.words for each in steps_of(facts)]
    number = sum(_has_steps(facts, guest) for guest in _need_no_steps(facts))
    if number:
        found.append(
            ngettext(
                "%(num)d person who needs a way without steps has a room with steps.",
                "%(num)d people who need a way without steps have rooms with steps.",
                number,
            )
        )
    return found


def steps_of(facts: Facts) -> list[Steps]:
    """Every item with steps at which people are expected who need a way without."""
    concerned = _need_no_steps(facts)
    if not concerned:
        return []
    found = [
        Steps(item, len(facts.attendance.of(item, concerned)))
        for item in facts.items
        if item.is_step_free is False
    ]
    return [each for each in found if each.number]


def step_free_warnings(event: Event) -> list[Steps]:
    """The same for another page's template; nothing for who may not see needs."""
    viewer = current_viewer()
    return steps_of(Facts(event, viewer)) if event.may(viewer, Act.SEE_NEEDS) else []


def _need_no_steps(facts: Facts) -> list[Guest]:
    return [
        guest
        for guest in facts.guests
        if STEP_FREE in facts.needs.get((guest.id, "access"), Needed()).options
    ]


def _has_steps(facts: Facts, guest: Guest) -> bool:
    stay = facts.stays.get(guest.id)
    room = facts.rooms.get(stay.room_id or 0) if stay else None
    return room is not None and room.step_free is False
