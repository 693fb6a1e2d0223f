"""What hosts fill in on their page, and what the coordinator writes down about them."""

from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.agenda.models import PhotoRule
from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    EmailField,
    LocalDateTime,
    LocalDateTimeField,
    LongTextField,
    NumberField,
    RadioField,
    RevisedForm,
    TextField,
)
from webapp.core.i18n import languages
from webapp.delegations.host_models import AgendaHost

#: More people than any hall holds.
MOST = 5000


class ContactForm(RevisedForm):
    """Whom at the host to ask."""

    contact_name = TextField(_l("Contact person"), hint=_l("Who arranges the visit at the host."))
    contact_email = EmailField(
        _l("E-mail address"),
        hint=_l("The link goes there. Without an address, pass the link on yourself."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    contact_language = ChoiceField(_l("Language of letters"))
    ends_at = LocalDateTimeField(
        _l("The link works until"), hint=_l("Empty: until the visit is over.")
    )

    def prepare(self, zone: str) -> None:
        """Offer the languages and take the time as clocks in *zone* show it."""
        self.contact_language.choices = languages()
        self.ends_at.zone_name = zone

    def fill(self, host: AgendaHost | None) -> None:
        """Show what is stored, before anything is typed."""
        if host is None or (self.is_submitted() and self.posted_revision.data):
            return
        self.contact_name.data = host.contact_name
        self.contact_email.data = host.contact_email or ""
        self.contact_language.data = host.language
        if host.ends_at is not None:
            zone = self.ends_at.zone_name
            self.ends_at.data = LocalDateTime.from_instant(host.ends_at, zone)

    def values(self) -> dict[str, Any]:
        """By the names of the columns."""
        return {
            "contact_name": self.contact_name.data or "",
            "contact_email": self.contact_email.data or None,
            "language": self.contact_language.data,
            "ends_at": self.ends_at.data.at if self.ends_at.data else None,
        }


class ProposalForm(RevisedForm):
    """How many can come, and what they must mind."""

    most_people = NumberField(
        _l("At most so many people"), least=1, most=MOST, hint=_l("Empty: no limit.")
    )
    limits = LongTextField(
        _l("Other limits"),
        longest=1000,
        hint=_l("Such as other hours, or two groups one after the other."),
    )
    rules = LongTextField(
        _l("What to wear and mind"),
        longest=1000,
        hint=_l("Such as closed shoes, no jewellery, a document to show at the gate."),
    )
    photo_rule = RadioField(
        _l("Photographs"),
        choices=[
            ("", _l("as the agenda says")),
            (PhotoRule.ALLOWED.value, _l("allowed")),
            (PhotoRule.ASK.value, _l("ask first")),
            (PhotoRule.FORBIDDEN.value, _l("not allowed")),
        ],
    )

    def fill(self, host: AgendaHost) -> None:
        """Show what was proposed, before anything is typed."""
        if self.is_submitted() and self.posted_revision.data:
            return
        for name in ("most_people", "limits", "rules"):
            self[name].data = getattr(host, name)
        self.photo_rule.data = host.photo_rule or ""

    def values(self) -> dict[str, Any]:
        """By the names of the columns."""
        return {
            "most_people": self.most_people.data,
            "limits": self.limits.data or "",
            "rules": self.rules.data or "",
            "photo_rule": self.photo_rule.data or None,
        }


class RefusalForm(BaseForm):
    """Why the host cannot receive anybody."""

    reason = LongTextField(
        _l("Reason"), longest=1000, hint=_l("The organiser reads it. Another day would suit?")
    )
