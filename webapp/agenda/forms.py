"""What staff fill in when they plan an agenda."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.agenda.hours_field import HoursField
from webapp.agenda.models import Interpretation, ItemVisibility, PhotoRule
from webapp.agenda.shifting import Reach
from webapp.agenda.words import item_kinds, item_roles
from webapp.core.form_compound import Parts
from webapp.core.form_merging import MergingForm
from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    ChoicesField,
    DateField,
    HiddenField,
    LocalDateTimeField,
    LocalTextField,
    NumberField,
    RadioField,
    RevisedForm,
    TextField,
    YesField,
)
from webapp.events.manage_forms import ContributorsField

VISIBILITIES = [
    (ItemVisibility.PUBLIC.value, _l("for everyone who may know of the event")),
    (ItemVisibility.PARTNERS.value, _l("for partners and those who take part")),
    (ItemVisibility.INTERNAL.value, _l("for the staff of the event only")),
]
INTERPRETATIONS = [
    (Interpretation.NONE.value, _l("not interpreted")),
    (Interpretation.SIMULTANEOUS.value, _l("simultaneous")),
    (Interpretation.CONSECUTIVE.value, _l("consecutive")),
    (Interpretation.WHISPERED.value, _l("whispered")),
]
PHOTO_RULES = [
    (PhotoRule.ALLOWED.value, _l("allowed")),
    (PhotoRule.ASK.value, _l("ask first")),
    (PhotoRule.FORBIDDEN.value, _l("not allowed")),
]
STEPS = [("yes", _l("yes, without steps")), ("no", _l("no, there are steps"))]
REACHES = [
    (Reach.DAY.value, _l("to the end of this day")),
    (Reach.EVENT.value, _l("to the end of the agenda")),
]


class QuickForm(BaseForm):
    """A line of the timetable: from, to, kind, title."""

    hours = HoursField(_l("When"))
    kind = ChoiceField(_l("Kind"), required=True)
    title = TextField(_l("Title"), required=_l("Give it a title."))
    track = ChoiceField(_l("Track"), blank=_l("for everybody"))

    def __init__(self, line: str, **kwargs: Any) -> None:
        """*line* tells the forms of a page apart."""
        super().__init__(prefix=f"line-{line}-", **kwargs)
        self.line = line
        self.kind.choices = item_kinds()


class ContributorRow(Parts):
    """A person or organisation with a part in an item."""

    role = ChoiceField(_l("Part"), required=True)
    name = TextField(_l("Name"))
    organisation = ChoiceField(_l("Organisation"), blank=_l("none"))
    about = LocalTextField(_l("Subject"), longest=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self["role"]
        role.choices = item_roles()


class ItemContributorsField(ContributorsField):
    """Everyone with a part in an item, in order."""

    row_class = ContributorRow


class ItemForm(MergingForm):
    """All there is to say about an item."""

    name = LocalTextField(_l("Title"), required=True, any_language=True)
    kind = ChoiceField(_l("Kind"), required=True)
    hours = HoursField(_l("When"))
    track = ChoiceField(_l("Track"), blank=_l("for everybody"))
    visibility = RadioField(_l("Who reads it"), required=True, choices=VISIBILITIES)
    description = LocalTextField(_l("Description"), lines=4, longest=5000)

    place = ChoiceField(_l("Place"), blank=_l("not known yet"))
    place_note = LocalTextField(
        _l("Where exactly"), hint=_l("A room, a gate, where the bus leaves; or a place in words.")
    )
    to_place = ChoiceField(_l("Where it goes"), blank=_l("nowhere else"))
    travel_minutes = NumberField(_l("Minutes on the way"), most=2000)

    host = ChoiceField(_l("Host"), blank=_l("nobody yet"))
    host_person = TextField(
        _l("Who receives people"), hint=_l("The name is published: ask that person first.")
    )
    contributors = ItemContributorsField(_l("Contributors"))

    languages = ChoicesField(_l("Languages spoken"))
    interpretation = ChoiceField(_l("Interpretation"), choices=INTERPRETATIONS)
    interpreted_into = ChoicesField(_l("Interpreted into"))

    needs_choice = YesField(
        _l("People choose whether they come"),
        hint=_l("Nobody can choose two things at one time. Full ones have a waiting list."),
    )
    capacity = NumberField(
        _l("Number of places"), least=1, most=100_000, hint=_l("Empty: no limit is known.")
    )

    walking_m = NumberField(_l("Metres to walk"), most=100_000)
    step_free = ChoiceField(_l("Without steps"), blank=_l("as the place is"), choices=STEPS)
    clothing = LocalTextField(
        _l("What to wear and mind"), longest=500, hint=_l("For example: flat shoes, a helmet.")
    )
    photo_rule = ChoiceField(_l("Photographs"), choices=PHOTO_RULES)
    gate_list_due_at = LocalDateTimeField(
        _l("The host needs the names by"), hint=_l("From then on the host reads its gate list.")
    )
    plan_b = LocalTextField(_l("Plan B"), lines=2, longest=1000)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = item_kinds()

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field for itself, then what they say together."""
        is_good = bool(super().validate(extra_validators))
        wrong = list(self._wrong())
        for name, message in wrong:
            self.add_error(name, message)
        return is_good and not wrong

    def _wrong(self) -> Iterable[tuple[str, str]]:
        if self.interpreted_into.data and self.interpretation.data == Interpretation.NONE:
            yield "interpretation", _("Choose how it is interpreted.")
        if self.to_place.data and self.to_place.data == self.place.data:
            yield "to_place", _("It goes to where it begins. Choose another place, or none.")


class SlotForm(RevisedForm):
    """Another time, day or track for an item."""

    hours = HoursField(_l("When"))
    track = ChoiceField(_l("Track"), blank=_l("for everybody"))
    #: A drag does not ask for the track.
    keeps_track = HiddenField()


class ShiftForm(BaseForm):
    """An item and everything after it, earlier or later."""

    minutes = NumberField(
        _l("By how many minutes"), least=1, most=1440, required=_l("Give the number of minutes.")
    )
    way = RadioField(
        _l("Which way"),
        required=True,
        choices=[("later", _l("later")), ("earlier", _l("earlier"))],
    )
    reach = RadioField(_l("How far"), required=True, choices=REACHES)
    #: What the page showed when the number was told.
    mark = HiddenField()

    @property
    def by(self) -> int:
        """Minutes; negative for earlier."""
        return int(self.minutes.data or 0) * (-1 if self.way.data == "earlier" else 1)


class DayCopyForm(BaseForm):
    """The day that gets a copy of another."""

    to = DateField(_l("To which day"), required=_l("Add the day."))

    def refuse_same(self, day: date) -> bool:
        """Whether the day would be copied onto itself; says so."""
        if self.to.data == day:
            self.add_error("to", _("This is the day you copy. Choose another one."))
        return bool(self.to.data == day)


class TrackForm(BaseForm):
    """What a track is called."""

    name = LocalTextField(_l("Name of the track"), required=True, any_language=True)


class DecisionForm(RevisedForm):
    """Nothing but a button."""
