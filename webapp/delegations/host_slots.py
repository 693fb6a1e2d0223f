"""The slot of a host: when and where it receives people, to tell and to compare."""

from webapp.agenda import calendar
from webapp.agenda.models import AgendaItem
from webapp.agenda.times import Hours
from webapp.core.i18n import plain_text
from webapp.core.period_words import period_words

Slot = dict[str, str]


def slot_of(item: AgendaItem) -> Slot:
    """What a host must hear of when it changes, as JSON values."""
    starts = "" if item.starts_local is None else item.starts_local.isoformat()
    ends = "" if item.ends_local is None else item.ends_local.isoformat()
    place = "" if item.place_id is None else str(item.place_id)
    return {
        "day": item.day_on.isoformat(),
        "starts": starts,
        "ends": ends,
        "zone": f"{item.starts_zone} {item.ends_zone}",
        "place": place,
        "note": plain_text(item.place_note, "en"),
        "is_off": "yes" if calendar.is_off(item) else "",
    }


def when_words(item: AgendaItem, language: str) -> str:
    """Day and hours with their zone: "Wednesday, 28 April 2027, 10:00–12:00 (Sofia time)"."""
    return period_words(Hours.of(item).period, language, with_zone=True)


def gate_moment(item: AgendaItem) -> str | None:
    """When the names are there, as an instant for letters; None without a gate list."""
    due = item.gate_list_due_at
    return None if due is None else due.isoformat()
