"""Colleagues: who has which role, inviting, changing, ending, closing an account."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.accounts.test_sign_in import is_signed_in, press
from tests.browsing import Sheet, look, send
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_account, make_organisation, make_role, make_session
from tests.letters import same_as_kept
from tests.outbox import letter, letters
from tests.people import Who, cast
from webapp.accounts.models import Account
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.core.permissions import Role
from webapp.mail.words import words_of
from webapp.projects.models import Project
from webapp.projects.roles import RoleAssignment

INGA = "inga@example.org"
INVITE = {"email": INGA, "name": "Inga Helper", "role": "helper"}


def listed(page: Sheet) -> list[str]:
    """Name, role and state of each line."""
    lines = page.soup.select(".colleagues > li > div:first-child")
    return [" ".join(line.get_text(" ").split()) for line in lines]


def roles(app: Flask, email: str) -> list[tuple[str, str, str | None, bool]]:
    """(role, organisation, project, sees needs) of an account."""
    with app.app_context():
        query = select(RoleAssignment).join(Account).where(Account.email == email)
        return [
            (
                each.role,
                each.organisation.slug,
                each.project.slug if each.project else None,
                each.sees_needs,
            )
            for each in db.session.scalars(query.order_by(RoleAssignment.id))
        ]


def role_of(app: Flask, who: Who) -> int:
    with app.app_context():
        query = select(RoleAssignment.id).where(RoleAssignment.account_id == who.account_id)
        return db.session.scalars(query).one()


def logged(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        query = select(Change).where(Change.entity.startswith("account:")).order_by(Change.id)
        return [(each.verb, str([each.before, each.after])) for each in db.session.scalars(query)]


def second(app: Flask) -> Who:
    """Another coordinator of Brasla."""
    with app.app_context():
        account = make_account("otto@example.org", "Otto Second")
        make_role(account, Role.PARTNER_COORDINATOR, make_organisation("Brasla Municipality"))
        return Who("otto", account.email, account.id, make_session(account))


def invite(client: FlaskClient, **fields: Any) -> Sheet:
    page = look(client, "/manage/colleagues/new")
    return send(client, page, button="Invite", **{**INVITE, **fields})


# Who sees whom


def test_a_coordinator_sees_the_roles_of_their_organisation(any_app: Flask) -> None:
    people = cast(any_app)

    page = look(people.partner_coordinator.client(any_app), "/manage/colleagues/")

    assert [each.get_text() for each in page.soup.select(".sections h2")][:1] == [
        "Brasla Municipality"
    ]
    assert listed(page) == [
        "Helper helper for all its projects",
        "Partner Coordinator partner coordinator for all its projects",
        "Reader reader for all its projects",
    ]


def test_a_project_coordinator_sees_the_roles_in_the_project(any_app: Flask) -> None:
    people = cast(any_app)
    with any_app.app_context(), write():
        brasla = make_organisation("Brasla Municipality")
        project = db.session.get_one(Project, people.project_id)
        make_role(make_account("liga@example.org", "Līga"), Role.HELPER, brasla, project)

    page = look(people.project_coordinator.client(any_app), "/manage/colleagues/")

    assert listed(page) == [
        "Līga helper of Living Harbours invited, not signed in yet",
        "Project Coordinator project coordinator of Living Harbours",
    ]


def test_helpers_see_whom_they_can_ask(any_app: Flask) -> None:
    people = cast(any_app)

    page = look(people.helper.client(any_app), "/manage/colleagues/")

    assert listed(page) == [
        "Helper helper for all its projects",
        "Partner Coordinator partner coordinator for all its projects",
    ]
    assert "Invite a colleague" not in page.words


def test_the_administrator_sees_all_page_by_page(any_app: Flask) -> None:
    people = cast(any_app)
    client = people.administrator.client(any_app)
    with any_app.app_context(), write():
        for number in range(70):
            account = make_account(f"p{number}@example.org", f"Person {number:02}")
            make_role(account, Role.READER, make_organisation("Otava Town"))

    first = look(client, "/manage/colleagues/")
    more = first.soup.select_one("nav.pager a[rel=next]")
    assert more is not None
    second_page = look(client, str(more["href"]))

    names = [*_names(first), *_names(second_page)]
    assert len(names) == len(set(names)) == 70 + 5 + 1
    assert names[-1] == "Administrator"
    assert "administrator" in listed(second_page)[-1]
    narrowed = look(client, "/manage/colleagues/?organisation=brasla-municipality")
    assert len(listed(narrowed)) == 3 + 1


def _names(page: Sheet) -> list[str]:
    return [each.get_text() for each in page.soup.select(".colleagues__name")]


@pytest.mark.parametrize("query", ["after=x", "after=99999999999999999999", "organisation=%00zz"])
def test_a_wrong_address_shows_a_page(any_app: Flask, query: str) -> None:
    people = cast(any_app)

    assert look(people.administrator.client(any_app), f"/manage/colleagues/?{query}").status == 200


def test_the_list_takes_the_same_statements_however_long_it_is(app: Flask) -> None:
    people = cast(app)
    client = people.administrator.client(app)

    def statements() -> int:
        with count_statements() as sent:
            look(client, "/manage/colleagues/")
        return len(sent)

    look(client, "/manage/colleagues/")
    few = statements()
    with app.app_context(), write():
        for number in range(50):
            account = make_account(f"p{number}@example.org", f"Person {number:02}")
            make_role(account, Role.READER, make_organisation(f"Town {number}"))
    assert statements() == few


# Inviting


def test_an_invitation_brings_a_role_a_letter_and_a_way_in(any_app: Flask) -> None:
    people = cast(any_app)

    page = invite(people.partner_coordinator.client(any_app), sees_needs="y", language="lv")

    assert page.status == 200
    assert "Invited, not signed in yet" in page.words
    assert roles(any_app, INGA) == [("helper", "brasla-municipality", None, True)]
    sent = letter(any_app, to=INGA)
    assert (sent.kind, sent.language) == ("projects/letters/role-given", "lv")
    assert sent.facts is not None
    inga = any_app.test_client()
    assert press(inga, sent.facts["link"].removeprefix("http://localhost"))[0] == 303
    assert is_signed_in(inga)
    assert "helper for all its projects" in look(inga, "/manage/?lang=en").words
    assert [verb for verb, _ in logged(any_app)] == ["created", "role-given"]
    assert "inga" not in str(logged(any_app)).casefold(), "the log names no people"


@pytest.mark.parametrize("language", ["en", "lv"])
def test_the_letter_says_this(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    clock.set("2027-04-01T09:00:00+00:00")
    people = cast(app)
    client = people.project_coordinator.client(app)
    monkeypatch.setattr("webapp.accounts.sign_in.secrets.token_urlsafe", lambda _: "random" * 7)

    invite(client, role="helper", from_on="2027-05-01", until_on="2027-06-30", sees_needs="y",
           language=language, project=str(people.project_id))  # fmt: skip

    with app.app_context():
        assert same_as_kept(f"{language}/role-given", words_of(letter(app, to=INGA)))


def test_an_invitation_can_be_sent_again_and_the_older_link_is_used_up(any_app: Flask) -> None:
    people = cast(any_app)
    client = people.partner_coordinator.client(any_app)
    page = invite(client)

    page = send(client, page, button="Send the invitation again")

    assert "A new letter is on its way" in page.soup.get_text(" ")
    old, new = (
        (each.facts or {})["link"].removeprefix("http://localhost")
        for each in letters(any_app, to=INGA)
    )
    inga = any_app.test_client()
    assert inga.get(old).status_code == 410
    assert press(inga, new)[0] == 303
    page = look(client, page.response.request.path)
    with pytest.raises(AssertionError):
        page.form("Send the invitation again")


def test_an_invitation_works_for_a_week(any_app: Flask, clock: Clock) -> None:
    people = cast(any_app)
    invite(people.partner_coordinator.client(any_app))
    path = (letter(any_app, to=INGA).facts or {})["link"].removeprefix("http://localhost")

    clock.forward(days=6, hours=23)
    assert any_app.test_client().get(path).status_code == 200
    clock.forward(hours=2)
    assert any_app.test_client().get(path).status_code == 410


def test_who_has_an_account_gets_a_role_more(any_app: Flask) -> None:
    people = cast(any_app)

    invite(people.partner_coordinator.client(any_app), email="Stranger@example.org", role="reader")

    assert roles(any_app, "stranger@example.org") == [
        ("partner-coordinator", "lielmala-municipality", None, False),
        ("reader", "brasla-municipality", None, False),
    ]
    with any_app.app_context():
        account = db.session.get_one(Account, people.stranger.account_id)
        assert account.name == "Stranger"


def test_the_same_role_is_not_given_twice_but_again_when_it_is_over(
    any_app: Flask, clock: Clock
) -> None:
    people = cast(any_app)
    client = people.partner_coordinator.client(any_app)
    until = date.today() + timedelta(days=10)
    invite(client, until_on=until.isoformat())

    again = invite(client)
    clock.forward(days=12)
    later = invite(client)

    assert again.status == 422
    assert "has this role there already" in again.summary()[0]
    assert later.status == 200
    assert len(roles(any_app, INGA)) == 1


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"email": ""}, "email"),
        ({"email": "no address"}, "email"),
        ({"name": ""}, "name"),
        ({"role": ""}, "role"),
        ({"role": "king"}, "role"),
        ({"role": "project-coordinator"}, "role"),
        ({"organisation": "999"}, "organisation"),
        ({"project": "999"}, "project"),
        ({"from_on": "2027-05-02", "until_on": "2027-05-01"}, "until_on"),
        ({"until_on": "soon"}, "until_on"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    app: Flask, fields: dict[str, str], where: str
) -> None:
    people = cast(app)

    page = invite(people.partner_coordinator.client(app), **fields)

    assert page.status == 422
    found = page.errors()
    assert where in found or (where == "role" and list(found) == ["None"])  # a group of buttons
    assert letters(app, to=INGA) == []
    if "name" not in fields:
        assert page.soup.select_one("input[name=name]")["value"] == "Inga Helper"  # type: ignore[index]


def test_a_coordinator_gives_nothing_elsewhere(any_app: Flask) -> None:
    people = cast(any_app)
    otava = str(people.organisation_ids["otava"])

    page = invite(people.partner_coordinator.client(any_app), organisation=otava)
    assert page.status == 422
    page = invite(people.project_coordinator.client(any_app), project="")
    assert page.status == 422, "the role is for one project"
    assert "You can give only what you have yourself" in page.summary()[0]

    assert roles(any_app, INGA) == []


def test_the_administrator_gives_everything_but_a_project_is_named(any_app: Flask) -> None:
    people = cast(any_app)
    client = people.administrator.client(any_app)
    where = {"organisation": str(people.organisation_ids["lielmala"])}

    page = invite(client, role="project-coordinator", **where)
    assert "project" in page.errors()
    page = invite(client, role="project-coordinator", project=str(people.project_id), **where)

    assert page.status == 200
    assert roles(any_app, INGA)[0][:3] == (
        "project-coordinator",
        "lielmala-municipality",
        "living-harbours",
    )


# Changing and ending


def test_a_role_is_changed(any_app: Flask) -> None:
    people = cast(any_app)
    client = people.partner_coordinator.client(any_app)
    page = look(client, f"/manage/colleagues/roles/{role_of(any_app, people.reader)}/edit")

    page = send(client, page, button="Save", role="helper", until_on="2030-12-31")

    assert page.status == 200
    assert roles(any_app, "reader@example.org") == [("helper", "brasla-municipality", None, False)]
    assert logged(any_app)[-1][0] == "role-changed"
    assert "until Tuesday, 31 December 2030" in page.words


def test_two_who_change_the_same_role_see_both_versions(any_app: Flask) -> None:
    people = cast(any_app)
    client = people.partner_coordinator.client(any_app)
    address = f"/manage/colleagues/roles/{role_of(any_app, people.reader)}/edit"
    mine, theirs = look(client, address), look(client, address)
    send(client, theirs, button="Save", until_on="2030-12-31")

    page = send(client, mine, button="Save", role="helper")

    assert page.status == 422
    assert "Someone else has changed this meanwhile." in page.words
    assert roles(any_app, "reader@example.org")[0][0] == "reader"
    page = send(client, page, button="Save")
    assert roles(any_app, "reader@example.org")[0][0] == "helper"


def test_a_role_ends_while_its_holder_works(any_app: Flask) -> None:
    people = cast(any_app)
    helper, client = people.helper.client(any_app), people.partner_coordinator.client(any_app)
    desk = f"/manage/events/{people.public}/people/new"
    form = look(helper, desk)
    assert form.status == 200

    page = look(client, f"/manage/colleagues/roles/{role_of(any_app, people.helper)}/end")
    assert send(client, page, button="End the role").status == 200

    answer = send(helper, form, name="Typed Already")
    assert answer.status in (403, 404)
    assert answer.soup.h1 is not None
    assert roles(any_app, "helper@example.org") == []


def test_one_lays_down_one_s_own_role(any_app: Flask) -> None:
    people = cast(any_app)
    client = people.reader.client(any_app)
    number = role_of(any_app, people.reader)
    assert look(client, f"/manage/colleagues/roles/{number}/edit").status == 403

    page = send(
        client, look(client, f"/manage/colleagues/roles/{number}/end"), button="End the role"
    )

    assert page.status == 200
    assert roles(any_app, "reader@example.org") == []


def test_a_role_that_ended_meanwhile_is_not_found(any_app: Flask) -> None:
    people = cast(any_app)
    client = people.partner_coordinator.client(any_app)
    number = role_of(any_app, people.reader)
    edit = look(client, f"/manage/colleagues/roles/{number}/edit")
    page = look(client, f"/manage/colleagues/roles/{number}/end")
    send(client, page, button="End the role")

    assert send(client, page, button="End the role").status == 404
    assert send(client, edit, button="Save").status == 404


# Closing and opening


def test_an_account_is_closed_and_opened_by_its_coordinator(any_app: Flask) -> None:
    people = cast(any_app)
    helper, client = people.helper.client(any_app), people.partner_coordinator.client(any_app)
    address = f"/manage/colleagues/{people.helper.account_id}/"

    page = send(client, look(client, f"{address}deactivation"), button="Close the account")

    assert "This account is closed" in page.words
    assert not is_signed_in(helper)
    again = invite(client, email="helper@example.org", role="reader")
    assert "closed" in again.errors()["email"]
    page = send(client, look(client, address), button="Open it again")
    assert "This account is closed" not in page.words
    assert roles(any_app, "helper@example.org") == [("helper", "brasla-municipality", None, False)]
    assert not is_signed_in(helper), "what was signed in stays out"
    assert [verb for verb, _ in logged(any_app)] == ["deactivated", "reactivated"]


def test_an_account_with_a_role_elsewhere_is_not_theirs_to_close(any_app: Flask) -> None:
    people = cast(any_app)
    with any_app.app_context(), write():
        account = db.session.get_one(Account, people.helper.account_id)
        make_role(account, Role.READER, make_organisation("Otava Town"))
    client = people.partner_coordinator.client(any_app)
    address = f"/manage/colleagues/{people.helper.account_id}/"

    page = look(client, address)

    assert "Close the account" not in page.words
    assert "Otava" not in page.words, "what they are elsewhere is not told"
    assert look(client, f"{address}deactivation").status == 403


def test_what_the_stranger_cannot_do(any_app: Flask) -> None:
    people = cast(any_app)
    client = people.stranger.client(any_app)
    helper, number = people.helper.account_id, role_of(any_app, people.helper)

    for address in (f"{helper}/", f"{helper}/deactivation", f"roles/{number}/edit",
                    f"roles/{number}/end", "999999/", "roles/9007199254740991/edit"):  # fmt: skip
        assert look(client, f"/manage/colleagues/{address}").status == 404, address
    assert "Helper" not in [each.split()[0] for each in listed(look(client, "/manage/colleagues/"))]
