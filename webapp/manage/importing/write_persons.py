"""Stores who is one human being, invitations, and calendars that are read by a key."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.calendars.link_models import CalendarLink, LinkKind
from webapp.core.database import db
from webapp.core.text import search_key
from webapp.manage.importing.facts import Facts
from webapp.manage.importing.ledger import Ledger
from webapp.registrations.invitee_models import Invitee
from webapp.registrations.models import Invitation, Person, Registration
from webapp.registrations.people_pairs import PersonsApart
from webapp.registrations.persons import email_key

LINK = {"id": "public_id", "generation": "link_generation", "revoked": "link_revoked_at"}
_INVITATION = LINK | {
    "label": "label",
    "places": "places",
    "used": "used",
    "ends": "ends_at",
    "created": "created_at",
}
_INVITEE = {
    "name": "name",
    "email": "email",
    "language": "language",
    "invited": "invited_at",
    "opened": "opened_at",
    "declined": "declined_at",
    "declined_reason": "declined_reason",
    "reminded": "reminded_at",
    "reminders": "reminders",
}
_AT_ONCE = 500


def said(facts: Facts, names: dict[str, str]) -> dict[str, Any]:
    """What the file says under the names of the columns, without what it leaves empty."""
    return {name: value for name, value in facts.given(names).items() if value is not None}


def rows_by(model: Any, column: Any, wanted: list[Any]) -> dict[Any, Any]:
    """The rows that have these values in a unique column, by the value."""
    found: dict[Any, Any] = {}
    for first in range(0, len(wanted), _AT_ONCE):
        query = select(model).where(column.in_(wanted[first : first + _AT_ONCE]))
        found |= {getattr(row, column.key): row for row in db.session.scalars(query)}
    return found


def account_ids(emails: set[str]) -> dict[str, int]:
    """The accounts of these addresses."""
    query = select(Account.email, Account.id).where(Account.email.in_(sorted(emails)))
    return dict(db.session.execute(query).all())


def write_invitations(ledger: Ledger) -> None:
    """Links that let their holders register; known by their id."""
    wanted = ledger.facts["invitations"]
    known = rows_by(Invitation, Invitation.public_id, [facts.id for facts in wanted])
    for facts in wanted:
        if facts.id in known:
            ledger.report.unchanged += 1
            continue
        event = ledger.finder.find("events", facts["event"])
        organisation = ledger.finder.find("organisations", facts.get("organisation"))
        row = Invitation(event=event, organisation=organisation, **said(facts, _INVITATION))
        db.session.add(row)
        invitee: Facts | None = facts.get("invitee")
        if invitee is not None:
            name, email = invitee["name"], invitee.get("email")
            keys = {"name_key": search_key(name), "email_key": email_key(email)}
            values = said(invitee, _INVITEE) | keys
            db.session.add(Invitee(event_id=event.id, invitation=row, **values))
        ledger.report.created.append((facts.noun, facts.id))
    db.session.flush()


def write_persons(ledger: Ledger) -> None:
    """Persons; one that is here already is known by all that is known of them."""
    for facts in ledger.facts["persons"]:
        organiser = ledger.finder.find("organisations", facts["organiser"])
        values = {
            "organiser_id": organiser.id,
            "email_key": facts.get("email"),
            "name_key": facts.get("name", ""),
        }
        query = select(Person).filter_by(**values)
        if "created" in facts:
            query = query.where(Person.created_at == facts["created"])
            values["created_at"] = facts["created"]
        taken = ledger.carried.persons.values()
        row = next((each for each in db.session.scalars(query) if each.id not in taken), None)
        if row is None:
            row = Person(**values)
            db.session.add(row)
            db.session.flush()
            ledger.report.created.append((facts.noun, facts.id))
        else:
            ledger.report.unchanged += 1
        ledger.carried.persons[facts.id] = row.id
        _keep_apart(ledger, facts, row)
        if facts.get("merged_into"):
            ledger.carried.merged[row.id] = (facts["merged_into"], facts.line)


def _keep_apart(ledger: Ledger, facts: Facts, row: Person) -> None:
    for name in facts.get("apart_from", []):
        other = person_id(ledger, name, facts.line)
        if other is not None and other != row.id:
            pair = {"first_id": min(other, row.id), "second_id": max(other, row.id)}
            if db.session.get(PersonsApart, tuple(pair.values())) is None:
                db.session.add(PersonsApart(**pair))


def person_id(ledger: Ledger, name: str | None, line: int) -> int | None:
    """The row of a person the file names; a problem where it names nobody."""
    if name is None:
        return None
    found = ledger.carried.persons.get(name)
    if found is None:
        why = _("“%(name)s” is not known under “%(section)s”", name=name, section="persons")
        ledger.problems.add(line, why)
    return found


def merge_persons(ledger: Ledger) -> None:
    """Say who is the same, now that all are there."""
    for row_id, (name, line) in ledger.carried.merged.items():
        into = person_id(ledger, name, line)
        row = db.session.get_one(Person, row_id)
        if into is not None and into != row_id and row.merged_into_id is None:
            row.merged_into_id = into
    ledger.carried.merged.clear()
    db.session.flush()


def write_calendar_links(ledger: Ledger) -> None:
    """Calendars of one registration, of an address, of a coordinator; known by their id."""
    wanted = ledger.facts["calendar_links"]
    known = rows_by(CalendarLink, CalendarLink.public_id, [facts.id for facts in wanted])
    names = [facts["registration"] for facts in wanted if facts.get("registration")]
    people = rows_by(Registration, Registration.public_id, names)
    accounts = account_ids({facts["account"] for facts in wanted if facts.get("account")})
    for facts in wanted:
        if facts.id in known:
            ledger.report.unchanged += 1
            continue
        person = people.get(facts.get("registration"))
        if (facts["kind"] == LinkKind.REGISTRATION) != (person is not None):
            why = _("a calendar of a registration needs one that is here or in the file")
            ledger.problems.add(facts.line, why)
            continue
        project = ledger.finder.find("projects", facts.get("project"))
        values = said(facts, LINK | {"kind": "kind", "language": "language"})
        if "created" in facts:
            values["created_at"] = facts["created"]
        row = CalendarLink(
            registration_id=None if person is None else person.id,
            email_key=facts.get("email"),
            account_id=accounts.get(facts.get("account")),
            project_id=None if project is None else project.id,
            **values,
        )
        db.session.add(row)
        ledger.report.created.append((facts.noun, facts.id))
    if not ledger.problems:
        db.session.flush()
