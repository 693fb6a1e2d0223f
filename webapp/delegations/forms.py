"""What a leader fills in: somebody, several at once, a substitute, how to reach the leader."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.forms import (
    ChoiceField,
    EmailField,
    LongTextField,
    RadioField,
    RevisedForm,
    TextField,
)
from webapp.core.i18n import current_language, languages
from webapp.delegations.errors import (
    AddressKept,
    AlreadyNamed,
    EventFull,
    NamedElsewhere,
    PlacesLeft,
    QuotaFull,
    ReasonNeeded,
)
from webapp.delegations.lines import LINES, read
from webapp.delegations.models import Delegate, DelegateRole, Delegation, Payer, Standing
from webapp.delegations.naming import Named
from webapp.delegations.words import payers, roles
from webapp.registrations.errors import AlreadyRegistered

#: Beside which field a refusal stands, where the form has it.
_BESIDE = {
    AlreadyNamed: "name",
    NamedElsewhere: "name",
    AlreadyRegistered: "name",
    AddressKept: "email",
    ReasonNeeded: "reason",
    QuotaFull: "stands",
    EventFull: "stands",
    PlacesLeft: "stands",
}
#: What a substitute is chosen as, beside the reserves: somebody who was not named before.
SOMEBODY_NEW = "new"


class RefusableForm(RevisedForm):
    """A form whose act may be refused by a rule."""

    def refuse(self, error: Exception) -> None:
        """Put the reason beside the field it concerns."""
        name = _BESIDE.get(type(error), "")
        self.add_error(name if name in self else "", str(error))


class DelegateForm(RefusableForm):
    """Somebody: who, as what, who pays."""

    name = TextField(
        _l("First name and surname"),
        required=_l("Write the first name and surname."),
        hint=_l("As it shall stand on the list of participants and on the badge."),
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        _l("E-mail address"),
        hint=_l(
            "They get a link of their own there, to confirm their data and to say what they"
            " need. Leave it out for somebody who has none."
        ),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    language = ChoiceField(_l("Language of letters to them"))
    role = ChoiceField(_l("Comes as"))
    payer = ChoiceField(_l("Who pays for travel and stay"))

    def prepare(self, delegation: Delegation) -> None:
        """Offer what can be chosen; letters in the language of the leader unless said."""
        self.language.choices = languages()
        self.role.choices, self.payer.choices = roles(), payers()
        if not self.is_submitted():
            self.language.data = self.language.data or _spoken(delegation)
            self.role.data = self.role.data or DelegateRole.STAFF.value
            self.payer.data = self.payer.data or Payer.PARTNER.value

    def fill(self, delegate: Delegate) -> None:
        """Show what is stored."""
        for name in ("name", "email", "language"):
            self[name].data = getattr(delegate.registration, name)
        self.role.data, self.payer.data = delegate.role, delegate.payer

    def named(self) -> Named:
        """Who it is, for the rules."""
        return Named(
            name=self.name.data,
            email=self.email.data or None,
            language=self.language.data,
            role=DelegateRole(self.role.data),
            payer=Payer(self.payer.data),
        )


class NewDelegateForm(DelegateForm):
    """Somebody who is named now, and how they stand in the delegation."""

    stands = RadioField(_l("In the delegation"))
    reason = LongTextField(
        _l("Why they should come as well"),
        longest=1000,
        hint=_l("Only for a wish beyond your places: the organiser decides by it."),
    )

    def prepare(self, delegation: Delegation) -> None:
        """A member while there is a place, then a reserve or a wish."""
        super().prepare(delegation)
        self.stands.choices = _standings()
        if not self.is_submitted():
            usual = Standing.RESERVE if delegation.pool.is_full else Standing.MEMBER
            self.stands.data = self.stands.data or usual.value


class SeveralForm(RefusableForm):
    """A list, pasted: a person a line."""

    people = LongTextField(
        _l("People"),
        longest=20_000,
        required=_l("Write at least one name."),
        hint=_l("One person a line: name; e-mail address; comes as. Only the name must be there."),
        render_kw={"rows": 8, "spellcheck": "false"},
    )
    language = ChoiceField(_l("Language of letters to them"))
    payer = ChoiceField(_l("Who pays for travel and stay"))
    stands = RadioField(_l("In the delegation"))

    def prepare(self, delegation: Delegation) -> None:
        """Offer what holds for all of them."""
        self.language.choices, self.payer.choices = languages(), payers()
        self.stands.choices = _standings()[:2]
        if not self.is_submitted():
            self.language.data, self.payer.data = _spoken(delegation), Payer.PARTNER.value
            usual = Standing.RESERVE if delegation.pool.is_full else Standing.MEMBER
            self.stands.data = usual.value

    def named(self) -> list[Named]:
        """All of them; what cannot be read is told beside the list, by the number of its line."""
        self.lines, found = [], []
        for number, line in enumerate(self.people.data.splitlines(), start=1):
            if not line.strip():
                continue
            named, wrong = read(line, self.language.data, Payer(self.payer.data))
            if named is None:
                self.add_error("people", _("Line %(num)d: %(wrong)s", num=number, wrong=wrong))
            else:
                self.lines.append(number)
                found.append(named)
        if len(found) > LINES:
            self.add_error("people", _("Send at most %(num)d people at once.", num=LINES))
        return found

    def refuse_one(self, number: int, error: Exception) -> None:
        """A rule refused somebody: say who, by the line. *number* is their place in `named`."""
        line = self.lines[number]
        self.add_error("people", _("Line %(num)d: %(wrong)s", num=line, wrong=str(error)))


class SubstituteForm(DelegateForm):
    """Who comes in the place of a member: a reserve, or somebody new."""

    who = RadioField(_l("Who comes instead"))

    def prepare_for(self, delegation: Delegation, reserves: Sequence[Delegate]) -> None:
        """Offer the reserves first."""
        self.prepare(delegation)
        known = [(each.registration.public_id, each.registration.name) for each in reserves]
        self.who.choices = [*known, (SOMEBODY_NEW, _("somebody else"))]
        if not self.is_submitted():
            self.who.data = self.who.choices[0][0]

    @property
    def is_new(self) -> bool:
        """Whether it is somebody who was not named before."""
        return bool(self.who.data == SOMEBODY_NEW)

    def check(self) -> bool:
        """Whether all is there; of a reserve everything is known already."""
        if self.is_submitted() and not self.is_new:
            self.name.validators = []
        is_right: bool = self.validate_on_submit()
        return is_right


class LeaderForm(RefusableForm):
    """How the leader is reached, or who leads from now on."""

    leader_name = TextField(
        _l("Your first name and surname"),
        required=_l("Write your first name and surname."),
        render_kw={"autocomplete": "name"},
    )
    leader_email = EmailField(
        _l("Your e-mail address"),
        required=_l("Write your e-mail address: your link and reminders are sent there."),
    )
    leader_language = ChoiceField(_l("Language of our letters"))

    def prepare(self, delegation: Delegation) -> None:
        """Offer the languages; the revision is the one shown."""
        self.leader_language.choices = languages()
        self.starts_from(delegation.revision)
        if not self.is_submitted():
            self.fill(delegation)

    def fill(self, delegation: Delegation) -> None:
        """Show what is stored."""
        for name in ("leader_name", "leader_email", "leader_language"):
            self[name].data = getattr(delegation, name)

    def values(self) -> dict[str, str]:
        """By the names of the columns."""
        return {
            name: self[name].data for name in ("leader_name", "leader_email", "leader_language")
        }


class DeclineForm(RefusableForm):
    """Nobody comes, and why."""

    reason = LongTextField(_l("Why"), longest=1000, hint=_l("The organiser reads it."))


class PressForm(RefusableForm):
    """A button that changes something; it knows which list was seen."""


def _standings() -> list[tuple[str, str]]:
    return [
        (Standing.MEMBER.value, _("a member: comes")),
        (Standing.RESERVE.value, _("a reserve: comes if somebody else cannot")),
        (Standing.WISH.value, _("a wish beyond our places: the organiser decides")),
    ]


def _spoken(delegation: Delegation) -> str:
    tags = [tag for tag, _words in languages()]
    spoken = delegation.leader_language
    return spoken if spoken in tags else current_language()
