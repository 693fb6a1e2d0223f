"""The style sheet of a frame: the site's own in small, and the colours chosen for it."""

from functools import lru_cache

from webapp.core.assets import joined_styles, packed
from webapp.core.contrast import ink_on
from webapp.embeddings.models import Embedding

#: What a frame is made of; it has no navigation and no forms.
_STYLES = (
    "tokens",
    "base",
    "funding",
    "dates",
    "states",
    "buttons",
    "events",
    "month",
    "embed",
    "print",
)


def style_of(embedding: Embedding) -> tuple[bytes, bytes, str]:
    """Its style sheet plain and gzipped, and its version."""
    return _made(embedding.accent, embedding.dark_accent)


@lru_cache(maxsize=64)
def _made(accent: str | None, dark_accent: str | None) -> tuple[bytes, bytes, str]:
    return packed(joined_styles(_STYLES) + _colours(accent, dark_accent).encode())


def _colours(accent: str | None, dark_accent: str | None) -> str:
    """The tokens that another accent changes; nothing where it is ours."""
    chosen = {"light": accent, "dark": dark_accent}
    rules = "".join(_rules(theme, colour) for theme, colour in chosen.items() if colour)
    return f"\n@layer tokens {{{rules}}}\n" if rules else ""


def _rules(theme: str, colour: str) -> str:
    """Of one theme: where it is set, and where the reader's device decides."""
    tokens = (
        f"--accent: {colour}; --accent-deep: {colour}; --accent-wash: var(--sunken);"
        f" --on-accent: {ink_on(colour)};"
    )
    by_device = f"@media (prefers-color-scheme: {theme})"
    return (
        f'[data-theme="{theme}"] {{{tokens}}} {by_device} {{:root:not([data-theme]) {{{tokens}}}}}'
    )
