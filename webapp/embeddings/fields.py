"""Colours and sites, read as people type them."""

from typing import Any

from flask_babel import gettext as _
from wtforms.validators import ValidationError

from webapp.core.contrast import OF_WORDS, on_paper, read_colour
from webapp.core.forms import LongTextField, TextField
from webapp.embeddings.sites import MOST, NotASite, read_sites


class ColourField(TextField):
    """A colour of words, checked against what they stand on; data is ``#0b5788`` or ""."""

    def __init__(self, label: str | None = None, *, is_dark: bool = False, **kwargs: Any) -> None:
        self.is_dark = is_dark
        kwargs.setdefault("render_kw", {"spellcheck": "false", "autocomplete": "off"})
        super().__init__(label, longest=20, **kwargs)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """A colour, and one that can be read."""
        if not self.data or self.errors:
            return
        colour = read_colour(self.data)
        if colour is None:
            raise ValidationError(
                _("Write a colour as a sign and six letters or figures, such as #0b5788.")
            )
        self.data = colour
        found = on_paper(colour, is_dark=self.is_dark)
        if found < OF_WORDS:
            raise ValidationError(self._too_pale(found))

    def _too_pale(self, found: float) -> str:
        numbers = {"found": f"{int(found * 10) / 10:.1f}", "least": f"{OF_WORDS}"}
        if self.is_dark:
            return str(
                _(
                    "Too dark to be read on a dark background: the contrast is %(found)s, it must"
                    " be at least %(least)s. Choose a lighter colour.",
                    **numbers,
                )
            )
        return str(
            _(
                "Too light to be read on a light background: the contrast is %(found)s, it must"
                " be at least %(least)s. Choose a darker colour.",
                **numbers,
            )
        )


class SitesField(LongTextField):
    """Sites, one a line; `sites` are their origins once the field is valid."""

    sites: list[str]

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Each names a site that may safely show our pages."""
        self.sites = []
        if not self.data or self.errors:
            return
        try:
            self.sites = read_sites(self.data)
        except NotASite as error:
            raise ValidationError(
                _(
                    "“%(typed)s” is not the address of a site. Write it like"
                    " https://www.example.org, one a line.",
                    typed=str(error)[:80],
                )
            ) from error
        if len(self.sites) > MOST:
            raise ValidationError(_("Name at most %(most)d sites.", most=MOST))
