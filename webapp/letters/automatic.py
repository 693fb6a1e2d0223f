"""Letters that go by themselves: a reminder some days before, thanks when the event was held.

The clock never makes an event held, so thanks wait until somebody records the outcome. A reminder
goes at nine in the morning, so many days before the first day, by clocks at the event; when the
event is moved, so is the reminder, and one that had gone for the old date is there again.
"""

from datetime import datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.i18n import configured_languages, in_language
from webapp.core.text import LocalText
from webapp.core.times import now, to_utc_leniently
from webapp.events.models import Event, Status
from webapp.letters.models import OPEN, EventLetter, Purpose, Stage
from webapp.registrations.letter_facts import event_zone

HOUR = time(9)
USUAL_DAYS = 3
MOST_DAYS = 60
#: Thanks for something longer ago than this would be odd.
THANKS_WITHIN = timedelta(days=30)
GOING_ON = frozenset({Status.TENTATIVE, Status.CONFIRMED})


def open_one(event: Event, purpose: Purpose) -> EventLetter | None:
    """The letter of this purpose that is still to come (or switched off)."""
    query = select(EventLetter).where(
        EventLetter.event_id == event.id,
        EventLetter.purpose == purpose,
        EventLetter.stage.in_([*OPEN]),
    )
    return db.session.scalar(query)


def last_one(event: Event, purpose: Purpose) -> EventLetter | None:
    """The newest that went."""
    query = select(EventLetter).where(
        EventLetter.event_id == event.id,
        EventLetter.purpose == purpose,
        EventLetter.stage.not_in([*OPEN]),
    )
    return db.session.scalar(query.order_by(EventLetter.id.desc()).limit(1))


def new_one(event: Event, purpose: Purpose) -> EventLetter:
    """A letter of this purpose with the usual words in every language, switched off, not stored."""
    subject, body = usual_words(purpose)
    return EventLetter(
        event=event,
        purpose=purpose.value,
        stage=Stage.DRAFT.value,
        subject=subject,
        body=body,
        audience="confirmed",
        audience_values=[],
        days_before=USUAL_DAYS if purpose is Purpose.REMINDER else None,
        revision=1,
    )


def usual_words(purpose: Purpose) -> tuple[LocalText, LocalText]:
    """Subject and text as they stand until somebody writes others."""
    subjects, bodies = {}, {}
    for tag in configured_languages():
        with in_language(tag):
            subjects[tag], bodies[tag] = _WORDS[purpose]()
    main = configured_languages()[0]
    return LocalText(subjects, main), LocalText(bodies, main)


def _reminder_words() -> tuple[str, str]:
    return _("Soon: {event}"), _(
        "We look forward to seeing you:\n\n"
        "**{event}**\n"
        "{time}\n"
        "{place}\n"
        "{join}\n\n"
        "If you cannot come, please cancel by your link. Somebody else may be waiting for the"
        " place."
    )


def _thanks_words() -> tuple[str, str]:
    return _("Thank you for coming: {event}"), _(
        "Thank you for taking part in “{event}”. We hope it was worth your time.\n\n"
        "What was presented, and news of what follows, you find here: {page}"
    )


_WORDS = {Purpose.REMINDER: _reminder_words, Purpose.THANKS: _thanks_words}


def reminder_at(event: Event, days: int) -> datetime | None:
    """When a reminder *days* before would go; None while that cannot be said or has passed."""
    period = event.period
    if not _goes_on(event) or period.is_vague or period.first_on is None:
        return None
    wall = datetime.combine(period.first_on - timedelta(days=days), HOUR)
    at = to_utc_leniently(wall, event_zone(event))
    return at if at > now() else None


def has_passed(event: Event, days: int) -> bool:
    """Whether the event has a day to be reminded of, but the reminder's own lies behind us."""
    period = event.period
    return _goes_on(event) and not period.is_vague and reminder_at(event, days) is None


def reckon(letter: EventLetter) -> None:
    """Set when a reminder goes by the event's date as it is now. One that is due already stays."""
    if is_reckoned(letter):
        return
    letter.due_at = reminder_at(letter.event, letter.days_before or 0)


def is_reckoned(letter: EventLetter) -> bool:
    """Whether its time is as the event's date says."""
    at = reminder_at(letter.event, letter.days_before or 0)
    if at is None and letter.due_at is not None and letter.due_at <= now():
        return _goes_on(letter.event)
    return at == letter.due_at


def remind_again(event: Event) -> None:
    """After a move: the reminder of the new date. Inside ``with write():``."""
    letter = open_one(event, Purpose.REMINDER)
    if letter is not None:
        if letter.stage == Stage.SCHEDULED:
            reckon(letter)
        return
    gone = last_one(event, Purpose.REMINDER)
    if gone is None or reminder_at(event, gone.days_before or 0) is None:
        return
    again = new_one(event, Purpose.REMINDER)
    again.subject, again.body, again.days_before = gone.subject, gone.body, gone.days_before
    again.stage, again.created_by_id = Stage.SCHEDULED.value, gone.created_by_id
    again.due_at = reminder_at(event, again.days_before or 0)
    db.session.add(again)


def may_go(letter: EventLetter) -> bool:
    """Whether a letter whose time has come may go now; if not, it is put where it belongs."""
    if letter.purpose == Purpose.THANKS:
        if not is_time_for_thanks(letter.event):
            letter.stage = Stage.DRAFT.value
        return letter.stage == Stage.SCHEDULED
    if letter.purpose == Purpose.REMINDER:
        return _may_remind(letter)
    if _is_off_since(letter):
        letter.stage, letter.due_at = Stage.DRAFT.value, None
        letter.scheduled_at, letter.held_back_at = None, now()
        letter.touch()
        return False
    return True


def is_time_for_thanks(event: Event) -> bool:
    """Held, and not long ago."""
    is_held = event.status == Status.HELD and event.withdrawn_at is None
    return is_held and event.over_at is not None and event.over_at > now() - THANKS_WITHIN


def _may_remind(letter: EventLetter) -> bool:
    """Its time by the event's date as it is now; and nobody is reminded of what has begun."""
    event = letter.event
    at = reminder_at(event, letter.days_before or 0)
    if at is not None or not _goes_on(event) or event.period.is_vague:
        letter.due_at = at
        return False
    if event.sorts_at <= now():
        letter.due_at = None
        return False
    return True


def _is_off_since(letter: EventLetter) -> bool:
    """Whether the event went off after this was scheduled."""
    event, since = letter.event, letter.scheduled_at or letter.created_at
    ends = (event.cancelled_at, event.postponed_at, event.withdrawn_at)
    return any(at is not None and at >= since for at in ends)


def _goes_on(event: Event) -> bool:
    return event.status in GOING_ON and event.withdrawn_at is None
