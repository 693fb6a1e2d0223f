"""The signs and words of printed amounts and dates, in Latvian and English, in every case form.

Texts are compared by ``search_key``, so that "maijā" and "maija" are one word and a text typed
without diacritics is read too.
"""

from collections.abc import Iterable

from webapp.core.seasons import Season
from webapp.core.text import search_key

LONGEST = 200
#: Every dash is a dash, every apostrophe an apostrophe.
SIGNS = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | {ord("’"): "'"}


class NotUnderstood(ValueError):
    """A text that is no amount or no date we can read for certain; the message says why."""


def shown(text: str) -> str:
    """The text for a message: short, on one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else plain[:59] + "…"


# Endings of nominative, genitive, dative, accusative and locative.
_MARTS = ("s", "a", "am", "u", "ā")
_JANVARIS = ("is", "a", "im", "i", "ī")
_APRILIS = ("lis", "ļa", "lim", "li", "lī")
_RUDENS = ("s", "im", "i", "ī")
_VASARA = ("a", "as", "ai", "u", "ā")

_LATVIAN_MONTHS = (
    ("janvār", _JANVARIS),
    ("februār", _JANVARIS),
    ("mart", _MARTS),
    ("aprī", _APRILIS),
    ("maij", _MARTS),
    ("jūnij", _MARTS),
    ("jūlij", _MARTS),
    ("august", _MARTS),
    ("septembr", _JANVARIS),
    ("oktobr", _JANVARIS),
    ("novembr", _JANVARIS),
    ("decembr", _JANVARIS),
)
_OTHER_MONTHS = (
    "january jan janv",
    "february feb febr",
    "march mar",
    "april apr",
    "may mai",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct okt",
    "november nov",
    "december dec",
)
_SEASON_WORDS = (
    (Season.WINTER, "winter", "ziem", _VASARA),
    (Season.SPRING, "spring", "pavasar", _JANVARIS),
    (Season.SUMMER, "summer", "vasar", _VASARA),
    (Season.AUTUMN, "autumn fall", "ruden", _RUDENS),
)
_WEEKDAY_WORDS = (
    ("monday mon pirmdien", "pirmdien"),
    ("tuesday tue otrdien", "otrdien"),
    ("wednesday wed tresdien", "trešdien"),
    ("thursday thu ceturtdien", "ceturtdien"),
    ("friday fri piektdien", "piektdien"),
    ("saturday sat sestdien", "sestdien"),
    ("sunday sun svetdien", "svētdien"),
)


def _forms(stem: str, endings: Iterable[str], others: str) -> list[str]:
    return [search_key(stem + ending) for ending in endings] + others.split()


#: Word → number of the month.
MONTHS = {
    form: number
    for number, ((stem, endings), others) in enumerate(
        zip(_LATVIAN_MONTHS, _OTHER_MONTHS, strict=True), start=1
    )
    for form in _forms(stem, endings, others)
}
SEASONS = {
    form: season
    for season, others, stem, endings in _SEASON_WORDS
    for form in _forms(stem, endings, others)
}
#: Word → day of the week, Monday 0.
WEEKDAYS = {
    form: number
    for number, (others, stem) in enumerate(_WEEKDAY_WORDS)
    for form in _forms(stem, _VASARA, others)
}
#: Word or sign between a beginning and an end → "to", or "and", which joins neighbours only.
RANGES = {
    **dict.fromkeys(("lidz", "to", "until", "till", "through", "-", "/"), "to"),
    **dict.fromkeys(("un", "and", "&"), "and"),
}
#: "Year" in every case form, plural too ("2014.–2020. gados").
YEARS = frozenset(
    ("gads", "gada", "gadam", "gadu", "gadi", "gadiem", "gados", "g", "year", "years")
)
#: "This year": the caller knows which.
THIS_YEAR = frozenset(("si", "sa", "so", "sis", "sim", "saja", "sogad", "this"))
#: Words that say nothing about which days.
NOISE = frozenset(("no", "laika", "perioda", "from", "in", "on", "the", "of", "during", "between"))
