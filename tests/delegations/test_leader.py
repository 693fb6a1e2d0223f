"""What a leader sees and does behind the link of a delegation, in a browser without a script."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.browsing import Sheet, look, send
from tests.conftest import Clock
from tests.counting import count_statements
from tests.delegations.doing import add, do, fresh, letters_to, name, named, people, visit
from tests.questions.asking import ask
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.delegations import rules
from webapp.delegations.models import Delegate, Delegation, DelegationPlan
from webapp.needs import rules as needs
from webapp.needs.options import Needed
from webapp.questions.asking import Kind
from webapp.questions.models import QuestionVersion
from webapp.seats.counting import miscounts


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        assert list(miscounts()) == []


@pytest.fixture
def delegation() -> int:
    """The delegation of Nevers with four places, kept for it."""
    return add(visit(10))


def home(delegation_id: int) -> str:
    return f"/delegations/{fresh(delegation_id).token()}/"


def page_of(delegate_id: int, page: str) -> str:
    delegate = db.session.get_one(Delegate, delegate_id)
    return f"{home(delegate.delegation_id)}members/{delegate.registration.public_id}/{page}"


def fill(client: FlaskClient, address: str, button: str | None = None, **typed: Any) -> Sheet:
    """Open a page, fill in its form and send it."""
    return send(client, look(client, address), button=button, **typed)


def test_the_page_says_how_many_are_named_and_what_is_missing(
    client: FlaskClient, delegation: int
) -> None:
    name(delegation, "Jean Martin")
    do(rules.name_reserve, delegation, named("Rita Ozola"))

    page = look(client, home(delegation))

    assert "1 of 4 named · 1 reserve" in page.words
    assert "still missing: 3 names" in page.words
    assert "Jean Martin member of staff · paid by the partner" in page.words
    assert page.soup.select_one('meta[name="robots"][content="noindex"]')
    assert page.response.headers["Cache-Control"] == "no-store"


def test_opening_the_link_changes_nothing(client: FlaskClient, delegation: int) -> None:
    before = fresh(delegation).revision, fresh(delegation).opened_at

    for page in ("", "members/new", "members/several", "refusal", "leader"):
        assert look(client, home(delegation) + page).status == 200

    assert (fresh(delegation).revision, fresh(delegation).opened_at) == before
    assert fresh(delegation).state == "planned"


def test_a_leader_names_somebody_who_gets_a_letter(client: FlaskClient, delegation: int) -> None:
    page = fill(
        client,
        home(delegation) + "members/new",
        name="Jean Martin",
        email="jean@example.org",
        role="expert",
        payer="project",
        language="lv",
    )

    assert "Named: Jean Martin." in page.soup.get_text(" ")
    assert "Jean Martin expert · paid by the project" in page.words
    assert people(delegation) == [("Jean Martin", "member", "confirmed")]
    assert letters_to("jean@example.org") == ["named"]
    assert fresh(delegation).delegates[0].registration.language == "lv"


def test_a_name_beyond_the_quota_is_refused_beside_the_choice_and_kept(
    client: FlaskClient, delegation: int
) -> None:
    name(delegation, *(f"Person{number} One" for number in range(4)))
    address = home(delegation) + "members/new"

    page = fill(client, address, name="Jean Martin", stands="member", reason="Knows sensors")

    assert page.status == 422
    assert [each[:40] for each in page.summary()] == ["All 4 places of your delegation are take"]
    assert page.soup.select_one("input[name=name]")["value"] == "Jean Martin"  # type: ignore[index]
    page = send(client, page, stands="wish")
    assert "Wishes beyond your places Jean Martin" in page.words
    assert "Knows sensors" in page.words


def test_a_wish_without_a_reason_is_asked_for_one(client: FlaskClient, delegation: int) -> None:
    name(delegation, *(f"Person{number} One" for number in range(4)))

    page = fill(client, home(delegation) + "members/new", name="Jean Martin", stands="wish")

    assert page.status == 422
    assert page.errors()["reason"].startswith("Error: Write why this person")


def test_a_form_with_nothing_in_it_says_what_to_write(client: FlaskClient, delegation: int) -> None:
    page = fill(client, home(delegation) + "members/new", name="", email="jean(at)example")

    assert page.status == 422
    assert set(page.errors()) == {"name", "email"}


def test_a_pasted_list_names_all_or_none_and_says_which_line_is_wrong(
    client: FlaskClient, delegation: int
) -> None:
    address = home(delegation) + "members/several"
    wrong = "Jean Martin; jean@example.org; expert\n\nAna Silva; ana(at)example.org\nIvo; boss\n"

    page = fill(client, address, people=wrong)

    assert page.status == 422
    assert page.summary() == [
        "Line 3: “ana(at)example.org” is no e-mail address.",
        "Line 4: “boss” is none of: member of staff, elected representative, member of the local"
        " group, expert, interpreter, accompanying person, personal assistant.",
    ]
    assert page.soup.select_one("textarea").get_text().strip() == wrong.strip()  # type: ignore[union-attr]
    right = "Jean Martin; jean@example.org; Expert\nAna Silva\tELECTED\nIvo Kolev"
    page = fill(client, address, people=right)
    assert "3 people are named." in page.soup.get_text(" ")
    assert [who[0] for who in people(delegation)] == ["Jean Martin", "Ana Silva", "Ivo Kolev"]
    page = fill(client, address, people="Petar Petrov\nJean Martin\nEva Nova", stands="reserve")
    assert page.summary()[0].startswith("Line 2: Jean Martin is in your delegation already.")
    assert len(people(delegation)) == 3


def test_a_leader_corrects_somebody(client: FlaskClient, delegation: int) -> None:
    (jean,) = name(delegation, "Jean Martin")

    page = fill(client, page_of(jean, "edit"), button="Save", role="interpreter")

    assert "Jean Martin interpreter" in page.words


def test_two_leaders_who_correct_the_same_person_see_both_versions(
    client: FlaskClient, delegation: int
) -> None:
    (jean,) = name(delegation, "Jean Martin")
    mine = look(client, page_of(jean, "edit"))
    theirs = look(client, page_of(jean, "edit"))
    send(client, theirs, button="Save", role="expert")

    stale = send(client, mine, button="Save", name="Jean-Paul Martin")

    assert stale.status == 409
    assert "Comes as member of staff expert" in stale.words
    assert db.session.get_one(Delegate, jean).registration.name == "Jean Martin"
    after = send(client, stale, button="Save", role="expert")
    assert "Jean-Paul Martin expert" in after.words


def test_two_leaders_who_name_people_at_once_lose_nothing(
    client: FlaskClient, delegation: int
) -> None:
    mine = look(client, home(delegation) + "members/new")
    theirs = look(client, home(delegation) + "members/new")

    send(client, theirs, name="Ana Silva")
    after = send(client, mine, name="Jean Martin")

    assert "Ana Silva" in after.words
    assert "Jean Martin" in after.words


def test_these_are_all_is_said_of_the_list_that_is_there(
    client: FlaskClient, delegation: int
) -> None:
    name(delegation, "Jean Martin")
    seen = look(client, home(delegation))
    name(delegation, "Ana Silva")

    stale = send(client, seen, button="These are all")

    assert "Somebody has changed this meanwhile." in stale.soup.get_text(" ")
    assert "Ana Silva" in stale.words
    done = send(client, stale, button="These are all")
    assert "You have said that these are all. Thank you." in done.words
    assert "Name somebody" not in done.words
    assert fresh(delegation).state == "complete"
    again = send(client, done, button="Open the list again")
    assert "Name somebody" in again.words


def test_a_reserve_comes_in_the_place_of_a_member(client: FlaskClient, delegation: int) -> None:
    (jean,) = name(delegation, "Jean Martin")
    do(rules.name_reserve, delegation, named("Rita Ozola"))

    page = fill(client, page_of(jean, "substitution"))

    assert "Rita Ozola comes in the place of Jean Martin." in page.soup.get_text(" ")
    assert people(delegation) == [
        ("Jean Martin", "out", "cancelled"),
        ("Rita Ozola", "member", "confirmed"),
    ]


def test_a_substitute_who_was_not_named_before_needs_a_name(
    client: FlaskClient, delegation: int
) -> None:
    (jean,) = name(delegation, "Jean Martin")

    page = fill(client, page_of(jean, "substitution"))
    assert (page.status, set(page.errors())) == (422, {"name"})
    page = send(client, page, name="Ana Silva")

    assert people(delegation)[1] == ("Ana Silva", "member", "confirmed")
    assert "Ana Silva" in page.words


def test_a_reserve_is_let_in_and_a_member_taken_off(client: FlaskClient, delegation: int) -> None:
    (jean,) = name(delegation, "Jean Martin")
    do(rules.name_reserve, delegation, named("Rita Ozola"))

    page = fill(client, home(delegation), button="Let step in")
    assert "Rita Ozola has a place now." in page.soup.get_text(" ")
    asked = look(client, page_of(jean, "removal"))
    page = send(client, asked)

    assert "Taken off: Jean Martin." in page.soup.get_text(" ")
    assert [who[1] for who in people(delegation)] == ["out", "member"]
    again = send(client, asked)
    assert "This cannot be done any more" in again.soup.get_text(" ")
    assert look(client, page_of(jean, "edit")).words == look(client, home(delegation)).words


def test_a_member_is_kept_in_reserve(client: FlaskClient, delegation: int) -> None:
    (jean,) = name(delegation, "Jean Martin")

    page = fill(client, page_of(jean, "edit"), button="Make a reserve")

    assert "Reserves Jean Martin" in page.words


def test_a_delegation_that_cannot_come_says_so_by_a_button(
    client: FlaskClient, delegation: int
) -> None:
    name(delegation, "Jean Martin")
    asked = look(client, home(delegation) + "refusal")
    assert "1 person is taken off and told by letter: Jean Martin" in asked.words

    page = send(client, asked, reason="Flu")

    assert "You have said that your delegation cannot come." in page.words
    assert fresh(delegation).declined_reason == "Flu"
    assert "These are all" not in page.words


def test_the_leader_changes_how_they_are_reached_and_two_at_once_see_both(
    client: FlaskClient, delegation: int
) -> None:
    address = home(delegation) + "leader"
    mine, theirs = look(client, address), look(client, address)

    send(client, theirs, leader_name="Claire M.")
    stale = send(client, mine, leader_email="c.moulin@example.org")

    assert stale.status == 409
    assert "Your first name and surname Claire Moulin Claire M." in stale.words
    assert fresh(delegation).leader_email == "claire@example.org"
    done = send(client, stale)
    assert "c.moulin@example.org" in done.words
    assert "The link in earlier letters no longer works" in done.words
    assert client.get(address).status_code == 410
    address = home(delegation) + "leader"
    assert send(client, look(client, address), leader_email="").errors().keys() == {"leader_email"}


def test_what_people_eat_and_need_is_never_on_the_leaders_page(
    client: FlaskClient, delegation: int
) -> None:
    (jean,) = name(delegation, "Jean Martin")
    registration = fresh(delegation).delegates[0].registration
    question = ask(registration.event, Kind.DIET, "What do you not eat?")
    with write():
        version = db.session.scalars(
            select(QuestionVersion.id).where(QuestionVersion.question_id == question.id)
        ).one()
        needed = Needed((), "no hazelnuts")
        needs.store(registration.id, registration.event_id, "diet", needed, version)

    for page in (home(delegation), page_of(jean, "edit"), page_of(jean, "substitution")):
        shown = look(client, page).response.get_data(as_text=True)
        assert "Jean Martin" in shown
        assert "hazelnut" not in shown
        assert "What do you not eat" not in shown
    assert needs.of_one(registration.id)["diet"] == needed


def test_the_page_costs_as_many_statements_with_twenty_people_as_with_two(
    app: Flask, client: FlaskClient
) -> None:
    delegation = add(visit(100), quota=40)
    address = home(delegation)
    name(delegation, "Jean Martin", "Ana Silva")
    look(client, address)
    with count_statements() as small:
        look(client, address)
    name(delegation, *(f"Person{number} One" for number in range(18)))
    do(rules.name_reserve, delegation, named("Rita Ozola"))

    with count_statements() as large:
        look(client, address)

    assert len(large) == len(small)
    assert len(large) <= 16


@pytest.mark.parametrize("how", ["over", "ended", "renewed", "withdrawn"])
def test_a_link_that_does_not_work_any_more_says_what_to_do(
    how: str, app: Flask, client: FlaskClient, delegation: int, clock: Clock
) -> None:
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # a form that was open for so long
    clock.set("2026-12-01T09:00:00+00:00")
    address = home(delegation)
    opened = look(client, address + "members/new")
    with write():
        found = db.session.get_one(Delegation, delegation)
        if how == "ended":
            found.ends_at = now()
        if how == "renewed":
            found.renew_link()
        if how == "withdrawn":
            found.link_revoked_at = now()
    if how == "over":
        clock.forward(days=90)

    for page in (look(client, address), look(client, address + "members/new")):
        assert page.status == 410
        assert "organiser" in page.words
    assert send(client, opened, name="Jean Martin").status == 410
    assert people(delegation) == []


def test_the_deadlines_and_the_note_of_the_organiser_are_told(
    client: FlaskClient, delegation: int
) -> None:
    with write():
        plan = DelegationPlan(
            event_id=db.session.get_one(Delegation, delegation).event_id,
            names_due_at=now(),
            note=LocalText({"en": "Bring **boots**."}),
        )
        db.session.add(plan)

    page = look(client, home(delegation))

    assert "Bring boots ." in page.words
    assert "still missing: 4 names" in page.words
    assert page.soup.select_one('svg[aria-label="late:"]')


def test_a_leader_is_not_told_where_somebody_is_named_already(
    client: FlaskClient, delegation: int
) -> None:
    name(delegation, "Jean Martin")
    other = add(fresh(delegation).event_id, "Razlog")

    page = fill(client, home(other) + "members/new", name="Jean Martin")

    assert page.errors()["name"].endswith("Please ask the coordinator.")
    assert "Nevers" not in page.words


def test_a_stranger_finds_nothing(app: Flask, client: FlaskClient, delegation: int) -> None:
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    event = fresh(delegation).event_id
    other = add(event, "Razlog")
    (ana,) = name(other, "Ana Silva")
    code = db.session.get_one(Delegate, ana).registration.public_id
    public_id = fresh(delegation).public_id

    assert client.get(f"/delegations/{public_id}-{'x' * 22}/").status_code == 404
    for page in ("edit", "substitution", "removal"):
        assert client.get(f"{home(delegation)}members/{code}/{page}").status_code == 404
    for page in ("edit", "substitution", "removal", "stepping-in", "reserve"):
        assert client.post(f"{home(delegation)}members/{code}/{page}").status_code == 404
    assert people(other) == [("Ana Silva", "member", "confirmed")]
