"""The registration form as people will find it, for the staff of an event; it sends nothing."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webapp.events.manage_preview import Preview, previewed, shown
from webapp.registrations.asking import ask_in
from webapp.registrations.forms import RegistrationForm
from webapp.registrations.views import blueprint


@blueprint.get("/manage/events/<code>/preview/form")
def preview(code: str) -> ResponseReturnValue:
    """The form of the event, open whatever its dates and its state."""
    event = shown(code)
    form = RegistrationForm(formdata=None)
    form.prepare(event)
    ask_in(form, event)

    def page(banner: Preview) -> str:
        return render_template(
            "registrations/new.html", event=event, form=form, closed=None, preview=banner
        )

    return previewed(event, "registrations.preview", page)
