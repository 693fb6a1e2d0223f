"""The workspace of a project, in a browser without JavaScript."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import Sheet, look, send
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import (
    make_account,
    make_budget,
    make_event,
    make_fund,
    make_organisation,
    make_phase,
    make_place,
    make_programme,
    make_project,
    make_role,
    make_session,
    make_target_group,
)
from tests.people import People, Who, cast
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.permissions import Role
from webapp.core.text import LocalText
from webapp.projects.models import Contact, Membership, Milestone, Project, ProjectDocument
from webapp.projects.sources import sources_of

DESK = "/manage/projects/living-harbours"
PARTS = ("facts", "milestones", "groups", "documents", "contacts", "phases/1/", "phases/new")


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def client(app: Flask, people: People) -> FlaskClient:
    """The browser of the project's coordinator."""
    return people.project_coordinator.client(app)


def stored(slug: str = "living-harbours") -> Project:
    db.session.expire_all()
    return db.session.scalars(db.select(Project).where(Project.slug == slug)).one()


def changes(app: Flask) -> list[Change]:
    """What the log holds of the project; the caller's app context stays open."""
    query = db.select(Change).where(Change.entity == f"project:{stored().id}").order_by(Change.id)
    return list(db.session.scalars(query))


def edit(client: FlaskClient, part: str, **fields: Any) -> Sheet:
    """Open one part, fill it in and save it."""
    return send(client, look(client, f"{DESK}/{part}"), **fields)


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


# Milestones, groups, documents, contacts and sources


def test_milestones_have_dates_as_exact_as_they_are_known(app: Flask, client: FlaskClient) -> None:
    page = look(client, f"{DESK}/milestones")
    page = send(client, page, **{"milestones-0-when": "summer 2027", "milestones-add": "1"})
    send(
        client,
        page,
        **{
            "milestones-0-what-en": "The plan is ready",
            "milestones-0-organisation": "otava-town",
            "milestones-1-when": "2027. gada 7. maijā",
            "milestones-1-what-lv": "Atklāšana",
        },
    )

    with app.app_context():
        by_time = sorted(stored().milestones, key=lambda each: str(each.first_on))
        assert [(str(each.what), each.period) for each in by_time] == [
            ("Atklāšana", Period.days(date(2027, 5, 7))),
            ("The plan is ready", Period.season(2027, "summer")),
        ]
    page = look(client, f"{DESK}/milestones")
    assert page.soup.find(id="milestones-0-when")["value"] == "7 May 2027"  # type: ignore[index]


def test_a_milestone_is_changed_and_another_removed(app: Flask, client: FlaskClient) -> None:
    page = look(client, f"{DESK}/milestones")
    page = send(client, page, **{"milestones-0-what-en": "First", "milestones-add": "1"})
    send(client, page, **{"milestones-1-what-en": "Second"})
    with app.app_context():
        kept = {str(each.what): (each.id, each.slug) for each in stored().milestones}["Second"]

    edit(client, "milestones", **{"milestones-0-gone": "y", "milestones-1-what-en": "Better"})

    with app.app_context():
        [left] = stored().milestones
        assert (str(left.what), (left.id, left.slug)) == ("Better", kept)
        assert changes(app)[-1].before == {"milestones": ["First", "Second"]}
        assert changes(app)[-1].after == {"milestones": ["Better"]}


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"milestones-0-when": "soon"}, "milestones-0-when"),
        ({"milestones-0-when": "May 2027"}, "milestones-0-what-en"),
        ({"milestones-0-what-en": "x" * 501}, "milestones-0-what-en"),
        (
            {"milestones-0-what-en": "A", "milestones-0-organisation": "x"},
            "milestones-0-organisation",
        ),
    ],
)
def test_a_milestone_that_cannot_be_read_is_explained(
    client: FlaskClient, fields: dict[str, str], where: str
) -> None:
    page = edit(client, "milestones", **fields)

    assert page.status == 422
    assert where in page.errors()


def test_a_row_of_another_project_cannot_be_taken(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        with write():
            project = make_project("Foreign")
            otava = make_organisation("Otava Town")
            contact = Contact(
                project_id=project.id, organisation_id=otava.id, role=LocalText({"en": "Office"})
            )
            db.session.add(contact)
        foreign = contact.id

    edit(
        client,
        "contacts",
        **{
            "contacts-0-row_id": str(foreign),
            "contacts-0-organisation": "otava-town",
            "contacts-0-role-en": "Taken",
        },
    )

    with app.app_context():
        assert [str(each.role) for each in stored("foreign").contacts] == ["Office"]
        assert [str(each.role) for each in stored().contacts] == ["Taken"]


def test_territories_and_local_groups(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_place("Engure"), make_target_group("Residents"), make_target_group("Farmers")

    edit(
        client,
        "groups",
        **{
            "territories-0-organisation": "brasla-municipality",
            "territories-0-place": "engure",
            "groups-0-organisation": "brasla-municipality",
            "groups-0-name-en": "Harbour friends",
            "groups-0-target_groups": ["residents", "farmers"],
        },
    )

    with app.app_context():
        project = stored()
        assert [each.place.slug for each in project.territories] == ["engure"]
        [group] = project.local_groups
        assert sorted(each.slug for each in group.target_groups) == ["farmers", "residents"]
    page = edit(client, "groups", **{"territories-0-gone": "y", "groups-0-gone": "y"})
    assert page.status == 200
    with app.app_context():
        assert (stored().territories, stored().local_groups) == ([], [])


def test_documents_say_what_they_are_and_how_they_stand(app: Flask, client: FlaskClient) -> None:
    refused = edit(client, "documents", **{"documents-0-title-en": "A study"})
    send(client, refused, **{"documents-0-kind": "study", "documents-0-status": "draft"})

    assert (refused.status, list(refused.errors())) == (422, ["documents-0-kind"])
    with app.app_context():
        [document] = stored().documents
        assert (document.kind, document.status) == ("study", "draft")
    assert "A study" in look(client, "/projects/living-harbours/").words


@pytest.mark.parametrize("address", ["anna.berzina@example.org", "j.novak@example.org"])
def test_the_address_of_a_person_is_refused_unless_it_is_an_office(
    app: Flask, client: FlaskClient, address: str
) -> None:
    given = {
        "contacts-0-organisation": "otava-town",
        "contacts-0-role-en": "Project office",
        "contacts-0-email": address,
    }

    refused = edit(client, "contacts", **given)

    assert refused.status == 422
    assert "This looks like the address of one person." in refused.errors()["contacts-0-email"]
    assert send(client, refused, **{"contacts-0-is_office": "y"}).status == 200
    with app.app_context():
        assert [each.email for each in stored().contacts] == [address]
        assert address not in repr([(each.before, each.after) for each in changes(app)])


@pytest.mark.parametrize(
    "address", ["projects@example.org", "eu.projekti@example.org", "dome@x.lv"]
)
def test_the_address_of_an_office_is_taken(client: FlaskClient, address: str) -> None:
    given = {"contacts-0-organisation": "otava-town", "contacts-0-role-en": "Office"}

    assert edit(client, "contacts", **given | {"contacts-0-email": address}).status == 200


def test_sources_are_told_and_only_their_link_is_removed(app: Flask, client: FlaskClient) -> None:
    edit(
        client,
        "contacts",
        **{"sources-0-title-en": "Yearbook", "sources-0-published": "2026"},
    )
    assert "According to Yearbook , 2026" in look(client, "/projects/living-harbours/").words

    edit(client, "contacts", **{"sources-0-published": "3 April 2026"})
    with app.app_context():
        [source] = sources_of(f"project:{stored().id}")
        assert (source.published_on, source.published_year) == (date(2026, 4, 3), None)

    edit(client, "contacts", **{"sources-0-gone": "y"})
    with app.app_context():
        assert sources_of(f"project:{stored().id}") == []


# Phases


def test_a_phase_with_its_partnership(app: Flask, client: FlaskClient) -> None:
    page = look(client, f"{DESK}/phases/new")
    page = send(client, page, copy="1")
    assert "Partner 2" in page.words

    page = send(
        client,
        page,
        **{
            "name-en": "Implementation",
            "starts": "7 May 2027",
            "ends": "August 2029",
            "status": "approved",
            "planned_months": "27",
            "partners-1-from_on": "2027-06-01",
        },
    )

    assert "Phase 2 is saved." in page.words
    assert "2 partners of 2 countries" in page.words
    with app.app_context():
        phase = stored().phases[1]
        assert (phase.starts, phase.ends) == (
            Period.days(date(2027, 5, 7)),
            Period.month(2029, 8),
        )
        assert {each.organisation.slug: each.role for each in phase.memberships} == {
            "otava-town": "lead",
            "brasla-municipality": "partner",
        }
        assert {each.from_on for each in phase.memberships} == {None, date(2027, 6, 1)}


def test_another_partner_takes_the_lead(app: Flask, client: FlaskClient) -> None:
    page = edit(client, "phases/1/", **{"partners-0-role": "partner", "partners-1-role": "lead"})

    assert page.status == 200
    with app.app_context():
        assert stored().phases[0].lead == make_organisation("Brasla Municipality")


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"partners-1-role": "lead"}, "partners-1-role"),
        ({"partners-1-organisation": "otava-town"}, "partners-1-organisation"),
        (
            {"partners-1-from_on": "2027-05-02", "partners-1-until_on": "2027-05-01"},
            "partners-1-until_on",
        ),
        ({"starts": "7 May 2027", "ends": "April 2027"}, "ends"),
        ({"starts": "May – June 2027"}, "starts"),
        ({"number": "2"}, "number"),
        ({"number": ""}, "number"),
        ({"number": "-1"}, "number"),
        ({"status": "?"}, "status"),
        ({"planned_months": "0"}, "planned_months"),
        ({"partners-1-organisation": "nobody"}, "partners-1-organisation"),
    ],
)
def test_what_cannot_be_a_phase_is_explained(
    app: Flask, client: FlaskClient, fields: dict[str, str], where: str
) -> None:
    with app.app_context():
        make_phase(stored(), 2)

    page = edit(client, "phases/1/", **fields)

    assert (page.status, list(page.errors())) == (422, [where])


def test_a_phase_is_removed_but_not_with_money_under_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_phase(stored(), 2)
        make_phase(stored(), 3)
    edit(client, "money/new", amount="100", phase="2")

    page = look(client, f"{DESK}/phases/2/deletion")
    assert "Money stands under this phase." in page.words
    token = look(client, f"{DESK}/facts").form().find(attrs={"name": "csrf_token"})["value"]
    kept = client.post(f"{DESK}/phases/2/deletion", data={"csrf_token": token})
    gone = send(client, look(client, f"{DESK}/phases/3/deletion"))

    assert kept.status_code == 409
    assert "Phase 3 is removed." in gone.words
    with app.app_context():
        assert [each.number for each in stored().phases] == [1, 2]
    assert client.get(f"{DESK}/phases/3/").status_code == 404
    assert client.get(f"{DESK}/phases/{10**30}/").status_code == 404


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
