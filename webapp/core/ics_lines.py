"""Lines of a calendar file (RFC 5545, section 3.1): cleaned, escaped and folded."""

import re
from collections.abc import Iterable
from urllib.parse import quote

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# What no calendar may hold: control characters but the line feed, and half characters.
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ADDRESS = re.compile("(https?://|mailto:|tel:|sips?:).", re.IGNORECASE)
_IN_ADDRESSES = "!#$%&'()*+,-./:;=?@[]_~"


def clean(text: str) -> str:
    """Typed text without control characters; every line end is a line feed, a tab a space."""
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " ")).strip()


def one_line(text: str) -> str:
    """The same on a single line."""
    return " ".join(clean(text).split())


def text_line(name: str, cleaned: str) -> str:
    """A line with a TEXT value (section 3.3.11); "" when there is nothing to say."""
    return f"{name}:{_escaped(cleaned)}" if cleaned else ""


def list_line(name: str, values: Iterable[str]) -> str:
    """A line with several TEXT values."""
    texts = [_escaped(text) for text in map(one_line, values) if text]
    return f"{name}:{','.join(texts)}" if texts else ""


def uri_line(name: str, address: str) -> str:
    """A line with an address to follow; "" when it is none.

    Whatever RFC 3986 does not allow is percent-encoded: programs read "\\n" here as a line end.
    """
    cleaned = "".join(clean(address).split())
    return f"{name}:{quote(cleaned, safe=_IN_ADDRESSES)}" if _ADDRESS.match(cleaned) else ""


def joined(lines: Iterable[str]) -> str:
    """The lines with CRLF, folded; empty ones are left out."""
    return "".join(f"{_folded(line)}\r\n" for line in lines if line)


def _escaped(text: str) -> str:
    # The backslash first: it is what escapes the others. (str.translate takes ten times as long.)
    text = text.replace("\\", "\\\\").replace(";", "\\;")
    return text.replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a line, never broken within a character."""
    octets = line.encode("utf-8")
    if len(octets) <= 75:
        return line
    pieces: list[str] = []
    start = 0
    while len(octets) - start > (room := 74 if pieces else 75):
        end = start + room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end].decode("utf-8"))
        start = end
    return "\r\n ".join([*pieces, octets[start:].decode("utf-8")])
