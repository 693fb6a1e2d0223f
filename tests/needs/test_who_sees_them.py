"""Who sees what somebody needs: those who see to it, on four pages and files, and nobody else.

No context is open between requests: they would share who is signed in.
"""

import io
import zipfile

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import make_account, make_role, make_session
from tests.people import People, Who, cast
from tests.questions.asking import ask, form_of
from tests.questions.test_versions import answer
from tests.registrations.desk import set_event
from webapp.core.database import db, write
from webapp.core.permissions import Role
from webapp.events.models import Event
from webapp.needs.models import Need
from webapp.needs.options import Needed
from webapp.projects.organisations import Organisation
from webapp.questions.asking import Kind
from webapp.registrations.models import Registration

#: Nobody writes this by chance.
WORDS = "Xylophagous celery intolerance"


@pytest.fixture
def people(app: Flask) -> People:
    """The cast, at an event with room."""
    people = cast(app)
    set_event(app, people, capacity=None)
    return people


@pytest.fixture
def anna(app: Flask, people: People) -> tuple[str, str]:
    """Her public id, and that of the question she answered with her needs."""
    with app.app_context():
        event = db.session.get_one(Event, people.event_ids["public"])
        diet = ask(event, Kind.DIET, "Diet")
        ask(event, Kind.SHORT_TEXT, "Village?")
        needed = {diet.id: Needed(("no-nuts",), WORDS)}
        registration_id = answer(event, "Anna", {}, needed)
        return db.session.get_one(Registration, registration_id).public_id, diet.public_id


def pages(people: People, anna: tuple[str, str]) -> list[str]:
    """Every page and file of staff on which needs could stand."""
    who, question = anna
    desk = f"/manage/events/{people.public}"
    with_needs = f"?chosen=1&columns=name&columns=need-{question}"
    return [
        f"{desk}/",
        f"{desk}/history",
        f"{desk}/people/",
        f"{desk}/people/?q=celery",
        f"{desk}/people/print",
        f"{desk}/people/export",
        f"{desk}/people/export.csv",
        f"{desk}/people/export.csv{with_needs}",
        f"{desk}/people/export.xlsx{with_needs}",
        f"{desk}/people/{who}/",
        f"{desk}/people/{who}/edit",
        f"{desk}/questions/",
        f"{desk}/questions/results",
    ]


def seen_by(app: Flask, who: Who, people: People, anna: tuple[str, str]) -> set[str]:
    """The pages and files in which this person reads what she needs."""
    client = who.client(app)
    answers = {address: client.get(address).get_data() for address in pages(people, anna)}
    return {address for address, content in answers.items() if WORDS.encode() in _opened(content)}


def _opened(content: bytes) -> bytes:
    """What stands in a workbook, which is a packed file; a page as it is."""
    if not content.startswith(b"PK"):
        return content
    book = zipfile.ZipFile(io.BytesIO(content))
    return b"".join(book.read(name) for name in book.namelist())


def test_only_those_who_see_to_needs_see_them(
    app: Flask, people: People, anna: tuple[str, str]
) -> None:
    expected = {
        address
        for address in pages(people, anna)
        if address.endswith((f"{anna[0]}/", f"{anna[0]}/edit")) or "columns=need-" in address
    }

    seen = {who.name: seen_by(app, who, people, anna) for who in people}

    assert seen.pop("partner_coordinator") == expected
    assert set().union(*seen.values()) == set(), seen


def test_a_helper_given_a_look_at_needs_sees_them_on_the_persons_page(
    app: Flask, people: People, anna: tuple[str, str]
) -> None:
    with app.app_context(), write():
        brasla = db.session.get_one(Organisation, people.organisation_ids["brasla"])
        cook = make_account("cook@example.org", "Cook")
        make_role(cook, Role.HELPER, brasla, sees_needs=True)
        who = Who("cook", cook.email, cook.id, make_session(cook))

    seen = seen_by(app, who, people, anna)

    assert seen == {f"/manage/events/{people.public}/people/{anna[0]}/"}


def test_staff_who_may_not_see_needs_do_not_change_them_either(
    app: Flask, people: People, anna: tuple[str, str]
) -> None:
    client = people.administrator.client(app)
    where = f"/manage/events/{people.public}/people/{anna[0]}/edit"
    form = form_of(client, where)

    assert f"questions-{anna[1]}" not in str(form)
    forged = {f"questions-{anna[1]}": [], f"questions-{anna[1]}-words": ""}
    client.post(where, data=form | forged | {"name": "Anna Other"})

    with app.app_context():
        [need] = db.session.scalars(select(Need))
        assert (need.options, need.words) == (["no-nuts"], WORDS)
        query = select(Registration.name).where(Registration.public_id == anna[0])
        assert db.session.scalars(query).one() == "Anna Other"
