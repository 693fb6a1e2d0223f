"""Where the next page of a list begins: opaque to those who ask, and short.

It holds what the list is sorted by, so that a page begins where the one before ended, even if that
last row was changed or taken away meanwhile. It gives no way to anything that is not public: it
only says from where on.
"""

import base64
import binascii
import json
from datetime import UTC, datetime

#: An instant and the number of a row (events), or a slug (everything else).
Position = tuple[datetime, int] | str

_LONGEST = 200
#: No database takes a larger number for a key.
_MOST = 2**63 - 1


class BadCursor(ValueError):
    """Nothing that a list of ours has given out."""


def cursor_of(position: Position) -> str:
    """The text for an address."""
    if isinstance(position, str):
        parts: list[str | int] = [position]
    else:
        parts = [position[0].astimezone(UTC).isoformat(), position[1]]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def read_cursor(text: str) -> Position:
    """The reverse. Raises :class:`BadCursor`."""
    try:
        if len(text) > _LONGEST:
            raise BadCursor(text)
        parts = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
        return _position(parts)
    except (ValueError, binascii.Error, RecursionError, OverflowError) as error:
        raise BadCursor(text) from error


def _position(parts: object) -> Position:
    match parts:
        case [str(slug)] if slug.isascii() and slug.isprintable():
            return slug
        case [str(instant), int(number)] if 0 <= number <= _MOST and number is not True:
            return datetime.fromisoformat(instant).astimezone(UTC), number
    raise BadCursor
