"""What calendar programs sent back, in front of staff: seen, answered, erased."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.browsing import look
from tests.counting import count_statements
from tests.outbox import letter, letters
from tests.people import People, cast
from tests.registrations.desk import list_of, store
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.manage.due import due_for
from webapp.registrations import rights
from webapp.registrations.models import Registration
from webapp.registrations.replies_models import CalendarReply, ReplyKind
from webapp.registrations.rights_erasure import erase

STAYS = "registrations/letters/date-stays"


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    return people.partner_coordinator.client(app)


def reply(app: Flask, people: People, kind: str = "proposal", **values: Any) -> str:
    """A reply of somebody registered for the public event; their public id."""
    row = {"name": "Anna", "email": "anna@example.org"}
    row |= {name: values.pop(name) for name in ("name", "email", "state") if name in values}
    (public_id,) = store(app, people, row)
    with app.app_context(), write():
        person = db.session.scalars(
            select(Registration).where(Registration.public_id == public_id)
        ).one()
        told: dict[str, Any] = {"sequence": 0, "stamped_at": now(), "answer": "TENTATIVE"} | values
        if kind == ReplyKind.PROPOSAL and not {"starts_at", "first_on", "written"} & told.keys():
            assert person.event.starts_at is not None
            told["starts_at"] = person.event.starts_at + timedelta(hours=1)
            told["ends_at"] = told["starts_at"] + timedelta(hours=2)
        db.session.add(CalendarReply(registration_id=person.id, kind=kind, **told))
    return public_id


def due_kinds(app: Flask, people: People) -> list[str]:
    with app.app_context(), app.test_request_context():
        return [each.kind for each in due_for(people.partner_coordinator.viewer())]


def press(
    desk: FlaskClient, people: People, act: str, number: int = 1, event: str = "public"
) -> str:
    page = f"{list_of(people, event)}replies"
    token = look(desk, "/manage/").soup.select_one("[name=csrf_token]")
    assert token is not None
    form = {"csrf_token": token["value"], "act": act}
    answer = desk.post(f"{page}/{number}", data=form, follow_redirects=True)
    return str(answer.status_code)


def test_a_proposal_is_due_until_somebody_has_noted_it(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    reply(app, people, comment="The bus comes late")
    assert "proposal" in due_kinds(app, people)
    shown = look(desk, f"{list_of(people)}replies")
    assert "Proposes another time:" in shown.words
    assert "11:00–13:00, Riga time" in shown.words
    assert "The bus comes late" in shown.words
    assert "1 other time proposed" in look(desk, list_of(people)).words

    assert press(desk, people, "noted") == "200"

    assert "proposal" not in due_kinds(app, people)
    assert "noted" in look(desk, f"{list_of(people)}replies").words
    assert letters(app, kind=STAYS) == []


def test_the_person_is_told_once_that_the_date_stays(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    reply(app, people)

    for _ in range(2):
        assert press(desk, people, "stays") == "200"

    assert letter(app, kind=STAYS).recipient == "anna@example.org"
    assert "told that the date stays" in look(desk, f"{list_of(people)}replies").words


def test_a_comment_and_a_doubt_are_shown_and_ask_for_nothing(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    reply(app, people, "comment", answer="ACCEPTED", comment="<b>Late</b>, {{ 7 * 7 }}")
    boriss = reply(app, people, "unproven", name="Boriss", email="b@example.org", answer="DECLINED")
    shown = look(desk, f"{list_of(people)}replies")

    assert "Answered “yes” and wrote: <b>Late</b>, {{ 7 * 7 }}" in shown.words
    assert "An answer came (“no”) that could not be checked" in shown.words
    assert shown.soup.select("form[action*='/replies/']") == []
    assert "proposal" not in due_kinds(app, people)
    assert "could not be checked" in look(desk, f"{list_of(people)}{boriss}/").words
    for act in ("stays", "nonsense", ""):
        assert press(desk, people, act) == "200"
    assert letters(app, kind=STAYS) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"written": "2027-05-04 10:00 (Home)"}, "2027-05-04 10:00 (Home)"),
        ({"first_on": now().date(), "last_on": now().date()}, str(now().year)),
        ({"starts_at": now()}, "Riga time"),
        ({"starts_at": now(), "ends_at": now() + timedelta(days=400)}, "Riga time"),
    ],
)
def test_a_time_is_told_whatever_was_proposed(
    app: Flask, people: People, desk: FlaskClient, values: dict[str, Any], words: str
) -> None:
    reply(app, people, **values)

    assert words in look(desk, f"{list_of(people)}replies").words


def test_the_proposal_of_somebody_who_left_is_nothing_to_do(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    reply(app, people, state="cancelled")

    assert "proposal" not in due_kinds(app, people)
    assert look(desk, f"{list_of(people)}replies").soup.select("form[action*='/replies/']") == []


def test_what_was_written_is_told_to_the_person_and_erased_with_them(
    app: Flask, people: People
) -> None:
    public_id = reply(app, people, comment="The bus comes late")
    with app.app_context(), write():
        person = db.session.scalars(
            select(Registration).where(Registration.public_id == public_id)
        ).one()
        told = [(fact.name, fact.value) for fact in rights.known(person).facts]
        assert ("calendar_comment", "The bus comes late") in told

        erase(person)

        assert list(db.session.scalars(select(CalendarReply))) == []


def test_the_list_takes_the_same_statements_however_long(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    page = f"{list_of(people)}replies"
    reply(app, people)
    look(desk, page)
    with count_statements() as few:
        look(desk, page)
    for number in range(5):
        reply(app, people, name=f"Person {number}", email=f"p{number}@example.org")
    with count_statements() as many:
        look(desk, page)

    assert len(many) == len(few)


def test_nobody_else_sees_or_decides(app: Flask, people: People) -> None:
    reply(app, people)
    page = f"{list_of(people)}replies"

    for who in (people.helper, people.reader, people.project_coordinator, people.stranger):
        assert who.client(app).get(page).status_code == 403
    # Another event's reply is not this one's to decide on.
    coordinator = people.partner_coordinator.client(app)
    assert press(coordinator, people, "noted", event="partners_only") == "404"
    assert press(coordinator, people, "noted", 99999999999) == "404"
