"""Notes of staff on a person's page."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.database import db, write
from webapp.core.forms import BaseForm, LongTextField
from webapp.core.permissions import Act, current_viewer, require
from webapp.registrations import people_notes as notes
from webapp.registrations.people_desk import blueprint, find_event, find_person, people_page
from webapp.registrations.people_forms import PlainForm
from webapp.registrations.people_notes import PeopleNote


class NoteTextForm(BaseForm):
    """What staff note for each other."""

    text = LongTextField(
        _l("Note for staff"),
        required=_l("Write the note first."),
        longest=notes.LONGEST,
        hint=_l("The person sees it only when they ask what is known about them."),
        render_kw={"rows": 3},
    )


def note_form() -> Any:
    """An empty form, whatever was posted to another one of the page."""
    return NoteTextForm(formdata=None, prefix="note-")


@blueprint.post("/<public_id>/notes")
def add_note(code: str, public_id: str) -> ResponseReturnValue:
    """Keep a note."""
    event = find_event(code, Act.ENTER_PEOPLE)
    registration = find_person(event, public_id)
    require(registration.erased_at is None)
    form = NoteTextForm(prefix="note-")
    if not form.validate_on_submit():
        return people_page("note.html", event, registration=registration, form=form), 422
    with write():
        notes.add(registration, form.text.data)
    flash(_("The note is kept."), "success")
    return redirect(_page(code, public_id), 303)


@blueprint.post("/<public_id>/notes/<int:number>/removal")
def remove_note(code: str, public_id: str, number: int) -> ResponseReturnValue:
    """Take a note away: one's own, or any for those who may change people."""
    event = find_event(code, Act.ENTER_PEOPLE)
    registration = find_person(event, public_id)
    note = db.session.get(PeopleNote, number) if number < 2**31 else None
    if note is None or note.registration_id != registration.id:
        abort(404)
    viewer = current_viewer()
    require(note.account_id == viewer.account_id or event.may(viewer, Act.CHANGE_PEOPLE))
    if PlainForm().validate_on_submit():
        with write():
            notes.remove(note, registration)
        flash(_("The note is removed."), "success")
    return redirect(_page(code, public_id), 303)


def _page(code: str, public_id: str) -> str:
    return url_for(".show", code=code, public_id=public_id, _anchor="notes")
