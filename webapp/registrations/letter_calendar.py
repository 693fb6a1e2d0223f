"""The calendar file in letters: the stored text of the event, as participants may have it."""

from webapp.core.ics import CalendarHead, calendar, years_by_zone
from webapp.entries.reading import text_of
from webapp.entries.registry import Audience
from webapp.events.models import Event


def calendar_for(event: Event, language: str) -> str | None:
    """A whole calendar with the event in it; None while it has no date a calendar could show.

    METHOD:PUBLISH (RFC 5546, section 3.2.1): it tells of the event and asks for no answer.
    """
    found = text_of(event.key, language, Audience.PARTICIPANT)
    if found is None:
        return None
    text, zones = found
    head = CalendarHead(event.name.pick(language).text, language=language)
    return calendar(head, years_by_zone(zones), [text], method="PUBLISH").decode()
