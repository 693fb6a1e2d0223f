"""Which keys the delegations of an event may have, and what people have in them."""

from webapp.choices.models import TAKEN, WAITING
from webapp.delegations.models import DelegateRole, DelegationState, Payer, Standing
from webapp.manage.importing import values
from webapp.manage.importing.codes import code
from webapp.manage.importing.file_keys_logistics import TRAVEL
from webapp.manage.importing.shapes import (
    Reader,
    lines_of,
    many,
    one_of,
    record,
    ref,
    text,
    whole,
    words,
    yes_no,
)
from webapp.manage.importing.whens import moment_of

_NAMED = (Standing.MEMBER, Standing.RESERVE, Standing.WISH)

LEADER: dict[str, Reader] = {
    "name": text(200),
    "email": values.email,
    "language": values.language,
}
NAMED: dict[str, Reader] = {
    "name": text(200),
    "email": values.email,
    "language": values.language,
    "role": one_of(DelegateRole),
    "payer": one_of(Payer),
    "standing": one_of(_NAMED),
    "reason": lines_of(1000),
    **TRAVEL,
}
DELEGATION_KEPT: dict[str, Reader] = {
    "id": code,
    "generation": whole(0, 2_000_000_000),
    "revoked": values.instant,
    "seats_kept": whole(0, 1_000_000),
    "revision": whole(1, 2_000_000_000),
    "created": values.instant,
    "invited": values.instant,
    "opened": values.instant,
    "completed": values.instant,
    "declined": values.instant,
    "declined_reason": lines_of(1000),
    "ends": values.instant,
    "reminded": values.instant,
    "released": values.instant,
}
DELEGATION: dict[str, Reader] = {
    "organisation": ref,
    "quota": whole(0, 1_000_000),
    "reserves": yes_no,
    "leader": record("leader", LEADER),
    "state": one_of(DelegationState),
    "reason": lines_of(1000),
    "delegates": many(record("delegate", NAMED, required=("name",))),
    "kept": record("keeping", DELEGATION_KEPT, required=("id",)),
}
DELEGATIONS: dict[str, Reader] = {
    "quota": whole(0, 1_000_000),
    "reserves": yes_no,
    "names_due": moment_of,
    "travel_due": moment_of,
    "diet_due": moment_of,
    "releases": moment_of,
    "released": values.instant,
    "note": words,
    "revision": whole(1, 2_000_000_000),
    "partners": many(record("delegation", DELEGATION, required=("organisation",))),
}

# ---- of a registration

#: What makes a registration that of a delegate.
DELEGATE: dict[str, Reader] = {
    "delegation": code,
    "position": whole(0, 1_000_000),
    "standing": one_of(Standing),
    "role": one_of(DelegateRole),
    "payer": one_of(Payer),
    "leader": yes_no,
    "reason": lines_of(1000),
    "answered": values.instant,
    "answered_by": text(254),
    "instead_of": code,
    "named": values.instant,
    "confirmed": values.instant,
}
#: What somebody noted about a visit.
TAKEAWAY: dict[str, Reader] = {
    "code": code,
    "item": code,
    "text": lines_of(4000),
    "could_do": lines_of(2000),
    "language": values.language,
    "shared": yes_no,
    "practice": ref,
    "created": values.instant,
    "changed": values.instant,
    "revision": whole(1, 2_000_000_000),
}
CHOICE: dict[str, Reader] = {
    "item": code,
    "state": one_of((TAKEN, WAITING)),
    "since": values.instant,
    "created": values.instant,
}
