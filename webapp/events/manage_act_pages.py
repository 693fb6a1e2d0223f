"""The acts on an event: what each is called, what it asks and what it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.core.periods import Period, Precision
from webapp.events import copying, rules
from webapp.events import manage_act_forms as forms
from webapp.events.columns import Part
from webapp.events.models import Event

Run = Callable[[Event, Any, int], Event]


@dataclass(frozen=True)
class ActPage:
    """One act. *name* stands in its address; *lead* says what it does, *done* that it is done."""

    name: str
    title: str
    lead: str
    button: str
    done: str
    icon: str
    form: type[forms.ActForm]
    run: Run
    style: str = "is-primary"


def _publish(event: Event, form: Any, expected: int) -> Event:
    return rules.publish(event, form.status.data, form.reason.data, expected=expected)


def _confirm(event: Event, form: Any, expected: int) -> Event:
    return rules.confirm(event, form.reason.data, expected=expected)


def _unpublish(event: Event, form: Any, expected: int) -> Event:
    return rules.unpublish(event, form.reason.data, expected=expected)


def _withdraw(event: Event, form: Any, expected: int) -> Event:
    return rules.withdraw(event, form.reason.data, expected=expected)


def _move(event: Event, form: Any, expected: int) -> Event:
    period = _as_stored(form.period.data, event.period)
    return rules.move(event, period, form.reason.data, expected=expected, asking=form.asking)


def _as_stored(chosen: Period, stored: Period) -> Period:
    """The form always names a zone; days that were stored without one are still the same days."""
    is_same = (chosen.first_on, chosen.last_on) == (stored.first_on, stored.last_on)
    both_days = chosen.precision is stored.precision is Precision.DAY
    return stored if both_days and is_same and stored.starts_zone is None else chosen


def _postpone(event: Event, form: Any, expected: int) -> Event:
    return rules.postpone(event, form.reason.data, expected=expected)


def _cancel(event: Event, form: Any, expected: int) -> Event:
    return rules.cancel(event, form.reason.data, expected=expected)


def _record_outcome(event: Event, form: Any, expected: int) -> Event:
    held = form.held.data == "yes"
    return rules.record_outcome(event, held, form.reason.data, expected=expected)


def _change_mode(event: Event, form: Any, expected: int) -> Event:
    return rules.change_mode(
        event,
        form.mode.data,
        form.reason.data,
        expected=expected,
        places=form.chosen_places,
        join_url=form.join_url.data or None,
    )


def _copy(event: Event, form: Any, expected: int) -> Event:
    along = set(form.along.data)
    return copying.duplicate(
        event,
        form.name.data,
        [part for part in Part if part.value in along],
        with_questions="questions" in along,
        with_letters="letters" in along,
        with_agenda="agenda" in along,
    )


PAGES = {
    page.name: page
    for page in (
        ActPage(
            "publication",
            _l("Publish the event"),
            _l(
                "From then on it stands on the site and in calendars, for those who may know of it."
            ),
            _l("Publish the event"),
            _l("The event is published."),
            "megaphone",
            forms.PublicationForm,
            _publish,
        ),
        ActPage(
            "confirmation",
            _l("Confirm the event"),
            _l("Day and place are fixed: it is no longer marked as tentative."),
            _l("Confirm the event"),
            _l("The event is confirmed."),
            "circle-check",
            forms.InternalReasonForm,
            _confirm,
        ),
        ActPage(
            "move",
            _l("Move the event"),
            _l("It stays the same event: whoever has it in a calendar sees it move."),
            _l("Move the event"),
            _l("The event is moved."),
            "calendar-sync",
            forms.MoveForm,
            _move,
        ),
        ActPage(
            "mode",
            _l("Change how people take part"),
            _l("On site, online or both: whoever is coming is told; calendars follow."),
            _l("Change how people take part"),
            _l("How people take part is changed."),
            "monitor",
            forms.ModeForm,
            _change_mode,
        ),
        ActPage(
            "postponement",
            _l("Postpone the event"),
            _l("Its date is taken away until there is a new one; people keep their places."),
            _l("Postpone the event"),
            _l("The event is postponed."),
            "circle-pause",
            forms.ReasonForm,
            _postpone,
        ),
        ActPage(
            "cancellation",
            _l("Cancel the event"),
            _l("It will not take place. This cannot be undone."),
            _l("Cancel the event"),
            _l("The event is cancelled."),
            "circle-x",
            forms.ReasonForm,
            _cancel,
            "is-danger",
        ),
        ActPage(
            "draft",
            _l("Make it a draft again"),
            _l("It disappears from the site and from calendars until you publish it again."),
            _l("Make it a draft again"),
            _l("The event is a draft again."),
            "pencil",
            forms.InternalReasonForm,
            _unpublish,
        ),
        ActPage(
            "withdrawal",
            _l("Withdraw the event"),
            _l("It is taken off the site for good: its address says that it is gone."),
            _l("Withdraw the event"),
            _l("The event is withdrawn."),
            "eye-off",
            forms.InternalReasonForm,
            _withdraw,
            "is-danger",
        ),
        ActPage(
            "outcome",
            _l("Record the outcome"),
            _l(
                "Only what was held counts in reports. Nobody gets a letter but the thanks, where"
                " you have switched them on."
            ),
            _l("Record the outcome"),
            _l("The outcome is recorded."),
            "flag",
            forms.OutcomeForm,
            _record_outcome,
        ),
        ActPage(
            "copy",
            _l("Copy the event"),
            _l("A new draft without date and people; choose what goes along."),
            _l("Copy the event"),
            _l("The event is copied. This is the copy."),
            "copy",
            forms.CopyForm,
            _copy,
        ),
    )
}
