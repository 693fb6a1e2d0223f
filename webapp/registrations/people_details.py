"""The same detail of several people at once: their language, their group, a note."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.forms import BaseForm, ChoiceField, LongTextField
from webapp.events.models import Event
from webapp.registrations import people_choices as choices
from webapp.registrations import people_notes as notes
from webapp.registrations import rules
from webapp.registrations.models import Registration
from webapp.registrations.people_filters import NO_GROUP


class DetailsForm(BaseForm):
    """What is to be the same for all of them; what is left empty stays as it is."""

    language = ChoiceField(_l("Language of letters"), blank=_l("as it is"))
    group = ChoiceField(_l("Group"), blank=_l("as it is"))
    note = LongTextField(
        _l("Note for staff"), longest=notes.LONGEST, hint=_l("It is added to each of them.")
    )

    def prepare(self, event: Event) -> None:
        """Set what can be chosen."""
        self.language.choices = choices.letter_languages()
        groups = choices.target_groups(event)
        self.group.choices = [*groups, (NO_GROUP, _("not said"))] if groups else []

    def validate(self, extra_validators: Any = None) -> bool:
        """Something has to be changed."""
        is_valid: bool = super().validate(extra_validators)
        if is_valid and not (self.language.data or self.group.data or self.note.data):
            self.add_error("language", _("Choose or write what is to be changed."))
            return False
        return is_valid


def change_details(registration: Registration, form: Any) -> None:
    """Change what the form names, without a letter: it is nothing people rely on."""
    values: dict[str, Any] = {}
    if form.language.data:
        values["language"] = form.language.data
    if form.group.data:
        values["target_group_id"] = None if form.group.data == NO_GROUP else int(form.group.data)
    if values:
        rules.change(registration, quietly=True, **values)
    if form.note.data:
        notes.add(registration, form.note.data)
