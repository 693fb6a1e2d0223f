"""How the reader wants the pages: time zone, light or dark, language; kept in cookies alone."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from webapp.core import i18n, theme, zones
from webapp.core.forms import BaseForm, HiddenField, RadioField, ZoneField
from webapp.core.i18n import YEAR, current_language, languages
from webapp.core.permissions import public
from webapp.core.security import is_local_address
from webapp.core.theme import current_theme
from webapp.core.zones import reader_zone
from webapp.site.pages import blueprint


class PreferencesForm(BaseForm):
    """What is asked."""

    zone = ZoneField(
        _l("Your time zone"),
        blank=_l("Show the event's own time only"),
        hint=_l("Beside the time of the event you then see your own."),
        render_kw={"data-module": "zone"},
    )
    theme = RadioField(_l("Light or dark"))
    language = RadioField(_l("Language"))
    next = HiddenField()

    def offer(self) -> None:
        """Fill in what can be chosen and what is chosen now."""
        self.theme.choices = [
            ("auto", _("As my device")),
            ("light", _("Light")),
            ("dark", _("Dark")),
        ]
        self.language.choices = languages()
        if not self.is_submitted():
            self.zone.data, self.theme.data = reader_zone(), current_theme()
            self.language.data = current_language()
            self.next.data = request.args.get("next", "")


@blueprint.get("/preferences")
@public
def preferences() -> ResponseReturnValue:
    """The form."""
    form = PreferencesForm()
    form.offer()
    return render_template("site/preferences.html", form=form)


@blueprint.post("/preferences")
@public
def remember() -> ResponseReturnValue:
    """Keep the choice for a year and go back to where the reader came from."""
    form = PreferencesForm()
    form.offer()
    if not form.validate_on_submit():
        return render_template("site/preferences.html", form=form), 422
    wanted = form.next.data or ""
    response = redirect(wanted if is_local_address(wanted) else url_for(".home"), 303)
    _keep(response, zones.COOKIE, form.zone.data)
    _keep(response, theme.COOKIE, form.theme.data)
    _keep(response, i18n.COOKIE, form.language.data)
    return response


def _keep(response: Response, name: str, value: str | None) -> None:
    """The same attributes wherever these cookies are set; an empty choice forgets the old one."""
    if value:
        response.set_cookie(
            name, value, max_age=YEAR, secure=request.is_secure, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(name)
