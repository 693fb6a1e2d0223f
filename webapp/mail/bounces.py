"""Reports that a letter could not be delivered or is late (RFC 3464), found in the mailbox."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage, Message
from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.core.times import now
from webapp.mail.inbox import Deed, reads_mail
from webapp.mail.models import Letter
from webapp.mail.smtp import plain

#: The report proper, and the one for addresses outside ASCII (RFC 6533).
_STATUS = ("message/delivery-status", "message/global-delivery-status")
_WHOLE = ("message/rfc822", "message/global")
_HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
#: Longest first line of a Message-ID that is looked up.
_LONGEST = 120


@dataclass(frozen=True)
class Report:
    """What a report says of a letter: it failed for good, or is only delayed."""

    message_id: str
    has_failed: bool
    words: str


@reads_mail
def on_report(message: EmailMessage) -> Deed | None:
    """Note on the letter what the report says of it."""
    report = report_in(message)
    if report is None:
        return None
    return lambda: note(report)


def report_in(message: EmailMessage) -> Report | None:
    """The report in *message*; None where it is something else, or of nothing that has a name."""
    if message.get_content_maintype() != "multipart":
        return None
    parts = [part for part in message.get_payload() if isinstance(part, Message)]
    status = next((part for part in parts if part.get_content_type() in _STATUS), None)
    if status is None:
        return None
    fields = list(_blocks(status))
    worst = _worst(fields)
    message_id = _message_id(parts, fields)
    if worst is None or not message_id:
        return None
    return Report(message_id, _action(worst) == "failed", _words(worst))


def note(report: Report) -> None:
    """Inside ``with write():``. A letter nobody knows is somebody else's."""
    letter = db.session.scalar(
        select(Letter).where(Letter.message_id == report.message_id, Letter.state != "suppressed")
    )
    if letter is None or letter.returned_at is not None:
        return
    letter.last_error = report.words
    if report.has_failed:
        letter.returned_at = letter.undelivered_at = now()


def _blocks(status: Any) -> Iterator[Message]:
    """The groups of fields of a report: one about the message, one for each recipient."""
    payload = status.get_payload()
    if status.get_content_type() == _STATUS[0] and isinstance(payload, list):
        yield from payload
        return
    inner = payload[0] if isinstance(payload, list) and payload else status
    for block in inner.as_string().replace("\r\n", "\n").split("\n\n"):
        yield message_from_string(block)


def _worst(fields: list[Message]) -> Message | None:
    """The group that says that it failed, else one that says that it is late."""
    for wanted in ("failed", "delayed"):
        for block in fields:
            if _action(block) == wanted:
                return block
    return None


def _action(block: Message) -> str:
    return str(block.get("Action") or "").strip().lower()


def _words(block: Message) -> str:
    """What the other server said, without the address it said it of."""
    said = str(block.get("Diagnostic-Code") or "").partition(";")
    words = " ".join((said[2] or said[0]).split())
    return plain(words or f"status {block.get('Status') or '?'}")


def _message_id(parts: list[Message], fields: list[Message]) -> str:
    """Of which letter: by the headers that came back, else as the report names it."""
    candidates = [headers.get("Message-ID") for headers in _returned(parts)]
    for name in ("Original-Message-ID", "X-Original-Message-ID"):
        candidates += [block.get(name) for block in fields]
    for candidate in candidates:
        found = "".join(str(candidate or "").split())
        if found and len(found) <= _LONGEST:
            return found
    return ""


def _returned(parts: list[Message]) -> Iterator[Any]:
    for part in parts:
        kind, payload = part.get_content_type(), part.get_payload()
        if kind in _WHOLE and isinstance(payload, list) and payload:
            yield payload[0]
        elif kind in _HEADERS:
            if isinstance(payload, list):  # the parser takes message/… for a whole message
                yield from payload[:1]
            else:
                raw = part.get_payload(decode=True)
                text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
                yield message_from_string(text.lstrip(), policy=policy.default)
