"""Reads a whole file by its format, before anything in the database is looked at."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from webapp.manage.importing import values
from webapp.manage.importing.facts import Facts, FileFacts
from webapp.manage.importing.file_sections import SECTIONS
from webapp.manage.importing.problems import Problems
from webapp.manage.importing.shapes import Context, Reader, nearest, yes_no
from webapp.manage.importing.yaml_files import read_tree
from webapp.manage.importing.yaml_tree import Scalar, Table

VERSION = "vizite 1"
_NEWER = re.compile(r"vizite (?:[2-9]|[1-9]\d{1,5})")
HEAD = ("format", "language", "example", "invented")
#: What is called by its id inside its event only.
_OF_AN_EVENT = frozenset(("track", "agenda item", "pick-up group", "room"))


def read_facts(path: Path, problems: Problems) -> FileFacts | None:
    """Everything the file says, None when it cannot be read at all.

    Mistakes of form stand among *problems*; whether what a record names exists is not known yet.
    """
    tree = read_tree(path, problems)
    if tree is None:
        return None
    facts = facts_of(tree, problems)
    if facts is not None:
        refuse_doubles(facts.everything(), problems, {})
    return facts


def facts_of(tree: Table, problems: Problems) -> FileFacts | None:
    """What a tree says; None when it is of another format."""
    if not _is_ours(tree, problems):
        return None
    context = Context(problems)
    language = _head(tree, "language", values.language, context)
    context.language = language or "en"
    facts = FileFacts(
        language=context.language,
        is_example=bool(_head(tree, "example", yes_no, context)),
        is_invented=bool(_head(tree, "invented", yes_no, context)),
        sections={},
    )
    for key, node in tree.items.items():
        if key in SECTIONS:
            is_empty = isinstance(node, Scalar) and node.is_null
            facts.sections[key] = [] if is_empty else SECTIONS[key](node, context)
        elif key not in HEAD:
            hint = nearest(key, (*SECTIONS, *HEAD))
            problems.add(tree.lines[key], _("“%(key)s” is not a section", key=key[:60]) + hint)
    return facts


def _is_ours(tree: Table, problems: Problems) -> bool:
    version = tree.items.get("format")
    if isinstance(version, Scalar) and version.text == VERSION:
        return True
    line = tree.lines.get("format", tree.line)
    newer = _NEWER.fullmatch(version.text) if isinstance(version, Scalar) else None
    if newer is not None:
        why = _("“%(format)s” is a newer format; a newer Vizīte reads it", format=newer[0])
        problems.add(line, why)
        return False
    problems.add(line, _("the file must begin with “format: %(version)s”", version=VERSION))
    return False


def _head(tree: Table, key: str, reader: Reader, context: Context) -> Any:
    node = tree.items.get(key)
    return None if node is None else reader(node, context)


def refuse_doubles(
    records: Iterable[Facts], problems: Problems, seen: dict[tuple[str, str], int]
) -> None:
    """One id, one record, also where records of a kind stand inside different projects. *seen*
    holds the lines of those that came before."""
    for each in records:
        name = each.get("email" if each.noun == "account" else "id")
        if name is None or each.noun in _OF_AN_EVENT:
            continue
        first = seen.setdefault((each.noun, name), each.line)
        if first != each.line:
            why = _("“%(id)s” stands here twice, first in line %(line)s", id=name, line=first)
            problems.add(each.line, why)
