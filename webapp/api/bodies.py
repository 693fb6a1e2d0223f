"""Answers as they go out, kept as long as nothing they tell has changed."""

import gzip
import json
import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from flask import current_app
from sqlalchemy import inspect, select

from webapp.api.schema import as_json
from webapp.core.content import VERSION
from webapp.core.database import look
from webapp.core.looking import Statement
from webapp.entries.models import ScopeVersion

#: Bytes of answers a process keeps.
MOST_BYTES = 8 * 1024 * 1024
#: Below this a packed answer is hardly smaller.
_WORTH_PACKING = 500
_EXTENSION = "vizite_api_bodies"


@dataclass(frozen=True)
class Body:
    """An answer, its hash, the same packed (empty where that is not worth it), and the address of
    the page behind it."""

    plain: bytes
    packed: bytes
    etag: str
    next: str | None

    @classmethod
    def of(cls, answer: Any) -> "Body":
        """From an answer's dataclass."""
        text = json.dumps(as_json(answer), ensure_ascii=False, separators=(",", ":"))
        plain = text.encode()
        packed = gzip.compress(plain, 6, mtime=0) if len(plain) >= _WORTH_PACKING else b""
        etag = sha256(plain).hexdigest()[:32]
        return cls(plain, packed, etag, getattr(answer, "next", None))

    def __len__(self) -> int:
        return len(self.plain) + len(self.packed)


class Bodies:
    """The answers asked for last, within bounds. Safe for threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[Hashable, Body] = OrderedDict()
        self._size = 0
        self._most_bytes = most_bytes
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Body | None:
        """What is kept under *key*."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def put(self, key: Hashable, body: Body) -> None:
        """Keep one; those asked for longest ago make room."""
        with self._lock:
            before = self._kept.pop(key, None)
            self._size += len(body) - (0 if before is None else len(before))
            self._kept[key] = body
            while self._size > self._most_bytes:
                self._size -= len(self._kept.popitem(last=False)[1])


def bodies() -> Bodies:
    """This application's."""
    known = current_app.extensions
    if _EXTENSION not in known:
        known[_EXTENSION] = Bodies()
    found: Bodies = known[_EXTENSION]
    return found


def state() -> tuple[int, int]:
    """Equal as long as every answer is: the number of the content, and that of the calendar of
    everything, which says when something changed. One look."""
    row = next(iter(look(_statement(), {})))
    return row.content or 0, row.calendar or 0


@lru_cache(maxsize=1)
def _statement() -> Statement:
    versions: Any = inspect(ScopeVersion).local_table.c
    calendar = select(versions.version).where(versions.scope == "all").scalar_subquery()
    return select(VERSION.label("content"), calendar.label("calendar"))
