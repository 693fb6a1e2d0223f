"""The cast: one named person of every kind, around one project of two municipalities.

    def test_only_staff_see_a_draft(app: Flask) -> None:
        people = cast(app)
        assert people.stranger.client(app).get(f"/events/{people.draft}/").status_code == 404

Brasla organises everything. Otava leads the project *Living Harbours* in which Brasla is a partner.
Lielmala has nothing to do with it: its coordinator is the one who must see none of this.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, fields

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import exists, select

from tests.factories import (
    make_account,
    make_event,
    make_fund,
    make_invitation,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_registration,
    make_role,
    make_session,
    make_target_group,
)
from tests.visit_factories import make_item
from webapp.accounts.models import Account
from webapp.agenda.tracks import add_track
from webapp.core import pictures
from webapp.core.content import ContentVersion
from webapp.core.database import db, is_sqlite, write
from webapp.core.permissions import NOBODY, Role, Viewer
from webapp.core.picture_files import Drawn
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.delegations import host_rules
from webapp.delegations.rules import Named, add_delegation, name_member
from webapp.events.models import Event
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation
from webapp.projects.roles import viewer_for
from webapp.questions.asking import Kind
from webapp.questions.rules import Draft, add
from webapp.registrations.guardian_models import GuardianConsent


@dataclass(frozen=True)
class Who:
    """One person: an account or none, and the links they have opened in their browser."""

    name: str
    email: str | None = None
    account_id: int | None = None
    session_id: str | None = None
    opens: tuple[str, ...] = ()
    invited_to: frozenset[int] = field(default_factory=frozenset)

    def client(self, app: Flask) -> FlaskClient:
        """Their browser, signed in where they have an account."""
        client = app.test_client()
        if self.session_id is not None:
            with client.session_transaction() as session:
                session["_user_id"] = self.session_id
                session["_fresh"] = True
        for address in self.opens:
            client.get(address)
        return client

    def viewer(self) -> Viewer:
        """What rules and queries know of them today. Needs an app context."""
        if self.account_id is None:
            return Viewer(invited_to=self.invited_to) if self.invited_to else NOBODY
        account = db.session.get(Account, self.account_id)
        assert account is not None
        return viewer_for(account, self.invited_to)


@dataclass(frozen=True)
class People:
    """Everyone, and what they meet: codes of events, slugs, tokens of links, ids."""

    visitor: Who
    participant: Who
    invited: Who
    helper: Who
    reader: Who
    partner_coordinator: Who
    project_coordinator: Who
    stranger: Who  # coordinator of another municipality
    administrator: Who

    public: str
    partners_only: str
    unlisted: str
    internal: str
    draft: str
    event_ids: dict[str, int]
    registration: str
    invitation: str
    #: The link of the guardian of somebody young at the unlisted event.
    guardian: str
    #: The leader's link of a delegation to the unlisted event, and the code of somebody in it.
    delegation: str
    delegate: str
    #: The link of the host of an agenda item of the unlisted event, and that item's code.
    host: str
    hosted: str
    #: A track of the agenda of that event.
    track: str
    logo: str
    question: str  # of the draft
    organisation_ids: dict[str, int]
    project_id: int
    project: str = "living-harbours"

    def __iter__(self) -> Iterator[Who]:
        """Everyone, from who may least to who may most."""
        persons = (getattr(self, each.name) for each in fields(self))
        return (each for each in persons if isinstance(each, Who))


def cast(app: Flask) -> People:
    """Store everyone and what they meet. Takes and closes an app context of its own.

    Most tests begin with this on an empty SQLite database, so what it stores is kept for the next.
    """
    with app.app_context():
        if not _is_ordinary(app):
            with write():
                return _cast()
        database = str(db.engine.url.database)
        if not _kept:
            with write():
                people = _cast()
            with closing(sqlite3.connect(database)) as made:
                image = bytearray(made.serialize())
                image[18:20] = b"\x01\x01"  # not in WAL mode, which no database in memory can be
                _kept.append((people, bytes(image)))
            return people
    people, image = _kept[0]
    with closing(sqlite3.connect(":memory:")) as source, closing(sqlite3.connect(database)) as new:
        source.deserialize(image)
        source.backup(new)
    return people


#: The people and the database with them, once they have been stored.
_kept: list[tuple[People, bytes]] = []


def _is_ordinary(app: Flask) -> bool:
    """Whether the database is empty and the clock and the settings are those of most tests: what is
    stored depends on them."""
    settings = app.config["VIZITE"]
    if not is_sqlite() or time_machine.escape_hatch.is_travelling():
        return False
    if (settings.base_url, settings.languages) != ("http://localhost", ("en", "lv")):
        return False
    return not any(db.session.scalar(select(exists().select_from(each))) for each in _FILLED)


#: A table of each sort: what stands on pages leaves its number, accounts are apart from that.
_FILLED = (ContentVersion, Account)


def _cast() -> People:
    brasla = make_organisation("Brasla Municipality")
    otava = make_organisation("Otava Town", country="CZ", zone="Europe/Prague")
    lielmala = make_organisation("Lielmala Municipality")
    project = make_project("Living Harbours", lead=otava, partners=[brasla])
    make_project("Forest Schools", lead=lielmala)
    events = {
        name: make_event(title, organiser=brasla, projects=[project], **values)
        for name, title, values in (
            ("public", "Open harbour day", {"capacity": 2}),
            ("partners", "Partner meeting", {"visibility": "partners", "capacity": 5}),
            ("unlisted", "Quiet workshop", {"visibility": "unlisted"}),
            ("internal", "Staff rehearsal", {"visibility": "internal"}),
            ("draft", "Not yet announced", {"status": "draft"}),
        )
    }
    registration = make_registration(events["public"], "Pauls Participant", "pauls@example.org")
    invitation = make_invitation(events["partners"], "Guests of Otava", places=3)
    invited_to = frozenset({events["partners"].id})
    delegation, delegate = _delegation_to(events["unlisted"], otava)
    host, hosted = _host_at(events["unlisted"])
    question = add(events["draft"], Kind.YES_NO, Draft(LocalText({"en": "Do you stay?"})))
    return People(
        visitor=Who("visitor"),
        participant=Who("participant", "pauls@example.org"),
        invited=Who(
            "invited", opens=(f"/invitations/{invitation.token()}/",), invited_to=invited_to
        ),
        helper=_staff("helper", Role.HELPER, brasla),
        reader=_staff("reader", Role.READER, brasla),
        partner_coordinator=_staff("partner_coordinator", Role.PARTNER_COORDINATOR, brasla),
        project_coordinator=_staff("project_coordinator", Role.PROJECT_COORDINATOR, otava, project),
        stranger=_staff("stranger", Role.PARTNER_COORDINATOR, lielmala),
        administrator=_staff("administrator", None, None, is_admin=True),
        public=events["public"].code,
        partners_only=events["partners"].code,
        unlisted=events["unlisted"].code,
        internal=events["internal"].code,
        draft=events["draft"].code,
        event_ids={name: event.id for name, event in events.items()},
        registration=registration.token(),
        invitation=invitation.token(),
        guardian=_guardian_of(events["unlisted"]),
        delegation=delegation,
        delegate=delegate,
        question=question.public_id,
        host=host,
        hosted=hosted,
        track=add_track(events["unlisted"], LocalText({"en": "Boats"})).public_id,
        logo=_shelf(),
        organisation_ids={"brasla": brasla.id, "otava": otava.id, "lielmala": lielmala.id},
        project_id=project.id,
    )


def _shelf() -> str:
    """What staff read up and the administrator keeps in order, used by nobody yet: a programme with
    a target group of its own, a fund, a place; and a picture, whose name it gives."""
    programme = make_programme("Tides Together", slug="tides-together")
    make_target_group("Fishers", slug="fishers", programme_id=programme.id)
    make_fund("Sea Fund", slug="sea-fund")
    make_place("Lonely Pier", slug="lonely-pier")
    return pictures.keep(Drawn(b"\x89PNG", 300, 120))


def _guardian_of(event: Event) -> str:
    """The link by which a guardian answers for somebody registered for *event*."""
    young = make_registration(event, "Juris Jaunais", "juris@example.org")
    consent = GuardianConsent(registration_id=young.id, name="Gita", email="gita@example.org")
    db.session.add(consent)
    db.session.flush()
    return consent.token()


def _delegation_to(event: Event, partner: Organisation) -> tuple[str, str]:
    """The link of its leader, and the code of somebody without an address whom they have named."""
    delegation = add_delegation(event, partner, leader_name="Lenka Leader")
    delegate = name_member(delegation, Named("Otto Otava"))
    db.session.flush()
    return delegation.token(), delegate.registration.public_id


def _host_at(event: Event) -> tuple[str, str]:
    """The link of who receives people at an item, and the item's code."""
    item = make_item(event, "Visit to the works", gate_list_due_at=now())
    host = host_rules.name(item, 0, contact_name="Hugo Host", contact_email="hugo@example.org")
    return host.token(), item.public_id


def _staff(
    name: str,
    role: Role | None,
    organisation: Organisation | None,
    project: Project | None = None,
    is_admin: bool = False,
) -> Who:
    shown = name.replace("_", " ").title()
    account = make_account(f"{name.replace('_', '.')}@example.org", shown, is_admin=is_admin)
    if role is not None and organisation is not None:
        make_role(account, role, organisation, project)
    return Who(name, account.email, account.id, make_session(account))
