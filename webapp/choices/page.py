"""The page on which somebody chooses: a group of radios for each time, and what was sent."""

from dataclasses import dataclass, field
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields import Field

from webapp.agenda.models import AgendaItem
from webapp.choices import rules
from webapp.choices.errors import ChangedMeanwhile, ChoiceError
from webapp.choices.models import TAKEN, Choice
from webapp.choices.queries import (
    can_still_choose,
    choices_of,
    chosen_numbers,
    items_to_choose,
    places_in_line,
)
from webapp.choices.rules import Wish
from webapp.choices.slots import Slot, slots_of
from webapp.choices.zones import home_zone
from webapp.core.database import write
from webapp.core.forms import BaseForm, HiddenField
from webapp.registrations.models import Registration

#: Behind the id of an item that was shown as full: whoever sends it would wait.
_WAITS = ".wait"


class ChoicesForm(BaseForm):
    """The button, and what was chosen when the page was shown; the radios are the page's own."""

    seen: Field = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slot_errors: list[tuple[str, str]] = []

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """Those of the whole form, and those beside a time."""
        return [*super().error_list, *self.slot_errors]


@dataclass(frozen=True)
class Option:
    """An item to choose: what is sent for it, and how it stands in words."""

    item: AgendaItem
    value: str
    words: str
    is_picked: bool


@dataclass
class Group:
    """One time with its items."""

    slot: Slot
    options: list[Option]
    errors: list[str] = field(default_factory=list)
    #: What is stored, where something else was sent.
    stored: str = ""

    @property
    def name(self) -> str:
        """Of its radios."""
        return self.slot.name

    @property
    def is_empty(self) -> bool:
        """Whether nothing is picked."""
        return not any(each.is_picked for each in self.options)


class ChoicesPage:
    """Reads everything once; `send` stores what was posted."""

    def __init__(self, registration: Registration) -> None:
        self.registration = registration
        self.form = ChoicesForm()
        self._error: ChoiceError | None = None
        self._read()

    def send(self) -> int:
        """Store what was posted; the status of the answer (303: stored)."""
        if not self.form.validate_on_submit():
            return 422
        try:
            with write():
                rules.settle(self.registration, self._wishes(), self.form.seen.data or "")
        except ChoiceError as error:
            self._error = error
            self._read()
            return 409 if isinstance(error, ChangedMeanwhile) else 422
        return 303

    def render(self) -> str:
        """The page; after something was refused with what was sent."""
        groups = [self._group(slot) for slot in self.slots]
        self._say_error(groups)
        self.form.seen.data = rules.fingerprint(self.choices)
        return render_template(
            "choices/show.html",
            registration=self.registration,
            event=self.registration.event,
            form=self.form,
            groups=groups,
            may_choose=rules.may_choose(self.registration),
            fixed=[each for each in self.choices if not can_still_choose(each.item)],
            home=home_zone(self.registration),
            is_stale=isinstance(self._error, ChangedMeanwhile),
        )

    def _read(self) -> None:
        items = [
            each for each in items_to_choose(self.registration.event_id) if can_still_choose(each)
        ]
        self.slots = slots_of(items)
        self.choices = choices_of(self.registration.id)
        self.mine: dict[int, Choice] = {each.item_id: each for each in self.choices}
        self.numbers = chosen_numbers(items)
        self.in_line = places_in_line(self.registration.id)

    def _wishes(self) -> list[Wish]:
        sent = (request.form.get(slot.name, "") for slot in self.slots)
        return [
            Wish(value.removesuffix(_WAITS), may_wait=value.endswith(_WAITS))
            for value in sent
            if value
        ]

    def _group(self, slot: Slot) -> Group:
        stored = self._stored(slot)
        picked = stored.public_id if stored is not None else ""
        if self.form.is_submitted():
            picked = request.form.get(slot.name, "").removesuffix(_WAITS)
        options = [self._option(item, picked) for item in slot.items]
        group = Group(slot, options)
        if self._error is not None and picked != (stored.public_id if stored else ""):
            group.stored = self._stored_words(stored)
        return group

    def _stored(self, slot: Slot) -> AgendaItem | None:
        """What they wish at this time: what they wait for, else what they hold."""
        held = [self.mine[item.id] for item in slot.items if item.id in self.mine]
        held.sort(key=lambda each: each.state == TAKEN)
        return held[0].item if held else None

    def _stored_words(self, stored: AgendaItem | None) -> str:
        if stored is None:
            return str(_("Stored: nothing at this time."))
        words: str = _("Stored: %(item)s.", item=str(stored.name))
        return words

    def _option(self, item: AgendaItem, picked: str) -> Option:
        is_full = item.id not in self.mine and item.pool is not None and item.pool.is_full
        value = item.public_id + (_WAITS if is_full else "")
        return Option(item, value, self._places(item), item.public_id == picked)

    def _places(self, item: AgendaItem) -> str:
        """How it stands, for this person, in words."""
        mine, waiting = self.mine.get(item.id), self.numbers[item.id].waiting
        if mine is not None and mine.state == TAKEN:
            return str(_("You have a place."))
        if mine is not None:
            number = self.in_line.get(item.id, 1)
            return str(_("You wait for a place: number %(number)d in line.", number=number))
        if item.pool is None or item.pool.left is None:
            return ""
        if item.pool.left:
            return str(ngettext("%(num)d place left", "%(num)d places left", item.pool.left))
        if not waiting:
            return str(_("Full. Choose it to wait for a place."))
        return str(
            ngettext(
                "Full, and %(num)d person waits. Choose it to wait for a place.",
                "Full, and %(num)d people wait. Choose it to wait for a place.",
                waiting,
            )
        )

    def _say_error(self, groups: list[Group]) -> None:
        error = self._error
        if error is None:
            return
        beside = next((each for each in groups if error.item in each.slot.items), None)
        if beside is None:
            self.form.add_error("", str(error))
        else:
            beside.errors.append(str(error))
            self.form.slot_errors.append((f"{beside.name}-0", str(error)))
