"""The accessibility statement."""

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from webapp.core.permissions import public
from webapp.site.pages import blueprint
from webapp.site.privacy import organisers

#: When the statement was last checked against the program.
CHECKED_ON = date(2026, 11, 22)


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """How accessible the site is, how that was found out, and whom to tell of a barrier."""
    contacts = [each for each in organisers() if each.contact_email]
    return render_template("site/accessibility.html", checked_on=CHECKED_ON, contacts=contacts)
