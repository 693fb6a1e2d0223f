"""What somebody has ticked on the page of calendars, as it stands in the page's address."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from webapp.calendars.asking import LONGEST_QUERY, MOST_WORDS
from webapp.calendars.lookup import FILTERS, SWITCH
from webapp.calendars.offers import Offer
from webapp.core.forms import clean_line, clean_text
from webapp.core.i18n import configured_languages, current_language
from webapp.core.renaming import present_slug
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation

#: In which language the texts of the calendar are; not that of the page.
TEXTS = "texts"
#: What lists of events are narrowed by and calendars are not.
LISTS_ONLY = ("q", "place")
_RENAMED: dict[str, Any] = {"project": Project, "partner": Organisation}
_LONGEST_WORD = 100
#: Words that mean nothing are named to the reader, up to so many.
_MOST_NAMED = 5


class Arguments(Protocol):
    """The query of an address (Werkzeug's MultiDict)."""

    def getlist(self, key: str) -> list[str]:
        """All values of one name."""


@dataclass(frozen=True)
class Choice:
    """A calendar somebody wants. `filters` has only what is chosen and known, in one order;
    `ignored` are words that mean nothing here, `is_narrower` says that the list of events they
    come from is narrowed by what no calendar can be narrowed by."""

    filters: dict[str, list[str]]
    language: str
    ignored: tuple[str, ...] = ()
    is_narrower: bool = False

    def has(self, name: str, word: str) -> bool:
        """Whether a box is ticked."""
        return word in self.filters.get(name, ())

    @property
    def is_too_much(self) -> bool:
        """Whether no address of a calendar holds it."""
        words = [word for several in self.filters.values() for word in several]
        length = sum(len(word) + len("target_group=&") for word in words)
        return length > LONGEST_QUERY or any(
            len(several) > MOST_WORDS for several in self.filters.values()
        )


def asked(arguments: Arguments) -> dict[str, list[str]]:
    """The words of each filter as the address has them, cleaned."""
    return {name: [*_words(arguments, name)] for name in (*FILTERS, SWITCH)}


def chosen(
    words: Mapping[str, Sequence[str]],
    arguments: Arguments,
    known: Mapping[str, Sequence[Offer]],
) -> Choice:
    """What of the *words* is *known*, and what is not."""
    allowed = {name: {offer.word for offer in known[name]} for name in FILTERS}
    allowed[SWITCH] = {"0"}
    present = {name: _present(name, words[name], allowed[name]) for name in allowed}
    filters = {name: sorted(present[name] & allowed[name]) for name in allowed}
    ignored = [word for name in allowed for word in sorted(present[name] - allowed[name])]
    language, odd = _language(arguments)
    return Choice(
        filters={name: several for name, several in filters.items() if several},
        language=language,
        ignored=tuple(_named([*ignored, *odd])),
        is_narrower=any(any(arguments.getlist(name)) for name in LISTS_ONLY),
    )


def _words(arguments: Arguments, name: str) -> Iterator[str]:
    """One more than a calendar takes are enough to see that it is too much."""
    for value in list(dict.fromkeys(arguments.getlist(name)))[: MOST_WORDS + 1]:
        word = clean_line(clean_text(value))[:_LONGEST_WORD]
        if word and (name, word) != (SWITCH, "1"):  # what calendars do anyway
            yield word


def _present(name: str, words: Sequence[str], allowed: set[str]) -> set[str]:
    """The words, with the present slug for a former one."""
    model = _RENAMED.get(name)
    if model is None:
        return set(words)
    strange = [word for word in words if word not in allowed][:_MOST_NAMED]
    today = {word: present_slug(model, word) or word for word in strange}
    return {today.get(word, word) for word in words}


def _language(arguments: Arguments) -> tuple[str, list[str]]:
    """The language of the texts, the page's unless another is chosen; and what is none."""
    words = [word for word in arguments.getlist(TEXTS) if word]
    tags = [word for word in words if word in configured_languages()]
    odd = [word[:_LONGEST_WORD] for word in words if word not in tags]
    return (tags[0] if tags else current_language()), odd


def _named(words: Iterable[str]) -> Iterator[str]:
    for number, word in enumerate(dict.fromkeys(words)):
        if number == _MOST_NAMED:
            yield "…"
            return
        yield word
