"""Accounts with their roles, invitations, and calendars that are read by a key."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from webapp.accounts.models import Account
from webapp.calendars.link_models import CalendarLink
from webapp.core.database import db
from webapp.core.links import KeptLink
from webapp.events.models import Event
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record
from webapp.manage.exporting.choosing import Choice
from webapp.manage.exporting.names import Names, event_names
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation
from webapp.projects.roles import RoleAssignment
from webapp.registrations.invitee_models import Invitee
from webapp.registrations.models import Invitation, Registration

#: So many rows are in memory at once.
BATCH = 500


def in_pieces(query: Select[Any], key: Any) -> Iterator[list[Any]]:
    """The rows of a query by ascending *key*, some at a time; forgotten again after each piece."""
    last = 0
    while rows := list(db.session.scalars(query.where(key > last).order_by(key).limit(BATCH))):
        last = getattr(rows[-1], key.key)
        yield rows
        db.session.expunge_all()


def link(row: KeptLink) -> Record:
    """What a link in somebody's letter needs to go on working under the same secret key."""
    return {
        "id": values.bare(row.public_id),
        "generation": row.link_generation or None,
        "revoked": values.instant(row.link_revoked_at),
    }


def accounts(choice: Choice, names: Names) -> Iterator[Record]:
    """People who sign in, with their roles; of chosen projects those who have a role there."""
    roles, going = _roles(choice), emails(choice)
    rows = db.session.scalars(select(Account))
    for row in sorted(rows, key=lambda row: str(row.email)):
        if row.id in going:
            yield {
                "email": values.bare(row.email),
                "name": row.name,
                "language": values.bare(row.language),
                "zone": values.bare(row.zone),
                "administrator": values.only(row.is_admin and choice.is_whole),
                "deactivated": values.instant(row.deactivated_at),
                "created": values.instant(row.created_at),
                "roles": [_role(each, names) for each in roles.get(row.id, [])] or None,
                "example": values.only(row.is_example),
            }


def emails(choice: Choice) -> dict[int, str]:
    """The addresses of the accounts that go along, by the id of the account."""
    roles = None if choice.is_whole else _roles(choice)
    rows = db.session.execute(select(Account.id, Account.email))
    return {row_id: email for row_id, email in rows if roles is None or row_id in roles}


def _roles(choice: Choice) -> dict[int, list[RoleAssignment]]:
    roles: dict[int, list[RoleAssignment]] = defaultdict(list)
    for role in db.session.scalars(select(RoleAssignment).order_by(RoleAssignment.id)):
        if choice.is_whole or (role.project_id and choice.has(Project, role.project_id)):
            roles[role.account_id].append(role)
    return roles


def _role(row: RoleAssignment, names: Names) -> Record:
    return {
        "role": values.bare(row.role),
        "organisation": names.of(Organisation, row.organisation_id),
        "project": names.of(Project, row.project_id),
        "from": values.bare(row.from_on),
        "until": values.bare(row.until_on),
        "sees_needs": values.only(row.sees_needs),
    }


def invitations(choice: Choice, names: Names) -> Iterator[Record]:
    """Links that let their holders register, and whom each was sent to."""
    for rows in in_pieces(select(Invitation), Invitation.id):
        mine = [row for row in rows if choice.has(Event, row.event_id)]
        called = event_names(row.event_id for row in mine)
        invited = select(Invitee).where(Invitee.invitation_id.in_([row.id for row in mine]))
        invitees = {each.invitation_id: each for each in db.session.scalars(invited)}
        for row in mine:
            invitee = invitees.get(row.id)
            yield {
                **link(row),
                "event": values.bare(called[row.event_id]),
                "label": row.label,
                "organisation": _known(choice, names, row.organisation_id),
                "places": row.places,
                "used": row.used or None,
                "ends": values.instant(row.ends_at),
                "created": values.instant(row.created_at),
                "invitee": None if invitee is None else _invitee(invitee),
            }


def _known(choice: Choice, names: Names, row_id: int | None) -> Any:
    return names.of(Organisation, row_id) if choice.has(Organisation, row_id) else None


def _invitee(row: Invitee) -> Record:
    return {
        "name": row.name,
        "email": values.bare(row.email),
        "language": values.bare(row.language),
        "invited": values.instant(row.invited_at),
        "opened": values.instant(row.opened_at),
        "declined": values.instant(row.declined_at),
        "declined_reason": values.text(row.declined_reason),
        "reminded": values.instant(row.reminded_at),
        "reminders": row.reminders or None,
    }


def calendar_links(choice: Choice, names: Names) -> Iterator[Record]:
    """Calendars of one registration, of an address, of a coordinator."""
    accounts_by_id = emails(choice)
    for rows in in_pieces(select(CalendarLink), CalendarLink.id):
        ids = [row.registration_id for row in rows if row.registration_id is not None]
        registered = select(Registration).options(joinedload(Registration.event))
        people = {
            each.id: each
            for each in db.session.scalars(registered.where(Registration.id.in_(ids)))
            if choice.has(Event, each.event_id)
        }
        for row in rows:
            person = people.get(row.registration_id or 0)
            if choice.is_whole or person is not None:
                yield {
                    **link(row),
                    "kind": values.bare(row.kind),
                    "registration": None if person is None else values.bare(person.public_id),
                    "email": values.bare(row.email_key),
                    "account": values.bare(accounts_by_id.get(row.account_id or 0)),
                    "project": names.of(Project, row.project_id),
                    "language": values.bare(row.language),
                    "created": values.instant(row.created_at),
                }
