"""Registration forms as eight browsers would send them."""

import itertools
import re
import secrets
from urllib.parse import urlencode

from tools.bench.client import WrongAnswer, fetch, get, post

_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
_numbers = itertools.count()
_run = secrets.token_hex(4)


def posts(port: int, codes: list[str], number: int) -> list[bytes]:
    """So many POSTs of the form, each of another person, over these events in turn."""
    status, headers, body = fetch(port, get(f"/events/{codes[0]}/register"))
    found = _TOKEN.search(body)
    if status != 200 or found is None:
        raise WrongAnswer(f"the registration form answers {status}")
    cookie = headers["set-cookie"].partition(";")[0]
    return [
        _post(codes[each % len(codes)], found[1].decode(), cookie, next(_numbers))
        for each in range(number)
    ]


def _post(code: str, token: str, cookie: str, number: int) -> bytes:
    form = {
        "csrf_token": token,
        "form_key": f"{_run}{number:016d}",
        "name": f"Bench Person {number}",
        "email": f"bench{_run}{number}@example.org",
        "organisation": "Load Municipality",
        "language": "en",
    }
    return post(f"/events/{code}/register", urlencode(form).encode(), cookie=cookie)
