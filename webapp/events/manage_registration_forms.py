"""What staff settle about registering for an event."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.form_merging import MergingForm
from webapp.core.forms import (
    AddressField,
    ChoicesField,
    LocalDateTimeField,
    LocalTextField,
    NumberField,
    RadioField,
    YesField,
)
from webapp.events.models import RegistrationMode

REGISTRATION_MODES = [
    (RegistrationMode.NONE.value, _l("nobody registers")),
    (RegistrationMode.OPEN.value, _l("open: whoever comes first has a place")),
    (RegistrationMode.APPROVAL.value, _l("with approval: we decide about each person")),
    (RegistrationMode.INVITATION.value, _l("by invitation: only with a link from us")),
    (RegistrationMode.ELSEWHERE.value, _l("elsewhere: at another address")),
]


class SettingsForm(MergingForm):
    """How one gets in, until when, how many, and what is asked beside name and address."""

    registration_mode = RadioField(
        _l("How people register"), required=True, choices=REGISTRATION_MODES
    )
    registration_url = AddressField(_l("Address where people register elsewhere"))
    capacity = NumberField(_l("Number of places"), least=1, hint=_l("Empty: no limit."))
    opens_at = LocalDateTimeField(_l("Registration opens"))
    closes_at = LocalDateTimeField(_l("Registration closes"))
    verifies_addresses = YesField(
        _l("People confirm their e-mail address by a link before the place is theirs")
    )
    target_groups = ChoicesField(_l("Whom it is for"))
    asks_organisation = YesField(_l("Ask for the organisation"))
    asks_target_group = YesField(_l("Ask for the target group"))
    consent = LocalTextField(
        _l("A consent you need"),
        lines=2,
        longest=1000,
        hint=_l("Shown with a box of its own to tick, for example about photographs."),
    )
    takes_photos = YesField(
        _l("Photographs are taken for publication"),
        hint=_l("People are told so, and may ask not to be shown."),
    )
    photo_notice = LocalTextField(
        _l("What people are told of photographs"),
        lines=3,
        longest=1000,
        hint=_l("Empty: the words of the organiser."),
    )
    guardian_age = NumberField(
        _l("A guardian's consent below the age of"),
        least=5,
        most=18,
        hint=_l("Empty: nobody is asked their age."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field for itself, then what they say together."""
        is_good = bool(super().validate(extra_validators))
        wrong = list(self._wrong())
        for name, message in wrong:
            self.add_error(name, message)
        return is_good and not wrong

    def _wrong(self) -> Iterable[tuple[str, str]]:
        if self.registration_mode.data == RegistrationMode.ELSEWHERE and not (
            self.registration_url.data or self.registration_url.errors
        ):
            yield "registration_url", _("Give the address at which people register elsewhere.")
