"""What can stand behind the question mark: declared once, for the views and for the description.

A parameter nobody knows, one given too often or with a value that means nothing is refused by name:
whoever misspells a filter must not take the answer for a narrowed one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Protocol

from flask_babel import gettext

from webapp.api.cursors import BadCursor, Position, read_cursor
from webapp.api.queries import unknown_slug
from webapp.api.schema import Schema
from webapp.calendars.lookup import is_language
from webapp.core.forms import clean_line, clean_text
from webapp.core.i18n import configured_languages

_: Callable[..., str] = gettext

#: Values of one filter; more are nobody's list.
MOST_VALUES = 20
#: Items on a page: as asked for, and where nothing is asked.
MOST_ITEMS, USUAL_ITEMS = 100, 50
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)


class BadParameter(ValueError):
    """A parameter that cannot be understood; the words say why."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(words)
        self.name = name

    @classmethod
    def of_cursor(cls) -> "BadParameter":
        """A cursor that another list has given out, or nobody."""
        return cls("cursor", _("Please take it from the address of the page before."))


class BadValue(ValueError):
    """What a reader raises; the words say what would be right."""


class Arguments(Protocol):
    """The query of an address (Werkzeug's MultiDict)."""

    def getlist(self, key: str) -> list[str]:
        """All values of one name."""

    def keys(self) -> Any:
        """The names."""


@dataclass(frozen=True)
class Parameter:
    """One name: what it is for, the schema of a value, and what makes a value of the text."""

    name: str
    description: str
    schema: Callable[[], Schema]
    read: Callable[[str], Any]
    #: Whether it can stand there several times.
    is_many: bool = False
    default: Any = None

    def taken(self, texts: Sequence[str]) -> Any:
        """Its value, or the tuple of its values. Raises :class:`BadParameter`."""
        if not self.is_many and len(texts) > 1:
            raise BadParameter(self.name, _("It can be given only once."))
        if len(texts) > MOST_VALUES:
            raise BadParameter(
                self.name, _("It can be given %(number)d times at most.", number=MOST_VALUES)
            )
        try:
            values = tuple(dict.fromkeys(self.read(text) for text in texts))
        except BadValue as error:
            raise BadParameter(self.name, str(error)) from error
        if self.is_many:
            return values
        return values[0] if values else self.default

    def described(self) -> Schema:
        """As OpenAPI wants it (3.1.1, section 4.8.12)."""
        schema = self.schema()
        if self.is_many:
            schema = {"type": "array", "items": schema, "maxItems": MOST_VALUES}
        elif self.default is not None:
            schema = {**schema, "default": self.default}
        return {
            "name": self.name,
            "in": "query",
            "description": self.description,
            "schema": schema,
            **({"style": "form", "explode": True} if self.is_many else {}),
        }


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the part in the path, and the values of the parameters."""

    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def words(self, name: str) -> tuple[str, ...]:
        """The values of one that can stand there several times."""
        found: tuple[str, ...] = self.values[name]
        return found


def read(known: Sequence[Parameter], arguments: Arguments) -> dict[str, Any]:
    """The values of all *known* parameters. Raises :class:`BadParameter`."""
    names = [parameter.name for parameter in known]
    for name in arguments.keys():  # noqa: SIM118 a MultiDict gives each name once
        if name not in names:
            words = _("There is no such parameter here. Known are: %(names)s.")
            raise BadParameter(name[:100], words % {"names": ", ".join(names)})
    return {each.name: each.taken(arguments.getlist(each.name)) for each in known}


def _one_of(values: Sequence[str]) -> Callable[[str], str]:
    def read_one(text: str) -> str:
        if text not in values:
            raise BadValue(_("Possible are: %(values)s.") % {"values": ", ".join(values)})
        return text

    return read_one


def choice(name: str, description: str, of: type[StrEnum], default: str | None = None) -> Parameter:
    """One of a few words."""
    values = [each.value for each in of]
    return Parameter(name, description, lambda: _enum(values), _one_of(values), default=default)


def choices(name: str, description: str, of: Sequence[str]) -> Parameter:
    """Any of a few words."""
    return Parameter(name, description, lambda: _enum(of), _one_of(of), is_many=True)


def slugs(name: str, description: str) -> Parameter:
    """Any of the slugs of rows."""
    return Parameter(name, description, lambda: dict(SLUG), _read_slug, is_many=True)


def tags(name: str, description: str) -> Parameter:
    """Any of the languages people speak or sign."""
    return Parameter(name, description, lambda: dict(TAG), _read_tag, is_many=True)


def countries(name: str, description: str) -> Parameter:
    """Any of the countries, by their two letters."""
    schema: Schema = {"type": "string", "pattern": "^[A-Z]{2}$"}
    return Parameter(name, description, lambda: schema, _read_country, is_many=True)


def day(name: str, description: str) -> Parameter:
    """A day."""
    return Parameter(name, description, lambda: {"type": "string", "format": "date"}, _read_day)


def _enum(values: Sequence[str]) -> Schema:
    return {"type": "string", "enum": list(values)}


SLUG: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80}
TAG: Schema = {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "maxLength": 35}
_SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


def _read_slug(text: str) -> str:
    if not _SLUG.fullmatch(text) or len(text) > SLUG["maxLength"]:
        raise BadValue(_("It is a name as in addresses: small letters, figures and hyphens."))
    return text


def _read_country(text: str) -> str:
    if not re.fullmatch("[A-Z]{2}", text):
        raise BadValue(_("It is the two capital letters of a country such as LV."))
    return text


def _read_tag(text: str) -> str:
    if len(text) > TAG["maxLength"] or not is_language(text):
        raise BadValue(_("It is the tag of a language such as en or lv."))
    return text


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise BadValue(_("It is a day such as 2027-05-31.")) from None


def _read_instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.upper() if _INSTANT.fullmatch(text) else "").astimezone(
            UTC
        )
    except (ValueError, OverflowError):
        raise BadValue(_("It is a time with its zone such as 2027-05-31T09:00:00Z.")) from None


def _read_number(text: str) -> int:
    number = int(text) if re.fullmatch("[0-9]{1,3}", text) else 0
    if not 1 <= number <= MOST_ITEMS:
        raise BadValue(_("It is a number from 1 to %(most)d.", most=MOST_ITEMS))
    return number


def _read_words(text: str) -> str:
    cleaned = clean_line(clean_text(text))
    if not cleaned or len(text) > _MOST_LETTERS:
        raise BadValue(_("It is 1 to %(most)d letters long.", most=_MOST_LETTERS))
    return cleaned


def _read_position(text: str) -> Position:
    try:
        return read_cursor(text)
    except BadCursor:
        raise BadValue(str(BadParameter.of_cursor())) from None


def _read_language(text: str) -> str:
    return _one_of(configured_languages())(text)


_MOST_LETTERS = 100

LANG = Parameter(
    "lang",
    "The language of the answer's words; where it is not given, the first language of this site.",
    lambda: _enum(configured_languages()),
    _read_language,
)
LIMIT = Parameter(
    "limit",
    "How many items a page holds.",
    lambda: {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS},
    _read_number,
    default=USUAL_ITEMS,
)
CURSOR = Parameter(
    "cursor",
    "Where the page begins: as it stands in “next” of the page before, and nowhere else.",
    lambda: {"type": "string", "pattern": "^[A-Za-z0-9_-]+$", "maxLength": 200},
    _read_position,
)
Q = Parameter(
    "q",
    "Words that must all be found, in any language, with or without their marks.",
    lambda: {"type": "string", "minLength": 1, "maxLength": _MOST_LETTERS},
    _read_words,
)
CHANGED_SINCE = Parameter(
    "changed_since",
    "What was changed at this instant or later. What was taken away does not tell of itself: ask"
    " for the whole list now and then.",
    lambda: {"type": "string", "format": "date-time"},
    _read_instant,
)


def refuse_unknown(name: str, model: Any, slugs: Sequence[str]) -> None:
    """Raise :class:`BadParameter` for a slug that no row of *model* has, or had before."""
    unknown = unknown_slug(model, slugs) if slugs else None
    if unknown is not None:
        raise BadParameter(name, _("Nothing has the name “%(slug)s”.", slug=unknown))
