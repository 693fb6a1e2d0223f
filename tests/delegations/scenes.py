"""Whole networks of delegations for tests, made of the rows of `tests.visit_factories`."""

from collections.abc import Sequence

from sqlalchemy import select

from tests.factories import make_organisation, make_project, writing
from tests.visit_factories import TOWNS, make_delegate, make_delegation
from webapp.core.database import db
from webapp.delegations.models import Delegate, Delegation
from webapp.events.models import Event
from webapp.events.parts import EventProject
from webapp.registrations.models import Registration


def make_network(event: Event, delegates: Sequence[int]) -> list[Delegation]:
    """A delegation of each town, with so many delegates."""
    with writing():
        made = [make_delegation(event, name, quota=20) for name, _country in TOWNS]
        for delegation, number in zip(made, delegates, strict=True):
            for each in range(number):
                make_delegate(delegation, f"Person{delegation.id} Number{each}")
        return made


def partnership(event: Event) -> None:
    """A project of the towns, to which the event belongs."""
    with writing():
        towns = [make_organisation(name, country=country) for name, country in TOWNS]
        project = make_project("IoTXchange", lead=towns[0], partners=towns[1:])
        event.project_links.append(EventProject(project_id=project.id, is_main=True))


def registration_of(delegate: Delegate) -> Registration:
    """Read anew."""
    return db.session.scalars(
        select(Registration).where(Registration.id == delegate.registration_id)
    ).one()
