"""Choosing and reading one's agenda by one's own link, without JavaScript."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from tests.agenda.making import make_visit
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_organisation, make_place, make_registration
from tests.visit_factories import make_agenda_version, make_choice, make_item
from webapp.choices import rules
from webapp.core.database import db, write
from webapp.events.models import Event
from webapp.registrations import retention
from webapp.registrations.models import Registration


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


class Scene:
    """A visit with two items at ten and one at two, and Anna, who comes from Lisbon."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context(), write():
            event = make_visit()
            make_item(event, "Opening", hour=9, hours=1)
            make_item(event, "Dinner", hour=19, visibility="partners")
            make_item(event, "Setting up", hour=7, visibility="internal")
            place = make_place("Works gate")
            self.items = {}
            for title, hour in (("Works", 10), ("Farm", 10), ("Mill", 14)):
                item = make_item(
                    event, title, hour=hour, capacity=1, needs_choice=True, place_id=place.id
                )
                self.items[title] = (item.id, item.public_id)
            make_agenda_version(event)
            lisbon = make_organisation("Porto", country="PT", zone="Europe/Lisbon")
            anna = make_registration(event, organisation_id=lisbon.id)
            bert = make_registration(event, "Bert", "bert@example.org")
            self.event, self.anna, self.bert = event.id, anna.id, bert.id
            self.token = anna.token()
            self.code = event.code
        self.client = app.test_client()

    def page(self, part: str = "choices/", query: str = "") -> BeautifulSoup:
        answer = self.client.get(f"/registrations/{self.token}/{part}{query}")
        assert answer.status_code == 200
        return BeautifulSoup(answer.text, "html.parser")

    def send(self, page: BeautifulSoup, *titles: str) -> TestResponse:
        """Send the form as *page* shows it, with these items picked."""
        form = page.select_one("form.form")
        assert form is not None
        data = {
            str(each["name"]): str(each["value"])
            for each in form.select("input[type=hidden], input[type=radio][checked]")
        }
        for title in titles:
            wanted = next(
                each
                for each in form.select("input[type=radio]")
                if str(each["value"]).startswith(self.items[title][1])
            )
            data[str(wanted["name"])] = str(wanted["value"])
        return self.client.post(f"/registrations/{self.token}/choices/", data=data)

    def held(self) -> dict[str, str]:
        with self.app.app_context():
            choices = rules.choices_of(self.anna)
            return {str(each.item.name): each.state for each in choices}

    def bert_takes(self, title: str) -> None:
        with self.app.app_context(), write():
            item = db.session.get_one(rules.AgendaItem, self.items[title][0])
            rules.choose(db.session.get_one(Registration, self.bert), item)


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


def words(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def test_items_at_the_same_time_are_radios_of_one_group(scene: Scene) -> None:
    groups = [
        [label.strong.text for label in group.select("label") if label.strong]
        for group in scene.page().select("main fieldset")
    ]

    assert [sorted(group) for group in groups] == [["Farm", "Works"], ["Mill"]]


def test_what_is_picked_is_stored_and_shown_again(scene: Scene) -> None:
    answer = scene.send(scene.page(), "Works", "Mill")

    assert answer.status_code == 303
    assert scene.held() == {"Works": "taken", "Mill": "taken"}
    page = scene.page()
    assert len(page.select("input[type=radio][checked]")) == 2
    assert words(page).count("You have a place.") == 2


def test_nothing_at_a_time_gives_the_place_back(scene: Scene) -> None:
    scene.send(scene.page(), "Works")
    page = scene.page()
    for radio in page.select("input[type=radio][checked]"):
        del radio["checked"]

    assert scene.send(page).status_code == 303
    assert scene.held() == {}


def test_the_last_place_gone_meanwhile_is_told_beside_its_time_and_nothing_is_lost(
    scene: Scene,
) -> None:
    page = scene.page()
    scene.bert_takes("Works")

    answer = scene.send(page, "Works", "Mill")

    assert answer.status_code == 422
    assert scene.held() == {}
    again = BeautifulSoup(answer.text, "html.parser")
    error = again.select_one("fieldset.has-error .field__error, fieldset.has-error [id$=-error]")
    assert error is not None
    assert "has just been taken" in error.text
    assert len(again.select("input[type=radio][checked]")) == 2
    assert scene.send(again).status_code == 303
    assert scene.held() == {"Works": "waiting", "Mill": "taken"}


def test_who_chooses_a_full_item_waits_and_sees_the_number_in_line(scene: Scene) -> None:
    scene.bert_takes("Works")
    page = scene.page()
    assert "Full. Choose it to wait for a place." in words(page)

    scene.send(page, "Works")

    assert scene.held() == {"Works": "waiting"}
    assert "You wait for a place: number 1 in line." in words(scene.page())


def test_a_page_from_before_a_change_is_shown_with_both_versions(scene: Scene) -> None:
    old = scene.page()
    scene.send(scene.page(), "Farm")

    answer = scene.send(old, "Works")

    assert answer.status_code == 409
    assert scene.held() == {"Farm": "taken"}
    page = BeautifulSoup(answer.text, "html.parser")
    assert "Stored: Farm." in words(page)
    picked = page.select("input[type=radio][checked]")
    assert str(picked[0]["value"]).startswith(scene.items["Works"][1])
    assert scene.send(page).status_code == 303
    assert scene.held() == {"Works": "taken"}


@pytest.mark.parametrize("value", ["zzzz", "zzzz.wait", "\x00", "x" * 5000, "ā🚌"])
def test_nonsense_is_refused_with_a_sentence(scene: Scene, value: str) -> None:
    page = scene.page()
    name = str(page.select("input[type=radio]")[0]["name"])
    seen = page.select_one("input[name=seen]")
    assert seen is not None
    data = {name: value, "seen": str(seen.get("value", ""))}
    data["csrf_token"] = str(page.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]

    answer = scene.client.post(f"/registrations/{scene.token}/choices/", data=data)

    assert answer.status_code == 422
    assert "can no longer be chosen" in answer.text


def test_the_registration_tells_how_many_are_chosen(scene: Scene) -> None:
    assert "0 of 2 chosen" in words(scene.page(""))

    scene.send(scene.page(), "Mill")

    assert "1 of 2 chosen" in words(scene.page(""))


def test_ones_agenda_has_what_is_for_all_and_what_is_chosen(scene: Scene) -> None:
    scene.send(scene.page(), "Works")

    page = scene.page("agenda/")

    titles = [each.text for each in page.select("article h3, article h4")]
    assert titles == ["Opening", "Works", "Dinner"]
    assert "You have a place." in words(page)
    assert "At 1 time you can still choose" in words(page)


def test_hours_at_home_stand_beside_every_hour(scene: Scene) -> None:
    page = scene.page("agenda/")

    hours = [each.get_text(" ") for each in page.select(".item__hours")]
    assert len(hours) == 2
    assert all("your time" in each for each in hours)
    assert "your time 08:00–10:00" in words(scene.page("choices/"))


def test_who_waits_for_a_seat_reads_what_is_public_and_chooses_nothing(app: Flask) -> None:
    scene = Scene(app)
    with app.app_context(), write():
        event = db.session.get_one(Event, scene.event)
        willa = make_registration(event, "Willa", "willa@example.org", "waiting")
        scene.token = willa.token()

    assert "Dinner" not in words(scene.page("agenda/"))
    page = scene.page("choices/")
    assert "as soon as you have a place" in words(page)
    assert page.select("input[type=radio]") == []


def test_a_registration_that_ended_leads_to_its_own_page(app: Flask) -> None:
    scene = Scene(app)
    with app.app_context(), write():
        db.session.get_one(Registration, scene.anna).state = "cancelled"

    for part in ("agenda/", "choices/"):
        answer = scene.client.get(f"/registrations/{scene.token}/{part}")
        assert answer.status_code == 303
        assert answer.location.endswith(f"/registrations/{scene.token}/")


def test_pages_take_a_fixed_number_of_statements(app: Flask) -> None:
    counts = []
    for number in (1, 20):
        with app.app_context(), write():
            event = make_visit(f"Visit of {number}")
            registration = make_registration(event)
            for index in range(number * 2):
                place = make_place(f"Place {number} {index}")
                item = make_item(
                    event,
                    f"Item {index}",
                    hour=8,
                    day=index,
                    capacity=5,
                    needs_choice=True,
                    place_id=place.id,
                )
                if index % 2:
                    make_choice(item, registration)
            make_agenda_version(event)
            token = registration.token()
        for part in ("", "agenda/", "choices/"):
            with count_statements() as sent:
                assert app.test_client().get(f"/registrations/{token}/{part}").status_code == 200
            counts.append(len(sent))

    assert counts[:3] == counts[3:]


def test_what_was_chosen_is_told_and_forgotten_with_the_registration(scene: Scene) -> None:
    scene.send(scene.page(), "Works")
    assert "Works" in words(scene.page("data"))

    with scene.app.app_context(), write():
        rows = db.session.query(Registration.id, Registration.public_id, Registration.event_id)
        retention.erase(rows.filter(Registration.id == scene.anna).all())  # type: ignore[arg-type]
        assert rules.choices_of(scene.anna) == []
        assert rules.seats.recount() == []
