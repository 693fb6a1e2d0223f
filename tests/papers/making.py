"""A partner meeting with an agenda, delegations and people, for tests of its papers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.factories import (
    make_account,
    make_event,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_registration,
    make_role,
    make_session,
    writing,
)
from tests.people import Who
from tests.visit_factories import make_agenda_version, make_delegate, make_delegation, make_item
from webapp.agenda.queries import items_of
from webapp.agenda.snapshots import ItemThen
from webapp.core.database import db
from webapp.core.links import short_code
from webapp.core.periods import Period
from webapp.core.permissions import Role
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.registrations.models import Registration

STATEMENT = LocalText(
    {"en": "Co-funded by the European Union", "lv": "Līdzfinansē Eiropas Savienība"}
)
COUNTRIES = ("FR", "BG", "FI", "SK", "PT", "SE", "GR", "CZ")


@dataclass(frozen=True)
class Meeting:
    """The addresses of what was made."""

    app: Flask
    code: str
    id: int
    #: Tokens of those who were named, in order.
    tokens: tuple[str, ...]
    coordinator: Who

    def get(self, path: str, who: Who | None = None) -> Any:
        """What staff get from the papers of the meeting: ``get("agenda.pdf?lang=lv")``."""
        client = self.staff if who is None else who.client(self.app)
        return client.get(f"/manage/events/{self.code}/papers/{path}")

    @property
    def staff(self) -> FlaskClient:
        """The browser of the coordinator of the organiser."""
        return self.coordinator.client(self.app)


def make_meeting(
    app: Flask,
    names: tuple[str, ...] = ("Anna Bērziņa", "Jean Martin"),
    delegations: int = 1,
    items: int = 2,
    **values: Any,
) -> Meeting:
    """Three days in May 2027 in Razlog; the same *names* in each delegation. Its agenda is
    published; every third item is for partners, and the last one for the staff."""
    with app.app_context(), writing():
        brasla = make_organisation(
            "Brasla Municipality", contact_email="visits@brasla.example.org", **_logo(values)
        )
        event = _event(brasla, values)
        make_item(event, "Welcome", hour=9, hours=1)
        for number in range(1, items):
            visibility = "internal" if number == items - 1 else _visibility(number)
            make_item(
                event,
                f"Visit {number}",
                hour=9 + number % 8,
                day=number % 3,
                visibility=visibility,
                place_id=event.places[0].id if event.places else None,
            )
        publish(event)
        tokens = [
            each.token() for number in range(delegations) for each in _people(event, names, number)
        ]
        account = make_account(f"{short_code(8)}@example.org", "Paula Paper")
        make_role(account, Role.PARTNER_COORDINATOR, brasla)
        session = make_session(account)
        who = Who("coordinator", account.email, account.id, session)
        return Meeting(app, event.code, event.id, tuple(tokens), who)


def publish(event: Event, number: int = 1) -> None:
    """Keep the agenda as it is now as a version."""
    stored = [ItemThen.of(each).as_json() for each in items_of(event)]
    make_agenda_version(event, number, items=stored)


def event_of(meeting: Meeting) -> Event:
    """Its row. Needs an app context."""
    return db.session.get_one(Event, meeting.id)


def _event(brasla: Any, values: dict[str, Any]) -> Event:
    razlog = make_organisation("Municipality of Razlog", country="BG", zone="Europe/Sofia")
    programme = make_programme("Shores and Towns", STATEMENT, slug=short_code(8))
    project = make_project(
        "Living Harbours", lead=brasla, programme_id=programme.id, slug=short_code(8)
    )
    place = make_place(
        "Town hall of Razlog",
        address="1 Stefan Stambolov Street",
        latitude=41.8864,
        longitude=23.4672,
    )
    title = LocalText({"en": "Partner meeting", "lv": "Partneru sanāksme"})
    period = Period.days(date(2027, 5, 10), date(2027, 5, 12), zone="Europe/Sofia")
    given = {
        "organiser": brasla,
        "host_id": razlog.id,
        "projects": [project],
        "places": [place],
        "period": period,
        "capacity": 500,
        "languages": ["en"],
    }
    return make_event(title, **{**given, **values})


def _people(event: Event, names: tuple[str, ...], number: int) -> list[Registration]:
    partner = make_organisation(f"Partner {number}", country=COUNTRIES[number % 8])
    delegation = make_delegation(event, partner, quota=len(names))
    made = []
    for place, name in enumerate(names):
        email = f"p{number}-{place}@secret.example.org"
        person = make_registration(event, name, email)
        role = ("staff", "elected", "local-group")[place % 3]
        payer = ("partner", "project", "host", "self")[place % 4]
        make_delegate(delegation, person, role=role, payer=payer, position=place)
        made.append(person)
    return made


def _visibility(number: int) -> str:
    return "partners" if number % 3 == 0 else "public"


def _logo(values: dict[str, Any]) -> dict[str, Any]:
    logo = values.pop("logo", None)
    return {"logo": logo} if logo else {}
