"""People correct what they gave."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.permissions import current_viewer
from webapp.questions import answering
from webapp.questions.asking import Answers
from webapp.registrations.errors import AddressNeeded, AlreadyRegistered, NotInTheRunning, Stale
from webapp.registrations.finding import live_duplicate
from webapp.registrations.line import tell
from webapp.registrations.models import Registration, organisation_key
from webapp.registrations.persons import attach, detach, email_key, name_key
from webapp.registrations.scheduling_letters import forget_invitation

CHANGEABLE = frozenset(
    {
        "name",
        "email",
        "organisation_text",
        "organisation_id",
        "target_group_id",
        "language",
        "zone",
    }
)


def change(
    registration: Registration,
    *,
    revision: int | None = None,
    quietly: bool = False,
    answers: Answers | None = None,
    **values: Any,
) -> Registration:
    """Change what is given in *values* (names of `CHANGEABLE`) and the *answers* to the event's
    questions; their place or seat stays.

    A new address is not verified: it leaves its person and, where the event verifies addresses,
    gets the letter that asks for it. The seat is kept meanwhile, as a typing error must not cost
    one. Raises `Stale` when *revision* is not the stored one, `AlreadyRegistered` when the person
    would be there twice, `NotInTheRunning`, `AnswerError`.
    """
    unknown = values.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"not changeable: {', '.join(sorted(unknown))}")
    if not registration.is_live:
        raise NotInTheRunning
    if revision is not None and revision != registration.revision:
        raise Stale(registration)
    changed = {key for key, value in values.items() if getattr(registration, key) != value}
    if answers is not None and _answer(registration, answers):
        changed.add("answers")
    if not changed:
        return registration
    with db.session.no_autoflush:  # whether they are there twice already is for `_store` to say
        has_new_address = _put(registration, values)
    registration.touch()
    _store(registration)
    if has_new_address:
        forget_invitation(registration)
    if current_viewer().is_staff:
        record(registration.key, "changed", after={"fields": sorted(changed)})
    asks = has_new_address and registration.event.verifies_addresses
    if asks or not quietly:  # an address nobody has proved is asked for in any case
        tell(registration, "verify" if asks else "changed")
    return registration


def _answer(registration: Registration, answers: Answers) -> bool:
    """Whether an answer is another now. Not said which: the change log would tell of needs."""
    event = registration.event
    return answering.change(registration.id, event.id, event.pool_id, answers)


def _put(registration: Registration, values: dict[str, Any]) -> bool:
    """Set the columns; whether the address is another one."""
    old_key = registration.email_key
    if "email" in values and not values["email"] and not current_viewer().is_staff:
        raise AddressNeeded
    for key, value in values.items():
        setattr(registration, key, value)
    registration.email = registration.email or None
    registration.email_key = email_key(registration.email)
    registration.name_key = name_key(registration.name)
    registration.organisation_key = organisation_key(registration.organisation_text)
    if registration.email_key == old_key:
        return False
    registration.verified_at = None
    if current_viewer().is_staff:
        attach(registration)
    else:
        detach(registration)
    return True


def _store(registration: Registration) -> None:
    """Send the UPDATE; the unique index has the last word about who is there twice."""
    with db.session.no_autoflush:
        event, keys = registration.event, (registration.email_key, registration.name_key)
        twin = live_duplicate(event, *keys, but=registration)
    if twin is not None:
        raise AlreadyRegistered(twin)
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        twin = live_duplicate(event, *keys, but=registration)
        if twin is None:
            raise
        raise AlreadyRegistered(twin) from error
