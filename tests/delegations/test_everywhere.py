"""What somebody eats or needs shows at no address at all to whoever may not see it."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.logistics.making import make_need
from tests.people import People, Who, cast
from tests.test_whole_app import EMBEDDED, IMPORTED, TABLE
from tests.visit_factories import make_item
from webapp.agenda import versions
from webapp.core.database import db, write
from webapp.delegations import host_rules, rules
from webapp.delegations.rules import Named
from webapp.events.models import Event
from webapp.logistics.models import CatererLink
from webapp.projects.organisations import Organisation

#: Of each of these nothing but the first may be seen by whoever has no business with people.
NEEDS = ("Quinoa allergy", "Blue crutches")
PEOPLE = ("Milda Member", "milda@", "Lenka Leader", "lenka@", "Hugo Host", "hugo@")
INTERNAL = "Rehearsal of the staff"


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def links(app: Flask, people: People) -> dict[str, str]:
    """A visit whose only delegate needs much; what opens what."""
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        event.pool.capacity = 20
        db.session.flush()
        otava = db.session.get_one(Organisation, people.organisation_ids["otava"])
        leader = {"leader_name": "Lenka Leader", "leader_email": "lenka@example.org"}
        delegation = rules.add_delegation(event, otava, **leader)
        named = Named("Milda Member", "milda@example.org")
        member = rules.name_member(delegation, named).registration
        for kind, option, said in zip(
            ("diet", "access"), ("vegan", "step-free"), NEEDS, strict=True
        ):
            make_need(member, kind, option, said=said)
        item = make_item(event, "Lunch", kind="meal", host_id=otava.id)
        host = host_rules.name(item, 0, contact_name="Hugo Host", contact_email="hugo@example.org")
        make_item(event, INTERNAL, visibility="internal", hour=16)
        caterer = CatererLink(event_id=event.id)
        db.session.add(caterer)
        versions.publish(event)
        return {
            "registration": member.token(),
            "delegation": delegation.token(),
            "delegate": member.public_id,
            "host": host.token(),
            "hosted": item.public_id,
            "caterer": caterer.token(),
        }


def addresses(people: People, links: dict[str, str]) -> Iterator[str]:
    """Every page and file of the app, of this visit where it is of a visit, but for the delegate's
    own ones."""
    one: dict[str, Any] = vars(people) | links
    one |= dict.fromkeys(("partners_only", "unlisted", "internal", "draft"), people.public)
    one |= {"person": links["delegate"], "guests": people.invitation.partition("-")[0]}
    one |= {"group": links["delegation"].partition("-")[0]}
    one |= {"imported": IMPORTED, "embedded": EMBEDDED}
    lines = [template for method, template, _who in TABLE if method == "GET"]
    for template in dict.fromkeys([*lines, "/caterers/{caterer}/"]):
        if not template.startswith("/registrations/{registration}") and template != "/readyz":
            yield template.format(**one)


def said(answer: TestResponse) -> str:
    """All that an answer says; a PDF is set of the same values as its page, which is read too."""
    content = answer.get_data()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist())
    return content.decode(errors="replace").replace("\r\n ", "")


@pytest.mark.parametrize("name", ["stranger", "reader", "project_coordinator"])
def test_nothing_shows_to_who_may_not_see_people(
    app: Flask, people: People, links: dict[str, str], name: str
) -> None:
    who: Who = getattr(people, name)
    client, met = who.client(app), 0

    for address in addresses(people, links):
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code != 200:
            continue
        met, text = met + 1, said(answer)
        assert not [each for each in NEEDS if each in text], address
        if name == "stranger":
            assert INTERNAL not in text, address
        if not any(links[each] in address for each in ("delegation", "host")):
            assert not [each for each in PEOPLE if each in text], address

    assert met > 30


def test_the_delegate_and_the_organisers_coordinator_see_them(
    app: Flask, people: People, links: dict[str, str]
) -> None:
    own = people.stranger.client(app).get(f"/registrations/{links['registration']}/data")
    board = f"/manage/events/{people.public}/logistics/access/"
    desk = people.partner_coordinator.client(app).get(board)

    assert all(each in said(own) for each in NEEDS)
    assert NEEDS[1] in said(desk)
