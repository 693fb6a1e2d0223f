"""What staff fill in about an organisation."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from webapp.core.form_slugs import SlugField
from webapp.core.forms import (
    AddressField,
    BaseForm,
    ChoiceField,
    EmailField,
    LocalTextField,
    NumberField,
    RevisedForm,
    TextField,
    ZoneField,
)
from webapp.core.i18n import configured_languages, language_name
from webapp.projects.organisation_words import kind_choices
from webapp.projects.organisations import Organisation

#: Twenty years: longer than any programme asks.
MOST_MONTHS = 240


class CountryField(TextField):
    """Two letters of ISO 3166."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, longest=2, filters=[str.upper], **kwargs)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Letters, and two of them."""
        text = self.data
        if text and not self.errors and not (len(text) == 2 and text.isascii() and text.isalpha()):
            raise ValidationError(_("Write the two letters of the country, for example LV."))


class NewOrganisationForm(BaseForm):
    """The beginning of an organisation; the rest is told on its own page."""

    name = LocalTextField(_l("Name"), required=True, any_language=True, longest=200)
    kind = ChoiceField(_l("Kind"), required=True)
    country = CountryField(_l("Country"), hint=_l("Two letters, for example LV."))
    city = LocalTextField(_l("City"), longest=120)
    zone = ZoneField(_l("Time zone"), required=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = kind_choices()


class OrganisationForm(RevisedForm):
    """Everything about an organisation but its logo and its other names."""

    name = LocalTextField(_l("Name"), required=True, any_language=True, longest=200)
    unit = LocalTextField(_l("Unit"), longest=200, hint=_l("The department that takes part."))
    kind = ChoiceField(_l("Kind"), required=True)
    slug = SlugField(
        _l("Address"),
        required=True,
        hint=_l("The last part of its address. Links to the old one lead on for ever."),
    )
    about = LocalTextField(
        _l("What it does"), lines=4, longest=2000, hint=_l("Two or three sentences for its page.")
    )

    country = CountryField(_l("Country"), hint=_l("Two letters, for example LV."))
    city = LocalTextField(_l("City"), longest=120)
    zone = ZoneField(_l("Time zone"), required=True)
    website = AddressField(_l("Website"))

    contact_email = EmailField(
        _l("Contact e-mail"),
        hint=_l("A functional address, such as projects@example.org: it is published."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    sender_name = TextField(
        _l("Sender of letters"),
        longest=120,
        hint=_l("Who letters about its events come from; empty: its name."),
    )

    privacy_notice = LocalTextField(
        _l("Privacy notice"),
        lines=8,
        longest=20_000,
        hint=_l(
            "Who answers for the data, on what legal ground, whom to ask. Stands on the privacy"
            " page and with every registration form."
        ),
    )
    data_protection_contact = TextField(
        _l("Data protection officer"),
        longest=254,
        hint=_l("By function, not by name: an e-mail address or a telephone number."),
    )
    photo_notice = LocalTextField(
        _l("Notice about photographs"),
        lines=3,
        longest=2000,
        hint=_l("Shown where an event has no notice of its own."),
    )
    retention_months = NumberField(
        _l("Months for which data of participants are kept"),
        least=0,
        most=MOST_MONTHS,
        required=True,
        hint=_l(
            "Counted from the end of the event. Then names and addresses are erased; numbers stay."
        ),
    )

    def __init__(self, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(obj=organisation, **kwargs)
        self.kind.choices = kind_choices(organisation.kind)
        self.starts_from(organisation.revision)


class AliasForm(BaseForm):
    """One more name."""

    alias_name = TextField(_l("Other name"), required=True, longest=300)
    language = ChoiceField(_l("Language"), blank=_l("any"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language.choices = [(tag, language_name(tag)) for tag in configured_languages()]
