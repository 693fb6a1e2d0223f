"""The desk of an agenda: planning quickly, moving, removing; bad input; two people; strangers."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.counting import count_statements
from tests.factories import make_event, make_place, make_registration
from tests.people import People, cast
from tests.questions.asking import form_of
from tests.visit_factories import make_agenda_version, make_choice, make_item
from webapp.agenda import rules, tracks
from webapp.agenda.models import AgendaItem
from webapp.agenda.queries import items_of, tracks_of
from webapp.agenda.times import hours_of
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events.models import Event

pytestmark = pytest.mark.usefixtures("context")

DAY = date(2027, 4, 27)
SOFIA = "Europe/Sofia"
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


@pytest.fixture
def people(app: Flask, monkeypatch: pytest.MonkeyPatch) -> People:
    # What is posted here by hand comes from no page; tests of forms read them, tokens and all.
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    return cast(app)


@pytest.fixture
def event(people: People) -> Event:
    event = db.session.get_one(Event, people.event_ids["public"])
    with write():
        event.period = Period.days(DAY, DAY + timedelta(days=2), zone=SOFIA)
        event.pool.capacity = None
    return event


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    """The browser of the coordinator."""
    return people.partner_coordinator.client(app)


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.code}/agenda/{rest}"


def put(event: Event, title: str, starts: str, ends: str, day: date = DAY) -> AgendaItem:
    hours = hours_of(day, time.fromisoformat(starts), time.fromisoformat(ends), SOFIA)
    with write():
        return rules.add(event, LocalText({"en": title}), "plenary", hours)


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.text, "html.parser")


def errors(response: Any) -> list[str]:
    return [each.get_text(" ", strip=True) for each in soup(response).select(".error-summary li")]


def timetable(event: Event) -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [
        f"{item.starts_local:%d %H:%M}–{item.ends_local:%H:%M} {item.name}"
        for item in items_of(event)
    ]


def line(
    desk: FlaskClient, event: Event, starts: str, ends: str, title: str, day: str = "2027-04-27",
    **more: str,
) -> Any:  # fmt: skip
    values = {"hours-day": day, "hours-starts": starts, "hours-ends": ends, "title": title}
    values = {"kind": "plenary", **values, **more}
    data = {f"line-{day}-{name}": value for name, value in values.items()}
    return desk.post(address(event), data={"line": day, **data})


def test_a_day_is_planned_line_by_line(desk: FlaskClient, event: Event) -> None:
    first = line(desk, event, "10:00", "11:30", "Peer review", kind="peer-review")
    line(desk, event, "11.30", "12:30", "Lunch", kind="meal")

    assert first.status_code == 303
    assert timetable(event) == ["27 10:00–11:30 Peer review", "27 11:30–12:30 Lunch"]
    page = soup(desk.get(first.location))
    [focused] = page.select("[autofocus]")
    assert (focused["name"], focused["value"]) == ("line-2027-04-27-hours-starts", "12:30")
    assert items_of(event)[0].starts_zone == SOFIA


def test_a_line_that_cannot_be_read_keeps_what_was_typed(desk: FlaskClient, event: Event) -> None:
    for starts, ends, title, told in (
        ("10:00", "10:00", "Coffee", "It ends the moment it begins. Check both times."),
        ("10:00", "", "Coffee", "Add when it ends, or empty both times."),
        ("ten", "11:00", "Coffee", "Write the time as hours and minutes, for example 09:30."),
        ("10:00", "11:00", "", "Give it a title."),
    ):
        answered = line(desk, event, starts, ends, title)
        assert (answered.status_code, errors(answered)) == (422, [told])
        typed = soup(answered).select_one("[name='line-2027-04-27-title']")
        assert typed is not None
        assert typed.get("value", "") == title
    assert timetable(event) == []


def test_what_no_page_sends_is_no_error_of_the_server(desk: FlaskClient, event: Event) -> None:
    for data in (
        {},
        {"line": "2027-99-99"},
        {"line": "<script>"},
        {"line": "2027-04-27", "line-2027-04-27-kind": "party"},
        {"line": "2027-04-27", "line-2027-04-27-hours-day": "99999-01-01"},
    ):
        assert desk.post(address(event), data=data).status_code == 422


def test_a_day_outside_the_event_gets_its_line_too(desk: FlaskClient, event: Event) -> None:
    data = {
        "line": "other",
        "line-other-hours-day": "2027-04-26",
        "line-other-hours-starts": "19:00",
        "line-other-hours-ends": "21:00",
        "line-other-kind": "meal",
        "line-other-title": "Welcome dinner",
    }

    assert desk.post(address(event), data=data).status_code == 303

    assert timetable(event) == ["26 19:00–21:00 Welcome dinner"]
    page = soup(desk.get(address(event)))
    assert page.select_one(".desk-day")["id"] == "day-2027-04-26"  # type: ignore[index]
    assert "This day lies outside the event." in page.get_text()


def test_a_clock_change_is_refused_and_asked_about(desk: FlaskClient, event: Event) -> None:
    skipped = line(desk, event, "03:30", "05:00", "Night walk", SPRING.isoformat())
    assert skipped.status_code == 422
    [told] = errors(skipped)
    assert "02:59" in told
    assert "04:00" in told

    doubled = line(desk, event, "03:30", "05:00", "Night walk", AUTUMN.isoformat())
    assert doubled.status_code == 422
    name = f"line-{AUTUMN.isoformat()}-hours-starts_fold"
    assert len(soup(doubled).select(f"[name='{name}']")) == 0  # its day stands in no line
    chosen = line(
        desk,
        event,
        "03:30",
        "05:00",
        "Night walk",
        AUTUMN.isoformat(),
        **{"hours-starts_fold": "1"},
    )
    assert chosen.status_code == 303
    assert items_of(event)[0].starts_fold == 1


def test_everything_about_an_item_is_said_in_its_form(desk: FlaskClient, event: Event) -> None:
    make_place("Razlog hall")
    make_place("Bansko station")
    item = put(event, "Works", "10:00", "12:00")
    with write():
        track = tracks.add_track(event, LocalText({"en": "Companies"}))
        public_id = track.public_id
    where = address(event, f"items/{item.public_id}/")
    typed = form_of(desk, where) | {
        "kind": "company",
        "hours-ends": "12:30",
        "track": public_id,
        "visibility": "partners",
        "description-en": "A look at the works.",
        "place": "razlog-hall",
        "place_note-en": "Gate 2",
        "to_place": "bansko-station",
        "travel_minutes": "20",
        "host": "brasla-municipality",
        "host_person": "Maria Ivanova",
        "contributors-0-role": "guide",
        "contributors-0-name": "Ivan Petrov",
        "languages": ["bg", "en"],
        "interpretation": "consecutive",
        "interpreted_into": ["lv"],
        "needs_choice": "y",
        "capacity": "12",
        "walking_m": "800",
        "step_free": "no",
        "clothing-en": "Flat shoes",
        "photo_rule": "ask",
        "gate_list_due_at-date": "2027-04-20",
        "gate_list_due_at-time": "12:00",
        "plan_b-en": "A film instead",
    }

    answered = desk.post(where, data=typed)

    assert (answered.status_code, errors(answered)) == (303, [])
    db.session.rollback()
    [stored] = items_of(event)
    assert (stored.kind, stored.visibility, stored.track) == ("company", "partners", track)
    assert (stored.place.slug, stored.to_place.slug) == ("razlog-hall", "bansko-station")
    assert (stored.host_person, stored.languages) == ("Maria Ivanova", ["bg", "en"])
    assert [(each.role, each.name) for each in stored.contributors] == [("guide", "Ivan Petrov")]
    assert (stored.needs_choice, stored.pool.capacity, stored.walking_m) == (True, 12, 800)
    assert (stored.step_free, stored.photo_rule, stored.travel_minutes) == (False, "ask", 20)
    assert stored.gate_list_due_at.isoformat() == "2027-04-20T09:00:00+00:00"
    assert (str(stored.plan_b), str(stored.clothing)) == ("A film instead", "Flat shoes")
    assert timetable(event) == ["27 10:00–12:30 Works"]
    again = desk.post(where, data=form_of(desk, where), follow_redirects=True)
    assert "Nothing was changed." in again.text


def test_a_whole_new_item_is_added_from_the_form(desk: FlaskClient, event: Event) -> None:
    where = address(event, "items/new?day=2027-04-28")
    typed = form_of(desk, where)
    assert typed["hours-day"] == "2027-04-28"

    empty = desk.post(where, data=typed)
    assert empty.status_code == 422
    added = desk.post(where, data=typed | {"name-en": "Museum", "name-lv": "Muzejs"})

    assert added.status_code == 303
    db.session.rollback()
    [item] = items_of(event)
    assert (item.name.get("lv"), item.day_on, item.has_hours) == (
        "Muzejs",
        date(2027, 4, 28),
        False,
    )


def test_two_people_at_one_item_lose_nothing(desk: FlaskClient, event: Event) -> None:
    item = put(event, "Works", "10:00", "12:00")
    where = address(event, f"items/{item.public_id}/")
    mine = form_of(desk, where)
    theirs = mine | {"place_note-en": "Gate 2", "name-en": "Steel works"}
    assert desk.post(where, data=theirs).status_code == 303

    stale = desk.post(where, data=mine | {"walking_m": "500", "name-en": "The works"})

    assert stale.status_code == 409
    page = soup(stale)
    assert "Gate 2" in page.select_one(".merge__taken").get_text()  # type: ignore[union-attr]
    [asked] = page.select("fieldset.merge")
    assert "Steel works" in asked.get_text()
    typed = _fields(page) | {"keep-name-en": "mine"}
    assert desk.post(where, data=typed).status_code == 303
    db.session.rollback()
    [stored] = items_of(event)
    assert (str(stored.name), str(stored.place_note), stored.walking_m) == (
        "The works",
        "Gate 2",
        500,
    )


def _fields(page: BeautifulSoup) -> dict[str, Any]:
    """What the form on the page would send."""
    form = page.select_one("main form.form")
    assert form is not None
    sent: dict[str, Any] = {}
    for each in form.select("input[name], textarea[name], select[name]"):
        if each.get("type") in ("radio", "checkbox") and not each.has_attr("checked"):
            continue
        if each.name == "select":
            chosen = each.select_one("option[selected]")
            value = chosen["value"] if chosen else ""
        else:
            value = (
                each.get_text().lstrip("\n") if each.name == "textarea" else each.get("value", "")
            )
        sent[str(each["name"])] = value
    return sent


def test_fewer_places_than_chosen_are_refused_beside_the_number(
    desk: FlaskClient, event: Event
) -> None:
    item = make_item(event, capacity=5, needs_choice=True, kind="company")
    make_agenda_version(event)
    for name in ("Anna", "Ivan"):
        make_choice(item, make_registration(event, name=name, email=f"{name}@example.org"))
    where = address(event, f"items/{item.public_id}/")

    answered = desk.post(where, data=form_of(desk, where) | {"capacity": "1"})

    assert answered.status_code == 422
    assert "2 seats are taken" in errors(answered)[0]


def test_an_item_moves_to_another_day_and_keeps_its_length(desk: FlaskClient, event: Event) -> None:
    item = put(event, "Works", "10:00", "12:00")
    where = address(event, f"items/{item.public_id}/slot")
    revision = form_of(desk, where)["posted_revision"]
    data = {"posted_revision": revision, "hours-day": "2027-04-28", "hours-starts": "14:30"}

    assert desk.post(where, data=data).status_code == 303
    assert timetable(event) == ["28 14:30–16:30 Works"]

    stale = desk.post(where, data=data | {"hours-starts": "09:00"})
    assert stale.status_code == 409
    assert "Someone else has changed this item meanwhile." in stale.text
    assert desk.post(where, data={"hours-day": "", "hours-starts": "25:00"}).status_code == 422
    assert timetable(event) == ["28 14:30–16:30 Works"]


def test_everything_after_an_item_is_shown_then_moved(desk: FlaskClient, event: Event) -> None:
    first = put(event, "Welcome", "22:00", "22:30")
    put(event, "Concert", "22:30", "23:30")
    put(event, "Market", "09:00", "10:00", DAY + timedelta(days=1))
    where = address(event, f"items/{first.public_id}/shift")
    ask = {"minutes": "100", "way": "later", "reach": "day", "step": "show"}

    shown = soup(desk.post(where, data=ask))

    assert "1 of them would begin on another day. Is that meant?" in shown.get_text()
    assert timetable(event)[0] == "27 22:00–22:30 Welcome"
    mark = shown.select_one("[name=mark]")
    assert mark is not None
    done = desk.post(where, data=ask | {"step": "go", "mark": str(mark["value"])})
    assert done.status_code == 303
    assert timetable(event) == [
        "27 23:40–00:10 Welcome",
        "28 00:10–01:10 Concert",
        "28 09:00–10:00 Market",
    ]
    again = desk.post(where, data=ask | {"step": "go", "mark": str(mark["value"])})
    assert again.status_code == 409  # not what the page had shown


def test_a_shift_onto_a_skipped_hour_names_the_item(desk: FlaskClient, event: Event) -> None:
    item = put(event, "Night bus", "02:10", "02:50", SPRING)
    where = address(event, f"items/{item.public_id}/shift")

    for minutes, told in (("60", "Night bus"), ("0", "from 1 to 1440"), ("x", "whole number")):
        answered = desk.post(where, data={"minutes": minutes, "way": "later", "reach": "event"})
        assert answered.status_code == 422
        assert told in errors(answered)[0]
    assert timetable(event) == ["28 02:10–02:50 Night bus"]


def test_a_day_and_an_item_are_copied(desk: FlaskClient, event: Event) -> None:
    item = put(event, "Works", "10:00", "12:00")
    where = address(event, "days/2027-04-27/copy")

    assert desk.post(where, data={"to": "2027-04-27"}).status_code == 422
    assert desk.post(where, data={"to": "2027-04-29"}).status_code == 303
    copied = desk.post(address(event, f"items/{item.public_id}/copies"))

    assert "/agenda/items/" in copied.location
    assert timetable(event) == [
        "27 10:00–12:00 Works",
        "27 10:00–12:00 Works",
        "29 10:00–12:00 Works",
    ]
    for day in ("2027-04-28", "tomorrow"):
        assert desk.get(address(event, f"days/{day}/copy")).status_code == 404


def test_removing_a_chosen_item_says_how_many_are_told(desk: FlaskClient, event: Event) -> None:
    item = make_item(event, capacity=5, needs_choice=True, kind="company")
    make_agenda_version(event)
    make_choice(item, make_registration(event, name="Anna", email="anna@example.org"))
    where = address(event, f"items/{item.public_id}/removal")

    asked = desk.get(where)
    assert "1 person has chosen it" in soup(asked).get_text()
    assert desk.post(where, data={"posted_revision": "99"}).status_code == 409
    assert desk.post(where, data=form_of(desk, where)).status_code == 303

    db.session.rollback()
    [stored] = items_of(event)
    assert stored.is_cancelled
    assert desk.post(address(event, f"items/{item.public_id}/return")).status_code == 303
    db.session.rollback()
    assert not items_of(event)[0].is_cancelled


def test_a_draft_agenda_deletes(desk: FlaskClient, event: Event) -> None:
    item = put(event, "Works", "10:00", "12:00")
    where = address(event, f"items/{item.public_id}/removal")

    assert desk.post(where, data=form_of(desk, where)).status_code == 303
    assert timetable(event) == []
    assert desk.get(where).status_code == 404


def test_tracks_are_kept_in_order(desk: FlaskClient, event: Event) -> None:
    for name in ("Town", "Farms"):
        assert desk.post(address(event, "tracks/"), data={"name-en": name}).status_code == 303
    assert desk.post(address(event, "tracks/"), data={"name-en": ""}).status_code == 422
    db.session.rollback()
    town, farms = (each.public_id for each in tracks_of(event))

    desk.post(address(event, f"tracks/{farms}/position"), data={"way": "up"})
    desk.post(address(event, f"tracks/{town}/"), data={"name-en": "Towns"})
    db.session.rollback()
    assert [str(each.name) for each in tracks_of(event)] == ["Farms", "Towns"]
    line(desk, event, "10:00", "11:00", "Walk", track=town)
    assert "Towns" in soup(desk.get(address(event))).select_one(".slot").get_text()  # type: ignore[union-attr]

    desk.post(address(event, f"tracks/{town}/removal"))
    db.session.rollback()
    assert [str(each.name) for each in tracks_of(event)] == ["Farms"]
    assert items_of(event)[0].track is None


def test_an_agenda_beside_the_event_is_moved_onto_it(desk: FlaskClient, event: Event) -> None:
    put(event, "Works", "10:00", "12:00", DAY + timedelta(days=7))
    put(event, "Market", "10:00", "12:00", DAY + timedelta(days=8))

    assert "Move all items by -7 days" in desk.get(address(event)).text
    assert desk.post(address(event, "dates")).status_code == 303

    assert timetable(event) == ["27 10:00–12:00 Works", "28 10:00–12:00 Market"]


def test_forty_items_take_no_more_statements_than_two(desk: FlaskClient, event: Event) -> None:
    place = make_place()

    def add(number: int) -> None:
        for each in range(number):
            make_item(event, f"Item {each}", hour=8 + each % 10, day=each % 3, place_id=place.id)

    where = address(event)
    add(2)
    desk.get(where)
    db.session.expire_all()
    with count_statements() as few:
        desk.get(where)
    add(38)
    db.session.expire_all()
    with count_statements() as many:
        page = desk.get(where)

    assert len(soup(page).select(".slot")) == 40
    assert len(many) == len(few), str(many)


def test_who_only_looks_sees_no_form(app: Flask, people: People, event: Event) -> None:
    put(event, "Works", "10:00", "12:00")

    page = soup(people.reader.client(app).get(address(event)))

    assert "Works" in page.get_text()
    assert page.select("main .slot form, main .quick") == []
    assert page.select("main .slot a") == []


def test_an_item_of_another_event_is_not_here(
    app: Flask, desk: FlaskClient, people: People, event: Event
) -> None:
    other = make_item(make_event("Another meeting"))

    for rest in ("", "slot", "removal"):
        assert desk.get(address(event, f"items/{other.public_id}/{rest}")).status_code == 404


def test_the_stranger_plans_nothing_here(app: Flask, people: People, event: Event) -> None:
    item = put(event, "Works", "10:00", "12:00")
    draft = db.session.get_one(Event, people.event_ids["draft"])
    browser = people.stranger.client(app)

    assert browser.get(address(draft)).status_code == 404
    assert browser.get(address(event)).status_code == 403
    assert line(browser, event, "10:00", "11:00", "Mine").status_code == 403
    for rest in ("slot", "shift", "removal", "copies", "return", ""):
        answered = browser.post(address(event, f"items/{item.public_id}/{rest}"))
        assert answered.status_code == 403
    assert timetable(event) == ["27 10:00–12:00 Works"]
