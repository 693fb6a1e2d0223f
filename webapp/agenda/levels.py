"""Three circles of readers, each seeing all that the ones before it see."""

from enum import IntEnum

from sqlalchemy import exists

from webapp.agenda.models import ItemVisibility
from webapp.core.database import db
from webapp.core.permissions import Act, Viewer
from webapp.events.access import is_partner
from webapp.events.models import Event


class Level(IntEnum):
    """How much of an agenda somebody reads."""

    #: Everyone who may know of the event.
    PUBLIC = 0
    #: Staff of its partners, and whoever takes part.
    PARTNERS = 1
    #: Its own staff.
    INTERNAL = 2

    @property
    def visibilities(self) -> list[str]:
        """The visibilities of items this reader sees."""
        return [each.value for each, least in _LEAST.items() if self >= least]

    def sees(self, visibility: str) -> bool:
        """Whether this reader sees an item of *visibility*."""
        return self >= _LEAST[ItemVisibility(visibility)]


_LEAST = {
    ItemVisibility.PUBLIC: Level.PUBLIC,
    ItemVisibility.PARTNERS: Level.PARTNERS,
    ItemVisibility.INTERNAL: Level.INTERNAL,
}


def level_of(event: Event, viewer: Viewer) -> Level:
    """What a viewer of the event's own pages reads; one statement for signed-in people at most."""
    if event.may(viewer, Act.SEE):
        return Level.INTERNAL
    if viewer.is_staff and _works_for_a_partner(event, viewer):
        return Level.PARTNERS
    return Level.PUBLIC


def _works_for_a_partner(event: Event, viewer: Viewer) -> bool:
    query = exists().where(Event.id == event.id, is_partner(viewer)).select()
    return bool(db.session.scalar(query))
