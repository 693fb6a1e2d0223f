"""Editing what a project is: title, goal, programme, address."""

from typing import Any

from flask import url_for

from webapp.core.renaming import rename
from webapp.programmes.models import Fund, Programme
from webapp.projects import manage_choices as choices
from webapp.projects.manage_forms import FactsForm
from webapp.projects.manage_sections import Section
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation

_SAME = ("name", "acronym", "number", "goal", "expected_result", "website", "slug")
_ROWS: dict[str, Any] = {
    "programme": Programme,
    "fund": Fund,
    "reporting_organisation": Organisation,
}


class Facts(Section):
    """The facts of a project."""

    name = "facts"
    template = "facts.html"
    form_class = FactsForm

    def data(self, project: Project) -> dict[str, Any]:
        """Texts as they are, rows by their slugs."""
        rows = {name: getattr(project, name) for name in _ROWS}
        slugs = {name: row.slug if row is not None else None for name, row in rows.items()}
        return {name: getattr(project, name) for name in _SAME} | slugs

    def offer(self, form: Any, project: Project) -> None:
        """Every programme, fund and organisation."""
        form.programme.choices = choices.programmes()
        form.fund.choices = choices.funds()
        form.reporting_organisation.choices = choices.organisations()

    def store(self, form: Any, project: Project) -> None:
        """The address last: it may be taken."""
        for name in _SAME[:-1]:
            setattr(project, name, form[name].data or None)
        for name, model in _ROWS.items():
            setattr(project, name, choices.by_slug(model, form[name].data))
        rename(project, form.slug.data)

    def address(self, project: Project) -> str:
        """The overview, where the new facts stand."""
        return url_for("manage_projects.show", slug=project.slug)
