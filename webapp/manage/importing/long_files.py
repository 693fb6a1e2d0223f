"""Reads files of any size: first all of it is checked, then it is stored some hundred at a time.

Events and people may be very many; everything else is read as a whole and stays in memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path

from flask_babel import gettext as _

from webapp.manage.importing.checking import check, check_records
from webapp.manage.importing.facts import Facts, FileFacts, Ref, with_parts
from webapp.manage.importing.file_format import HEAD, facts_of, refuse_doubles
from webapp.manage.importing.file_sections import LONG, SECTIONS
from webapp.manage.importing.finding import Finder
from webapp.manage.importing.problems import Problems
from webapp.manage.importing.shapes import Context
from webapp.manage.importing.yaml_files import LongReader, check_bytes
from webapp.manage.importing.yaml_tree import Listing, Node, Table

#: So many records of a long section are stored at a time.
PIECE = 300


@dataclass
class LongFile:
    """A large file whose form has been checked."""

    path: Path
    #: What is read as a whole.
    short: FileFacts
    #: The ids of all its events.
    ids: dict[str, set[str]]
    #: The long sections in the order of the file.
    order: list[str] = field(default_factory=list)

    def pieces(self, problems: Problems) -> Iterator[FileFacts]:
        """What the file says, some at a time, whatever is named before what names it."""
        yield self._piece(self.short.sections)
        wanted = [section for section in LONG if section in self.order]
        passes = [wanted] if wanted == self.order else [[section] for section in wanted]
        for sections in passes:
            yield from self._read(sections, problems)

    def nothing(self) -> FileFacts:
        """A piece that says nothing, for what is done when all is there."""
        return self._piece({})

    def _read(self, sections: list[str], problems: Problems) -> Iterator[FileFacts]:
        for section, records in _some_at_a_time(self.path, sections, self.short.language, problems):
            yield self._piece({section: records})

    def _piece(self, sections: dict[str, list[Facts]]) -> FileFacts:
        short = self.short
        return FileFacts(
            short.language, short.is_example, short.is_invented, sections, elsewhere=self.ids
        )


def check_long(path: Path, problems: Problems) -> LongFile | None:
    """Read all of a large file and note every mistake; None when it cannot be read at all."""
    if not check_bytes(path, problems):
        return None
    return _Check(path, problems).run()


class _Check:
    """One look at a whole file, of which only what others may name is remembered."""

    def __init__(self, path: Path, problems: Problems) -> None:
        self.path, self.problems = path, problems
        self.context = Context(problems)
        self.seen: dict[tuple[str, str], int] = {}
        self.refs: dict[tuple[str, str], Ref] = {}
        self.ids: dict[str, set[str]] = {"events": set()}
        self.order: list[str] = []

    def run(self) -> LongFile | None:
        """Everything that is wrong with the file stands among the problems then."""
        language = _language_of(self.path)
        self.context.language = language
        reader = LongReader(self.path, self.problems, LONG)
        for section, node in reader:
            self._take(section, node)
        tree = reader.table
        if tree is None:
            return None
        self._check_head(tree)
        short = facts_of(tree, self.problems)
        if short is None:
            return None
        for section in LONG:
            short.sections.pop(section, None)
        check(short, self.problems)
        refuse_doubles(short.everything(), self.problems, self.seen)
        long_file = LongFile(self.path, short, self.ids, self.order)
        self._check_references(long_file)
        return long_file

    def _take(self, section: str, node: Node) -> None:
        if section not in self.order:
            self.order.append(section)
        for facts in SECTIONS[section](Listing(node.line, [node]), self.context):
            records = list(with_parts(facts))
            check_records(records, self.problems)
            refuse_doubles(records, self.problems, self.seen)
            if section == "events":
                self.ids[section].add(facts.id)
            for each in records:
                self._note_references(each)

    def _note_references(self, facts: Facts) -> None:
        for key, value in facts.values.items():
            for ref in value if isinstance(value, list) else (value,):
                if isinstance(ref, Ref):
                    self.refs.setdefault((key, ref.name), ref)

    def _check_head(self, tree: Table) -> None:
        """What says how texts are to be read must stand before them."""
        lines = [tree.lines[key] for key in self.order if key in tree.lines]
        for key in HEAD:
            if lines and tree.lines.get(key, 0) > min(lines):
                why = _("in a file this large “%(key)s” stands above all sections", key=key)
                self.problems.add(tree.lines[key], why)

    def _check_references(self, long_file: LongFile) -> None:
        short = long_file.short
        named = [Facts("reference", ref.line, {key: ref}) for (key, _n), ref in self.refs.items()]
        sections = short.sections | {"references": named}
        ids = self.ids | {name: set(short.ids(name)) for name in short.sections}
        whole = FileFacts(short.language, False, True, sections, elsewhere=ids)
        Finder(whole, self.problems).check_references()


def _language_of(path: Path) -> str:
    """The language the first lines say: it is needed before the head is read as a whole."""
    with path.open(encoding="utf-8-sig") as file:
        for _number, line in zip(range(200), file, strict=False):
            key, colon, value = line.partition(":")
            if key == "language" and colon:
                return value.split("#")[0].strip().strip("\"'") or "en"
    return "en"


def _some_at_a_time(
    path: Path, sections: list[str], language: str, problems: Problems
) -> Iterator[tuple[str, list[Facts]]]:
    """The records of some long sections, in lists of at most `PIECE`."""
    context = Context(problems, language)
    wanted = (pair for pair in LongReader(path, problems, LONG) if pair[0] in sections)
    for section, pairs in groupby(wanted, key=lambda pair: pair[0]):
        while nodes := [node for _section, node in islice(pairs, PIECE)]:
            yield section, SECTIONS[section](Listing(nodes[0].line, nodes), context)
