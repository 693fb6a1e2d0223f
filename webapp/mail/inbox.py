"""Mail that comes in: each message is shown once to all who can make something of it.

``@reads_mail`` marks a handler. It gets the parsed message before any lock is taken and gives back
what is to be done, or None; that is done in the transaction that notes that the message was seen,
so exactly once, whatever dies in between. A message nobody can read (too large, nested without
end, in no known charset) is put aside and named in the log by its number only.
"""

import hashlib
import logging
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import TypeVar
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy.exc import OperationalError

from webapp.core.database import db, write
from webapp.core.sweeps import stopping, sweep
from webapp.core.times import now
from webapp.mail.imap import Mailbox, MailboxAway, opened
from webapp.mail.models import InboxMark
from webapp.mail.shapes import why_not_read
from webapp.mail.work import KEPT

Deed = Callable[[], object]
Handler = Callable[[EmailMessage], Deed | None]
H = TypeVar("H", bound=Handler)

#: A report of a letter of ours has some kilobytes; a scan sent by mail is nothing for us.
LARGEST = 1_000_000
#: Messages in one look; the next sweep goes on.
MOST = 500
#: What came before our letters of today were written tells nothing of them.
LOOKS_BACK = KEPT + timedelta(days=1)
_HANDLERS: list[Handler] = []
_log = logging.getLogger(__name__)


def reads_mail(handler: H) -> H:
    """Mark a function that looks at each message that comes in. It may raise: then the message is
    put aside."""
    _HANDLERS.append(handler)
    return handler


@sweep("inbox", every=60)
def read_inbox() -> int:
    """Look at what has come in since the last time; how many messages somebody understood."""
    url = current_app.config["VIZITE"].imap_url
    if not url:
        return 0
    try:
        with opened(url) as mailbox:
            return _Look(mailbox, key_of(url)).through()
    except MailboxAway as error:
        _log.warning("the mailbox cannot be read: %s", error)
        return 0


def key_of(url: str) -> str:
    """What a mailbox is known by: the same whatever its password."""
    parts = urlsplit(url)
    named = f"{parts.username}@{parts.hostname}:{parts.port}{parts.path}"
    return hashlib.sha256(named.encode()).hexdigest()


class _Look:
    """One look through a mailbox."""

    def __init__(self, mailbox: Mailbox, key: str) -> None:
        self._mailbox, self._key = mailbox, key
        self._validity = mailbox.validity

    def through(self) -> int:
        """Show every new message to the handlers; how many were understood."""
        understood, last = 0, self._seen()
        since = (now() - LOOKS_BACK).date()
        for uid in self._mailbox.after(last, since)[:MOST]:
            if stopping.is_set():
                break
            deeds = self._deeds(uid)
            if deeds:
                self._do(uid, deeds)
                understood += 1
            last = uid
        # Those that said nothing to anybody are noted together.
        if last > self._seen():
            self._note(last, [])
        return understood

    def _seen(self) -> int:
        mark = db.session.get(InboxMark, self._key)
        seen = mark.last_uid if mark is not None and mark.validity == self._validity else 0
        db.session.rollback()
        return seen

    def _deeds(self, uid: int) -> list[Deed]:
        """What is to be done about a message."""
        size = self._mailbox.size_of(uid)
        if size > LARGEST:
            _put_aside(uid, f"{size} octets are too many")
            return []
        raw = self._mailbox.read(uid, LARGEST)
        wrong = why_not_read(raw)
        if wrong:
            _put_aside(uid, wrong)
            return []
        try:
            message = message_from_bytes(raw, policy=policy.default)
            found = [handler(message) for handler in _HANDLERS]
        except OperationalError:
            raise
        except Exception as error:
            _put_aside(uid, type(error).__name__)
            return []
        return [deed for deed in found if deed is not None]

    def _do(self, uid: int, deeds: list[Deed]) -> None:
        try:
            self._note(uid, deeds)
        except OperationalError:
            raise  # the database's fault: the message is looked at again
        except Exception as error:
            _put_aside(uid, type(error).__name__)
            self._note(uid, [])

    def _note(self, uid: int, deeds: list[Deed]) -> None:
        with write():
            mark = db.session.get(InboxMark, self._key, with_for_update=True)
            if mark is None:
                mark = InboxMark(mailbox=self._key, validity=self._validity, last_uid=0)
                db.session.add(mark)
            if mark.validity != self._validity:
                mark.validity, mark.last_uid = self._validity, 0
            if uid <= mark.last_uid:
                return  # another worker was first
            mark.last_uid = uid
            for deed in deeds:
                deed()


def _put_aside(uid: int, why: str) -> None:
    _log.warning("message %d of the mailbox was put aside: %s", uid, why)
