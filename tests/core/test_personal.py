"""A column that looks personal says what it is and how long it may be kept."""

from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Integer, String

from webapp.core.database import Base, TextType
from webapp.core.personal import AUDIT, CONTACT, NEEDS
from webapp.wiring import MODELS

#: Words in column names behind which people may stand.
LOOKS_PERSONAL = frozenset(
    """
    address allergies birth birthday body by contact diet email facts label mail name needs note
    notes passport person persons phone reason recipient sender surname
    """.split()  # noqa: SIM905 words read better than a list of literals
)
#: Names that hold nothing about a person wherever they stand.
HARMLESS = frozenset(
    {
        "person_id",  # a number that leads to a declared row
        "status_reason",  # what the public is told about an event
        "reason",  # the change log's, whose writers are asked to name nobody
    }
)
#: Tables of people: what hangs on a row of theirs is about them.
PEOPLE = frozenset({"persons", "registrations", "delegates", "delegations", "agenda_hosts"})
#: Long, and made by us.
KEYS = frozenset({"message_id"})
PERIODS = {"event", "account", "letter", "needs", "programme"}
assert MODELS


def columns() -> list[Column[Any]]:
    return [column for table in Base.metadata.tables.values() for column in table.columns]


def looks_personal(column: Column[Any]) -> bool:
    """By its name, and as far as its type can hold anything about a person. A text in several
    languages is the name of a thing: a person's name is not translated."""
    if column.name in HARMLESS or isinstance(column.type, (Boolean, TextType)):
        return False
    return not LOOKS_PERSONAL.isdisjoint(column.name.split("_"))


@pytest.mark.parametrize("column", columns(), ids=str)
def test_what_looks_personal_is_declared(column: Column[Any]) -> None:
    assert not looks_personal(column) or "personal" in column.info, (
        f"{column} looks personal: declare it with personal() or impersonal()"
    )


def is_free_text_of_somebody(column: Column[Any]) -> bool:
    """Words of any kind in a row that hangs on a person are theirs, whatever the column is called.
    Codes and keys are shorter; a text in several languages is written by staff."""
    table, kind = column.table, column.type
    if not isinstance(kind, String) or column.name in KEYS:
        return False
    hangs_on = {key.column.table.name for key in table.foreign_keys} | {table.name}
    return bool(hangs_on & PEOPLE) and (kind.length is None or kind.length >= 60)


@pytest.mark.parametrize("column", [c for c in columns() if is_free_text_of_somebody(c)], ids=str)
def test_whatever_people_write_is_declared(column: Column[Any]) -> None:
    assert "personal" in column.info, f"{column}: declare it with personal() or impersonal()"


@pytest.mark.parametrize("column", [c for c in columns() if "personal" in c.info], ids=str)
def test_a_declaration_says_class_and_period_or_why_not(column: Column[Any]) -> None:
    declared = column.info["personal"]
    if declared is None:
        assert column.info["why"]
    else:
        assert declared["class"] in (CONTACT, NEEDS, AUDIT)
        assert declared["until"] in PERIODS


def test_the_look_finds_people_and_leaves_things_alone() -> None:
    assert looks_personal(Column("phone", String))
    assert looks_personal(Column("host_name", String))
    assert looks_personal(Column("checked_by_id", Integer))
    assert not looks_personal(Column("name", TextType))
    assert not looks_personal(Column("asks_address", Boolean))
    assert not looks_personal(Column("number", String))
