"""What the coordinator fills in about delegations."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    ChoicesField,
    EmailField,
    HiddenField,
    LocalDateTime,
    LocalDateTimeField,
    LocalTextField,
    LongTextField,
    NumberField,
    RadioField,
    RevisedForm,
    TextField,
    YesField,
)
from webapp.core.i18n import languages, plain_text
from webapp.delegations.models import Delegation, DelegationPlan
from webapp.projects.organisations import Organisation

#: More people than any partner has sent.
MOST = 500
#: How the column says whether seats are kept, and how the form does.
_RESERVES = {None: "", True: "kept", False: "limit"}
DEADLINES = ("names_due_at", "travel_due_at", "diet_due_at", "releases_at")


class PartnersForm(BaseForm):
    """Which partners get a delegation, and how many each may send."""

    quota = NumberField(
        _l("People per delegation"), least=0, most=MOST, required=_l("Write how many may come.")
    )
    partners = ChoicesField(_l("Partners"))
    other = ChoiceField(
        _l("Another organisation"),
        blank=_l("none"),
        hint=_l("One that is no partner of the project, such as a local action group."),
    )

    def offer(self, partners: Iterable[Organisation], others: list[tuple[str, str]]) -> None:
        """Set what can be chosen: *partners* are ticked to begin with."""
        self.partners.choices = [(str(each.id), plain_text(each.name)) for each in partners]
        known = dict(self.partners.choices)
        self.other.choices = [(value, words) for value, words in others if value not in known]
        if not self.is_submitted():
            self.partners.data = list(known)

    @property
    def chosen(self) -> list[int]:
        """Ids of the organisations, each once."""
        given = [*self.partners.data, *([self.other.data] if self.other.data else [])]
        return [int(each) for each in dict.fromkeys(given)]


class PlanForm(RevisedForm):
    """What holds for all delegations of an event."""

    default_quota = NumberField(
        _l("People per delegation"),
        least=0,
        most=MOST,
        required=_l("Write how many may come."),
        hint=_l("A delegation can have a number of its own."),
    )
    reserves_seats = RadioField(
        _l("What the number means"),
        coerce=lambda value: value in (True, "True"),
        choices=[
            ("True", _l("so many seats are kept free for each delegation")),
            ("False", _l("a limit only: seats are taken as people are named")),
        ],
    )
    names_due_at = LocalDateTimeField(_l("Names by"))
    travel_due_at = LocalDateTimeField(_l("Arrivals and departures by"))
    diet_due_at = LocalDateTimeField(_l("Answers about diet and access by"))
    releases = YesField(
        _l("Give seats that were kept and have no name to the waiting list"),
        hint=_l("Once, at the time below. Whom a leader has named keeps their seat."),
    )
    releases_at = LocalDateTimeField(_l("Give them to the waiting list at"))
    note = LocalTextField(
        _l("Note to the leaders"),
        lines=4,
        longest=3000,
        hint=_l("Stands in the letter of invitation and on the leader's page."),
    )

    def in_zone(self, name: str) -> None:
        """Take all times as clocks in this zone show them."""
        for deadline in DEADLINES:
            self[deadline].zone_name = name

    def check(self, stored: DelegationPlan | None, at: datetime, over_at: datetime | None) -> bool:
        """Whether the times make sense: to come if they are new, and before the event is over."""
        for name in DEADLINES:
            given = self[name].data.at if self[name].data else None
            if given is None or given == getattr(stored, name, None):
                continue
            if given <= at:
                self.add_error(name, _("This moment has passed. Choose a later one."))
            elif over_at is not None and given > over_at:
                self.add_error(name, _("The event is over by then. Choose an earlier moment."))
        if self.releases.data and not (self.releases_at.data or self.releases_at.errors):
            self.add_error("releases_at", _("Say when the seats go to the waiting list."))
        return not any(self[name].errors for name in DEADLINES)

    def values(self) -> dict[str, Any]:
        """By the names of the columns."""
        instants = {name: self[name].data.at if self[name].data else None for name in DEADLINES}
        if not self.releases.data:
            instants["releases_at"] = None
        return {
            "default_quota": self.default_quota.data,
            "reserves_seats": self.reserves_seats.data,
            "note": self.note.data or None,
            **instants,
        }


class DelegationForm(RevisedForm):
    """One delegation: how many, who leads it, how long its link works."""

    leader_name = TextField(_l("Leader"), hint=_l("Who names the people of this delegation."))
    leader_email = EmailField(
        _l("Leader's e-mail address"),
        hint=_l("The link goes there. Without an address, pass the link on yourself."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    leader_language = ChoiceField(_l("Language of letters to the leader"))
    own_quota = NumberField(
        _l("People in this delegation"), least=0, most=MOST, hint=_l("Empty: as for all.")
    )
    own_reserves = RadioField(
        _l("What the number means"),
        choices=[
            ("", _l("as for all delegations")),
            ("kept", _l("so many seats are kept free")),
            ("limit", _l("a limit only")),
        ],
    )
    ends_at = LocalDateTimeField(
        _l("The leader's link works until"), hint=_l("Empty: until the event is over.")
    )

    def prepare(self, zone: str) -> None:
        """Offer the languages and take the time as clocks in *zone* show it."""
        self.leader_language.choices = languages()
        self.ends_at.zone_name = zone

    def fill(self, delegation: Delegation) -> None:
        """Show what is stored, before anything is typed."""
        if self.is_submitted() and self.posted_revision.data:
            return
        for name in ("leader_name", "leader_email", "leader_language", "own_quota"):
            self[name].data = getattr(delegation, name)
        self.own_reserves.data = _RESERVES[delegation.own_reserves_seats]
        if delegation.ends_at is not None:
            self.ends_at.data = LocalDateTime.from_instant(
                delegation.ends_at, self.ends_at.zone_name
            )

    def values(self) -> dict[str, Any]:
        """By the names of the columns."""
        kept = {words: meaning for meaning, words in _RESERVES.items()}
        return {
            "leader_name": self.leader_name.data,
            "leader_email": self.leader_email.data or None,
            "leader_language": self.leader_language.data,
            "own_quota": self.own_quota.data,
            "own_reserves_seats": kept[self.own_reserves.data or ""],
            "ends_at": self.ends_at.data.at if self.ends_at.data else None,
        }


class WishForm(BaseForm):
    """What the coordinator says to a wish beyond the quota."""

    reason = LongTextField(_l("What you say to it"), longest=1000, hint=_l("The leader reads it."))


class SendForm(BaseForm):
    """The button that sends letters whose number was seen before."""

    seen = HiddenField()

    def has_seen(self, letters: int) -> bool:
        """Whether so many letters were announced."""
        return bool(letters) and self.seen.data == str(letters)
