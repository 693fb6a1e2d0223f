"""What is asked before an act on an event."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from webapp.core.forms import (
    AddressField,
    ChoicesField,
    LocalDateTimeField,
    LocalTextField,
    PeriodField,
    RadioField,
    RevisedForm,
)
from webapp.events import manage_choices as choices
from webapp.events.acting import registered
from webapp.events.columns import Part
from webapp.events.copying import USUAL
from webapp.events.dates import Asking
from webapp.events.manage_forms import PlacesField
from webapp.events.models import Event, Mode, Status
from webapp.events.words import mode_word

_PUBLIC = _l("Everyone concerned reads it: on the page, in the letter, in their calendar.")


class ActForm(RevisedForm):
    """Nothing but the decision."""

    @classmethod
    def data_of(cls, event: Event) -> dict[str, Any]:
        """What the fields show at first."""
        return {"period": event.period, "name": event.name}

    def fill(self, event: Event) -> None:
        """Set what depends on the event."""
        self.starts_from(event.revision)

    def only_changes(self) -> bool:
        """Whether a button was pressed that only changes the form; makes that change."""
        return False


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


_IN_HISTORY = _l("Kept in the history; nobody gets a letter.")


class InternalReasonForm(ActForm):
    """Why, for the change log alone."""

    reason = LocalTextField(_l("Reason"), lines=2, longest=1000, hint=_IN_HISTORY)


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
    reason = LocalTextField(_l("Reason"), lines=2, longest=1000, hint=_IN_HISTORY)

    def fill(self, event: Event) -> None:
        """Suggest what its date allows."""
        super().fill(event)
        if not self.is_submitted():
            is_vague = event.period.is_vague
            self.status.data = (Status.TENTATIVE if is_vague else Status.CONFIRMED).value


class MoveForm(ActForm):
    """The new date, and what becomes of the registrations."""

    period = PeriodField(_l("The new date"), required=_l("Choose how exactly the date is known."))
    reason = LocalTextField(
        _l("Reason"),
        lines=3,
        longest=1000,
        hint=_l(
            "Everyone concerned reads it. Not needed where a vague date only becomes more exact."
        ),
    )
    registrations = RadioField(
        _l("What becomes of the registrations?"),
        required=True,
        choices=[
            ("keep", _l("All stay as they are; who cannot come cancels")),
            ("ask", _l("Everyone is asked again whether they still come")),
        ],
    )
    until = LocalDateTimeField(
        _l("If they are asked: answer by"), hint=_l("Until then all keep their places.")
    )
    unanswered = RadioField(
        _l("Whoever has not answered by then"),
        choices=[
            ("keep", _l("keeps the place and is shown as unanswered")),
            ("release", _l("loses the place to the next in line")),
        ],
    )

    @classmethod
    def data_of(cls, event: Event) -> dict[str, Any]:
        """What the fields show at first."""
        return {**super().data_of(event), "registrations": "keep", "unanswered": "keep"}

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
        self.until.zone_name = event.starts_zone or event.organiser.zone
        if not registered(event):
            for name in ("registrations", "until", "unanswered"):
                del self[name]

    @property
    def asking(self) -> Asking | None:
        """Whether those registered are asked again, and how; None: they are not."""
        asks = "registrations" in self and self.registrations.data == "ask"
        until = self.until.data if asks else None
        return Asking(until.at, self.unanswered.data == "release") if until else None

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever asks says until when."""
        is_good = bool(super().validate(extra_validators))
        asks = "registrations" in self and self.registrations.data == "ask"
        if asks and not self.until.data and not self.until.errors:
            self.add_error("until", _("Say by when people are to answer."))
            return False
        return is_good


class ModeForm(ActForm):
    """On site, online or both; where, and by which link."""

    mode = RadioField(_l("How people take part"), required=True)
    places = PlacesField(_l("Places"))
    join_url = AddressField(
        _l("Link to join online"), hint=_l("Only those who have a place get it.")
    )
    reason = LocalTextField(_l("Reason"), lines=3, longest=1000, hint=_PUBLIC)

    @classmethod
    def data_of(cls, event: Event) -> dict[str, Any]:
        """What the fields show at first."""
        places = [{"place": place.slug} for place in event.places]
        return {"mode": event.mode, "places": places, "join_url": event.join_url}

    def fill(self, event: Event) -> None:
        """What can be chosen from."""
        super().fill(event)
        self.mode.choices = [(each.value, mode_word(each.value)) for each in Mode]
        self._places = choices.by_slug(choices.places())
        self.places.offer("place", choices.named(self._places.values()))
        self._stored = event

    def only_changes(self) -> bool:
        """One more row for a place."""
        if self.places.add_name not in request.form:
            return False
        self.places.add_row()
        return True

    @property
    def chosen_places(self) -> list[Any]:
        """The places that were chosen, in order."""
        return [self._places[row["place"]] for row in self.places.data]

    def validate(self, extra_validators: Any = None) -> bool:
        """What the mode needs is there; something is different."""
        is_good = bool(super().validate(extra_validators))
        if self.mode.data == Mode.ON_SITE and not self.places.data:
            self.add_error("", _("Choose the place where people meet."))
        elif self.mode.data == Mode.ONLINE and self.places.data:
            self.add_error("", _("An event online has no place: empty the places, or choose both."))
        elif is_good and not self._is_different():
            self.add_error("mode", _("This is how it is already. Choose another way."))
        return is_good and not self.error_list

    def _is_different(self) -> bool:
        event = self._stored
        chosen = (self.mode.data, self.chosen_places, self.join_url.data or None)
        return chosen != (event.mode, event.places, event.join_url)


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


#: What goes along with a copy: parts of the event, and what those above keep about it.
ALONG = [
    (Part.TEXTS.value, _l("texts: summary, description, who may come, price")),
    (Part.PLACES.value, _l("places")),
    (
        Part.CONTRIBUTORS.value,
        _l("contributors (they agreed to be named for the first event)"),
    ),
    (Part.REGISTRATION.value, _l("registration settings and number of places")),
    ("questions", _l("questions of the form")),
    ("letters", _l("letters: reminders, thanks and drafts")),
    ("agenda", _l("agenda: its items and tracks, on the days of the new event")),
]


class CopyForm(ActForm):
    """What the new event is called, and what goes along."""

    name = LocalTextField(_l("Title of the new event"), required=True, any_language=True)
    along = ChoicesField(_l("What goes along"), choices=ALONG)

    @classmethod
    def data_of(cls, event: Event) -> dict[str, Any]:
        """The title it has, and what usually goes along."""
        usual = [*(part.value for part in USUAL), "questions", "agenda"]
        return {"name": event.name, "along": usual}
