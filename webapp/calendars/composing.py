"""Put a feed's bytes together: head, time zones, stored texts in a stable order."""

import hashlib
import json
import tempfile
import threading
import weakref
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Self

from flask import current_app
from flask_babel import gettext

from webapp import entries
from webapp.calendars import feeds
from webapp.calendars.feeds import Feed
from webapp.core import ics, ics_colours, jcal
from webapp.core.i18n import in_language

_: Callable[..., str] = gettext
entries.made_by(__file__, str(feeds.__file__), str(jcal.__file__), str(ics_colours.__file__))

#: Bytes up to which a body is kept in memory; a larger one lies in a file without a name.
LARGEST_IN_MEMORY = 12 * 1024 * 1024
_CHUNK = 256 * 1024
#: Feeds repeat themselves: a higher level costs thrice the time for a sixth fewer bytes.
_GZIP_LEVEL = 3
_END = b"END:VCALENDAR\r\n"
_GZIP = 16 + zlib.MAX_WBITS
#: A calendar must have a component (RFC 5545, section 3.6); this one means nothing.
_IF_EMPTY = (("Etc/UTC", (2000,)),)


class NotRendered(RuntimeError):
    """Entries have no text in this language yet: a language was added, the sweep is at work.

    An answer without them would make programs delete what people have.
    """


class Bytes:
    """Content that is in memory, or in a file when there is much of it."""

    def __init__(self, content: bytes | IO[bytes], size: int) -> None:
        self.size = size
        self._content = content
        self._reading = threading.Lock()
        if not isinstance(content, bytes):
            # When the last reader has let go, who may still be sending a body already replaced.
            weakref.finalize(self, content.close)

    @property
    def in_memory(self) -> int:
        """How many bytes of memory it takes."""
        return self.size if isinstance(self._content, bytes) else 0

    @property
    def whole(self) -> bytes | None:
        """All of it, if it is in memory."""
        return self._content if isinstance(self._content, bytes) else None

    def __iter__(self) -> Iterator[bytes]:
        """Piece by piece; several may read at once."""
        for start in range(0, self.size, _CHUNK):
            yield self._piece(start)

    def _piece(self, start: int) -> bytes:
        if isinstance(self._content, bytes):
            return self._content[start : start + _CHUNK]
        with self._reading:
            self._content.seek(start)
            return self._content.read(_CHUNK)


@dataclass
class Body:
    """A feed's bytes, plain and, once asked for, compressed. `etag` is a hash of the plain ones."""

    etag: str
    plain: Bytes
    _compressed: Bytes | None = field(default=None, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> Self:
        """The body made of these pieces."""
        plain, digest = _gathered(pieces), hashlib.sha256()
        for piece in plain:
            digest.update(piece)
        return cls(digest.hexdigest()[:32], plain)

    @property
    def compressed(self) -> Bytes:
        """Its gzip form (RFC 1952), without a time of its making: equal content, equal bytes."""
        with self._lock:
            if self._compressed is None:
                self._compressed = _gathered(_gzip(self.plain))
            return self._compressed

    @property
    def in_memory(self) -> int:
        """How many bytes of memory it takes now."""
        return self.plain.in_memory + (self._compressed.in_memory if self._compressed else 0)


def compose(feed: Feed) -> Body:
    """The bytes of a feed as it is now, by one statement whatever it holds."""
    pieces = feed.pieces()
    if pieces is not None:
        return Body.of(pieces)
    zones: set[str] = set()
    events = _gathered(_events(feed, zones))
    head = _head(feed, zones, is_empty=not events.size)
    if feed.is_jcal:
        return Body.of(_as_jcal(head + _END, events))
    return Body.of(_one_after_another(head, events))


def _one_after_another(head: bytes, events: Bytes) -> Iterator[bytes]:
    yield head
    yield from events
    yield _END


def _as_jcal(empty: bytes, events: Bytes) -> Iterator[bytes]:
    """The empty calendar with the events, each of which begins with a comma, behind what it has."""
    (calendar,) = jcal.components(empty.decode())
    head = jcal.written(calendar).removesuffix("]]")
    yield head.encode()
    first = 0 if calendar[2] else 1
    for piece in events:
        yield piece[first:]
        first = 0
    yield b"]]"


def _events(feed: Feed, zones: set[str]) -> Iterator[bytes]:
    """The stored texts in pieces; *zones* gathers which they need, as stored."""
    for some in feed.texts():
        if any(text is None for text, _zones in some):
            raise NotRendered(feed.language)
        zones.update(each for _text, each in some)
        written = "".join(text for text, _zones in some if text)
        yield (_json_of(written) if feed.is_jcal else written).encode()


def _json_of(events: str) -> str:
    return "".join(f",{jcal.written(event)}" for event in jcal.components(events))


def _head(feed: Feed, zones: set[str], *, is_empty: bool) -> bytes:
    settings = current_app.config["VIZITE"]
    with in_language(feed.language):
        about = _("Events from %(site)s", site=settings.site_name)
    head = ics.CalendarHead(
        name=feed.name,
        description=about,
        url=settings.base_url + feed.page,
        source=settings.base_url + feed.path,
        color=feed.color,
        language=feed.language,
        changed_at=feed.revised_at,
    )
    used = {(name, year) for each in zones for name, year in json.loads(each)}
    described = _IF_EMPTY if is_empty else ics.years_by_zone(used)
    return ics.calendar(head, described, ()).removesuffix(_END)


def _gathered(pieces: Iterable[bytes]) -> Bytes:
    """The pieces in memory, or in a file as soon as they are many."""
    kept: list[bytes] = []
    size, file = 0, None
    for piece in pieces:
        size += len(piece)
        if file is None:
            kept.append(piece)
        else:
            file.write(piece)
        if file is None and size > LARGEST_IN_MEMORY:
            file = tempfile.TemporaryFile()  # noqa: SIM115 lives as long as the body
            file.writelines(kept)
            kept.clear()
    if file is None:
        return Bytes(b"".join(kept), size)
    file.flush()
    return Bytes(file, size)


def _gzip(content: Bytes) -> Iterator[bytes]:
    compressor = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP)
    for piece in content:
        yield compressor.compress(piece)
    yield compressor.flush()
