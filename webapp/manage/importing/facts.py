"""What a file says, after its form has been checked: records of values, each with its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Ref:
    """A record named by its id, or an organisation by any form of its name."""

    name: str
    line: int


@dataclass
class Facts:
    """One record. A key that the file leaves out is not there; one it leaves empty is None."""

    noun: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    #: Whether one of its values could not be read: then the others say too little to judge it.
    is_spoilt: bool = False

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def get(self, key: str, default: Any = None) -> Any:
        """The value of *key*; *default* when the file does not say it or leaves it empty."""
        value = self.values.get(key)
        return default if value is None else value

    def given(self, names: Mapping[str, str]) -> dict[str, Any]:
        """The values the file says, under the names of the model's columns."""
        return {column: self.values[key] for key, column in names.items() if key in self.values}

    @property
    def id(self) -> str:
        """How the file calls this record."""
        return str(self.get("id", ""))

    @property
    def label(self) -> str:
        """How a report calls this record."""
        for key in ("acronym", "title", "name", "what", "email", "id"):
            if self.values.get(key):
                return str(self.values[key])
        return self.noun


@dataclass
class FileFacts:
    """All records of a file, by section, and how they are to be taken."""

    language: str
    is_example: bool
    is_invented: bool
    sections: dict[str, list[Facts]]
    #: The ids that other parts of the same file give, where it is read some at a time.
    elsewhere: dict[str, set[str]] = field(default_factory=dict)

    def __getitem__(self, section: str) -> list[Facts]:
        return self.sections.get(section, [])

    def ids(self, section: str) -> frozenset[str]:
        """The ids a section gives its records."""
        return frozenset(each.id for each in self[section] if each.id)

    def known(self, section: str) -> frozenset[str] | set[str]:
        """The ids that the whole file gives the records of a section."""
        return self.elsewhere.get(section) or self.ids(section)

    def everything(self) -> Iterator[Facts]:
        """Every record, those inside others too."""
        for records in self.sections.values():
            for each in records:
                yield from with_parts(each)


def with_parts(facts: Facts) -> Iterator[Facts]:
    """A record and those inside it."""
    yield facts
    for value in facts.values.values():
        for part in value if isinstance(value, list) else (value,):
            if isinstance(part, Facts):
                yield from with_parts(part)


def parts(facts: Facts, key: str) -> list[Facts]:
    """The records a key holds; none when the file does not say or clears it."""
    found: list[Facts] = facts.get(key, [])
    return found
