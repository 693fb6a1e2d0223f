"""From a stored letter to the bytes that travel (RFC 5322): equal letters give equal bytes."""

import hashlib
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy

from markupsafe import escape

from webapp.mail.addresses import deliverable, is_international, named
from webapp.mail.invitations import calendar_for_recipient, file_name, sender_of
from webapp.mail.models import Letter
from webapp.mail.outbox import one_line, site_name
from webapp.mail.resending import again_line

#: Address headers longer than this have been refused by servers in the wild.
LONGEST_NAME = 100


def message_of(letter: Letter) -> EmailMessage:
    """The letter as a message. It must have its words (``words_of``).

    Raises :class:`webapp.mail.addresses.BadAddress`.
    """
    recipient = deliverable(letter.recipient)
    message = EmailMessage(policy=_policy(recipient))
    message["Date"] = letter.created_at
    message["From"] = named((letter.sender_name or site_name())[:LONGEST_NAME], sender_of(letter))
    message["To"] = named(letter.recipient_name[:LONGEST_NAME], recipient)
    if letter.reply_to:
        message["Reply-To"] = named("", deliverable(letter.reply_to))
    message["Subject"] = one_line(letter.subject or "")
    message["Message-ID"] = letter.message_id
    if letter.in_reply_to:
        message["In-Reply-To"] = letter.in_reply_to
        message["References"] = letter.in_reply_to
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes, please
    _fill(message, letter, recipient)
    message["Content-Language"] = letter.language  # RFC 3282; filling takes such headers away
    return message


def _words(letter: Letter) -> tuple[str, str]:
    """Text and HTML; on top of one that is sent again, a line that says so."""
    text, page, again = letter.body_text or "", letter.body_html or "", again_line(letter)
    if not again:
        return text, page
    line = f"<main>\n            <p><em>{escape(again)}</em></p>"
    return f"{again}\n\n{text}", page.replace("<main>", line, 1)


def _policy(recipient: str) -> "EmailPolicy[EmailMessage]":
    return SMTPUTF8 if is_international(recipient) else SMTP


def _fill(message: EmailMessage, letter: Letter, recipient: str) -> None:
    text, page = _words(letter)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    if letter.calendar_method is not None:
        _invite(message, letter, recipient)
    elif letter.calendar:
        _attach(message, letter, letter.calendar.encode(), "text/calendar", "PUBLISH")
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        # The library takes a random one, and the same letter would differ at each attempt.
        name = hashlib.sha256(f"{letter.message_id} {number}".encode()).hexdigest()
        part.set_boundary(f"={name[:40]}=")


def _invite(message: EmailMessage, letter: Letter, recipient: str) -> None:
    """The calendar as another form of the text, which programs answer to, and as a file.

    Outlook looks for it in the first part only, others for a file only; the file is no
    text/calendar, or Apple Mail and Thunderbird would show two invitations.
    """
    content = calendar_for_recipient(letter, recipient).encode()
    params = {"charset": "utf-8", "method": letter.calendar_method, "component": "VEVENT"}
    message.add_alternative(
        content, maintype="text", subtype="calendar", cte="base64", params=params
    )
    _attach(message, letter, content, "application/ics", None)


def _attach(
    message: EmailMessage, letter: Letter, content: bytes, kind: str, method: str | None
) -> None:
    maintype, subtype = kind.split("/")
    message.add_attachment(
        content,
        maintype=maintype,
        subtype=subtype,
        cte="base64",
        filename=file_name(letter),
        params={"charset": "utf-8", "method": method} if method else {"name": file_name(letter)},
    )
