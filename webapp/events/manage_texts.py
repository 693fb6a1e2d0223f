"""The texts of an event side by side in two languages, and how far each language has got."""

from dataclasses import dataclass
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from webapp.core.i18n import configured_languages, language_name
from webapp.core.permissions import Act
from webapp.core.text import LocalText
from webapp.events import rules
from webapp.events.manage_desk import blueprint, find
from webapp.events.manage_saving import Side, save_side, show_side
from webapp.events.manage_text_forms import TextsForm, lacking
from webapp.events.models import Event

_TEXTS = (
    "name",
    "summary",
    "description",
    "audience",
    "price",
    "consent",
    "photo_notice",
    "status_reason",
)
#: Shown only where the event has use for them.
_ON_OCCASION = ("consent", "photo_notice", "status_reason")


@dataclass(frozen=True)
class Progress:
    """How far the texts have got in one language; *missing*: (label, id of the input or "")."""

    language: str
    name: str
    written: int
    of: int
    missing: list[tuple[str, str]]


class TextsSide(Side):
    """All that is written about the event, in two of its languages."""

    tab, template = "texts", "texts.html"

    def form(self, *, is_posted: bool = True) -> TextsForm:
        """The form as posted, or as stored, with the inputs of the languages shown."""
        given: dict[str, Any] = {"data": {name: getattr(self.event, name) for name in _TEXTS}}
        form = TextsForm(**given) if is_posted else TextsForm(formdata=None, **given)
        for name in _ON_OCCASION:
            if not _is_used(self.event, name):
                del form[name]
        if "status_reason" in form:
            form.status_reason.asks_for = True
            form.status_reason.flags.required = True
        form.show_only(self.shown())
        return form

    def known(self) -> list[str]:
        """The installation's languages, and others the event is written in."""
        texts = [getattr(self.event, name) for name in _TEXTS]
        tags = [tag for text in texts if isinstance(text, LocalText) for tag in text.texts]
        return list(dict.fromkeys([*configured_languages(), *sorted(tags)]))

    def shown(self) -> list[str]:
        """The two languages side by side: as chosen, else the first two."""
        known = self.known()
        asked = [request.values.get(side, "") for side in ("left", "right")]
        chosen = dict.fromkeys([*(tag for tag in asked if tag in known), *known])
        return list(chosen)[:2]

    def only_changes_the_form(self, form: Any) -> bool:
        """Whether only a look at the description was asked for."""
        return request.form.get("step") == "preview"

    def store(self, form: Any, expected: int) -> None:
        """Inside ``with write():``."""
        values = {each.short_name: each.data or None for each in form.texts}
        rules.edit(self.event, expected=expected, **values)

    def context(self, form: Any) -> dict[str, Any]:
        """The languages to choose from, how far each has got, and the preview if asked for."""
        known = self.known()
        return {
            "known": [(tag, language_name(tag)) for tag in known],
            "shown": self.shown(),
            "progress": [_progress(form, tag) for tag in known],
            "previews": request.form.get("step") == "preview",
        }


def _is_used(event: Event, name: str) -> bool:
    return bool(getattr(event, name)) and (name != "photo_notice" or event.takes_photos)


def _progress(form: TextsForm, tag: str) -> Progress:
    said = [each for each in form.texts if each.data]
    missing = [
        (str(each.label.text), next((p.id for p in each.inputs if p.language == tag), ""))
        for each in lacking(said, tag)
    ]
    return Progress(tag, language_name(tag), len(said) - len(missing), len(said), missing)


@blueprint.get("/<code>/texts")
def texts(code: str) -> ResponseReturnValue:
    """The texts of the event, side by side."""
    return show_side(TextsSide(find(code, Act.EDIT)))


@blueprint.post("/<code>/texts")
def save_texts(code: str) -> ResponseReturnValue:
    """Store them, or show how the description looks."""
    return save_side(code, TextsSide)
