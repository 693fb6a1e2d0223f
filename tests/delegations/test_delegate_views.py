"""A delegate's own page: what the leader wrote, confirmed or corrected; and how their registration
reads."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.browsing import Sheet, look, values
from tests.counting import count_statements
from tests.factories import make_registration
from tests.people import People, cast
from tests.registrations.desk import set_event
from tests.visit_factories import make_delegate, make_delegation
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.delegations.models import Delegate, Standing
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.registrations.models import Registration


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


def named(
    app: Flask, people: People, standing: Standing = Standing.MEMBER, **more: Any
) -> tuple[str, str]:
    """(the token of their registration, the key of their delegation)."""
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        event.pool.capacity = 20
        delegation = make_delegation(event)
        given: dict[str, Any] = {"organisation_text": "Ville de Nevers", **more}
        delegate = make_delegate(delegation, "Jean Martin", standing, **given)
        return delegate.registration.token(), delegation.key


def words_of(page: Sheet, which: str) -> str:
    found = page.soup.select_one(which)
    assert found is not None
    return " ".join(found.get_text(" ").split())


def stored(app: Flask, token: str) -> tuple[Registration, Delegate]:
    with app.app_context():
        registration = Registration.find_by_token(token)
        delegate = db.session.scalars(
            select(Delegate).where(Delegate.registration_id == registration.id)
        ).one()
        db.session.expunge_all()
        return registration, delegate


def test_a_delegate_reads_what_was_written_about_them(app: Flask, people: People) -> None:
    token, _ = named(app, people)

    page = look(app.test_client(), f"/registrations/{token}/delegate")

    assert words_of(page, "main .lead") == (
        "You have a place and come with the delegation of Nevers."
    )
    facts = page.words
    assert "elected representative" in facts
    assert "the project" in facts
    assert "Claire Moulin" in facts
    assert "claire@example.org" not in facts
    assert values(page.form("Confirm my data"))["name"] == "Jean Martin"


def test_confirming_says_so_and_writes_no_letter(app: Flask, people: People) -> None:
    token, key = named(app, people)
    client = app.test_client()
    form = values(look(client, f"/registrations/{token}/delegate").form("Confirm my data"))

    answer = client.post(f"/registrations/{token}/delegate", data=form)

    assert answer.status_code == 303
    registration, delegate = stored(app, token)
    assert delegate.confirmed_at is not None
    assert registration.revision == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Letter)) == 0
        (change,) = db.session.scalars(select(Change).where(Change.entity == key))
        assert change.verb == "delegate-confirmed"


def test_a_correction_is_kept_and_told_without_what_it_says(app: Flask, people: People) -> None:
    token, key = named(app, people)
    client = app.test_client()
    form = values(look(client, f"/registrations/{token}/delegate").form("Confirm my data"))
    form |= {"name": "Jean-Luc Martin", "zone": "Europe/Paris"}

    client.post(f"/registrations/{token}/delegate", data=form)

    registration, _ = stored(app, token)
    assert (registration.name, registration.zone) == ("Jean-Luc Martin", "Europe/Paris")
    with app.app_context():
        (change,) = db.session.scalars(select(Change).where(Change.entity == key))
        assert change.verb == "delegate-corrected"
        assert change.after == {
            "registration": registration.public_id,
            "fields": ["name", "zone"],
        }


def test_a_name_is_needed_and_what_was_typed_stays(app: Flask, people: People) -> None:
    token, _ = named(app, people)
    client = app.test_client()
    form = values(look(client, f"/registrations/{token}/delegate").form("Confirm my data"))

    answer = client.post(
        f"/registrations/{token}/delegate",
        data=form | {"name": "", "organisation_text": "Nevers Agglomération"},
    )

    assert answer.status_code == 422
    assert "Write your first name and surname." in answer.text
    assert "Nevers Agglomération" in answer.text


def test_what_the_leader_changed_meanwhile_is_shown_first(app: Flask, people: People) -> None:
    token, _ = named(app, people)
    client = app.test_client()
    form = values(look(client, f"/registrations/{token}/delegate").form("Confirm my data"))
    with app.app_context(), write():
        registration = Registration.find_by_token(token)
        registration.organisation_text = "Nevers Agglomération"
        registration.touch()

    answer = client.post(f"/registrations/{token}/delegate", data=form | {"name": "Jean-Luc"})

    assert answer.status_code == 409
    assert "Nevers Agglomération" in answer.text
    registration, delegate = stored(app, token)
    assert (registration.name, delegate.confirmed_at) == ("Jean Martin", None)


def test_a_reserve_is_not_told_of_a_place_in_line(app: Flask, people: People) -> None:
    token, _ = named(app, people, Standing.RESERVE)

    page = look(app.test_client(), f"/registrations/{token}/")

    assert words_of(page, ".registration-state .lead") == (
        "You are a reserve of the delegation of Nevers."
    )
    assert words_of(page, ".registration-state .chip") == "reserve"
    assert "number 1 on the waiting list" not in page.words


def test_a_wish_says_that_the_organiser_decides(app: Flask, people: People) -> None:
    token, _ = named(app, people, Standing.WISH)

    page = look(app.test_client(), f"/registrations/{token}/")

    assert words_of(page, ".registration-state .lead") == (
        "The delegation of Nevers would like to bring you beyond its places."
    )


def test_the_registration_leads_to_what_is_to_be_confirmed(app: Flask, people: People) -> None:
    token, _ = named(app, people)

    page = look(app.test_client(), f"/registrations/{token}/")

    assert "to be confirmed" in words_of(page, ".visit-parts__part.is-open")
    link = page.soup.select_one(".visit-parts__part.is-open a")
    assert link is not None
    assert link["href"] == f"/registrations/{token}/delegate"


def test_who_comes_alone_has_no_such_page(app: Flask, people: People) -> None:
    client = app.test_client()

    assert client.get(f"/registrations/{people.registration}/delegate").status_code == 404
    assert "delegat" not in look(client, f"/registrations/{people.registration}/").words.casefold()


def test_who_comes_alone_costs_no_statement(app: Flask, people: People) -> None:
    client = app.test_client()
    client.get(f"/registrations/{people.registration}/")

    with count_statements() as sent:
        client.get(f"/registrations/{people.registration}/")

    assert not [each for each in sent if "FROM delegates" in each]


def test_who_is_no_longer_coming_has_nothing_to_confirm(app: Flask, people: People) -> None:
    token, _ = named(app, people, Standing.OUT)

    answer = app.test_client().get(f"/registrations/{token}/delegate")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/registrations/{token}/")


def test_what_is_known_about_somebody_names_their_delegation(app: Flask, people: People) -> None:
    token, _ = named(app, people, Standing.WISH, wish_reason="Speaks on sensors.")

    page = look(app.test_client(), f"/registrations/{token}/data")

    for words in ("Nevers", "elected representative", "Speaks on sensors."):
        assert words in page.words


def test_whoever_asks_to_be_erased_takes_the_wish_with_them(app: Flask, people: People) -> None:
    token, _ = named(app, people, Standing.WISH, wish_reason="Speaks on sensors.")
    client = app.test_client()
    form = values(look(client, f"/registrations/{token}/erasure").form())

    client.post(f"/registrations/{token}/erasure", data=form)

    registration, delegate = stored(app, token)
    assert registration.erased_at is not None
    assert delegate.wish_reason == ""


def test_a_strangers_link_opens_nothing(app: Flask, people: People) -> None:
    token, _ = named(app, people)
    set_event(app, people, capacity=30)
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        other = make_registration(event, "Other", "other@example.org").token()
    wrong = token.split("-")[0] + "-" + other.split("-", 1)[1]

    assert app.test_client().get(f"/registrations/{wrong}/delegate").status_code == 404
