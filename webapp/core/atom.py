"""News feeds (Atom, RFC 4287). Equal content gives equal bytes: all times come from the caller."""

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

MIMETYPE = "application/atom+xml"
#: Of everything here that has an id made of its name; never to be changed.
_NAMESPACE = uuid.UUID("5b0f9a1e-6d2c-4e0b-9f57-3a1c7d84e266")
#: What XML 1.0 has no way to write (section 2.2).
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Of a feed in which nothing ever stood.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class AtomEntry:
    """One piece of news; texts are plain. `uid` is what it is called for ever."""

    uid: str
    title: str
    updated_at: datetime
    url: str
    summary: str
    content: str
    published_at: datetime | None = None
    categories: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class AtomHead:
    """What a feed says about itself. `uid` must not depend on where the site is."""

    uid: str
    title: str
    subtitle: str
    author: str
    source: str
    page: str
    language: str


def written(head: AtomHead, entries: Iterable[AtomEntry]) -> Iterator[bytes]:
    """The whole feed in UTF-8, its entries in the order given."""
    given = list(entries)
    updated_at = max((entry.updated_at for entry in given), default=_NEVER)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(head.language)}>',
        _line("id", urn(head.uid)),
        _line("title", head.title),
        _line("subtitle", head.subtitle),
        _line("updated", _instant(updated_at)),
        f"<author>{_line('name', head.author)}</author>",
        _link("self", MIMETYPE, head.source),
        _link("alternate", "text/html", head.page),
        _line("generator", "Vizīte"),
    ]
    yield "\n".join(lines).encode()
    for entry in given:
        yield "\n".join(_entry(entry)).encode()
    yield b"\n</feed>\n"


def _entry(entry: AtomEntry) -> Iterator[str]:
    yield f"\n<entry xml:lang={_quoted(entry.language)}>" if entry.language else "\n<entry>"
    yield _line("id", urn(entry.uid))
    yield _line("title", entry.title)
    if entry.published_at is not None:
        yield _line("published", _instant(entry.published_at))
    yield _line("updated", _instant(entry.updated_at))
    yield _link("alternate", "text/html", entry.url)
    for word in entry.categories:
        yield f"<category term={_quoted(word)}/>"
    yield _line("summary", entry.summary)
    yield _line("content", entry.content)
    yield "</entry>"


def urn(uid: str) -> str:
    """An id for ever (section 4.2.6), which knows no host: ``urn:uuid:…`` of a UID."""
    return uuid.uuid5(_NAMESPACE, uid).urn


def _line(name: str, text: str) -> str:
    return f"<{name}>{escape(_writable(text))}</{name}>"


def _link(rel: str, mimetype: str, address: str) -> str:
    return f'<link rel="{rel}" type="{mimetype}" href={_quoted(address)}/>'


def _quoted(text: str) -> str:
    return quoteattr(_writable(text))


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
