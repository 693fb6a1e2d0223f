"""A letter before it goes: read, tried, sent, set for later, taken back, deleted."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.accounts.models import Account
from webapp.core.database import db, write
from webapp.core.limits import limiter
from webapp.core.moments import moment
from webapp.core.permissions import current_viewer
from webapp.events.models import Event
from webapp.letters import rules
from webapp.letters.audiences import audience_of
from webapp.letters.desk import blueprint, find_event, find_letter, letters_page, number_words
from webapp.letters.errors import LetterError, Stale
from webapp.letters.forms import GoForm, PlainForm, ScheduleForm, revision_in
from webapp.letters.models import EventLetter
from webapp.letters.reading import sample_draft, sample_of
from webapp.mail.outbox import post
from webapp.registrations.letter_facts import event_zone

#: Letters to oneself; more is a slip of the finger or worse.
TESTS = "30 per hour"


@blueprint.get("/<letter_code>/preview")
def preview(code: str, letter_code: str) -> ResponseReturnValue:
    """The letter as its recipients read it, how many they are, and what can be done."""
    event = find_event(code)
    letter = find_letter(event, letter_code)
    if not letter.is_open:
        return redirect(url_for(".show", code=code, letter_code=letter_code), 303)
    return _page(event, letter)


@blueprint.post("/<letter_code>/test")
@limiter.limit(TESTS)
def test(code: str, letter_code: str) -> ResponseReturnValue:
    """The letter to oneself, in every language it is written in."""
    event = find_event(code)
    letter = find_letter(event, letter_code)
    account = db.session.get_one(Account, current_viewer().account_id)
    form = PlainForm()
    if not form.validate_on_submit() or not letter.written_in:
        return _page(event, letter, tried=form), 422
    email, name = account.email, account.name
    with write():
        for language in letter.written_in:
            draft = sample_draft(letter, language, name, email)
            facts = {**draft.facts, "is_test": True}
            about = {"owner": f"account:{account.id}", "event_key": None, "facts": facts}
            post(**{name: value for name, value in (vars(draft) | about).items() if value})
    flash(
        ngettext(
            "%(num)d letter goes to %(address)s.",
            "%(num)d letters go to %(address)s, one in each language.",
            len(letter.written_in),
            address=email,
        ),
        "success",
    )
    return redirect(_preview_of(event, letter), 303)


@blueprint.post("/<letter_code>/sending")
def send(code: str, letter_code: str) -> ResponseReturnValue:
    """Let it go now."""
    event = find_event(code)
    letter = find_letter(event, letter_code)
    form = GoForm()
    if not form.validate_on_submit():
        return _page(event, letter, go=form), 422
    try:
        with write():
            rules.send_now(letter, revision_in(form))
    except LetterError as error:
        return _refused(code, letter_code, form, error, "go")
    flash(
        ngettext(
            "The letter goes to %(num)d person.",
            "The letter goes to %(num)d people.",
            letter.expected,
        ),
        "success",
    )
    return redirect(url_for(".show", code=code, letter_code=letter_code), 303)


@blueprint.post("/<letter_code>/schedule")
def schedule(code: str, letter_code: str) -> ResponseReturnValue:
    """Let it go by itself at a time."""
    event = find_event(code)
    letter = find_letter(event, letter_code)
    form = _schedule_form(event, letter)
    if not form.validate_on_submit() or form.due.data is None:
        return _page(event, letter, when=form), 422
    due_at = form.due.data.at
    try:
        with write():
            rules.schedule(letter, due_at, revision_in(form))
    except LetterError as error:
        return _refused(code, letter_code, form, error, "when")
    at = moment(due_at, event_zone(event))
    flash(_("The letter goes on %(moment)s.", moment=at), "success")
    return redirect(url_for(".index", code=code), 303)


@blueprint.post("/<letter_code>/withdrawal")
def take_back(code: str, letter_code: str) -> ResponseReturnValue:
    """A draft again."""
    event = find_event(code)
    letter = find_letter(event, letter_code)
    return _do(event, letter, rules.take_back, _("The letter is a draft again."), ".show")


@blueprint.post("/<letter_code>/deletion")
def delete(code: str, letter_code: str) -> ResponseReturnValue:
    """Gone for good; it never went to anybody."""
    event = find_event(code)
    letter = find_letter(event, letter_code)
    return _do(event, letter, rules.remove, _("The letter is deleted."), ".index")


def _do(event: Event, letter: EventLetter, act: Any, done: str, then: str) -> ResponseReturnValue:
    code, letter_code = event.code, letter.code
    form = PlainForm()
    if not form.validate_on_submit():
        return _page(event, letter, tried=form), 422
    try:
        with write():
            act(letter)
    except LetterError as error:
        flash(str(error), "warning")
        return redirect(url_for(".index", code=code), 303)
    flash(done, "success")
    target: dict[str, Any] = {"letter_code": letter_code} if then == ".show" else {}
    return redirect(url_for(then, code=code, **target), 303)


def _refused(
    code: str, letter_code: str, form: Any, error: LetterError, which: str
) -> ResponseReturnValue:
    """Say why not. What somebody else has changed meanwhile stands on the same page."""
    event = find_event(code)
    letter = find_letter(event, letter_code)
    if not letter.is_open:
        flash(str(error), "warning")
        return redirect(url_for(".show", code=code, letter_code=letter_code), 303)
    if isinstance(error, Stale):
        form.renew(letter.revision)
        form.add_error("", _("Somebody has changed the letter. Read it again before it goes."))
        return _page(event, letter, **{which: form}), 409
    form.add_error(error.field if error.field in form else "", str(error))
    return _page(event, letter, **{which: form}), 422


def _schedule_form(event: Event, letter: EventLetter, **more: Any) -> ScheduleForm:
    form = ScheduleForm(data={"due": letter.due_at}, **more)
    form.meant_in(event)
    form.starts_from(letter.revision)
    return form


def _page(
    event: Event,
    letter: EventLetter,
    *,
    go: GoForm | None = None,
    when: ScheduleForm | None = None,
    tried: PlainForm | None = None,
) -> str:
    if go is None:
        go = GoForm(formdata=None)
        go.posted_revision.data = str(letter.revision)
    if when is None:
        when = _schedule_form(event, letter, formdata=None)
        when.posted_revision.data = str(letter.revision)
    for name, form in (("go", go), ("when", when)):
        for field in form:  # no two inputs of the page have the same id
            field.id = f"{name}-{field.short_name}"
    numbers = audience_of(letter).numbers(letter)
    return letters_page(
        "preview.html",
        event,
        letter=letter,
        samples=[sample_of(letter, tag) for tag in letter.written_in],
        numbers=numbers,
        number_words=number_words(letter, numbers),
        half_written=sorted(set(letter.subject) ^ set(letter.body)),
        go=go,
        when=when,
        tried=tried,
    )


def _preview_of(event: Event, letter: EventLetter) -> str:
    return url_for(".preview", code=event.code, letter_code=letter.code)
