"""Thin routes for staff: the good-practice cards of a project."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import db, write
from webapp.core.form_versions import Version, versions
from webapp.core.forms import BaseForm
from webapp.core.permissions import current_viewer
from webapp.practices import cards
from webapp.practices.cards import Card
from webapp.practices.errors import NamesPerson, Stale
from webapp.practices.forms import CardForm, card_values
from webapp.projects import access, manage_choices
from webapp.projects.manage_desk import find, tabs_of
from webapp.projects.models import GoodPractice, Project
from webapp.projects.organisations import Organisation

blueprint = Blueprint(
    "practice_desk",
    __name__,
    url_prefix="/manage/projects/<slug>/practices",
    template_folder="templates",
)


@blueprint.get("/")
def index(slug: str) -> ResponseReturnValue:
    """All cards of the project."""
    project = find(slug)
    return _page("cards.html", project, cards=cards.cards_of(project))


@blueprint.get("/new")
def new(slug: str) -> ResponseReturnValue:
    """The form of a card that is made by hand."""
    project = find(slug, edits=True)
    form = CardForm(data={"status": "idea", "is_public": True})
    offer(form)
    return _page("card.html", project, form=form, card=None)


@blueprint.post("/new")
def create(slug: str) -> ResponseReturnValue:
    """Store it."""
    project = find(slug, edits=True)
    form = CardForm()
    offer(form)
    if not form.validate_on_submit():
        return _page("card.html", project, form=form, card=None), 422
    with write():
        cards.make(project, card_from(form))
    flash(_("The card is saved."), "success")
    return redirect(url_for(".index", slug=slug), 303)


@blueprint.get("/<card>")
def edit(slug: str, card: str) -> ResponseReturnValue:
    """A card, to be changed."""
    project = find(slug, edits=True)
    row = _find(project, card)
    return _page("card.html", project, form=_form(row), card=row)


@blueprint.post("/<card>")
def save(slug: str, card: str) -> ResponseReturnValue:
    """Store what was changed; a stale form shows both versions."""
    project = find(slug, edits=True)
    row = _find(project, card)
    form = _form(row)
    if not form.validate_on_submit():
        return _page("card.html", project, form=form, card=row), 422
    try:
        with write():
            cards.change(row, card_from(form), str(form.posted_revision.data))
    except Stale:
        db.session.rollback()
        row = _find(project, card)
        both = versions(form, _form(row, fresh=True))
        form.renew(row.revision)
        return _page("card.html", project, form=form, card=row, both=both, is_stale=True), 409
    except NamesPerson as error:
        form.add_error("", str(error))
        return _page("card.html", project, form=form, card=_find(project, card)), 422
    flash(_("The card is saved."), "success")
    return redirect(url_for(".index", slug=slug), 303)


@blueprint.post("/<card>/withdraw")
def withdraw(slug: str, card: str) -> ResponseReturnValue:
    """Take it off the public pages."""
    project = find(slug, edits=True)
    row = _find(project, card)
    if not BaseForm().validate_on_submit():
        return _page("card.html", project, form=_form(row, fresh=True), card=row), 422
    with write():
        cards.withdraw(row)
    flash(_("Only staff see the card now."), "success")
    return redirect(url_for(".index", slug=slug), 303)


def offer(form: CardForm, status: str | None = None) -> None:
    """What the form lets one choose from; any organisation may do something well."""
    form.offer(manage_choices.organisations(), status)


def card_from(form: CardForm) -> Card:
    """What was sent."""
    organisation = manage_choices.by_slugs(Organisation, [form.organisation.data])
    return Card(
        form.what.data,
        organisation[form.organisation.data],
        form.status.data,
        bool(form.is_public.data),
    )


def _find(project: Project, slug: str) -> GoodPractice:
    return cards.card_of(project, slug) or abort(404)


def _form(row: GoodPractice, fresh: bool = False) -> CardForm:
    values = card_values(row)
    form = CardForm(formdata=None, data=values) if fresh else CardForm(data=values)
    offer(form, row.status)
    form.starts_from(row.revision)
    return form


def _page(
    template: str, project: Project, both: list[Version] | None = None, **context: Any
) -> str:
    return render_template(
        f"practices/manage/{template}",
        project=project,
        tab="practices",
        desk_tabs=tabs_of(project, "practices"),
        can_edit=access.may_edit(project, current_viewer()),
        both=both,
        **context,
    )
