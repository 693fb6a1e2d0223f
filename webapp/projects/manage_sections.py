"""Editing one part of a project: show its form, check, store, and nothing of others is lost.

Every part (facts, a phase, a budget, milestones …) is a `Section`. Its form carries the fingerprint
of what it was filled from: two people who edit different parts do not disturb each other, and who
comes second to the same part sees both versions.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.changes import record
from webapp.core.database import db, write
from webapp.core.form_rows import RowsField
from webapp.core.form_versions import Version, in_words, row_words, versions
from webapp.core.forms import RevisedForm
from webapp.core.renaming import SlugTaken
from webapp.projects.manage_desk import desk_page
from webapp.projects.models import Project


class Stale(Exception):
    """Somebody else has stored another version meanwhile."""


class Section:
    """One part of a project that is edited on one page.

    A subclass says which form it has, what the form shows of the project (`data`), what can be
    chosen in it (`offer`), what else must hold (`check`) and how it is stored (`store`). The
    project is loaded anew for `store`, so a section keeps no rows.
    """

    #: The page's tab, template and name in the change log.
    name: str
    template: str
    form_class: type[RevisedForm]
    verb = "edited"

    def data(self, project: Project) -> dict[str, Any]:
        """What the form shows of the stored project."""
        raise NotImplementedError

    def offer(self, form: Any, project: Project) -> None:
        """Set what can be chosen."""

    def check(self, form: Any, project: Project) -> bool:
        """Whether a valid form may be stored; adds what is wrong to the form."""
        return True

    def step(self, form: Any, project: Project) -> bool:
        """Whether the button pressed only changes the form."""
        return add_rows(form)

    def store(self, form: Any, project: Project) -> None:
        """Write the form; inside ``with write():``."""
        raise NotImplementedError

    def address(self, project: Project) -> str:
        """Where one is led when all is stored."""
        return url_for(f"manage_projects.{self.name}", slug=project.slug)

    def context(self, form: Any, project: Project) -> dict[str, Any]:
        """What the template needs besides."""
        return {}

    def said(self) -> str:
        """What is said when all is stored."""
        return str(_("The changes are saved."))

    def form(self, project: Project, *, is_posted: bool = True) -> Any:
        """The form, as posted or (not *is_posted*) as the project is stored."""
        given: dict[str, Any] = {"data": self.data(project)}
        form = self.form_class(**given) if is_posted else self.form_class(formdata=None, **given)
        self.offer(form, project)
        form.starts_from(self.fingerprint(project))
        return form

    def fingerprint(self, project: Project) -> str:
        """Equal as long as what the form shows is."""
        stored = repr(sorted(self.data(project).items()))
        return hashlib.sha256(stored.encode()).hexdigest()[:20]


def edit(section: Section, project: Project) -> str:
    """The page with the form."""
    return _page(section, project, section.form(project))


def save(section: Section, project: Project) -> ResponseReturnValue:
    """Store the form; other buttons in it only change the form."""
    form = section.form(project)
    if section.step(form, project):
        return _page(section, project, form)
    if not form.validate() or not section.check(form, project):
        return _page(section, project, form), 422
    is_stale = form.is_stale(section.fingerprint(project))
    if not is_stale and not versions(form, section.form(project, is_posted=False)):
        flash(_("Nothing was changed."), "info")
        return redirect(section.address(project), 303)
    try:
        _store(section, form, project)
    except Stale:
        return _stale(section, project, form), 409
    except SlugTaken as error:
        form.add_error(error.field, str(error))
        return _page(section, project, form), 422
    flash(section.said(), "success")
    return redirect(section.address(project), 303)


def _store(section: Section, form: Any, project: Project) -> None:
    """All in one transaction: look again, store, note what was changed."""
    with write():
        lock(project)
        if form.is_stale(section.fingerprint(project)):
            raise Stale
        before = log_of(section, project)
        section.store(form, project)
        project.touch()
        db.session.flush()
        db.session.expire_all()
        note(project, section.verb, before, log_of(section, project))


def lock(project: Project) -> None:
    """Let nobody else write this project before we are done (SQLite needs no telling)."""
    db.session.execute(select(Project.id).where(Project.id == project.id).with_for_update())


def log_of(section: Section, project: Project) -> dict[str, Any]:
    """What the section holds, field by field in words; addresses of people are left out."""
    form = section.form(project, is_posted=False)
    return {field.short_name: _logged(field) for field in form if field.short_name not in _UNSAID}


_UNSAID = frozenset({"csrf_token", "posted_revision", "contacts"})


def _logged(field: Any) -> Any:
    if isinstance(field, RowsField):
        return [row_words(row) for row in field.rows if not field.is_empty(row)]
    return in_words(field)


def note(
    project: Project, verb: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> None:
    """Write the change log: of lists only the entries that went or came."""
    record(f"project:{project.id}", verb, _only(before, after), _only(after, before))


def _only(
    these: Mapping[str, Any] | None, others: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    if these is None or others is None:
        return None if these is None else dict(these)
    return {
        name: [each for each in value if each not in others.get(name, ())]
        if isinstance(value, list)
        else value
        for name, value in these.items()
    }


def _stale(section: Section, project: Project, form: Any) -> str:
    """Both versions; the next attempt starts from what is stored now."""
    db.session.expire_all()
    stored = section.form(project, is_posted=False)
    form.renew(section.fingerprint(project))
    return _page(section, project, form, both=versions(form, stored), is_stale=True)


def _page(
    section: Section,
    project: Project,
    form: Any,
    *,
    both: list[Version] | None = None,
    is_stale: bool = False,
) -> str:
    context = section.context(form, project)
    return desk_page(
        section.template,
        project,
        section.name,
        form=form,
        both=both or [],
        is_stale=is_stale,
        **context,
    )


def add_rows(form: Any) -> bool:
    """The buttons that work without a script: one more row."""
    for field in form:
        if isinstance(field, RowsField) and field.add_name in request.form:
            field.add_row()
            return True
    return False
