"""In which encoding a CSV file was written: certain where it says so, else by its letters."""

import codecs
import unicodedata

#: The name we use → the codec that reads it.
ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "windows-1257": "cp1257",
    "windows-1252": "cp1252",
    "iso-8859-13": "iso8859-13",
    "iso-8859-4": "iso8859-4",
}
#: What is tried where nothing else is certain; of two that fit as well, the one named first.
_BY_LETTERS = ("windows-1257", "windows-1252", "iso-8859-13", "iso-8859-4")
_LATVIAN = frozenset("āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ")
#: Of the other letters of Baltic encodings, those that are common in names.
_NEIGHBOURS = frozenset("äöüõßÄÖÜÕéóÉÓ")
_QUOTES = frozenset("„“”‘’«»–—€…°§")
#: What Latvian letters, those of neighbours and any others tell for an encoding. The bytes of
#: French and Spanish letters are Latvian ones elsewhere, most often in the rare old one.
_WORTH = {
    "windows-1257": (3, 2, 1),
    "windows-1252": (2, 2, 2),
    "iso-8859-13": (3, 2, 1),
    "iso-8859-4": (2, 2, 1),
}
#: So much of a file is looked at for its letters.
_SAMPLE = 200_000
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1a")


def guess_encoding(content: bytes) -> str | None:
    """The encoding this text is probably in; None where it is no text at all."""
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    wide = _wide(content[:_SAMPLE])
    if wide is not None:
        return wide
    if any(byte < 32 and byte not in _TEXT_CONTROLS for byte in content[:_SAMPLE]):
        return None
    if _is_utf8(content):
        return "utf-8"
    return max(_BY_LETTERS, key=lambda name: _likeness(content[:_SAMPLE], name))


def _wide(content: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of plain letters is zero."""
    pairs = max(1, len(content) // 2)
    even, odd = content[0::2].count(0), content[1::2].count(0)
    if max(even, odd) < pairs * 0.3:
        return None
    if min(even, odd) > pairs * 0.05:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _likeness(content: bytes, name: str) -> int:
    """How much the text looks like names and addresses when read so."""
    try:
        text = content.decode(ENCODINGS[name])
    except UnicodeDecodeError:
        return -(10**9)
    worth = _WORTH[name]
    return sum(_worth(before, char, worth) for before, char in zip(" " + text, text, strict=False))


def _worth(before: str, char: str, worth: tuple[int, int, int]) -> int:
    if char.isascii():
        return 0
    if unicodedata.category(char) == "Cc":
        return -20
    if char.isalpha():
        if char.isupper() and before.islower():
            return -6  # a capital inside a word: read in the wrong encoding
        latvian, neighbour, other = worth
        return latvian if char in _LATVIAN else neighbour if char in _NEIGHBOURS else other
    return 0 if char in _QUOTES else -4
