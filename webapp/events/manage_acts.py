"""Acts on an event, each a page of its own: what it will do, in numbers, and then doing it.

A form that would send letters comes back once with the letters to be read; the button under them
(``step=send``) does it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.core.periods import Period, Precision
from webapp.core.permissions import Act
from webapp.events import copying, rules
from webapp.events import manage_act_forms as forms
from webapp.events.acting import registered
from webapp.events.errors import EventError, Stale
from webapp.events.manage_desk import blueprint, desk_page, find
from webapp.events.manage_history import entries_of
from webapp.events.manage_overview import possible_acts
from webapp.events.models import Event
from webapp.events.rehearsing import Rehearsal, perform, rehearse

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
    return rules.publish(event, form.status.data, expected=expected)


def _confirm(event: Event, form: Any, expected: int) -> Event:
    return rules.confirm(event, expected=expected)


def _unpublish(event: Event, form: Any, expected: int) -> Event:
    return rules.unpublish(event, expected=expected)


def _withdraw(event: Event, form: Any, expected: int) -> Event:
    return rules.withdraw(event, form.reason.data, expected=expected)


def _move(event: Event, form: Any, expected: int) -> Event:
    period = _as_stored(form.period.data, event.period)
    return rules.move(event, period, form.reason.data, expected=expected)


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


def _copy(event: Event, form: Any, expected: int) -> Event:
    return copying.duplicate(event, form.name.data)


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
            forms.ActForm,
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
            forms.ActForm,
            _unpublish,
        ),
        ActPage(
            "withdrawal",
            _l("Withdraw the event"),
            _l("It is taken off the site for good: its address says that it is gone."),
            _l("Withdraw the event"),
            _l("The event is withdrawn."),
            "eye-off",
            forms.WithdrawalForm,
            _withdraw,
            "is-danger",
        ),
        ActPage(
            "outcome",
            _l("Record the outcome"),
            _l("Only what was held counts in reports. Nobody gets a letter."),
            _l("Record the outcome"),
            _l("The outcome is recorded."),
            "flag",
            forms.OutcomeForm,
            _record_outcome,
        ),
        ActPage(
            "copy",
            _l("Copy the event"),
            _l("A new draft with the same texts, places and settings; without date and people."),
            _l("Copy the event"),
            _l("The event is copied. This is the copy."),
            "copy",
            forms.CopyForm,
            _copy,
        ),
    )
}
_RULE = f"/<code>/<any({', '.join(PAGES)}):name>"


@blueprint.get(_RULE)
def act(code: str, name: str) -> ResponseReturnValue:
    """What the act will do, and what is asked before."""
    event, page = find(code, Act.EDIT), PAGES[name]
    if name not in possible_acts(event):
        flash(_("That cannot be done now. This is how the event stands."), "warning")
        return redirect(url_for(".show", code=code), 303)
    return _page(event, page, _form(event, page))


@blueprint.post(_RULE)
def do_act(code: str, name: str) -> ResponseReturnValue:
    """Do it; where letters would go out, only after they have been shown."""
    event, page = find(code, Act.EDIT), PAGES[name]
    form = _form(event, page)
    if not form.validate():
        return _page(event, page, form), 422
    try:
        return _rehearsed_or_done(event, page, form)
    except Stale as error:
        return _stale(find(code, Act.EDIT), page, form, error), 409
    except EventError as error:
        form.add_error(error.field if error.field in form else "", str(error))
        return _page(find(code, Act.EDIT), page, form), 422


def _form(event: Event, page: ActPage) -> Any:
    form = page.form(data={"period": event.period, "name": event.name})
    form.fill(event)
    return form


def _rehearsed_or_done(event: Event, page: ActPage, form: Any) -> ResponseReturnValue:
    expected = revision_in(form)
    if request.form.get("step") != "send" and page.name != "copy":
        rehearsal = rehearse(event, lambda: page.run(event, form, expected))
        if rehearsal.letters:
            return _page(event, page, form, rehearsal)
    made, letters = perform(event, lambda: page.run(event, form, expected))
    flash(with_letters(str(page.done), letters), "success")
    return redirect(url_for(".show", code=made.code), 303)


def revision_in(form: Any) -> int:
    """The revision a form was filled from; one that is none is no stored one."""
    text = str(form.posted_revision.data or "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def with_letters(done: str, letters: int) -> str:
    """What was done, and how many people read of it."""
    if not letters:
        return done
    told = ngettext("%(num)d person gets a letter.", "%(num)d people get a letter.", letters)
    return f"{done} {told}"


def _stale(event: Event, page: ActPage, form: Any, error: Stale) -> str:
    """Say what somebody else has done since, and ask again."""
    form.renew(event.revision)
    since = entries_of(event)[: max(1, event.revision - max(error.expected, 0))]
    return _page(event, page, form, since=since)


def _page(
    event: Event, page: ActPage, form: Any, rehearsal: Rehearsal | None = None, since: Any = ()
) -> str:
    return desk_page(
        "act.html",
        event,
        "overview",
        page=page,
        form=form,
        rehearsal=rehearsal,
        since=since,
        people=registered(event),
        send_words=_send_words(page, rehearsal.letters) if rehearsal else "",
    )


def _send_words(page: ActPage, number: int) -> str:
    """The button that does it and sends the letters."""
    words = {
        "move": lambda: ngettext(
            "Move the event and write to %(num)d person",
            "Move the event and write to %(num)d people",
            number,
        ),
        "postponement": lambda: ngettext(
            "Postpone the event and write to %(num)d person",
            "Postpone the event and write to %(num)d people",
            number,
        ),
        "cancellation": lambda: ngettext(
            "Cancel the event and write to %(num)d person",
            "Cancel the event and write to %(num)d people",
            number,
        ),
    }
    return str(words[page.name]() if page.name in words else page.button)
