"""What is filled in to give a role, to change one, and to close an account."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    DateField,
    EmailField,
    RadioField,
    RevisedForm,
    TextField,
    YesField,
)
from webapp.core.i18n import current_language, languages, plain_text, reading_order
from webapp.core.permissions import Grant, Role, Viewer
from webapp.projects.colleagues_rights import covers, giving
from webapp.projects.colleagues_rules import Given
from webapp.projects.models import Membership, Phase, Project
from webapp.projects.organisations import Organisation
from webapp.projects.role_words import ROLE_WORDS, role_word
from webapp.projects.roles import RoleAssignment

Choice = tuple[str, str]


class _RoleFields:
    """A role, where it is held, and how long."""

    role = RadioField(_l("Role"), required=_l("Choose a role."))
    sees_needs = YesField(
        _l("May see diet and access needs"),
        hint=_l("For a helper who sees to meals or to the way in. These are health data."),
    )
    organisation = ChoiceField(
        _l("Organisation"), blank="–", required=_l("Choose the organisation.")
    )
    project = ChoiceField(_l("Project"), blank=_l("all projects of the organisation"))
    from_on = DateField(_l("First day"), hint=_l("Leave it empty to begin at once."))
    until_on = DateField(_l("Last day"), hint=_l("Leave it empty for no end."))

    def offer(self, viewer: Viewer, current: RoleAssignment | None = None) -> None:
        """Offer what *viewer* may give; what is stored now (*current*) included."""
        self.role.choices = _roles(viewer)
        self.organisation.choices = _organisations(viewer, current)
        self.project.choices = _projects(viewer, current)
        only = self.organisation.choices
        if len(only) == 1 and not self.organisation.data:
            self.organisation.data = only[0][0]

    def check_days(self) -> bool:
        """Say so when the last day lies before the first."""
        first, last = self.from_on.data, self.until_on.data
        if first and last and last < first:
            form: Any = self
            form.add_error("until_on", _("The last day lies before the first."))
            return False
        return True

    def given(self) -> Given:
        """The answers as the rules want them."""
        return Given(
            Role(self.role.data),
            int(self.organisation.data),
            int(self.project.data) if self.project.data else None,
            self.from_on.data,
            self.until_on.data,
            bool(self.sees_needs.data),
        )


class InviteForm(_RoleFields, BaseForm):
    """A colleague to be."""

    email = EmailField(
        _l("E-mail"),
        required=_l("Write the colleague's e-mail address."),
        hint=_l("They sign in with this address; the letter goes there."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    name = TextField(
        _l("Name"),
        required=_l("Write the colleague's name."),
        longest=200,
        hint=_l("Who has an account already keeps the name they gave themselves."),
        render_kw={"autocomplete": "off"},
    )
    language = ChoiceField(_l("Language of the letter"))

    def prepare(self, viewer: Viewer) -> None:
        """Set what can be chosen."""
        self.offer(viewer)
        self.language.choices = languages()
        if not self.is_submitted():
            self.language.data = current_language()


class RoleForm(_RoleFields, RevisedForm):
    """What is changed about a role."""

    even_if_last = YesField(_l("Do it although nobody else coordinates it"))

    def prepare(self, viewer: Viewer, role: RoleAssignment) -> None:
        """Show what is stored."""
        if not self.is_submitted():
            self.role.data, self.sees_needs.data = role.role, role.sees_needs
            self.organisation.data = str(role.organisation_id)
            self.project.data = str(role.project_id or "")
            self.from_on.data, self.until_on.data = role.from_on, role.until_on
        self.offer(viewer, role)
        self.starts_from(role.revision)

    def versions(self, role: RoleAssignment) -> list[tuple[str, str, str]]:
        """(label, what was typed, what is stored) of what differs."""
        rows = []
        stored = {
            "role": role.role,
            "organisation": str(role.organisation_id),
            "project": str(role.project_id or ""),
            "from_on": role.from_on,
            "until_on": role.until_on,
        }
        for name, theirs in stored.items():
            field: Any = self[name]
            if (field.data or None) == (theirs or None):
                continue
            words = dict([("", getattr(field, "blank", "") or ""), *getattr(field, "choices", ())])
            shown = [str(words.get(each, each or "–")) for each in (field.data, theirs)]
            rows.append((field.label.text, *shown))
        return rows


class EndForm(BaseForm):
    """A button, and for administrators a box to tick where nobody would be left."""

    even_if_last = YesField(_l("Do it although nobody else coordinates it"))


def _roles(viewer: Viewer) -> list[Choice]:
    """Roles *viewer* may give somewhere."""
    mine = list(giving(viewer))
    return [
        (role.value, role_word(role))
        for role in ROLE_WORDS
        if viewer.is_admin
        or any(covers(held, Grant(role, held.organisation_id, held.project_id)) for held in mine)
    ]


def _organisations(viewer: Viewer, current: RoleAssignment | None) -> list[Choice]:
    query = select(Organisation.id, Organisation.name)
    if not viewer.is_admin:
        known = {held.organisation_id for held in giving(viewer)}
        query = query.where(Organisation.id.in_(known | _of(current, "organisation_id")))
    return _named(db.session.execute(query))


def _projects(viewer: Viewer, current: RoleAssignment | None) -> list[Choice]:
    """The projects of one's roles, and those of organisations where one's role is for all."""
    query = select(Project.id, Project.acronym, Project.name)
    if not viewer.is_admin:
        mine = list(giving(viewer))
        known = {held.project_id for held in mine if held.project_id is not None}
        whole = [held.organisation_id for held in mine if held.project_id is None]
        joined = (
            select(Phase.project_id).join(Membership).where(Membership.organisation_id.in_(whole))
        )
        query = query.where(
            Project.id.in_(known | _of(current, "project_id")) | Project.id.in_(joined)
        )
    return _named((row.id, row.acronym or row.name) for row in db.session.execute(query))


def _of(current: RoleAssignment | None, name: str) -> set[int]:
    value = getattr(current, name, None)
    return set() if value is None else {value}


def _named(rows: Iterable[Any]) -> list[Choice]:
    choices = [(str(number), plain_text(name)) for number, name in rows]
    return sorted(choices, key=lambda choice: reading_order(choice[1]))
