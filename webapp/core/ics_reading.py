"""Reading a calendar that somebody sent (RFC 5545, section 3): strict, small and bounded.

For the few lines of an answer, not for whole calendars of other people: what is larger, deeper or
not as the standard has it raises `BadCalendar`, which names no word of what was read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from babel.core import get_global

from webapp.core.ics_lines import clean
from webapp.core.times import UnknownZone, zone

#: Characters, lines and components of the largest calendar that is read, and how deep they nest.
LARGEST = 200_000
MOST_LINES = 4_000
MOST_PARTS = 100
DEEPEST = 4
#: Whoever writes of other years means something else.
_YEARS = range(1900, 2201)
_FOLD = re.compile(r"\r?\n[ \t]")
_ENDS = re.compile(r"\r\n|\n|\r")
_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
_PARAMETER = re.compile(r';([A-Za-z0-9-]{1,60})=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_ESCAPED = re.compile(r"\\([\\;,nN])")
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)")
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)")
#: Mozilla and Evolution once wrote "/mozilla.org/20050126_1/Europe/Riga".
_LAST_WORDS = re.compile(r"(?:[^/]*/)*?([A-Za-z_]+/[A-Za-z_/+-]+)")


class BadCalendar(ValueError):
    """This is no calendar, or more of one than anybody needs to answer an invitation."""


@dataclass(frozen=True)
class Line:
    """One content line: upper-case names of the property and its parameters, the raw value."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as TEXT (section 3.3.11), without control characters."""
        return clean(_ESCAPED.sub(lambda found: _unescaped(found[1]), self.value))


@dataclass
class Component:
    """A component with its lines and the components inside it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        """Every line of this name, in order."""
        return [line for line in self.lines if line.name == name]

    def one(self, name: str) -> Line | None:
        """The line of a name that may stand once; None where it does not stand.

        Raises `BadCalendar` where it stands twice.
        """
        found = self.all(name)
        if len(found) > 1:
            raise BadCalendar(f"{name} stands there {len(found)} times")
        return found[0] if found else None

    def inside(self, name: str) -> list["Component"]:
        """The components of this name directly inside."""
        return [part for part in self.parts if part.name == name]


@dataclass(frozen=True)
class Moment:
    """DATE or DATE-TIME: whole days, an instant, or a wall time whose zone nobody knows."""

    day: date
    instant: datetime | None = None
    #: As it was written, for people: "2027-05-25 10:00 (Home)"; empty where it is known.
    written: str = ""

    @property
    def is_day(self) -> bool:
        """Whether it stands for a whole day."""
        return self.instant is None and not self.written


def read(text: str) -> Component:
    """The one VCALENDAR in *text*. Raises `BadCalendar`."""
    if len(text) > LARGEST:
        raise BadCalendar(f"{len(text)} characters are too many")
    root, count = Component(""), 0
    stack = [root]
    for line in _lines(text):
        if line.name == "BEGIN":
            count += 1
            _begin(stack, line.value.strip().upper(), count)
        elif line.name == "END":
            if len(stack) == 1 or stack.pop().name != line.value.strip().upper():
                raise BadCalendar("END without its BEGIN")
        elif len(stack) == 1:
            raise BadCalendar("a line outside of the calendar")
        else:
            stack[-1].lines.append(line)
    if len(stack) > 1 or [part.name for part in root.parts] != ["VCALENDAR"]:
        raise BadCalendar("not one whole calendar")
    return root.parts[0]


def number_of(line: Line | None, default: int = 0) -> int:
    """An INTEGER that is not negative, such as SEQUENCE. Raises `BadCalendar`."""
    if line is None or not line.value.strip():
        return default
    value = line.value.strip()
    if not re.fullmatch(r"\+?[0-9]{1,10}", value):
        raise BadCalendar(f"{line.name} is no number")
    return int(value)


def instant_of(line: Line | None) -> datetime | None:
    """A time in UTC, such as DTSTAMP; one without its Z is taken for UTC too. None where the
    line does not stand there. Raises `BadCalendar`."""
    if line is None:
        return None
    found = _TIME.fullmatch(line.value.strip())
    if found is None:
        raise BadCalendar(f"{line.name} is no time")
    return _wall(found, line.name).replace(tzinfo=UTC)


def moment_of(line: Line | None) -> Moment | None:
    """What DTSTART or DTEND says. Zones may go by the names Windows has for them; a zone that
    only the sender knows leaves the words as they were written. Raises `BadCalendar`."""
    if line is None:
        return None
    value = line.value.strip()
    whole = _DATE.fullmatch(value)
    if whole is not None:
        return Moment(_day(whole, line.name))
    found = _TIME.fullmatch(value)
    if found is None:
        raise BadCalendar(f"{line.name} is neither day nor time")
    wall = _wall(found, line.name)
    name = line.parameters.get("TZID", "")
    if found[7]:
        return Moment(wall.date(), wall.replace(tzinfo=UTC))
    known = zone_named(name)
    if known is None:
        place = f" ({clean(name)[:60]})" if name else ""
        return Moment(wall.date(), None, f"{wall:%Y-%m-%d %H:%M}{place}")
    return Moment(wall.date(), wall.replace(tzinfo=zone(known)).astimezone(UTC))


def zone_named(name: str) -> str | None:
    """The IANA zone that a TZID means; None where that cannot be known."""
    names = [name, str(get_global("windows_zone_mapping").get(name, ""))]
    tail = _LAST_WORDS.fullmatch(name) if len(name) < 200 else None
    if tail is not None:
        names.append(tail[1])
    for each in names:
        try:
            zone(each)
        except UnknownZone:
            continue
        return each
    return None


def _lines(text: str) -> Iterator[Line]:
    """The unfolded lines (section 3.1)."""
    count = 0
    for raw in _ENDS.split(_FOLD.sub("", text.removeprefix("\ufeff"))):
        if not raw.strip():
            continue
        count += 1
        if count > MOST_LINES:
            raise BadCalendar(f"more than {MOST_LINES} lines")
        yield _line(raw)


def _line(raw: str) -> Line:
    named = _NAME.match(raw)
    if named is None:
        raise BadCalendar("a line without a name")
    parameters: dict[str, str] = {}
    at = named.end()
    while (found := _PARAMETER.match(raw, at)) is not None:
        parameters.setdefault(found[1].upper(), found[2].replace('"', ""))
        at = found.end()
    if raw[at : at + 1] != ":":
        raise BadCalendar("a line without a value")
    return Line(named[0].upper(), parameters, raw[at + 1 :])


def _begin(stack: list[Component], name: str, count: int) -> None:
    if len(stack) > DEEPEST or count > MOST_PARTS:
        raise BadCalendar("too many components, or too deep inside each other")
    part = Component(name)
    stack[-1].parts.append(part)
    stack.append(part)


def _wall(found: re.Match[str], name: str) -> datetime:
    year, month, day, hour, minute, second = (int(found[n]) for n in range(1, 7))
    try:
        wall = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 as written
    except ValueError as error:
        raise BadCalendar(f"{name} is no time") from error
    if year not in _YEARS:
        raise BadCalendar(f"{name} lies in the year {year}")
    return wall


def _day(found: re.Match[str], name: str) -> date:
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise BadCalendar(f"{name} is no day") from error
    if day.year not in _YEARS:
        raise BadCalendar(f"{name} lies in the year {day.year}")
    return day


def _unescaped(letter: str) -> str:
    return "\n" if letter in "nN" else letter
