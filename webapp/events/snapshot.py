"""An event as plain values, for the change log and for those who must know what it was before."""

from datetime import datetime
from typing import Any

from webapp.core.text import LocalText
from webapp.events import columns
from webapp.events.models import Event


def facts(event: Event) -> dict[str, Any]:
    """Everything about the event that can change, as JSON values.

    Contributors stand by role and organisation only: the change log names no people.
    """
    values = {name: _plain(getattr(event, name)) for name in columns.logged()}
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
