"""Bodies kept as long as their version: in this process, and in Redis where several share one."""

import gzip
import hashlib
import logging
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from flask import after_this_request, current_app, has_request_context
from flask.wrappers import Response
from redis import Redis
from redis.exceptions import RedisError

from webapp.calendars.composing import Body, compose
from webapp.calendars.feeds import Feed
from webapp.core import metrics

log = logging.getLogger(__name__)

#: Bytes of bodies a process keeps. What a feed's ETag is stays known when its body is let go.
MOST_BYTES = 32 * 1024 * 1024
#: Feeds a process knows the ETag of, and bodies it keeps in files.
MOST_FEEDS = 2000
MOST_FILES = 16
_DAY = 24 * 3600


@dataclass
class _Slot:
    """What is known of one feed: the ETag in a state, and the body unless it was let go."""

    state: str = ""
    etag: str = ""
    body: Body | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Bodies:
    """The feeds asked for last, within bounds. Safe for threads; each body is composed once."""

    def __init__(self, redis_url: str | None = None) -> None:
        self._slots: OrderedDict[str, _Slot] = OrderedDict()
        self._lock = threading.Lock()
        self._shared = _Shared(redis_url) if redis_url else None

    def etag(self, feed: Feed) -> str:
        """The hash of the feed's bytes; from memory unless they have changed."""
        slot = self._slot(feed)
        state = feed.state
        if slot.state == state:
            metrics.count_feed("hit")
            return slot.etag
        return self.body(feed).etag

    def body(self, feed: Feed) -> Body:
        """The feed's bytes as they are in its version."""
        slot, state = self._slot(feed), feed.state
        with slot.lock:
            if slot.state != state or slot.body is None:
                body = self._made(feed, state)
                slot.state, slot.etag, slot.body = state, body.etag, body
            body = slot.body
        self._let_go()
        return body

    def _made(self, feed: Feed, state: str) -> Body:
        metrics.count_feed("miss")
        if self._shared is None:
            return compose(feed)
        key = hashlib.sha256(repr((feed.path, state)).encode()).hexdigest()
        body = self._shared.get(key)
        if body is None:
            body = compose(feed)
            _when_answered(partial(self._shared.put, key, body))
        return body

    def _slot(self, feed: Feed) -> _Slot:
        with self._lock:
            slot = self._slots.get(feed.path)
            if slot is not None:
                self._slots.move_to_end(feed.path)
                return slot
            slot = self._slots[feed.path] = _Slot()
            while len(self._slots) > MOST_FEEDS:
                self._slots.popitem(last=False)
        return slot

    def _let_go(self) -> None:
        """Forget the bodies that were not asked for longest, as far as there are too many."""
        memory, files = MOST_BYTES, MOST_FILES
        with self._lock:
            for slot in reversed(self._slots.values()):
                if slot.body is None:
                    continue
                memory -= slot.body.in_memory
                files -= slot.body.plain.whole is None
                if memory < 0 or files < 0:
                    slot.body = None


def _when_answered(act: Callable[[], None]) -> None:
    """Do it as soon as this request has its answer, so that whoever asks does not wait for it; at
    once where nobody asks."""
    if not has_request_context():
        act()
        return

    @after_this_request
    def _then(response: Response) -> Response:
        response.call_on_close(act)
        return response


class _Shared:
    """Bodies in Redis, so that of many processes one composes. Without it each does for itself."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)

    def get(self, key: str) -> Body | None:
        """A body that some process has composed."""
        try:
            found = self._redis.get(f"vizite:feed:{key}")
        except RedisError as error:
            log.warning("feeds are not shared: %s", error)
            return None
        try:
            plain = gzip.decompress(found) if isinstance(found, bytes) else b""
        except (EOFError, OSError, zlib.error) as error:
            log.warning("a shared feed cannot be read: %s", error)
            return None
        return Body.of([plain]) if plain else None

    def put(self, key: str, body: Body) -> None:
        """Pack it and keep it for a day; a body so large that it lies in a file stays here."""
        if body.plain.whole is None:
            return
        try:
            self._redis.set(f"vizite:feed:{key}", b"".join(body.compressed), ex=_DAY)
        except RedisError as error:
            log.warning("feeds are not shared: %s", error)


def bodies(feed: Feed) -> Bodies:
    """This application's for such feeds: private ones are many, push no public one out and lie in
    no Redis."""
    known = current_app.extensions
    key = "private_calendar_bodies" if feed.is_private else "calendar_bodies"
    if key not in known:
        known[key] = Bodies(None if feed.is_private else current_app.config["VIZITE"].redis_url)
    found: Bodies = known[key]
    return found
