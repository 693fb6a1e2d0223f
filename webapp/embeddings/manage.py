"""Thin routes for staff, under /manage/embeddings/: frames for other sites, and what to copy."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.accounts.log import log_of
from webapp.core.database import write
from webapp.core.form_versions import Version, versions
from webapp.core.forms import BaseForm
from webapp.core.i18n import current_language
from webapp.core.permissions import Act, current_viewer, require
from webapp.embeddings import rules, showing
from webapp.embeddings.access import find, may_make_any, organisations_for, seen
from webapp.embeddings.forms import BACKGROUNDS, FORMS, EmbeddingForm, labels, named, present
from webapp.embeddings.models import Background, Embedding, Form
from webapp.embeddings.snippets import snippet_of

blueprint = Blueprint(
    "manage_embeddings", __name__, url_prefix="/manage/embeddings", template_folder="templates"
)


@blueprint.get("/")
def index() -> str:
    """Those of the organisations one works for."""
    viewer = current_viewer()
    return render_template(
        "embeddings/manage/index.html",
        embeddings=seen(viewer),
        may_make=may_make_any(viewer),
        form_word=lambda each: str(FORMS[Form(each.form)]),
    )


@blueprint.get("/new")
def new() -> str:
    """The form of a new one."""
    return _new_page(_new_form())


@blueprint.post("/new")
def create() -> ResponseReturnValue:
    """Store it, and show what to copy."""
    form = _new_form()
    if not form.validate():
        return _new_page(form), 422
    known = {each.slug: each for each in organisations_for(current_viewer())}
    with write():
        embedding = rules.create(known[form.organisation.data], form.values())
    flash(_("It is ready: copy the lines below into the other site."), "success")
    return redirect(url_for(".show", code=embedding.code), 303)


def _new_form() -> EmbeddingForm:
    viewer = current_viewer()
    require(may_make_any(viewer))
    organisations = organisations_for(viewer)
    first = organisations[0].slug if len(organisations) == 1 else ""
    form = EmbeddingForm(data={"organisation": first, "language": current_language()})
    form.organisation.choices = named(organisations)
    form.offer({})
    return form


def _new_page(form: EmbeddingForm) -> str:
    return render_template("embeddings/manage/new.html", form=form)


@blueprint.get("/<code>/")
def show(code: str) -> str:
    """How it looks, what to copy, what happened to it."""
    embedding = find(code)
    return render_template(
        "embeddings/manage/show.html",
        embedding=embedding,
        snippet=snippet_of(embedding),
        may_edit=embedding.may(current_viewer(), Act.EDIT),
        form_word=str(FORMS[Form(embedding.form)]),
        background_word=str(BACKGROUNDS[Background(embedding.background)]),
        chosen=_chosen_words(embedding),
        can_be_reached=not current_app.config["VIZITE"].is_loopback,
        language=showing.language_of(embedding),
        log=log_of(embedding.key, labels()),
    )


def _chosen_words(embedding: Embedding) -> list[tuple[str, list[str]]]:
    """Its filters as the form words them."""
    form = _form(embedding)
    fields = (form[f"only_{name}"] for name in showing.chosen(embedding))
    return [
        (str(field.label.text), [words for _value, words, chosen in field.offered() if chosen])
        for field in fields
    ]


@blueprint.get("/<code>/edit")
def edit(code: str) -> str:
    """The form."""
    embedding = find(code, Act.EDIT)
    return _edit_page(embedding, _form(embedding))


@blueprint.post("/<code>/edit")
def save(code: str) -> ResponseReturnValue:
    """Store the form, unless somebody else has saved meanwhile."""
    embedding = find(code, Act.EDIT)
    form = _form(embedding)
    if not form.validate():
        return _edit_page(embedding, form), 422
    try:
        with write():
            rules.edit(embedding, str(form.posted_revision.data), form.values())
    except rules.Stale:
        return _stale(code, form), 409
    flash(_("Saved. The other sites show it within a minute."), "success")
    return redirect(url_for(".show", code=code), 303)


def _stale(code: str, form: EmbeddingForm) -> str:
    """Both versions; the next attempt starts from what is stored now."""
    embedding = find(code, Act.EDIT)
    stored = EmbeddingForm(embedding, formdata=None)
    stored.offer(present(embedding.filters))
    form.renew(embedding.revision)
    return _edit_page(embedding, form, versions(form, stored), is_stale=True)


def _form(embedding: Embedding) -> EmbeddingForm:
    form = EmbeddingForm(embedding)
    form.offer(present(embedding.filters))
    return form


def _edit_page(
    embedding: Embedding,
    form: EmbeddingForm,
    both: list[Version] | None = None,
    *,
    is_stale: bool = False,
) -> str:
    return render_template(
        "embeddings/manage/edit.html",
        embedding=embedding,
        form=form,
        both=both or [],
        is_stale=is_stale,
    )


@blueprint.get("/<code>/withdrawal")
def withdrawal(code: str) -> str:
    """Ask before it is taken away."""
    embedding = find(code, Act.EDIT)
    return render_template(
        "embeddings/manage/withdrawal.html", embedding=embedding, form=BaseForm()
    )


@blueprint.post("/<code>/withdrawal")
def withdraw(code: str) -> ResponseReturnValue:
    """Take it away."""
    embedding = find(code, Act.EDIT)
    with write():
        rules.withdraw(embedding)
    flash(_("Withdrawn: other sites show a short note in its place."), "success")
    return redirect(url_for(".show", code=code), 303)


@blueprint.get("/<code>/renewal")
def renewal(code: str) -> str:
    """Ask before its address changes."""
    embedding = find(code, Act.EDIT)
    return render_template("embeddings/manage/renewal.html", embedding=embedding, form=BaseForm())


@blueprint.post("/<code>/renewal")
def renew(code: str) -> ResponseReturnValue:
    """Give it another address."""
    embedding = find(code, Act.EDIT)
    with write():
        rules.renew(embedding)
    flash(_("It has a new address: copy the lines below into the other sites."), "success")
    return redirect(url_for(".show", code=embedding.code), 303)
