"""What staff fill in to invite people by letter and to remind them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    ChoicesField,
    DateField,
    HiddenField,
    LocalTextField,
    LongTextField,
    NumberField,
    TextField,
)
from webapp.core.i18n import current_language, languages, plain_text, reading_order
from webapp.events.models import Event
from webapp.projects.models import Contact, Membership, Phase
from webapp.projects.organisations import Organisation
from webapp.registrations.guest_lists import read_guests
from webapp.registrations.invitees import Guest

#: So many lines are named one by one.
_NAMED = 8


class LetterForm(BaseForm):
    """What is said besides the facts of the event."""

    message = LocalTextField(
        _l("A few words of your own"),
        lines=4,
        hint=_l("They stand above the facts of the event. Who invites is said anyway."),
    )
    #: The number of letters that was shown; where it is another by now, it is shown again.
    seen = HiddenField()

    def has_seen(self, number: int) -> bool:
        """Whether this number of letters was shown before the button was pressed."""
        return bool(self.seen.data == str(number))


class InviteForm(LetterForm):
    """Whom to invite, and how."""

    partners = ChoicesField(
        _l("Partners"),
        hint=_l("The letter goes to the office, which may pass its link on to its people."),
    )
    partner_places = NumberField(
        _l("Places for each partner"),
        least=1,
        most=10_000,
        hint=_l("So many of each may register with the link. Leave it empty for no limit."),
    )
    guests = LongTextField(
        _l("Other people"),
        longest=300_000,
        hint=_l("One a line, such as: Anna Kalna, anna@example.org. Each link is for one person."),
        render_kw={"rows": 6, "spellcheck": "false"},
    )
    language = ChoiceField(_l("Language of the letters"))
    ends_on = DateField(_l("Last day"))

    def prepare(self, event: Event) -> None:
        """Set what depends on the event."""
        self.offices = _offices(event)
        self.partners.choices = [(value, words) for value, (words, _guest) in self.offices.items()]
        if not self.offices:
            del self.partners
            del self.partner_places
        self.language.choices = languages()
        if not self.is_submitted():
            self.language.data = current_language()

    def check(self, today: Any) -> bool:
        """Whether somebody is invited, every line can be read and the links work at all."""
        self.entries, problems = read_guests(self.guests.data)
        for problem in problems[:_NAMED]:
            words = _("Line %(line)d: %(words)s", line=problem.line, words=problem.words)
            self.add_error("guests", words)
        if len(problems) > _NAMED:
            more = len(problems) - _NAMED
            words = ngettext("And %(num)d line more.", "And %(num)d lines more.", more)
            self.add_error("guests", words)
        if self.ends_on.data is not None and self.ends_on.data < today:
            self.add_error("ends_on", _("This day has passed: choose today or a later one."))
        if not self.error_list and not self.people():
            self.add_error("guests", _("Say whom to invite."))
        return not self.error_list

    def people(self) -> list[Guest]:
        """Everyone named, partners first."""
        chosen = self["partners"].data or [] if "partners" in self else []
        places = self["partner_places"].data if "partner_places" in self else None
        offices = [self.offices[value][1] for value in chosen]
        return [
            *(Guest(each.name, each.email, each.organisation_id, places) for each in offices),
            *(Guest(entry.name, entry.email) for entry in self.entries),
        ]


class ReminderForm(LetterForm):
    """What is said in a reminder."""


class AnswerForm(BaseForm):
    """Why somebody cannot come, if they want to say."""

    reason = TextField(_l("Reason"), longest=500, hint=_l("Only the organiser reads it."))


def _offices(event: Event) -> dict[str, tuple[str, Guest]]:
    """Functional addresses of the partners of the event's projects: value → (words, guest)."""
    found: dict[str, tuple[str, Guest]] = {}
    for organisation, email in _addresses(event):
        name = plain_text(organisation.name)
        value = f"{organisation.id}:{email.casefold()}"
        found[value] = f"{name} · {email}", Guest(name, email, organisation.id)
    return dict(sorted(found.items(), key=lambda each: reading_order(each[1][0])))


def _addresses(event: Event) -> list[tuple[Organisation, str]]:
    """Of each partner but the organiser: its own address, else the contacts a project names."""
    partners = (
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(Phase, Phase.id == Membership.phase_id)
        .where(Phase.project_id.in_(event.project_ids), Organisation.id != event.organiser_id)
        .distinct()
    )
    organisations = list(db.session.scalars(partners))
    contacts = select(Contact.organisation_id, Contact.email).where(
        Contact.project_id.in_(event.project_ids), Contact.email.is_not(None)
    )
    named: dict[int, list[str]] = {}
    for organisation_id, email in db.session.execute(contacts):
        named.setdefault(organisation_id, []).append(email or "")
    return [
        (each, email)
        for each in organisations
        for email in ([each.contact_email] if each.contact_email else named.get(each.id, []))
    ]
