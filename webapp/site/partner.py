"""The public page of an organisation."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webapp.core.permissions import current_viewer, public
from webapp.core.renaming import moved_or_404
from webapp.events import queries as events
from webapp.events.listing import by_month
from webapp.events.views import today
from webapp.projects import queries as projects
from webapp.projects.organisation_parts import parts_of
from webapp.projects.organisations import Organisation
from webapp.site.pages import blueprint

_LAST = 6


@blueprint.get("/partners/<slug>/")
@public
def partner(slug: str) -> ResponseReturnValue:
    """One organisation: its projects, its events, what can be learnt from it."""
    organisation = projects.find_organisation(slug) if slug.isprintable() else None
    if organisation is None:
        return moved_or_404(Organisation, slug)
    viewer, theirs = current_viewer(), events.of_partner(Organisation.id == organisation.id)
    coming = events.coming(viewer, theirs)
    return render_template(
        "site/partner.html",
        organisation=organisation,
        parts=parts_of(projects.memberships_of(organisation)),
        coming=coming,
        months=by_month(coming, today()),
        past=events.past(viewer, theirs, limit=_LAST),
        past_number=events.number_past(viewer, theirs),
        practices=projects.practices_at(organisation),
        documents=projects.documents_of(organisation),
    )
