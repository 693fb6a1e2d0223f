"""A question that is answered several times: places, contributors, rates. Works without a script.

The rows have numbers; a button adds an empty one, and a row that is left empty does not count.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from wtforms.utils import unset_value

from webapp.core.form_compound import Parts
from webapp.core.form_fields import Asking

#: More than anybody types; a posted form can hold any number.
MOST = 60


class RowsField(Asking):
    """Numbered rows of inputs, named ``<name>-<number>-<part>``; data is a list of dicts.

    A subclass names the `row_class` and says which rows are empty (`is_empty`). The view calls
    `add_row` when the button with `add_name` was pressed.
    """

    row_class: type[Parts]
    rows: list[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offered: dict[str, Sequence[tuple[str, str]]] = {}

    def offer(self, part: str, choices: Sequence[tuple[str, str]]) -> None:
        """What can be chosen in *part* of each row, added ones included."""
        self._offered[part] = choices
        for row in self.rows:
            row[part].choices = choices

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Fill the rows from what was posted, else from the list there is."""
        given = list(data or ()) if data is not unset_value else []
        self.process_errors, self.object_data = [], given
        numbers = self._numbers(formdata)
        if numbers:
            self.rows = [self._row(number, formdata, None) for number in numbers]
        else:
            self.rows = [self._row(number, None, each) for number, each in enumerate(given)]
        if not self.rows:
            self.add_row()
        self.data = self._values()

    @property
    def add_name(self) -> str:
        """The name of the button that adds a row."""
        return f"{self.name}-add"

    def add_row(self) -> None:
        """One more empty row."""
        last = int(self.rows[-1].number) + 1 if self.rows else 0
        self.rows.append(self._row(last, None, None))

    def is_empty(self, row: Any) -> bool:
        """Whether nothing was written in *row*."""
        raise NotImplementedError

    def is_gone(self, row: Any) -> bool:
        """Whether *row* was ticked to be removed, where rows have a part `gone` for that."""
        return "gone" in row and bool(row["gone"].data)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check every row that counts."""
        counting = [row for row in self.rows if not self.is_empty(row) and not self.is_gone(row)]
        are_good = [row.validate() for row in counting]
        self.data = self._values()
        self.errors = [message for _id, message in self.part_errors()]
        return all(are_good) and not self.errors

    def part_errors(self) -> Iterator[tuple[str, str]]:
        """(id of the input, message) for each error."""
        for row in self.rows:
            for part in row:
                if hasattr(part, "part_errors"):
                    yield from part.part_errors()
                    yield from ((part.id, message) for message in part.own_errors)
                else:
                    yield from ((part.id, message) for message in part.errors)

    @property
    def own_errors(self) -> list[str]:
        """Every error belongs to one input."""
        return []

    def _values(self) -> list[dict[str, Any]]:
        counting = (row for row in self.rows if not self.is_empty(row) and not self.is_gone(row))
        return [dict(row.data) for row in counting]

    def _row(self, number: int, formdata: Any, value: Any) -> Any:
        row: Any = self.row_class(
            formdata=formdata, prefix=f"{self.name}-{number}-", data=dict(value or {})
        )
        row.number = number
        for part, choices in self._offered.items():
            row[part].choices = choices
        return row

    def _numbers(self, formdata: Any) -> Sequence[int]:
        pattern = re.compile(re.escape(self.name) + r"-(\d{1,4})-")
        found = (pattern.match(key) for key in formdata or ())
        return sorted({int(each[1]) for each in found if each})[:MOST]
