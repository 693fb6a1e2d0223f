"""Fields that ask with several inputs and answer with one value."""

from collections.abc import Iterator
from typing import Any

from wtforms import Form
from wtforms.fields import Field
from wtforms.meta import DefaultMeta
from wtforms.utils import unset_value

from webapp.core.form_cleaning import CleanMeta
from webapp.core.form_fields import Asking


class PartError(ValueError):
    """What is wrong with one input of several; *part* is its name."""

    def __init__(self, part: str, message: str) -> None:
        super().__init__(message)
        self.part, self.message = part, message


class Parts(Form):
    """The inputs inside a compound field."""

    class Meta(CleanMeta, DefaultMeta):
        pass


class CompoundField(Asking):
    """Base of the compound fields: `parts` holds the inputs, named ``<name>-<part>``.

    A subclass says how a value is taken apart (`split`) and put together (`compose`, which may
    raise `PartError`). The data are put together when the form is validated.
    """

    parts_class: type[Parts]
    parts: Parts

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Fill the inputs from what was posted, else from the value there is."""
        if data is unset_value:
            data = self.default() if callable(self.default) else self.default
        self.process_errors, self.object_data, self.data = [], data, data
        self.parts = self.parts_class(
            formdata=self._posted(formdata), prefix=f"{self.name}-", data=self.split(data)
        )

    def _posted(self, formdata: Any) -> Any:
        """A form that does not show this field must not empty it."""
        is_here = formdata is not None and any(key.startswith(f"{self.name}-") for key in formdata)
        return formdata if is_here else None

    def split(self, value: Any) -> dict[str, Any]:
        """The data of each part for a value (or None)."""
        raise NotImplementedError

    def compose(self) -> Any:
        """The value of the parts, None when they are empty; raises `PartError`."""
        raise NotImplementedError

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check the parts, then put them together, then what holds for the whole."""
        self.errors = []
        if self.parts.validate():
            try:
                self.data = self.compose()
            except PartError as error:
                part: Any = self.parts[error.part]
                part.errors = [*part.errors, error.message]
        part_errors = [message for _part_id, message in self.part_errors()]
        if part_errors:
            self.errors = part_errors
            return False
        return super().validate(form, extra_validators)

    def part_errors(self) -> Iterator[tuple[str, str]]:
        """(id of the input, message) for each error that belongs to one input."""
        for part in self.parts:
            for message in part.errors:
                yield part.id, message

    @property
    def own_errors(self) -> list[str]:
        """The errors that belong to the whole and to none of the inputs."""
        theirs = {message for _part_id, message in self.part_errors()}
        return [message for message in self.errors if message not in theirs]

    def __getitem__(self, name: str) -> Field:
        return self.parts[name]
