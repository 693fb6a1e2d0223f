"""Placeholders in texts of coordinators: by name only, ``{event}``; ``{{`` and ``}}`` are braces.

Nothing is evaluated: no attributes, no formats, no conversions. Pure functions of text.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

#: name → what stands there for the reader, in the order in which they are listed beside the text.
PLACEHOLDERS: Mapping[str, str] = {
    "name": _l("the person's name"),
    "event": _l("the event's title"),
    "time": _l("day and hours, with the city whose time it is"),
    "place": _l("place and address"),
    "link": _l("the person's own link to see, change or cancel the registration"),
    "page": _l("the event's public page"),
    "join": _l("the link to join online, for those who have a place"),
    "organiser": _l("the organiser's name"),
    "project": _l("the project's name"),
    "contact": _l("the organiser's address for questions"),
}
#: Those that are addresses on the web.
ADDRESSES = frozenset({"link", "page", "join"})

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!<>|~&])")


class PlaceholderError(ValueError):
    """A text that cannot be filled in; the message is for the author."""


class UnknownPlaceholder(PlaceholderError):
    """No placeholder has this name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nearest = nearest_to(name)
        message = _("There is no placeholder {%(name)s}.", name=name)
        if self.nearest:
            message += " " + _("Did you mean {%(nearest)s}?", nearest=self.nearest)
        super().__init__(message)


class LoneBrace(PlaceholderError):
    """A brace that opens or closes nothing."""

    def __init__(self, text: str, position: int) -> None:
        near = text[max(0, position - 12) : position + 13].strip()
        super().__init__(
            _(
                "A brace stands alone near “%(near)s”. Write {{ or }} for a brace that is meant.",
                near=near,
            )
        )


@dataclass(frozen=True)
class Piece:
    """Words as they are, or (with *name*) a placeholder."""

    words: str
    name: str | None = None


def nearest_to(name: str) -> str | None:
    """The placeholder somebody may have meant."""
    plain = name.strip().casefold()
    found = difflib.get_close_matches(plain, list(PLACEHOLDERS), n=1, cutoff=0.5)
    return found[0] if found else None


def pieces_of(text: str) -> Iterator[Piece]:
    """*text* taken apart. Raises `UnknownPlaceholder` or `LoneBrace` at the first fault."""
    end = 0
    for match in _PIECE.finditer(text):
        if match.start() > end:
            yield Piece(text[end : match.start()])
        end = match.end()
        yield _piece(text, match)
    if end < len(text):
        yield Piece(text[end:])


def _piece(text: str, match: re.Match[str]) -> Piece:
    if match[0] in ("{{", "}}"):
        return Piece(match[0][0])
    name = match[1]
    if name is None:
        raise LoneBrace(text, match.start())
    if name not in PLACEHOLDERS:
        raise UnknownPlaceholder(name)
    return Piece(match[0], name)


def faults_of(text: str) -> list[str]:
    """What is wrong with *text*, for its author: the first fault, as a brace can hide another."""
    try:
        for _piece_of_it in pieces_of(text):
            pass
    except PlaceholderError as error:
        return [str(error)]
    return []


def fill(
    text: str, values: Mapping[str, str], dress: Callable[[str, str], str] | None = None
) -> str:
    """*text* with each placeholder replaced by its value ("" where there is none).

    *dress* (name, value) may fit a value to where it goes. A value is never looked into: braces in
    somebody's name stay braces.
    """
    filled = []
    for piece in pieces_of(text):
        value = piece.words if piece.name is None else values.get(piece.name, "")
        filled.append(dress(piece.name, value) if dress and piece.name else value)
    return "".join(filled)


def fill_lines(
    text: str, values: Mapping[str, str], dress: Callable[[str, str], str] | None = None
) -> str:
    """Like `fill`; a line of nothing but placeholders that are empty for this person is left out,
    such as the link to join online of an event that has none."""
    kept = []
    for line in text.splitlines():
        pieces = list(pieces_of(line))
        is_bare = any(piece.name for piece in pieces) and not any(
            piece.words.strip() if piece.name is None else values.get(piece.name)
            for piece in pieces
        )
        if not is_bare:
            kept.append(fill(line, values, dress))
    return "\n".join(kept)


def literal(text: str) -> str:
    """*text* so that it is read as it stands: every brace doubled."""
    return text.replace("{", "{{").replace("}", "}}")


def for_markdown(name: str, value: str) -> str:
    """A value for a Markdown text: an address becomes a link, all else stays plain words."""
    if not value:
        return ""
    if name in ADDRESSES:
        return f"<{value}>"
    return _MARKS.sub(r"\\\1", " ".join(value.split()))
