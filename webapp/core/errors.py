"""Error pages: the site's own, in the reader's language, with a way on."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from webapp.core import problems
from webapp.core.database import db
from webapp.core.limits import seconds_to_wait
from webapp.core.links import LinkRevoked, LinkUnknown

#: Errors with words of their own; any other 4xx reads like 400.
_OWN = (400, 403, 404, 410, 413, 422, 429, 500)


def init_app(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(LinkUnknown, lambda error: error_page(404, "errors/link-404.html"))
    app.register_error_handler(LinkRevoked, lambda error: error_page(410, "errors/link-410.html"))


def error_page(code: int, template: str | None = None) -> ResponseReturnValue:
    """The page of an error; feeds get a short text a program can show."""
    own = code if code in _OWN else (500 if code >= 500 else 400)
    if request.path.endswith((".ics", ".json", ".atom")):
        return (
            render_template(f"errors/{own}.txt"),
            code,
            {"Content-Type": "text/plain; charset=utf-8"},
        )
    kept = typed_here() if own in (403, 404) else []
    return render_template(template or f"errors/{own}.html", code=code, kept=kept), code


def signed_out() -> ResponseReturnValue | None:
    """The page for somebody who sent a form and is no longer signed in: what they typed can be
    sent again afterwards. None where nothing was typed: then they are simply asked to sign in."""
    if not typed_here():
        return None
    return render_template("errors/signed-out.html", code=403, form_data=_typed()), 403


def typed_here() -> list[str]:
    """The texts that were typed into a form of ours and sent just now, for copying."""
    if request.method != "POST" or not _is_ours():
        return []
    values = [value for values in _typed().values() for value in values]
    # What has neither a space nor an @ is a choice or a number, quickly given again.
    return [value for value in values if " " in value.strip() or "@" in value]


def _page(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    if isinstance(error, InternalServerError) and isinstance(
        error.original_exception, OperationalError
    ):
        return _overloaded()
    if error.code >= 500:
        db.session.rollback()
    if error.code == 429:
        return _too_often()
    return problems.of_error(error) if problems.are_wanted() else error_page(error.code)


def _too_often() -> ResponseReturnValue:
    """Over a limit: nothing typed is lost, the same form waits to be sent again."""
    wait = seconds_to_wait()
    if problems.are_wanted():
        return problems.problem(429, {"Retry-After": str(wait)})
    page = render_template("errors/429.html", code=429, form_data=_typed(), retry_after=wait)
    return page, 429, {"Retry-After": str(wait)}


def _stale_form(error: CSRFError) -> ResponseReturnValue:
    """The token of a form is missing or old. A form of our own may be sent again by its author;
    one that comes from another site gets nothing to press."""
    if not _is_ours():
        return error_page(400)
    return render_template("errors/stale-form.html", code=400, form_data=_typed()), 400


def _is_ours() -> bool:
    """Whether the form came from a page of this very site."""
    return request.headers.get("Origin") == request.host_url.rstrip("/")


def _typed() -> dict[str, list[str]]:
    """What was sent, without the token."""
    return {name: values for name, values in request.form.lists() if name != "csrf_token"}


def _overloaded() -> ResponseReturnValue:
    """The database is away or locked for long: say so, and that trying again is right."""
    db.session.rollback()
    if problems.are_wanted():
        return problems.problem(503, {"Retry-After": "30"})
    return render_template("errors/503.html", code=503), 503, {"Retry-After": "30"}
