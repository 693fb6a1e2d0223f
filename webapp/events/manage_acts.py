"""Acts on an event, each a page of its own: what it will do, in numbers, and then doing it.

A form that would send letters comes back once with the letters to be read; the button under them
(``step=send``) does it.
"""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.permissions import Act
from webapp.events.acting import registered
from webapp.events.errors import EventError, Stale
from webapp.events.manage_act_pages import PAGES, ActPage
from webapp.events.manage_desk import blueprint, desk_page, find
from webapp.events.manage_history import entries_of
from webapp.events.manage_overview import possible_acts, subscribed_calendars
from webapp.events.models import Event
from webapp.events.rehearsing import Rehearsal, perform, rehearse

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
    if form.only_changes():
        return _page(event, page, form)
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
    form = page.form(data=page.form.data_of(event))
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
        calendars=subscribed_calendars(event),
        send_words=_send_words(page, rehearsal.letters) if rehearsal else "",
    )


def _send_words(page: ActPage, number: int) -> str:
    """The button that does it and sends the letters."""
    words = {
        "mode": lambda: ngettext(
            "Change it and write to %(num)d person",
            "Change it and write to %(num)d people",
            number,
        ),
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
