"""Talking to the mailbox of ``imap://user:password@host:port/folder`` (IMAP4rev1, RFC 3501).

Only looked at: nothing is marked as read, moved or deleted, so that people can use it as well.
"""

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

from webapp.mail.smtp import TIMEOUT, plain

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class MailboxAway(Exception):
    """It cannot be read now: no server, no entry, no such folder, or talk that makes no sense."""


class Mailbox:
    """A folder that is open for reading."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server

    @property
    def validity(self) -> int:
        """While this number is the same, so are the numbers of the messages."""
        _name, found = self._server.response("UIDVALIDITY")
        return int(found[0]) if found and found[0] else 0

    def after(self, last_uid: int, since: date) -> list[int]:
        """The numbers of the messages that follow *last_uid* and came on that day or later."""
        day = f"{since.day:02}-{_MONTHS[since.month - 1]}-{since.year}"
        found = self._ask("SEARCH", "UID", f"{last_uid + 1}:*", "SINCE", day)
        numbers = b" ".join(each for each in found if isinstance(each, bytes)).split()
        # "7:*" means the last message even where that is the fifth.
        return sorted(int(each) for each in numbers if int(each) > last_uid)

    def size_of(self, uid: int) -> int:
        """How many octets a message has, as the server says; 0 where it is gone."""
        for line in self._ask("FETCH", str(uid), "(RFC822.SIZE)"):
            match = _SIZE.search(line if isinstance(line, bytes) else b"")
            if match:
                return int(match[1])
        return 0

    def read(self, uid: int, most: int) -> bytes:
        """The message, or as much of it as *most* octets; empty where it is gone."""
        for line in self._ask("FETCH", str(uid), f"(BODY.PEEK[]<0.{most}>)"):
            if isinstance(line, tuple) and len(line) == 2:
                return bytes(line[1])
        return b""

    def _ask(self, command: str, *words: str) -> list[bytes | tuple[bytes, bytes] | None]:
        answer, found = self._server.uid(command, *words)
        if answer != "OK":
            raise MailboxAway(f"{command} was answered by {answer}")
        return list(found)


@contextmanager
def opened(url: str) -> Iterator[Mailbox]:
    """The mailbox of *url*; raises :class:`MailboxAway` wherever the talk ends early."""
    server: imaplib.IMAP4 | None = None
    try:
        server = _connected(url)
        yield _entered(server, url)
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        raise MailboxAway(plain(error)) from error
    finally:
        if server is not None:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                server.logout()


def _connected(url: str) -> imaplib.IMAP4:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    if parts.scheme == "imaps":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=TIMEOUT)
    server = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT)
    asked = "starttls" in parse_qs(parts.query, keep_blank_values=True)
    # A password leaves this machine only where nobody can read it.
    if asked or host not in _LOOPBACK:
        server.starttls(ssl_context=ssl.create_default_context())
    return server


def _entered(server: imaplib.IMAP4, url: str) -> Mailbox:
    parts = urlsplit(url)
    server.login(unquote(parts.username or ""), unquote(parts.password or ""))
    folder = unquote(parts.path.strip("/")) or "INBOX"
    quoted = '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
    answer, words = server.select(quoted, readonly=True)
    if answer != "OK":
        raise MailboxAway(plain(f"the folder cannot be opened: {words!r}"))
    return Mailbox(server)
