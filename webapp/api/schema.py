"""From the types of answers to their JSON Schema and their JSON: one declaration for both.

An answer is a frozen dataclass. Its docstring and annotations (``Annotated[str, "what it is"]``)
become the schema (draft 2020-12, as OpenAPI 3.1 wants it); its values become the JSON.
"""

import dataclasses
import types
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

Schema = dict[str, Any]

_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}


@dataclasses.dataclass(frozen=True)
class Detail:
    """More of a schema than a type says: ``Annotated[str, Detail(format="uri")]``."""

    format: str = ""
    pattern: str = ""

    def as_schema(self) -> Schema:
        """The parts that are set."""
        return {name: value for name, value in dataclasses.asdict(self).items() if value}


#: The address of something, in full.
Url = Annotated[str, Detail(format="uri")]


def schema_of(kind: Any) -> Schema:
    """The schema of a type; a dataclass stands among the components and is referred to."""
    if get_origin(kind) is Annotated:
        return _annotated(*get_args(kind))
    if get_origin(kind) in (Union, types.UnionType):
        return _optional(kind)
    if get_origin(kind) is list:
        return {"type": "array", "items": schema_of(get_args(kind)[0])}
    if get_origin(kind) is dict:
        return {"type": "object", "additionalProperties": schema_of(get_args(kind)[1])}
    if _is_object(kind):
        return {"$ref": f"#/components/schemas/{kind.__name__}"}
    if issubclass(kind, StrEnum):
        return {"type": "string", "enum": [each.value for each in kind]}
    return dict(_PLAIN[kind])


def components(kinds: Sequence[Any]) -> dict[str, Schema]:
    """The schemas of these dataclasses and of all they hold, by name."""
    found: dict[str, Schema] = {}
    waiting = list(kinds)
    while waiting:
        kind = waiting.pop()
        if kind.__name__ not in found:
            found[kind.__name__] = _object(kind)
            waiting += [each for hint in _hints(kind).values() for each in _held(hint)]
    return dict(sorted(found.items()))


def as_json(value: Any) -> Any:
    """A value of such a type as JSON has it; instants in UTC, to the second."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: as_json(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    if _is_object(type(value)):
        return {name: as_json(getattr(value, name)) for name in _names(value.__class__)}
    return value.value if isinstance(value, StrEnum) else value


def _is_object(kind: Any) -> bool:
    return isinstance(kind, type) and dataclasses.is_dataclass(kind)


@lru_cache(maxsize=64)
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _object(kind: type) -> Schema:
    """Every member is always there, ``null`` where it is not known. More may come in time."""
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "required": list(_names(kind)),
        "properties": {name: schema_of(hint) for name, hint in _hints(kind).items()},
    }


def _annotated(kind: Any, *notes: Any) -> Schema:
    """What notes add, inside where the type may be nothing: of nothing there is no format."""
    details = [note.as_schema() for note in notes if isinstance(note, Detail)]
    words = [note for note in notes if isinstance(note, str)]
    schema = schema_of(kind)
    for detail in details:
        schema |= detail
    return schema | ({"description": words[0]} if words else {})


def _optional(kind: Any) -> Schema:
    """``Something | None``."""
    schema = schema_of(next(each for each in get_args(kind) if each is not types.NoneType))
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return schema | {"type": [schema["type"], "null"]}


def _held(hint: Any) -> Iterator[Any]:
    """The dataclasses in a type."""
    if _is_object(hint):
        yield hint
    for each in get_args(hint):
        yield from _held(each)
