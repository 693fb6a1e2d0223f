"""An event as plain values, for the change log and for those who must know what it was before."""

from datetime import datetime
from typing import Any

from webapp.core.text import LocalText
from webapp.events.models import Event

_COLUMNS = (
    "name",
    "kind",
    "subkind",
    "number",
    "mode",
    "is_optional",
    "visibility",
    "summary",
    "description",
    "audience",
    "price",
    "contact_email",
    "join_url",
    "organiser_id",
    "host_id",
    "follows_id",
    "series_id",
    "status",
    "status_reason",
    "moved_from",
    "postponed_at",
    "cancelled_at",
    "withdrawn_at",
    "registration_mode",
    "registration_url",
    "opens_at",
    "closes_at",
    "verifies_addresses",
    "asks_organisation",
    "asks_target_group",
    "consent",
)


def facts(event: Event) -> dict[str, Any]:
    """Everything about the event that can change, as JSON values.

    Contributors stand by role and organisation only: the change log names no people.
    """
    values = {name: _plain(getattr(event, name)) for name in _COLUMNS}
    return values | {
        "period": event.period.as_json(),
        "capacity": event.pool.capacity,
        "projects": event.project_ids,
        "places": [link.place_id for link in event.place_links],
        "more_kinds": sorted(link.kind for link in event.kind_links),
        "languages": event.languages,
        "target_groups": [group.id for group in event.target_groups],
        "contributors": [[each.role, each.organisation_id] for each in event.contributors],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, LocalText):
        return value.as_json()
    return value.isoformat() if isinstance(value, datetime) else value
