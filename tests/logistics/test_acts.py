"""What staff do on the boards: groups, rooms, who rides along, factors, what is asked."""

from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.browsing import look, send
from tests.conftest import Clock
from tests.logistics.making import (
    make_group,
    make_guest,
    make_item,
    make_journey,
    make_room,
    make_stay,
    make_visit,
)
from tests.logistics.test_boards import rows, visit_at
from tests.people import People, cast
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.events.models import Event
from webapp.logistics.assigning import put_into_group, put_into_room
from webapp.logistics.errors import NobodyChosen, NotMet, TooFewBeds, TooFewSeats
from webapp.logistics.factors import DEFAULTS, factors_of
from webapp.logistics.models import (
    ItemAbsence,
    Journey,
    LogisticsPlan,
    PickupGroup,
    Room,
    Stay,
    TravelFactor,
)


@pytest.fixture(autouse=True)
def spring(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def coordinator(app: Flask, people: People) -> FlaskClient:
    return people.partner_coordinator.client(app)


@pytest.fixture
def board(app: Flask, people: People) -> str:
    """The address of the logistics of a visit with Anna and Bruno, who are met and want rooms."""
    with app.app_context(), write():
        event = visit_at(people)
        for name in ("Anna", "Bruno"):
            person = make_guest(event, name)
            make_journey(person)
            make_stay(person, "shared")
        return f"/manage/events/{event.code}/logistics/"


def newest() -> Event:
    """The event that was made last."""
    event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None
    return event


def all_of(app: Flask, column: object) -> list[object]:
    with app.app_context():
        return list(db.session.scalars(select(column)))  # type: ignore[call-overload]


def ticks(client: FlaskClient, address: str, table: str) -> list[str]:
    """What the boxes of a table choose."""
    page = look(client, address)
    return [str(box["value"]) for box in page.soup.select(f"#{table} input[name=people]")]


def test_a_group_is_made_filled_changed_and_removed(
    app: Flask, coordinator: FlaskClient, board: str
) -> None:
    page = send(
        coordinator,
        look(coordinator, f"{board}arrivals/groups/new"),
        button="Save",
        meeting_point="Sofia airport",
        vehicle="minibus",
        seats="2",
        **{"when-date": "26.04.2027", "when-time": "19:00"},  # type: ignore[arg-type]
    )
    assert rows(page, "groups") == [
        ["Mon 26 Apr, 19:00", "arrival", "Sofia airport", "minibus", "0", "2", ""]
    ]

    everybody = ticks(coordinator, f"{board}arrivals/", "arrival")
    (group,) = all_of(app, PickupGroup.public_id)
    page = send(
        coordinator, page, button="Put into this group", people=everybody, target=str(group)
    )
    assert "Done for 2 people." in page.soup.get_text()
    assert rows(page, "groups")[0][4:] == ["2", "2", "Anna, Bruno"]

    edit = f"{board}arrivals/groups/{group}/edit"
    page = send(coordinator, look(coordinator, edit), button="Save", seats="")
    assert rows(page, "groups")[0][4:6] == ["2", ""]

    removal = f"{board}arrivals/groups/{group}/removal"
    page = send(coordinator, look(coordinator, removal), button="Remove")
    assert rows(page, "groups") == []
    assert all_of(app, Journey.group_id) == [None, None]


def test_no_more_people_go_than_there_are_seats(
    app: Flask, coordinator: FlaskClient, board: str
) -> None:
    with app.app_context(), write():
        code = make_group(newest(), seats=1).public_id
    everybody = ticks(coordinator, f"{board}arrivals/", "arrival")
    page = look(coordinator, f"{board}arrivals/")

    page = send(coordinator, page, button="Put into this group", people=everybody, target=code)

    assert page.status == 422
    assert page.summary() == ["There is only 1 seat left in this group."]
    assert len(page.soup.select("#arrival input[checked]")) == 2
    assert all_of(app, Journey.group_id) == [None, None]


def test_the_button_without_a_box_asks_for_one(coordinator: FlaskClient, board: str) -> None:
    page = look(coordinator, f"{board}arrivals/")

    page = send(coordinator, page, button="Put into this group")

    assert (page.status, page.summary()) == (422, ["Tick the people you mean first."])


def test_people_and_groups_of_elsewhere_cannot_be_named(
    app: Flask, people: People, coordinator: FlaskClient, board: str
) -> None:
    with app.app_context(), write():
        other = visit_at(people, title="Another")
        stranger = make_guest(other, "Stranger")
        make_journey(stranger)
        person, group = stranger.public_id, make_group(other).public_id
    everybody = ticks(coordinator, f"{board}arrivals/", "arrival")
    page = look(coordinator, f"{board}arrivals/")

    for chosen, target in (([person], ""), (everybody, group)):
        answer = send(coordinator, page, button="Put into this group", people=chosen, target=target)
        assert answer.status == 422
    assert coordinator.get(f"{board}arrivals/groups/{group}/edit").status_code == 404


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"meeting_point": " "}, "meeting_point", "Write where they are met."),
        ({"seats": "0"}, "seats", "Write a number from 1 to 500."),
        ({"when-time": "25:00"}, "when-time", "Write the time as hours and minutes"),
        ({"when-date": "", "when-time": "19:00"}, "when-date", "Add the day."),
    ],
)
def test_a_group_that_cannot_be_is_refused(
    app: Flask,
    coordinator: FlaskClient,
    board: str,
    given: dict[str, str],
    field: str,
    message: str,
) -> None:
    page = look(coordinator, f"{board}arrivals/groups/new")
    filled = {"meeting_point": "Airport", **given}

    page = send(coordinator, page, button="Save", **filled)  # type: ignore[arg-type]

    assert page.status == 422
    assert message in page.errors()[field]
    assert all_of(app, PickupGroup.id) == []


def test_rooms_are_added_several_at_a_time_given_and_taken_away(
    app: Flask, coordinator: FlaskClient, board: str
) -> None:
    new = look(coordinator, f"{board}rooms/new")
    page = send(
        coordinator, new, button="Save", hotel="Hotel Pirin", label="201, 202 ,201", beds="2"
    )
    assert [line[:2] for line in rows(page, "rooms")] == [
        ["Hotel Pirin, 201", "2"],
        ["Hotel Pirin, 202", "2"],
        ["Together", "4"],
    ]

    room = all_of(app, Room.public_id)[0]
    everybody = ticks(coordinator, f"{board}rooms/", "without")
    page = send(coordinator, page, button="Give this room", people=everybody, target=str(room))
    assert rows(page, "without") == []
    assert len({*all_of(app, Stay.room_id)}) == 1

    page = send(coordinator, page, button="Give this room", people=everybody[:1], target="")
    assert all_of(app, Stay.room_id).count(None) == 1

    removal = look(coordinator, f"{board}rooms/{room}/removal")
    send(coordinator, removal, button="Remove")
    assert all_of(app, Stay.room_id) == [None, None]


def test_a_room_takes_no_more_people_than_beds_on_any_night(any_app: Flask) -> None:
    with any_app.app_context():
        with write():
            event = make_visit()
            anna, bruno, clara = (make_guest(event, name) for name in ("Anna", "Bruno", "Cl"))
            make_stay(anna, first_on=date(2027, 4, 26), last_on=date(2027, 4, 27))
            make_stay(bruno, first_on=date(2027, 4, 27), last_on=date(2027, 4, 28))
            make_stay(clara, first_on=date(2027, 4, 28), last_on=date(2027, 4, 28))
            room = make_room(event, beds=1).id
            ids = [anna.public_id, bruno.public_id, clara.public_id]

        with write():
            put_into_room(event, ids[:1], room)
        with pytest.raises(TooFewBeds) as refused, write():
            put_into_room(event, [ids[1]], room)
        assert "Hotel Pirin, 204 has 1 bed; on 27 April 2027 it would be too few." in str(
            refused.value
        )
        with write():  # one leaves in the morning, the other comes in the evening
            put_into_room(event, [ids[2]], room)
        with pytest.raises(NobodyChosen), write():
            put_into_room(event, [], room)


def test_who_has_cancelled_leaves_the_seat_and_the_bed(any_app: Flask) -> None:
    with any_app.app_context():
        with write():
            event = make_visit()
            anna, bruno = make_guest(event, "Anna"), make_guest(event, "Bruno")
            group, room = make_group(event, seats=1), make_room(event, beds=1)
            for person in (anna, bruno):
                make_journey(person)
                make_stay(person)
            ids, group_id, room_id = [anna.public_id, bruno.public_id], group.id, room.id
        with write():
            put_into_group(event, "arrival", ids[:1], group_id)
            put_into_room(event, ids[:1], room_id)
        with pytest.raises(TooFewSeats), write():
            put_into_group(event, "arrival", ids[1:], group_id)

        with write():
            anna.state = "cancelled"
        with write():
            assert put_into_group(event, "arrival", ids[1:], group_id) == 1
            assert put_into_room(event, ids[1:], room_id) == 1
        with pytest.raises(NotMet), write():
            put_into_group(event, "arrival", ids, None)


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"label": ", ,"}, "label", "Write the numbers with commas between them."),
        ({"label": "x" * 61}, "label", "Write the numbers with commas between them."),
        ({"label": "204"}, "label", "has a room of that name"),
        ({"beds": "0"}, "beds", "Write a number from 1 to 50."),
        ({"beds": ""}, "beds", "Write how many sleep there."),
        ({"hotel": ""}, "hotel", "Write the name of the hotel."),
    ],
)
def test_a_room_that_cannot_be_is_refused(
    app: Flask,
    coordinator: FlaskClient,
    board: str,
    given: dict[str, str],
    field: str,
    message: str,
) -> None:
    with app.app_context(), write():
        make_room(newest())
    page = look(coordinator, f"{board}rooms/new")
    filled = {"hotel": "Hotel Pirin", "label": "1, 2", "beds": "2", **given}

    page = send(coordinator, page, button="Save", **filled)  # type: ignore[arg-type]

    assert page.status == 422
    assert message in page.errors()[field]
    assert len(all_of(app, Room.id)) == 1


@pytest.mark.parametrize("what", ["rooms", "arrivals/groups"])
def test_a_stale_form_shows_both_versions(
    app: Flask, coordinator: FlaskClient, board: str, what: str
) -> None:
    with app.app_context(), write():
        event = newest()
        made = make_room(event) if what == "rooms" else make_group(event)
        edit = f"{board}{what}/{made.public_id}/edit"
    field = "hotel" if what == "rooms" else "meeting_point"
    mine = look(coordinator, edit)
    send(coordinator, look(coordinator, edit), button="Save", **{field: "Theirs"})  # type: ignore[arg-type]

    page = send(coordinator, mine, button="Save", **{field: "Mine"})  # type: ignore[arg-type]

    assert page.status == 409
    assert "Theirs" in page.words
    assert page.soup.select_one(f"[name={field}][value=Mine]") is not None
    assert send(coordinator, page, button="Save").status == 200
    with app.app_context():
        model = Room if what == "rooms" else PickupGroup
        (stored,) = db.session.scalars(select(model))
        assert getattr(stored, field) == "Mine"


def test_the_staff_tick_who_rides_along(app: Flask, coordinator: FlaskClient, board: str) -> None:
    with app.app_context(), write():
        event = newest()
        ride = make_item(event, "To the works", "transfer").public_id
    page = look(coordinator, f"{board}items/{ride}")
    boxes = [str(box["value"]) for box in page.soup.select("[name=people][checked]")]
    assert len(boxes) == 2

    page = send(coordinator, page, button="Save", people=boxes[:1])

    assert "1 person" in page.words
    assert len(all_of(app, ItemAbsence.id)) == 1
    send(coordinator, look(coordinator, f"{board}items/{ride}"), button="Save", people=boxes)
    assert all_of(app, ItemAbsence.id) == []


def test_the_staff_fill_in_for_who_telephoned(
    app: Flask, people: People, coordinator: FlaskClient, board: str
) -> None:
    with app.app_context(), write():
        event = newest()
        clara = make_guest(event, "Clara").public_id
    page = look(coordinator, f"{board}people/{clara}")

    page = send(coordinator, page, button="Save", **{"arrival-mode": "ferry"})  # type: ignore[arg-type]

    assert ["Clara", "ferry"] in [[line[1], line[3]] for line in rows(page, "arrival")]


def test_a_factor_of_ones_own_has_its_source_and_can_be_given_up(
    app: Flask, people: People, coordinator: FlaskClient, board: str
) -> None:
    page = look(coordinator, f"{board}travel/factors")
    page = send(coordinator, page, button="Save", grams_train="12")
    assert page.status == 422
    assert "Name the source" in page.errors()["source"]

    page = send(coordinator, page, button="Save", source="Railway of Brasla, 2026")
    assert ["train", "12", "Railway of Brasla, 2026"] in rows(page, "factors")

    page = send(
        coordinator, look(coordinator, f"{board}travel/factors"), button="Save", grams_train=""
    )
    assert rows(page, "factors")[0][1] == "33"
    assert all_of(app, TravelFactor.id) == []


def test_the_administrator_sets_factors_for_all_events_without_their_own(
    app: Flask, people: People, coordinator: FlaskClient, board: str
) -> None:
    admin = people.administrator.client(app)
    page = look(admin, "/manage/travel-factors/")
    page = send(admin, page, button="Save", grams_car="120", source="Ministry, 2026")

    assert ["car", "120", "Ministry, 2026"] in rows(page, "factors")
    assert ["car", "120", "Ministry, 2026"] in rows(look(coordinator, f"{board}travel/"), "factors")
    for bad in ("-1", "5001", "much"):
        assert send(admin, page, button="Save", grams_car=bad).status == 422


def test_the_factors_of_all_events_are_linked_for_the_administrator_and_read_by_the_others(
    app: Flask, people: People, coordinator: FlaskClient, board: str
) -> None:
    address = "/manage/travel-factors/"

    def links(client: FlaskClient, page: str) -> list[str]:
        return [str(each["href"]) for each in look(client, page).soup.select("a[href]")]

    admin = people.administrator.client(app)
    assert address in links(admin, "/manage/")
    assert links(admin, f"{board}travel/").count(address) == 2  # in the rail and over the board
    assert address not in links(coordinator, "/manage/") + links(coordinator, f"{board}travel/")
    table = rows(look(coordinator, f"{board}travel/"), "factors")
    assert all(row[2].startswith("European Environment Agency") for row in table)


def test_factors_changed_meanwhile_are_not_overwritten(
    coordinator: FlaskClient, board: str
) -> None:
    mine = look(coordinator, f"{board}travel/factors")
    theirs = look(coordinator, f"{board}travel/factors")
    send(coordinator, theirs, button="Save", grams_car="90", source="Theirs")

    page = send(coordinator, mine, button="Save", grams_car="100", source="Mine")

    assert page.status == 409
    assert "90" in page.words


def test_factors_without_any_row_are_those_of_the_agency(any_app: Flask) -> None:
    with any_app.app_context():
        assert {mode: each.grams for mode, each in factors_of(None).items()} == dict(DEFAULTS)


def test_what_is_asked_is_switched(
    app: Flask, people: People, coordinator: FlaskClient, board: str
) -> None:
    page = look(coordinator, f"{board}settings")

    page = send(coordinator, page, button="Save", travel=None, rooms=None)

    assert "Nobody is asked about travel and rooms" in page.words
    with app.app_context():
        plan = db.session.scalars(select(LogisticsPlan)).one()
        assert (plan.asks_travel, plan.asks_rooms) == (False, False)


def test_a_file_that_was_taken_stands_in_the_history(
    app: Flask, coordinator: FlaskClient, board: str
) -> None:
    coordinator.get(f"{board}rooms.xlsx")

    with app.app_context():
        change = db.session.scalars(select(Change).where(Change.verb == "exported")).one()
        assert change.after == {"format": "xlsx", "columns": ["rooms"]}
    history = look(coordinator, board.replace("logistics/", "history"))
    assert history.status == 200
    assert "List of people exported" in history.words


def test_a_departure_group_leaves_before_the_train(app: Flask, people: People) -> None:
    with app.app_context(), write():
        event = visit_at(people)
        anna = make_guest(event, "Anna")
        late = make_group(event, "departure", wall=datetime(2027, 4, 29, 18, 30))
        make_journey(anna, "departure", group_id=late.id)
        code = event.code
    client = people.partner_coordinator.client(app)

    page = look(client, f"/manage/events/{code}/logistics/arrivals/")

    assert "Anna cannot be on time for the group" in page.words
