"""The mailbox is read once, whatever lies in it and whatever dies meanwhile."""

import logging
import shutil
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import MakeApp
from tests.mail.mailbox import Certificate, MailboxServer, behind_tls, mailbox_server, report
from tests.mail.posting import store
from tests.outbox import letter
from webapp.core.database import db
from webapp.core.links import short_code
from webapp.mail import inbox
from webapp.mail.imap import Mailbox
from webapp.mail.inbox import read_inbox
from webapp.mail.models import InboxMark, Letter


@pytest.fixture(scope="module")
def running() -> Iterator[MailboxServer]:
    with mailbox_server() as started:
        yield started


@pytest.fixture
def server(running: MailboxServer) -> MailboxServer:
    """An empty folder of the test's own."""
    return running.with_folder(short_code(8))


@pytest.fixture
def app(make_app: MakeApp, server: MailboxServer) -> Flask:
    return make_app(VIZITE_IMAP_URL=server.url)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The subjects some handler got to see."""
    subjects: list[str] = []

    def note(message: EmailMessage) -> None:
        subjects.append(str(message["Subject"]))

    monkeypatch.setattr(inbox, "_HANDLERS", [*inbox._HANDLERS, note])
    return subjects


def look(app: Flask) -> int:
    with app.app_context():
        found = read_inbox()
        db.session.remove()
    return found


def plain(subject: str) -> bytes:
    return f"From: a@example.org\nSubject: {subject}\n\nHello\n".encode()


def marks(app: Flask) -> list[int]:
    with app.app_context():
        return [mark.last_uid for mark in db.session.scalars(select(InboxMark))]


def test_each_message_is_looked_at_once(app: Flask, server: MailboxServer, seen: list[str]) -> None:
    server.put(plain("one"), plain("two"))
    look(app)
    look(app)
    server.put(plain("three"))
    look(app)

    assert seen == ["one", "two", "three"]


def test_a_report_marks_its_letter_as_returned(app: Flask, server: MailboxServer) -> None:
    store(app, "anna@example.org", "boriss@example.org")
    anna = letter(app, to="anna@example.org")
    server.put(plain("hello"), report(anna.message_id), plain("bye"))

    assert look(app) == 1

    anna, boriss = (letter(app, to=f"{name}@example.org") for name in ("anna", "boriss"))
    assert anna.returned_at is not None
    assert anna.undelivered_at is not None
    assert anna.last_error == "550 5.1.1 <…@…>: Recipient address rejected"
    assert boriss.returned_at is None


def test_a_mailbox_that_begins_anew_is_read_anew_and_nothing_is_done_twice(
    app: Flask, server: MailboxServer, seen: list[str]
) -> None:
    store(app, "anna@example.org")
    server.put(report(letter(app).message_id))
    look(app)
    first = letter(app)

    other = server.with_folder(short_code(8))
    other.put(plain("new"), report(first.message_id, words="smtp; 550 other words"))
    with app.app_context(), other_mailbox(other, inbox.key_of(server.url)):
        read_inbox()

    again = letter(app)
    assert seen[-2:] == ["new", "Undelivered Mail Returned to Sender"]
    assert (again.returned_at, again.last_error) == (first.returned_at, first.last_error)


def other_mailbox(server: MailboxServer, key: str) -> Any:
    """What is looked at is another server's mailbox, known by the key of the first."""
    patch = pytest.MonkeyPatch()
    real = inbox.opened
    patch.setattr(inbox, "opened", lambda url: real(server.url))
    patch.setattr(inbox, "key_of", lambda url: key)

    class Undo:
        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None:
            patch.undo()

    return Undo()


HUGE = b"Subject: huge\n\n" + b"x" * (inbox.LARGEST + 1)
NESTED = b"".join(
    b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000)
)
WRONG_CHARSET = (
    b"Subject: =?no-such-charset?q?caf=E9?=\nContent-Type: text/plain; charset=nope\n\n\xff\n"
)
BAD_REPORT = b"""Subject: torn
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: message/delivery-status

Action: failed
--B
Content-Type: message/rfc822

"""


@pytest.fixture
def nested(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A message that becomes one nested without end on its way: the test's own server would not
    take such a thing, others do."""
    real = Mailbox.read

    def read(mailbox: Mailbox, uid: int, most: int) -> bytes:
        found = real(mailbox, uid, most)
        return NESTED if b"X-Nested" in found else found

    monkeypatch.setattr(Mailbox, "read", read)
    return b"X-Nested: yes\n\n"


def test_a_message_nested_without_end_keeps_no_other_from_being_read(
    app: Flask, server: MailboxServer, nested: bytes
) -> None:
    store(app, "anna@example.org")
    server.put(nested, report(letter(app).message_id))

    assert look(app) == 1


@pytest.mark.parametrize("hostile", [HUGE, WRONG_CHARSET, BAD_REPORT, b"\0\0\xff", b""])
def test_a_hostile_message_keeps_no_other_from_being_read(
    app: Flask, server: MailboxServer, hostile: bytes
) -> None:
    store(app, "anna@example.org")
    server.put(hostile or b"\n", report(letter(app).message_id))

    assert look(app) == 1
    assert letter(app).returned_at is not None
    assert look(app) == 0


def test_what_is_put_aside_is_named_by_its_number_and_by_nothing_else(
    app: Flask,
    server: MailboxServer,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stumble(message: EmailMessage) -> None:
        raise ValueError(f"cannot make anything of {message['From']}")

    monkeypatch.setattr(inbox, "_HANDLERS", [stumble])
    server.put(b"From: anna@example.org\n" + HUGE, b"From: anna@example.org\n\nHello\n")

    with caplog.at_level(logging.WARNING):
        look(app)

    huge, odd = caplog.messages
    assert huge.endswith("of the mailbox was put aside: 1000042 octets are too many")
    assert odd.endswith("of the mailbox was put aside: ValueError")
    assert "anna" not in caplog.text


def test_a_deed_that_fails_is_put_aside_and_undone(
    app: Flask, server: MailboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(app, "anna@example.org")

    def handler(message: EmailMessage) -> Any:
        def deed() -> None:
            for each in db.session.scalars(select(Letter)):
                each.last_error = "touched"
            raise LookupError("a fault in a handler")

        return deed

    monkeypatch.setattr(inbox, "_HANDLERS", [handler])
    server.put(plain("one"))
    look(app)

    assert letter(app).last_error is None
    assert len(marks(app)) == 1


def test_a_worker_that_dies_before_it_noted_the_message_reads_it_again(
    app: Flask, server: MailboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(app, "anna@example.org")
    server.put(report(letter(app).message_id))
    monkeypatch.setattr(inbox._Look, "_note", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        look(app)
    assert letter(app).returned_at is None
    monkeypatch.undo()

    look(app)

    assert letter(app).returned_at is not None


def test_the_mailbox_stays_as_it_was(app: Flask, server: MailboxServer) -> None:
    import imaplib

    server.put(plain("one"))
    look(app)

    with imaplib.IMAP4("127.0.0.1", server.port) as talk:
        talk.login("demouser", "demopass")
        talk.select(server.folder)
        assert talk.search(None, "UNSEEN")[1] == [b"1"]


def test_a_server_that_is_away_or_refuses_is_told_and_tried_again(
    make_app: MakeApp, server: MailboxServer, caplog: pytest.LogCaptureFixture
) -> None:
    for url in (
        "imap://demouser:demopass@127.0.0.1:1/INBOX",
        server.url.replace("demopass", "wrong-secret"),
        server.url.replace(f"/{server.folder}", "/No%20such%20folder"),
    ):
        caplog.clear()
        assert look(make_app(VIZITE_IMAP_URL=url)) == 0
        assert [words.split(":")[0] for words in caplog.messages] == ["the mailbox cannot be read"]
        assert "wrong-secret" not in caplog.text


def test_nothing_is_read_where_no_mailbox_is_set(make_app: MakeApp) -> None:
    assert look(make_app()) == 0


needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="makes a certificate with openssl"
)


@needs_openssl
def test_the_talk_is_encrypted_where_that_is_asked(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))

    words = ("--cert", str(made.file), "--key", str(made.key))
    with mailbox_server(*words, query="?starttls") as server:
        app = make_app(VIZITE_IMAP_URL=server.url)
        store(app, "anna@example.org")
        server.put(report(letter(app).message_id))

        assert look(app) == 1


@needs_openssl
def test_imaps_is_encrypted_from_the_first_word(
    make_app: MakeApp, server: MailboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))

    with behind_tls(server, made) as url:
        app = make_app(VIZITE_IMAP_URL=url)
        store(app, "anna@example.org")
        server.put(report(letter(app).message_id))

        assert look(app) == 1
        assert look(app) == 0
    assert letter(app).returned_at is not None


@needs_openssl
def test_no_password_is_told_to_a_server_that_nobody_vouches_for(
    make_app: MakeApp,
    server: MailboxServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    told: list[str] = []
    monkeypatch.setattr("imaplib.IMAP4.login", lambda _self, user, *_: told.append(user))

    with behind_tls(server, Certificate(tmp_path)) as url:
        assert look(make_app(VIZITE_IMAP_URL=url)) == 0

    assert [words.split(":")[0] for words in caplog.messages] == ["the mailbox cannot be read"]
    assert "CERTIFICATE_VERIFY_FAILED" in caplog.text
    assert told == []
