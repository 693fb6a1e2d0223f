"""docs/import.md tells every key there is, and no other."""

import re
from pathlib import Path

from webapp.manage.importing import (
    exact_periods,
    file_format,
    file_keys,
    file_keys_agenda,
    file_keys_delegations,
    file_keys_events,
    file_keys_hosts,
    file_keys_logistics,
    file_keys_papers,
    file_keys_people,
    file_keys_site,
    file_sections,
)

GUIDE = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
_RECORDS = {
    f"{module.__name__}.{name}": value
    for module in (
        *(file_keys, file_keys_agenda, file_keys_delegations, file_keys_events),
        *(file_keys_hosts, file_keys_logistics, file_keys_papers),
        *(file_keys_people, file_keys_site, exact_periods),
    )
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, dict)
}


_RECORDS["sections"] = file_sections.SECTIONS


def _told() -> set[str]:
    """Every single word that stands in backquotes."""
    return set(re.findall(r"`([a-z_]+)`", GUIDE))


def test_the_guide_tells_every_section_and_key() -> None:
    keys = {key for record in _RECORDS.values() for key in record} | set(file_format.HEAD)

    assert sorted(keys - _told()) == []


def test_the_guide_tells_no_key_that_is_not_there() -> None:
    keys = {key for record in _RECORDS.values() for key in record} | set(file_format.HEAD)
    inside = {"from_fold", "to_fold", "in", "days_before", "second", "season", "year"}
    words = {word for word in _told() if "_" in word}

    assert sorted(words - keys - inside) == []
