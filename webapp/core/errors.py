"""Error pages: the site's own, in the reader's language, with a way on."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from webapp.core.database import db
from webapp.core.links import LinkRevoked, LinkUnknown

#: Errors with words of their own; any other 4xx reads like 400.
_OWN = (400, 403, 404, 410, 413, 422, 429, 500)


def init_app(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(LinkUnknown, lambda error: error_page(404, "errors/link-404.html"))
    app.register_error_handler(LinkRevoked, lambda error: error_page(410, "errors/link-410.html"))


def error_page(code: int, template: str | None = None) -> ResponseReturnValue:
    """The page of an error; feeds and the API get a short text a program can show."""
    own = code if code in _OWN else (500 if code >= 500 else 400)
    if request.path.endswith((".ics", ".json")):
        return (
            render_template(f"errors/{own}.txt"),
            code,
            {"Content-Type": "text/plain; charset=utf-8"},
        )
    form_data = request.form.to_dict(flat=False) if code == 429 else {}
    form_data.pop("csrf_token", None)
    page = render_template(template or f"errors/{own}.html", code=code, form_data=form_data)
    return page, code


def _page(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    if isinstance(error, InternalServerError) and isinstance(
        error.original_exception, OperationalError
    ):
        return _overloaded()
    if error.code >= 500:
        db.session.rollback()
    return error_page(error.code)


def _overloaded() -> ResponseReturnValue:
    """The database is away or locked for long: say so, and that trying again is right."""
    db.session.rollback()
    return render_template("errors/503.html", code=503), 503, {"Retry-After": "30"}
