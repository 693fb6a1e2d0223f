"""A process that reads the mailbox until it is killed."""

from multiprocessing.connection import Connection

from tests.databases import SETTINGS, close
from webapp import create_app
from webapp.mail.inbox import read_inbox


def read_on(pipe: Connection, settings: dict[str, str]) -> None:
    """Say ``ready``, then read; say ``done`` if nobody has killed it by then."""
    app = create_app(SETTINGS | settings)
    with app.app_context():
        pipe.send("ready")
        read_inbox()
        pipe.send("done")
    close(app)
