"""The delegation beside a person, on the staff's list of people and in files of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from webapp.core.database import db
from webapp.core.i18n import plain_text, reading_order
from webapp.core.text import LocalText
from webapp.delegations.models import Delegate, Delegation, Standing
from webapp.delegations.words import payer_words, role_words, standing_look
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.registrations.export_parts import Part, add_columns
from webapp.registrations.models import Registration
from webapp.registrations.people_pools import Pools, call_pools


@dataclass(frozen=True)
class Placed:
    """As what somebody is in which delegation."""

    partner: LocalText
    standing: str
    role: str
    payer: str


def delegates_among(registrations: Iterable[Registration]) -> dict[int, str]:
    """ "delegation of Nevers: reserve" by the id of the registration; no statement where nobody
    could be in one."""
    ids = [each.id for each in registrations if each.seat_pool_id is not None]
    found = placed(ids) if ids else {}
    return {number: _words(each) for number, each in found.items()}


def placed(registration_ids: Sequence[int]) -> Mapping[int, Placed]:
    """Who of these is in which delegation, by id. One statement."""
    query = (
        select(
            Delegate.registration_id,
            Organisation.name,
            Delegate.standing,
            Delegate.role,
            Delegate.payer,
        )
        .join(Delegation, Delegation.id == Delegate.delegation_id)
        .join(Organisation, Organisation.id == Delegation.organisation_id)
        .where(Delegate.registration_id.in_(registration_ids))
    )
    return {
        row.registration_id: Placed(row.name, row.standing, row.role, row.payer)
        for row in db.session.execute(query)
    }


def _has_delegations(event: Event) -> bool:
    return bool(db.session.scalar(select(exists().where(Delegation.event_id == event.id))))


def _names(event: Event) -> dict[int, str]:
    """The partners of all delegations by their seat pools."""
    query = select(Delegation.pool_id, Organisation.name).join(
        Organisation, Organisation.id == Delegation.organisation_id
    )
    found = db.session.execute(query.where(Delegation.event_id == event.id)).all()
    return {
        row.pool_id: plain_text(row.name)
        for row in sorted(found, key=lambda row: reading_order(row.name))
    }


def _words(one: Placed) -> str:
    partner = plain_text(one.partner)
    if one.standing == Standing.MEMBER:
        return str(_("delegation of %(partner)s", partner=partner))
    standing = standing_look(one.standing).word
    return str(_("delegation of %(partner)s: %(standing)s", partner=partner, standing=standing))


call_pools(Pools(_l("Delegation"), _l("in no delegation"), _names))
add_columns(
    Part(
        "delegations",
        _has_delegations,
        placed,
        (
            ("delegation", _l("Delegation"), lambda one: plain_text(one.partner)),
            ("standing", _l("In the delegation"), lambda one: standing_look(one.standing).word),
            ("role", _l("Role"), lambda one: role_words(one.role)),
            ("payer", _l("Travel paid by"), lambda one: payer_words(one.payer)),
        ),
    )
)
