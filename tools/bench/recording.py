"""Recording the statements of one registration, in a process of its own."""

import multiprocessing
import os
import re
from typing import Any

from tools.bench import bare
from tools.bench.bare import Statement
from tools.bench.data import Data
from tools.bench.serving import environment


def statements_of_registration(made: Data) -> list[Statement]:
    """What a POST of the registration form sends to the database."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_record, (made,))


def _record(made: Data) -> list[Statement]:
    from webapp import create_app

    os.environ.clear()
    os.environ.update(environment(made.folder))
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    address = f"/events/{made.codes[0]}/register"
    _register(client, address, "warm")
    first = bare.record(app, lambda: _register(client, address, "first"))
    second = bare.record(app, lambda: _register(client, address, "second"))
    return bare.compared(first, second)


def _register(client: Any, address: str, name: str) -> None:
    unique = re.sub("[^a-z0-9]", "", os.urandom(9).hex())
    form = {
        "form_key": f"{unique}key",
        "name": f"Recorded {name} {unique}",
        "email": f"{unique}@example.org",
        "organisation": "Load Municipality",
        "language": "en",
    }
    answer = client.post(address, data=form)
    if answer.status_code != 303:
        raise RuntimeError(f"a registration answers {answer.status_code}")
