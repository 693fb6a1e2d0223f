"""The workspace of a project, in a browser without JavaScript."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import look, send
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import (
    make_account,
    make_budget,
    make_event,
    make_fund,
    make_organisation,
    make_programme,
    make_project,
    make_role,
    make_session,
)
from tests.people import People, Who, cast
from tests.projects.desk import DESK, changes, edit, stored
from webapp.core.database import write
from webapp.core.permissions import Role
from webapp.core.text import LocalText
from webapp.projects.models import Membership, Milestone, ProjectDocument

PARTS = ("facts", "milestones", "groups", "documents", "contacts", "phases/1/", "phases/new")


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def client(app: Flask, people: People) -> FlaskClient:
    """The browser of the project's coordinator."""
    return people.project_coordinator.client(app)


# Facts


def test_facts_are_told_in_both_languages_and_logged(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_programme("Shores")

    page = edit(
        client,
        "facts",
        **{
            "name-en": "Harbours that live",
            "name-lv": "Dzīvās ostas",
            "acronym": "LIVE",
            "goal-lv": "Dzīvot pie ūdens.",
            "programme": "shores",
            "website": "https://example.org/live",
        },
    )

    assert "The changes are saved." in page.words
    with app.app_context():
        project = stored()
        assert project.name == LocalText({"en": "Harbours that live", "lv": "Dzīvās ostas"}, "en")
        assert (project.acronym, project.goal, project.revision) == (
            "LIVE",
            LocalText({"lv": "Dzīvot pie ūdens."}),
            2,
        )
        assert project.programme is not None
        [change] = changes(app)
        assert (change.verb, change.after["acronym"]) == ("edited", "LIVE")  # type: ignore[index]
    history = look(client, f"{DESK}/history")
    assert "Edited" in history.words
    assert "Acronym – LIVE" in history.words.replace("Before: ", "").replace("After: ", "")


def test_a_new_address_takes_over_and_the_old_one_leads_there(
    app: Flask, client: FlaskClient
) -> None:
    page = edit(client, "facts", slug="Quays")

    assert page.response.request.path == "/manage/projects/quays/"
    assert client.get("/projects/living-harbours/").status_code == 301
    assert client.get(f"{DESK}/facts").headers["Location"] == "/manage/projects/quays/facts"


def test_what_was_typed_at_an_old_address_arrives_at_the_new_one(
    app: Flask, client: FlaskClient
) -> None:
    page = look(client, f"{DESK}/milestones")
    edit(client, "facts", slug="quays")

    answer = send(client, page, follow=False, **{"milestones-0-what-en": "Kick-off"})

    assert answer.response.status_code == 308
    assert answer.response.headers["Location"] == "/manage/projects/quays/milestones"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"slug": "forest-schools"}, "slug"),
        ({"slug": "with space"}, "slug"),
        ({"slug": "ā"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"slug": "x" * 81}, "slug"),
        ({"name-en": "", "name-lv": ""}, "name-en"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"programme": "no-such"}, "programme"),
        ({"acronym": "x" * 81}, "acronym"),
    ],
)
def test_bad_facts_are_explained_beside_the_field_and_kept(
    app: Flask, client: FlaskClient, fields: dict[str, str], where: str
) -> None:
    page = edit(client, "facts", **fields | {"number": "5574"})

    assert page.status == 422
    assert list(page.errors()) == [where]
    assert page.soup.find(attrs={"name": "number"})["value"] == "5574"  # type: ignore[index]
    with app.app_context():
        assert stored().number is None


def test_a_form_sent_unchanged_changes_nothing(app: Flask, client: FlaskClient) -> None:
    for part in ("facts", "milestones", "groups", "documents", "contacts", "phases/1/"):
        assert "Nothing was changed." in edit(client, part).words

    with app.app_context():
        assert (stored().revision, changes(app)) == (1, [])


# Two at once


def other_coordinator(app: Flask) -> FlaskClient:
    with app.app_context():
        account = make_account("second@example.org", "Second")
        otava = make_organisation("Otava Town")
        make_role(account, Role.PROJECT_COORDINATOR, otava, stored())
        return Who("second", account.email, account.id, make_session(account)).client(app)


def test_two_who_edit_the_same_part_see_both_versions(app: Flask, client: FlaskClient) -> None:
    second = other_coordinator(app)
    mine, theirs = look(client, f"{DESK}/facts"), look(second, f"{DESK}/facts")
    send(second, theirs, acronym="THEIRS")

    late = send(client, mine, acronym="MINE")

    assert late.status == 409
    assert "Someone else has changed this meanwhile." in late.words
    assert "Acronym MINE THEIRS" in late.words
    with app.app_context():
        assert stored().acronym == "THEIRS"
    assert "The changes are saved." in send(client, late).words
    with app.app_context():
        assert stored().acronym == "MINE"


def test_two_who_edit_the_same_list_lose_nothing(app: Flask, client: FlaskClient) -> None:
    second = other_coordinator(app)
    mine, theirs = look(client, f"{DESK}/milestones"), look(second, f"{DESK}/milestones")
    send(second, theirs, **{"milestones-0-what-en": "Theirs"})

    late = send(client, mine, **{"milestones-0-what-en": "Mine"})

    assert (late.status, "Milestones Mine Theirs" in late.words) == (409, True)
    with app.app_context():
        assert [str(each.what) for each in stored().milestones] == ["Theirs"]


def test_two_who_edit_different_parts_do_not_disturb_each_other(
    app: Flask, client: FlaskClient
) -> None:
    second = other_coordinator(app)
    mine, theirs = look(client, f"{DESK}/facts"), look(second, f"{DESK}/documents")
    send(second, theirs, **{"documents-0-kind": "study", "documents-0-title-en": "A study"})

    assert "The changes are saved." in send(client, mine, acronym="MINE").words


# A new project


def test_the_administrator_makes_a_project_and_its_coordinator_tells_the_rest(
    app: Flask, people: People
) -> None:
    admin = people.administrator.client(app)

    page = send(
        admin,
        look(admin, "/manage/projects/new"),
        **{"name-en": "Round Towers", "name-lv": "Apaļie torņi", "lead": "otava-town"},
    )

    assert page.response.request.path == "/manage/projects/round-towers/"
    assert "Phase 1 has no dates." in page.words
    with app.app_context():
        assert stored("round-towers").phases[0].lead == make_organisation("Otava Town")


@pytest.mark.parametrize("slug", ["living-harbours", "new", "former", "no spaces", "x" * 99])
def test_an_address_that_cannot_be_had_is_refused(app: Flask, people: People, slug: str) -> None:
    with app.app_context(), write():
        project = make_project("Renamed", slug="former")
        project.slug = "latter"
    admin = people.administrator.client(app)

    page = send(admin, look(admin, "/manage/projects/new"), **{"name-en": "A", "slug": slug})

    assert (page.status, list(page.errors())) == (422, ["slug"])


# Who may what


def test_partners_look_and_do_not_change(app: Flask, people: People) -> None:
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # what is refused is the person, not the form
    for who in (people.partner_coordinator, people.helper, people.reader):
        client = who.client(app)
        page = look(client, f"{DESK}/")
        assert (page.status, "Add it" in page.words) == (200, False)
        for part in PARTS:
            assert client.get(f"{DESK}/{part}").status_code == 403
            assert client.post(f"{DESK}/{part}", data={"acronym": "X"}).status_code == 403

    stranger = people.stranger.client(app)
    for part in ("", "phases/", "money/", "news-text", "history", *PARTS):
        assert stranger.get(f"{DESK}/{part}").status_code == 403


def test_a_coordinator_of_another_project_changes_nothing_here(app: Flask, people: People) -> None:
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    with app.app_context():
        account = make_account("else@example.org", "Else")
        make_role(
            account, Role.PROJECT_COORDINATOR, make_organisation("Otava Town"), make_project("Else")
        )
        client = Who("else", account.email, account.id, make_session(account)).client(app)

    assert client.post(f"{DESK}/facts", data={"acronym": "X"}).status_code == 403
    assert client.get("/manage/projects/else/facts").status_code == 200


def test_only_the_administrator_makes_projects(app: Flask, people: People) -> None:
    for who in people:
        answer = who.client(app).get("/manage/projects/new")
        assert (answer.status_code == 200) == (who is people.administrator)


# The overview


def test_the_overview_says_what_is_missing_and_what_comes_next(app: Flask, clock: Clock) -> None:
    clock.set("2027-01-15T12:00+00:00")
    client = cast(app).project_coordinator.client(app)
    page = look(client, f"{DESK}/milestones")
    page = send(
        client,
        page,
        **{"milestones-0-when": "2026", "milestones-0-what-en": "Bygone", "milestones-add": "1"},
    )
    send(client, page, **{"milestones-1-when": "May 2027", "milestones-1-what-en": "Ahead"})

    page = look(client, f"{DESK}/")

    assert "No sum of money is entered." in page.words
    assert "Its goal is not told." in page.words
    assert "May 2027 Ahead" in page.words
    assert "Bygone" not in page.words
    assert "4 events ahead" in page.words
    assert "1 draft" in page.words


def test_pages_ask_the_database_as_often_however_much_there_is(
    app: Flask, client: FlaskClient
) -> None:
    addresses = ("", "phases/", "money/", "news-text", "milestones", "documents", "phases/1/")
    few = {}
    for address in addresses:
        client.get(f"{DESK}/{address}")
        with count_statements() as sent:
            client.get(f"{DESK}/{address}")
        few[address] = len(sent)
    _grow(client, app)

    for address in addresses:
        with count_statements() as sent:
            client.get(f"{DESK}/{address}")
        assert len(sent) <= few[address] + 4, (address, few[address], str(sent))


def _grow(client: FlaskClient, app: Flask) -> None:
    """Twenty of everything."""
    with app.app_context(), write():
        project = stored()
        for number in range(20):
            town = make_organisation(f"Town {number}")
            project.phases[0].memberships.append(Membership(organisation_id=town.id))
            words = LocalText({"en": f"Number {number}"})
            project.milestones.append(
                Milestone(slug=f"m{number}", what=words, organisation_id=town.id)
            )
            project.documents.append(
                ProjectDocument(
                    slug=f"d{number}", title=words, kind="study", organisation_id=town.id
                )
            )
            fund = make_fund(f"Fund {number}")
            make_budget(project, 100, [(fund, 50)], organisation_id=town.id)
            make_event(f"Event {number}", organiser=town, projects=[project])
