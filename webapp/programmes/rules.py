"""What is done to programmes, funds and target groups; it stands in the change log. All inside
``with write():``."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.text import LocalText, search_key
from webapp.programmes.models import (
    Deadline,
    Fund,
    FundingStatement,
    Programme,
    Rate,
    TargetGroup,
)

#: What the form sets as it is.
COLUMNS = (
    "name",
    "kind",
    "purpose",
    "method",
    "measure",
    "body",
    "period_start",
    "period_end",
    "website",
    "shows_emblem",
    "retention_years",
)
#: Never NULL.
_GIVEN = frozenset({"name", "shows_emblem", "retention_years"})
#: Words that stand in the addresses of this desk.
_RESERVED = frozenset({"new", "funds", "target-groups"})
_LONGEST_STEM = 70


class Stale(Exception):
    """Somebody has saved another version meanwhile."""


def entity(programme: Programme) -> str:
    """Its key in the change log."""
    return f"programme:{programme.id}"


def create(name: LocalText) -> Programme:
    """A programme of which nothing but the name is known."""
    row = Programme(name=name, slug=free_slug(Programme, name))
    db.session.add(row)
    db.session.flush()
    record(entity(row), "created", after={"name": name.as_json()})
    return row


def edit(
    programme: Programme, expected: str, values: Mapping[str, Any], funds: Mapping[str, Fund]
) -> None:
    """Store the form; *funds* are those it offered, by slug. Raises :class:`Stale`."""
    db.session.refresh(programme, with_for_update=True)
    if str(programme.revision) != expected:
        raise Stale
    before = facts(programme)
    for column in COLUMNS:
        value = values[column]
        setattr(programme, column, value if column in _GIVEN else value or None)
    programme.fund = funds.get(values["fund"] or "")
    _settle(programme.statements, values["statements"], FundingStatement)
    rates = [{"fund": funds[each["fund"]], "percent": each["percent"]} for each in values["rates"]]
    _settle(programme.rates, rates, Rate)
    _settle(programme.deadlines, values["deadlines"], Deadline, key="kind")
    programme.touch()
    db.session.flush()
    record(entity(programme), "edited", before, facts(programme))


def _settle(
    rows: list[Any],
    wanted: Iterable[Mapping[str, Any]],
    make: Callable[..., Any],
    key: str | None = None,
) -> None:
    """Make *rows* say what is *wanted*: known by *key*, else by their place in the list.

    Rows stay where they can: a unique column would not bear the new one before the old has gone.
    """
    known = {getattr(row, key) if key else place: row for place, row in enumerate(rows)}
    kept = []
    for place, values in enumerate(wanted):
        row = known.pop(values[key] if key else place, None) or make()
        for name, value in values.items():
            setattr(row, name, value)
        kept.append(row)
    rows[:] = kept


def facts(programme: Programme) -> dict[str, Any]:
    """What the log keeps of it."""
    values = {column: _json(getattr(programme, column)) for column in COLUMNS}
    return values | {
        "fund": _json(programme.fund.name) if programme.fund else None,
        "statements": [
            {"text": _json(each.text), "from": _day(each.valid_from), "until": _day(each.valid_to)}
            for each in programme.statements
        ],
        "rates": [
            {"fund": _json(each.fund.name), "percent": f"{each.percent.normalize():f} %"}
            for each in programme.rates
        ],
        "deadlines": [{"kind": each.kind, "days": each.days} for each in programme.deadlines],
    }


def _json(value: Any) -> Any:
    return value.as_json() if isinstance(value, LocalText) else value


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


# Target groups


def groups(programme_id: int | None) -> list[TargetGroup]:
    """The groups of one programme, or (None) of all, in order."""
    query = select(TargetGroup).where(TargetGroup.programme_id.is_not_distinct_from(programme_id))
    return list(db.session.scalars(query.order_by(TargetGroup.position, TargetGroup.sort_key)))


def add_group(name: LocalText, programme: Programme | None) -> TargetGroup:
    """One more, at the end of its list."""
    same = groups(programme.id if programme else None)
    row = TargetGroup(
        name=name,
        slug=free_slug(TargetGroup, name),
        programme_id=programme.id if programme else None,
        position=max((each.position for each in same), default=0) + 1,
    )
    db.session.add(row)
    db.session.flush()
    _record_group(row, "group-added", None, {"name": name.as_json()})
    return row


def rename_group(group: TargetGroup, name: LocalText) -> None:
    """Other words for the same group."""
    before, group.name = group.name, name
    _record_group(group, "group-edited", {"name": before.as_json()}, {"name": name.as_json()})


def retire_group(group: TargetGroup, is_retired: bool) -> None:
    """Offer it no more, or again. Events and people who chose it keep it."""
    if group.is_retired == is_retired:
        return
    group.is_retired = is_retired
    verb = "group-retired" if is_retired else "group-revived"
    _record_group(group, verb, None, {"name": group.name.as_json()})


def move_group(group: TargetGroup, step: int) -> None:
    """So many places up (negative) or down in its list."""
    row = groups(group.programme_id)
    before = [each.slug for each in row]
    place = row.index(group)
    row.insert(max(0, place + step), row.pop(place))
    for position, each in enumerate(row, 1):
        each.position = position
    after = [each.slug for each in row]
    if after != before:
        _record_group(group, "group-moved", {"order": before}, {"order": after})


def _record_group(
    group: TargetGroup, verb: str, before: dict[str, Any] | None, after: dict[str, Any]
) -> None:
    owner = f"programme:{group.programme_id}" if group.programme_id else "target-groups"
    record(owner, verb, before, after)


# Funds


def add_fund(name: LocalText, abbreviation: LocalText | None) -> Fund:
    """One more that pays."""
    row = Fund(name=name, abbreviation=abbreviation or None, slug=free_slug(Fund, name))
    db.session.add(row)
    db.session.flush()
    record(f"fund:{row.id}", "created", after={"name": name.as_json()})
    return row


def edit_fund(fund: Fund, name: LocalText, abbreviation: LocalText | None) -> None:
    """Other words for it."""
    before = {"name": _json(fund.name), "abbreviation": _json(fund.abbreviation)}
    fund.name, fund.abbreviation = name, abbreviation or None
    after = {"name": _json(fund.name), "abbreviation": _json(fund.abbreviation)}
    record(f"fund:{fund.id}", "edited", before, after)


def free_slug(model: Any, name: LocalText) -> str:
    """An address made of the name, with a number behind it where that is taken."""
    key = search_key(str(name))
    words = "".join(each if each.isascii() and each.isalnum() else " " for each in key)
    stem = "-".join(words.split())[:_LONGEST_STEM].strip("-") or model.__tablename__
    pattern = model.slug.startswith(stem, autoescape=True)
    taken = set(db.session.scalars(select(model.slug).where(pattern))) | _RESERVED
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
