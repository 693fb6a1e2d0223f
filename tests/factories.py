"""Plain functions that make rows for tests, each with sensible values and any of them replaced.

    with app.app_context():
        code = make_event(capacity=2, period=Period.month(2027, 5)).code

They write in the ``with write():`` around them; where there is none, each opens its own. A row can
be used as long as its app context is open, so take codes, ids and tokens out of it before a
request is sent. Texts may be plain (English) or a `LocalText`; rows they need and are not given are
the same for all (one municipality, no project).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import inspect, select

from webapp.accounts import sessions
from webapp.accounts.models import Account
from webapp.core.database import TextType, db, is_writing, write
from webapp.core.periods import Period
from webapp.core.permissions import Role
from webapp.core.text import LocalText, search_key
from webapp.core.times import now
from webapp.events.models import Event
from webapp.events.parts import (
    Contributor,
    EventKindLink,
    EventLanguage,
    EventPlace,
    EventProject,
)
from webapp.programmes.models import Fund, FundingStatement, Programme, TargetGroup
from webapp.projects.models import Membership, Phase, Project
from webapp.projects.money import Budget, Share
from webapp.projects.organisations import Organisation, OrganisationAlias, Place
from webapp.projects.roles import RoleAssignment
from webapp.registrations.models import HELD_UNTIL, SEATED, Invitation, Registration, State
from webapp.seats.models import SeatPool

Words = str | LocalText


@contextmanager
def writing() -> Iterator[None]:
    """The transaction that is open, else one of its own."""
    if is_writing():
        yield
        return
    with write():
        yield


def words(text: Words | None) -> LocalText | None:
    """A text in several languages from a plain English one."""
    return LocalText({"en": text}) if isinstance(text, str) else text


def slug(text: Words) -> str:
    """An address of a name: "Living Harbours" → "living-harbours"."""
    return "-".join(search_key(str(text)).split())


def in_days(days: int, hour: int = 10, hours: float = 2.5, zone: str = "Europe/Riga") -> Period:
    """A period with hours, so many days from now: 10:00–12:30 in Riga."""
    starts = datetime.combine((now() + timedelta(days=days)).date(), time(hour))
    return Period.at(starts, starts + timedelta(hours=hours), zone)


def worded(model: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    """The values with plain words as texts, in the columns that hold texts."""
    texts = {each.key for each in inspect(model).columns if isinstance(each.type, TextType)}
    return {name: words(value) if name in texts else value for name, value in values.items()}


# Who and where


def make_organisation(name: Words = "Brasla Municipality", **values: Any) -> Organisation:
    """An organisation in Latvia; the one of this name where there is one already."""
    values.setdefault("slug", slug(name))
    values.setdefault("country", "LV")
    aliases = values.pop("aliases", ())
    with writing():
        found = db.session.scalar(select(Organisation).where(Organisation.slug == values["slug"]))
        if found is not None:
            return found
        organisation = Organisation(name=words(name), **worded(Organisation, values))
        organisation.aliases = [OrganisationAlias(name=a, key=search_key(a)) for a in aliases]
        return _stored(organisation)


def make_place(name: Words = "Brasla Harbour Hall", **values: Any) -> Place:
    """A place in Latvia; the one of this name where there is one already."""
    values.setdefault("slug", slug(name))
    values.setdefault("country", "LV")
    with writing():
        found = db.session.scalar(select(Place).where(Place.slug == values["slug"]))
        return found or _stored(Place(name=words(name), **worded(Place, values)))


def make_account(email: str = "ilze@example.org", name: str = "Ilze", **values: Any) -> Account:
    """An account without any role."""
    with writing():
        return _stored(Account(email=email.casefold(), name=name, **values))


def make_session(account: Account) -> str:
    """Sign *account* in; what the cookie of that browser holds. Lasts wherever the clock is put."""
    with writing():
        session = sessions.start(account, "Firefox, Linux")
        session.last_seen_at = now() + timedelta(days=3650)
        db.session.flush()
        return account.get_id()


def make_role(
    account: Account,
    role: Role | str,
    organisation: Organisation,
    project: Project | None = None,
    **values: Any,
) -> RoleAssignment:
    """A role of an account at an organisation, for one project or for all."""
    with writing():
        return _stored(
            RoleAssignment(
                account_id=account.id,
                role=Role(role).value,
                organisation_id=organisation.id,
                project_id=None if project is None else project.id,
                **values,
            )
        )


# Programmes and projects


def make_fund(name: Words = "European Regional Development Fund", **values: Any) -> Fund:
    """Who pays; the one of this name where there is one already."""
    values.setdefault("slug", slug(name))
    with writing():
        found = db.session.scalar(select(Fund).where(Fund.slug == values["slug"]))
        return found or _stored(Fund(name=words(name), **worded(Fund, values)))


def make_programme(
    name: Words = "Shores and Towns",
    statement: Words | None = "Co-funded by the European Union",
    statements: Iterable[tuple[Words, date | None, date | None]] = (),
    **values: Any,
) -> Programme:
    """A programme with one statement for all time, or with *statements* (text, from, to)."""
    values.setdefault("slug", slug(name))
    given = list(statements) or ([(statement, None, None)] if statement else [])
    with writing():
        programme = Programme(name=words(name), **worded(Programme, values))
        programme.statements = [
            FundingStatement(text=words(text), valid_from=first, valid_to=last)
            for text, first, last in given
        ]
        return _stored(programme)


def make_target_group(name: Words = "Residents", **values: Any) -> TargetGroup:
    """A group that events are for."""
    values.setdefault("slug", slug(name))
    with writing():
        return _stored(TargetGroup(name=words(name), **worded(TargetGroup, values)))


def make_project(
    name: Words = "Living Harbours",
    lead: Organisation | None = None,
    partners: Iterable[Organisation] = (),
    **values: Any,
) -> Project:
    """A project with one phase: its lead partner and the other partners."""
    values.setdefault("slug", slug(name))
    with writing():
        project = _stored(Project(name=words(name), **worded(Project, values)))
        make_phase(project, lead=lead, partners=partners)
        return project


def make_phase(
    project: Project,
    number: int = 1,
    lead: Organisation | None = None,
    partners: Iterable[Organisation] = (),
    period: Period | None = None,
    **values: Any,
) -> Phase:
    """A phase of a project with its partners."""
    with writing():
        phase = Phase(project_id=project.id, number=number, **worded(Phase, values))
        phase.period = period or Period.undated()
        members = [Membership(organisation_id=each.id) for each in partners]
        if lead is not None:
            members.insert(0, Membership(organisation_id=lead.id, role="lead"))
        phase.memberships = members
        return _stored(phase)


def make_budget(
    project: Project, amount: Any, shares: Iterable[tuple[Fund, Any]] = (), **values: Any
) -> Budget:
    """A sum of euro and which fund pays how many per cent of it."""
    with writing():
        budget = Budget(project_id=project.id, amount=amount, **values)
        budget.shares = [
            Share(fund_id=fund.id, percent=percent, position=position)
            for position, (fund, percent) in enumerate(shares)
        ]
        return _stored(budget)


# Events


def make_event(
    title: Words = "Harbour workshop",
    *,
    organiser: Organisation | None = None,
    projects: Iterable[Project] = (),
    places: Iterable[Place] = (),
    languages: Iterable[str] = (),
    more_kinds: Iterable[str] = (),
    target_groups: Iterable[TargetGroup] = (),
    contributors: Iterable[dict[str, Any]] = (),
    capacity: int | None = None,
    period: Period | None = None,
    status: str = "confirmed",
    **values: Any,
) -> Event:
    """A public workshop a month from now, published, open to all without limit.

    The first of *projects* is the main one; of *contributors* each has role and name.
    """
    values = {"kind": "workshop", "registration_mode": "open", **values}
    with writing():
        event = Event(name=words(title), status=status, **worded(Event, values))
        event.organiser = organiser or make_organisation()
        event.pool = SeatPool(capacity=capacity)
        event.period = period or in_days(30)
        if status != "draft" and event.published_at is None:
            event.published_at = now()
        if status == "cancelled" and event.cancelled_at is None:
            event.cancelled_at = now()
        event.project_links = [
            EventProject(project_id=project.id, is_main=position == 0)
            for position, project in enumerate(projects)
        ]
        event.place_links = [
            EventPlace(place_id=place.id, position=position)
            for position, place in enumerate(places)
        ]
        event.language_links = [
            EventLanguage(language=tag, position=position) for position, tag in enumerate(languages)
        ]
        event.kind_links = [EventKindLink(kind=kind) for kind in more_kinds]
        event.target_groups = list(target_groups)
        event.contributors = [
            Contributor(position=position, **one) for position, one in enumerate(contributors)
        ]
        return _stored(event)


# Who is coming


def make_registration(
    event: Event,
    name: str = "Anna Bērziņa",
    email: str | None = "anna@example.org",
    state: State | str = State.CONFIRMED,
    **values: Any,
) -> Registration:
    """A registration in any state; one that holds a seat takes it from the event's pool."""
    state = State(state)
    with writing():
        if state in HELD_UNTIL:
            values.setdefault("held_until", now() + timedelta(hours=48))
        if state == State.WAITING:
            values.setdefault("waiting_since", now())
        if state == State.CONFIRMED:
            values.setdefault("confirmed_at", now())
        if state in SEATED:
            event.pool.taken += 1
        registration = Registration(
            event_id=event.id,
            state=state.value,
            name=name,
            name_key=search_key(name),
            email=email,
            email_key=email.casefold() if email else None,
            **{"language": "en", **values},
        )
        return _stored(registration)


def make_invitation(event: Event, label: str = "Partners", **values: Any) -> Invitation:
    """A link that lets its holder know of an event and register."""
    with writing():
        return _stored(Invitation(event_id=event.id, label=label, **values))


Row = TypeVar("Row")


def _stored(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row
