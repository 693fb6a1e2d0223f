"""What staff fill in about a project, apart from its phases and its money."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.form_compound import Parts
from webapp.core.form_notations import WhenField
from webapp.core.form_rows import RowsField
from webapp.core.form_slugs import SlugField
from webapp.core.forms import (
    AddressField,
    BaseForm,
    ChoiceField,
    ChoicesField,
    EmailField,
    HiddenField,
    LocalTextField,
    RevisedForm,
    TextField,
    YesField,
)
from webapp.projects.words import choices_of_words

_NOBODY = _l("nobody named")


class NewProjectForm(BaseForm):
    """The beginning of a project; all the rest is told in its workspace."""

    name = LocalTextField(_l("Title"), required=True, any_language=True, longest=300)
    acronym = TextField(_l("Acronym"), longest=80, hint=_l("What people call it in short."))
    slug = SlugField(
        _l("Address"),
        hint=_l(
            "The end of its address, such as city-centres. Left empty, it is made of the name."
        ),
    )
    programme = ChoiceField(_l("Programme"), blank=_l("none"))
    lead = ChoiceField(
        _l("Lead partner"), blank=_l("not known yet"), hint=_l("It leads the first phase.")
    )


class FactsForm(RevisedForm):
    """What a project is."""

    name = LocalTextField(_l("Title"), required=True, any_language=True, longest=300)
    acronym = TextField(_l("Acronym"), longest=80, hint=_l("What people call it in short."))
    number = TextField(_l("Project number"), longest=80)
    goal = LocalTextField(_l("Goal"), longest=2000, lines=4)
    expected_result = LocalTextField(_l("Expected result"), longest=2000, lines=4)
    website = AddressField(_l("Website"))
    programme = ChoiceField(
        _l("Programme"), blank=_l("none"), hint=_l("Its funding statement stands on every page.")
    )
    fund = ChoiceField(_l("Main fund"), blank=_l("none"))
    reporting_organisation = ChoiceField(
        _l("Described by"), blank=_NOBODY, hint=_l("Whose news and files the facts here are from.")
    )
    slug = SlugField(
        _l("Address"),
        required=True,
        hint=_l("After a change the old address leads here for ever, calendars too."),
    )


class OwnRow(Parts):
    """A row that is known again by its number."""

    row_id = HiddenField()
    gone = YesField(_l("Remove"))

    def is_blank(self, *names: str) -> bool:
        """Whether nothing was written in these parts."""
        return not any(self[name].data for name in names)


class MilestoneRow(OwnRow):
    """Something that happened or must happen."""

    when = WhenField(_l("When"))
    organisation = ChoiceField(_l("Organisation"), blank=_NOBODY)
    what = LocalTextField(_l("What"), longest=500, required=True, any_language=True, lines=2)


class MilestonesField(RowsField):
    """Milestones in the order of time."""

    row_class = MilestoneRow

    def is_empty(self, row: Any) -> bool:
        """Nothing written, and nothing that could not be read."""
        return row.is_blank("what", "when", "organisation") and not row["when"].typed


class MilestonesForm(RevisedForm):
    """All milestones of the project."""

    milestones = MilestonesField(_l("Milestones"))


class TerritoryRow(Parts):
    """Where a partner carries the project out."""

    gone = YesField(_l("Remove"))
    organisation = ChoiceField(_l("Partner"), blank=_l("choose"), required=True)
    place = ChoiceField(_l("Place"), blank=_l("choose"), required=True)


class TerritoriesField(RowsField):
    """Territories."""

    row_class = TerritoryRow

    def is_empty(self, row: Any) -> bool:
        """Neither partner nor place chosen."""
        return not row["organisation"].data and not row["place"].data


class GroupRow(OwnRow):
    """A local group."""

    organisation = ChoiceField(_l("Partner"), blank=_l("choose"), required=True)
    name = LocalTextField(_l("Name"), longest=200, required=True, any_language=True)
    task = LocalTextField(_l("Task"), longest=1000, lines=2)
    target_groups = ChoicesField(_l("Whom it brings together"))


class GroupsField(RowsField):
    """Local groups."""

    row_class = GroupRow

    def is_empty(self, row: Any) -> bool:
        """Nothing written or chosen."""
        return bool(row.is_blank("organisation", "name", "task", "target_groups"))


class GroupsForm(RevisedForm):
    """Where the project works, and with whom."""

    territories = TerritoriesField(_l("Territories"))
    groups = GroupsField(_l("Local groups"))


class DocumentRow(OwnRow):
    """Something the project has made or will make."""

    kind = ChoiceField(_l("Kind"), blank=_l("choose"), required=True)
    status = ChoiceField(_l("How it stands"))
    organisation = ChoiceField(_l("Organisation"), blank=_NOBODY)
    title = LocalTextField(_l("Title"), longest=300, required=True, any_language=True)
    about = LocalTextField(_l("In a sentence or two"), longest=1000, lines=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self["kind"]
        kind.choices = choices_of_words("document-kind", kind.data)
        status: Any = self["status"]
        status.choices = choices_of_words("document-status", status.data)


class DocumentsField(RowsField):
    """Documents."""

    row_class = DocumentRow

    def is_empty(self, row: Any) -> bool:
        """Neither kind nor title given."""
        return bool(row.is_blank("kind", "title", "about", "organisation"))


class DocumentsForm(RevisedForm):
    """What the project leaves behind."""

    documents = DocumentsField(_l("Plans, studies and solutions"))


#: What is part of the address of an office and never of a person's.
_FUNCTIONS = re.compile(
    "info|admin|birojs|city|contact|dome|eiropa|europe|hall|helpdesk|kanceleja|kontakt|lietvediba"
    "|mail|municipality|novads|office|partner|pasts|pilseta|press|prese|project|projekt|secretariat"
    "|support|team|town"
)
_TWO_NAMES = re.compile("[a-z]{2,}[._-][a-z]{3,}|[a-z][._-][a-z]{3,}")


def looks_personal(address: str) -> bool:
    """Whether an e-mail address reads like "anna.berzina@…": a person's, not an office's."""
    local = address.partition("@")[0].casefold()
    return bool(_TWO_NAMES.fullmatch(local)) and not _FUNCTIONS.search(local)


class ContactRow(OwnRow):
    """Whom the public can ask."""

    organisation = ChoiceField(_l("Organisation"), blank=_l("choose"), required=True)
    role = LocalTextField(_l("Function"), longest=200, required=True, any_language=True)
    email = EmailField(_l("E-mail"))
    is_office = YesField(_l("This address belongs to an office, not to one person"))

    @property
    def asks_office(self) -> bool:
        """Whether the page asks whose address it is."""
        email: Any = self["email"]
        return bool(self["is_office"].data) or looks_personal(email.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse what looks like the address of one person, unless told better."""
        is_good = super().validate(extra_validators)
        email: Any = self["email"]
        stored = email.object_data or ""
        if email.errors or self["is_office"].data or email.data == stored:
            return is_good
        if looks_personal(email.data or ""):
            email.errors = [
                _("This looks like the address of one person. Write one that several people read.")
            ]
            return False
        return is_good


class ContactsField(RowsField):
    """Contacts."""

    row_class = ContactRow

    def is_empty(self, row: Any) -> bool:
        """Nothing written or chosen."""
        return bool(row.is_blank("organisation", "role", "email"))


class SourceRow(OwnRow):
    """A published text that facts were taken from."""

    title = LocalTextField(_l("Title"), longest=300, required=True, any_language=True)
    publisher = TextField(_l("Published by"), longest=200)
    published = WhenField(_l("Day or year"), is_point=True)
    address = AddressField(_l("Address on the web"))


class SourcesField(RowsField):
    """Sources."""

    row_class = SourceRow

    def is_empty(self, row: Any) -> bool:
        """Nothing written."""
        return row.is_blank("title", "publisher", "published", "address") and not (
            row["published"].typed
        )


class ContactsForm(RevisedForm):
    """Whom to ask, and where the facts are from."""

    contacts = ContactsField(_l("Contacts"))
    sources = SourcesField(_l("Sources"))
