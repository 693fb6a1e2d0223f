"""The colours programs show calendars and entries in: CSS names (RFC 7986, section 5.9), near those
of the kinds on the pages, and fixed: a reader who knows the green one finds it green next year."""

_KINDS = {
    "partner-meeting": "royalblue",
    "study-visit": "teal",
    "workshop": "chocolate",
    "ideathon": "darkmagenta",
    "training": "slateblue",
    "local-group": "olivedrab",
    "public-event": "crimson",
    "survey": "darkgoldenrod",
    "pilot": "slategray",
    "other": "dimgray",
}
_ANYTHING = "steelblue"
#: For what has a number; never shorten or reorder it.
_OTHERS = (
    "seagreen",
    "royalblue",
    "chocolate",
    "darkmagenta",
    "teal",
    "crimson",
    "slateblue",
    "olivedrab",
    "darkgoldenrod",
    "indianred",
    "cadetblue",
    "sienna",
)


def kind_colour(kind: str) -> str:
    """The colour of an event of this kind."""
    return _KINDS.get(kind, _ANYTHING)


def scope_colour(scope: str) -> str:
    """The colour of the calendar of one scope: ``kind:workshop``, ``project:3``; of any other the
    colour of everything."""
    name, _, word = scope.partition(":")
    if name == "kind":
        return kind_colour(word)
    if name in ("project", "partner"):
        return _OTHERS[int(word) % len(_OTHERS)]
    return _ANYTHING
