"""Looking at questions as people see them, and at what they answered."""

from flask.typing import ResponseReturnValue

from webapp.core.forms import BaseForm
from webapp.core.permissions import Act, current_viewer
from webapp.questions.answers_field import AnswersField
from webapp.questions.desk import blueprint, find_event, page
from webapp.questions.queries import asked_of, book_of, places_of
from webapp.questions.results import results_of


@blueprint.get("/preview")
def preview(code: str) -> ResponseReturnValue:
    """The questions as people see them; nothing is sent."""
    event = find_event(code)
    asked = asked_of(event.id)
    form = PreviewForm(formdata=None)
    form.questions.ask(asked, places_of(asked))
    return page("preview.html", event, form=form)


@blueprint.get("/results")
def results(code: str) -> ResponseReturnValue:
    """What was answered, counted."""
    event, viewer = find_event(code), current_viewer()
    sees_people = event.may(viewer, Act.SEE_PEOPLE)
    found = results_of(
        event.id,
        book_of(event.id),
        sees_texts=sees_people,
        sees_needs=event.may(viewer, Act.SEE_NEEDS),
    )
    return page("results.html", event, results=found, sees_people=sees_people)


class PreviewForm(BaseForm):
    """The questions alone."""

    questions = AnswersField()
