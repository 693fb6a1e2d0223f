"""Forms: request text becomes clean Python values, errors say what to do next.

A feature writes ``class NameForm(BaseForm): name = TextField(_l("Name"), required=True)`` and
renders it with the macros in ``templates/macros/forms.html``. All that a form is made of is
imported from here.
"""

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms.fields import Field
from wtforms.validators import ValidationError

from webapp.core.form_cleaning import CleanMeta, clean_line, clean_text
from webapp.core.form_compound import CompoundField, PartError, Parts
from webapp.core.form_fields import (
    AddressField,
    ChoiceField,
    ChoicesField,
    EmailField,
    HiddenField,
    Longest,
    LongTextField,
    NumberField,
    PhoneField,
    RadioField,
    Required,
    SearchField,
    TextField,
    YesField,
)
from webapp.core.form_periods import PeriodField, PhaseChoice
from webapp.core.form_texts import LocalTextField
from webapp.core.form_times import (
    DateField,
    LocalDateTime,
    LocalDateTimeField,
    TimeField,
    ZoneField,
)

__all__ = [
    "AddressField",
    "BaseForm",
    "ChoiceField",
    "ChoicesField",
    "CompoundField",
    "DateField",
    "EmailField",
    "HiddenField",
    "LocalDateTime",
    "LocalDateTimeField",
    "LocalTextField",
    "LongTextField",
    "Longest",
    "NumberField",
    "PartError",
    "Parts",
    "PeriodField",
    "PhaseChoice",
    "PhoneField",
    "RadioField",
    "Required",
    "RevisedForm",
    "SearchField",
    "TextField",
    "TimeField",
    "YesField",
    "ZoneField",
    "clean_line",
    "clean_text",
]


class _Csrf(FlaskForm.Meta.csrf_class):
    """The check that the form came from our page, saying what to do when it fails."""

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        try:
            super().validate_csrf_token(form, field)
        except ValidationError as error:
            message = _("This form was open for too long. Send it again: all is still filled in.")
            raise ValidationError(message) from error


class BaseForm(FlaskForm):
    """The base of every form: CSRF, cleaned texts, words in the reader's language."""

    class Meta(CleanMeta, FlaskForm.Meta):
        csrf_class = _Csrf

    def add_error(self, name: str, message: str) -> None:
        """Put what a rule found wrong beside the field it concerns ("" for the whole form)."""
        if not name:
            self.form_errors.append(message)
            return
        field: Field = self[name]
        field.errors = [*field.errors, message]

    def hidden_tag(self) -> Markup:
        """The hidden inputs, without ids: several forms may stand on one page."""
        hidden = (field for field in self if getattr(field.widget, "input_type", "") == "hidden")
        return Markup("\n").join(field(id=False) for field in hidden)

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """(id of the input, or "" for the whole form; message), in the order of the page."""
        found = [("", message) for message in self.form_errors]
        for field in self:
            parts = list(field.part_errors()) if hasattr(field, "part_errors") else []
            own = field.own_errors if hasattr(field, "own_errors") else list(field.errors)
            is_hidden = getattr(field.widget, "input_type", "") == "hidden"
            target = "" if is_hidden else field_target(field)
            found += [*((target, message) for message in own), *parts]
        return found


def field_target(field: Any) -> str:
    """The id of the input that takes the focus when an error of the field is followed."""
    if isinstance(field, RadioField | ChoicesField):
        return f"{field.id}-0"
    if isinstance(field, LocalTextField):
        return field.inputs[0].id
    if isinstance(field, PeriodField):
        return f"{field.parts['precision'].id}-0"
    if isinstance(field, CompoundField):
        return str(next(iter(field.parts)).id)
    return str(field.id)


class RevisedForm(BaseForm):
    """A form for something others may change meanwhile; it carries the revision it shows.

    A part of something larger carries the fingerprint of its values instead, so that a change of
    another part does not make it stale.
    """

    posted_revision = HiddenField()

    def starts_from(self, revision: int | str) -> None:
        """Set the revision a fresh form is filled from; one that was posted stays."""
        if not self.is_submitted():
            self.posted_revision.data = str(revision)

    def is_stale(self, revision: int | str) -> bool:
        """Whether someone has saved another version since this form was opened.

        Then nothing is stored: the page shows both versions (`both_versions` in
        ``macros/tables.html``) and the form again, now from the new revision (`renew`).
        """
        return str(self.posted_revision.data or "") != str(revision)

    def renew(self, revision: int | str) -> None:
        """Let the next attempt start from this revision: the person has seen both versions."""
        self.posted_revision.data = str(revision)
