"""Who no longer comes needs nothing: what they need is forgotten before the event's needs are."""

from sqlalchemy import select

from webapp.core.database import db, write
from webapp.core.sweeps import stopping, sweep
from webapp.core.times import now
from webapp.needs import rules as needs
from webapp.needs.models import Need
from webapp.needs.sweeps import KEPT_FOR
from webapp.registrations.models import Registration

_AT_ONCE = 500


@sweep("needs of the ended", every=3600)
def erase_needs_of_ended() -> int:
    """Erase the needs of registrations that ended two weeks ago; of how many."""
    erased = 0
    while not stopping.is_set():
        with write():
            ids = _due()
            needs.erase(ids)
        erased += len(ids)
        if len(ids) < _AT_ONCE:
            break
    return erased


def _due() -> list[int]:
    query = (
        select(Registration.id)
        .distinct()
        .join(Need, Need.registration_id == Registration.id)
        .where(Registration.ended_at <= now() - KEPT_FOR)
        .limit(_AT_ONCE)
    )
    return list(db.session.scalars(query))
