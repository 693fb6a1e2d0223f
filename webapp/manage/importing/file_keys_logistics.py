"""Which keys journeys, rooms and what is kept ready for them may have."""

from webapp.logistics.models import Direction, Mode, Wish
from webapp.manage.importing import values
from webapp.manage.importing.codes import code
from webapp.manage.importing.file_keys_agenda import day_of
from webapp.manage.importing.shapes import Reader, many, one_of, record, slug, text, whole, yes_no
from webapp.manage.importing.whens import FOLDS

#: When something is, on the clocks of its zone.
_CLOCK: dict[str, Reader] = {
    "day": day_of,
    "at": values.clock,
    "fold": one_of(FOLDS),
    "zone": values.zone_name,
}
GROUP: dict[str, Reader] = {
    "id": slug,
    "direction": one_of(Direction),
    "meeting_point": text(200),
    "vehicle": text(200),
    "seats": whole(1, 100_000),
    **_CLOCK,
    "code": code,
    "revision": whole(1, 2_000_000_000),
}
ROOM: dict[str, Reader] = {
    "id": slug,
    "hotel": text(200),
    "label": text(60),
    "beds": whole(1, 10_000),
    "step_free": yes_no,
    "code": code,
    "revision": whole(1, 2_000_000_000),
}
FACTOR: dict[str, Reader] = {
    "mode": one_of(Mode),
    "grams": whole(0, 5000),
    "reference": text(300),
}
LOGISTICS: dict[str, Reader] = {
    "asks_travel": yes_no,
    "asks_rooms": yes_no,
    "revision": whole(1, 2_000_000_000),
    "groups": many(record("pick-up group", GROUP, required=("id", "direction", "meeting_point"))),
    "rooms": many(record("room", ROOM, required=("id", "hotel", "label", "beds"))),
    "factors": many(record("travel factor", FACTOR, required=("mode", "grams", "reference"))),
}

# ---- of a person

JOURNEY: dict[str, Reader] = {
    "direction": one_of(Direction),
    "mode": one_of(Mode),
    "number": text(60),
    "station": text(200),
    "town": text(200),
    "distance": whole(0, 20_000),
    "pickup": yes_no,
    "group": slug,
    **_CLOCK,
    "changed": values.instant,
}
LODGING: dict[str, Reader] = {
    "wish": one_of(Wish),
    "from": day_of,
    "until": day_of,
    "shares_with": text(200),
    "room": slug,
    "changed": values.instant,
}
ABSENCE: dict[str, Reader] = {"item": code}
#: What each person may have of it.
TRAVEL: dict[str, Reader] = {
    "journeys": many(record("journey", JOURNEY, required=("direction",))),
    "stay": record("lodging", LODGING, required=("wish",)),
}
