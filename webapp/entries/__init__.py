"""What stands in calendars: stored VEVENT texts, the scopes they belong to, their versions."""

from webapp.entries.hook import settle, touch
from webapp.entries.reading import Numbers, numbers, text_of
from webapp.entries.registry import (
    Audience,
    Standing,
    depends,
    follow,
    heads,
    made_by,
    owns,
    provide,
)

__all__ = [
    "Audience",
    "Numbers",
    "Standing",
    "depends",
    "follow",
    "heads",
    "made_by",
    "numbers",
    "owns",
    "provide",
    "settle",
    "text_of",
    "touch",
]
