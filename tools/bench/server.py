"""The server that is measured: the whole app as ``make run`` serves it, with a few routes more.

Started as ``python -m tools.bench.server``; prints its port and serves until it is ended. There is
no worker, so letters are stored and not sent.
"""

import gc
import socket

from flask import Blueprint, Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from webapp import create_app
from webapp.accounts.models import Account
from webapp.accounts.sign_in import begin_session, open_session
from webapp.core.database import db, write
from webapp.core.permissions import for_everyone, public
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.serve import run_web

blueprint = Blueprint("bench", __name__, url_prefix="/bench")
_kept: dict[str, bytes] = {}
_ADMIN = "bench@example.org"


@blueprint.get("/empty")
@public
def empty() -> ResponseReturnValue:
    """A page with all hooks and no content."""
    return ""


@blueprint.get("/body")
@for_everyone
def body() -> ResponseReturnValue:
    """The bytes of another address (``?of=``) from memory."""
    of, encoding = request.args["of"], request.args["encoding"]
    if of + encoding not in _kept:
        asked = current_app.test_client().get(of, headers={"Accept-Encoding": encoding})
        _kept[of + encoding] = asked.data
    return Response(_kept[of + encoding], mimetype="text/calendar")


@blueprint.get("/change")
@public
def change() -> ResponseReturnValue:
    """Another name for the first event."""
    with write():
        event = db.session.scalars(select(Event).order_by(Event.id).limit(1)).one()
        event.name = LocalText({"en": f"Changed for the {event.revision}. time"})
        event.revision += 1
    return ""


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Whoever asks is the administrator of the bench from now on."""
    account = db.session.scalar(select(Account).where(Account.email == _ADMIN))
    with write():
        if account is None:
            account = Account(email=_ADMIN, name="Bench", is_admin=True)
            db.session.add(account)
            db.session.flush()
        open_session(account)
    begin_session(account)
    return ""


def main() -> None:
    """Serve on a free port of this machine."""
    app: Flask = create_app()
    app.register_blueprint(blueprint)
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    print(listener.getsockname()[1], flush=True)
    gc.freeze()
    run_web(app, listener, app.config["VIZITE"].workers)


if __name__ == "__main__":
    main()
