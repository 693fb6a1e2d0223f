"""Between the form of an item and the item: what is offered, what it shows, what it means."""

from dataclasses import dataclass
from typing import Any

from webapp.agenda.forms import ItemForm
from webapp.agenda.models import AgendaItem, AgendaTrack
from webapp.agenda.queries import tracks_of, zone_of
from webapp.agenda.times import Hours
from webapp.core.forms import LocalDateTime
from webapp.core.i18n import plain_text
from webapp.events import manage_choices as choices
from webapp.events.models import Event

#: Columns that stand in the form under their own name.
_SAME = (
    "name",
    "kind",
    "visibility",
    "description",
    "place_note",
    "travel_minutes",
    "host_person",
    "languages",
    "interpretation",
    "interpreted_into",
    "needs_choice",
    "walking_m",
    "clothing",
    "photo_rule",
    "plan_b",
)
_TEXTS = frozenset({"description", "place_note", "clothing", "plan_b"})
_STEPS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Offer:
    """The rows staff can choose from, by what stands for them in the form."""

    tracks: dict[str, AgendaTrack]
    places: dict[str, Any]
    hosts: dict[str, Any]
    languages: list[tuple[str, str]]
    zone: str

    @classmethod
    def make(cls, event: Event, spoken: list[str]) -> "Offer":
        """What can be chosen for an item of *event*, *spoken* languages first."""
        return cls(
            tracks={each.public_id: each for each in tracks_of(event)},
            places=choices.by_slug(choices.places()),
            hosts=choices.by_slug(choices.hosts()),
            languages=choices.working_languages([*spoken, *event.languages]),
            zone=zone_of(event),
        )

    @property
    def track_choices(self) -> list[tuple[str, str]]:
        """(value, words) of each track."""
        return [(key, plain_text(each.name)) for key, each in self.tracks.items()]


def form_of(
    offer: Offer, data: dict[str, Any], item: AgendaItem | None = None, *, is_posted: bool = True
) -> ItemForm:
    """The form: as posted, or (not *is_posted*) as *data* says."""
    form = ItemForm(data=data) if is_posted else ItemForm(formdata=None, data=data)
    form.track.choices = offer.track_choices
    form.place.choices = form.to_place.choices = choices.named(offer.places.values())
    form.host.choices = choices.named(offer.hosts.values())
    form.contributors.offer("organisation", choices.named(offer.hosts.values()))
    form.languages.choices = form.interpreted_into.choices = offer.languages
    zone = offer.zone if item is None else item.starts_zone
    form.hours.zone_name = form.gate_list_due_at.zone_name = zone
    if not form.is_submitted() and form.hours["zone"].data is None:
        form.hours["zone"].data = zone
    return form


def form_data(item: AgendaItem) -> dict[str, Any]:
    """What the fields show of a stored item."""
    return {name: getattr(item, name) for name in _SAME} | {
        "hours": Hours.of(item),
        "track": item.track.public_id if item.track else None,
        "place": item.place.slug if item.place else None,
        "to_place": item.to_place.slug if item.to_place else None,
        "host": item.host.slug if item.host else None,
        "contributors": [_contributor(each) for each in item.contributors],
        "capacity": item.pool.capacity if item.pool else None,
        "step_free": next((key for key, each in _STEPS.items() if each is item.step_free), None),
        "gate_list_due_at": _due(item),
    }


def _due(item: AgendaItem) -> LocalDateTime | None:
    due_at = item.gate_list_due_at
    return None if due_at is None else LocalDateTime.from_instant(due_at, item.starts_zone)


def _contributor(row: Any) -> dict[str, Any]:
    slug = row.organisation.slug if row.organisation else None
    return {"role": row.role, "name": row.name, "organisation": slug, "about": row.about}


def values_of(form: ItemForm, offer: Offer) -> dict[str, Any]:
    """What the rules take. The form is valid."""
    values = {name: form[name].data for name in _SAME}
    values |= {name: values[name] or None for name in _TEXTS}
    due = form.gate_list_due_at.data
    return values | {
        "hours": form.hours.data,
        "track": offer.tracks.get(form.track.data or ""),
        "place": offer.places.get(form.place.data or ""),
        "to_place": offer.places.get(form.to_place.data or ""),
        "host": offer.hosts.get(form.host.data or ""),
        "contributors": [_contributor_values(row, offer) for row in form.contributors.data],
        "capacity": form.capacity.data,
        "step_free": _STEPS.get(form.step_free.data or ""),
        "gate_list_due_at": None if due is None else due.at,
    }


def _contributor_values(row: dict[str, Any], offer: Offer) -> dict[str, Any]:
    return {
        "role": row["role"],
        "name": row["name"] or None,
        "organisation": offer.hosts.get(row["organisation"] or ""),
        "about": row["about"] or None,
    }
