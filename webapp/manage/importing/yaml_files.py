"""Reads YAML files: small ones as a whole, large ones some records at a time."""

import codecs
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from flask_babel import gettext as _

from webapp.core.notation_words import shown
from webapp.manage.importing.problems import Problems
from webapp.manage.importing.yaml_tree import Builder, Node, Table, Unreadable

#: Read as a whole; what is larger is read some records at a time.
LARGEST_WHOLE = 5 * 1024 * 1024
LARGEST_FILE = 1024 * 1024 * 1024
_READ_AT_ONCE = 1024 * 1024
# The C parser is ten times faster; both give the same events.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_tree(path: Path, problems: Problems) -> Table | None:
    """The file's keys; None, with the reason among *problems*, when it cannot be read."""
    text = _read_text(path, problems)
    if text is None:
        return None
    found: list[Node] = []
    with _explained(problems):
        found.append(Builder(yaml.parse(text, Loader=_LOADER), problems).document())
    node = found[0] if found else None
    if node is None or isinstance(node, Table):
        return node
    problems.add(node.line, _("the file must begin with “format: vizite 1”"))
    return None


class LongReader:
    """Reads a file of any size: iterating gives the records of its long lists, each with the key of
    the list; afterwards `table` holds everything else, or is None when the file is unreadable."""

    def __init__(self, path: Path, problems: Problems, long: Collection[str]) -> None:
        self.path, self.problems, self.long = path, problems, long
        self.table: Table | None = None

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        table = Table(1)
        with self.path.open(encoding="utf-8-sig", newline="") as file, _explained(self.problems):
            builder = Builder(yaml.parse(file, Loader=_LOADER), self.problems)
            yield from builder.records(table, self.long)
            self.table = table


@contextmanager
def _explained(problems: Problems) -> Iterator[None]:
    """Turns what stops reading into a problem."""
    try:
        yield
    except Unreadable as error:
        problems.add(error.line, error.why)
    except yaml.YAMLError as error:
        problems.add(_line_of(error), _("this is not YAML: %(why)s", why=_why(error)))


def is_long(path: Path) -> bool:
    """Whether a file is too large to be read as a whole."""
    try:
        return path.stat().st_size > LARGEST_WHOLE
    except OSError:
        return False


def check_bytes(path: Path, problems: Problems) -> bool:
    """Whether the file is small enough and UTF-8 throughout, looked at some bytes at a time."""
    decoder, line, read = codecs.getincrementaldecoder("utf-8")(), 1, 0
    with _opened(path, problems) as file:
        while file is not None and (data := file.read(_READ_AT_ONCE)):
            read += len(data)
            if read > LARGEST_FILE:
                problems.add(None, _("the file is larger than 1 GB; split it"))
                return False
            try:
                decoder.decode(data)
            except UnicodeDecodeError as error:
                line += data.count(b"\n", 0, max(error.start, 0))
                problems.add(line, _("the file is not UTF-8; save it in that encoding"))
                return False
            line += data.count(b"\n")
    return file is not None


@contextmanager
def _opened(path: Path, problems: Problems) -> Iterator[Any]:
    """The file's bytes; None, with the reason among *problems*, when it cannot be opened."""
    try:
        file = path.open("rb")
    except OSError as error:
        problems.add(None, _("the file cannot be opened: %(why)s", why=error.strerror))
        yield None
        return
    with file:
        yield file


def _read_text(path: Path, problems: Problems) -> str | None:
    with _opened(path, problems) as file:
        if file is None:
            return None
        try:
            data: bytes = file.read(LARGEST_WHOLE + 1)
        except OSError as error:
            problems.add(None, _("the file cannot be opened: %(why)s", why=error.strerror))
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
