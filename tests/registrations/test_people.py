"""The list of who comes: narrowed, sorted, paged, and seen by those alone who may."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import Sheet, look
from tests.counting import count_statements
from tests.factories import (
    make_event,
    make_organisation,
    make_registration,
    make_target_group,
)
from tests.people import People, cast
from tests.registrations.desk import list_of, store
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.registrations.models import Registration, State


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    """The browser of the coordinator of the organiser."""
    return people.partner_coordinator.client(app)


def names(page: Sheet) -> list[str]:
    return [each.get_text(strip=True) for each in page.soup.select("table#people tbody th a")]


def chips(page: Sheet) -> list[str]:
    return [str(each["data-state"]) for each in page.soup.select("table#people .chip")]


def test_the_list_tells_who_comes_in_which_state(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    store(
        app,
        people,
        {"name": "Dace Waits", "state": "waiting", "organisation_text": "Brasla school"},
        {"name": "Egils Hopes", "state": "awaiting-approval", "language": "lv"},
        {"name": "Fricis Has None", "email": None},
    )

    page = look(desk, list_of(people))

    assert page.status == 200
    assert names(page) == ["Fricis Has None", "Egils Hopes", "Dace Waits", "Pauls Participant"]
    assert chips(page) == ["confirmed", "awaiting-approval", "waiting", "confirmed"]
    assert "waiting, number 1" in page.words
    assert "Brasla school" in page.words
    assert "no e-mail address" in page.words
    facets = [each.get_text(" ", strip=True) for each in page.soup.select(".facets a")]
    assert facets == ["all 4", "awaiting approval 1", "confirmed 2", "waiting 1"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("berzins", ["Jānis Bērziņš"]),
        ("BĒRZIŅŠ janis", ["Jānis Bērziņš"]),
        ("liepaja", ["Åsa Öberg"]),
        ("juras pilseta", ["Chloë Dupont"]),
        ("janis@example", ["Jānis Bērziņš"]),
        ("100%", []),
        ("_", []),
    ],
)
def test_marks_do_not_matter_for_finding(
    app: Flask, people: People, desk: FlaskClient, words: str, found: list[str]
) -> None:
    with app.app_context():
        known = make_organisation("Jūras pilsēta").id
    store(
        app,
        people,
        {"name": "Jānis Bērziņš", "email": "janis@example.org"},
        {"name": "Åsa Öberg", "organisation_text": "Liepājas dome"},
        {"name": "Chloë Dupont", "organisation_id": known},
    )

    page = look(desk, f"{list_of(people)}?q={words}")

    assert names(page) == found
    assert found or "Nobody matches" in page.words


def test_a_changed_organisation_is_found_by_its_new_name(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    from webapp.registrations import rules

    store(app, people, {"name": "Anna", "organisation_text": "Old house"})
    with app.app_context(), write():
        anna = db.session.scalars(db.select(Registration).filter_by(name="Anna")).one()
        rules.change(anna, organisation_text="Jūras skola")

    assert names(look(desk, f"{list_of(people)}?q=juras")) == ["Anna"]
    assert names(look(desk, f"{list_of(people)}?q=old")) == []


def test_filters_narrow_the_list(app: Flask, people: People, desk: FlaskClient) -> None:
    with app.app_context():
        group = make_target_group("Sailors").id
    store(
        app,
        people,
        {"name": "Anna", "target_group_id": group, "language": "lv"},
        {"name": "Boriss", "state": "cancelled"},
        {"name": "Ceko", "state": "waiting"},
    )
    here = list_of(people)

    assert names(look(desk, f"{here}?state=cancelled")) == ["Boriss"]
    assert names(look(desk, f"{here}?state=live&sort=name")) == [
        "Anna",
        "Ceko",
        "Pauls Participant",
    ]
    assert names(look(desk, f"{here}?group={group}")) == ["Anna"]
    assert "Anna" not in names(look(desk, f"{here}?group=none"))
    assert names(look(desk, f"{here}?language=lv")) == ["Anna"]


def test_an_overdue_hold_reads_expired_in_list_filter_and_numbers(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    store(
        app,
        people,
        {"name": "Late", "state": "offered", "held_until": now() - timedelta(minutes=1)},
        {"name": "Still", "state": "offered"},
    )

    expired = look(desk, f"{list_of(people)}?state=expired")

    assert names(expired) == ["Late"]
    assert chips(expired) == ["expired"]
    assert names(look(desk, f"{list_of(people)}?state=offered")) == ["Still"]
    assert "expired 1" in expired.soup.select_one(".facets").get_text(" ", strip=True)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "query", ["?q=%00", "?group=x", "?group=99999999999999", "?state=%F0", "?after=%00", "?sort=;"]
)
def test_what_nobody_offered_is_left_out(people: People, desk: FlaskClient, query: str) -> None:
    assert names(look(desk, list_of(people) + query)) == ["Pauls Participant"]


@pytest.mark.parametrize("sort", ["time", "name", "state"])
def test_pages_follow_each_other_there_and_back(
    app: Flask, people: People, desk: FlaskClient, sort: str
) -> None:
    """Every row once, whatever the order, equal keys included."""
    states = ["confirmed", "waiting", "cancelled", "awaiting-approval"]
    same = now()
    store(
        app,
        people,
        *(
            {
                "name": f"Person {number % 90:03}",
                "state": states[number % 4],
                "created_at": same - timedelta(minutes=number // 3),
            }
            for number in range(249)
        ),
    )

    address, there = f"{list_of(people)}?sort={sort}", []
    while True:
        page = look(desk, address)
        there.append(ids_on(page))
        later = page.soup.select_one(".pager a[rel=next]")
        if later is None:
            break
        address = str(later["href"])
    back = [ids_on(page)]
    while earlier := page.soup.select_one(".pager a[rel=prev]"):
        page = look(desk, str(earlier["href"]))
        back.append(ids_on(page))

    assert [len(each) for each in there] == [100, 100, 50]
    assert len({each for rows in there for each in rows}) == 250
    assert back == there[::-1]
    assert "250 people in this list" in page.words


def ids_on(page: Sheet) -> list[str]:
    return [str(each["value"]) for each in page.soup.select("input[name=chosen]")]


def test_statements_do_not_grow_with_the_rows(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    with app.app_context():
        group, known = make_target_group("Sailors").id, make_organisation("Otava Town").id
    usual = {"target_group_id": group, "organisation_id": known}
    few = [usual | {"state": state} for state in ("waiting", "confirmed", "cancelled")]
    store(app, people, *few)
    look(desk, list_of(people))

    with count_statements() as first:
        look(desk, list_of(people))
    many = [each | {"email": f"p{number}@example.org"} for number, each in enumerate(few * 100)]
    store(app, people, *many)
    with count_statements() as second:
        look(desk, list_of(people))

    assert len(first) == len(second), f"{first}\n\n{second}"
    assert len(second) <= 18, second


def test_one_of_ten_thousand_is_found(app: Flask, people: People, desk: FlaskClient) -> None:
    """In as many statements as one of three, and a page holds a hundred however many match."""
    store(app, people, {"name": "Person 99"})
    look(desk, f"{list_of(people)}?q=person+99")
    with count_statements() as few:
        look(desk, f"{list_of(people)}?q=person+99")
    store_many(app, people, 10_000)

    with count_statements() as many:
        page = look(desk, f"{list_of(people)}?q=person+99&sort=name")
    one = look(desk, f"{list_of(people)}?q=p9876@")

    assert len(many) == len(few), many
    assert len(names(page)) == 100
    assert all("99" in name for name in names(page))
    assert names(one) == ["Person 9876"]
    assert "waiting, number 9877" in one.words


def store_many(app: Flask, people: People, number: int) -> None:
    rows = [
        {
            "public_id": f"{index:012}".translate(str.maketrans("01", "yz")),
            "event_id": people.event_ids["public"],
            "state": "waiting",
            "waiting_since": now() + timedelta(seconds=index),
            "name": f"Person {index}",
            "name_key": f"person {index}",
            "email": f"p{index}@example.org",
            "email_key": f"p{index}@example.org",
            "language": "en",
        }
        for index in range(number)
    ]
    with app.app_context(), write():
        db.session.execute(db.insert(Registration), rows)


def test_a_hostile_name_stays_a_name(app: Flask, people: People, desk: FlaskClient) -> None:
    """Markup is text, another writing direction ends where the name ends."""
    store(
        app,
        people,
        {"name": "<script>alert(1)</script>"},
        {"name": "אברהם " + "n" * 190},
        {"name": "Zalgo" + "\u0301" * 150},
    )

    page = look(desk, list_of(people))

    assert "<script>alert(1)</script>" in names(page)
    assert not page.soup.select("table script")
    assert all(each.find("bdi") for each in page.soup.select("table#people tbody th a"))


def test_an_event_without_people_says_what_to_do(people: People, desk: FlaskClient) -> None:
    page = look(desk, list_of(people, "internal"))

    assert "Nobody has registered yet" in page.words


def test_on_paper_stands_everybody(app: Flask, people: People, desk: FlaskClient) -> None:
    """Not a page of a hundred."""
    store(app, people, *({"email": f"x{number}@example.org"} for number in range(130)))

    page = look(desk, f"{list_of(people)}print?sort=name")
    rows = page.soup.select("table#sheet tbody tr")

    assert len(rows) == 131
    assert rows[0].get_text(" ", strip=True).startswith("1 Pauls Participant")
    assert re.search(r"as of \w+day, \d+ \w+ \d{4}", page.words)


# Who may not


def test_whoever_sees_the_event_alone_gets_numbers_and_the_reason(
    app: Flask, people: People
) -> None:
    """A reader, and the coordinator of the project at another organisation."""
    for who in (people.reader, people.project_coordinator):
        page = look(who.client(app), list_of(people))

        assert page.status == 403
        assert "You may see how many come, but not who" in page.words
        assert "Brasla Municipality organises this event" in page.words
        assert "1 place left of 2 confirmed 1" in page.words
        assert "Pauls" not in page.response.get_data(as_text=True)


def test_a_helper_sees_and_enters_but_changes_nothing(app: Flask, people: People) -> None:
    helper = people.helper.client(app)
    page = look(helper, list_of(people))

    assert names(page) == ["Pauls Participant"]
    assert "Enter a person" in page.words
    assert not page.soup.select("input[name=chosen]")
    for path in ("export", "export.csv", "export.xlsx", "selection?act=approval", "invitations/"):
        assert helper.get(list_of(people) + path).status_code == 403
    assert helper.get(f"{list_of(people)}print").status_code == 200


def test_strangers_learn_nothing(app: Flask, people: People) -> None:
    """Another municipality's coordinator, who may know of the public event and no other."""
    stranger = people.stranger.client(app)

    assert stranger.get(list_of(people)).status_code == 403
    assert stranger.get(list_of(people, "draft")).status_code == 404
    assert stranger.get(list_of(people, "internal")).status_code == 404
    assert "Pauls" not in stranger.get(list_of(people)).get_data(as_text=True)


def test_visitors_are_asked_to_sign_in(app: Flask, people: People) -> None:
    for who in (people.visitor, people.participant, people.invited):
        answer = who.client(app).get(list_of(people))

        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/manage/sign-in")


def test_people_of_another_event_are_not_found(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    """Even of one the same person may see."""
    with app.app_context():
        other = make_event("Another", organiser=make_organisation("Brasla Municipality"))
        public_id = make_registration(other, "Zane", state=State.WAITING).public_id

    assert desk.get(f"{list_of(people)}{public_id}/").status_code == 404
    assert desk.get(f"{list_of(people)}%00/").status_code == 404
