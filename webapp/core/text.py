"""One text in several languages, and the keys it is searched and sorted by."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

FALLBACK_LANGUAGE = "en"


@dataclass(frozen=True)
class Picked:
    """What a reader gets: the text, the language it is in, and whether it is not the one asked."""

    text: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.text


class LocalText:
    """An immutable value: language tag → text, with a main language. Empty texts are left out."""

    __slots__ = ("main", "texts")
    main: str
    texts: Mapping[str, str]

    def __init__(self, texts: Mapping[str, str | None], main: str | None = None) -> None:
        kept = {tag: text.strip() for tag, text in sorted(texts.items()) if text and text.strip()}
        if main is None or (main not in kept and kept):
            main = next(iter(kept), main or FALLBACK_LANGUAGE)
        object.__setattr__(self, "main", main)
        object.__setattr__(self, "texts", MappingProxyType(kept))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("LocalText is immutable; make a new one with .put()")

    def pick(self, language: str) -> Picked:
        """The text for a reader of *language*: theirs, else the main, else English, else any."""
        for tag in (language, self.main, FALLBACK_LANGUAGE, *self.texts):
            if tag in self.texts:
                return Picked(self.texts[tag], tag, tag != language)
        return Picked("", language, False)

    def get(self, language: str) -> str | None:
        """The text in exactly this language, or None."""
        return self.texts.get(language)

    def put(self, language: str, text: str | None) -> "LocalText":
        """A new value with one language changed (an empty text removes it)."""
        return LocalText({**self.texts, language: text}, self.main)

    def missing(self, languages: tuple[str, ...]) -> list[str]:
        """Which of *languages* it has not been written in yet."""
        return [tag for tag in languages if tag not in self.texts]

    def as_json(self) -> dict[str, Any]:
        """``{"main": tag, "texts": {tag: text}}``, with the tags in order."""
        return {"main": self.main, "texts": dict(self.texts)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "LocalText":
        """The reverse of :meth:`as_json`."""
        return cls(value["texts"], value["main"])

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __str__(self) -> str:
        return self.pick(self.main).text

    def __repr__(self) -> str:
        return f"LocalText({dict(self.texts)!r}, main={self.main!r})"

    def __bool__(self) -> bool:
        return bool(self.texts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LocalText):
            return NotImplemented
        return (self.main, dict(self.texts)) == (other.main, dict(other.texts))

    def __hash__(self) -> int:
        return hash((self.main, tuple(self.texts.items())))

    # SQLAlchemy compares and copies column values; an immutable value is its own copy.
    def __copy__(self) -> "LocalText":
        return self

    def __deepcopy__(self, memo: object) -> "LocalText":
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return LocalText, (dict(self.texts), self.main)


def search_key(*texts: object) -> str:
    """What a search compares: compatibility-decomposed, marks removed, casefolded, single spaces.

    Databases disagree about case and diacritics outside ASCII (SQLite knows only ASCII), so the key
    is stored. Letters that Unicode does not decompose (ł, ø, đ, ß …) are spelt out.
    """
    joined = " ".join(_plain(text) for text in texts if text)
    return " ".join(joined.split())


def sort_key(text: object) -> str:
    """What a list sorts by; the plain spelling first, then the marks decide between equals.

    Cut short: an index entry has a limit, a title has none.
    """
    return f"{search_key(text)[:120]} | {_plain_marks(str(text))[:120]}" if text else ""


_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


def _plain(text: object) -> str:
    if isinstance(text, LocalText):
        return " ".join(_plain(each) for each in text.texts.values())
    decomposed = unicodedata.normalize("NFKD", str(text))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.casefold().translate(_UNDECOMPOSED)


def _plain_marks(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold()
