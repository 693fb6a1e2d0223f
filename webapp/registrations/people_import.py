"""Importing people from a file: upload, say what stands where, read what was found, and only then
register them. Each step is a page of its own that can be left and come back to."""

from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.core.database import db, write
from webapp.core.i18n import current_language
from webapp.core.permissions import Act, current_viewer
from webapp.events.models import Event
from webapp.mail.nudging import letters_were_stored
from webapp.registrations import people_import_files as files
from webapp.registrations import people_import_sheets as sheets
from webapp.registrations.people_desk import blueprint, find_event, is_code, people_page
from webapp.registrations.people_forms import PlainForm
from webapp.registrations.people_import_columns import is_header, propose
from webapp.registrations.people_import_errors import MOST_BYTES, REMARKS, BadFile, in_words
from webapp.registrations.people_import_files import Reading
from webapp.registrations.people_import_forms import (
    ColumnsForm,
    StartForm,
    UploadForm,
    columns_form,
    letter_of,
)
from webapp.registrations.people_import_models import Outcome, PeopleImport, Stage
from webapp.registrations.people_import_rows import (
    column_words,
    counts_of,
    finding_words,
    not_imported,
    rows_page,
)
from webapp.registrations.people_import_work import check_now

#: Files up to this size are checked while one waits (a second or two); others by a worker.
CHECKED_AT_ONCE = 100 * 1024
_ADDRESS = "/import/<import_id>/"


@blueprint.get("/import", endpoint="import")
def start_page(code: str) -> ResponseReturnValue:
    """Choose a file, or go on with one."""
    return _upload_page(find_event(code, Act.CHANGE_PEOPLE), UploadForm())


@blueprint.post("/import")
def upload(code: str) -> ResponseReturnValue:
    """Keep the file and guess how it is read."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form = UploadForm()
    if not form.validate_on_submit():
        return _upload_page(event, form), 422
    content = form.file.data.read(MOST_BYTES + 1)
    try:
        values = _guessed(content)
    except BadFile as error:
        form.add_error("file", str(error))
        return _upload_page(event, form), 422
    with write():
        found = PeopleImport(
            event_id=event.id,
            account_id=current_viewer().account_id,
            file_name=(form.file.data.filename or "")[-200:],
            content=content,
            language=current_language(),
            **values,
        )
        db.session.add(found)
    return redirect(url_for(".import_columns", code=code, import_id=found.public_id), 303)


@blueprint.get(_ADDRESS)
def import_show(code: str, import_id: str) -> ResponseReturnValue:
    """How far it has come."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    found = _find(event, import_id)
    if found.stage == Stage.COLUMNS:
        return redirect(url_for(".import_columns", code=code, import_id=import_id), 303)
    return _show_page(event, found, StartForm(formdata=None))


@blueprint.get(f"{_ADDRESS}columns")
def import_columns(code: str, import_id: str) -> ResponseReturnValue:
    """How the file is read, and what stands in which column."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    found = _find(event, import_id)
    if found.stage not in (Stage.COLUMNS, Stage.CHECKED):
        return redirect(url_for(".import_show", code=code, import_id=import_id), 303)
    return _columns_page(event, found)


@blueprint.post(f"{_ADDRESS}columns")
def import_read(code: str, import_id: str) -> ResponseReturnValue:
    """Read it anew where the reading was changed; else look at every row."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    found = _find(event, import_id)
    if found.stage not in (Stage.COLUMNS, Stage.CHECKED):
        return redirect(url_for(".import_show", code=code, import_id=import_id), 303)
    reading = Reading(**found.reading)
    form = columns_form(found, _sheets(found), _labels(found))
    if not form.validate_on_submit():
        return _columns_page(event, found, form), 422
    wanted = form.reading(reading)
    if wanted != reading:
        return _read_anew(event, found, form, wanted)
    if not form.check_columns():
        return _columns_page(event, found, form), 422
    with write():
        found.columns, found.language = form.chosen(), form.language.data
        found.stage, found.failure = Stage.CHECKING.value, None
        letters_were_stored()
        size = len(found.content or b"")
    if size <= CHECKED_AT_ONCE:
        check_now(found)
    return redirect(url_for(".import_show", code=code, import_id=import_id), 303)


@blueprint.post(f"{_ADDRESS}start")
def import_start(code: str, import_id: str) -> ResponseReturnValue:
    """Let a worker register them; the page shows how far it is, and may be left."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    found, form = _find(event, import_id), StartForm()
    if found.stage not in (Stage.CHECKED, Stage.STOPPED):
        return redirect(url_for(".import_show", code=code, import_id=import_id), 303)
    if not form.validate_on_submit():
        return _show_page(event, found, form), 422
    with write():
        found.writes = form.letters.data == "confirmation"
        found.takes_doubts = bool(form.takes_doubts.data)
        found.stage, found.failure = Stage.IMPORTING.value, None
        found.account_id = current_viewer().account_id or found.account_id
        letters_were_stored()
    return redirect(url_for(".import_show", code=code, import_id=import_id), 303)


@blueprint.post(f"{_ADDRESS}stop")
def import_stop(code: str, import_id: str) -> ResponseReturnValue:
    """Register nobody else; who is registered stays."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    found, form = _find(event, import_id), PlainForm()
    if form.validate_on_submit():
        with write():
            if found.stage == Stage.IMPORTING:
                found.stage, found.failure = Stage.STOPPED.value, "by-hand"
                found.lease = found.leased_until = None
    return redirect(url_for(".import_show", code=code, import_id=import_id), 303)


@blueprint.post(f"{_ADDRESS}discard")
def import_discard(code: str, import_id: str) -> ResponseReturnValue:
    """Delete the file and what was read of it."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    found, form = _find(event, import_id), PlainForm()
    if form.validate_on_submit() and found.stage != Stage.IMPORTING:
        with write():
            db.session.delete(found)
        flash(_("The file and all that was read of it are deleted."), "success")
    return redirect(url_for(".import", code=code), 303)


@blueprint.get(f"{_ADDRESS}left-out.csv")
def import_left_out(code: str, import_id: str) -> ResponseReturnValue:
    """The rows that were not imported, with the reason, to be put right and imported again."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    found = _find(event, import_id)
    response = Response(not_imported(found), content_type="text/csv; charset=utf-8")
    name = f"{event.code}-not-imported.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _find(event: Event, import_id: str) -> PeopleImport:
    """The import into this event; 404 else."""
    if not is_code(import_id):
        abort(404)
    query = select(PeopleImport).where(
        PeopleImport.event_id == event.id, PeopleImport.public_id == import_id
    )
    return db.session.scalar(query) or abort(404)


def _guessed(content: bytes, reading: Reading | None = None) -> dict[str, Any]:
    """What is stored of how a file is read (as guessed, or as *reading*). Raises `BadFile`."""
    if reading is None:
        reading = files.guess(content)
        rows = files.head_of(content, reading)
        reading = reading.but(has_header=bool(rows) and is_header(rows[0][1]))
    rows = files.head_of(content, reading)
    if not rows:
        raise BadFile("empty")
    cells = [each for _row, each in rows]
    columns = propose(cells, reading.has_header)
    return {
        "reading": reading.as_json(),
        "columns": columns,
        "headings": cells[0] if reading.has_header else [],
    }


def _read_anew(
    event: Event, found: PeopleImport, form: ColumnsForm, wanted: Reading
) -> ResponseReturnValue:
    try:
        values = _guessed(found.content or b"", wanted)
    except BadFile as error:
        name = "encoding" if "encoding" in form and error.code == "not-this-encoding" else ""
        form.add_error(name, str(error))
        return _columns_page(event, found, form), 422
    with write():
        for name, value in values.items():
            setattr(found, name, value)
        found.stage, found.failure = Stage.COLUMNS.value, None
        found.language = form.language.data
    flash(_("The file is read anew: look whether it is right now."), "success")
    return redirect(url_for(".import_columns", code=event.code, import_id=found.public_id), 303)


def _sheets(found: PeopleImport) -> list[str]:
    return sheets.names(found.content or b"") if found.reading["kind"] == files.XLSX else []


def _labels(found: PeopleImport) -> list[str]:
    """What each column is called by the file, as far as it says."""
    width = max(len(found.columns), len(found.headings))
    return [*found.headings, *[""] * (width - len(found.headings))]


def _upload_page(event: Event, form: UploadForm) -> str:
    query = (
        select(PeopleImport, Account.name)
        .join(Account, Account.id == PeopleImport.account_id)
        .where(PeopleImport.event_id == event.id)
        .order_by(PeopleImport.id.desc())
        .limit(20)
    )
    known = db.session.execute(query).all()
    return people_page("import.html", event, form=form, imports=known)


def _columns_page(event: Event, found: PeopleImport, form: ColumnsForm | None = None) -> str:
    reading = Reading(**found.reading)
    rows = files.head_of(found.content or b"", reading)
    return people_page(
        "import_columns.html",
        event,
        found=found,
        form=form or columns_form(found, _sheets(found), _labels(found)),
        headings=_labels(found),
        rows=rows[1:] if reading.has_header else rows[:5],
        letter_of=letter_of,
        failure=in_words(found.failure) if found.failure else None,
    )


def _show_page(event: Event, found: PeopleImport, form: StartForm) -> str:
    counts = counts_of(found)
    return people_page(
        "import_show.html",
        event,
        found=found,
        form=form,
        plain=PlainForm(formdata=None),
        numbers=counts,
        total=sum(counts.values()),
        page=rows_page(found, request.args.get("after", "")),
        column_words=column_words,
        finding_words=finding_words,
        remarks=[(REMARKS[code], number, places) for code, number, places in found.remarks],
        failure=in_words(found.failure) if found.failure else None,
        button=_button(counts[Outcome.READY]),
    )


def _button(number: int) -> str:
    words: str = ngettext("Import %(num)d person", "Import %(num)d people", number)
    return words
