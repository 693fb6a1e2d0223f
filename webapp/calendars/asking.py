"""What an address asks for: its filters and its language, checked before anything is looked up."""

from collections.abc import Mapping, Sequence

from webapp.calendars.lookup import FILTERS, SWITCH, UnknownFeed
from webapp.core.i18n import configured_languages

#: Words of one filter. A calendar of more is the calendar of everything.
MOST_WORDS = 50
#: Characters of what follows the question mark.
LONGEST_QUERY = 2000

#: Filter → its words.
Filters = Mapping[str, Sequence[str]]


class UnknownFilter(UnknownFeed):
    """A calendar can not be narrowed down by this; its name is the argument."""


class AbsurdFeed(UnknownFeed):
    """Nobody can have meant this address: it contradicts itself, or it asks for far too much."""


def checked_language(tags: Sequence[str]) -> str:
    """The language of a feed's texts: asked for or the installation's first, never guessed, so
    that an address means the same for everyone."""
    languages = configured_languages()
    if not tags:
        return languages[0]
    if len(tags) > 1:
        raise AbsurdFeed("lang")
    if tags[0] not in languages:
        raise UnknownFeed(tags[0])
    return tags[0]


def checked_filters(filters: Filters, fixed: Filters | None = None) -> dict[str, list[str]]:
    """The filters without repetitions and in one order, behind those that are *fixed* by the path;
    ``tentative=0`` among them, ``tentative=1`` not: that is what calendars do anyway."""
    _refuse(filters, fixed or {})
    wanted = {name: list(words) for name, words in (fixed or {}).items()}
    wanted |= {name: sorted(set(filters[name])) for name in FILTERS if filters.get(name)}
    if "0" in filters.get(SWITCH, ()):
        wanted[SWITCH] = ["0"]
    return wanted


def _refuse(filters: Filters, fixed: Filters) -> None:
    for name, words in filters.items():
        if name not in (*FILTERS, SWITCH):
            raise UnknownFilter(name)
        if name in fixed or len(words) > MOST_WORDS:
            raise AbsurdFeed(name)
    switched = set(filters.get(SWITCH, ()))
    if not switched <= {"0", "1"} or len(switched) > 1:
        raise AbsurdFeed(SWITCH)
