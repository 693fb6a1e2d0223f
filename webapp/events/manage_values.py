"""Between the form of an event and the event: what is offered, what it shows, what it means."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from webapp.core.i18n import current_language
from webapp.core.permissions import Viewer
from webapp.events import manage_choices as choices
from webapp.events.manage_forms import EventForm
from webapp.events.models import Event
from webapp.events.parts import CONTRIBUTOR_ROLES

_SAME = (
    "name",
    "kind",
    "subkind",
    "number",
    "is_optional",
    "mode",
    "join_url",
    "visibility",
    "contact_email",
    "series_id",
)
#: These columns are never NULL.
_GIVEN = frozenset({"name", "kind", "is_optional", "mode", "visibility"})


@dataclass(frozen=True)
class Offer:
    """The rows staff can choose from, by what stands for them in the form."""

    organisers: dict[str, Any]
    hosts: dict[str, Any]
    projects: dict[str, Any]
    places: dict[str, Any]
    languages: list[tuple[str, str]]
    phases: list[Any]

    @classmethod
    def make(cls, viewer: Viewer, event: Event) -> "Offer":
        """What *viewer* can choose for *event*: one statement for each list."""
        projects = choices.projects(viewer, event.projects)
        return cls(
            organisers=choices.by_slug(choices.organisers(viewer, event.organiser)),
            hosts=choices.by_slug(choices.hosts()),
            projects=choices.by_slug(projects),
            places=choices.by_slug(choices.places()),
            languages=choices.working_languages(event.languages),
            phases=choices.phases(event.projects, current_language()),
        )


def form_of(event: Event, offer: Offer, *, is_posted: bool = True) -> EventForm:
    """The form of *event*: as posted, or (not *is_posted*) as the event is stored."""
    given: dict[str, Any] = {"data": form_data(event)}
    form = EventForm(**given) if is_posted else EventForm(formdata=None, **given)
    _offer(form, offer)
    if event.is_draft:
        _prefer_zone(form, event.organiser.zone)
        form.period.phases = offer.phases
    else:
        del form.period
        del form.mode
    return form


def _offer(form: EventForm, offer: Offer) -> None:
    form.organiser.choices = choices.named(offer.organisers.values())
    form.host.choices = choices.named(offer.hosts.values())
    form.main_project.choices = choices.named(offer.projects.values())
    form.more_projects.choices = choices.named(offer.projects.values())
    form.languages.choices = offer.languages
    form.places.offer("place", choices.named(offer.places.values()))
    form.contributors.offer("organisation", choices.named(offer.hosts.values()))


def _prefer_zone(form: Any, zone: str) -> None:
    """Offer the organiser's zone for hours that are not known yet."""
    stored = form.period.object_data
    if not form.is_submitted() and (stored is None or stored.starts_zone is None):
        form.period["zone"].data = zone


def form_data(event: Event) -> dict[str, Any]:
    """What the fields show of a stored event."""
    main = event.main_project
    return {name: getattr(event, name) for name in _SAME} | {
        "more_kinds": [link.kind for link in event.kind_links],
        "organiser": event.organiser.slug,
        "host": event.host.slug if event.host else None,
        "main_project": main.slug if main else None,
        "more_projects": [each.slug for each in event.projects if each is not main],
        "period": event.period,
        "places": [{"place": place.slug} for place in event.places],
        "languages": event.languages,
        "contributors": [_contributor(each) for each in event.contributors],
        "follows": event.follows.code if event.follows else "",
    }


def _contributor(row: Any) -> dict[str, Any]:
    slug = row.organisation.slug if row.organisation else None
    return {"role": row.role, "name": row.name, "organisation": slug, "about": row.about}


def values_of(form: EventForm, event: Event, offer: Offer, viewer: Viewer) -> dict[str, Any]:
    """What the rules take (`editing.COLUMNS` and `LISTS`). The form is valid; a new place is
    not among the places yet."""
    values = {name: form[name].data for name in _SAME if name in form}
    values = {name: value if name in _GIVEN else value or None for name, value in values.items()}
    if "period" in form:
        values["period"] = form.period.data
    return values | {
        "more_kinds": form.more_kinds.data,
        "organiser": offer.organisers[form.organiser.data],
        "host": offer.hosts.get(form.host.data or ""),
        "projects": projects_of(form, offer),
        "places": [offer.places[row["place"]] for row in form.places.data],
        "languages": form.languages.data,
        "contributors": [_contributor_values(row, offer) for row in form.contributors.data],
        "follows": _followed(form, event, viewer),
    }


def projects_of(form: Any, offer: Offer) -> list[Any]:
    """The chosen projects, the main one first."""
    slugs = dict.fromkeys([form.main_project.data, *form.more_projects.data])
    return [offer.projects[slug] for slug in slugs if slug]


def _contributor_values(row: dict[str, Any], offer: Offer) -> dict[str, Any]:
    return {
        "role": row["role"] or CONTRIBUTOR_ROLES[0],
        "name": row["name"] or None,
        "organisation": offer.hosts.get(row["organisation"] or ""),
        "about": row["about"] or None,
    }


def check(form: EventForm, event: Event, offer: Offer, viewer: Viewer) -> bool:
    """Whether a valid form may be stored by *viewer*; adds what is wrong to the form."""
    found = len(form.error_list)
    for question in (_may_plan, _follows_exists, _has_main_project):
        question(form, event, offer, viewer)
    return len(form.error_list) == found


def _may_plan(form: EventForm, event: Event, offer: Offer, viewer: Viewer) -> None:
    organiser = offer.organisers[form.organiser.data]
    if not choices.may_plan(viewer, organiser, projects_of(form, offer)):
        message = _("Choose a project you coordinate, or an organisation you work for.")
        form.add_error("main_project", message)


def _follows_exists(form: EventForm, event: Event, offer: Offer, viewer: Viewer) -> None:
    found = _followed(form, event, viewer)
    if form.follows.data and found is None:
        form.add_error("follows", _("There is no event with this code. Copy it from its address."))
    elif found is event:
        form.add_error("follows", _("An event cannot follow itself."))


def _followed(form: EventForm, event: Event, viewer: Viewer) -> Event | None:
    stored = event.follows
    if stored is not None and choices.code_in(form.follows.data) == stored.code:
        return stored
    return choices.event_of(form.follows.data, viewer)


def _has_main_project(form: EventForm, event: Event, offer: Offer, viewer: Viewer) -> None:
    if form.more_projects.data and not form.main_project.data:
        form.add_error("main_project", _("Choose which of its projects is the main one."))
