"""How an agenda item stands in calendars: an entry of its own, related to that of the event.

It stands there once the agenda is published. Public items are for whoever may know of the event,
those for partners for who takes part; internal ones stand in no calendar but the staff's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask_babel import gettext

from webapp.agenda.calendar_words import details
from webapp.agenda.models import AgendaItem, ItemKind, ItemVisibility
from webapp.agenda.times import Hours
from webapp.agenda.words import item_address
from webapp.core import ics
from webapp.core.i18n import in_language, plain_text
from webapp.core.ics_colours import kind_colour
from webapp.core.text import LocalText
from webapp.core.times import now, to_utc_leniently
from webapp.events import calendar as event_calendar
from webapp.events.calendar import PARTICIPANT
from webapp.events.models import Status
from webapp.projects.organisations import Place

_: Callable[..., str] = gettext


@dataclass
class ItemInCalendars:
    """An item as ``entries`` wants it; *is_published* says whether its event's agenda is."""

    item: AgendaItem
    is_published: bool

    def __post_init__(self) -> None:
        self.uid = self.item.uid

    def calendar_entry(self, language: str, audience: str) -> ics.Entry | None:
        """How it stands in the calendars of *audience*; None where it does not."""
        if not self.is_published or not _is_for(self.item, audience) or _has_left(self.item):
            return None
        return entry_of(self.item, language)

    def calendar_scopes(self) -> set[str]:
        """The event's own calendar alone: in all others the event stands for its items."""
        return {f"event:{self.item.event_id}"}

    def calendar_participant_scopes(self) -> set[str]:
        """The calendar of those who take part in the event."""
        return {f"participants:{self.item.event_id}"}

    def calendar_dependencies(self) -> set[str]:
        """The rows besides its own whose words stand in its texts."""
        item = self.item
        places = {f"place:{each}" for each in (item.place_id, item.to_place_id) if each is not None}
        hosts = {f"organisation:{item.host_id}"} if item.host_id is not None else set()
        return {f"event:{item.event_id}", *places, *hosts}

    def calendar_due_at(self) -> datetime | None:
        """When a cancelled one leaves."""
        return over_at(self.item) if is_off(self.item) else None


def entry_of(item: AgendaItem, language: str) -> ics.Entry:
    """The entry of an item for whoever may read it, in *language*."""
    event = item.event
    is_open = item.visibility == ItemVisibility.PUBLIC and event_calendar.is_open(event)
    with in_language(language):
        return ics.Entry(
            uid=item.uid,
            period=Hours.of(item).period,
            title=_title(item, language),
            description="\n".join(_description(item, language)).strip(),
            location=item_address(item, language),
            geo=_coordinates(item.place),
            url=page_address(item),
            status=_status(item),
            language=_common_language(item, language),
            transparent=item.kind == ItemKind.FREE,
            class_="PUBLIC" if is_open else "PRIVATE",
            color=kind_colour(event.kind),
            related_to=event.uid,
        )


def page_address(item: AgendaItem) -> str:
    """The item on the agenda's page. Made by hand: texts are also rendered where no request is."""
    return f"{event_calendar.page_address(item.event)}agenda/#item-{item.public_id}"


def is_off(item: AgendaItem) -> bool:
    """Whether it does not take place: taken off, or the event cancelled or without a date."""
    return item.is_cancelled or item.event.is_cancelled or item.event.period.is_undated


def over_at(item: AgendaItem) -> datetime:
    """When its end, or its day, has passed."""
    if item.ends_at is not None:
        return item.ends_at
    after = datetime.combine(item.day_on + timedelta(days=1), time())
    return to_utc_leniently(after, item.starts_zone)


def _has_left(item: AgendaItem) -> bool:
    return is_off(item) and over_at(item) <= now()


def _is_for(item: AgendaItem, audience: str) -> bool:
    event = item.event
    is_out = event.published_at is not None and event.withdrawn_at is None and not event.is_draft
    if not is_out or item.visibility == ItemVisibility.INTERNAL:
        return False
    if audience == PARTICIPANT:
        return True
    return item.visibility == ItemVisibility.PUBLIC and event_calendar.is_open(event)


def _status(item: AgendaItem) -> ics.Status:
    if is_off(item):
        return ics.Status.CANCELLED
    is_tentative = item.event.status == Status.TENTATIVE or item.event.period.is_vague
    return ics.Status.TENTATIVE if is_tentative else ics.Status.CONFIRMED


def _title(item: AgendaItem, language: str) -> str:
    """With the event's; marked in words: many programs show no STATUS."""
    of = {"item": plain_text(item.name, language), "event": plain_text(item.event.name, language)}
    title = _("%(item)s (%(event)s)", **of)
    status = _status(item)
    if status is ics.Status.CANCELLED:
        return _("Cancelled: %(title)s", title=title)
    is_tentative = status is ics.Status.TENTATIVE and item.event.status != Status.HELD
    return _("Tentative: %(title)s", title=title) if is_tentative else title


def _description(item: AgendaItem, language: str) -> Iterator[str]:
    if item.is_cancelled:
        yield from (_("This item has been taken off the agenda."), "")
    elif item.event.is_cancelled:
        yield from (_("This event has been cancelled."), "")
    elif item.event.period.is_undated:
        yield from (_("This event has been postponed; its new date is not known yet."), "")
    if item.description:
        yield from (plain_text(item.description, language), "")
    yield from details(item, language)
    yield _("The whole agenda: %(address)s", address=page_address(item))


def _coordinates(place: Place | None) -> tuple[float, float] | None:
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def _common_language(item: AgendaItem, language: str) -> str:
    """The language its words are in; empty where some had to come from another one."""
    texts = (item.name, item.event.name, item.description, item.place_note, item.clothing)
    return "" if any(_is_fallback(text, language) for text in (*texts, item.plan_b)) else language


def _is_fallback(text: LocalText | None, language: str) -> bool:
    return bool(text) and text is not None and text.pick(language).is_fallback
