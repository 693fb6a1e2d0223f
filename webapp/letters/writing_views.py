"""The list of an event's letters; writing one, changing it, reading what went."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.form_versions import Version, versions
from webapp.events.models import Event
from webapp.letters import rules
from webapp.letters.audiences import audience_of, for_event
from webapp.letters.choosing import chosen_ids
from webapp.letters.desk import blueprint, find_event, find_letter, letters_page, number_words
from webapp.letters.errors import OnItsWay, Stale
from webapp.letters.fates import numbers_of
from webapp.letters.forms import LetterForm, revision_in
from webapp.letters.lists import automatic_letters, own_letters, progress_of
from webapp.letters.models import EventLetter
from webapp.letters.placeholders import PLACEHOLDERS
from webapp.letters.reading import sample_of


@blueprint.get("/")
def index(code: str) -> ResponseReturnValue:
    """What was written by hand, what goes by itself, and what became of all letters."""
    event = find_event(code)
    letters = own_letters(event)
    return letters_page(
        "index.html",
        event,
        letters=letters,
        progress=progress_of(letters),
        automatic=automatic_letters(event),
        fates=numbers_of(event),
    )


@blueprint.get("/new")
def new(code: str) -> ResponseReturnValue:
    """An empty letter; ``chosen`` and the like in the address name people of the list."""
    event = find_event(code)
    chosen = chosen_ids(event, request.args)
    return _page(event, _form(event, None, bool(chosen)), chosen=chosen)


@blueprint.post("/new")
def create(code: str) -> ResponseReturnValue:
    """Save the draft."""
    event = find_event(code)
    chosen = chosen_ids(event, request.args)
    form = _form(event, None, bool(chosen))
    if not form.validate():
        return _page(event, form, chosen=chosen), 422
    with write():
        letter = rules.write_letter(
            event, form.content(), chosen if form.audience.data == "chosen" else ()
        )
    return _saved(event, letter)


@blueprint.get("/<letter_code>/")
def show(code: str, letter_code: str) -> ResponseReturnValue:
    """The letter to be changed; one on its way to be read."""
    event = find_event(code)
    letter = find_letter(event, letter_code)
    if not letter.is_open:
        return _gone_page(event, letter)
    if letter.is_automatic:
        return redirect(url_for(".automatic", code=code, purpose=letter.purpose), 303)
    return _page(event, _form(event, letter), letter)


@blueprint.post("/<letter_code>/")
def save(code: str, letter_code: str) -> ResponseReturnValue:
    """Save it; if somebody else has meanwhile, show both."""
    event = find_event(code)
    letter = find_letter(event, letter_code)
    form = _form(event, letter)
    if not form.validate():
        return _page(event, form, letter), 422
    try:
        with write():
            rules.edit(letter, form.content(), revision_in(form))
    except Stale:
        return _stale(code, letter_code, form), 409
    except OnItsWay as error:
        flash(str(error), "warning")
        return redirect(url_for(".show", code=code, letter_code=letter_code), 303)
    return _saved(event, letter)


def _saved(event: Event, letter: EventLetter) -> ResponseReturnValue:
    if request.form.get("step") == "preview":
        return redirect(url_for(".preview", code=event.code, letter_code=letter.code), 303)
    flash(_("The letter is saved. It goes when you send it."), "success")
    return redirect(url_for(".show", code=event.code, letter_code=letter.code), 303)


def _form(
    event: Event, letter: EventLetter | None, with_chosen: bool = False, **more: Any
) -> LetterForm:
    audience = "chosen" if with_chosen else "confirmed"
    form = LetterForm(obj=letter, **more) if letter else LetterForm(data={"audience": audience})
    form.offer(event, with_chosen or (letter is not None and letter.audience == "chosen"))
    if letter is not None:
        form.starts_from(letter.revision)
        if not form.is_submitted() or more:
            form.fill_from(letter)
    return form


def _stale(code: str, letter_code: str, form: LetterForm) -> str:
    """Both versions; the next attempt starts from what is stored now."""
    event = find_event(code)
    letter = find_letter(event, letter_code)
    both = versions(form, _form(event, letter, formdata=None))
    form.renew(letter.revision)
    return _page(event, form, letter, both=both)


def _page(
    event: Event,
    form: LetterForm,
    letter: EventLetter | None = None,
    *,
    chosen: list[int] | None = None,
    both: list[Version] | None = None,
) -> str:
    return letters_page(
        "write.html",
        event,
        form=form,
        letter=letter,
        both=both,
        placeholders=PLACEHOLDERS,
        chosen_number=len(rules.chosen_of(letter)) if letter else len(chosen or ()),
        told=_told(event, letter, chosen),
    )


def _told(event: Event, letter: EventLetter | None, chosen: list[int] | None) -> Any:
    """How many that is, as far as it is known: (numbers, their words)."""
    if letter is not None:
        numbers = audience_of(letter).numbers(letter)
    elif chosen:
        numbers = for_event(event, "chosen", [str(each) for each in chosen])
    else:
        return None
    return numbers, number_words(letter, numbers)


def _gone_page(event: Event, letter: EventLetter) -> str:
    return letters_page(
        "sent.html",
        event,
        letter=letter,
        progress=progress_of([letter])[letter.id],
        samples=[sample_of(letter, tag) for tag in letter.written_in],
    )
