"""What a calendar would hold now, before anybody subscribes to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from babel.numbers import format_decimal
from sqlalchemy import select

from webapp.calendars import plans
from webapp.calendars.feeds import Feed
from webapp.calendars.links import own_calendar
from webapp.calendars.lookup import FILTERS, SWITCH
from webapp.calendars.offers import Offer
from webapp.core.database import db
from webapp.core.date_words import locale_of
from webapp.core.i18n import current_language
from webapp.entries import gist
from webapp.events.models import Event
from webapp.events.queries import LINE

#: Google Calendar takes no calendar of about a megabyte; from here on people are warned.
LARGE = 900_000
#: How many events show what kind of calendar it is.
_NEXT = 4
_MOST_SMALLER = 12
#: Bytes around the entries: the head and the time zones.
_HEAD = 700
#: Texts are measured in characters; those beyond ASCII take two bytes.
_BYTES = 1.06
#: The filters that can be narrowed down further to make a calendar smaller.
_NARROWING = ("project", "partner", "kind")


@dataclass(frozen=True)
class Smaller:
    """A part of a large calendar that is a calendar too."""

    offer: Offer
    filters: dict[str, list[str]]
    number: int


@dataclass(frozen=True)
class Preview:
    """What is in a calendar: how many events, their first and last day, the next of them, about
    how many bytes; smaller calendars where it is too large for some programs."""

    extent: gist.Extent
    size: int
    events: list[Event]
    smaller: list[Smaller] = field(default_factory=list)

    @property
    def is_large(self) -> bool:
        """Whether the largest of the online calendars refuses it, or will soon."""
        return self.size > LARGE


def feed_of(filters: Mapping[str, Sequence[str]], language: str) -> Feed:
    """The calendar of these filters. Raises `lookup.UnknownFeed`."""
    only = own_calendar(filters)
    if only is None:
        return plans.everything(filters, language).feed()
    name, word = only
    rest = {SWITCH: filters[SWITCH]} if SWITCH in filters else {}
    make = {
        "project": plans.of_project,
        "partner": plans.of_partner,
        "kind": plans.of_kind,
    }
    return make[name](word, language, rest).feed()


def preview(
    feed: Feed,
    filters: Mapping[str, Sequence[str]],
    known: Mapping[str, Sequence[Offer]],
    today: date,
) -> Preview:
    """A look into *feed*, by a fixed number of statements; one more where it is large."""
    extent = gist.extent(feed.scopes, feed.since)
    usual = gist.usual_length(feed.scopes, feed.language, feed.audience, feed.since)
    size = round(_HEAD + extent.number * usual * _BYTES)
    events = _events(gist.next_owners(feed.scopes, today, _NEXT))
    found = Preview(extent, size, events)
    if not found.is_large:
        return found
    return Preview(extent, size, events, _smaller(feed, filters, known, usual * _BYTES))


def _events(owners: Iterable[str]) -> list[Event]:
    """The events of these entries, in the order of lists."""
    ids = [int(owner.partition(":")[2]) for owner in owners]
    query = select(Event).where(Event.id.in_(ids)).options(*LINE)
    return list(db.session.scalars(query.order_by(Event.sorts_at, Event.id)))


def _smaller(
    feed: Feed,
    filters: Mapping[str, Sequence[str]],
    known: Mapping[str, Sequence[Offer]],
    usual: float,
) -> list[Smaller]:
    """The largest parts that every program takes, of the filter that is not narrow yet."""
    name = next((each for each in _NARROWING if len(filters.get(each, ())) != 1), None)
    if name is None:
        return []
    several = filters.get(name, ())
    parts = {each.scope: each for each in known[name] if not several or each.word in several}
    numbers = gist.shares(feed.scopes, parts, feed.since)
    fitting = [each for each in numbers if _HEAD + numbers[each] * usual <= LARGE]
    largest = sorted(fitting, key=lambda scope: (-numbers[scope], scope))[:_MOST_SMALLER]
    rest = {other: list(filters[other]) for other in (*FILTERS, SWITCH) if other in filters}
    return [
        Smaller(parts[each], {**rest, name: [parts[each].word]}, numbers[each]) for each in largest
    ]


def size_words(size: int) -> str:
    """About how much it is: "14 kB", "1.3 MB"."""
    locale = locale_of(current_language())
    if size >= 1_000_000:
        return f"{format_decimal(size / 1_000_000, '#,##0.0', locale=locale)} MB"
    return f"{max(1, round(size / 1000))} kB"
