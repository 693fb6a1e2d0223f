"""The agenda as its desk shows it: every day of the event with its items and a line to add one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from webapp.agenda.arranging import order
from webapp.agenda.forms import QuickForm
from webapp.agenda.models import AgendaItem, AgendaTrack, ItemKind
from webapp.agenda.queries import zone_of
from webapp.agenda.warning_words import warning_words
from webapp.agenda.warnings import Warned
from webapp.core.i18n import plain_text
from webapp.core.periods import Period
from webapp.events.models import Event

#: Longer than any meeting: of a vaguer period only the days with items are shown.
_MOST_DAYS = 21
#: Where a day usually begins.
_FIRST = time(9)
OTHER_DAY = "other"


@dataclass(frozen=True)
class DeskDay:
    """One day: its items, the form of its quick line, whether the event takes place then."""

    on: date
    items: list[AgendaItem]
    form: QuickForm
    is_inside: bool

    @property
    def period(self) -> Period:
        """For its date block."""
        return Period.days(self.on)


def days_of(
    event: Event,
    items: Sequence[AgendaItem],
    tracks: Sequence[AgendaTrack],
    posted: QuickForm | None = None,
) -> list[DeskDay]:
    """The days of the event, and others that have items; *posted* is a form with its errors."""
    inside = set(_own_days(event))
    by_day: dict[date, list[AgendaItem]] = {day: [] for day in inside}
    for item in sorted(items, key=order):
        by_day.setdefault(item.day_on, []).append(item)
    return [
        DeskDay(day, by_day[day], _form_of(event, day, by_day[day], tracks, posted), day in inside)
        for day in sorted(by_day)
    ]


def _own_days(event: Event) -> Iterator[date]:
    first, last = event.first_on, event.last_on
    if first is None or last is None or event.period.is_vague:
        return
    if (last - first).days < _MOST_DAYS:
        yield from (first + timedelta(days=number) for number in range((last - first).days + 1))


def _form_of(
    event: Event,
    day: date,
    items: Sequence[AgendaItem],
    tracks: Sequence[AgendaTrack],
    posted: QuickForm | None,
) -> QuickForm:
    if posted is not None and posted.line == day.isoformat():
        return posted
    form = quick_form(event, day.isoformat(), tracks, is_posted=False)
    form.hours["day"].data = day
    form.hours["starts"].data = _next_start(items)
    form.kind.data = ItemKind.PRESENTATION.value
    return form


def quick_form(
    event: Event, line: str, tracks: Iterable[AgendaTrack], *, is_posted: bool = True
) -> QuickForm:
    """The form of the line of a day (its date), or of `OTHER_DAY`."""
    form = QuickForm(line) if is_posted else QuickForm(line, formdata=None)
    form.track.choices = [(each.public_id, plain_text(each.name)) for each in tracks]
    form.hours.zone_name = zone_of(event)
    return form


def _next_start(items: Iterable[AgendaItem]) -> time:
    """When what ends last on the day is over, or when a day usually begins."""
    ends = [item.ends_local for item in items if item.ends_local and not item.is_cancelled]
    return max(ends).time() if ends else _FIRST


def by_item(found: Iterable[Warned]) -> dict[str, list[str]]:
    """What the warnings say, by the public id of the item they stand at."""
    sorted_out: dict[str, list[str]] = {}
    for each in found:
        sorted_out.setdefault(each.item.key, []).append(warning_words(each))
    return sorted_out
