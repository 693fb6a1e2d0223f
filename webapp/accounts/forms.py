"""Forms of people who sign in."""

from flask_babel import lazy_gettext as _l

from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    EmailField,
    HiddenField,
    TextField,
    ZoneField,
)
from webapp.core.i18n import languages


class SignInForm(BaseForm):
    """Where to send the link, and where to go then."""

    email = EmailField(
        _l("E-mail"),
        required=_l("Write the address you are known by here."),
        hint=_l("We send a link to this address. With it you sign in; there is no password."),
    )
    next = HiddenField()


class ButtonForm(BaseForm):
    """A button that changes something."""


class AccountForm(BaseForm):
    """What people set about themselves."""

    name = TextField(_l("Name"), required=_l("Write your name."), longest=200)
    language = ChoiceField(
        _l("Language"),
        hint=_l("Of our letters to you, and of the pages where you have not chosen another."),
    )
    zone = ZoneField(
        _l("Your time zone"),
        blank=_l("That of each event"),
        hint=_l("Times are shown in the event's own zone and in yours."),
    )

    def offer_languages(self) -> None:
        """Offer the languages of this installation."""
        self.language.choices = languages()
