"""How the change log of an event tells of its delegations; importing it announces the words."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from webapp.events import manage_history

_FIELDS = {
    "default_quota": _l("People per delegation"),
    "reserves_seats": _l("What the number means"),
    "names_due_at": _l("Names by"),
    "travel_due_at": _l("Arrivals and departures by"),
    "diet_due_at": _l("Answers about diet and access by"),
    "releases_at": _l("Give them to the waiting list at"),
    "note": _l("Note to the leaders"),
}


def _in_words(fields: Iterable[str]) -> str:
    return "; ".join(str(_FIELDS.get(field, field)) for field in fields)


manage_history.learn(
    verbs={
        "delegations-planned": _l("Quota and deadlines of delegations changed"),
        "delegations-followed": _l("Deadlines of delegations moved with the event"),
    },
    labels={"fields": _l("What has changed")},
    words={"fields": _in_words},
    rows={},
)
