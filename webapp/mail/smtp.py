"""Talking to the mail server (RFC 5321): one connection for a batch, and what its answers mean."""

import smtplib
import ssl
from email.message import EmailMessage
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from webapp.core.addresses import NO_HOST, public_host
from webapp.core.logs import without_secrets
from webapp.mail.addresses import is_international, site_address

#: Seconds without an answer after which a connection counts as lost.
TIMEOUT = 30.0
_CLOSING = 421  # "service not available, closing the channel": about the session, not the letter
_TOO_LARGE = 552  # said to our address, meant of the letter (RFC 1870)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Later(Exception):
    """This letter did not go out; it may another time."""


class Refused(Exception):
    """The server will never take this letter."""


class ServerAway(Exception):
    """The server cannot be used now, whatever the letter."""


class ConnectionLost(Exception):
    """It went silent or hung up in the middle of a letter, which it may have taken or not."""


class Connection:
    """A session with the server of ``smtp://user:password@host:port`` or ``smtps://…``.

    ``?starttls`` asks for encryption after the greeting; it is not optional where a password would
    leave this machine. Opened by ``with``; opens itself again after it was lost.
    """

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._server: smtplib.SMTP | None = None
        self._has_begun = False  # the text of the letter in hand has begun to travel

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, message: EmailMessage, recipient: str) -> str:
        """Hand over one letter; what the server said when it took it.

        Raises :class:`Later`, :class:`Refused`, :class:`ServerAway` or :class:`ConnectionLost`;
        after the last two the next call connects anew.
        """
        is_fresh = self._server is None
        try:
            return self._attempt(message, recipient)
        except ConnectionLost:
            if is_fresh or self._has_begun:
                raise
            # Servers hang up after so many letters or seconds; of this one they have seen nothing.
            return self._attempt(message, recipient)

    def _attempt(self, message: EmailMessage, recipient: str) -> str:
        self._has_begun = False
        server = self._open()
        try:
            return self._hand_over(server, message, recipient)
        except smtplib.SMTPNotSupportedError as error:
            raise Refused("the mail server takes no address of this kind") from error
        except smtplib.SMTPDataError as error:
            raise self._verdict(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            self.drop()
            raise ConnectionLost(plain(error)) from error

    def _hand_over(self, server: smtplib.SMTP, message: EmailMessage, recipient: str) -> str:
        """The dialogue of RFC 5321, section 3.3."""
        server.ehlo_or_helo_if_needed()
        options = ["SMTPUTF8", "BODY=8BITMIME"] if is_international(recipient) else []
        code, words = server.mail(site_address(), options)
        if code != 250:
            raise self._verdict(code, words, concerns_us=True)
        code, words = server.rcpt(recipient)
        if code not in (250, 251):
            raise self._verdict(code, words)
        self._has_begun = True
        code, words = server.data(bytes(message))
        if code != 250:
            raise self._verdict(code, words)
        return plain(f"{code} {words.decode(errors='replace')}")

    def _verdict(self, code: int, words: bytes | str, concerns_us: bool = False) -> Exception:
        """What an answer that is no yes means. *concerns_us*: it is our own name, address or
        password that the server dislikes."""
        text = words.decode(errors="replace") if isinstance(words, bytes) else words
        said = plain(f"{code} {text}")
        if code == _CLOSING or code < 400:
            self.drop()
            return ConnectionLost(said)
        if concerns_us and code != _TOO_LARGE:
            self.drop()
            return ServerAway(said)
        self._begin_anew()
        return Refused(said) if code >= 500 else Later(said)

    def _begin_anew(self) -> None:
        """Take back what was said of this letter, so that the next can follow."""
        try:
            if self._server is not None:
                self._server.rset()
        except (smtplib.SMTPException, OSError):
            self.drop()

    def _open(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = self._connected()
            except (smtplib.SMTPException, OSError, ValueError) as error:
                raise ServerAway(plain(error)) from error
        return self._server

    def _connected(self) -> smtplib.SMTP:
        host, is_secure = self._url.hostname or "localhost", self._url.scheme == "smtps"
        port = self._url.port or (465 if is_secure else 587 if self._wants_starttls else 25)
        # Without a name of our own smtplib asks the name server, which may take long.
        ours = public_host()
        name = "[127.0.0.1]" if ours == NO_HOST else ours
        server: smtplib.SMTP
        if is_secure:
            context = ssl.create_default_context()
            server = smtplib.SMTP_SSL(host, port, name, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(host, port, name, timeout=TIMEOUT)
        try:
            self._introduce(server)
        except BaseException:
            server.close()
            raise
        return server

    def _introduce(self, server: smtplib.SMTP) -> None:
        if self._wants_starttls:
            server.starttls(context=ssl.create_default_context())
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))

    @property
    def _wants_starttls(self) -> bool:
        if self._url.scheme == "smtps":
            return False
        asked = "starttls" in parse_qs(self._url.query, keep_blank_values=True)
        leaves = bool(self._url.username) and self._url.hostname not in _LOOPBACK
        return asked or leaves

    def close(self) -> None:
        """Say goodbye, if anybody still listens."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()

    def drop(self) -> None:
        """Hang up without a word."""
        server, self._server = self._server, None
        if server is not None:
            server.close()


def plain(error: object) -> str:
    """What went wrong in one line, without addresses, fit for the database and the log."""
    words = " ".join(str(error).split()) or type(error).__name__
    return without_secrets(words)[:300]
