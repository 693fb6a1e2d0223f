"""The shape of a registration."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    EmailField,
    HiddenField,
    RadioField,
    TextField,
    YesField,
)
from webapp.core.i18n import current_language, languages, plain_text
from webapp.core.links import short_code
from webapp.events.models import Event
from webapp.questions.answers_field import AnswersField
from webapp.registrations.applicant import Applicant, Guardian

#: The two answers to how old somebody is.
OLDER, YOUNGER = "older", "younger"
_GUARDIAN = ("guardian_name", "guardian_email", "guardian_knows")


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
    questions = AnswersField(_l("Questions"))

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
    age = RadioField(
        _l("How old are you?"),
        required=_l("Say how old you are: the young need a guardian's word."),
    )
    guardian_name = TextField(
        _l("Guardian's first name and surname"), render_kw={"autocomplete": "off"}
    )
    guardian_email = EmailField(
        _l("Guardian's e-mail address"),
        hint=_l("Your guardian gets a letter and confirms that you may come."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    guardian_knows = YesField(
        _l("My guardian knows that I am registering and that you will write.")
    )
    not_in_photos = YesField(_l("Please not me: leave me out of photographs and videos"))
    #: One filled form makes one registration, however often it is sent.
    form_key = HiddenField()

    def prepare(self, event: Event) -> None:
        """Ask for the event's own consent where it has one."""
        super().prepare(event)
        if event.consent:
            self.consent.label.text = plain_text(event.consent)
        else:
            del self.consent
        self._prepare_guardian(event)
        if not event.takes_photos:
            del self.not_in_photos
        if not self.form_key.data:
            self.form_key.data = short_code(24)

    def _prepare_guardian(self, event: Event) -> None:
        """Ask about age where it matters, and nothing else: no dates of birth."""
        age = event.guardian_age
        if age is None:
            for name in ("age", *_GUARDIAN):
                delattr(self, name)
        else:
            self.age.choices = [
                (OLDER, _("I am %(age)d or older", age=age)),
                (YOUNGER, _("I am younger than %(age)d", age=age)),
            ]

    def check_consent(self) -> bool:
        """Whether the consent the organiser needs was given; says so beside the box if not."""
        if "consent" in self and not self.consent.data:
            self.add_error("consent", _("Tick this box: the organiser needs it to register you."))
            return False
        return True

    def check_guardian(self) -> bool:
        """Whether somebody young has named a guardian; says so beside what is missing."""
        if not self._is_young:
            return True
        asked = {
            "guardian_name": _("Write the first name and surname of your guardian."),
            "guardian_email": _("Write your guardian's e-mail address: we ask for their consent."),
            "guardian_knows": _("Tick this box: your guardian has to know before we write."),
        }
        missing = [name for name in asked if not self[name].data and not self[name].errors]
        for name in missing:
            self.add_error(name, asked[name])
        return not missing

    @property
    def _is_young(self) -> bool:
        return "age" in self and self.age.data == YOUNGER

    def applicant(self, event: Event, zone: str | None) -> Applicant:
        """The answers as the rules want them."""
        guardian = None
        if self._is_young:
            guardian = Guardian(self.guardian_name.data, self.guardian_email.data)
        return Applicant(
            email=self.email.data,
            zone=zone,
            consent_text=event.consent if "consent" in self else None,
            not_in_photos="not_in_photos" in self and self.not_in_photos.data,
            guardian=guardian,
            **self.person(),
        )


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


class GuardianForm(BaseForm):
    """Whom to ask for consent, once more."""

    guardian_name = TextField(
        _l("Guardian's first name and surname"),
        required=_l("Write the first name and surname of your guardian."),
        render_kw={"autocomplete": "off"},
    )
    guardian_email = EmailField(
        _l("Guardian's e-mail address"),
        required=_l("Write your guardian's e-mail address: we ask for their consent."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def guardian(self) -> Guardian:
        """As the rules want it."""
        return Guardian(self.guardian_name.data, self.guardian_email.data)


class ButtonForm(BaseForm):
    """A button that changes something, and nothing else."""
