"""Fields for words, numbers and choices, with errors that say what to do next.

All take `required` (True, or the sentence that asks for it), `hint`, and further `validators`.
Data is always clean: texts are trimmed strings, "" when nothing was typed.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import fields
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextInput

from webapp.core.form_cleaning import clean_line

Validator = Callable[[Any, Any], object]


class Required:
    """Something must be given; *message* asks for it."""

    def __init__(self, message: str | None = None) -> None:
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, form: object, field: fields.Field) -> None:
        """Stop at an empty field, unless what was typed could not be read (that is said then)."""
        is_zero = field.data == 0 and field.data is not False
        if field.data or is_zero or field.errors:
            return
        raise StopValidation(str(self.message or "") or _usual_request(field))


def _usual_request(field: fields.Field) -> str:
    """What asks for an answer when the form has no sentence of its own."""
    if isinstance(field, fields.BooleanField):
        return str(_("Tick this box to go on: “%(label)s”", label=field.label.text))
    if isinstance(field, _Offering):
        return str(_("Choose an answer: “%(label)s”", label=field.label.text))
    return str(_("Fill in “%(label)s”.", label=field.label.text))


class Longest:
    """At most so many characters; the text stays in the field, to be shortened by its author."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: object, field: fields.Field) -> None:
        """Say how much too long it is."""
        too_long(field.data, self.most)


def too_long(text: str | None, most: int) -> None:
    """Raise ValidationError when *text* has more than *most* characters."""
    surplus = len(text or "") - most
    if surplus > 0:
        message = ngettext(
            "Shorten this by %(num)d character: there is room for %(most)d.",
            "Shorten this by %(num)d characters: there is room for %(most)d.",
            surplus,
            most=most,
        )
        raise ValidationError(message)


class Asking(fields.Field):
    """What all fields share: how one says that an answer is needed, and a hint."""

    def __init__(
        self,
        label: str | None = None,
        *,
        required: bool | str = False,
        hint: str = "",
        validators: Sequence[Validator] = (),
        **kwargs: Any,
    ) -> None:
        chain = list(validators)
        if required:
            chain.insert(0, Required(None if required is True else required))
        super().__init__(label, validators=chain, description=hint, **kwargs)


class TextField(Asking, fields.StringField):
    """One line of text."""

    data: str

    def __init__(self, label: str | None = None, *, longest: int = 200, **kwargs: Any) -> None:
        validators = [*kwargs.pop("validators", ()), Longest(longest)]
        filters = [clean_line, *kwargs.pop("filters", ())]
        super().__init__(label, validators=validators, filters=filters, **kwargs)


class SearchField(TextField, fields.SearchField):
    """Words to look for."""


class PhoneField(TextField, fields.TelField):
    """A telephone number as people write it."""


class LongTextField(Asking, fields.TextAreaField):
    """Text of several lines."""

    data: str

    def __init__(self, label: str | None = None, *, longest: int = 5000, **kwargs: Any) -> None:
        validators = [*kwargs.pop("validators", ()), Longest(longest)]
        super().__init__(label, validators=validators, filters=[lambda text: text or ""], **kwargs)


class EmailField(TextField, fields.EmailField):
    """An e-mail address; data is in the form letters are sent to (domain in small letters)."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"autocomplete": "email", "spellcheck": "false"})
        super().__init__(label, longest=254, **kwargs)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Check the form of the address; nobody is asked whether it exists."""
        if validation_stopped or not self.data or self.errors:
            return
        try:
            self.data = validate_email(self.data, check_deliverability=False).normalized
        except EmailNotValidError as error:
            message = _("Write an e-mail address such as anna@example.org.")
            raise ValidationError(message) from error


class AddressField(TextField, fields.URLField):
    """An address on the web; http and https only."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": "url", "spellcheck": "false"})
        super().__init__(label, longest=1000, **kwargs)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Only what a browser can open without harm."""
        if validation_stopped or not self.data or self.errors:
            return
        scheme, _colon, rest = self.data.partition("://")
        host = rest.partition("/")[0]
        if scheme.lower() not in ("http", "https") or not host or " " in self.data:
            raise ValidationError(_("Write a full address such as https://example.org/page."))


class NumberField(Asking, fields.IntegerField):
    """A whole number from *least* to *most*; data is None when nothing was typed."""

    widget = TextInput()

    def __init__(
        self, label: str | None = None, *, least: int = 0, most: int = 1_000_000, **kwargs: Any
    ) -> None:
        self.least, self.most = least, most
        kwargs.setdefault("render_kw", {"inputmode": "numeric"})
        super().__init__(label, **kwargs)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the number; "1 200" with spaces counts as one."""
        text = "".join(valuelist[0].split()) if valuelist else ""
        self.data = None
        if not text:
            return
        if len(text) > 12 or not text.removeprefix("-").isdecimal():
            raise ValueError(
                _("Write a whole number, for example %(example)d.", example=self._example())
            )
        self.data = int(text)

    def _example(self) -> int:
        return min(max(self.least, 20), self.most)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """The number lies within its limits."""
        if self.data is not None and not self.least <= self.data <= self.most:
            raise ValidationError(
                _(
                    "Write a number from %(least)d to %(most)d.",
                    least=self.least,
                    most=self.most,
                )
            )


class _Offering(Asking):
    """A field with `choices`: a list of (value, words), also to be set by the view.

    Not WTForms' SelectField, which is about to give up such lists.
    """

    def __init__(
        self,
        label: str | None = None,
        *,
        choices: Iterable[tuple[Any, Any]] = (),
        coerce: Callable[[Any], Any] = str,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.choices, self.coerce = list(choices), coerce

    def _options(self) -> list[tuple[str, str]]:
        """(value, words) of each choice, both as text."""
        return [(str(value), str(words)) for value, words in self.choices]


class ChoiceField(_Offering):
    """One of a list, in a drop-down; with `blank` words for "nothing chosen".

    Data is the value through `coerce`; without an answer "" (None where `coerce` is another).
    """

    def __init__(
        self, label: str | None = None, *, blank: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.blank = blank

    def offered(self) -> list[tuple[str, str, bool]]:
        """(value, words, is chosen) of each option, the blank one first."""
        chosen = "" if self.data is None else str(self.data)
        blank = [] if self.blank is None else [("", str(self.blank))]
        return [(value, words, value == chosen) for value, words in [*blank, *self._options()]]

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the value; one that cannot be read was not offered."""
        self.data = "" if self.coerce is str else None
        if not valuelist or valuelist[0] == "":
            return
        try:
            self.data = self.coerce(valuelist[0])
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(_("Choose one of the options listed.")) from error

    def pre_validate(self, form: Any) -> None:
        """Only what was offered."""
        if self.data not in (None, "") and str(self.data) not in dict(self._options()):
            raise ValidationError(_("Choose one of the options listed."))


class RadioField(ChoiceField):
    """One of a few, all in sight."""


class ChoicesField(_Offering):
    """Any number of a list, as checkboxes; data is a list of values through `coerce`."""

    def offered(self) -> list[tuple[str, str, bool]]:
        """(value, words, is chosen) of each option."""
        chosen = {str(value) for value in self.data or ()}
        return [(value, words, value in chosen) for value, words in self._options()]

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the values; those that cannot be read were not offered."""
        self.data = []
        try:
            self.data = [self.coerce(value) for value in valuelist]
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(_("Choose only from the options listed.")) from error

    def pre_validate(self, form: Any) -> None:
        """Only what was offered."""
        offered = dict(self._options())
        if any(str(value) not in offered for value in self.data or ()):
            raise ValidationError(_("Choose only from the options listed."))


class YesField(Asking, fields.BooleanField):
    """A box to tick; `required` means that it has to be ticked (a consent)."""


class HiddenField(Asking, fields.HiddenField):
    """Something the page sends along unseen."""
