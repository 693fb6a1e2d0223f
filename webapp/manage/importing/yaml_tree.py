"""Reads a YAML file into plain nodes that know their line, and nothing else.

YAML can do more than a file of facts needs, and some of it is dangerous: tags that build objects,
aliases that multiply a small file into gigabytes, ``no`` read as *false* where Norway is meant. So
the events of PyYAML's safe parser are used alone: every scalar stays text until somebody asks for a
number or a date, and tags, anchors, aliases, merge keys and second documents are refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from flask_babel import gettext as _

from webapp.core.notation_words import shown
from webapp.manage.importing.problems import Problems

LARGEST_FILE = 5 * 1024 * 1024
DEEPEST = 20
# The C parser is ten times faster; both give the same events.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True)
class Scalar:
    """A word, a number, a text; ``is_null`` when nothing was written."""

    line: int
    text: str
    is_null: bool = False


@dataclass(frozen=True)
class Listing:
    """Several nodes in order."""

    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """Keys and what stands under them, with the line of each key."""

    line: int
    items: dict[str, "Node"] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Node = Scalar | Listing | Table


class _Unreadable(Exception):
    """The rest of the file cannot be understood; *line* says where reading stopped."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line, self.why = line, why


def read_tree(path: Path, problems: Problems) -> Table | None:
    """The file's keys; None, with the reason among *problems*, when it cannot be read."""
    text = _read_text(path, problems)
    if text is None:
        return None
    try:
        node = _Builder(yaml.parse(text, Loader=_LOADER), problems).document()
    except _Unreadable as error:
        problems.add(error.line, error.why)
        return None
    except yaml.YAMLError as error:
        problems.add(_line_of(error), _("this is not YAML: %(why)s", why=_why(error)))
        return None
    if not isinstance(node, Table):
        problems.add(node.line, _("the file must begin with “format: vizite 1”"))
        return None
    return node


def _read_text(path: Path, problems: Problems) -> str | None:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        problems.add(None, _("the file cannot be opened: %(why)s", why=error.strerror))
        return None
    if len(data) > LARGEST_FILE:
        problems.add(None, _("the file is larger than 5 MB; split it"))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(line, _("the file is not UTF-8; save it in that encoding"))
        return None


def _line_of(error: yaml.YAMLError) -> int | None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return None if mark is None else mark.line + 1


def _why(error: yaml.YAMLError) -> str:
    return shown(str(getattr(error, "problem", None) or getattr(error, "reason", None) or error))


class _Builder:
    """Builds the tree from PyYAML's events."""

    def __init__(self, events: Iterator[Any], problems: Problems) -> None:
        self.events, self.problems = events, problems

    def document(self) -> Node:
        next(self.events)  # the stream begins
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            raise _Unreadable(1, _("the file is empty"))
        node = self._node(next(self.events), 0)
        next(self.events)  # the document ends
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise _Unreadable(_line(event), _("the file holds more than one document"))
        return node

    def _node(self, event: Any, depth: int) -> Node:
        self._refuse_magic(event)
        if depth > DEEPEST:
            raise _Unreadable(_line(event), _("this is nested too deeply"))
        if isinstance(event, yaml.ScalarEvent):
            is_null = event.implicit[0] and event.value in _EMPTY
            return Scalar(_line(event), event.value, is_null)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._listing(_line(event), depth)
        return self._table(_line(event), depth)

    def _refuse_magic(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _Unreadable(
                _line(event), _("anchors (&) and aliases (*) are not read; write the text out")
            )
        if event.tag is not None and event.tag != "!":
            raise _Unreadable(_line(event), _("tags such as “%(tag)s” are not read", tag=event.tag))

    def _listing(self, line: int, depth: int) -> Listing:
        listing = Listing(line)
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            listing.items.append(self._node(event, depth + 1))
        return listing

    def _table(self, line: int, depth: int) -> Table:
        table = Table(line)
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            self._put(table, key, value)
        return table

    def _put(self, table: Table, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            self.problems.add(key.line, _("a key must be one word"))
        elif key.text in table.items:
            first = table.lines[key.text]
            self.problems.add(
                key.line,
                _("“%(key)s” stands here twice, first in line %(line)s", key=key.text, line=first),
            )
        else:
            table.items[key.text] = value
            table.lines[key.text] = key.line


def _line(event: Any) -> int:
    line: int = event.start_mark.line + 1
    return line
