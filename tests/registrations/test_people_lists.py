"""The queries behind the list, on both databases."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.browsing import look, send
from tests.factories import make_event, make_registration, make_target_group
from tests.people import cast
from tests.registrations.acts import get_event
from tests.registrations.desk import list_of, states, store
from webapp.core.database import write
from webapp.core.times import now
from webapp.registrations.exports import COLUMNS, export_of
from webapp.registrations.people_lists import (
    SORTS,
    PeopleFilters,
    facets_of,
    how_many,
    matching_ids,
    page_of,
)


def event_with_everyone() -> tuple[int, int]:
    """Nine people in several states, two of them in line; gives the event's id and the group's."""
    with write():
        event, group = make_event(), make_target_group("Fishers")
        rows = ["confirmed", "waiting", "awaiting-approval", "cancelled", "waiting", "confirmed"]
        for number, state in enumerate([*rows, "offered", "expired", "confirmed"]):
            values = {"held_until": now() - timedelta(hours=1)} if state == "offered" else {}
            make_registration(
                event,
                f"Person {number}",
                f"p{number}@example.org",
                state,
                created_at=now() - timedelta(minutes=number // 2),
                target_group_id=group.id if number % 2 else None,
                organisation_text="Liepājas skola" if number == 3 else "",
                **values,
            )
        return event.id, group.id


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.usefixtures("any_context")
def test_walking_the_pages_gives_the_whole_list_in_its_order(sort: str) -> None:
    event = get_event(event_with_everyone()[0])
    filters = PeopleFilters(sort=sort)

    walked, page = [], page_of(event, filters, size=2)
    while True:
        walked += [each.id for each in page.registrations]
        if page.after is None:
            break
        page = page_of(event, filters, after=page.after, size=2)
    back: list[int] = []
    while True:
        back = [each.id for each in page.registrations] + back
        if page.before is None:
            break
        page = page_of(event, filters, before=page.before, size=2)

    assert walked == back == matching_ids(event, filters)
    assert len(set(walked)) == 9


@pytest.mark.usefixtures("any_context")
def test_numbers_filters_and_places_agree() -> None:
    event_id, group_id = event_with_everyone()
    event = get_event(event_id)
    facets = facets_of(event)

    assert facets.total == 9
    assert facets.live == how_many(event, PeopleFilters(state="live")) == 6
    assert facets.states["expired"] == how_many(event, PeopleFilters(state="expired")) == 2
    assert facets.groups == {group_id, None}
    assert how_many(event, PeopleFilters(group=str(group_id))) == 4
    assert how_many(event, PeopleFilters(group="none")) == 5
    assert how_many(event, PeopleFilters(q="liepajas SKOLA p3@")) == 1
    assert how_many(event, PeopleFilters(q="100%_")) == 0
    assert sorted(page_of(event, PeopleFilters(state="waiting")).places.values()) == [1, 2]


@pytest.mark.usefixtures("any_context")
def test_every_column_can_be_exported() -> None:
    event = get_event(event_with_everyone()[0])
    ids = matching_ids(event, PeopleFilters(sort="name"))

    export = export_of(event, ids, COLUMNS)
    rows = list(export.rows)

    assert len(export.headings) == len(COLUMNS)
    assert [row[0] for row in rows] == [f"Person {number}" for number in range(9)]
    assert {row[export.headings.index("Place in line")] for row in rows} == {None, 1, 2}


def test_many_are_approved_on_any_database(any_app: Flask) -> None:
    """Each in a savepoint, all in one transaction; who has changed is left out."""
    people = cast(any_app)
    desk = people.partner_coordinator.client(any_app)
    ids = store(any_app, people, *({"state": "awaiting-approval"} for _ in range(60)))
    page = look(desk, f"{list_of(people)}selection?act=approval&all=1&state=awaiting-approval")
    send(desk, look(desk, f"{list_of(people)}{ids[7]}/"), button="Approve")

    done = send(desk, page, button="Approve 60 people")

    assert "Approved: 59 people." in done.words
    assert "1 person was left out" in done.words
    assert set(states(any_app, *ids)) == {"confirmed"}
    assert look(desk, list_of(people)).status == 200
