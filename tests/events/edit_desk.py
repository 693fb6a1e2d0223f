"""Opening, reading and changing an event for the tests of its forms."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import Sheet, look
from tests.factories import (
    make_event,
    make_organisation,
)
from tests.people import cast
from webapp.core.database import db, write
from webapp.events import rules
from webapp.events.models import Event

HOURS = {
    "period-precision": "time",
    "period-starts_date": "2027-05-04",
    "period-starts_time": "10:00",
    "period-ends_time": "12:30",
}


def newest(app: Flask) -> Event:
    """The youngest event; the caller's app context stays open."""
    found = db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()
    assert found is not None
    return found


def get(app: Flask, code: str) -> Event:
    return db.session.scalars(db.select(Event).where(Event.code == code)).one()


def change(app: Flask, code: str, **values: Any) -> None:
    with app.app_context(), write():
        rules.edit(get(app, code), **values)


def open_form(app: Flask, side: str = "edit", **values: Any) -> tuple[str, FlaskClient, Sheet]:
    """A form of an event of Brasla, in the browser of its coordinator."""
    people = cast(app)
    with app.app_context():
        code = make_event(organiser=make_organisation("Brasla Municipality"), **values).code
    client = people.partner_coordinator.client(app)
    return code, client, look(client, f"/manage/events/{code}/{side}")


def value(page: Sheet, name: str) -> str:
    field = page.soup.find(attrs={"name": name})
    assert field is not None, name
    return str(field.get("value") if field.name == "input" else field.get_text()).strip()  # type: ignore[union-attr]
