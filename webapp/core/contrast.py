"""Whether colours can be told apart: WCAG 2.2, success criteria 1.4.3 and 1.4.11."""

import re
from functools import lru_cache
from pathlib import Path

#: The least contrast of words with what is behind them.
OF_WORDS = 4.5
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_PAPER = re.compile(r"--(?:paper|surface|sunken): light-dark\((#\w{6}), (#\w{6})\)")
_TOKENS = Path(__file__).parents[1] / "static" / "css" / "tokens.css"


def read_colour(typed: str) -> str | None:
    """``#0b5788`` of what somebody typed: with or without the sign, long or short; None for what
    is no such colour."""
    found = _HEX.fullmatch(typed.strip())
    if found is None:
        return None
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white); colours as ``#0b5788``."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(colour: str) -> str:
    """Black or white, whichever is read better on *colour*: always at least 4.5."""
    return max("#ffffff", "#000000", key=lambda ink: contrast(ink, colour))


@lru_cache(maxsize=1)
def papers() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What words stand on, in the light theme and in the dark one: as the style sheet says."""
    pairs = _PAPER.findall(_TOKENS.read_text())
    return tuple(light for light, _ in pairs), tuple(dark for _, dark in pairs)


def on_paper(colour: str, *, is_dark: bool) -> float:
    """The contrast of *colour* with the least favourable of what it stands on."""
    return min(contrast(colour, paper) for paper in papers()[is_dark])


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
