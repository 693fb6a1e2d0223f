"""Words on papers, as JSON that Typst and the pages read alike."""

import re
from html.parser import HTMLParser
from typing import Any

from webapp.core.i18n import current_language
from webapp.core.markup import markdown
from webapp.core.text import LocalText

#: ``{"text": …, "lang": …}``: a tag where the words are not in the paper's language, else "".
Said = dict[str, str]
#: A line of a paper: ``{"label": …, "values": [Said, …]}``.
Fact = dict[str, Any]
#: ``{"kind": "p" | "h" | "list", "text": …, "items": […], "lang": …}``.
Block = dict[str, Any]
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_KINDS = {"li": "li", "h3": "h", "h4": "h", "h5": "h", "h6": "h"}


def said(value: LocalText | str | None) -> Said:
    """Words for the reader of the paper."""
    if not isinstance(value, LocalText):
        return {"text": value or "", "lang": ""}
    picked = value.pick(current_language())
    return {"text": picked.text, "lang": _tag(picked.language) if picked.is_fallback else ""}


def fact(label: object, *values: LocalText | str | None) -> Fact:
    """A label and what is said under it; what is empty is left out."""
    return {"label": str(label), "values": [said(value) for value in values if value]}


def facts(*found: Fact) -> list[Fact]:
    """Those of which something is said."""
    return [each for each in found if each["values"]]


def prose(value: LocalText | str | None) -> list[Block]:
    """A longer text as paragraphs, lines of lists and headings; emphasis is left out."""
    picked = said(value)
    reader = _Reader()
    reader.feed(str(markdown(picked["text"])))
    reader.close()
    return [block | {"lang": picked["lang"]} for block in _listed(reader.blocks)]


def _listed(found: list[dict[str, str]]) -> list[Block]:
    """Lines of a list that follow each other as one block."""
    blocks: list[Block] = []
    for each in found:
        text = " ".join(each["text"].split())
        if not text:
            continue
        if each["kind"] != "li":
            blocks.append({"kind": each["kind"], "text": text, "items": []})
        elif blocks and blocks[-1]["kind"] == "list":
            blocks[-1]["items"].append(text)
        else:
            blocks.append({"kind": "list", "text": "", "items": [text]})
    return blocks


def lines(value: LocalText | str | None) -> list[Said]:
    """A text whose lines stand by themselves, such as telephone numbers."""
    picked = said(value)
    found = (line.strip(" \t-*•") for line in picked["text"].splitlines())
    return [{"text": line, "lang": picked["lang"]} for line in found if line]


def capital(words: str) -> str:
    """The words as they begin a line."""
    return words[:1].upper() + words[1:]


def _tag(language: str) -> str:
    return language if _TAG.fullmatch(language) else ""


class _Reader(HTMLParser):
    """Reads the HTML of `core.markup`, which holds a dozen plain elements."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[dict[str, str]] = []
        self._items = 0
        self._address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._items += tag == "li"
        if tag == "a":
            self._address = dict(attrs).get("href") or ""
        elif tag in _KINDS:
            self.blocks.append({"kind": _KINDS[tag], "text": ""})
        elif tag == "p" and not (self._items and self.blocks and not self.blocks[-1]["text"]):
            self.blocks.append({"kind": "li" if self._items else "p", "text": ""})
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        self._items -= tag == "li"
        if tag == "a":
            self._name_address()

    def handle_data(self, data: str) -> None:
        if self.blocks:
            self.blocks[-1]["text"] += data

    def _name_address(self) -> None:
        """Paper cannot be clicked: where a link leads stands behind its words."""
        shown = self._address.removeprefix("mailto:").removeprefix("tel:")
        if self.blocks and shown and shown not in self.blocks[-1]["text"]:
            self.blocks[-1]["text"] += f" ({shown})"
        self._address = ""
