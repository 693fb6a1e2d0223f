"""What staff say about a frame."""

from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.calendars.offers import offers
from webapp.core.forms import (
    ChoiceField,
    ChoicesField,
    NumberField,
    RadioField,
    RevisedForm,
    TextField,
)
from webapp.core.i18n import languages, plain_text
from webapp.core.renaming import present_slug
from webapp.embeddings.fields import ColourField, SitesField
from webapp.embeddings.models import FILTERS, Background, Embedding, Form
from webapp.events.models import Kind
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation

Choice = tuple[str, str]
FORMS = {Form.LIST: _l("a list of what is coming"), Form.MONTH: _l("a month as a table")}
BACKGROUNDS = {
    Background.AUTO: _l("as the reader's device"),
    Background.LIGHT: _l("light"),
    Background.DARK: _l("dark"),
}
_RENAMED: dict[str, Any] = {"project": Project, "partner": Organisation}
_COLUMNS = ("name", "form", "language", "background", "accent", "dark_accent", "most", "height")


class EmbeddingForm(RevisedForm):
    """Everything about a frame; whose it is stands once and for all."""

    organisation = ChoiceField(_l("Organisation"), required=True)
    name = TextField(
        _l("Heading"),
        required=True,
        longest=120,
        hint=_l("Stands above the events, in the language chosen below."),
    )
    form = RadioField(_l("What it shows"), required=True, choices=list(FORMS.items()))
    language = ChoiceField(_l("Language"), required=True)
    most = NumberField(_l("How many events the list shows"), least=1, most=100, required=True)
    height = NumberField(
        _l("Height of the frame in pixels"),
        least=100,
        most=4000,
        required=True,
        hint=_l("It cannot follow its content: what is longer is scrolled inside the frame."),
    )

    only_project = ChoicesField(_l("Projects"))
    only_partner = ChoicesField(_l("Partners"))
    only_kind = ChoicesField(_l("Kinds"))
    only_language = ChoicesField(_l("Working languages"))
    only_target_group = ChoicesField(_l("Target groups"))

    background = RadioField(_l("Background"), required=True, choices=list(BACKGROUNDS.items()))
    accent = ColourField(
        _l("Colour of links on a light background"),
        hint=_l("For example #0b5788; empty: the colour of this site."),
    )
    dark_accent = ColourField(
        _l("Colour of links on a dark background"),
        is_dark=True,
        hint=_l("For example #82c3ee; empty: the colour of this site."),
    )
    sites = SitesField(
        _l("Sites that may show it"),
        required=_l("Name at least one site: no other may show it."),
        hint=_l("One a line, for example https://www.example.org."),
        render_kw={"rows": 3, "spellcheck": "false"},
    )

    def __init__(self, embedding: Embedding | None = None, **kwargs: Any) -> None:
        kept = _shown(embedding) if embedding else _FRESH
        super().__init__(data={**kept, **kwargs.pop("data", {})}, **kwargs)
        self.language.choices = languages()
        if embedding is not None:
            del self.organisation
            self.starts_from(embedding.revision)

    def offer(self, current: dict[str, list[str]]) -> None:
        """Set what can be chosen; *current* words stay choosable."""
        known = offers({**current, "kind": list(Kind)})
        for name in FILTERS:
            offered = [(each.word, plain_text(each.name)) for each in known.get(name, ())]
            words = {word for word, _label in offered}
            missing = [(word, word) for word in current.get(name, []) if word not in words]
            self[f"only_{name}"].choices = [*offered, *missing]

    def values(self) -> dict[str, Any]:
        """What the columns hold; the form is valid."""
        own = {column: self[column].data or None for column in _COLUMNS}
        chosen = {name: self[f"only_{name}"].data for name in FILTERS}
        filters = {name: words for name, words in chosen.items() if words}
        return {**own, "sites": self.sites.sites, "filters": filters}


_FRESH = {"form": "list", "most": 10, "height": 700, "background": "auto"}


def _shown(embedding: Embedding) -> dict[str, Any]:
    """What the fields show of a stored frame."""
    chosen = present(embedding.filters)
    return {
        **{column: getattr(embedding, column) for column in _COLUMNS},
        **{f"only_{name}": chosen.get(name, []) for name in FILTERS},
        "sites": "\n".join(embedding.sites),
    }


def present(filters: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same filters with the slugs of today: a project may have been renamed meanwhile."""
    found = {name: list(words) for name, words in filters.items()}
    for name in _RENAMED.keys() & found.keys():
        found[name] = [present_slug(_RENAMED[name], word) or word for word in found[name]]
    return found


def named(organisations: list[Organisation]) -> list[Choice]:
    """(value, words) of each."""
    return [(each.slug, plain_text(each.name)) for each in organisations]


def labels() -> dict[str, str]:
    """What the log calls each fact."""
    return {field.short_name: str(field.label.text) for field in EmbeddingForm(formdata=None)}
