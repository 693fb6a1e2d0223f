"""What a participant may ask of us by their link: what is stored, to be forgotten, to take back a
consent, to be left out of pictures.

Each page tells of one registration. They are never kept by caches nor found by search engines.
"""

import json
from typing import Any

from flask import Response, after_this_request, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.permissions import public
from webapp.core.times import now
from webapp.registrations import photos, rights_erasure
from webapp.registrations.forms import ButtonForm
from webapp.registrations.models import Registration
from webapp.registrations.rights import known
from webapp.registrations.rights_consents import withdraw
from webapp.registrations.rights_json import as_json
from webapp.registrations.views import blueprint

blueprint.add_app_template_global(photos.photo_notice)


@blueprint.get("/registrations/<token>/data")
@public
def known_data(token: str) -> ResponseReturnValue:
    """What you know about me, to read."""
    registration = _find(token)
    return _page("known.html", registration, known=known(registration))


@blueprint.get("/registrations/<token>/data.json")
@public
def data_file(token: str) -> ResponseReturnValue:
    """The same for programs, to take along (GDPR article 20)."""
    registration = _find(token)
    text = json.dumps(as_json(known(registration)), ensure_ascii=False, indent=2) + "\n"
    answer = Response(text, content_type="application/json; charset=utf-8")
    name = f"{registration.event.code}-{now():%Y-%m-%d}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/registrations/<token>/erasure")
@public
def erasure(token: str) -> ResponseReturnValue:
    """What goes, what stays, and the button."""
    registration = _find(token)
    if registration.erased_at is not None:
        return redirect(url_for(".show", token=token), 303)
    return _erasure_page(registration)


@blueprint.post("/registrations/<token>/erasure")
@public
def erase(token: str) -> ResponseReturnValue:
    """Forget me."""
    registration = _find(token)
    form = ButtonForm()
    if not form.validate_on_submit():
        form.add_error("", _("Please press the button once more."))
        return _erasure_page(registration, form), 422
    with write():
        rights_erasure.erase(registration)
    return redirect(url_for(".show", token=token), 303)


@blueprint.post("/registrations/<token>/photographs")
@public
def photographs(token: str) -> ResponseReturnValue:
    """Leave me out of pictures, or I do not mind any more."""
    registration = _find(token)
    form = ButtonForm()
    if form.validate_on_submit():
        with write():
            verb = photos.allow if request.form.get("wish") == "allow" else photos.refuse
            verb(registration)
    return redirect(url_for(".show", token=token, _anchor="photographs"), 303)


@blueprint.post("/registrations/<token>/consents/<question>/withdrawal")
@public
def withdraw_consent(token: str, question: str) -> ResponseReturnValue:
    """Take back a consent that was free to give."""
    registration = _find(token)
    form = ButtonForm()
    if form.validate_on_submit():
        with write():
            withdraw(registration, question)
    return redirect(url_for(".known_data", token=token), 303)


def _find(token: str) -> Registration:
    """The registration; whatever answers is for this reader alone."""
    after_this_request(_for_nobody_else)
    return Registration.find_by_token(token)


def _for_nobody_else(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _erasure_page(registration: Registration, form: ButtonForm | None = None) -> str:
    return _page(
        "erasure.html",
        registration,
        form=form or ButtonForm(),
        ends_first=rights_erasure.ends_first(registration),
    )


def _page(template: str, registration: Registration, **context: Any) -> str:
    return render_template(
        f"registrations/{template}",
        registration=registration,
        event=registration.event,
        **context,
    )
