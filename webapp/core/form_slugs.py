"""The field for the last part of an address people keep."""

from typing import Any

from flask_babel import gettext as _
from wtforms.validators import ValidationError

from webapp.core.form_fields import TextField
from webapp.core.renaming import LONGEST, SHAPE


class SlugField(TextField):
    """Small letters, digits and hyphens; data is the slug."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"autocapitalize": "none", "spellcheck": "false"})
        super().__init__(label, longest=LONGEST, **kwargs)

    def process_formdata(self, valuelist: Any) -> None:
        """Capitals are as good as small letters."""
        super().process_formdata(valuelist)
        self.data = (self.data or "").lower()

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Only what can be read out over the telephone and typed from a poster."""
        if validation_stopped or not self.data or self.errors:
            return
        if not SHAPE.fullmatch(self.data):
            raise ValidationError(
                _("Write small letters without accents, digits and hyphens, such as city-centres.")
            )
