"""A mail server that keeps what it is sent, and misbehaves in each way a real one does."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import Enum, auto
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mood(Enum):
    """How the server meets the next letters."""

    ACCEPT = auto()
    REJECT = auto()  # 550: this letter will never be taken
    TRY_LATER = auto()  # 451: perhaps in a while
    HANG = auto()  # takes the letter's text and answers nothing
    VANISH = auto()  # keeps the letter and hangs up before saying so


@dataclass(frozen=True)
class Received:
    """A letter the server took."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


class MailSink:
    """The server, on a port of its own of this machine."""

    def __init__(self) -> None:
        self.mood = Mood.ACCEPT
        self.received: list[Received] = []
        self.tried = 0  # letters offered, taken or not
        self.port = free_port()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """The value of VIZITE_MAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=10)
        self._controller.start()

    def stop(self) -> None:
        """Listen no more; connections are refused until `start`."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """For a while nobody answers on the port."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def clear(self) -> None:
        """Forget all letters and behave."""
        self.received.clear()
        self.tried = 0
        self.mood = Mood.ACCEPT

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer one letter in the mood of the moment; aiosmtpd calls this."""
        self.tried += 1
        match self.mood:
            case Mood.REJECT:
                return "550 5.1.1 No such mailbox here"
            case Mood.TRY_LATER:
                return "451 4.3.0 Try again later"
            case Mood.HANG:
                await asyncio.sleep(3600)
            case Mood.VANISH:
                self._keep(envelope)
                assert server.transport is not None
                server.transport.abort()
                return ""
        self._keep(envelope)
        return "250 2.0.0 Taken"

    def _keep(self, envelope: Envelope) -> None:
        content = cast(bytes, envelope.content).replace(b"\r\n", b"\n")
        message = cast(EmailMessage, message_from_bytes(content, policy=policy.default))
        sender = envelope.mail_from or ""
        self.received.append(Received(sender, tuple(envelope.rcpt_tos), message))


def free_port() -> int:
    """A port nobody uses now (aiosmtpd cannot say which one port 0 became)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
