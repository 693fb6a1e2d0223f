"""The numbers over the list of people, and what it can be narrowed by: all of it read from indexes,
so that ten thousand rows cost little more than ten."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.core.database import db
from webapp.core.times import now
from webapp.events.models import Event
from webapp.registrations.models import HELD_UNTIL, LIVE, Registration, State


@dataclass(frozen=True)
class Facets:
    """How many registrations there are by state as shown, and which groups, languages and
    organisations known here occur (None: not said)."""

    states: Counter[str]
    groups: frozenset[int | None] = frozenset()
    languages: frozenset[str] = frozenset()
    partners: frozenset[int | None] = frozenset()

    @property
    def total(self) -> int:
        """All that ever came in."""
        return self.states.total()

    @property
    def live(self) -> int:
        """Those still in the running."""
        return sum(self.states[state] for state in LIVE)


def facets_of(event: Event) -> Facets:
    """The numbers and choices, in three statements, whatever the list is narrowed to."""
    choices = (
        Registration.language,
        Registration.target_group_id,
        Registration.organisation_id,
    )
    query = select(*choices).where(Registration.event_id == event.id).distinct()
    found = db.session.execute(query).all()
    return Facets(
        states_of(event),
        languages=frozenset(row[0] for row in found),
        groups=frozenset(row[1] for row in found),
        partners=frozenset(row[2] for row in found),
    )


def states_of(event: Event) -> Counter[str]:
    """How many registrations there are by state as shown: an overdue hold counts as expired."""
    stored = select(Registration.state, func.count()).where(Registration.event_id == event.id)
    # By state first: that is what the index goes by, and few are held.
    held = stored.where(Registration.state.in_(sorted(HELD_UNTIL)))
    overdue = held.where(Registration.held_until <= now())
    numbers = Counter(dict(db.session.execute(stored.group_by(Registration.state)).all()))
    for state, number in db.session.execute(overdue.group_by(Registration.state)):
        numbers[state] -= number
        numbers[State.EXPIRED.value] += number
    return numbers
