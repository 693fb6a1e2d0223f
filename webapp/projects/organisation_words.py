"""What is said about organisations: their kinds, how long they keep people's data."""

from flask_babel import gettext as _
from flask_babel import lazy_pgettext as _lp
from flask_babel import ngettext

#: Also the order in which a form offers them.
KINDS = {
    "municipality": _lp("organisation", "municipality"),
    "city-council": _lp("organisation", "city council"),
    "university": _lp("organisation", "university"),
    "company": _lp("organisation", "company"),
    "association": _lp("organisation", "association"),
    "local-action-group": _lp("organisation", "local action group"),
    "science-park": _lp("organisation", "science and technology park"),
    "innovation-centre": _lp("organisation", "innovation centre"),
    "digital-centre": _lp("organisation", "digital centre"),
    "development-agency": _lp("organisation", "development agency"),
    "agglomeration": _lp("organisation", "union of municipalities"),
    "network": _lp("organisation", "network"),
    "school": _lp("organisation", "school"),
    "programme-body": _lp("organisation", "programme body"),
    "eu-institution": _lp("organisation", "institution of the European Union"),
    "organisation": _lp("organisation", "organisation"),
}


def kind_word(kind: str) -> str:
    """The word for a kind; one that an import brought and we have no word for as it is."""
    return str(KINDS.get(kind, kind.replace("-", " ")))


def kind_choices(current: str | None = None) -> list[tuple[str, str]]:
    """(kind, word) of every kind, and of the *current* one where it is another."""
    known = [*KINDS, *([current] if current and current not in KINDS else [])]
    return [(kind, kind_word(kind)) for kind in known]


def retention_words(months: int) -> str:
    """What a retention period means."""
    if not months:
        return str(_("Names and addresses of participants are erased as soon as an event is over."))
    return str(
        ngettext(
            "Names and addresses of participants are erased %(num)d month after the event.",
            "Names and addresses of participants are erased %(num)d months after the event.",
            months,
        )
    )
