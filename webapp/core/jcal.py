"""jCal (RFC 7265): the same calendar as JSON, made from the text of one as `core.ics` writes it."""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

#: Name, parameters, type, values (section 3.4).
Property = list[Any]
#: Name, properties, components (section 3.3).
Component = list[Any]

MIMETYPE = "application/calendar+json"

# What is no text (RFC 5545, section 3.8; RFC 7986, section 5). What no standard knows is "unknown"
# and keeps its value as it is written (RFC 7265, section 5.1).
_TYPES = {
    **dict.fromkeys(("created", "dtstamp", "last-modified", "dtstart", "dtend"), "date-time"),
    **dict.fromkeys(("tzoffsetfrom", "tzoffsetto"), "utc-offset"),
    **dict.fromkeys(("attendee", "organizer"), "cal-address"),
    **dict.fromkeys(("url", "source", "conference", "attach", "image"), "uri"),
    "geo": "float",
    "refresh-interval": "duration",
    "rrule": "recur",
    "sequence": "integer",
}
_SEVERAL = frozenset({"categories"})
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TEXT_IN_LIST = re.compile(r"(?:[^\\,]|\\.)+", re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=(?:"([^"]*)"|([^";:,]*))')
_NUMBERS = frozenset({"bymonth", "bymonthday", "count", "interval"})


def components(text: str) -> list[Component]:
    """The components that stand one after another in a text, each with what it holds."""
    outer: Component = ["", [], []]
    open_ones = [outer]
    for line in text.replace("\r\n ", "").split("\r\n"):
        if line.startswith("BEGIN:"):
            component: Component = [line[6:].lower(), [], []]
            open_ones[-1][2].append(component)
            open_ones.append(component)
        elif line.startswith("END:"):
            open_ones.pop()
        elif line:
            open_ones[-1][1].append(_property(line))
    found: list[Component] = outer[2]
    return found


def written(value: Any) -> str:
    """As JSON, without what is only for the eye."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _property(line: str) -> Property:
    head, _, value = line.partition(":")
    if '"' in head:  # what is quoted may have a colon
        head = line[: _end_of_head(line)]
        value = line[len(head) + 1 :]
    name, parameters, kind = _described(head)
    if name in _SEVERAL:
        return [name, dict(parameters), kind, *map(_text, _TEXT_IN_LIST.findall(value))]
    convert = _CONVERTERS.get(kind)
    return [name, dict(parameters), kind, value if convert is None else convert(value)]


def _end_of_head(line: str) -> int:
    end = line.index(";")
    while match := _PARAMETER.match(line, end):
        end = match.end()
    return end


@lru_cache(maxsize=1000)
def _described(head: str) -> tuple[str, tuple[tuple[str, str], ...], str]:
    """Name, parameters and type. Kept: a calendar says the same ones again and again."""
    name = head.partition(";")[0].lower()
    found = (match.groups(default="") for match in _PARAMETER.finditer(head, len(name)))
    parameters = {key.lower(): quoted or bare for key, quoted, bare in found}
    usual = "unknown" if name.startswith("x-") else _TYPES.get(name, "text")
    kind = parameters.pop("value", usual).lower()
    return name, tuple(parameters.items()), kind


def _text(value: str) -> str:
    if "\\" not in value:
        return value
    if "\\\\" in value:
        return _ESCAPED.sub(_unescaped, value)
    # Four times as fast, and right as long as no backslash is escaped itself.
    value = value.replace("\\n", "\n").replace("\\N", "\n")
    return value.replace("\\,", ",").replace("\\;", ";")


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]


def _date(value: str) -> str:
    """``2027-04-27`` of ``20270427``."""
    return f"{value[:4]}-{value[4:6]}-{value[6:]}"


def _moment(value: str) -> str:
    """``2027-04-27T10:00:00Z`` of ``20270427T100000Z``."""
    return f"{_date(value[:8])}T{value[9:11]}:{value[11:13]}:{value[13:]}"


def _offset(value: str) -> str:
    """``+02:00`` of ``+0200``, with seconds where there are some."""
    seconds = f":{value[5:]}" if value[5:] else ""
    return f"{value[:3]}:{value[3:5]}{seconds}"


def _rule(value: str) -> dict[str, Any]:
    """A recurrence as an object (section 3.6.10)."""
    rule: dict[str, Any] = {}
    for part in value.split(";"):
        name, _, words = part.partition("=")
        several = [_rule_word(name.lower(), word) for word in words.split(",")]
        rule[name.lower()] = several[0] if len(several) == 1 else several
    return rule


def _rule_word(name: str, word: str) -> str | int:
    if name in _NUMBERS:
        return int(word)
    if name != "until":
        return word
    return _moment(word) if "T" in word else _date(word)


def _pair(value: str) -> list[float]:
    """Latitude and longitude (section 3.4.1.2)."""
    return [float(each) for each in value.split(";")]


_CONVERTERS: dict[str, Callable[[str], Any]] = {
    "text": _text,
    "date": _date,
    "date-time": _moment,
    "utc-offset": _offset,
    "recur": _rule,
    "float": _pair,
    "integer": int,
}
