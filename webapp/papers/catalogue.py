"""Every paper there is: its name in addresses, who may fetch it, how it is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from webapp.agenda.levels import Level
from webapp.core.permissions import Act
from webapp.events.models import Event
from webapp.papers.data_agenda import agenda_data
from webapp.papers.data_badges import badges_data
from webapp.papers.data_host_pack import host_pack_data
from webapp.papers.data_invitation import invitations_data
from webapp.papers.data_participants import participants_data
from webapp.papers.data_travel_order import travel_days, travel_orders_data
from webapp.papers.heading import Data
from webapp.papers.packs import pack_of
from webapp.papers.people import part, travellers_of


@dataclass(frozen=True)
class Wanted:
    """How somebody wants a paper; each paper looks at what concerns it."""

    level: Level = Level.PARTNERS
    sign: bool = False
    photos: bool = False
    single: bool = False
    part: int = 1

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Wanted":
        """From an address; what it does not understand is as usual."""
        level, part = given.get("level", "").upper(), given.get("part", "")
        return cls(
            level=Level[level] if level in Level.__members__ else Level.PARTNERS,
            sign=given.get("sign") == "1",
            photos=given.get("photos") == "1",
            single=given.get("size") == "a6",
            part=max(1, int(part)) if part.isascii() and part.isdigit() and len(part) < 4 else 1,
        )


@dataclass(frozen=True)
class Paper:
    """One kind of paper for staff. *name* is that of its templates too."""

    name: str
    words: LazyString
    about: LazyString
    icon: str
    act: Act
    make: Callable[[Event, Wanted], Data]


def _travel_orders(event: Event, wanted: Wanted) -> Data:
    travellers = part(travellers_of(event), wanted.part)
    return travel_orders_data(event, travellers, travel_days(travellers))


PAPERS = {
    paper.name: paper
    for paper in (
        Paper(
            "agenda",
            _l("Agenda"),
            _l("Days, hours and places, marked where something has changed since it was told."),
            "calendar-days",
            Act.SEE,
            lambda event, wanted: agenda_data(event, wanted.level, is_preview=True),
        ),
        Paper(
            "participants",
            _l("List of participants"),
            _l("By delegation, with role and organisation; with room for signatures if you want."),
            "users",
            Act.SEE_PEOPLE,
            lambda event, wanted: participants_data(event, sign=wanted.sign, photos=wanted.photos),
        ),
        Paper(
            "badges",
            _l("Badges"),
            _l("With a code that opens nothing by itself: ten a sheet to cut, or one on A6."),
            "id-card",
            Act.SEE_PEOPLE,
            lambda event, wanted: badges_data(event, single=wanted.single, number=wanted.part),
        ),
        Paper(
            "invitation",
            _l("Letters of invitation"),
            _l("For a superior or a visa, to be signed: who, when, where, and who pays."),
            "mail-open",
            Act.SEE_PEOPLE,
            lambda event, wanted: invitations_data(
                event, part(travellers_of(event), wanted.part), pack_of(event.id)
            ),
        ),
        Paper(
            "travel-order",
            _l("Extracts for travel orders"),
            _l("Five fields: person, dates, place, receiving organisation, purpose."),
            "plane",
            Act.SEE_PEOPLE,
            _travel_orders,
        ),
        Paper(
            "host-pack",
            _l("Host pack"),
            _l("The town, the host, places, whom to call, useful phrases and the agenda."),
            "book-open",
            Act.SEE,
            lambda event, wanted: host_pack_data(
                event, pack_of(event.id), Level.PARTNERS, is_preview=True
            ),
        ),
    )
}
