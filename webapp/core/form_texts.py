"""A text in several languages: one input for each, one value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from webapp.core.form_cleaning import clean_line
from webapp.core.form_fields import Asking, too_long
from webapp.core.i18n import languages
from webapp.core.text import LocalText


@dataclass
class TextInput:
    """The input for one language, ready to print."""

    language: str
    language_name: str
    id: str
    name: str
    text: str
    is_needed: bool
    errors: list[str]


class LocalTextField(Asking):
    """One input per language of the installation, and per language the text already has.

    Data is a `LocalText`, empty (false) when nothing was written. `required` asks for the main
    language, or for any when `any_language` is set. `lines` gives a taller input.
    """

    data: LocalText

    def __init__(
        self,
        label: str | None = None,
        *,
        longest: int = 200,
        lines: int = 1,
        any_language: bool = False,
        required: bool | str = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.longest, self.lines = longest, lines
        self.any_language, self.asks_for = any_language, required
        self.inputs: list[TextInput] = []
        if required:
            self.flags.required = True

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Fill the inputs from what was posted, else from the text there is."""
        if data is unset_value:
            data = self.default() if callable(self.default) else self.default
        self.process_errors = []
        self.object_data = data
        stored = data if isinstance(data, LocalText) else LocalText({})
        names = dict(languages())
        names.update({tag: tag for tag in stored if tag not in names})
        main = self._main(stored, list(names))
        self.inputs = [
            self._input(tag, name, main, stored, formdata) for tag, name in names.items()
        ]
        self.data = LocalText({each.language: each.text for each in self.inputs}, main)

    def _main(self, stored: LocalText, tags: Sequence[str]) -> str:
        return stored.main if stored else tags[0]

    def _input(
        self, tag: str, language_name: str, main: str, stored: LocalText, formdata: Any
    ) -> TextInput:
        name = f"{self.name}-{tag}"
        text = stored.get(tag) or ""
        if formdata is not None and name in formdata:
            text = formdata.get(name)
        needed = bool(self.asks_for) and not self.any_language and tag == main
        if self.lines == 1:
            text = clean_line(text)
        return TextInput(tag, language_name, name, name, text, needed, [])

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Not too long in any language; there in the one that is needed."""
        for each in self.inputs:
            each.errors = list(self._errors_of(each))
        self.errors = [message for each in self.inputs for message in each.errors]
        if self.asks_for and self.any_language and not self.data:
            self.inputs[0].errors = [self._please(_("Write it in at least one language."))]
            self.errors = list(self.inputs[0].errors)
        return not self.errors and super().validate(form, extra_validators)

    def _errors_of(self, each: TextInput) -> Iterator[str]:
        if each.is_needed and not each.text:
            yield self._please(
                _("Write it in this language at least: %(language)s.", language=each.language_name)
            )
        try:
            too_long(each.text, self.longest)
        except ValidationError as error:
            yield str(error)

    def _please(self, usual: str) -> str:
        return usual if self.asks_for is True else str(self.asks_for)

    def part_errors(self) -> Iterator[tuple[str, str]]:
        """(id of the input, message) for each error."""
        for each in self.inputs:
            for message in each.errors:
                yield each.id, message

    @property
    def own_errors(self) -> list[str]:
        """The errors that belong to no single language."""
        theirs = {message for _id, message in self.part_errors()}
        return [message for message in self.errors if message not in theirs]
