"""From the agenda to its warnings, and from a warning to a sentence that says what to do."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.agenda.models import AgendaItem
from webapp.agenda.warnings import Frame, Planned, Spot, Warned, warnings_of
from webapp.core.i18n import plain_text
from webapp.core.text import search_key
from webapp.events.models import Event, Mode
from webapp.projects.organisations import Place


def warned_of(event: Event, items: Iterable[AgendaItem]) -> list[Warned]:
    """What does not fit on the agenda of *event*; what was called off disturbs nobody."""
    planned = [planned_of(item) for item in items if not item.is_cancelled]
    return warnings_of(planned, frame_of(event))


def frame_of(event: Event) -> Frame:
    """The event as `warnings` wants it."""
    has_places = event.mode != Mode.ONLINE
    hours = (event.starts_at, event.ends_at)
    return Frame(event.first_on, event.last_on, *hours, has_places=has_places)


def planned_of(item: AgendaItem) -> Planned:
    """An item as `warnings` wants it."""
    return Planned(
        key=item.public_id,
        title=plain_text(item.name),
        kind=item.kind,
        day_on=item.day_on,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        visibility=item.visibility,
        track=None if item.track is None else item.track.public_id,
        place=_spot(item.place),
        has_place_note=bool(item.place_note),
        to_place=_spot(item.to_place),
        travel_minutes=item.travel_minutes,
        has_host=item.host is not None,
        people=_people(item),
        needs_choice=item.needs_choice,
        capacity=None if item.pool is None else item.pool.capacity,
        gate_list_due_at=item.gate_list_due_at,
    )


def _spot(place: Place | None) -> Spot | None:
    if place is None:
        return None
    if place.latitude is None or place.longitude is None:
        return Spot(place.slug)
    return Spot(place.slug, (place.latitude, place.longitude))


def _people(item: AgendaItem) -> dict[str, str]:
    names = [item.host_person, *(each.name for each in item.contributors)]
    return {search_key(name): name for name in names if name}


def warning_words(warned: Warned) -> str:
    """What is wrong and what to do, in the reader's language."""
    return str(_WORDS[warned.code](warned))


def _other(warned: Warned) -> str:
    return "" if warned.other is None else warned.other.title


def _person(warned: Warned) -> str:
    return str(
        _(
            "%(person)s is needed at “%(other)s” at the same time. Move one of the two, or ask"
            " somebody else.",
            person=warned.values["person"],
            other=_other(warned),
        )
    )


def _overlap(warned: Warned) -> str:
    return str(
        _(
            "It overlaps with “%(other)s”. Move one of the two, put them on different tracks, or"
            " let people choose between them.",
            other=_other(warned),
        )
    )


def _ride(warned: Warned) -> str:
    planned = ngettext(
        "%(num)d minute is planned.", "%(num)d minutes are planned.", warned.values["planned"]
    )
    needed = ngettext(
        "The ride takes %(num)d minute: let it begin earlier or end later.",
        "The ride takes %(num)d minutes: let it begin earlier or end later.",
        warned.values["needed"],
    )
    return f"{planned} {needed}"


def _way(warned: Warned) -> str:
    gap = ngettext(
        "There is %(num)d minute after “%(other)s”, which is somewhere else.",
        "There are %(num)d minutes after “%(other)s”, which is somewhere else.",
        warned.values["gap"],
        other=_other(warned),
    )
    needed = ngettext(
        "The way takes about %(num)d minute: add a transfer, or leave more time.",
        "The way takes about %(num)d minutes: add a transfer, or leave more time.",
        warned.values["needed"],
    )
    return f"{gap} {needed}"


_Words = Callable[[Warned], Any]
_WORDS: dict[str, _Words] = {
    "person": _person,
    "overlap": _overlap,
    "ride": _ride,
    "way": _way,
    "outside": lambda _warned: _(
        "This day lies outside the event. Move the item, or change the dates of the event."
    ),
    "hours": lambda _warned: _(
        "It lies outside the hours of the event. Move it, or change the hours of the event."
    ),
    "gate-list": lambda _warned: _(
        "The gate list is due after it begins. Give an earlier deadline."
    ),
    "capacity": lambda _warned: _(
        "People choose this, and nobody has said how many it has room for. Add the number."
    ),
    "host": lambda _warned: _("Nobody receives people here yet. Choose the host."),
    "place": lambda _warned: _("Nobody knows where this is yet. Choose the place."),
    "way-ends": lambda _warned: _("Say where the ride leaves and where it goes."),
}
