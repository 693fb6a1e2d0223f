"""The reminder and the thanks of an event: words and switch."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from webapp.core.database import write
from webapp.core.form_versions import Version, versions
from webapp.core.moments import moment
from webapp.events.models import Event
from webapp.letters import automatic as automatic_rules
from webapp.letters import rules
from webapp.letters.desk import blueprint, find_event, letters_page
from webapp.letters.errors import LetterError, Stale
from webapp.letters.forms import AUTOMATIC, AutomaticForm, revision_in
from webapp.letters.models import EventLetter, Purpose, Stage
from webapp.letters.placeholders import PLACEHOLDERS
from webapp.letters.reading import sample_of
from webapp.registrations.letter_facts import event_zone

_RULE = "/<any(reminder, thanks):purpose>"


@blueprint.get(_RULE)
def automatic(code: str, purpose: str) -> ResponseReturnValue:
    """Its words, with the usual ones ready, and whether it goes."""
    event = find_event(code)
    letter = _letter(event, Purpose(purpose))
    return _page(event, letter, _form(letter))


@blueprint.post(_RULE)
def save_automatic(code: str, purpose: str) -> ResponseReturnValue:
    """Store words and switch."""
    event = find_event(code)
    letter = _letter(event, Purpose(purpose))
    form = _form(letter)
    if not form.validate():
        return _page(event, letter, form), 422
    if request.form.get("step") == "preview":
        return _page(event, letter, form, read=_as_written(event, letter, form))
    days = form.days_before.data if "days_before" in form else None
    try:
        with write():
            rules.set_automatic(
                letter,
                form.content(),
                is_on=form.is_on.data,
                days_before=days,
                expected=revision_in(form),
            )
    except (Stale, IntegrityError):
        return _stale(code, Purpose(purpose), form), 409
    except LetterError as error:
        event = find_event(code)
        form.add_error(error.field if error.field in form else "", str(error))
        return _page(event, _letter(event, Purpose(purpose)), form), 422
    flash(_done(event, letter), "success")
    return redirect(url_for(".index", code=code), 303)


def _as_written(event: Event, letter: EventLetter, form: AutomaticForm) -> EventLetter:
    """The letter with the words of the form, to be read and not to be stored."""
    shown = rules.copy_of(letter, event)
    shown.subject, shown.body = form.subject.data, form.body.data
    return shown


def _letter(event: Event, purpose: Purpose) -> EventLetter:
    return automatic_rules.open_one(event, purpose) or automatic_rules.new_one(event, purpose)


def _form(letter: EventLetter, **more: Any) -> AutomaticForm:
    is_on = letter.stage == Stage.SCHEDULED
    form = AUTOMATIC[Purpose(letter.purpose)](obj=letter, data={"is_on": is_on}, **more)
    form.starts_from(letter.revision)
    return form


def _done(event: Event, letter: EventLetter) -> str:
    if letter.stage != Stage.SCHEDULED:
        return str(_("It is saved and switched off."))
    if letter.due_at is not None:
        at = moment(letter.due_at, event_zone(event))
        return str(_("The reminder goes on %(moment)s.", moment=at))
    if letter.purpose == Purpose.REMINDER:
        return str(_("The reminder is on. It goes when the event is published and has its day."))
    return str(_("Thanks are on. They go when somebody records that the event was held."))


def _stale(code: str, purpose: Purpose, form: AutomaticForm) -> str:
    event = find_event(code)
    letter = _letter(event, purpose)
    both = versions(form, _form(letter, formdata=None))
    form.renew(letter.revision)
    return _page(event, letter, form, both=both)


def _page(
    event: Event,
    letter: EventLetter,
    form: AutomaticForm,
    *,
    read: EventLetter | None = None,
    both: list[Version] | None = None,
) -> str:
    return letters_page(
        "automatic.html",
        event,
        letter=letter,
        form=form,
        both=both,
        placeholders=PLACEHOLDERS,
        samples=[sample_of(read, tag) for tag in read.written_in] if read else [],
    )
