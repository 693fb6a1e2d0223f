"""Stores registrations as another installation kept them: nobody is written to, seats are counted.

A registration is known by the public id in its link. One that is here already is left as it is.
"""

from collections import Counter
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.text import search_key
from webapp.events.models import Event
from webapp.letters.models import Chosen
from webapp.manage.importing.facts import Facts
from webapp.manage.importing.ledger import Ledger
from webapp.manage.importing.registration_parts import Asked, write_parts
from webapp.manage.importing.registration_travel import Travels
from webapp.manage.importing.registration_visits import Visits
from webapp.manage.importing.write_letters import known_letters
from webapp.manage.importing.write_persons import LINK, account_ids, person_id, rows_by, said
from webapp.manage.importing.write_practices import Notes
from webapp.registrations.models import LIVE, SEATED, Invitation, Registration
from webapp.registrations.persons import email_key
from webapp.seats import rules as seats
from webapp.seats.models import SeatPool

_COLUMNS = LINK | {
    "state": "state",
    "email": "email",
    "organisation_text": "organisation_text",
    "language": "language",
    "zone": "zone",
    "consent_text": "consent_text",
    "consented": "consented_at",
    "not_in_photos": "not_in_photos",
    "created": "created_at",
    "verified": "verified_at",
    "confirmed": "confirmed_at",
    "offered": "offered_at",
    "waiting_since": "waiting_since",
    "held_back": "held_back_at",
    "held_until": "held_until",
    "ended": "ended_at",
    "ended_reason": "ended_reason",
    "erased": "erased_at",
    "revision": "revision",
    "example": "is_example",
}


def write_registrations(ledger: Ledger) -> None:
    """Store those that are not here yet, and count their seats."""
    wanted = ledger.facts["registrations"]
    known = rows_by(Registration, Registration.public_id, [facts.id for facts in wanted])
    new = [facts for facts in wanted if facts.id not in known]
    ledger.report.unchanged += len(wanted) - len(new)
    _refuse_doubles(ledger, new)
    if ledger.problems or not new:
        return
    invited = [facts["invitation"] for facts in new if facts.get("invitation")]
    invitations = rows_by(Invitation, Invitation.public_id, invited)
    accounts = account_ids({name for facts in new for name in _named_accounts(facts)})
    rows, visits = [_row(ledger, facts, invitations, accounts) for facts in new], Visits(new)
    for facts, row in zip(new, rows, strict=True):
        row.seat_pool_id = visits.pool_id(ledger, facts, row.event.id)
    db.session.add_all(rows)
    db.session.flush()
    ledger.report.created += [(facts.noun, facts.id) for facts in new]
    asked, notes = Asked(facts for facts in new), Notes(new)
    travels = Travels((row.event, facts) for facts, row in zip(new, rows, strict=True))
    held: Counter[int] = Counter()
    for facts, row in zip(new, rows, strict=True):
        if row.state in SEATED:
            held[row.pool_id] += 1
        held.update(write_parts(ledger, facts, row, asked, accounts))
        held.update(visits.write(ledger, facts, row, accounts))
        notes.write(ledger, facts, row)
        travels.write(ledger, facts, row, row.event)
    if not ledger.problems:
        db.session.flush()
        _take(ledger, held, new[0].line)


def _named_accounts(facts: Facts) -> set[str]:
    found = {facts.get("entered_by"), facts.get("ended_by")}
    found |= {note.get("by") for note in facts.get("notes", [])}
    delegate: Facts | None = facts.get("delegate")
    found |= {delegate.get("answered_by")} if delegate is not None else set()
    return {name for name in found if name is not None and "@" in name}


def _row(
    ledger: Ledger, facts: Facts, invitations: dict[str, Invitation], accounts: dict[str, int]
) -> Registration:
    name, email = facts.get("name", ""), facts.get("email")
    organisation = ledger.finder.find("organisations", facts.get("organisation"))
    group = ledger.finder.find("target_groups", facts.get("target_group"))
    invitation = invitations.get(facts.get("invitation", ""))
    return Registration(
        event=ledger.finder.find("events", facts["event"]),
        name=name,
        name_key=search_key(name) or name.casefold(),
        email_key=email_key(email),
        organisation_id=None if organisation is None else organisation.id,
        target_group_id=None if group is None else group.id,
        person_id=person_id(ledger, facts.get("person"), facts.line),
        invitation_id=None if invitation is None else invitation.id,
        ended_by=_actor(facts.get("ended_by"), accounts),
        entered_by_id=accounts.get(facts.get("entered_by", "")),
        **{"is_example": ledger.facts.is_example} | said(facts, _COLUMNS),
    )


def _actor(name: str | None, accounts: dict[str, int]) -> str | None:
    if name is None or "@" not in name:
        return name
    return f"account:{accounts[name]}" if name in accounts else "system"


def _refuse_doubles(ledger: Ledger, new: list[Facts]) -> None:
    """Note people who are already in the running for an event, under another link."""
    live = [facts for facts in new if facts["state"] in LIVE and facts.get("email")]
    emails = sorted({email_key(facts["email"]) or "" for facts in live})
    columns = Registration.event_id, Registration.email_key, Registration.name_key
    query = select(*columns).where(Registration.state.in_(LIVE), Registration.email_key.in_(emails))
    here = {tuple(row) for row in db.session.execute(query)}
    for facts in live:
        event: Event = ledger.finder.find("events", facts["event"])
        key = (event.id, email_key(facts["email"]), search_key(facts.get("name", "")))
        if key in here:
            why = _("this person is in the running for the event here already")
            ledger.problems.add(facts.line, why)
        here.add(key)


def _take(ledger: Ledger, held: Counter[int], line: int) -> None:
    """Take the seats they hold. More than there are is a problem, never a seat sold twice."""
    for pool_id in sorted(held):
        if not seats.take([pool_id] * held[pool_id]):
            pool = db.session.get_one(SeatPool, pool_id)
            event = db.session.scalar(select(Event).where(Event.pool_id == pool_id))
            why = _(
                "%(count)s more people hold a place at “%(event)s” than there are places (%(all)s)",
                count=held[pool_id],
                event=pool.purpose if event is None else str(event.name),
                all=pool.capacity,
            )
            ledger.problems.add(line, why)


def choose_people(ledger: Ledger) -> None:
    """Note whom a letter that is yet to go names one by one, now that all are there."""
    for code, (names, _line) in ledger.carried.chosen.items():
        letter = known_letters([code])[code]
        people = rows_by(Registration, Registration.public_id, names)
        query = select(Chosen.registration_id).where(Chosen.event_letter_id == letter.id)
        here = set(db.session.scalars(query))
        for name in names:
            row: Any = people.get(name)
            if row is not None and row.id not in here:
                db.session.add(Chosen(event_letter_id=letter.id, registration_id=row.id))
    ledger.carried.chosen.clear()
    db.session.flush()
