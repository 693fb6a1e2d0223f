"""All letters of an event with their fate; one opened, sent again, seen to."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.changes import record
from webapp.core.database import db, write
from webapp.events.models import Event
from webapp.letters import fates
from webapp.letters.desk import blueprint, find_event, letters_page
from webapp.letters.fates import FATES, FateFilters
from webapp.letters.forms import PlainForm
from webapp.mail.models import Letter
from webapp.mail.resending import Once, WordsAreGone, again_line, can_be_repeated, repeat
from webapp.registrations.models import Registration


@blueprint.get("/all")
def all_letters(code: str) -> ResponseReturnValue:
    """Every letter that was written about the event, by hand or by the program."""
    event = find_event(code)
    filters = FateFilters.read(request.args)
    page = fates.page_of(
        event, filters, request.args.get("after", ""), request.args.get("before", "")
    )
    return letters_page(
        "all.html",
        event,
        page=page,
        filters=filters,
        fates=fates.numbers_of(event),
        names=list(FATES),
    )


@blueprint.get("/all/<identity>/")
def one_letter(code: str, identity: str) -> ResponseReturnValue:
    """A letter as it was written."""
    event = find_event(code)
    return _page(event, _find(event, identity))


@blueprint.post("/all/<identity>/again")
def send_again(code: str, identity: str) -> ResponseReturnValue:
    """The same letter once more, to the address the person has now."""
    event = find_event(code)
    letter, form = _find(event, identity), PlainForm()
    if not form.validate_on_submit():
        return _page(event, letter, form), 422
    to = _present_address(letter)
    try:
        with write():
            db.session.refresh(letter, with_for_update=True)
            again = repeat(letter, to)
            record(event.key, "letter-repeated", after={"letter": fates.public_id(letter)})
    except WordsAreGone:
        form.add_error("", _("The words of this letter are gone, so it cannot be sent again."))
        return _page(event, _find(event, identity), form), 422
    flash(_("The letter goes again to %(address)s.", address=again.recipient), "success")
    return redirect(url_for(".one_letter", code=code, identity=fates.public_id(again)), 303)


@blueprint.post("/all/<identity>/seen")
def seen_to(code: str, identity: str) -> ResponseReturnValue:
    """Somebody has told the person another way: it is due no more."""
    event = find_event(code)
    letter, form = _find(event, identity), PlainForm()
    if not form.validate_on_submit():
        return _page(event, letter, form), 422
    with write():
        letter.undelivered_at = None
    flash(_("Seen to: it stands on no list of what is due any more."), "success")
    return redirect(url_for(".one_letter", code=code, identity=identity), 303)


def _find(event: Event, identity: str) -> Letter:
    return fates.find_letter(event, identity) or abort(404)


def _present_address(letter: Letter) -> Once:
    """Where the person reads letters now; as on the letter where it is about nobody in the list."""
    registration = _registration_of(letter)
    if registration is None or not registration.email:
        return Once(letter.recipient, letter.recipient_name)
    return Once(registration.email, letter.recipient_name)


def _registration_of(letter: Letter) -> Registration | None:
    kind, _colon, public_id = letter.owner.partition(":")
    if kind != "registration":
        return None
    return db.session.scalar(select(Registration).where(Registration.public_id == public_id))


def _page(event: Event, letter: Letter, form: PlainForm | None = None) -> str:
    first = None
    if letter.repeats:
        first = fates.find_letter(event, letter.repeats.strip("<>").partition("@")[0])
    return letters_page(
        "letter.html",
        event,
        letter=letter,
        form=form or PlainForm(formdata=None),
        registration=_registration_of(letter),
        present=_present_address(letter),
        can_repeat=can_be_repeated(letter),
        again=again_line(letter),
        first=first,
    )
