"""A mailbox of its own for each test, and Anna, who was invited and answers by mail."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.factories import make_event, make_registration
from tests.mail.mailbox import MailboxServer, mailbox_server
from tests.registrations.replied import Anna, invite
from webapp.core.database import write
from webapp.core.links import short_code


@pytest.fixture(scope="module")
def running() -> Iterator[MailboxServer]:
    with mailbox_server() as started:
        yield started


@pytest.fixture
def server(running: MailboxServer) -> MailboxServer:
    """An empty folder; the mail server at mx.example.org is the one that is believed."""
    found = running.with_folder(short_code(8))
    found.url += "?authserv=mx.example.org&authserv=mx.google.com"
    return found


@pytest.fixture
def app(request: pytest.FixtureRequest, server: MailboxServer) -> Flask:
    name = "make_pg_app" if getattr(request, "param", "") == "postgresql" else "make_app"
    made: Flask = request.getfixturevalue(name)(VIZITE_IMAP_URL=server.url)
    return made


@pytest.fixture
def anna(app: Flask, server: MailboxServer) -> Anna:
    with app.app_context(), write():
        event = make_event(capacity=1, verifies_addresses=False)
        found = invite(app, server, event)
        make_registration(event, "Boriss", "boriss@example.org", state="waiting")
        return found
