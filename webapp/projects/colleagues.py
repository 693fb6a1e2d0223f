"""Thin routes for staff: who has which role, and inviting. Brings the other pages along."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.accounts.sign_in import is_number
from webapp.core.database import write
from webapp.core.permissions import current_viewer, require
from webapp.projects import colleagues_lists as lists
from webapp.projects.colleagues_desk import blueprint, colleagues_page, own_account
from webapp.projects.colleagues_errors import ColleagueError
from webapp.projects.colleagues_forms import InviteForm
from webapp.projects.colleagues_invitations import INVITATION_LIVES, invite
from webapp.projects.colleagues_rights import may_give_any
from webapp.projects.role_words import rights_in_words, roles_in_words

# Each adds its routes to the blueprint.
from webapp.projects import colleagues_accounts, colleagues_roles  # noqa: F401 isort:skip

__all__ = ["blueprint"]


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Who has which role, by organisation; what each role may do."""
    viewer = current_viewer()
    organisation = request.args.get("organisation", "")[:100].replace("\x00", "")
    after = request.args.get("after", "")
    page = lists.roles_page(viewer, organisation, int(after) if is_number(after) else None)
    return colleagues_page(
        "index.html",
        page=page,
        organisation=organisation,
        organisations=lists.organisations_of(viewer),
        bare=lists.without_roles() if viewer.is_admin and not page.after else [],
        may_invite=may_give_any(viewer),
        rights=rights_in_words(),
        roles=roles_in_words(),
    )


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """The form of an invitation."""
    require(may_give_any(current_viewer()))
    form = InviteForm()
    form.prepare(current_viewer())
    return _invite_page(form)


@blueprint.post("/new")
def create() -> ResponseReturnValue:
    """Give the role, and write to the colleague."""
    viewer = current_viewer()
    require(may_give_any(viewer))
    form = InviteForm()
    form.prepare(viewer)
    if not (form.validate_on_submit() and form.check_days()):
        return _invite_page(form), 422
    try:
        with write():
            role = invite(
                viewer,
                own_account(),
                form.email.data,
                form.name.data,
                form.language.data,
                form.given(),
            )
            number, email = role.account_id, role.account.email
    except ColleagueError as error:
        form.add_error(error.field, str(error))
        return _invite_page(form), 422
    flash(_("Invited: a letter to %(email)s is on its way.", email=email), "success")
    return redirect(url_for(".show", number=number), 303)


def _invite_page(form: InviteForm) -> str:
    return colleagues_page(
        "new.html",
        form=form,
        roles=[each for each in roles_in_words() if each.role in dict(form.role.choices)],
        rights=rights_in_words(),
        days=INVITATION_LIVES.days,
    )
