"""What is asked before an act on an event."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from webapp.core.forms import LocalTextField, PeriodField, RadioField, RevisedForm
from webapp.events.models import Event, Status

_PUBLIC = _l("Everyone concerned reads it: on the page, in the letter, in their calendar.")


class ActForm(RevisedForm):
    """Nothing but the decision."""

    def fill(self, event: Event) -> None:
        """Set what depends on the event."""
        self.starts_from(event.revision)


class ReasonForm(ActForm):
    """Why, for those who planned to come."""

    reason = LocalTextField(
        _l("Reason"),
        lines=3,
        longest=1000,
        any_language=True,
        required=_l("Give a reason; everyone concerned will read it."),
        hint=_PUBLIC,
    )


class WithdrawalForm(ActForm):
    """Why it is taken off the site, for the change log."""

    reason = LocalTextField(
        _l("Reason"), lines=2, longest=1000, hint=_l("Kept in the history; nobody gets a letter.")
    )


class PublicationForm(ActForm):
    """How firm it is."""

    status = RadioField(
        _l("How firm is it?"),
        required=True,
        choices=[
            (Status.CONFIRMED.value, _l("confirmed: day and place are fixed")),
            (Status.TENTATIVE.value, _l("tentative: it may still change")),
        ],
    )

    def fill(self, event: Event) -> None:
        """Suggest what its date allows."""
        super().fill(event)
        if not self.is_submitted():
            is_vague = event.period.is_vague
            self.status.data = (Status.TENTATIVE if is_vague else Status.CONFIRMED).value


class MoveForm(ActForm):
    """The new date."""

    period = PeriodField(_l("The new date"), required=_l("Choose how exactly the date is known."))
    reason = LocalTextField(
        _l("Reason"),
        lines=3,
        longest=1000,
        hint=_l(
            "Everyone concerned reads it. Not needed where a vague date only becomes more exact."
        ),
    )

    def fill(self, event: Event) -> None:
        """Begin with the date it has, in its own zone."""
        super().fill(event)
        if not self.is_submitted():
            zone: Any = self.period["zone"]
            zone.data = event.starts_zone or event.organiser.zone
        if not event.period.is_vague or event.postponed_at is not None:
            # The rule insists on it; here it only decides what the page says.
            self.reason.flags.required = True
            self.reason.description = _PUBLIC


class OutcomeForm(ActForm):
    """Whether it took place."""

    held = RadioField(
        _l("Was it held?"),
        required=True,
        choices=[("yes", _lp("outcome", "Yes, it took place")), ("no", _lp("outcome", "No"))],
    )
    reason = LocalTextField(
        _l("Reason"),
        lines=2,
        longest=1000,
        hint=_l("Needed if it was not held; shown on its page."),
    )


class CopyForm(ActForm):
    """What the new event is called."""

    name = LocalTextField(_l("Title of the new event"), required=True, any_language=True)
