"""One server with the example data for all tests in a browser, and browsers for its readers."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests import databases
from tests.mail_sink import free_port
from tools.every_page import Everything, allow_errors, keys, prepare
from tools.page_kinds import VISITOR
from webapp import create_app
from webapp.manage.examples import load_examples

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

#: Says in the console what the policy has stopped, so that one list has every complaint.
POLICY = """document.addEventListener("securitypolicyviolation",
    event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""


@dataclass(frozen=True)
class Site:
    """The examples on a port of this machine, their pages and who may open which."""

    app: Flask
    url: str
    everything: Everything
    states: dict[str, Any]


@pytest.fixture(scope="session")
def site(
    shared: Path, tmp_path_factory: pytest.TempPathFactory, browser: "Browser"
) -> Iterator[Site]:
    """The app with the examples behind a real web server."""
    data, port = tmp_path_factory.mktemp("site"), free_port()
    url = f"http://127.0.0.1:{port}"
    databases.copy_sqlite(shared, data)
    app = create_app(databases.SETTINGS | {"VIZITE_DATA": str(data), "VIZITE_BASE_URL": url})
    allow_errors(app)
    with app.app_context():
        load_examples()
    everything = prepare(app)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(app, url, everything, keys(browser, url, everything))
    server.shutdown()
    thread.join()
    server.server_close()
    databases.close(app)


@dataclass
class Reader:
    """A page, and everything its browser complained about."""

    page: "Page"
    complaints: list[str] = field(default_factory=list)

    def note(self, message: "ConsoleMessage") -> None:
        """Keep errors and warnings; that an error page is an error page is none."""
        is_own_status = message.location.get("url") == self.page.url
        if message.type in ("error", "warning") and not is_own_status:
            self.complaints.append(message.text)


MakeReader = Callable[..., Reader]


@pytest.fixture
def open_browser(site: Site, browser: "Browser") -> Iterator[MakeReader]:
    """``open_browser("coordinator@example.org", viewport=…)``: a reader's own browser."""
    contexts = []

    def make(who: str = VISITOR, **settings: Any) -> Reader:
        given = {"locale": "en-GB", "base_url": site.url, "reduced_motion": "reduce"}
        context = browser.new_context(storage_state=site.states[who], **given | settings)
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_init_script(POLICY)
        reader = Reader(context.new_page())
        reader.page.on("console", reader.note)
        reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
        return reader

    yield make
    for context in contexts:
        context.close()
