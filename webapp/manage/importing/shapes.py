"""Small readers that turn a node of the file into a value, or say what is wrong with it.

A reader takes a node and the context and gives back the value; on a mistake it notes the problem
with its line and gives back None, so that one run finds every mistake of a file.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from webapp.core.form_cleaning import clean_text
from webapp.core.notation_words import shown
from webapp.core.text import LocalText
from webapp.manage.importing.facts import Facts, Ref
from webapp.manage.importing.problems import Problems
from webapp.manage.importing.yaml_tree import Listing, Node, Scalar, Table

LONGEST_TEXT = 20_000
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass
class Context:
    """What readers need to know of the file, and where they note mistakes."""

    problems: Problems
    language: str = "en"

    def wrong(self, node: Node, text: str) -> None:
        """Note a mistake at a node."""
        self.problems.add(node.line, text)


Reader = Callable[[Node, Context], Any]


def plain(node: Node, context: Context) -> str | None:
    """One text on one or more lines, without control characters."""
    if not isinstance(node, Scalar) or node.is_null:
        context.wrong(node, _("a text is needed here"))
        return None
    if len(node.text) > LONGEST_TEXT:
        context.wrong(node, _("a text of %(count)s characters is too long", count=len(node.text)))
        return None
    return clean_text(node.text)


def text(longest: int) -> Reader:
    """One line of at most so many characters (what the column holds)."""

    def read(node: Node, context: Context) -> str | None:
        value = plain(node, context)
        if value is None:
            return None
        value = " ".join(value.split())
        if not value or len(value) > longest:
            context.wrong(node, _("a text of 1 to %(count)s characters is needed", count=longest))
            return None
        return value

    return read


def lines_of(longest: int) -> Reader:
    """Words on one or more lines, of at most so many characters."""

    def read(node: Node, context: Context) -> str | None:
        value = plain(node, context)
        if value is not None and not 0 < len(value) <= longest:
            context.wrong(node, _("a text of 1 to %(count)s characters is needed", count=longest))
            return None
        return value

    return read


def exact_text(longest: int) -> Reader:
    """What a program stored, the spaces around it too."""

    def read(node: Node, context: Context) -> str | None:
        value = lines_of(longest)(node, context)
        return value if value is None or not isinstance(node, Scalar) else node.text

    return read


def words(node: Node, context: Context) -> LocalText | None:
    """A text in the file's language, or ``{en: …, lv: …}``, perhaps with ``main: lv``."""
    if isinstance(node, Scalar):
        value = plain(node, context)
        if value == "":
            context.wrong(node, _("a text is needed here"))
        return LocalText({context.language: value}) if value else None
    if not isinstance(node, Table) or not node.items:
        context.wrong(node, _("a text is needed, or one for each language: {en: …, lv: …}"))
        return None
    texts: dict[str, str | None] = {}
    main = context.language
    for tag, child in node.items.items():
        if tag == "main":
            main = _main(node, child, context)
            continue
        if not _LANGUAGE.fullmatch(tag):
            why = _("“%(tag)s” is not a language tag such as “lv”", tag=shown(tag))
            hint = _("; put a text that holds a comma in quotes") if " " in tag else ""
            context.wrong(child, why + hint)
            continue
        texts[tag] = plain(child, context)
    return LocalText(texts, main) or None


def _main(node: Table, child: Node, context: Context) -> str:
    """The language that stands in for those a text is not written in."""
    tag = plain(child, context) or ""
    if tag not in node.items or tag == "main":
        context.wrong(child, _("“main” names one of the languages the text is in"))
    return tag


def slug_of(longest: int) -> Reader:
    """An id: small letters, digits and hyphens, at most so many."""

    def read(node: Node, context: Context) -> str | None:
        value = plain(node, context)
        if value is None or (SLUG.fullmatch(value) and len(value) <= longest):
            return value
        why = _(
            "“%(id)s” is no id: use up to %(count)s of a–z, 0–9 and hyphens",
            id=shown(value),
            count=longest,
        )
        context.wrong(node, why)
        return None

    return read


slug = slug_of(80)


def ref(node: Node, context: Context) -> Ref | None:
    """The id of another record, or a name an organisation is known by."""
    value = text(300)(node, context)
    return None if value is None else Ref(value, node.line)


def yes_no(node: Node, context: Context) -> bool | None:
    """Yes or no."""
    answers = {"yes": True, "true": True, "no": False, "false": False}
    answer = answers.get(node.text.lower()) if isinstance(node, Scalar) else None
    if answer is None:
        context.wrong(node, _("“yes” or “no” is needed here"))
    return answer


def whole(least: int, most: int) -> Reader:
    """A whole number within bounds."""

    def read(node: Node, context: Context) -> int | None:
        number = node.text if isinstance(node, Scalar) else ""
        if re.fullmatch(r"-?[0-9]{1,12}", number) and least <= int(number) <= most:
            return int(number)
        why = _("a whole number from %(least)s to %(most)s is needed", least=least, most=most)
        context.wrong(node, why)
        return None

    return read


def one_of(values: Iterable[str]) -> Reader:
    """One of a few fixed words."""
    known = [str(value) for value in values]

    def read(node: Node, context: Context) -> str | None:
        value = node.text if isinstance(node, Scalar) else ""
        if value in known:
            return value
        why = _("“%(word)s” is not one of: %(known)s", word=shown(value), known=", ".join(known))
        context.wrong(node, why + nearest(value, known))
        return None

    return read


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint for a misspelt word: “. Did you mean “title”?”, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return _(". Did you mean “%(word)s”?", word=close[0]) if close else ""


def many(reader: Reader) -> Reader:
    """A list; one value alone is a list of one."""

    def read(node: Node, context: Context) -> list[Any]:
        items = node.items if isinstance(node, Listing) else [node]
        values = [reader(each, context) for each in items]
        return [value for value in values if value is not None]

    return read


def record(noun: str, fields: Mapping[str, Reader], required: Iterable[str] = ()) -> Reader:
    """A record of known keys. An empty value clears what is stored, where the key allows it."""
    needed = tuple(required)

    def read(node: Node, context: Context) -> Facts | None:
        if not isinstance(node, Table):
            context.wrong(node, _("keys and values are needed here, such as “id: …”"))
            return None
        facts = Facts(noun, node.line)
        for key, child in node.items.items():
            _take(facts, node.lines[key], key, child, fields, context, may_clear=key not in needed)
        for key in needed:
            if key not in node.items:
                context.problems.add(node.line, _("“%(key)s” is missing here", key=key))
                facts.is_spoilt = True
        return facts

    return read


def _take(
    facts: Facts,
    line: int,
    key: str,
    child: Node,
    fields: Mapping[str, Reader],
    context: Context,
    *,
    may_clear: bool,
) -> None:
    if key not in fields:
        why = _("“%(key)s” is not known here", key=shown(key))
        context.problems.add(line, why + nearest(key, fields))
    elif isinstance(child, Scalar) and child.is_null and may_clear:
        facts.values[key] = None
    else:
        value = facts.values[key] = fields[key](child, context)
        facts.is_spoilt |= value is None
