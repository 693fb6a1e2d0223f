"""What search engines should look for, and what they should leave alone."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from flask import Response, current_app, request
from sqlalchemy import select

from webapp.core.content import VERSION
from webapp.core.database import db, look
from webapp.core.permissions import NOBODY, for_everyone
from webapp.events.access import listed_for
from webapp.events.models import Event
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation
from webapp.site.pages import blueprint

#: What is behind links people keep, what is without end, and calendars, which are for programs.
_ROBOTS = """User-agent: *
Disallow: /manage/
Disallow: /registrations/
Disallow: /invitations/
Disallow: /guardians/
Disallow: /calendars/mine/
Disallow: /preferences
Disallow: /events/month/
Disallow: /*.ics
Disallow: /*.json

Sitemap: {base}/sitemap.xml
"""
#: The protocol allows 50,000 addresses a file; of more events the oldest are left out.
MOST_EVENTS = 40_000
_ALWAYS = ("/", "/events/", "/calendars/")
_CONTENT = select(VERSION.label("version"))


@blueprint.get("/robots.txt")
@for_everyone
def robots() -> Response:
    """What search engines should not fetch (RFC 9309)."""
    return Response(_ROBOTS.format(base=_base()), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@for_everyone
def sitemap() -> Response:
    """The public events, the projects and their partners (sitemaps.org, protocol 0.9)."""
    row = next(iter(look(_CONTENT, {})))
    response = Response(mimetype="application/xml")
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.set_etag(f"{row.version or 0}", weak=True)
    response.make_conditional(request)
    if response.status_code == 200:
        response.set_data("".join(_lines()))
    return response


def _lines() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    base = _base()
    for path in _paths():
        yield f"<url><loc>{escape(base + path)}</loc></url>\n"
    yield "</urlset>\n"


def _paths() -> Iterator[str]:
    yield from _ALWAYS
    for model, folder in ((Project, "projects"), (Organisation, "partners")):
        slugs = db.session.scalars(select(model.slug).order_by(model.slug))
        yield from (f"/{folder}/{slug}/" for slug in slugs)
    events = select(Event.code).where(listed_for(NOBODY))
    newest_first = events.order_by(Event.sorts_at.desc(), Event.id.desc()).limit(MOST_EVENTS)
    yield from (f"/events/{code}/" for code in db.session.scalars(newest_first))


def _base() -> str:
    address: str = current_app.config["VIZITE"].base_url
    return address
