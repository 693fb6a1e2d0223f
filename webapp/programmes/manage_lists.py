"""The lists that programmes share: target groups in their order, and funds."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db, write
from webapp.core.form_versions import versions
from webapp.core.i18n import plain_text, reading_order
from webapp.core.permissions import current_viewer
from webapp.programmes import rules
from webapp.programmes.manage import all_funds, blueprint, require_administrator
from webapp.programmes.manage_forms import (
    FundForm,
    NewTargetGroupForm,
    TargetGroupForm,
    mark,
)
from webapp.programmes.models import Fund, Programme, TargetGroup

# Target groups


@blueprint.get("/target-groups/")
def target_groups() -> str:
    """All of them, by programme, in the order forms offer them."""
    return _groups_page(NewTargetGroupForm(formdata=None))


@blueprint.post("/target-groups/")
def add_target_group() -> ResponseReturnValue:
    """One more at the end."""
    require_administrator()
    form = NewTargetGroupForm()
    programmes = {each.slug: each for each in _programmes()}
    form.programme.choices = _named(programmes)
    if not form.validate():
        return _groups_page(form), 422
    with write():
        rules.add_group(form.name.data, programmes.get(form.programme.data or ""))
    flash(_("The target group is in the list."), "success")
    return redirect(url_for(".target_groups"), 303)


def _groups_page(form: NewTargetGroupForm) -> str:
    programmes = _programmes()
    form.programme.choices = _named({each.slug: each for each in programmes})
    query = select(TargetGroup).order_by(TargetGroup.position, TargetGroup.sort_key)
    lists: dict[int | None, list[TargetGroup]] = {None: []}
    for group in db.session.scalars(query):
        lists.setdefault(group.programme_id, []).append(group)
    named = [(each, lists[each.id]) for each in programmes if each.id in lists]
    return render_template(
        "programmes/groups.html",
        general=lists[None],
        named=named,
        form=form,
        may_edit=current_viewer().is_admin,
    )


def _programmes() -> list[Programme]:
    return sorted(db.session.scalars(select(Programme)), key=lambda row: reading_order(row.name))


def _named(rows: dict[str, Any]) -> list[tuple[str, str]]:
    return [(slug, plain_text(row.name)) for slug, row in rows.items()]


@blueprint.get("/target-groups/<slug>/edit")
def edit_target_group(slug: str) -> str:
    """Its words."""
    require_administrator()
    group = _find(TargetGroup, slug)
    return _form_page("group", group, _group_form(group))


@blueprint.post("/target-groups/<slug>/edit")
def save_target_group(slug: str) -> ResponseReturnValue:
    """Other words, unless somebody else has found some meanwhile."""
    require_administrator()
    group = _find(TargetGroup, slug)
    form = _group_form(group)
    if not form.validate():
        return _form_page("group", group, form), 422
    with write():
        db.session.refresh(group, with_for_update=True)
        is_stale = form.is_stale(mark(group.name))
        if not is_stale:
            rules.rename_group(group, form.name.data)
    if is_stale:
        stored = TargetGroupForm(formdata=None, data={"name": group.name})
        form.renew(mark(group.name))
        return _form_page("group", group, form, versions(form, stored), is_stale=True), 409
    flash(_("The target group is saved."), "success")
    return redirect(url_for(".target_groups"), 303)


def _group_form(group: TargetGroup) -> TargetGroupForm:
    form = TargetGroupForm(data={"name": group.name})
    form.starts_from(mark(group.name))
    return form


@blueprint.post("/target-groups/<slug>/move")
def move_target_group(slug: str) -> ResponseReturnValue:
    """One place up or down."""
    require_administrator()
    group = _find(TargetGroup, slug)
    with write():
        rules.move_group(group, -1 if request.form.get("way") == "up" else 1)
    return redirect(url_for(".target_groups", _anchor=group.slug), 303)


@blueprint.post("/target-groups/<slug>/retirement")
def retire_target_group(slug: str) -> ResponseReturnValue:
    """Offered no more; what chose it keeps it. ``again=1`` offers it again."""
    require_administrator()
    group, again = _find(TargetGroup, slug), request.form.get("again") == "1"
    with write():
        rules.retire_group(group, not again)
    if again:
        flash(_("“%(name)s” is offered again.", name=plain_text(group.name)), "success")
    else:
        message = _(
            "“%(name)s” is offered no more. Events and people who have it keep it.",
            name=plain_text(group.name),
        )
        flash(message, "success")
    return redirect(url_for(".target_groups", _anchor=group.slug), 303)


# Funds


@blueprint.get("/funds/")
def funds() -> str:
    """Who pays."""
    return _funds_page(FundForm(formdata=None))


@blueprint.post("/funds/")
def add_fund() -> ResponseReturnValue:
    """One more."""
    require_administrator()
    form = FundForm()
    if not form.validate():
        return _funds_page(form), 422
    with write():
        rules.add_fund(form.name.data, form.abbreviation.data)
    flash(_("The fund is in the list."), "success")
    return redirect(url_for(".funds"), 303)


def _funds_page(form: FundForm) -> str:
    return render_template(
        "programmes/funds.html", funds=all_funds(), form=form, may_edit=current_viewer().is_admin
    )


@blueprint.get("/funds/<slug>/edit")
def edit_fund(slug: str) -> str:
    """Its words."""
    require_administrator()
    fund = _find(Fund, slug)
    return _form_page("fund", fund, _fund_form(fund))


@blueprint.post("/funds/<slug>/edit")
def save_fund(slug: str) -> ResponseReturnValue:
    """Other words, unless somebody else has found some meanwhile."""
    require_administrator()
    fund = _find(Fund, slug)
    form = _fund_form(fund)
    if not form.validate():
        return _form_page("fund", fund, form), 422
    with write():
        db.session.refresh(fund, with_for_update=True)
        is_stale = form.is_stale(mark(fund.name, fund.abbreviation))
        if not is_stale:
            rules.edit_fund(fund, form.name.data, form.abbreviation.data)
    if is_stale:
        stored = FundForm(formdata=None, obj=fund)
        form.renew(mark(fund.name, fund.abbreviation))
        return _form_page("fund", fund, form, versions(form, stored), is_stale=True), 409
    flash(_("The fund is saved."), "success")
    return redirect(url_for(".funds"), 303)


def _fund_form(fund: Fund) -> FundForm:
    form = FundForm(obj=fund)
    form.starts_from(mark(fund.name, fund.abbreviation))
    return form


# Both


def _find(model: Any, slug: str) -> Any:
    found = (
        db.session.scalar(select(model).where(model.slug == slug)) if slug.isprintable() else None
    )
    return found or abort(404)


def _form_page(noun: str, row: Any, form: Any, both: Any = (), *, is_stale: bool = False) -> str:
    return render_template(
        f"programmes/{noun}.html", row=row, form=form, both=both, is_stale=is_stale
    )
