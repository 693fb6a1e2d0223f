"""Which browser on which system, in two words of what a browser says of itself.

Enough for people to recognise their own; what else stands there is not kept.
"""

#: In this order: most browsers also say that they are another one.
_BROWSERS = (
    ("Edge", ("Edg/", "EdgA/", "EdgiOS/")),
    ("Opera", ("OPR/", "Opera")),
    ("Samsung Internet", ("SamsungBrowser/",)),
    ("Firefox", ("Firefox/", "FxiOS/")),
    ("Chrome", ("Chrome/", "CriOS/", "Chromium/")),
    ("Safari", ("Safari/",)),
)
_SYSTEMS = (
    ("iPhone", ("iPhone",)),
    ("iPad", ("iPad",)),
    ("Android", ("Android",)),
    ("ChromeOS", ("CrOS",)),
    ("Windows", ("Windows",)),
    ("macOS", ("Mac OS X", "Macintosh")),
    ("Linux", ("Linux", "X11")),
)


def browser_words(user_agent: str) -> str:
    """ "Firefox, Windows" of a ``User-Agent`` header; "" where nothing in it is known."""
    found = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return ", ".join(word for word in found if word)


def _first(known: tuple[tuple[str, tuple[str, ...]], ...], text: str) -> str:
    return next((word for word, signs in known if any(sign in text for sign in signs)), "")
