"""What the change log of a project calls things."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields.core import UnboundField

from webapp.accounts.log import Entry, log_of
from webapp.projects import manage_forms as forms
from webapp.projects.manage_money_forms import BudgetForm
from webapp.projects.manage_phase_forms import PhaseForm
from webapp.projects.models import Project


def _labels(*classes: Any) -> dict[str, Any]:
    """What the fields of some forms are called."""
    fields = (pair for each in classes for pair in vars(each).items())
    return {name: field.args[0] for name, field in fields if isinstance(field, UnboundField)}


_LABELS = {
    "phases": _l("Phases"),
    "budgets": _l("Money"),
    "local_groups": _l("Local groups"),
    **_labels(
        PhaseForm,
        BudgetForm,
        forms.MilestonesForm,
        forms.GroupsForm,
        forms.DocumentsForm,
        forms.ContactsForm,
        forms.FactsForm,
    ),
    "name": _l("Name"),
    "number": _l("Number"),
}


def entries_of(project: Project) -> list[Entry]:
    """The newest changes first; two statements however many there are."""
    return log_of(f"project:{project.id}", _LABELS)
