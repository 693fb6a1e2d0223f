"""The field through which pictures come."""

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import fields

from webapp.core.form_fields import Asking
from webapp.core.forms import BaseForm
from webapp.core.picture_files import Drawn, PictureRefused, drawn_anew


class PictureField(Asking, fields.FileField):
    """A PNG or JPEG file; data is the picture drawn anew (`Drawn`), None when none was chosen."""

    data: Drawn | None

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"accept": "image/png,image/jpeg"})
        super().__init__(label, **kwargs)

    def process_formdata(self, valuelist: Any) -> None:
        """Read the file. A browser sends an empty one where none was chosen."""
        self.data = None
        sent = next((each for each in valuelist if isinstance(each, FileStorage)), None)
        if sent is None or not sent.filename:
            return
        try:
            self.data = drawn_anew(sent.stream)
        except PictureRefused as error:
            raise ValueError(str(error)) from error


class LogoForm(BaseForm):
    """A picture."""

    logo = PictureField(
        _l("Picture"),
        required=_l("Choose a file."),
        hint=_l("PNG or JPEG, at most 2 MB; best on a white or clear ground."),
    )
