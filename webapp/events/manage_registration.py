"""How one registers for an event: mode, dates, places, and what is asked."""

from datetime import datetime
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.forms import LocalDateTime
from webapp.core.permissions import Act, current_viewer
from webapp.core.times import now
from webapp.events import manage_choices as choices
from webapp.events import rules
from webapp.events.manage_desk import blueprint, find
from webapp.events.manage_registration_forms import SettingsForm
from webapp.events.manage_saving import Side, save_side, show_side
from webapp.events.models import Event
from webapp.events.openness import openness_of

_SAME = (
    "registration_mode",
    "registration_url",
    "verifies_addresses",
    "asks_organisation",
    "asks_target_group",
    "consent",
    "takes_photos",
    "photo_notice",
    "guardian_age",
)
#: Boxes to tick, whose columns are never NULL.
_GIVEN = frozenset({"registration_mode", "verifies_addresses", "asks_organisation"}) | {
    "asks_target_group",
    "takes_photos",
}


class SettingsSide(Side):
    """How one gets in, until when, how many, and what is asked."""

    tab, template = "registration", "registration.html"

    def __init__(self, event: Event) -> None:
        super().__init__(event)
        projects = choices.projects(current_viewer(), event.projects)
        self.groups = choices.by_slug(choices.target_groups(projects, event.target_groups))

    def form(self, *, is_posted: bool = True) -> SettingsForm:
        """The form as posted, or as the event is stored."""
        given: dict[str, Any] = {"data": _form_data(self.event)}
        form = SettingsForm(**given) if is_posted else SettingsForm(formdata=None, **given)
        form.target_groups.choices = choices.named(self.groups.values())
        form.opens_at.zone_name = form.closes_at.zone_name = _zone(self.event)
        return form

    def check(self, form: Any) -> bool:
        """Whether registration closes in time."""
        closes = form.closes_at.data.at if form.closes_at.data else None
        if closes is None or closes == _to_the_minute(self.event.closes_at):
            return True
        over_at = self.event.over_at
        if closes <= now():
            form.add_error("closes_at", _("This moment has passed. Choose a later one."))
        elif over_at is not None and closes > over_at:
            form.add_error("closes_at", _("The event is over by then. Choose an earlier moment."))
        return not form.closes_at.errors

    def store(self, form: Any, expected: int) -> None:
        """Inside ``with write():``."""
        values = {name: form[name].data for name in _SAME}
        values = {n: value if n in _GIVEN else value or None for n, value in values.items()}
        values |= {
            "opens_at": form.opens_at.data.at if form.opens_at.data else None,
            "closes_at": form.closes_at.data.at if form.closes_at.data else None,
            "target_groups": [self.groups[slug] for slug in form.target_groups.data],
        }
        if _would_change(self.event, values):
            rules.edit(self.event, expected=expected, **values)
            expected += 1
        if form.capacity.data != self.event.pool.capacity:
            rules.set_capacity(self.event, form.capacity.data, expected=expected)

    def context(self, form: Any) -> dict[str, Any]:
        """How one gets in at this moment."""
        return {"openness": openness_of(self.event), "zone": _zone(self.event)}


def _would_change(event: Event, values: dict[str, Any]) -> bool:
    return any(getattr(event, name) != value for name, value in values.items())


def _zone(event: Event) -> str:
    return event.starts_zone or event.organiser.zone


def _form_data(event: Event) -> dict[str, Any]:
    zone = _zone(event)
    return {name: getattr(event, name) for name in _SAME} | {
        "target_groups": [group.slug for group in event.target_groups],
        "opens_at": LocalDateTime.from_instant(event.opens_at, zone) if event.opens_at else None,
        "closes_at": LocalDateTime.from_instant(event.closes_at, zone) if event.closes_at else None,
        "capacity": event.pool.capacity,
    }


def _to_the_minute(instant: datetime | None) -> datetime | None:
    """As far as the form shows it; what was stored by other ways may have seconds."""
    return instant and instant.replace(second=0, microsecond=0)


@blueprint.get("/<code>/registration")
def registration(code: str) -> ResponseReturnValue:
    """The settings of the registration."""
    return show_side(SettingsSide(find(code, Act.EDIT)))


@blueprint.post("/<code>/registration")
def save_registration(code: str) -> ResponseReturnValue:
    """Store them; who moves up by more places is shown first."""
    return save_side(code, SettingsSide)
