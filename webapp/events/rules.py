"""What can be done to an event: each act checks, changes, writes the change log, tells listeners.

All of them run inside ``with write():`` and raise an `errors.EventError` that changes nothing.
*expected* is the revision the person's form was filled from: with another one stored meanwhile the
act raises `Stale`. Acts on dates are in `dates`, and offered here too.
"""

from typing import Any

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events import signals
from webapp.events.acting import (
    Reason,
    begin,
    finish,
    in_words,
    registered,
    require_state,
)
from webapp.events.dates import cancel, move, postpone, record_outcome
from webapp.events.editing import RELIED_ON, put
from webapp.events.errors import HasRegistrations, Incomplete, NotNow, OrganiserFixed
from webapp.events.models import Event, Mode, RegistrationMode, Status
from webapp.events.snapshot import facts
from webapp.projects.organisations import Organisation
from webapp.seats import rules as seats

__all__ = [
    "cancel",
    "change_mode",
    "confirm",
    "create",
    "edit",
    "move",
    "postpone",
    "publish",
    "record_outcome",
    "set_capacity",
    "unpublish",
    "withdraw",
]


def create(
    name: LocalText,
    organiser: Organisation,
    kind: str,
    *,
    period: Period | None = None,
    capacity: int | None = None,
    **values: Any,
) -> Event:
    """A new draft. *values* as in `editing` (columns and lists); *capacity* None: no limit."""
    event = Event(status=Status.DRAFT.value, pool=seats.new_pool(capacity), revision=1)
    event.mode = Mode.ON_SITE.value
    event.registration_mode = RegistrationMode.NONE.value
    event.period = period or Period.undated()
    db.session.add(event)
    with db.session.no_autoflush:
        put(event, {"name": name, "organiser": organiser, "kind": kind, **values})
    db.session.flush()
    record(event.key, "created", after=facts(event))
    return event


def edit(event: Event, *, expected: int | None = None, **values: Any) -> Event:
    """Change what is given in *values* (columns and lists as in `editing`; a draft's `period` too).

    Raises `OrganiserFixed` when people have registered with the organiser, and tells those who are
    coming when something they rely on is different.
    """
    before = begin(event, expected)
    if "period" in values:
        if not event.is_draft:
            raise TypeError("the date of a published event changes by move() or postpone()")
        event.period = values.pop("period")
    if "organiser" in values and values["organiser"] is not event.organiser:
        number = registered(event)
        if number:
            raise OrganiserFixed(number)
    put(event, values)
    if not event.is_draft and _missing_for(event, event.status):
        raise Incomplete(_missing_for(event, event.status))
    finish(event, "edited", before)
    if event.is_draft and before["period"] != event.period.as_json():
        signals.draft_dated.send(event, before=before)
    _tell_if_relied_on(event, before, None)
    return event


def publish(
    event: Event,
    status: Status | str | None = None,
    reason: Reason = None,
    *,
    expected: int | None = None,
) -> Event:
    """Make a draft known to whom its visibility lets know of it, tentative or confirmed.

    Without *status* it is confirmed where its day is known, else tentative; *reason* is for the
    change log. Raises `Incomplete`.
    """
    before = begin(event, expected)
    require_state(event, "publish", Status.DRAFT)
    if status is None:
        status = Status.TENTATIVE if event.period.is_vague else Status.CONFIRMED
    missing = _missing_for(event, status)
    if missing:
        raise Incomplete(missing)
    event.status, event.published_at = Status(status).value, now()
    finish(event, "published", before, in_words(event, reason))
    signals.event_published.send(event, before=before, reason=None)
    return event


def confirm(event: Event, reason: Reason = None, *, expected: int | None = None) -> Event:
    """Date and place are fixed now; *reason* is for the change log. Raises `Incomplete` while no
    day is known."""
    before = begin(event, expected)
    require_state(event, "confirm", Status.TENTATIVE)
    missing = _missing_for(event, Status.CONFIRMED)
    if missing:
        raise Incomplete(missing)
    event.status = Status.CONFIRMED.value
    event.postponed_at = None
    finish(event, "confirmed", before, in_words(event, reason))
    if not event.is_over:
        signals.event_confirmed.send(event, before=before, reason=None)
    return event


def unpublish(event: Event, reason: Reason = None, *, expected: int | None = None) -> Event:
    """Make it a draft again, as long as nobody has registered (`HasRegistrations`); *reason* is for
    the change log."""
    before = begin(event, expected)
    require_state(event, "unpublish", Status.TENTATIVE, Status.CONFIRMED)
    _require_nobody(event)
    event.status, event.published_at = Status.DRAFT.value, None
    event.moved_at = event.moved_from = event.postponed_at = event.status_reason = None
    finish(event, "unpublished", before, in_words(event, reason))
    return event


def withdraw(event: Event, reason: Reason = None, *, expected: int | None = None) -> Event:
    """Take it off the site for good: its address answers 410. A draft is discarded this way.

    Not while people are in the running for something still to come: cancelling tells them.
    """
    before = begin(event, expected)
    if not event.is_cancelled and not event.is_over:
        _require_nobody(event)
    event.withdrawn_at = now()
    finish(event, "withdrawn", before, in_words(event, reason))
    return event


def change_mode(
    event: Event,
    mode: Mode | str,
    reason: Reason = None,
    *,
    expected: int | None = None,
    **values: Any,
) -> Event:
    """On site, online or hybrid now; *values* may bring the places and the link to join along."""
    before = begin(event, expected)
    if event.status in (Status.HELD, Status.CANCELLED):
        raise NotNow("change-mode", event.status)
    put(event, {**values, "mode": Mode(mode)})
    said = in_words(event, reason)
    finish(event, "mode-changed", before, said)
    _tell_if_relied_on(event, before, said)
    return event


def set_capacity(event: Event, capacity: int | None, *, expected: int | None = None) -> Event:
    """Set the number of places, None for no limit. What `seats.rules.set_capacity` raises when
    more are held passes through; more places than before are told to the waiting list."""
    before = begin(event, expected)
    is_raised = seats.set_capacity(event.pool, capacity)
    finish(event, "capacity-changed", before)
    if is_raised and not event.is_draft:
        signals.capacity_raised.send(event, before=before, reason=None)
    return event


def _missing_for(event: Event, status: Status | str) -> list[str]:
    missing = [] if event.name else ["name"]
    if status == Status.CONFIRMED and event.period.is_vague:
        missing.append("period")
    if event.registration_mode == RegistrationMode.ELSEWHERE and not event.registration_url:
        missing.append("registration_url")
    return missing


def _require_nobody(event: Event) -> None:
    number = registered(event)
    if number:
        raise HasRegistrations(number)


def _tell_if_relied_on(event: Event, before: dict[str, Any], reason: LocalText | None) -> None:
    after = facts(event)
    differs = any(before[name] != after[name] for name in RELIED_ON)
    if differs and not event.is_draft and not event.is_over:
        signals.event_changed.send(event, before=before, reason=reason)
