"""A question as staff write it, before the rules look at it."""

from dataclasses import dataclass

from webapp.core.text import LocalText
from webapp.questions.asking import Condition


@dataclass(frozen=True)
class OptionDraft:
    """An option as staff write it; *key* "" is a new one, *places* None no limit."""

    label: LocalText
    key: str = ""
    places: int | None = None


@dataclass(frozen=True)
class Draft:
    """A question as staff write it."""

    label: LocalText
    hint: LocalText | None = None
    is_required: bool = False
    least: int | None = None
    most: int | None = None
    options: tuple[OptionDraft, ...] = ()
    condition: Condition | None = None
