"""Acts on the date of a published event: moving, postponing, cancelling, and how it went.

Moving and postponing are acts on the same event, never a new one: subscribers see their entry
change. The clock never makes an event held; people record that.
"""

from dataclasses import dataclass
from datetime import datetime

from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events import signals
from webapp.events.acting import (
    Reason,
    begin,
    finish,
    in_words,
    needed,
    require_ahead,
    require_state,
)
from webapp.events.errors import AskedTooLate, NoPeriod, NotOver, SamePeriod
from webapp.events.models import Event, Status


@dataclass(frozen=True)
class Asking:
    """Those registered are asked whether they still come: until when, and whether the seats of
    those who have not answered by then go to the next in line."""

    until: datetime
    releases: bool = False


def move(
    event: Event,
    period: Period,
    reason: Reason = None,
    *,
    expected: int | None = None,
    asking: Asking | None = None,
) -> Event:
    """Give a published event another date.

    A day within the vague date people were told fixes it and needs no reason (`event_changed`);
    everything else is a move, which keeps what it was before and needs one (`event_moved`). A vague
    new date makes it tentative again. A date that is over already corrects the record: nobody is
    told. Without *asking* all registrations stay as they are. Raises `SamePeriod`, `NoPeriod`,
    `ReasonMissing`, `AskedTooLate`.
    """
    before = begin(event, expected)
    require_state(event, "move", Status.TENTATIVE, Status.CONFIRMED)
    if period == event.period:
        raise SamePeriod
    if period.is_undated:
        raise NoPeriod
    is_fixing = event.postponed_at is None and fixes(event.period, period)
    said = in_words(event, reason) if is_fixing else needed(event, reason)
    if not is_fixing:
        _note_move(event, said)
    event.period = period
    if asking is not None and not _can_answer(event, asking):
        raise AskedTooLate
    if period.is_vague:
        event.status = Status.TENTATIVE.value
    finish(event, "date-fixed" if is_fixing else "moved", before, said)
    if not event.is_over:
        signal = signals.event_changed if is_fixing else signals.event_moved
        signal.send(event, before=before, reason=said, asking=asking)
    return event


def _can_answer(event: Event, asking: Asking) -> bool:
    """Whether the answers come after this moment and before a known day begins."""
    begins_at = None if event.period.is_vague else event.sorts_at
    return now() < asking.until and (begins_at is None or asking.until <= begins_at)


def fixes(old: Period, new: Period) -> bool:
    """Whether *new* says the same as the vague *old*, only more exactly."""
    if not old.is_vague or new.is_undated:
        return False
    if old.is_undated:
        return True
    begins = old.first_on is None or (new.first_on is not None and new.first_on >= old.first_on)
    ends = old.last_on is None or (new.last_on is not None and new.last_on <= old.last_on)
    return begins and ends


def _note_move(event: Event, reason: LocalText | None) -> None:
    if event.postponed_at is None:  # else: what it was before the date was taken away
        event.moved_from = event.period.as_json()
    event.moved_at, event.postponed_at, event.status_reason = now(), None, reason


def postpone(event: Event, reason: Reason, *, expected: int | None = None) -> Event:
    """Take the date away until there is a new one: back to tentative.

    Raises `NoPeriod` when it has none, `ReasonMissing`.
    """
    before = begin(event, expected)
    require_state(event, "postpone", Status.TENTATIVE, Status.CONFIRMED)
    require_ahead(event, "postpone")
    if event.period.is_undated:
        raise NoPeriod
    said = needed(event, reason)
    event.moved_from, event.moved_at = event.period.as_json(), None
    event.postponed_at, event.status_reason = now(), said
    event.period = Period.undated(planned_days=_planned_days(event.period))
    event.status = Status.TENTATIVE.value
    finish(event, "postponed", before, said)
    signals.event_postponed.send(event, before=before, reason=said)
    return event


def _planned_days(period: Period) -> int | None:
    """How long it will take: as said, else as long as the days it had."""
    return period.planned_days or (None if period.is_vague else period.length)


def cancel(event: Event, reason: Reason, *, expected: int | None = None) -> Event:
    """It will not take place. Raises `ReasonMissing`."""
    before = begin(event, expected)
    require_state(event, "cancel", Status.TENTATIVE, Status.CONFIRMED)
    require_ahead(event, "cancel")
    said = needed(event, reason)
    _end(event, said)
    finish(event, "cancelled", before, said)
    signals.event_cancelled.send(event, before=before, reason=said)
    return event


def record_outcome(
    event: Event, held: bool, reason: Reason = None, *, expected: int | None = None
) -> Event:
    """Whether it was held, once its date is over (`NotOver`); can be corrected afterwards.

    Not held needs a reason. Nobody gets a letter about the past.
    """
    before = begin(event, expected)
    allowed = (Status.TENTATIVE, Status.CONFIRMED, Status.HELD)
    if not _was_recorded_as_not_held(event):
        require_state(event, "record-outcome", *allowed)
    if not event.is_over:
        raise NotOver
    said: LocalText | None
    if held:
        said = in_words(event, reason)
        event.status, event.cancelled_at, event.status_reason = Status.HELD.value, None, said
    else:
        said = needed(event, reason)
        _end(event, said)
    finish(event, "outcome-recorded", before, said)
    return event


def _was_recorded_as_not_held(event: Event) -> bool:
    over_at, cancelled_at = event.over_at, event.cancelled_at
    return over_at is not None and cancelled_at is not None and cancelled_at >= over_at


def _end(event: Event, reason: LocalText) -> None:
    event.status, event.cancelled_at, event.status_reason = Status.CANCELLED.value, now(), reason
