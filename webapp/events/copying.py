"""Using an event as the beginning of another one."""

from collections.abc import Callable, Iterable
from typing import Any

from webapp.core.text import LocalText
from webapp.events import columns, rules, signals
from webapp.events.columns import Part
from webapp.events.models import Event
from webapp.events.parts import Contributor

#: What a copy takes along unless something else is asked for.
USUAL = (Part.TEXTS, Part.PLACES, Part.REGISTRATION)


def duplicate(
    event: Event,
    name: LocalText,
    parts: Iterable[Part] = USUAL,
    *,
    with_questions: bool = True,
    with_letters: bool = False,
    with_agenda: bool = True,
) -> Event:
    """A new undated draft called *name*, with the facts and none of the people of *event*.

    *parts* of what is declared in `columns` go along; its questions, letters and agenda are copied
    by those who listen to `event_copied`.
    """
    taken = frozenset({Part.ALWAYS, *parts})
    values = {column: getattr(event, column) for column in columns.copied(taken)}
    values |= {
        list_name: _LISTS[list_name](event)
        for list_name, fact in columns.LISTS.items()
        if fact.part in taken
    }
    capacity = event.pool.capacity if Part.REGISTRATION in taken else None
    copy = rules.create(
        name, values.pop("organiser"), values.pop("kind"), capacity=capacity, **values
    )
    signals.event_copied.send(
        copy,
        source=event,
        with_questions=with_questions,
        with_letters=with_letters,
        with_agenda=with_agenda,
    )
    return copy


def _contributor(row: Contributor) -> dict[str, Any]:
    return {
        "role": row.role,
        "name": row.name,
        "organisation": row.organisation,
        "about": row.about,
    }


_LISTS: dict[str, Callable[[Event], list[Any]]] = {
    "projects": lambda event: list(event.projects),
    "places": lambda event: list(event.places),
    "more_kinds": lambda event: [link.kind for link in event.kind_links],
    "languages": lambda event: list(event.languages),
    "target_groups": lambda event: list(event.target_groups),
    "contributors": lambda event: [_contributor(each) for each in event.contributors],
}
