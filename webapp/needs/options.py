"""What can be ticked for each kind of need; whatever else somebody needs, they write."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l


class NeedKind(StrEnum):
    """A kind of need; each is asked at most once."""

    DIET = "diet"
    ACCESS = "access"


#: Key → words, in the order shown. Keys are stored: never rename one.
OPTIONS: dict[NeedKind, dict[str, str]] = {
    NeedKind.DIET: {
        "vegetarian": _l("vegetarian"),
        "vegan": _l("vegan"),
        "no-gluten": _l("without gluten"),
        "no-lactose": _l("without lactose"),
        "no-pork": _l("without pork"),
        "no-fish": _l("without fish and seafood"),
        "no-nuts": _l("without nuts"),
    },
    NeedKind.ACCESS: {
        "step-free": _l("a way without steps (wheelchair, pram, walking aid)"),
        "hearing": _l("a hearing loop or a seat near the speaker"),
        "sign-language": _l("sign language interpretation"),
        "large-print": _l("documents in large print or by e-mail beforehand"),
        "companion": _l("a place for a companion or an assistance dog"),
    },
}


@dataclass(frozen=True)
class Needed:
    """What somebody needs: ticked options and their own words."""

    options: tuple[str, ...] = ()
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.options or self.words)


def in_words(kind: str, needed: Needed) -> str:
    """ "vegan, without nuts: also no traces of them" """
    offered = OPTIONS[NeedKind(kind)]
    ticked = ", ".join(str(words) for key, words in offered.items() if key in needed.options)
    return ": ".join(filter(None, (ticked, needed.words)))
