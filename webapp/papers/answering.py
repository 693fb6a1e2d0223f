"""A paper as an answer: PDF or page, both of the same data."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.i18n import current_language
from webapp.core.link_pages import for_nobody_else
from webapp.events.models import Event
from webapp.papers.heading import Data
from webapp.papers.typesetting import kept_pdf, pdf

#: What a browser's own PDF reader needs, and nothing from elsewhere.
_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def as_pdf(name: str, event: Event, data: Data, *, is_public: bool = False) -> Response:
    """The paper *name* as a file whose name says what it is; for everybody, or for one reader."""
    made = kept_pdf(name, data) if is_public else pdf(name, data)
    response = Response(made, mimetype="application/pdf")
    file_name = f"{name}-{event.code}-{current_language()}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    response.headers["Content-Security-Policy"] = _POLICY
    response.content_language.add(current_language())
    if is_public:
        response.cache_control.no_cache = True
        response.vary.update(("Accept-Language", "Cookie"))
        response.add_etag()
        response.make_conditional(request)
        return response
    return for_nobody_else(response)


def as_page(name: str, event: Event, data: Data, *, back: str, file: str) -> ResponseReturnValue:
    """The same to read on a screen. *file* is the PDF's address, *back* where one came from."""
    return render_template(f"papers/{name}.html", event=event, paper=data, back=back, file=file)
