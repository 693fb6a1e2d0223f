"""Finding rows of the examples, for the pages that show them."""

from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import select

from webapp.core.database import db
from webapp.events.models import Event
from webapp.registrations.models import Registration, State


def path_of(address: str) -> str:
    """An address of this site without its host: the server of the moment has another port."""
    return urlunsplit(("", "", *urlsplit(address)[2:]))


def example(slug: str) -> Event:
    """The invented event of this slug."""
    return db.session.scalars(select(Event).where(Event.slug == f"example-{slug}")).one()


def registration_of(slug: str, state: State) -> Registration:
    """The first registration of that event in this state."""
    query = select(Registration).join(Event).where(Event.slug == f"example-{slug}")
    query = query.where(Registration.state == state).order_by(Registration.id)
    return db.session.scalars(query.limit(1)).one()


def confirmed(slug: str) -> Registration:
    """The first of that event who have their seat."""
    return registration_of(slug, State.CONFIRMED)
