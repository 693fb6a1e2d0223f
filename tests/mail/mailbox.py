"""A real IMAP server with one mailbox, and reports as mail servers write them."""

import imaplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from pathlib import Path

from tests.mail_sink import free_port
from webapp.core.times import now

USER, PASSWORD = "demouser", "demopass"


class MailboxServer:
    """A running server; `url` is the value of VIZITE_IMAP_URL."""

    def __init__(self, port: int, query: str = "", folder: str = "INBOX") -> None:
        self.port, self.folder = port, folder
        self.url = f"imap://{USER}:{PASSWORD}@127.0.0.1:{port}/{folder}{query}"

    def with_folder(self, name: str) -> "MailboxServer":
        """An empty folder on the same server."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=10) as talk:
            talk.login(USER, PASSWORD)
            talk.create(name)
        return MailboxServer(self.port, folder=name)

    def put(self, *messages: bytes) -> None:
        """Let these arrive."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=10) as talk:
            talk.login(USER, PASSWORD)
            for message in messages:
                crlf = message.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
                answer, words = talk.append(self.folder, "", "", crlf)
                assert answer == "OK", words


@contextmanager
def mailbox_server(*more: str, query: str = "") -> Iterator[MailboxServer]:
    """An empty mailbox on a server of its own."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("pymap")), "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", str(port), *more, "dict"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield MailboxServer(port, query)
    finally:
        process.kill()
        process.wait()


def _wait(port: int) -> None:
    ends = time.monotonic() + 20
    while True:
        try:
            with imaplib.IMAP4("127.0.0.1", port, timeout=5):
                return
        except (OSError, imaplib.IMAP4.error):
            assert time.monotonic() < ends, "the IMAP server did not come up"
            time.sleep(0.1)


def report(
    message_id: str,
    *,
    action: str = "failed",
    words: str = "smtp; 550 5.1.1 <anna@example.org>: Recipient address rejected",
    returned: str = "text/rfc822-headers",
) -> bytes:
    """A delivery status notification (RFC 3464) as Postfix writes one."""
    headers = f"Message-ID: {message_id}\nSubject: Harbour day\nTo: anna@example.org\n"
    body = headers if "headers" in returned else f"{headers}\nThe letter.\n"
    return f"""\
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: vizite@localhost
Subject: Undelivered Mail Returned to Sender
Date: {format_datetime(now())}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: {format_datetime(now())}

Final-Recipient: rfc822; anna@example.org
Original-Recipient: rfc822;anna@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: {words}

--B
Content-Type: {returned}

{body}
--B--
""".encode()
