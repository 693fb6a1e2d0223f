"""Thin routes for leaders: naming, changing, substituting, letting step in, taking off."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.database import write
from webapp.core.form_versions import Version, versions
from webapp.core.permissions import public
from webapp.delegations import rules
from webapp.delegations.errors import REFUSALS, OneOfSeveral
from webapp.delegations.forms import (
    DelegateForm,
    NewDelegateForm,
    PressForm,
    SeveralForm,
    SubstituteForm,
)
from webapp.delegations.holding import of_standing
from webapp.delegations.models import Delegate, Delegation, Standing
from webapp.delegations.pages import (
    back,
    blueprint,
    carry_out,
    find,
    find_delegate,
    page,
    press,
)
from webapp.delegations.words import roles


@blueprint.get("/members/new")
@public
def new(token: str) -> ResponseReturnValue:
    """The form for somebody."""
    delegation, form = find(token), NewDelegateForm()
    form.prepare(delegation)
    return page("new.html", delegation, form=form)


@blueprint.post("/members/new")
@public
def name(token: str) -> ResponseReturnValue:
    """A member, a reserve, or a wish beyond the quota."""
    delegation, form = find(token), NewDelegateForm()
    form.prepare(delegation)
    if not form.validate_on_submit() or not carry_out(form, lambda: _name(delegation, form)):
        return page("new.html", find(token), form=form), 422
    flash(_("Named: %(name)s.", name=form.name.data), "success")
    return back(token)


@blueprint.get("/members/several")
@public
def several(token: str) -> ResponseReturnValue:
    """The form for a pasted list."""
    delegation, form = find(token), SeveralForm()
    form.prepare(delegation)
    return page("several.html", delegation, form=form, role_list=_role_list())


@blueprint.post("/members/several")
@public
def name_several(token: str) -> ResponseReturnValue:
    """All of them or none; what is wrong stands there by the line."""
    delegation, form = find(token), SeveralForm()
    form.prepare(delegation)
    number = _name_several(delegation, form) if form.validate_on_submit() else 0
    if form.error_list:
        return page("several.html", find(token), form=form, role_list=_role_list()), 422
    done = ngettext("%(num)d person is named.", "%(num)d people are named.", number)
    flash(done, "success")
    return back(token)


@blueprint.get("/members/<delegate>/edit")
@public
def edit(token: str, delegate: str) -> ResponseReturnValue:
    """What was said of somebody."""
    delegation = find(token)
    found, form = find_delegate(delegation, delegate), DelegateForm()
    if not found.registration.is_live:
        return back(token)
    _prepare(form, delegation, found)
    return page("edit.html", delegation, delegate=found, form=form, both=None)


@blueprint.post("/members/<delegate>/edit")
@public
def change(token: str, delegate: str) -> ResponseReturnValue:
    """Correct it; two leaders at once see both versions."""
    delegation = find(token)
    found, form = find_delegate(delegation, delegate), DelegateForm()
    _prepare(form, delegation, found)
    if not form.validate_on_submit():
        return page("edit.html", delegation, delegate=found, form=form, both=None), 422
    revision = found.registration.revision
    if form.is_stale(revision):
        both = _both(form, delegation, found)
        form.renew(revision)
        return page("edit.html", delegation, delegate=found, form=form, both=both), 409
    if not carry_out(form, lambda: rules.change_delegate(found, form.named(), revision)):
        delegation = find(token)
        found = find_delegate(delegation, delegate)
        return page("edit.html", delegation, delegate=found, form=form, both=None), 422
    flash(_("Saved: %(name)s.", name=form.name.data), "success")
    return back(token)


@blueprint.get("/members/<delegate>/substitution")
@public
def substitution(token: str, delegate: str) -> ResponseReturnValue:
    """Who comes instead of a member."""
    delegation = find(token)
    found = find_delegate(delegation, delegate)
    if not found.registration.is_live:
        return back(token)
    return _substitution_page(delegation, found, _substitute_form(delegation))


@blueprint.post("/members/<delegate>/substitution")
@public
def substitute(token: str, delegate: str) -> ResponseReturnValue:
    """One goes out and the other comes in, on the same place."""
    delegation = find(token)
    found = find_delegate(delegation, delegate)
    gone, form = found.registration.name, _substitute_form(delegation)
    if not form.check():
        return _substitution_page(delegation, found, form), 422
    by = form.named() if form.is_new else find_delegate(delegation, form.who.data)
    come = form.name.data if form.is_new else dict(form.who.choices)[form.who.data]
    if not carry_out(form, lambda: rules.substitute(found, by)):
        delegation = find(token)
        return _substitution_page(delegation, find_delegate(delegation, delegate), form), 422
    flash(_("%(come)s comes in the place of %(gone)s.", come=come, gone=gone), "success")
    return back(token)


@blueprint.post("/members/<delegate>/stepping-in")
@public
def step_in(token: str, delegate: str) -> ResponseReturnValue:
    """A reserve gets a free place."""
    found = find_delegate(find(token), delegate)
    done = _("%(name)s has a place now.", name=found.registration.name)
    return press(token, lambda _form: rules.step_in(found), done)


@blueprint.post("/members/<delegate>/reserve")
@public
def keep_in_reserve(token: str, delegate: str) -> ResponseReturnValue:
    """A member, or a wish, becomes a reserve."""
    found = find_delegate(find(token), delegate)
    done = _("%(name)s is a reserve now.", name=found.registration.name)
    return press(token, lambda _form: rules.keep_in_reserve(found), done)


@blueprint.get("/members/<delegate>/removal")
@public
def removal(token: str, delegate: str) -> ResponseReturnValue:
    """What taking somebody off means, and the button."""
    delegation = find(token)
    found = find_delegate(delegation, delegate)
    if not found.registration.is_live:
        return back(token)
    return page("removal.html", delegation, delegate=found, form=PressForm())


@blueprint.post("/members/<delegate>/removal")
@public
def remove(token: str, delegate: str) -> ResponseReturnValue:
    """Somebody does not come."""
    found = find_delegate(find(token), delegate)
    done = _("Taken off: %(name)s.", name=found.registration.name)
    return press(token, lambda _form: rules.remove(found), done)


def _name(delegation: Delegation, form: NewDelegateForm) -> None:
    named = form.named()
    if form.stands.data == Standing.WISH:
        rules.wish(delegation, named, form.reason.data or "")
    elif form.stands.data == Standing.RESERVE:
        rules.name_reserve(delegation, named)
    else:
        rules.name_member(delegation, named)


def _name_several(delegation: Delegation, form: SeveralForm) -> int:
    """How many; with errors at the form none."""
    people = form.named()
    if form.error_list:
        return 0
    as_reserves = form.stands.data == Standing.RESERVE
    try:
        with write():
            return rules.name_several(delegation, people, as_reserves=as_reserves)
    except OneOfSeveral as error:
        form.refuse_one(error.number, error)
    except REFUSALS as error:
        form.refuse(error)
    return 0


def _role_list() -> str:
    return ", ".join(words for _value, words in roles())


def _prepare(form: DelegateForm, delegation: Delegation, found: Delegate) -> None:
    form.starts_from(found.registration.revision)
    if not form.is_submitted():
        form.fill(found)
    form.prepare(delegation)


def _both(form: DelegateForm, delegation: Delegation, found: Delegate) -> list[Version]:
    stored = DelegateForm(formdata=None)
    stored.prepare(delegation)
    stored.fill(found)
    return versions(form, stored)


def _substitute_form(delegation: Delegation) -> SubstituteForm:
    form = SubstituteForm()
    form.prepare_for(delegation, of_standing(delegation, Standing.RESERVE))
    return form


def _substitution_page(delegation: Delegation, found: Delegate, form: SubstituteForm) -> str:
    return page("substitution.html", delegation, delegate=found, form=form)
