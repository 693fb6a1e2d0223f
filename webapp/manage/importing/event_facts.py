"""What a file says of an event, in the words of the event's own rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from webapp.core.periods import Period
from webapp.core.times import now, to_wall
from webapp.events.models import Event
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.ledger import Ledger
from webapp.manage.importing.whens import InPhase, When
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation

DEFAULT_ZONE = "Europe/Riga"
_COLUMNS = {
    "title": "name",
    "kind": "kind",
    "subkind": "subkind",
    "number": "number",
    "mode": "mode",
    "visibility": "visibility",
    "optional": "is_optional",
    "series": "series_id",
    "summary": "summary",
    "description": "description",
    "audience": "audience",
    "price": "price",
    "email": "contact_email",
    "join_address": "join_url",
}
_REGISTRATION = {
    "mode": "registration_mode",
    "address": "registration_url",
    "verifies_addresses": "verifies_addresses",
    "asks_organisation": "asks_organisation",
    "asks_target_group": "asks_target_group",
    "consent": "consent",
    "takes_photos": "takes_photos",
    "photo_notice": "photo_notice",
    "guardian_age": "guardian_age",
}
_LISTS = {"places": "places", "target_groups": "target_groups"}
_NEVER_EMPTY = frozenset(
    {
        *("kind", "mode", "visibility", "is_optional", "registration_mode"),
        *("verifies_addresses", "asks_organisation", "asks_target_group"),
        *("takes_photos",),
    }
)


class Unplaced(Exception):
    """The file does not say enough to place the event; the text says what is missing."""


@dataclass(frozen=True)
class Plan:
    """When and under which zone the file wants the event."""

    zone: str
    period: Period
    was: Period | None
    #: Whether the date only counts for an event that is not there yet.
    is_relative: bool

    @property
    def first(self) -> Period:
        """The date it is published with, before it is moved or postponed."""
        return self.was or self.period


def plan(ledger: Ledger, facts: Facts) -> Plan:
    """When the event is. Raises `Unplaced`, and what `Period` raises for bad dates."""
    zone, end_zone = _zone(ledger, facts), facts.get("end_zone")
    today = to_wall(now(), zone).date()

    def period_of(when: When | None) -> Period | None:
        if when is None:
            return None
        if isinstance(when, InPhase):
            return _phase_period(ledger, facts, when)
        return when.period(zone, end_zone, today)

    when: When | None = facts.get("when")
    period = period_of(when) or Period.undated()
    if facts.get("planned_days"):
        period = replace(period, planned_days=facts["planned_days"])
    is_relative = any(each is not None and each.is_relative for each in (when, facts.get("was")))
    return Plan(zone, period, period_of(facts.get("was")), is_relative)


def _zone(ledger: Ledger, facts: Facts) -> str:
    """As said, else that of the first place, the host, the organiser."""
    found = facts.get("zone")
    places = ledger.finder.find_all("places", facts.get("places"))
    host = ledger.finder.find("organisations", facts.get("host"))
    candidates = [found, *(place.zone for place in places)]
    candidates += [each.zone for each in (host, organiser(ledger, facts)) if each is not None]
    return next((name for name in candidates if name), DEFAULT_ZONE)


def _phase_period(ledger: Ledger, facts: Facts, when: InPhase) -> Period:
    project = main_project(ledger, facts)
    for phase in project.phases if project else ():
        if phase.number == when.number:
            return Period.phase(phase.first_on, phase.last_on)
    raise Unplaced(_("the project has no phase %(number)s", number=when.number))


def main_project(ledger: Ledger, facts: Facts) -> Project | None:
    """The project whose statement and phase count."""
    found = projects(ledger, facts)
    return found[0] if found else None


def projects(ledger: Ledger, facts: Facts) -> list[Project]:
    """Its projects, the main one first."""
    main = facts.get("project")
    return ledger.finder.find_all(
        "projects", [*([main] if main else []), *facts.get("projects", [])]
    )


def organiser(ledger: Ledger, facts: Facts) -> Organisation | None:
    """As said, else the host, else the lead or the reporting partner of its project."""
    for key in ("organiser", "host"):
        named: Organisation | None = ledger.finder.find("organisations", facts.get(key))
        if named is not None:
            return named
    project = main_project(ledger, facts)
    if project is None:
        return None
    leads = [phase.lead for phase in reversed(project.phases) if phase.lead is not None]
    return leads[0] if leads else project.reporting_organisation


def values(ledger: Ledger, facts: Facts, period: Period, zone: str) -> dict[str, Any]:
    """Columns and lists, as `events.rules.create` and `edit` take them."""
    found = facts.given(_COLUMNS) | _registration(facts, period, zone)
    if "host" in facts:
        found["host"] = ledger.finder.find("organisations", facts["host"])
    follows = ledger.finder.find("events", facts.get("follows"))
    if follows is not None or ("follows" in facts and facts["follows"] is None):
        found["follows"] = follows
    if "project" in facts or "projects" in facts:
        found["projects"] = projects(ledger, facts)
    for key, section in _LISTS.items():
        if key in facts:
            found[key] = ledger.finder.find_all(section, facts[key])
    if "also" in facts:
        found["more_kinds"] = facts.get("also", [])
    if "languages" in facts:
        found["languages"] = facts.get("languages", [])
    if "contributors" in facts:
        found["contributors"] = [
            _contributor(ledger, each) for each in parts(facts, "contributors")
        ]
    empty = {name for name in _NEVER_EMPTY if name in found and found[name] is None}
    return {name: value for name, value in found.items() if name not in empty}


def _registration(facts: Facts, period: Period, zone: str) -> dict[str, Any]:
    registration: Facts | None = facts.get("registration")
    if registration is None:
        return {}
    found = registration.given(_REGISTRATION)
    for key, column in (("opens", "opens_at"), ("closes", "closes_at")):
        if key in registration:
            moment = registration[key]
            found[column] = None if moment is None else moment.instant(period, zone)
    return found


def _contributor(ledger: Ledger, facts: Facts) -> dict[str, Any]:
    found = facts.given({"role": "role", "name": "name", "about": "about"})
    if facts.get("organisation"):
        found["organisation"] = ledger.finder.find("organisations", facts["organisation"])
    return found


def capacity(facts: Facts) -> int | None:
    """How many places the file gives it; None: no limit."""
    registration: Facts | None = facts.get("registration")
    found: int | None = registration.get("capacity") if registration else None
    return found


def differing(event: Event, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the wanted values that the event does not have yet."""
    return {name: value for name, value in wanted.items() if not _has(event, name, value)}


def _has(event: Event, name: str, value: Any) -> bool:
    if name == "more_kinds":
        return sorted(set(value) - {event.kind}) == sorted(link.kind for link in event.kind_links)
    if name == "target_groups":
        return {group.id for group in event.target_groups} == {group.id for group in value}
    if name == "contributors":
        return [_plain(each) for each in value] == [
            {
                "role": each.role,
                "name": each.name,
                "organisation": each.organisation,
                "about": each.about,
            }
            for each in event.contributors
        ]
    if name == "subkind" and event.kind != "partner-meeting":
        return True
    return bool(getattr(event, name) == value)


def _plain(contributor: Mapping[str, Any]) -> dict[str, Any]:
    return {name: contributor.get(name) for name in ("role", "name", "organisation", "about")}
