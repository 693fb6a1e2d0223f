"""What a delegate confirms or corrects about themself."""

from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.core.forms import ChoiceField, RevisedForm, TextField, ZoneField
from webapp.core.i18n import languages
from webapp.registrations.models import Registration


class DelegateForm(RevisedForm):
    """What the leader wrote about somebody, for them to look through."""

    name = TextField(
        _l("First name and surname"),
        required=_l("Write your first name and surname."),
        hint=_l("As it shall stand on the list of participants and on your badge."),
        render_kw={"autocomplete": "name"},
    )
    organisation_text = TextField(
        _l("Organisation"), longest=300, render_kw={"autocomplete": "organization"}
    )
    language = ChoiceField(_l("Language of our letters"))
    zone = ZoneField(
        _l("Your time zone at home"),
        blank=_l("the same as at the event"),
        hint=_l("Times are shown in it beside those of the event."),
    )

    def prepare(self, registration: Registration) -> None:
        """Offer the languages, and show what is stored before anything is typed."""
        self.language.choices = languages()
        self.starts_from(registration.revision)
        if not self.is_submitted():
            self.fill(registration)

    def fill(self, registration: Registration) -> None:
        """Show what is stored."""
        for name in ("name", "organisation_text", "language", "zone"):
            self[name].data = getattr(registration, name)

    def values(self) -> dict[str, Any]:
        """The answers by the names of their columns."""
        return {
            "name": self.name.data,
            "organisation_text": self.organisation_text.data,
            "language": self.language.data,
            "zone": self.zone.data or None,
        }
