"""Pages for strangers, kept as long as nothing of what they show has changed.

A page is kept under all it depends on: its address, the reader's language, theme and zone, the
number of `core.content`, and what its view adds (seats, people in line). Time passes too: the key
changes with the minute, as all that people agree on begins and ends on whole ones. Only for
readers of whom nothing is known, and for plain addresses.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from flask import Flask, Response, current_app, request, session

from webapp.core.i18n import current_language
from webapp.core.permissions import NOBODY, current_viewer
from webapp.core.theme import current_theme
from webapp.core.times import now
from webapp.core.zones import reader_zone

#: Bytes of pages a process keeps.
MOST_BYTES = 8 * 1024 * 1024
_MINUTE = 60
#: What a session holds of somebody who has opened a form and nothing else.
_OF_ANYBODY = frozenset({"csrf_token", "_fresh"})
_EXTENSION = "vizite_pages"


class Pages:
    """The pages asked for last, within bounds. Safe for threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0
        self._most_bytes = most_bytes
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> bytes | None:
        """The page kept under *key*."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def put(self, key: Hashable, page: bytes) -> None:
        """Keep a page; those asked for longest ago make room."""
        with self._lock:
            self._size += len(page) - len(self._kept.pop(key, b""))
            self._kept[key] = page
            while self._size > self._most_bytes:
                self._size -= len(self._kept.popitem(last=False)[1])


def init_app(app: Flask) -> None:
    """Begin with none."""
    app.extensions[_EXTENSION] = Pages()


def kept(shows: Callable[[], Hashable], make: Callable[[], str]) -> Response | str:
    """The page of this request, made by *make* unless one is kept.

    *shows* reads what it depends on besides the request and the time, the number of `core.content`
    among it; it is asked before the page is made, so that a page is never newer than its key says.
    """
    if not _is_for_a_stranger():
        return make()
    reader = (current_language(), current_theme(), reader_zone())
    return Response(kept_bytes((request.path, reader, shows()), make), mimetype="text/html")


def kept_bytes(key: Hashable, make: Callable[[], str]) -> bytes:
    """The page kept under *key* in this minute, made by *make* if there is none. *key* says all
    that the page depends on besides the time."""
    pages: Pages = current_app.extensions[_EXTENSION]
    moment = int(now().timestamp()) // _MINUTE
    whole = (request.script_root, moment, key)
    page = pages.get(whole)
    if page is None:
        page = make().encode()
        pages.put(whole, page)
    return page


def _is_for_a_stranger() -> bool:
    """Whether the reader is a stranger and nothing but the address asks for anything."""
    if request.query_string or current_viewer() != NOBODY:
        return False
    return session.keys() <= _OF_ANYBODY  # else there is a message to be shown once
