"""The forms of the boards: groups, rooms, who goes where, what is asked, factors."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    ChoicesField,
    HiddenField,
    LocalDateTimeField,
    NumberField,
    RadioField,
    RevisedForm,
    TextField,
    YesField,
)
from webapp.logistics.errors import LogisticsError
from webapp.logistics.factors import MODE_WORDS, Factor, Factors
from webapp.logistics.models import Mode, PickupGroup, Room

_KNOWN = {"yes": True, "no": False}


class ButtonForm(BaseForm):
    """A button that changes something."""


class AssignForm(BaseForm):
    """People that were ticked, and where they shall go; *target* is "" for nowhere."""

    people = ChoicesField(_l("People"))
    target = ChoiceField(_l("Where to"))
    direction = HiddenField()

    def offer(self, people: list[str], targets: list[tuple[str, str]]) -> None:
        """Who can be ticked, and where they can go."""
        self.people.choices = [(each, each) for each in people]
        self.target.choices = targets

    def refuse(self, error: LogisticsError) -> None:
        """Say it on top: the boxes stand all over the table."""
        self.add_error("", str(error))

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """Every error on top, without a link: the boxes have ids of their own."""
        return [("", message) for _target, message in super().error_list]


class GroupForm(RevisedForm):
    """A group that is met, or taken to the station."""

    direction = RadioField(
        _l("Direction"),
        choices=[("arrival", _l("arrival")), ("departure", _l("departure"))],
        required=True,
    )
    when = LocalDateTimeField(_l("When"))
    meeting_point = TextField(
        _l("Meeting point"), required=_l("Write where they are met."), hint=_l("Exit B, the clock")
    )
    vehicle = TextField(_l("Vehicle and driver"), hint=_l("white minibus of the municipality"))
    seats = NumberField(_l("Seats"), least=1, most=500, hint=_l("Empty: no limit."))

    def fill_in(self, group: PickupGroup) -> None:
        """Store what was written."""
        group.direction, group.meeting_point = self.direction.data, self.meeting_point.data
        group.vehicle, group.seats = self.vehicle.data, self.seats.data
        when = self.when.data
        group.wall, group.zone = (when.wall, when.zone) if when else (None, None)
        group.fold = when.fold if when else 0


class RoomForm(RevisedForm):
    """A room; *labels* may be several when they are new."""

    hotel = TextField(_l("Hotel"), required=_l("Write the name of the hotel."))
    label = TextField(_l("Number or name of the room"), longest=60, required=True)
    beds = NumberField(_l("Beds"), least=1, most=50, required=_l("Write how many sleep there."))
    step_free = ChoiceField(
        _l("Without steps"),
        blank=_l("not known"),
        choices=[("yes", _l("one gets there without steps")), ("no", _l("there are steps"))],
    )

    def fill_in(self, room: Room) -> None:
        """Store what was written."""
        room.hotel, room.label, room.beds = self.hotel.data, self.label.data, self.beds.data or 1
        room.step_free = _KNOWN.get(self.step_free.data)


class RoomsForm(RoomForm):
    """New rooms, several at a time: "201, 202, 203"."""

    label = TextField(
        _l("Numbers or names of the rooms"),
        longest=1000,
        required=True,
        hint=_l("Several alike with commas between them: 201, 202, 203."),
    )

    @property
    def labels(self) -> list[str]:
        """Each once, in their order."""
        told = (" ".join(each.split()) for each in self.label.data.split(","))
        return list(dict.fromkeys(each for each in told if each))

    def check(self) -> bool:
        """Names fit into their column."""
        if not self.labels or max(map(len, self.labels)) > 60:
            self.add_error("label", _("Write the numbers with commas between them."))
            return False
        return True


def room_values(room: Room) -> dict[str, Any]:
    """What a fresh form shows of a room."""
    words = {True: "yes", False: "no", None: ""}
    found = {name: getattr(room, name) for name in ("hotel", "label", "beds")}
    return {**found, "step_free": words[room.step_free]}


def group_values(group: PickupGroup) -> dict[str, Any]:
    """What a fresh form shows of a group."""
    names = ("direction", "meeting_point", "vehicle", "seats")
    return {**{name: getattr(group, name) for name in names}, "when": group.at}


class ItemForm(BaseForm):
    """Who takes part in a meal or a ride."""

    people = ChoicesField(_l("Who takes part"))


class SettingsForm(BaseForm):
    """What people of an event are asked."""

    travel = YesField(_l("Ask how and when people arrive and leave"))
    rooms = YesField(_l("Ask which room people want, and for which nights"))


class FactorsForm(RevisedForm):
    """Grams by way of travelling, and who says so. Named ``grams_<mode>``."""

    grams_train = NumberField(MODE_WORDS[Mode.TRAIN], most=5000)
    grams_coach = NumberField(MODE_WORDS[Mode.COACH], most=5000)
    grams_car = NumberField(MODE_WORDS[Mode.CAR], most=5000)
    grams_plane = NumberField(MODE_WORDS[Mode.PLANE], most=5000)
    grams_ferry = NumberField(MODE_WORDS[Mode.FERRY], most=5000)
    grams_walk = NumberField(MODE_WORDS[Mode.WALK], most=5000)
    source = TextField(
        _l("Source of what you change"),
        longest=300,
        hint=_l("Who published the numbers, in which year. It is shown with every sum."),
    )

    def grams(self) -> dict[Mode, int | None]:
        """What was written, by way of travelling."""
        return {mode: self[f"grams_{mode.value}"].data for mode in Mode}

    def wanted(self, usual: Factors, stored: Factors) -> dict[Mode, Factor]:
        """What shall hold: what is left empty goes back to what is usual; another number has the
        source that was written."""
        found = {}
        for mode, grams in self.grams().items():
            if grams is None or grams == usual[mode].grams:
                found[mode] = usual[mode]
            elif self.source.data:
                found[mode] = Factor(grams, self.source.data)
            else:
                found[mode] = Factor(grams, stored[mode].source)
        return found

    def check(self, usual: Factors, stored: Factors) -> bool:
        """A number of one's own needs a source."""
        is_new = any(
            factor.grams not in (usual[mode].grams, stored[mode].grams)
            for mode, factor in self.wanted(usual, stored).items()
        )
        if is_new and not self.source.data:
            self.add_error("source", _("Name the source of the numbers you changed."))
            return False
        return True
