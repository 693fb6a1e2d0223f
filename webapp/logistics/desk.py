"""What all staff pages about an event's logistics share: the blueprint, look-ups, the frame."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from webapp.core.addresses import public_url
from webapp.core.forms import BaseForm
from webapp.core.permissions import Act, current_viewer, require
from webapp.events.manage_desk import tabs_of
from webapp.events.models import Event
from webapp.logistics.access import access_board
from webapp.logistics.arrivals import arrivals_board
from webapp.logistics.buses import buses_board
from webapp.logistics.caterers import link_of
from webapp.logistics.factors import MODE_WORDS
from webapp.logistics.facts import Facts
from webapp.logistics.meals import meals_board
from webapp.logistics.nights import housed, rooms_board
from webapp.logistics.tables import Board, cell_words
from webapp.logistics.travelling import travel_board
from webapp.logistics.words import group_words, item_words, nights_words
from webapp.registrations import people_desk
from webapp.registrations.letter_facts import event_zone

blueprint = Blueprint(
    "logistics",
    __name__,
    url_prefix="/manage/events/<code>/logistics",
    template_folder="templates",
)


@dataclass(frozen=True)
class Side:
    """One board: what it is called and how it is made."""

    name: str
    title: Any
    make: Callable[[Facts], Board]
    act: Act = Act.SEE_PEOPLE


SIDES = {
    side.name: side
    for side in (
        Side("arrivals", _l("Arrivals and departures"), arrivals_board),
        Side("rooms", _l("Rooms"), rooms_board),
        Side("meals", _l("Meals"), meals_board),
        Side("buses", _l("Buses"), buses_board),
        Side("access", _l("Access needs"), access_board, Act.SEE_NEEDS),
        Side("travel", _l("Travel and CO₂"), travel_board),
    )
}
#: Boards with more than tables on their page.
_WITH_ACTS = frozenset({"arrivals", "rooms", "meals", "buses", "travel"})


def find_event(code: str, act: Act = Act.SEE_PEOPLE) -> Event:
    """The event, for those who may *act* on its people; 404 and 403 as on its list of people."""
    return people_desk.find_event(code, act)


def find_side(event: Event, name: str) -> Side:
    """The board of this name; 404 where there is none, 403 for who may not see it."""
    side = SIDES.get(name) or abort(404)
    require(event.may(current_viewer(), side.act))
    return side


def page(template: str, event: Event, current: str = "", **context: Any) -> str:
    """A page about the logistics of *event*, in its workspace; *current* names the side."""
    return render_template(
        f"logistics/desk/{template}", **{**frame(event, current), "event": event, **context}
    )


def frame(event: Event, current: str = "") -> dict[str, Any]:
    """What the frame of such a page needs."""
    viewer = current_viewer()
    return {
        "tab": "logistics",
        "desk_tabs": tabs_of(event, "logistics"),
        "sides": sides_of(event, current),
        "current": current,
        "may_change": event.may(viewer, Act.CHANGE_PEOPLE),
        "sees_needs": event.may(viewer, Act.SEE_NEEDS),
        "can_edit": event.can_be_edited_by(viewer),
        "zone": event_zone(event),
        "cell_words": cell_words,
        "group_words": group_words,
        "item_words": item_words,
        "mode_words": MODE_WORDS,
        "nights_words": nights_words,
        "public_url": public_url,
    }


def sides_of(event: Event, current: str) -> list[tuple[str, str, bool]]:
    """(address, words, is current) of each side this viewer may look at, the overview first."""
    viewer = current_viewer()
    found = [(url_for("logistics.index", code=event.code), str(_l("Overview")), not current)]
    found += [
        (url_for("logistics.side", code=event.code, name=side.name), str(side.title), is_here)
        for side in SIDES.values()
        if event.may(viewer, side.act)
        for is_here in [side.name == current]
    ]
    return found


def side_page(event: Event, side: Side, form: BaseForm | None = None, **context: Any) -> str:
    """One board as it is now; *form* is one of its own that was sent and refused."""
    facts = Facts(event, current_viewer())
    board = side.make(facts)
    template = f"{side.name}.html" if side.name in _WITH_ACTS else "board.html"
    chosen = frozenset(request.form.getlist("people")) if form is not None else frozenset()
    return page(
        template,
        event,
        side.name,
        side=side,
        board=board,
        facts=facts,
        form=form or BaseForm(),
        chosen=chosen,
        housed=housed(facts) if side.name == "rooms" else [],
        link=link_of(event.id) if side.name == "meals" else None,
        **context,
    )
