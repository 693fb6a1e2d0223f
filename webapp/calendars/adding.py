"""Links that put one event, once, into a calendar on the web.

Google and Microsoft document none of these addresses; these are the forms that other sites use and
that work on computers and phones. Both take instants in UTC, and dates for whole days with the day
after the last one as the end (Outlook on phones shows that day too; the file is right there).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote, urlencode

from webapp.core.ics import Entry, Status, has_hours

_GOOGLE = "https://calendar.google.com/calendar/render?"
_OUTLOOK = "https://{host}/calendar/0/deeplink/compose?"
_AT_HOME, _AT_WORK = "outlook.live.com", "outlook.office.com"
#: Characters of a text: all of an address must be less than what browsers and sites take.
_LONGEST_TEXT = 600
_LONGEST_LINE = 200


@dataclass(frozen=True)
class Span:
    """When something is: two instants, or for whole days two dates, the end exclusive."""

    starts: date | datetime
    ends: date | datetime

    @property
    def is_whole_days(self) -> bool:
        """Whether no hours are said."""
        return not isinstance(self.starts, datetime)


def span_of(entry: Entry) -> Span | None:
    """The span at which the entry stands in calendars, exactly as its VEVENT has it; None without
    a date."""
    period = entry.period
    if period.first_on is None or period.last_on is None:
        return None
    if not has_hours(period):
        return Span(period.first_on, period.last_on + timedelta(days=1))
    assert period.starts_at is not None
    assert period.ends_at is not None
    return Span(period.starts_at.astimezone(UTC), period.ends_at.astimezone(UTC))


def can_be_added(entry: Entry) -> bool:
    """Whether it makes sense to put it into a calendar once: it has a date and takes place."""
    return span_of(entry) is not None and entry.status is not Status.CANCELLED


def google_event(entry: Entry) -> str:
    """A form of Google Calendar with the event filled in. The entry can be added."""
    span = _span(entry)
    dates = f"{_basic(span.starts)}/{_basic(span.ends)}"
    return _GOOGLE + _query(
        action="TEMPLATE",
        text=_cut(entry.title, _LONGEST_LINE),
        dates=dates,
        details=_details(entry),
        location=_cut(entry.location, _LONGEST_LINE),
    )


def outlook_event_at_home(entry: Entry) -> str:
    """The same of Outlook.com."""
    return _outlook(entry, _AT_HOME)


def outlook_event_at_work(entry: Entry) -> str:
    """The same of Outlook on the web of an organisation (Microsoft 365)."""
    return _outlook(entry, _AT_WORK)


def _outlook(entry: Entry, host: str) -> str:
    span = _span(entry)
    return _OUTLOOK.format(host=host) + _query(
        path="/calendar/action/compose",
        rru="addevent",
        subject=_cut(entry.title, _LONGEST_LINE),
        startdt=_extended(span.starts),
        enddt=_extended(span.ends),
        allday="true" if span.is_whole_days else "",
        body=_details(entry),
        location=_cut(entry.location, _LONGEST_LINE),
    )


def _span(entry: Entry) -> Span:
    span = span_of(entry)
    if span is None:
        raise ValueError("an event without a date cannot be added")
    return span


def _details(entry: Entry) -> str:
    """The beginning of the description, and where to find the rest of it."""
    text = _cut(entry.description, _LONGEST_TEXT)
    return text if entry.url in text else f"{text}\n\n{entry.url}".strip()


def _cut(text: str, most: int) -> str:
    """Not more than *most* characters, cut between words where there are any."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return f"{head.rsplit(None, 1)[0] or head}…"


def _basic(moment: date | datetime) -> str:
    """ISO 8601 without separators: "20270512", "20270512T070000Z"."""
    is_instant = isinstance(moment, datetime)
    return moment.strftime("%Y%m%dT%H%M%SZ" if is_instant else "%Y%m%d")


def _extended(moment: date | datetime) -> str:
    """ISO 8601 with separators: "2027-05-12", "2027-05-12T07:00:00Z"."""
    is_instant = isinstance(moment, datetime)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ" if is_instant else "%Y-%m-%d")


def _query(**values: str) -> str:
    """What is known of them; blanks as %20, for Outlook shows a plus sign as it is."""
    known = {name: value for name, value in values.items() if value}
    return urlencode(known, quote_via=quote, safe="")
