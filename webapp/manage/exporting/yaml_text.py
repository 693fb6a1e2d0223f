"""Writes plain values as YAML that people read and edit, and that the import reads back exactly.

No library's defaults: the same values must give the same bytes on every machine, texts stand in
blocks, and what another reader of YAML would take for a number or for *no* stands in quotes.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

#: Beyond this a text is folded, and a short record no longer stands on one line.
WIDTH = 100
_FOLD_BEYOND = 80
#: Words that YAML 1.1 and 1.2 read as something other than a text.
_TAKEN = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
#: Begins with a letter and holds no sign that means something to YAML, in a list or outside.
_PLAIN = re.compile(r"[^\W\d_][\w .()/&+%'’„“”–—-]*")
#: What may stand in a block as it is.
_IN_BLOCK = re.compile(
    r"[\n\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
)
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class Bare(str):
    """A date, a number, a code: written as it is, without quotes where that is safe."""

    __slots__ = ()


class Text(str):
    """A text of people: in a block when it is long."""

    __slots__ = ()


def key_and(key: str, value: Any, indent: int = 0) -> Iterator[str]:
    """The lines of ``key: value``; none for None, so that what is not known is not said."""
    if value is None:
        return
    head = " " * indent + f"{key}:"
    short = in_line(value)
    if short is not None and len(head) + len(short) < WIDTH:
        yield f"{head} {short}"
    elif isinstance(value, str):
        yield from _long_text(head, value, indent)
    elif isinstance(value, Mapping):
        yield head
        for inner, each in value.items():
            yield from key_and(inner, each, indent + 2)
    else:
        yield head
        yield from items(value, indent + 2)


def items(values: Sequence[Any], indent: int) -> Iterator[str]:
    """The lines of a list."""
    for each in values:
        yield from item(each, indent)


def item(value: Any, indent: int) -> Iterator[str]:
    """The lines of one element of a list."""
    head = " " * indent + "-"
    short = in_line(value)
    if short is not None and len(head) + len(short) < WIDTH:
        yield f"{head} {short}"
    elif isinstance(value, str):
        yield from _long_text(head, value, indent)
    else:
        yield from record(value, indent)


def record(values: Mapping[str, Any], indent: int) -> Iterator[str]:
    """The lines of one record of a list: each key on a line of its own."""
    lines = (line for key, each in values.items() for line in key_and(key, each, indent + 2))
    for number, line in enumerate(lines):
        yield line if number else " " * indent + "- " + line[indent + 2 :]


def in_line(value: Any) -> str | None:
    """The value on one line; None where it needs several."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, Mapping):
        return _joined("{", (_pair(*pair) for pair in value.items() if pair[1] is not None), "}")
    return _joined("[", (in_line(each) for each in value), "]")


def _pair(key: str, value: Any) -> str | None:
    found = in_line(value)
    return None if found is None or found[0] in "{[" else f"{key}: {found}"


def _joined(begins: str, parts: Iterator[str | None], ends: str) -> str | None:
    found = list(parts)
    known = [part for part in found if part is not None]
    if len(known) < len(found) or (any(part[0] in "{" for part in known) and begins == "["):
        return None
    return begins + ", ".join(known) + ends


def _scalar(text: str) -> str | None:
    if isinstance(text, Bare) and not _needs_quotes(text):
        return text
    if "\n" in text or (isinstance(text, Text) and len(text) > _FOLD_BEYOND):
        return None if _fits_block(text) else _quoted(text)
    is_plain = _PLAIN.fullmatch(text) and text[-1] != " " and text.lower() not in _TAKEN
    return text if is_plain else _quoted(text)


def _needs_quotes(text: str) -> bool:
    """Whether a date or a code would mean something else, in a list too."""
    return not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._+/@-]*(?: [0-9A-Za-z._-]+)*", text) or (
        text.lower() in _TAKEN
    )


def _fits_block(text: str) -> bool:
    """Whether a block gives back exactly this text."""
    lines = text.split("\n")
    is_even = all(line == line.strip(" \t\xa0") for line in lines)
    return (
        is_even
        and bool(text)
        and text[0] != "\n"
        and text[-1] != "\n"
        and bool(_IN_BLOCK.fullmatch(text))
    )


def _quoted(text: str) -> str:
    """In double quotes, as JSON has them, and YAML too."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _ODD.sub(lambda found: f"\\U{ord(found[0]):08x}", quoted)


def _long_text(head: str, text: str, indent: int) -> Iterator[str]:
    """A text that does not fit on the line: several lines as they are, one line folded."""
    if not _fits_block(text) or ("\n" not in text and "  " in text):
        yield f"{head} {_quoted(text)}"
        return
    margin = " " * (indent + 2)
    if "\n" in text:
        yield f"{head} |-"
        yield from (margin + line if line else "" for line in text.split("\n"))
        return
    yield f"{head} >-"
    yield from (margin + line for line in _folded(text, WIDTH - len(margin)))


def _folded(text: str, width: int) -> Iterator[str]:
    """The words on lines of about this width."""
    line = ""
    for word in text.split(" "):
        if line and len(line) + len(word) + 1 > max(width, 40):
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
