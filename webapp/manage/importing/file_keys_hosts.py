"""Which keys the host of an agenda item may have, and what was kept of it."""

from webapp.agenda.models import PhotoRule
from webapp.manage.importing import values
from webapp.manage.importing.codes import code
from webapp.manage.importing.shapes import (
    Reader,
    exact_text,
    lines_of,
    one_of,
    record,
    ref,
    text,
    whole,
    yes_no,
)

#: When and where the item was, as the host was told last.
_TOLD: dict[str, Reader] = {
    "at": values.instant,
    "place": ref,
    "off": yes_no,
    "day": text(40),
    "starts": text(40),
    "ends": text(40),
    "zone": text(100),
    "note": exact_text(5000),
}
_KEPT: dict[str, Reader] = {
    "id": code,
    "generation": whole(0, 2_000_000_000),
    "revoked": values.instant,
    "revision": whole(1, 2_000_000_000),
    "created": values.instant,
    "invited": values.instant,
    "opened": values.instant,
    "confirmed": values.instant,
    "refused": values.instant,
    "refused_reason": lines_of(1000),
    "proposed": values.instant,
    "accepted": values.instant,
    "ends": values.instant,
    "told": record("told", _TOLD, required=("at",)),
    "gate_told": values.instant,
}
HOSTING: dict[str, Reader] = {
    "contact": text(200),
    "email": values.email,
    "language": values.language,
    "most_people": whole(1, 1_000_000),
    "limits": lines_of(1000),
    "rules": lines_of(1000),
    "photos": one_of(PhotoRule),
    "kept": record("host kept", _KEPT, required=("id",)),
}
