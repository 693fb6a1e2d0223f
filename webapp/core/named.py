"""Columns that several capabilities share: a name, a slug, the example mark."""

from typing import Any

from sqlalchemy import String, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from webapp.core.text import LocalText, search_key, sort_key


class IsExample:
    """Marks invented data that ``flask remove-examples`` takes away."""

    is_example: Mapped[bool] = mapped_column(default=False)


class Named:
    """A row with a name in several languages and the stored keys it is found and sorted by."""

    name: Mapped[LocalText]
    search_key: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(default="", index=True)

    def searched_texts(self) -> list[Any]:
        """What a search finds this row by; models add to it."""
        return [self.name]

    def sorted_text(self) -> str:
        """What a list sorts this row by."""
        return str(self.name)


class Sluggable:
    """A row with an address people keep."""

    # The old value is read before a new one is set: who renames must know what it was.
    slug: Mapped[str] = mapped_column(String(80), unique=True, active_history=True)


@event.listens_for(Named, "before_insert", propagate=True)
@event.listens_for(Named, "before_update", propagate=True)
def _fill_keys(mapper: Mapper[Any], connection: Any, row: Named) -> None:
    """Keep the keys in step with the texts, whoever changed them."""
    row.search_key = search_key(*row.searched_texts())
    row.sort_key = sort_key(row.sorted_text())
