"""Longer texts people write, in Markdown: made into HTML that holds nothing but text and links.

Both steps, in this order: markdown-it without HTML, then nh3 with our own list of elements
(OWASP: escape first, sanitise what was made). Headings start below those of the page.
"""

import re
from functools import lru_cache

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from webapp.core.i18n import current_language
from webapp.core.text import LocalText

_TAGS = {
    "a",
    "blockquote",
    "br",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "strong",
    "ul",
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_NUMBERED = re.compile(r"^(?P<indent> {0,3})(?P<number>\d{1,9})(?P<sign>[.)])(?= )", re.MULTILINE)
#: A page's own headings end at h2.
_PAGE = 2

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(
    ["image", "code", "fence", "backticks", "html_block", "html_inline"]
)


@lru_cache(maxsize=256)
def markdown(text: str) -> Markup:
    """Markdown as HTML of paragraphs, lists, emphasis, links and lower headings."""
    tokens = _markdown.parse(_dates_kept(text))
    _lower_headings(tokens)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener",
    )
    return Markup(clean)  # noqa: S704 cleaned in the line above


def _dates_kept(text: str) -> str:
    """A line that begins with “2020. gadā” or “27. aprīlī” tells a date: a list counts from 1."""
    following = 1

    def kept(match: re.Match[str]) -> str:
        nonlocal following
        number = int(match["number"])
        if number not in (1, following):
            return f"{match['indent']}{match['number']}\\{match['sign']}"
        following = number + 1
        return match[0]

    return _NUMBERED.sub(kept, text)


def _lower_headings(tokens: list[Token]) -> None:
    """Headings begin below the page's and skip no level, whichever people used (WCAG 1.3.1)."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    used = sorted({token.tag for token in headings})
    level = _PAGE
    for token in headings:
        if token.type == "heading_open":
            level = min(level + 1, _PAGE + 1 + used.index(token.tag), 6)
        token.tag = f"h{level}"


def local_markdown(value: LocalText | str | None) -> Markup:
    """The same for a text in several languages; a fallback says which language it is in."""
    if not isinstance(value, LocalText):
        return markdown(value or "")
    picked = value.pick(current_language())
    if not picked.is_fallback:
        return markdown(picked.text)
    return Markup('<div lang="{}">{}</div>').format(picked.language, markdown(picked.text))


def init_app(app: Flask) -> None:
    """Offer ``event.description | markdown`` to templates."""
    app.add_template_filter(local_markdown, "markdown")
