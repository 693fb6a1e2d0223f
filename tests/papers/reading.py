"""A PDF read back: its words, its pages, and what makes it readable aloud."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject


class Paper:
    """What a PDF says."""

    def __init__(self, data: bytes) -> None:
        self.reader = PdfReader(BytesIO(data), strict=True)

    @property
    def words(self) -> str:
        """All text, with single spaces."""
        return " ".join(" ".join(each.extract_text() for each in self.reader.pages).split())

    @property
    def number_of_pages(self) -> int:
        return len(self.reader.pages)

    def page(self, number: int) -> str:
        """The text of one page, counted from 1."""
        return " ".join(self.reader.pages[number - 1].extract_text().split())

    @property
    def title(self) -> str:
        assert self.reader.metadata is not None
        return str(self.reader.metadata.title)

    @property
    def language(self) -> str:
        return str(self._catalogue["/Lang"])

    @property
    def is_tagged(self) -> bool:
        """Whether it is marked and has a tree of what is what (ISO 14289-1, 7.1)."""
        marked = self._catalogue["/MarkInfo"]["/Marked"]
        return bool(marked) and "/StructTreeRoot" in self._catalogue

    @property
    def is_ua(self) -> bool:
        """Whether it says that it conforms to PDF/UA-1."""
        xmp = self._catalogue["/Metadata"].get_data().decode()
        return "pdfuaid:part>1</pdfuaid:part" in xmp or 'pdfuaid:part="1"' in xmp

    @property
    def bookmarks(self) -> list[str]:
        return [str(each.title) for each in self.reader.outline if not isinstance(each, list)]

    def tags(self, wanted: str) -> list[DictionaryObject]:
        """The elements of one type in the tree: "TH", "Figure"."""
        found: list[DictionaryObject] = []
        waiting: list[Any] = [self._catalogue["/StructTreeRoot"]]
        while waiting:
            each = waiting.pop()
            node = each.get_object() if hasattr(each, "get_object") else each
            if isinstance(node, list):
                waiting.extend(node)
            elif isinstance(node, dict):
                if node.get("/S") == f"/{wanted}":
                    found.append(node)  # type: ignore[arg-type]
                if "/K" in node:
                    waiting.append(node["/K"])
        return found

    @property
    def pictures(self) -> list[str]:
        """What the pictures say to those who do not see them."""
        return [str(each.get("/Alt", "")) for each in self.tags("Figure")]

    @property
    def _catalogue(self) -> Any:
        return self.reader.trailer["/Root"]
