"""What staff fill in about people, and about the links that invite them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    ChoicesField,
    DateField,
    EmailField,
    HiddenField,
    LongTextField,
    NumberField,
    RadioField,
    RevisedForm,
    TextField,
    YesField,
)
from webapp.core.i18n import current_language
from webapp.core.links import short_code
from webapp.core.text import search_key
from webapp.events.models import Event
from webapp.questions.answers_field import AnswersField
from webapp.registrations import people_choices as choices
from webapp.registrations.applicant import Applicant
from webapp.registrations.models import Registration

#: So much of a reason is stored (`Registration.ended_reason`).
_LONGEST_REASON = 1000


class _PersonFields:
    """What is known of a person, as staff write it."""

    name = TextField(_l("First name and surname"), required=_l("Write the first name and surname."))
    email = EmailField(
        _l("E-mail address"),
        hint=_l("Without one, nobody can be written to: tell the person yourself."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    organisation_text = TextField(_l("Organisation, as the person calls it"), longest=300)
    organisation = ChoiceField(
        _l("Organisation known here"),
        blank="–",
        hint=_l("Choose it where it is one of these: then it counts in reports."),
    )
    target_group = ChoiceField(_l("Group"), blank=_l("not said"))
    language = ChoiceField(_l("Language of letters"))
    questions = AnswersField(_l("Questions"))

    def offer(self, event: Event, current: Registration | None = None) -> None:
        """Set what can be chosen, what is stored now included."""
        group = current.target_group_id if current else None
        self.organisation.choices = choices.organisations()
        self.target_group.choices = choices.target_groups(event, group)
        self.language.choices = choices.letter_languages(current.language if current else None)

    def answers(self) -> dict[str, Any]:
        """The answers by the names of their columns."""
        known = dict(self.organisation.choices).get(self.organisation.data or "", "")
        return {
            "name": self.name.data,
            "email": self.email.data or None,
            "organisation_text": self.organisation_text.data or str(known),
            "organisation_id": int(self.organisation.data) if self.organisation.data else None,
            "target_group_id": int(self.target_group.data) if self.target_group.data else None,
            "language": self.language.data,
        }


class EntryForm(_PersonFields, BaseForm):
    """Somebody who registers by telephone, on paper or at the door."""

    writes = YesField(_l("Send the letter"), default=True)
    is_another = YesField(_l("This is another person of the same name"))
    #: One filled form makes one registration, however often it is sent.
    form_key = HiddenField()

    def prepare(self, event: Event) -> None:
        """Set what depends on the event."""
        self.offer(event)
        if not self.is_submitted():
            self.language.data = current_language()
        if not self.form_key.data:
            self.form_key.data = short_code(24)

    def applicant(self) -> Applicant:
        """The answers as the rules want them."""
        return Applicant(**self.answers())


class EditForm(_PersonFields, RevisedForm):
    """What staff correct about somebody who is registered."""

    writes = YesField(_l("Write to them about it"), default=True)

    def prepare(self, registration: Registration) -> None:
        """Set what depends on the registration, and show what is stored."""
        self.offer(registration.event, registration)
        self.starts_from(registration.revision)
        if self.is_submitted():
            return
        self.name.data, self.email.data = registration.name, registration.email or ""
        self.organisation_text.data = registration.organisation_text
        self.organisation.data = str(registration.organisation_id or "")
        self.target_group.data = str(registration.target_group_id or "")
        self.language.data = registration.language

    def versions(self, registration: Registration) -> list[tuple[str, str, str]]:
        """(label, what was typed, what is stored) of what differs."""
        stored = {
            "name": registration.name,
            "email": registration.email or "",
            "organisation_text": registration.organisation_text,
            "organisation": str(registration.organisation_id or ""),
            "target_group": str(registration.target_group_id or ""),
            "language": registration.language,
        }
        rows = []
        for name, theirs in stored.items():
            field: Any = self[name]
            words = dict(getattr(field, "choices", ()))
            mine = str(field.data or "")
            if mine != theirs:
                rows.append(
                    (field.label.text, str(words.get(mine, mine)), str(words.get(theirs, theirs)))
                )
        return [*rows, *self.questions.versions()]


class PlainForm(BaseForm):
    """A button that changes something, and nothing else."""


class ReasonForm(BaseForm):
    """Why somebody is turned down: they read it."""

    reason = LongTextField(
        _l("Reason"),
        required=_l("Give a reason: the person is told it."),
        longest=_LONGEST_REASON,
        hint=_l("The person reads it in the letter."),
        render_kw={"rows": 3},
    )


class NoteForm(BaseForm):
    """Why somebody is preferred: kept in the history."""

    reason = LongTextField(
        _l("Reason"),
        required=_l("Give a reason: it is kept in the history."),
        longest=_LONGEST_REASON,
        hint=_l("It is kept in the history for good, so name nobody in it."),
        render_kw={"rows": 3},
    )


class AskedForm(BaseForm):
    """How somebody asked to be erased: kept in the protocol, which names nobody."""

    reason = RadioField(
        _l("How did the person ask?"),
        required=_l("Say how the person asked: it is kept in the protocol."),
        choices=[
            ("letter", _l("by letter")),
            ("mail", _l("by e-mail")),
            ("in-person", _l("in person or by telephone")),
        ],
        hint=_l("Make sure that it was they who asked."),
    )


class ExportForm(BaseForm):
    """Which columns a file has. It only reads, so it is sent with GET and needs no token."""

    class Meta(BaseForm.Meta):
        csrf = False

    columns = ChoicesField(_l("Columns"), required=_l("Choose at least one column."))


class PrintForm(BaseForm):
    """What stands beside the names on paper. It only reads, as above."""

    class Meta(BaseForm.Meta):
        csrf = False

    columns = ChoicesField(
        _l("Columns"),
        choices=[
            ("organisation", _l("Organisation")),
            ("state", _l("State")),
            ("group", _l("Group")),
            ("language", _l("Language")),
            ("email", _l("E-mail address")),
            ("here", _l("Here")),
            ("signature", _l("Signature")),
        ],
    )
    chosen = HiddenField()

    def offer(self, pools: Any) -> None:
        """Let the delegation stand there as well, where there are some; *pools* is its label."""
        if pools:
            first, *others = self.columns.choices
            self.columns.choices = [first, ("pool", pools), *others]


class InvitationForm(BaseForm):
    """A link to give away."""

    label = TextField(
        _l("Who gets the link"),
        required=_l("Say who gets it: that is how you will know it again."),
        hint=_l("For your eyes: a group or an organisation, such as “Partners in Razlog”."),
    )
    organisation = ChoiceField(_l("Partner organisation"), blank="–")
    places = NumberField(
        _l("Number of places"),
        least=1,
        most=100_000,
        hint=_l("Leave it empty for no limit of its own."),
    )
    ends_on = DateField(_l("Last day"))

    def prepare(self) -> None:
        """Set what can be chosen."""
        self.organisation.choices = choices.organisations()

    def check_last_day(self, today: Any) -> bool:
        """Whether the link works at all; says so beside the day if not."""
        if self.ends_on.data is not None and self.ends_on.data < today:
            self.add_error("ends_on", _("This day has passed: choose today or a later one."))
            return False
        return True


def same_name(form: EntryForm) -> str:
    """The name of the form as it is compared."""
    return search_key(form.name.data)
