"""What staff see of pictures and guardians, and how they erase somebody who asked them to."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browsing import look, send
from tests.counting import count_statements
from tests.people import People, cast
from tests.registrations import desk
from tests.registrations.desk import list_of
from webapp.core.database import db, write
from webapp.registrations.guardian_models import GuardianConsent
from webapp.registrations.models import Registration


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


def young(app: Flask, public_id: str, answer: str) -> None:
    """Give somebody a guardian who has said *answer*."""
    with app.app_context(), write():
        found = db.session.scalars(
            select(Registration).where(Registration.public_id == public_id)
        ).one()
        consent = GuardianConsent(registration_id=found.id, name="Gita", email="g@example.org")
        consent.answer = answer
        consent.answered_at = None if answer == "asked" else found.created_at
        db.session.add(consent)


def names(page: object) -> list[str]:
    rows = page.soup.select("#people tbody th a")  # type: ignore[attr-defined]
    return sorted(row.get_text(strip=True) for row in rows)


def test_the_list_tells_who_wants_no_pictures_and_finds_them(app: Flask, people: People) -> None:
    desk.set_event(app, people, takes_photos=True)
    desk.store(app, people, {"name": "Zane", "not_in_photos": True}, {"name": "Yuri"})
    client = people.helper.client(app)

    page = look(client, list_of(people))
    found = look(client, f"{list_of(people)}?mark=no-photos")

    assert "please not me" in page.words
    assert names(found) == ["Zane"]
    assert "please not me" in look(client, f"{list_of(people)}print").words


def test_the_list_tells_whose_guardian_has_not_agreed(app: Flask, people: People) -> None:
    desk.set_event(app, people, guardian_age=16)
    rows = [{"name": name} for name in ("Asked", "Given", "Refused", "Older")]
    ids = desk.store(app, people, *rows)
    for public_id, answer in zip(ids, ("asked", "given", "refused"), strict=False):
        young(app, public_id, answer)
    client = people.helper.client(app)

    found = look(client, f"{list_of(people)}?mark=no-consent")
    person = look(client, f"{list_of(people)}{ids[0]}/")

    assert names(found) == ["Asked", "Refused"]
    assert "guardian does not agree" in found.words
    assert "Gita , g@example.org guardian has not answered yet" in person.words
    printed = look(client, f"{list_of(people)}print").words
    assert printed.count("guardian has not agreed") == 2


def test_marks_an_event_does_not_ask_are_not_offered(app: Flask, people: People) -> None:
    page = look(people.helper.client(app), list_of(people))

    assert page.soup.select_one("[name=mark]") is None
    assert look(people.helper.client(app), f"{list_of(people)}?mark=nonsense").status == 200


def test_guardians_cost_the_list_one_statement(app: Flask, people: People) -> None:
    client = people.helper.client(app)
    desk.store(app, people, *({} for _ in range(5)))
    client.get(list_of(people))
    with count_statements() as without:
        client.get(list_of(people))
    desk.set_event(app, people, guardian_age=16)
    with count_statements() as with_them:
        client.get(list_of(people))

    assert len(with_them) == len(without) + 1


# Erasing on request


def erasure(people: People, public_id: str) -> str:
    return f"{list_of(people)}{public_id}/"


def test_a_coordinator_erases_somebody_who_wrote_to_them(app: Flask, people: People) -> None:
    [zane] = desk.store(app, people, {"name": "Zane", "email": "zane@example.org"})
    client = people.partner_coordinator.client(app)
    page = look(client, erasure(people, zane))

    done = send(client, page, button="Erase this person's data", reason="letter")

    assert "Erased: the data of this person." in done.soup.get_text()
    assert "Zane" not in done.words
    left = desk.stored(app, zane)
    assert (left.name, left.state, left.email) == ("", "cancelled", None)
    [entry] = desk.log(app, "contact-data-erased")
    assert entry.actor.startswith("account:")
    assert entry.after is not None
    assert entry.after["asked"] == "letter"
    assert desk.letters(app) == []


@pytest.mark.parametrize("reason", ["", "because", "link"])
def test_how_they_asked_must_be_told(app: Flask, people: People, reason: str) -> None:
    [zane] = desk.store(app, people, {"name": "Zane"})
    client = people.partner_coordinator.client(app)

    page = send(
        client,
        look(client, erasure(people, zane)),
        button="Erase this person's data",
        reason=reason,
    )

    assert page.status == 422
    assert desk.stored(app, zane).name == "Zane"


def test_helpers_erase_nobody(app: Flask, people: People) -> None:
    [zane] = desk.store(app, people, {"name": "Zane"})
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    client = people.helper.client(app)

    assert "Erase this person" not in look(client, erasure(people, zane)).words
    assert client.post(f"{erasure(people, zane)}erasure").status_code == 403
