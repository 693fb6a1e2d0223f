"""What delegations hear of their event: another date, none, or that it does not take place.

Whoever has an address hears of it as a participant. But leaders may name people without one, and
need not come themselves: so they are told as well. A moved event takes what is due along, as it
takes its agenda: a link that ended before the event would let nobody be substituted, and seats that
were kept would go to the line months before it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.agenda.models import AgendaItem
from webapp.agenda.times import days_later
from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.delegations import letters
from webapp.delegations.host_models import AgendaHost
from webapp.delegations.models import Delegation, DelegationPlan
from webapp.events import signals, snapshot
from webapp.events.models import Event
from webapp.registrations.concerned import hears_too
from webapp.registrations.letter_facts import event_zone
from webapp.registrations.models import LIVE, Registration
from webapp.registrations.notifications import RELIED_ON
from webapp.registrations.persons import email_key

KIND = "event-news"
#: Periods whose first day is a day and not the beginning of a month or year.
_EXACT = ("time", "day")
_PLANNED = ("names_due_at", "travel_due_at", "diet_due_at", "releases_at")


@signals.event_moved.connect
def _on_moved(event: Event, before: dict[str, Any], reason: LocalText | None, **_more: Any) -> None:
    # After a postponement the date before is the one that was taken away then.
    old = Period.from_json(event.moved_from or before["period"])
    first_on, new = _first_day(old), _first_day(event.period)
    if first_on is not None and new is not None:
        follow(event, (new - first_on).days)
    tell(event, "moved", before["period"], reason)


@signals.event_postponed.connect
def _on_postponed(
    event: Event, before: dict[str, Any], reason: LocalText | None, **_more: Any
) -> None:
    tell(event, "postponed", before["period"], reason)


@signals.event_cancelled.connect
def _on_cancelled(
    event: Event, before: dict[str, Any], reason: LocalText | None, **_more: Any
) -> None:
    tell(event, "cancelled", before["period"], reason)


@signals.event_changed.connect
def _on_changed(
    event: Event, before: dict[str, Any], reason: LocalText | None, **_more: Any
) -> None:
    after = snapshot.facts(event)
    if any(before[name] != after[name] for name in RELIED_ON):
        tell(event, "changed", before["period"], reason)


def tell(event: Event, what: str, before: Any, reason: LocalText | None) -> int:
    """Store a letter for every leader who has had one; *what* is moved, postponed, cancelled or
    changed; how many."""
    done = 0
    for each in _to_tell(event):
        said = reason.pick(each.leader_language).text if reason else ""
        letter = letters.tell_leader(each, KIND, happened=what, before=before, reason=said)
        done += letter is not None
    return done


@hears_too
def how_many_hear(event: Event) -> int:
    """To how many leaders such a letter would go."""
    return len(_to_tell(event))


def follow(event: Event, days: int) -> None:
    """Let what is still to come be due so many days later, by clocks at the event.

    What would have been due before this moment stays when it was: nobody could have met it.
    """
    plan = db.session.get(DelegationPlan, event.id)
    moved = 0
    if plan is not None:
        names = [name for name in _PLANNED if name != "releases_at" or plan.released_at is None]
        moved += _move(plan, names, days, event_zone(event))
    for link in _links_with_end(event):
        moved += _move(link, ["ends_at"], days, event_zone(event))
    if moved:
        record(event.key, "delegations-followed", after={"days": days})


def _move(row: Any, names: Iterable[str], days: int, zone: str) -> int:
    moved = 0
    for name in names:
        at: datetime | None = getattr(row, name)
        there = None if at is None else days_later(at, days, zone)
        if at is not None and there is not None and min(at, there) > now():
            setattr(row, name, there)
            moved += 1
    if moved:
        row.touch()
    return moved


def _links_with_end(event: Event) -> list[Delegation | AgendaHost]:
    of_event = Delegation.event_id == event.id
    leaders = select(Delegation).where(of_event, Delegation.ends_at.is_not(None))
    hosts = select(AgendaHost).join(AgendaHost.item).where(AgendaHost.ends_at.is_not(None))
    hosts = hosts.where(AgendaItem.event_id == event.id)
    return [*db.session.scalars(leaders), *db.session.scalars(hosts)]


def _to_tell(event: Event) -> list[Delegation]:
    """Those whose leader was written to and does not hear of it as a participant."""
    query = (
        select(Delegation)
        .where(Delegation.event_id == event.id, Delegation.invited_at.is_not(None))
        .where(Delegation.leader_email.is_not(None), Delegation.declined_at.is_(None))
        .where(Delegation.link_revoked_at.is_(None))
        .options(joinedload(Delegation.organisation))
        .order_by(Delegation.id)
    )
    found = list(db.session.scalars(query))
    if not found:
        return []
    mine = select(Registration.email_key).where(
        Registration.event_id == event.id, Registration.state.in_(LIVE)
    )
    heard = set(db.session.scalars(mine))
    return [each for each in found if email_key(each.leader_email) not in heard]


def _first_day(period: Period) -> date | None:
    return period.first_on if period.precision in _EXACT else None
