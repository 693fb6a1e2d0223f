"""Stores what differs, and keeps account of it: for the report and for the change log."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import inspect

from webapp.core.changes import record
from webapp.core.database import Model, Revised, db
from webapp.core.text import LocalText
from webapp.manage.importing.facts import Facts, FileFacts, Ref
from webapp.manage.importing.finding import MODELS, Finder
from webapp.manage.importing.problems import Problems
from webapp.manage.importing.report import Change, Doubt, Report

Row = TypeVar("Row", bound=Model)
#: What was different: the name of the column or list → before and after, as JSON values.
Differences = dict[str, tuple[Any, Any]]


@dataclass
class Carried:
    """What later parts of a file need to know of earlier ones."""

    #: What the file calls a person → the id of the row.
    persons: dict[str, int] = field(default_factory=dict)
    #: The id of a person → whom they were merged into, and the line that says so.
    merged: dict[int, tuple[str, int]] = field(default_factory=dict)
    #: The id of an event → which event it follows, and whether it was taken over just now.
    follows: dict[int, tuple[Ref, bool]] = field(default_factory=dict)
    #: The code of a letter → whom it names one by one, and the line that says so.
    chosen: dict[str, tuple[list[str], int]] = field(default_factory=dict)
    #: The id of a good practice → the event and the code of the item where it was met; the line.
    met: dict[int, tuple[Ref, str | None, int]] = field(default_factory=dict)
    #: The id of a delegate → the registration of whom they come instead, and the line.
    instead: dict[int, tuple[str, int]] = field(default_factory=dict)


class Ledger:
    """One import: the rows it finds, what it stores, what it reports."""

    def __init__(
        self, facts: FileFacts, problems: Problems, carried: Carried | None = None
    ) -> None:
        self.facts, self.problems = facts, problems
        self.carried = carried or Carried()
        self.finder = Finder(facts, problems)
        self.report = Report(problems.path)
        #: Every record of the file that has a row now, with that row.
        self.written: list[tuple[Facts, Any]] = []
        self._made: set[int] = set()
        self._log: list[tuple[Any, str, Differences, bool]] = []

    def put(self, section: str, facts: Facts, values: Mapping[str, Any]) -> tuple[Any, Differences]:
        """The row of a record with these values, found or made; and what was different."""
        row = self.finder.rows[section].get(facts.id)
        if row is None:
            row = self.make(MODELS[section], slug=facts.id)
            self.mark(row, facts)
            self.finder.rows[section][facts.id] = row
        return row, settle(row, values)

    def make(self, model: type[Row], **values: Any) -> Row:
        """A new row, marked as an example when the file is one."""
        row = model(**values)
        if hasattr(model, "is_example"):
            row.is_example = self.facts.is_example  # type: ignore[attr-defined]
        db.session.add(row)
        self._made.add(id(row))
        return row

    def mark(self, row: Any, facts: Facts) -> None:
        """Mark a new row as an example where its record says so itself."""
        if facts.get("example") is not None:
            row.is_example = facts["example"]

    def close(self, facts: Facts, row: Any, differences: Differences) -> None:
        """Count the record as created, changed or unchanged."""
        is_new = id(row) in self._made
        self.written.append((facts, row))
        if is_new:
            self.report.created.append((facts.noun, facts.label))
        elif differences:
            self.report.changed.append(Change(facts.noun, facts.label, tuple(sorted(differences))))
            if isinstance(row, Revised):
                row.touch()
        else:
            self.report.unchanged += 1
        if is_new or differences:
            self._log.append((row, facts.noun, differences, is_new))

    def doubt(self, code: str, facts: Facts, text: str, at: Facts | None = None) -> None:
        """Report something about a record that does not agree; *at* is the part that says it."""
        found = Doubt(code, (at or facts).line, facts.label, text)
        if found not in self.report.doubts:
            self.report.doubts.append(found)

    def write_log(self) -> None:
        """Flush, and put what happened into the change log: it needs the new rows' ids."""
        db.session.flush()
        for row, noun, differences, is_new in self._log:
            # What a new row holds can be read in the row; of a changed one both versions are kept.
            before = None if is_new else {name: pair[0] for name, pair in differences.items()}
            after = None if is_new else {name: pair[1] for name, pair in differences.items()}
            record(entity_key(noun, row), "imported", before, after)
        self._log.clear()


def entity_key(noun: str, row: Any) -> str:
    """How change log and sources know a row: ``project:3``, ``local-group:1``."""
    return f"{noun.replace(' ', '-')}:{row.id}"


def settle(row: Any, values: Mapping[str, Any]) -> Differences:
    """Store what differs. An empty value leaves alone what the database needs filled."""
    columns = inspect(type(row)).columns
    differences: Differences = {}
    for name, value in values.items():
        if value is None and name in columns and not columns[name].nullable:
            continue
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            differences[name] = (as_json(before), as_json(value))
    return differences


def sync(
    rows: list[Row],
    wanted: Iterable[Mapping[str, Any]],
    make: Callable[..., Row],
    key: tuple[str, ...],
    *,
    removes: bool = True,
) -> bool:
    """Make the rows of a list equal to *wanted*, matched by their *key* columns.

    Rows that nobody wants go, unless the list only ever grows. True when something was different.
    """
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(getattr(row, name) for name in key), []).append(row)
    differs = False
    kept: list[Row] = []
    for values in wanted:
        same = found.get(tuple(values[name] for name in key))
        if same:
            row = same.pop(0)  # several of one key are taken in turn
            differs |= bool(settle(row, values))
        else:
            row = make(**values)
            rows.append(row)
            differs = True
        kept.append(row)
    if removes:
        gone = [row for row in rows if not any(row is each for each in kept)]
        for row in gone:
            rows.remove(row)
        differs |= bool(gone)
    return differs


def as_json(value: Any) -> Any:
    """A value for the change log."""
    if isinstance(value, list):
        return [as_json(each) for each in value]
    if isinstance(value, LocalText):
        return value.as_json()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Model):
        return getattr(value, "slug", None) or str(value)
    return value
