"""What is done to organisations; all of it stands in the change log. Inside ``with write():``."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.renaming import free_slug, rename
from webapp.core.text import LocalText, search_key
from webapp.projects.organisations import Organisation, OrganisationAlias

#: What a form sets and the log tells.
COLUMNS = (
    "name",
    "unit",
    "kind",
    "slug",
    "about",
    "country",
    "city",
    "zone",
    "website",
    "contact_email",
    "sender_name",
    "privacy_notice",
    "data_protection_contact",
    "photo_notice",
    "retention_months",
)
#: Room for the key of an alias; few letters are spelt out with more than one.
_KEY = 300
#: Never NULL.
_GIVEN = frozenset({"name", "kind", "slug", "zone", "retention_months"})


class Stale(Exception):
    """Somebody has saved another version meanwhile."""


class AliasKnown(ValueError):
    """The name is here already."""

    def __str__(self) -> str:
        return str(_("The organisation is known by this name already."))


def entity(organisation: Organisation) -> str:
    """Its key in the change log."""
    return f"organisation:{organisation.id}"


def create(values: Mapping[str, Any]) -> Organisation:
    """A new organisation with an address made of its name."""
    name: LocalText = values["name"]
    row = Organisation(**_cleaned(values), slug=free_slug(Organisation, name))
    db.session.add(row)
    db.session.flush()
    record(entity(row), "created", after=facts(row))
    return row


def edit(organisation: Organisation, expected: str, values: Mapping[str, Any]) -> None:
    """Store the form. Raises :class:`Stale` and `SlugTaken`."""
    db.session.refresh(organisation, with_for_update=True)
    if str(organisation.revision) != expected:
        raise Stale
    before = facts(organisation)
    cleaned = _cleaned(values)
    rename(organisation, cleaned.pop("slug"))
    for column, value in cleaned.items():
        setattr(organisation, column, value)
    organisation.touch()
    record(entity(organisation), "edited", before, facts(organisation))


def add_alias(organisation: Organisation, name: str, language: str | None) -> None:
    """Let it be found by one more name. Raises :class:`AliasKnown`."""
    db.session.refresh(organisation, with_for_update=True)
    known = {alias.name for alias in organisation.aliases} | set(organisation.name.texts.values())
    if name in known:
        raise AliasKnown
    alias = OrganisationAlias(name=name, key=search_key(name)[:_KEY], language=language or None)
    organisation.aliases.append(alias)
    _renew_keys(organisation)
    record(entity(organisation), "alias-added", after={"alias": name})


def remove_alias(organisation: Organisation, name: str) -> bool:
    """Take a name away; whether it was there."""
    found = next((each for each in organisation.aliases if each.name == name), None)
    if found is None:
        return False
    organisation.aliases.remove(found)
    _renew_keys(organisation)
    record(entity(organisation), "alias-removed", before={"alias": name})
    return True


def facts(organisation: Organisation) -> dict[str, Any]:
    """What the log keeps of it."""
    values = {column: getattr(organisation, column) for column in COLUMNS}
    return {
        column: value.as_json() if isinstance(value, LocalText) else value
        for column, value in values.items()
    }


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing typed is nothing stored."""
    return {
        column: value if column in _GIVEN else value or None for column, value in values.items()
    }


def _renew_keys(organisation: Organisation) -> None:
    """Its search key is made of its aliases too, but only kept when the row itself is written."""
    organisation.search_key = search_key(*organisation.searched_texts())
