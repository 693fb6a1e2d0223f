"""A real IMAP server with one mailbox, and reports as mail servers write them."""

import imaplib
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


class Certificate:
    """A key and a certificate for 127.0.0.1, made with openssl; nobody vouches for it."""

    def __init__(self, folder: Path) -> None:
        self.key, self.file = folder / "key.pem", folder / "certificate.pem"
        make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
        out = ["-keyout", str(self.key), "-out", str(self.file)]
        subprocess.run([*make, *names, *out], check=True, capture_output=True)


@contextmanager
def behind_tls(server: MailboxServer, certificate: Certificate) -> Iterator[str]:
    """The address of the mailbox where TLS begins before the first word (RFC 8314, section 3.2);
    what arrives there is handed on to *server*."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.file, certificate.key)
    door = _Door(("127.0.0.1", free_port()), server.port, context)
    thread = threading.Thread(target=door.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        port = door.server_address[1]
        yield f"imaps://{USER}:{PASSWORD}@127.0.0.1:{port}/{server.folder}"
    finally:
        door.shutdown()
        door.server_close()
        thread.join()


class _Door(socketserver.ThreadingTCPServer):
    """Takes the TLS off what comes in."""

    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], port: int, context: ssl.SSLContext) -> None:
        self.port, self.context = port, context
        super().__init__(address, _Talk)


class _Talk(socketserver.BaseRequestHandler):
    """One connection, both ways until either side ends it."""

    server: _Door

    def handle(self) -> None:
        """Hand on what is said in clear words; who does not trust us hears nothing."""
        try:
            outer = self.server.context.wrap_socket(self.request, server_side=True)
        except OSError:
            return
        with outer, socket.create_connection(("127.0.0.1", self.server.port)) as inner:
            back = threading.Thread(target=_hand_on, args=(inner, outer), daemon=True)
            back.start()
            _hand_on(outer, inner)
            back.join(5)


def _hand_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while said := source.recv(65536):
            target.sendall(said)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
