"""The shape of a registration."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    EmailField,
    HiddenField,
    TextField,
    YesField,
)
from webapp.core.i18n import current_language, languages, plain_text
from webapp.core.links import short_code
from webapp.events.models import Event
from webapp.registrations.applicant import Applicant


class PersonForm(BaseForm):
    """Who somebody is: what registering and changing have in common."""

    name = TextField(
        _l("First name and surname"),
        required=_l("Write your first name and surname."),
        render_kw={"autocomplete": "name"},
    )
    organisation = TextField(
        _l("Organisation"),
        longest=300,
        hint=_l("Your employer, association or group."),
        render_kw={"autocomplete": "organization"},
    )
    target_group = ChoiceField(_l("Which group describes you best?"))
    language = ChoiceField(_l("Language of our letters"))

    def prepare(self, event: Event) -> None:
        """Leave out what this event does not ask, and offer its choices."""
        if not event.asks_organisation:
            del self.organisation
        if event.asks_target_group and event.target_groups:
            named = [(str(each.id), plain_text(each.name)) for each in event.target_groups]
            self.target_group.choices = [("", _("I would rather not say")), *named]
        else:
            del self.target_group
        self.language.choices = languages()
        if not self.is_submitted() and not self.language.data:
            self.language.data = current_language()

    def person(self) -> dict[str, Any]:
        """The answers as keywords of :class:`Applicant`."""
        group = self["target_group"].data if "target_group" in self else ""
        return {
            "name": self.name.data,
            "organisation_text": self["organisation"].data if "organisation" in self else "",
            "target_group_id": int(group) if group else None,
            "language": self.language.data,
        }


class RegistrationForm(PersonForm):
    """What a visitor fills in: nothing more than the event needs."""

    email = EmailField(
        _l("E-mail address"),
        required=_l("Write your e-mail address: your link and any change are sent there."),
        hint=_l("We send your link and any change there. Two people may share one address."),
    )
    consent = YesField("")
    #: One filled form makes one registration, however often it is sent.
    form_key = HiddenField()

    def prepare(self, event: Event) -> None:
        """Ask for the event's own consent where it has one."""
        super().prepare(event)
        if event.consent:
            self.consent.label.text = plain_text(event.consent)
        else:
            del self.consent
        if not self.form_key.data:
            self.form_key.data = short_code(24)

    def check_consent(self) -> bool:
        """Whether the consent the organiser needs was given; says so beside the box if not."""
        if "consent" in self and not self.consent.data:
            self.add_error("consent", _("Tick this box: the organiser needs it to register you."))
            return False
        return True

    def applicant(self, event: Event, zone: str | None) -> Applicant:
        """The answers as the rules want them."""
        consent = event.consent if "consent" in self else None
        return Applicant(email=self.email.data, zone=zone, consent_text=consent, **self.person())


class ChangeForm(PersonForm):
    """What a participant may change about themself."""

    def fill(self, registration: Any) -> None:
        """Show what is stored, before anything is typed."""
        if self.is_submitted():
            return
        self.name.data = registration.name
        self.language.data = registration.language
        if "organisation" in self:
            self["organisation"].data = registration.organisation_text
        if "target_group" in self:
            self["target_group"].data = str(registration.target_group_id or "")


class LinksForm(BaseForm):
    """An address whose owner wants their links again."""

    email = EmailField(
        _l("E-mail address"), required=_l("Write the e-mail address you registered with.")
    )


class ReasonForm(BaseForm):
    """Why somebody cancels, if they want to say."""

    reason = TextField(_l("Reason"), longest=500, hint=_l("Only the organiser reads it."))


class ButtonForm(BaseForm):
    """A button that changes something, and nothing else."""
