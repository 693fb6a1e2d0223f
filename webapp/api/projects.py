"""Projects and partners: the lists and each of them."""

from flask import Response, abort
from sqlalchemy import ColumnElement, select

from webapp.api import queries
from webapp.api.operations import Key, operation
from webapp.api.paging import by_slug
from webapp.api.parameters import CURSOR, LIMIT, SLUG, Asked, Q, countries, refuse_unknown, slugs
from webapp.api.project_data import (
    Partner,
    PartnerList,
    ProjectList,
    partner_data,
    project_data,
)
from webapp.api.project_data import Project as ProjectData
from webapp.core.database import db
from webapp.core.renaming import moved_or_404
from webapp.core.text import search_key
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation

_SLUG = Key("slug", "As in the address of its page.", SLUG)


@operation(
    "/projects",
    "Projects",
    answers=ProjectList,
    takes=(
        slugs("partner", "Projects in which any of these organisations takes part, by slug."),
        Q,
        LIMIT,
        CURSOR,
    ),
)
def projects(asked: Asked) -> ProjectList:
    """Every project, by slug."""
    partners = asked.words("partner")
    refuse_unknown("partner", Organisation, partners)
    query = select(Project).options(*queries.PROJECT).where(*_saying(Project, asked))
    if partners:
        query = query.where(queries.has_partner(partners))
    rows, following = by_slug(query, Project, asked)
    return ProjectList([project_data(row) for row in rows], following)


@operation("/projects/{slug}", "One project", answers=ProjectData, key=_SLUG, also=(301, 404))
def project(asked: Asked) -> ProjectData | Response:
    """A project with its phases and their partners; 301 at an address it had before."""
    query = select(Project).where(Project.slug == asked.key).options(*queries.PROJECT)
    row = db.session.scalar(query) if asked.key.isprintable() else None
    return moved_or_404(Project, asked.key) if row is None else project_data(row)


@operation(
    "/partners",
    "Partners",
    answers=PartnerList,
    takes=(
        slugs("project", "Organisations that take part in any of these projects, by slug."),
        countries("country", "Organisations of any of these countries (ISO 3166-1, two letters)."),
        Q,
        LIMIT,
        CURSOR,
    ),
)
def partners(asked: Asked) -> PartnerList:
    """Every organisation that takes part in a project, or organises or hosts a public event; by
    slug."""
    in_projects = asked.words("project")
    refuse_unknown("project", Project, in_projects)
    query = select(Organisation).where(queries.public_partners(), *_saying(Organisation, asked))
    if in_projects:
        query = query.where(queries.in_project(in_projects))
    if asked.words("country"):
        query = query.where(Organisation.country.in_(asked.words("country")))
    rows, following = by_slug(query, Organisation, asked)
    parts = queries.memberships(rows)
    return PartnerList([partner_data(row, parts[row.id]) for row in rows], following)


@operation("/partners/{slug}", "One partner", answers=Partner, key=_SLUG, also=(301, 404))
def partner(asked: Asked) -> Partner | Response:
    """An organisation and its projects; 301 at an address it had before."""
    query = select(Organisation, queries.public_partners()).where(Organisation.slug == asked.key)
    found = db.session.execute(query).one_or_none() if asked.key.isprintable() else None
    if found is None:
        return moved_or_404(Organisation, asked.key)
    row, is_public = found
    if not is_public:
        abort(404)
    return partner_data(row, queries.memberships([row])[row.id])


def _saying(model: type[Project | Organisation], asked: Asked) -> list[ColumnElement[bool]]:
    words = search_key(asked["q"] or "").split()
    return [model.search_key.contains(word, autoescape=True) for word in words]
