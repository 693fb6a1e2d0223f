"""Thin routes for staff: the questions of one event, under /manage/events/<code>/questions/."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.form_versions import Version, versions
from webapp.core.permissions import Act, current_viewer
from webapp.events.models import Event
from webapp.needs import rules as needs
from webapp.questions import rules
from webapp.questions.asking import ABOUT_NEEDS, Asked, Kind
from webapp.questions.desk import blueprint, find_event, find_question, page
from webapp.questions.errors import QuestionError, Stale
from webapp.questions.forms import KindForm, QuestionForm
from webapp.questions.models import Question
from webapp.questions.queries import asked_of, book_of, places_of
from webapp.questions.results import answered_numbers
from webapp.questions.showing import KIND_WORDS, condition_words

from webapp.questions import manage_looking  # noqa: F401 isort:skip adds its routes

__all__ = ["blueprint"]


@blueprint.get("/")
def index(code: str) -> ResponseReturnValue:
    """The questions in their order, each with what can be done."""
    return _index_page(find_event(code))


@blueprint.get("/new")
def new(code: str) -> ResponseReturnValue:
    """The form of a new question, or first the choice of its kind."""
    event = find_event(code)
    kind = _kind(request.args.get("kind", ""))
    if kind is None:
        return page("kinds.html", event, kinds=_kinds_left(event))
    form = QuestionForm()
    form.prepare(kind, asked_of(event.id))
    return _form_page(event, form)


@blueprint.post("/new")
def create(code: str) -> ResponseReturnValue:
    """Put it at the end of the form; the button of the options only adds a row."""
    event = find_event(code)
    kind = _kind(request.args.get("kind", ""))
    if kind is None:
        return page("kinds.html", event, kinds=_kinds_left(event)), 422
    form = QuestionForm()
    form.prepare(kind, asked_of(event.id))
    if _adds_a_row(form):
        return _form_page(event, form)
    if not (form.validate() & form.check()):
        return _form_page(event, form), 422
    try:
        with write():
            question = rules.add(event, kind, form.draft())
            public_id = question.public_id
    except QuestionError as error:
        form.add_error(error.field if error.field in form else "", str(error))
        return _form_page(event, form), 422
    flash(_("The question is at the end of the form."), "success")
    return redirect(url_for(".index", code=code, _anchor=f"question-{public_id}"), 303)


@blueprint.get("/<public_id>/edit")
def edit(code: str, public_id: str) -> ResponseReturnValue:
    """A question, to be changed."""
    event = find_event(code)
    question = find_question(event, public_id)
    return _form_page(event, _form_of(event, question), question)


@blueprint.post("/<public_id>/edit")
def save(code: str, public_id: str) -> ResponseReturnValue:
    """Store it: in place before the first answer, as a new version after it."""
    event = find_event(code)
    question = find_question(event, public_id)
    form = _form_of(event, question)
    if _adds_a_row(form):
        return _form_page(event, form, question)
    if not (form.validate() & form.check()):
        return _form_page(event, form, question), 422
    if form.is_stale(question.revision):
        return _stale_page(event, question, form), 409
    try:
        with write():
            was_changed = rules.edit(event, question, form.draft(), question.revision)
            number = question.number
    except Stale:
        return _stale_page(event, find_question(event, public_id), form), 409
    except QuestionError as error:
        _say_beside(form, error)
        return _form_page(event, form, find_question(event, public_id)), 422
    flash(_saved_words(was_changed, number), "success")
    return redirect(url_for(".index", code=code, _anchor=f"question-{public_id}"), 303)


@blueprint.post("/<public_id>/position")
def move(code: str, public_id: str) -> ResponseReturnValue:
    """One place up or down; the same button of the moved row has the focus then."""
    event = find_event(code)
    question = find_question(event, public_id)
    way = "up" if request.form.get("way") == "up" else "down"
    try:
        with write():
            place = rules.move(event, question, way == "up")
    except QuestionError as error:
        flash(str(error), "warning")
    else:
        flash(_("Moved: now number %(place)d.", place=place), "success")
    return redirect(url_for(".index", code=code, moved=public_id, way=way), 303)


@blueprint.get("/<public_id>/removal")
def removal(code: str, public_id: str) -> ResponseReturnValue:
    """Ask once more, and say what becomes of the answers."""
    event = find_event(code)
    return _removal_page(event, find_question(event, public_id), KindForm())


@blueprint.post("/<public_id>/removal")
def remove(code: str, public_id: str) -> ResponseReturnValue:
    """Take it off the form; answers stay."""
    event = find_event(code)
    question = find_question(event, public_id)
    form = KindForm()
    try:
        with write():
            rules.remove(event, question)
    except QuestionError as error:
        form.add_error("", str(error))
        return _removal_page(event, find_question(event, public_id), form), 422
    flash(_("The question is off the form."), "success")
    return redirect(url_for(".index", code=code), 303)


def _kind(name: str) -> Kind | None:
    return Kind(name) if name in set(Kind) else None


def _kinds_left(event: Event) -> list[tuple[str, str, str]]:
    """(kind, sign, words) of what can be added: a question about needs stands there once."""
    there = {each.kind for each in asked_of(event.id)}
    return [
        (kind.value, sign, words)
        for kind, (sign, words) in KIND_WORDS.items()
        if kind not in ABOUT_NEEDS or kind not in there
    ]


def _form_of(event: Event, question: Question) -> QuestionForm:
    questions = asked_of(event.id)
    ids = [each.question_id for each in questions]
    here = ids.index(question.id)
    form = QuestionForm()
    form.prepare(Kind(question.kind), questions[:here])
    form.starts_from(question.revision)
    form.fill(questions[here], places_of([questions[here]]))
    return form


def _adds_a_row(form: QuestionForm) -> bool:
    if "options" not in form or form.options.add_name not in request.form:
        return False
    form.options.add_row()
    return True


def _say_beside(form: QuestionForm, error: QuestionError) -> None:
    """What a rule refused, beside its input where there is one."""
    if error.field == "options":
        first = form.options.rows[0]["label"].inputs[0]
        first.errors = [*first.errors, str(error)]
    else:
        form.add_error(error.field if error.field in form else "", str(error))


def _saved_words(was_changed: bool, number: int) -> str:
    if not was_changed:
        return str(_("Nothing was changed."))
    if number > 1:
        return str(
            _(
                "Saved. From now on version %(number)d is asked; earlier answers keep theirs.",
                number=number,
            )
        )
    return str(_("Saved."))


def _index_page(event: Event) -> str:
    book, viewer = book_of(event.id), current_viewer()
    numbers = answered_numbers(event.id)
    if event.may(viewer, Act.SEE_NEEDS):
        for version_id, number in needs.number_of(event.id).items():
            question_id = book.versions[version_id].question_id
            numbers[question_id] = numbers.get(question_id, 0) + number
    by_id = {each.public_id: each for each in book.all}
    return page(
        "index.html",
        event,
        book=book,
        numbers=numbers,
        conditions={each.public_id: condition_words(each, by_id) for each in book.current},
        moved=request.args.get("moved", ""),
        way=request.args.get("way", ""),
        hides_needs=not event.may(viewer, Act.SEE_NEEDS),
    )


def _form_page(
    event: Event, form: QuestionForm, question: Question | None = None, **more: Any
) -> str:
    return page(
        "form.html",
        event,
        form=form,
        question=question,
        sign=KIND_WORDS[form.kind][0],
        kind_words=KIND_WORDS[form.kind][1],
        answered=question is not None and rules.is_answered(question),
        **more,
    )


def _stale_page(event: Event, question: Question, form: QuestionForm) -> str:
    """Both versions; the next attempt starts from what is stored now."""
    both = both_versions(event, question, form)
    form.renew(question.revision)
    return _form_page(event, form, question, both=both, is_stale=True)


def both_versions(event: Event, question: Question, mine: QuestionForm) -> list[Version]:
    """(label, mine, stored) of what differs between what was typed and what is stored now."""
    questions = asked_of(event.id)
    stored = QuestionForm(formdata=None)
    here = next(i for i, each in enumerate(questions) if each.question_id == question.id)
    stored.prepare(Kind(question.kind), questions[:here])
    stored.fill_from(questions[here], places_of([questions[here]]))
    return versions(mine, stored)


def _removal_page(event: Event, question: Question, form: KindForm) -> str:
    asked: Asked = next(each for each in asked_of(event.id) if each.question_id == question.id)
    return page("removal.html", event, form=form, asked=asked, answered=rules.is_answered(question))
