"""Replies as real programs send them: the files in ``replies/``, filled in.

The files are for people: what a program sends as base64 or quoted-printable stands there in plain
letters and is encoded here.
"""

import base64
import quopri
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

FOLDER = Path(__file__).parent / "replies"
#: Every shape of a REPLY, by its file.
SHAPES = ["outlook", "outlook-com", "gmail", "apple", "thunderbird", "attached-only"]
COUNTERS = ["outlook-counter", "gmail-counter"]
#: These name the letter they answer; the others are vouched for by the mail server.
NAME_THE_LETTER = frozenset({"outlook", "outlook-com", "attached-only", "outlook-counter"})
VALUES = {
    "uid": "event-abcdefgh@vizite",
    "message_id": "<letterletterletterletter@localhost>",
    "partstat": "ACCEPTED",
    "sequence": "0",
    "stamp": "20261123T081502Z",
    "comment": "See you there",
}
_ENCODED = re.compile(
    r"(Content-Transfer-Encoding: (base64|quoted-printable)\n(?:[A-Za-z].*\n)*\n)(.*?)(?=\n--|\Z)",
    re.DOTALL,
)


def filled(shape: str, **values: str) -> bytes:
    """The message of a file with these values, encoded as its parts say, with CRLF."""
    text = (FOLDER / f"{shape}.eml").read_text()
    for name, value in (VALUES | values).items():
        text = text.replace("{" + name + "}", value)
    text = _ENCODED.sub(lambda found: found[1] + _encoded(found[2], found[3]), text)
    return text.replace("\n", "\r\n").encode()


def parsed(raw: bytes) -> EmailMessage:
    """As the mailbox's reader has it."""
    return message_from_bytes(raw, policy=policy.default)


def changed(raw: bytes, *pairs: tuple[str, str]) -> bytes:
    """The message with other words in its header; each must be there."""
    for old, new in pairs:
        assert old.encode() in raw, old
        raw = raw.replace(old.encode(), new.encode())
    return raw


def calendar(*lines: str, method: str = "REPLY", head: str = "") -> bytes:
    """A message with nothing but a calendar of these lines in its event."""
    event = "\n".join(lines)
    return (
        f"From: anna@example.org\n{head}MIME-Version: 1.0\n"
        f"Content-Type: text/calendar; charset=utf-8; method={method}\n\n"
        f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\nBEGIN:VEVENT\n{event}\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    ).encode()


def _encoded(how: str, text: str) -> str:
    raw = text.replace("\n", "\r\n").encode()
    if how == "base64":
        return base64.encodebytes(raw).decode()
    return quopri.encodestring(raw.replace(b"\r\n", b"\n")).decode()
