"""Turns YAML into plain nodes that know their line, and nothing else.

YAML can do more than a file of facts needs, and some of it is dangerous: tags that build objects,
aliases that multiply a small file into gigabytes, ``no`` read as *false* where Norway is meant. So
the events of PyYAML's safe parser are used alone: every scalar stays text until somebody asks for a
number or a date, and tags, anchors, aliases, merge keys and second documents are refused.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from flask_babel import gettext as _

from webapp.manage.importing.problems import Problems

DEEPEST = 20
#: So many values are in memory at once, in one record or in all that is read as a whole.
MOST_NODES = 400_000
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


class Unreadable(Exception):
    """The rest of the file cannot be understood; *line* says where reading stopped."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line, self.why = line, why


class Builder:
    """Builds the tree from PyYAML's events."""

    def __init__(self, events: Iterator[Any], problems: Problems) -> None:
        self.events, self.problems = events, problems
        self.nodes = 0

    def document(self) -> Node:
        """The whole of it."""
        node = self._node(self._root(), 0)
        self._end()
        return node

    def records(self, table: Table, long: Collection[str]) -> Iterator[tuple[str, Node]]:
        """The records of the top lists called *long*, one by one; the rest goes into *table*."""
        root = self._root()
        self._refuse_magic(root)
        if not isinstance(root, yaml.MappingStartEvent):
            raise Unreadable(_line(root), _("the file must begin with “format: vizite 1”"))
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key, begins = self._node(event, 1), next(self.events)
            is_list = isinstance(begins, yaml.SequenceStartEvent) and isinstance(key, Scalar)
            if isinstance(key, Scalar) and is_list and key.text in long:
                self._put(table, key, Listing(key.line))
                yield from self._taken(key.text, begins)
            else:
                self._put(table, key, self._node(begins, 1))
        self._end()

    def _taken(self, key: str, begins: Any) -> Iterator[tuple[str, Node]]:
        self._refuse_magic(begins)
        before = self.nodes
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            self.nodes = 0
            yield key, self._node(event, 2)
        self.nodes = before

    def _root(self) -> Any:
        next(self.events)  # the stream begins
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            raise Unreadable(1, _("the file is empty"))
        return next(self.events)

    def _end(self) -> None:
        next(self.events)  # the document ends
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise Unreadable(_line(event), _("the file holds more than one document"))

    def _node(self, event: Any, depth: int) -> Node:
        self._refuse_magic(event)
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise Unreadable(_line(event), _("there is too much in one piece; split the file"))
        if depth > DEEPEST:
            raise Unreadable(_line(event), _("this is nested too deeply"))
        if isinstance(event, yaml.ScalarEvent):
            is_null = event.implicit[0] and event.value in _EMPTY
            return Scalar(_line(event), event.value, is_null)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._listing(_line(event), depth)
        return self._table(_line(event), depth)

    def _refuse_magic(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise Unreadable(
                _line(event), _("anchors (&) and aliases (*) are not read; write the text out")
            )
        if event.tag is not None and event.tag != "!":
            raise Unreadable(_line(event), _("tags such as “%(tag)s” are not read", tag=event.tag))

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
