"""Using an event as the beginning of another one."""

from webapp.core.text import LocalText
from webapp.events import rules
from webapp.events.models import Event

#: What the next event of its kind has in common with this one. Not its number, its dates, its
#: people: contributors agreed to be named for this event only.
COPIED = (
    "subkind",
    "mode",
    "is_optional",
    "visibility",
    "summary",
    "description",
    "audience",
    "price",
    "contact_email",
    "host",
    "series_id",
    "verifies_addresses",
    "asks_organisation",
    "asks_target_group",
    "consent",
    "registration_mode",
    "registration_url",
)


def duplicate(event: Event, name: LocalText) -> Event:
    """A new undated draft called *name*, with the facts and none of the people of *event*."""
    return rules.create(
        name,
        event.organiser,
        event.kind,
        capacity=event.pool.capacity,
        projects=list(event.projects),
        places=list(event.places),
        more_kinds=[link.kind for link in event.kind_links],
        languages=list(event.languages),
        target_groups=list(event.target_groups),
        **{column: getattr(event, column) for column in COPIED},
    )
