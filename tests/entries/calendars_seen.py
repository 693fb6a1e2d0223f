"""Calendars as they were fetched one after another, and what must hold between them."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.calendars.composing import compose
from webapp.calendars.feeds import Feed
from webapp.core import jcal

SEQUENCE = re.compile(r"^SEQUENCE:(\d+)\r$", re.MULTILINE)
UID = re.compile(r"^UID:(.+)\r$", re.MULTILINE)
VEVENT = re.compile(r"BEGIN:VEVENT.*?END:VEVENT", re.DOTALL)
#: The first one: of the calendar itself.
MODIFIED = re.compile(rb"^LAST-MODIFIED:\S+\r\n", re.MULTILINE)


@dataclass(frozen=True)
class Seen:
    """A calendar as it was: when it said it changed, its versions, and its bytes by language
    without what they say of that time."""

    revised_at: datetime | None
    versions: tuple[int, ...]
    bytes: tuple[bytes, ...]


def seen(feeds: Sequence[Feed]) -> Seen:
    """One calendar in several languages, as it is now."""
    bodies = [compose(feed).plain.whole or b"" for feed in feeds]
    bare = tuple(_without_time(body) for body in bodies)
    return Seen(feeds[0].revised_at, feeds[0].versions, bare)


def _without_time(body: bytes) -> bytes:
    head, begin, rest = body.partition(b"BEGIN:VTIMEZONE")
    return MODIFIED.sub(b"", head, count=1) + begin + rest


def moves_when_its_bytes_do(name: str, before: Seen, after: Seen) -> None:
    """Of one scope exactly then; what narrows several down may move without need, but tells its
    last change from any before."""
    if len(after.versions) == 1:
        assert (after.versions != before.versions) == (after.bytes != before.bytes), name
    if after.bytes != before.bytes:
        assert after.revised_at is not None, name
        assert before.revised_at is None or after.revised_at > before.revised_at, name


def says_the_same_as_json(feed: Feed) -> None:
    """But for its own address."""
    (said,) = jcal.components((compose(feed).plain.whole or b"").decode())
    read = json.loads(compose(feed.as_jcal()).plain.whole or b"")
    for calendar in (said, read):
        calendar[1] = [each for each in calendar[1] if each[0] != "source"]
    assert read == said


class Numbers:
    """Programs ignore a change whose SEQUENCE has not grown."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str], tuple[int, str]] = {}

    def have_grown(self, name: str, calendar: Seen) -> None:
        """Every entry that says something else has a higher one than it ever had there."""
        for language, body in enumerate(calendar.bytes):
            for text in VEVENT.findall(body.decode()):
                key = UID.findall(text)[0], f"{name} {language}"
                number = int(SEQUENCE.findall(text)[0])
                last, said = self._said.get(key, (-1, ""))
                assert said == text or number > last, key
                self._said[key] = number, text
