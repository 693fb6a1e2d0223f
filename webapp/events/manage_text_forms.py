"""The texts of an event, in two languages side by side."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.core.form_merging import MergingForm
from webapp.core.forms import LocalTextField


class TextsForm(MergingForm):
    """All that is written about an event. Only the languages that are shown are posted; what is
    written in others stays."""

    name = LocalTextField(_l("Title"), required=True, any_language=True)
    summary = LocalTextField(
        _l("In a sentence or two"),
        lines=3,
        longest=500,
        hint=_l("Stands above the details and in calendars."),
    )
    description = LocalTextField(
        _l("Description"),
        lines=14,
        longest=20_000,
        hint=_l("An empty line begins a paragraph, “- ” a list; **this** is strong."),
    )
    audience = LocalTextField(_l("Who may come"), lines=2, longest=500)
    price = LocalTextField(_l("Price"), hint=_l("For example: free of charge."))
    consent = LocalTextField(_l("A consent you need"), lines=3, longest=1000)
    photo_notice = LocalTextField(_l("What is said about photographs"), lines=3, longest=1000)
    status_reason = LocalTextField(
        _l("Reason of the last change"),
        lines=3,
        longest=1000,
        any_language=True,
        hint=_l("Stands on the page of an event that was moved, postponed or cancelled."),
    )

    @property
    def texts(self) -> list[Any]:
        """The fields, in order."""
        return [each for each in self if isinstance(each, LocalTextField)]

    def show_only(self, tags: Sequence[str]) -> None:
        """Leave the inputs of these languages, in this order."""
        for each in self.texts:
            by_tag = {part.language: part for part in each.inputs}
            each.inputs = [by_tag[tag] for tag in tags if tag in by_tag]


def lacking(texts: Iterable[Any], tag: str) -> list[Any]:
    """The fields that say something, but not in this language yet."""
    return [each for each in texts if each.data and not each.data.get(tag)]
