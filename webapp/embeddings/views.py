"""What a frame on another site fetches: the list or month, and its style sheet.

The answer is the same for everyone, sets no cookie, and says which sites may show it (CSP level 3,
section 6.4.2); no other page of this site can be framed.
"""

from hashlib import sha256

from flask import Blueprint, Response, render_template, request

from webapp.core import pages
from webapp.core.assets import sent_styles
from webapp.core.i18n import in_language
from webapp.core.permissions import for_everyone
from webapp.core.security import content_policy
from webapp.embeddings import showing
from webapp.embeddings.finding import Frame, embedding_of, frame_at
from webapp.embeddings.models import Background, Embedding, Form
from webapp.embeddings.styles import style_of

blueprint = Blueprint("embeddings", __name__, template_folder="templates")

#: Readers of a busy page share what their caches keep; changes show within a minute.
_CACHE_CONTROL = "public, max-age=60"


@blueprint.get("/embed/<code>/")
@for_everyone
def show(code: str) -> Response:
    """The list, or the month asked for by ``?month=2027-05``; 410 when it is gone."""
    frame, month = frame_at(code), request.args.get("month", "")
    key = ("embedding", code, frame.state, frame.is_gone, month)
    page = pages.kept_bytes(key, lambda: _page(frame, code, month))
    response = Response(page, 410 if frame.is_gone else 200, mimetype="text/html")
    response.headers["Content-Security-Policy"] = content_policy(
        # Our own pages show it where it is made.
        " ".join(("'self'", *frame.sites))
    )
    response.headers["Cache-Control"] = _CACHE_CONTROL
    if not frame.is_gone:
        response.set_etag(sha256(page).hexdigest()[:32])
        response.make_conditional(request)
    return response


@blueprint.get("/embed/<code>/style.css")
@for_everyone
def style_sheet(code: str) -> Response:
    """Its colours; also of a frame that is gone, whose last words want to be read."""
    return sent_styles(*style_of(embedding_of(frame_at(code))))


def _page(frame: Frame, code: str, month: str) -> str:
    embedding = embedding_of(frame)
    with in_language(showing.language_of(embedding)):
        return _rendered(embedding, code, month, is_gone=frame.is_gone)


def _rendered(embedding: Embedding, code: str, month: str, *, is_gone: bool) -> str:
    looks = {
        "embedding": embedding,
        "code": code,
        "theme": None if embedding.background == Background.AUTO else embedding.background,
        "style_version": style_of(embedding)[2],
        "event_address": showing.event_address,
    }
    if is_gone:
        return render_template("embeddings/gone.html", **looks)
    looks |= {
        "all_events": showing.all_events_address(embedding),
        "subscribe": showing.subscribe_address(embedding),
        "funding": showing.funding_of(embedding),
    }
    if embedding.form == Form.MONTH:
        first = showing.month_asked(month, embedding)
        return render_template(
            "embeddings/month.html", **looks, **showing.in_month(embedding, first)
        )
    return render_template("embeddings/list.html", **looks, months=showing.listed(embedding))
