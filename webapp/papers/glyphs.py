"""Which signs the papers' font has, and what stands in the place of those it lacks.

A sign without a drawing may not stand in a PDF/UA (ISO 14289-1, 7.21.4.1), so the whole paper would
be refused for one name with an emoji.
"""

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_noto_sans

FONTS = Path(fontpkg_noto_sans.ROOT)
FAMILY = fontpkg_noto_sans.FAMILY
#: The replacement character (Unicode 23.8): a reader sees that something stood there.
INSTEAD = "\N{REPLACEMENT CHARACTER}"
#: What nobody is to see: controls, marks of direction, halves of pairs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SEGMENTED = 12  # the format of a table of signs beyond the first 65,536


def drawn(text: str) -> str:
    """*text* with what the font has: controls left out, a run of unknown signs as one `INSTEAD`.

    Of what is nothing but unseen signs `INSTEAD` stands there: a heading may not be empty either
    (ISO 14289-1, 7.4.2).
    """
    if text.isascii() and text.isprintable():
        return text
    seen = "".join(_drawn(unicodedata.normalize("NFC", text)))
    return seen if seen.strip() or not text.strip() else INSTEAD


def _drawn(text: str) -> list[str]:
    known, parts = _known(), list[str]()
    for sign in text:
        if ord(sign) in known and unicodedata.category(sign) not in _UNSEEN:
            parts.append(sign)
        elif sign in "\n\t":
            parts.append(" ")
        elif unicodedata.category(sign) in _UNSEEN or unicodedata.combining(sign):
            continue
        elif not parts or parts[-1] != INSTEAD:
            parts.append(INSTEAD)
    return parts


def is_whole(text: str) -> bool:
    """Whether the font draws all of it."""
    return INSTEAD not in drawn(text)


def all_drawn(data: Any) -> Any:
    """The same JSON value with every text as :func:`drawn` gives it."""
    if isinstance(data, str):
        return drawn(data)
    if isinstance(data, dict):
        return {name: all_drawn(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [all_drawn(each) for each in data]
    return data


@cache
def _known() -> frozenset[int]:
    """The code points that every font of the family has."""
    sets = [_mapped(path.read_bytes()) for path in sorted(FONTS.rglob("*.ttf"))]
    return frozenset.intersection(*sets)


def _mapped(font: bytes) -> frozenset[int]:
    """The code points with a glyph (OpenType, table "cmap", format 12)."""
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", font, table + 4 + 8 * number + 4)
        (format_number,) = struct.unpack_from(">H", font, table + offset)
        if format_number == _SEGMENTED:
            return frozenset(_segments(font, table + offset))
    raise LookupError("the font has no map of format 12")


def _segments(font: bytes, start: int) -> set[int]:
    (count,) = struct.unpack_from(">I", font, start + 12)
    found: set[int] = set()
    for number in range(count):
        first, last, _glyph = struct.unpack_from(">III", font, start + 16 + 12 * number)
        found.update(range(first, last + 1))
    return found


def _table(font: bytes, tag: bytes) -> int:
    """Where a table begins."""
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        name, _sum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise LookupError(f"the font has no table {tag!r}")
