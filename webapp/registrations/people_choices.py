"""What staff can choose from on the pages about people."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.i18n import language_name, languages, plain_text, reading_order
from webapp.events.models import Event
from webapp.programmes.models import TargetGroup
from webapp.projects.organisations import Organisation
from webapp.registrations.people_facets import Facets
from webapp.registrations.people_filters import NO_GROUP, NO_PARTNER, NO_POOL, SORTS
from webapp.registrations.people_pools import Pools

Choice = tuple[str, str]


def organisations() -> list[Choice]:
    """Every organisation that is known, by its name."""
    query = select(Organisation.id, Organisation.name)
    named = [(str(row.id), plain_text(row.name)) for row in db.session.execute(query)]
    return sorted(named, key=lambda choice: reading_order(choice[1]))


def target_groups(event: Event, current: int | None = None) -> list[Choice]:
    """The event's groups, and the *current* one where it was taken off the event since."""
    offered = [(str(each.id), plain_text(each.name)) for each in event.target_groups]
    if current is None or str(current) in dict(offered):
        return offered
    return [*offered, *named_groups([current])]


def named_groups(ids: Iterable[int | None]) -> list[Choice]:
    """Groups by id with their names, in their order."""
    query = select(TargetGroup).where(TargetGroup.id.in_([each for each in ids if each]))
    found = db.session.scalars(query.order_by(TargetGroup.position, TargetGroup.sort_key))
    return [(str(each.id), plain_text(each.name)) for each in found]


def letter_languages(current: str | None = None) -> list[Choice]:
    """The installation's languages, and the *current* one where it was taken away since."""
    offered = languages()
    if current is None or current in dict(offered):
        return offered
    return [*offered, (current, language_name(current))]


def filter_groups(facets: Facets) -> list[Choice]:
    """The groups that occur in the list."""
    named = named_groups(facets.groups)
    return [*named, (NO_GROUP, _("not said"))] if None in facets.groups and named else named


def filter_languages(facets: Facets) -> list[Choice]:
    """The languages that occur in the list."""
    return [(tag, language_name(tag)) for tag in sorted(facets.languages)]


def filter_partners(facets: Facets) -> list[Choice]:
    """The organisations known here that occur in the list."""
    ids = [each for each in facets.partners if each]
    if not ids:
        return []
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    named = [(str(row.id), plain_text(row.name)) for row in db.session.execute(query)]
    named.sort(key=lambda choice: reading_order(choice[1]))
    return [*named, (NO_PARTNER, _("none known here"))] if None in facets.partners else named


def filter_pools(parted: tuple[Pools, Mapping[int, str]] | None) -> list[Choice]:
    """The delegations of the event, as `people_pools.pools_of` gives them."""
    if parted is None:
        return []
    pools, names = parted
    return [*((str(number), name) for number, name in names.items()), (NO_POOL, str(pools.nobody))]


def filter_marks(event: Event) -> list[Choice]:
    """What can be looked for besides, where this event asks it."""
    found = [("no-photos", _("please not me (photographs)"))] if event.takes_photos else []
    if event.guardian_age is not None:
        found.append(("no-consent", _("guardian has not agreed")))
    return found


def sort_words() -> list[Choice]:
    """(value, word) of what the list can be sorted by."""
    words = {"time": _("newest first"), "name": _("name"), "state": _("state")}
    return [(value, words[value]) for value in SORTS]
