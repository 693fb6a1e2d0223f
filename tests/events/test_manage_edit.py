"""Creating an event and changing it, in a browser without JavaScript."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import Sheet, look, send
from tests.counting import count_statements
from tests.factories import (
    in_days,
    make_account,
    make_event,
    make_organisation,
    make_place,
    make_project,
    make_registration,
    make_role,
    make_session,
    make_target_group,
)
from tests.people import Who, cast
from webapp.core.database import db, write
from webapp.core.periods import Period, Precision, Season
from webapp.core.permissions import Role
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events import rules
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.projects.organisations import Place


def newest(app: Flask) -> Event:
    """The youngest event; the caller's app context stays open."""
    found = db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()
    assert found is not None
    return found


def get(app: Flask, code: str) -> Event:
    return db.session.scalars(db.select(Event).where(Event.code == code)).one()


def change(app: Flask, code: str, **values: Any) -> None:
    with app.app_context(), write():
        rules.edit(get(app, code), **values)


def open_form(app: Flask, side: str = "edit", **values: Any) -> tuple[str, FlaskClient, Sheet]:
    """A form of an event of Brasla, in the browser of its coordinator."""
    people = cast(app)
    with app.app_context():
        code = make_event(organiser=make_organisation("Brasla Municipality"), **values).code
    client = people.partner_coordinator.client(app)
    return code, client, look(client, f"/manage/events/{code}/{side}")


def value(page: Sheet, name: str) -> str:
    field = page.soup.find(attrs={"name": name})
    assert field is not None, name
    return str(field.get("value") if field.name == "input" else field.get_text()).strip()  # type: ignore[union-attr]


# A new event

HOURS = {
    "period-precision": "time",
    "period-starts_date": "2027-05-04",
    "period-starts_time": "10:00",
    "period-ends_time": "12:30",
}


def test_an_event_begins_in_the_partner_s_zone_in_two_languages(app: Flask) -> None:
    people = cast(app)
    with app.app_context():
        otava = make_organisation("Otava Town")
        account = make_account("jana@example.org", "Jana")
        make_role(account, Role.PARTNER_COORDINATOR, otava)
        who = Who("jana", account.email, account.id, make_session(account))
    client = who.client(app)

    page = look(client, "/manage/events/new")
    made = send(
        client,
        page,
        **HOURS,
        **{"name-en": "Kick-off", "name-lv": "Atklāšana", "kind": "partner-meeting"},
        subkind="kick-off",
        visibility="partners",
    )

    assert "Nobody else can see it before you publish it." in made.words
    with app.app_context():
        event = newest(app)
        assert event.name == LocalText({"en": "Kick-off", "lv": "Atklāšana"}, "en")
        assert (event.status, event.subkind, event.organiser_id) == (
            "draft",
            "kick-off",
            people.organisation_ids["otava"],
        )
        assert event.period == Period.at(
            datetime(2027, 5, 4, 10), datetime(2027, 5, 4, 12, 30), "Europe/Prague"
        )
        assert [each.slug for each in event.projects] == ["living-harbours"]
        assert event.verifies_addresses


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        (
            {"period-precision": "season", "period-season": "summer", "period-season_year": "2027"},
            Period.season(2027, Season.SUMMER),
        ),
        ({"period-precision": "undated"}, Period.undated()),
        (
            {"period-precision": "month", "period-month": "5", "period-month_year": "2027"},
            Period.month(2027, 5),
        ),
    ],
)
def test_an_event_may_begin_with_a_vague_date(
    app: Flask, typed: dict[str, str], period: Period
) -> None:
    client = cast(app).partner_coordinator.client(app)

    page = look(client, "/manage/events/new")
    send(client, page, **{"name-lv": "Tikai latviski", "kind": "workshop"}, **typed)

    with app.app_context():
        assert newest(app).period == period
        assert newest(app).name == LocalText({"lv": "Tikai latviski"})


def test_what_is_wrong_in_a_new_event_stands_beside_it_and_all_is_kept(app: Flask) -> None:
    client = cast(app).partner_coordinator.client(app)
    page = look(client, "/manage/events/new")

    answer = send(
        client,
        page,
        **HOURS | {"period-ends_time": "09:00"},
        kind=None,
        **{"name-en": "", "name-lv": ""},
    )

    assert answer.status == 422
    assert answer.summary() == [
        "Write it in at least one language.",
        "Choose an answer: “What kind of event is it?”",
        "The end comes before the beginning. Choose a later end.",
    ]
    assert value(answer, "period-starts_date") == "2027-05-04"
    with app.app_context():
        assert newest(app).code == cast_draft(app)


def cast_draft(app: Flask) -> str:
    """The last event the cast brings along."""
    drafts = db.session.scalars(db.select(Event).where(Event.status == "draft"))
    return next(iter(drafts)).code


def test_who_plans_for_several_organisations_is_asked_for_which(app: Flask) -> None:
    people = cast(app)
    client = people.project_coordinator.client(app)

    question = look(client, "/manage/events/new?project=living-harbours")
    offered = [each["value"] for each in question.soup.select("select[name=organiser] option")]
    page = look(client, "/manage/events/new?organiser=otava-town&project=living-harbours")
    made = send(client, page, **HOURS, **{"name-en": "Visit", "kind": "study-visit"})

    assert offered == ["brasla-municipality", "otava-town"]
    assert made.status == 200
    with app.app_context():
        assert newest(app).organiser.slug == "otava-town"


def test_a_project_coordinator_plans_within_the_project_only(app: Flask) -> None:
    client = cast(app).project_coordinator.client(app)
    page = look(client, "/manage/events/new?organiser=brasla-municipality")

    typed = {"name-en": "Visit", "kind": "study-visit", "main_project": ""}
    answer = send(client, page, **HOURS, **typed)

    assert answer.status == 422
    assert answer.summary() == ["Choose the project for which you coordinate."]


# Changing it


def test_an_untouched_form_changes_nothing(app: Flask) -> None:
    people = cast(app)
    with app.app_context():
        first, second = make_project("First"), make_project("Second")
        groups = [make_target_group("Residents"), make_target_group("Farmers")]
        brasla = make_organisation("Brasla Municipality")
        event = make_event(
            LocalText({"lv": "Tīkli", "en": "Nets"}, "lv"),
            organiser=brasla,
            host=make_organisation("Otava Town"),
            projects=[second, first],
            places=[make_place("Hall"), make_place("Quay")],
            languages=["lv", "en", "bg"],
            more_kinds=["training"],
            target_groups=groups,
            contributors=[
                {"role": "mentor", "name": "Ada Lind", "about": LocalText({"lv": "Tīkli"})},
                {"role": "guest", "organisation_id": brasla.id},
            ],
            period=Period.at(
                datetime(2027, 10, 31, 3, 30),
                datetime(2027, 10, 31, 5),
                "Europe/Riga",
                starts_fold=1,
            ),
            opens_at=now() + timedelta(days=1),
            closes_at=now().replace(second=0, microsecond=0) + timedelta(days=2),
            capacity=12,
            summary=LocalText({"lv": "Viss"}),
            registration_mode="approval",
            follows_id=people.event_ids["internal"],
            series_id="nets",
            number="TNM 6",
            asks_organisation=False,
        )
        code = event.code
    client = people.administrator.client(app)

    for side in ("edit", "texts", "registration"):
        answer = send(client, look(client, f"/manage/events/{code}/{side}"))
        assert answer.summary() == []
        assert "Nothing was changed." in answer.words
    with app.app_context():
        assert get(app, code).revision == 1


def test_everything_can_be_told_in_three_forms(any_app: Flask) -> None:
    with any_app.app_context():
        make_place("Hall"), make_place("Quay")
        make_target_group("Residents")
        earlier = make_event("Earlier").code
    code, client, page = open_form(any_app, status="draft", period=Period.undated())

    done = send(
        client,
        page,
        **{
            "name-lv": "Tīkli",
            "kind": "partner-meeting",
            "subkind": "transnational",
            "more_kinds": ["study-visit"],
            "host": "otava-town",
            "main_project": "living-harbours",
            "period-precision": "day",
            "period-first_on": "2027-05-04",
            "period-last_on": "2027-05-06",
            "places-0-place": "quay",
            "places-1-place": "hall",
            "languages": ["lv", "bg"],
            "contributors-0-role": "mentor",
            "contributors-0-name": "Ada Lind",
            "contributors-0-about-en": "Knots",
            "visibility": "unlisted",
            "contact_email": "Office@EXAMPLE.org",
            "follows": f"https://vizite.example/events/{earlier}/",
            "series_id": "nets",
        },
    )
    assert "The changes are saved." in done.words
    done = send(
        client,
        look(client, f"/manage/events/{code}/texts"),
        **{
            "summary-en": "All about nets",
            "description-en": "First line\r\n\r\n- one\r\n- two",
            "price-en": "free of charge",
        },
    )
    assert "The changes are saved." in done.words
    done = send(
        client,
        look(client, f"/manage/events/{code}/registration"),
        **{
            "target_groups": ["residents"],
            "registration_mode": "approval",
            "capacity": "1 200",
            "closes_at-date": "2027-05-01",
            "closes_at-time": "18:00",
            "consent-en": "Photographs may be taken.",
        },
    )
    assert "The changes are saved." in done.words

    with any_app.app_context():
        event = get(any_app, code)
        assert event.name == LocalText({"en": "Harbour workshop", "lv": "Tīkli"}, "en")
        assert str(event.description) == "First line\n\n- one\n- two"
        assert (event.kinds, event.subkind) == (["partner-meeting", "study-visit"], "transnational")
        assert [place.slug for place in event.places] == ["quay", "hall"]
        assert event.period.precision is Precision.DAY
        assert event.last_on == date(2027, 5, 6)
        assert event.languages == ["lv", "bg"]
        assert [group.slug for group in event.target_groups] == ["residents"]
        contributor = event.contributors[0]
        assert (contributor.role, contributor.name, str(contributor.about)) == (
            "mentor",
            "Ada Lind",
            "Knots",
        )
        assert (event.visibility, event.registration_mode) == ("unlisted", "approval")
        assert event.pool.capacity == 1200
        assert event.closes_at is not None
        assert event.closes_at.isoformat() == "2027-05-01T15:00:00+00:00"
        assert event.contact_email == "Office@example.org"
        assert event.follows is not None
        assert event.follows.code == earlier


def test_a_new_place_is_written_where_it_is_needed(app: Flask) -> None:
    with app.app_context():
        make_place("Net loft")
    code, client, page = open_form(app, status="draft")

    typed = {
        "place_name-lv": "Tīklu bēniņi",
        "place_name-en": "Net loft",
        "place_country": "lv",
        "place_zone": "Europe/Riga",
        "place_latitude": "56,65",
        "place_longitude": "23.71",
    }
    send(client, page, **typed)

    with app.app_context():
        place = get(app, code).places[0]
        assert (place.slug, place.country, place.zone) == ("net-loft-2", "LV", "Europe/Riga")
        assert (place.latitude, place.longitude) == (56.65, 23.71)


def test_rows_are_added_and_emptied_without_a_script(app: Flask) -> None:
    contributors = [{"role": "speaker", "name": "Ada Lind"}, {"role": "guest", "name": "Bo"}]
    code, client, page = open_form(app, status="draft", contributors=contributors)

    more = send(client, page, **{"name-en": "Kept", "contributors-add": "1", "number": "7"})
    assert more.status == 200
    assert value(more, "name-en") == "Kept"
    assert more.soup.find(attrs={"name": "contributors-2-name"}) is not None
    more = send(client, more, **{"places-add": "1", "contributors-2-name": "Cy"})
    assert more.soup.find(attrs={"name": "places-1-place"}) is not None
    send(client, more, **{"contributors-0-name": ""})

    with app.app_context():
        event = get(app, code)
        assert [each.name for each in event.contributors] == ["Bo", "Cy"]
        assert (str(event.name), event.number) == ("Kept", "7")


# Published: who relies on it is told


def test_a_change_people_rely_on_shows_the_letter_and_is_told_once(app: Flask) -> None:
    with app.app_context():
        make_place("Quay")
    code, client, page = open_form(app)
    with app.app_context(), write():
        make_registration(get(app, code))
        make_registration(get(app, code), "Bo", "bo@example.org", language="lv")
    page = look(client, f"/manage/events/{code}/edit")

    check = send(client, page, **{"places-0-place": "quay"})
    assert "2 letters will go out." in check.words
    with app.app_context():
        assert get(app, code).places == []
    done = send(client, check, step="send")

    assert "The changes are saved. 2 people get a letter." in done.words
    with app.app_context():
        assert [place.slug for place in get(app, code).places] == ["quay"]
        kinds = list(db.session.scalars(db.select(Letter.kind)))
        assert kinds == ["registrations/letters/event-changed"] * 2


def test_showing_a_letter_stores_no_place(any_app: Flask) -> None:
    code, client, page = open_form(any_app)
    with any_app.app_context(), write():
        make_registration(get(any_app, code))

    check = send(client, page, **{"place_name-en": "Net loft"})
    done = send(client, check, step="send")

    assert "1 letter will go out." in check.words
    assert "1 person gets a letter." in done.words
    with any_app.app_context():
        slugs = list(db.session.scalars(db.select(Place.slug).where(Place.slug.like("net-loft%"))))
        assert slugs == ["net-loft"]


def test_a_change_of_words_alone_writes_to_nobody(app: Flask) -> None:
    code, client, page = open_form(app, "texts")
    with app.app_context(), write():
        make_registration(get(app, code))

    done = send(client, page, **{"summary-en": "More about it"})

    assert "The changes are saved." in done.words
    assert "letter" not in done.words
    with app.app_context():
        assert db.session.scalars(db.select(Letter.kind)).all() == []


def test_the_date_of_a_published_event_moves_on_its_own_page(app: Flask) -> None:
    code, client, page = open_form(app)
    with app.app_context():
        before = get(app, code).period
    assert page.soup.find(attrs={"name": "period-precision"}) is None
    assert page.soup.select_one(f"a[href='/manage/events/{code}/move']") is not None

    send(client, page, **HOURS, **{"name-en": "Renamed"})

    with app.app_context():
        assert get(app, code).period == before
        assert str(get(app, code).name) == "Renamed"


# Bad input


def test_fewer_places_than_are_held_says_how_many_hold_and_wait(app: Flask) -> None:
    code, client, page = open_form(app, "registration", capacity=3)
    with app.app_context(), write():
        for number in range(3):
            make_registration(get(app, code), f"P {number}", f"p{number}@example.org")
        make_registration(get(app, code), "Waiting", "w@example.org", "waiting")

    answer = send(client, page, capacity="2")

    assert answer.status == 422
    assert answer.errors() == {
        "capacity": "Error: 3 seats are taken, so there cannot be fewer."
        " 1 person is on the waiting list."
    }
    assert value(answer, "capacity") == "2"
    shown = look(client, f"/manage/events/{code}/registration").words
    assert "3 people hold a place. 1 person is on the waiting list." in shown


SETTINGS = ("closes_at", "opens_at", "registration_", "capacity")


def side_of(typed: dict[str, str]) -> str:
    """The form that has these inputs."""
    return "registration" if next(iter(typed)).startswith(SETTINGS) else "edit"


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        (
            {"closes_at-date": "2020-01-01", "closes_at-time": "10:00"},
            "",
            "This moment has passed. Choose a later one.",
        ),
        (
            {"closes_at-date": "2037-01-01", "closes_at-time": "10:00"},
            "",
            "The event is over by then. Choose an earlier moment.",
        ),
        ({"closes_at-date": "2027-01-01", "closes_at-time": ""}, "closes_at-time", "Add the time."),
        (
            {"closes_at-date": "2027-03-28", "closes_at-time": "03:30"},
            "closes_at-time",
            "The clocks go forward",
        ),
        (
            {
                "opens_at-date": "2026-12-20",
                "opens_at-time": "10:00",
                "closes_at-date": "2026-12-19",
                "closes_at-time": "10:00",
            },
            "",
            "Registration must close after it opens.",
        ),
        (
            {"contact_email": "nobody"},
            "contact_email",
            "Write an e-mail address such as anna@example.org.",
        ),
        (
            {"registration_mode": "elsewhere"},
            "registration_url",
            "Give the address at which people register elsewhere.",
        ),
        (
            {"join_url": "javascript:alert(1)"},
            "join_url",
            "Write a full address such as https://example.org/page.",
        ),
        ({"capacity": "many"}, "capacity", "Write a whole number, for example 20."),
        ({"capacity": "0"}, "capacity", "Write a number from 1 to 1000000."),
        (
            {"place_latitude": "95", "place_longitude": "20", "place_name-en": "X"},
            "place_latitude",
            "Write degrees as a number from −90 to 90.",
        ),
        (
            {"place_latitude": "56", "place_name-en": "X"},
            "place_longitude",
            "Give both coordinates, or neither.",
        ),
        ({"place_address-en": "Quay 1"}, "", "Name the new place, or empty the rest of it."),
        (
            {"place_name-en": "X", "place_country": "L1"},
            "place_country",
            "Write the two letters of the country, for example LV.",
        ),
        (
            {"place_name-en": "X", "place_zone": "Mars/Phobos"},
            "place_zone",
            "Choose a time zone from the list, for example Europe/Riga.",
        ),
        (
            {"contributors-0-about-en": "Knots"},
            "contributors-0-name",
            "Write a name, or choose an organisation.",
        ),
        (
            {"follows": "zzzzzzzz"},
            "follows",
            "There is no event with this code. Copy it from its address.",
        ),
        (
            {"name-en": "x" * 10_000},
            "name-en",
            "Shorten this by 9800 characters: there is room for 200.",
        ),
        ({"kind": "party"}, "kind", "Choose one of the options listed."),
        ({"organiser": "lielmala-municipality"}, "organiser", "Choose one of the options listed."),
        ({"places-0-place": "nowhere"}, "places-0-place", "Choose one of the options listed."),
    ],
)
def test_bad_input_is_answered_beside_its_field(
    app: Flask, clock: Any, typed: dict[str, str], field: str, message: str
) -> None:
    clock.set("2026-11-22T12:00+00:00")
    period = Period.at(datetime(2027, 6, 1, 10), datetime(2027, 6, 1, 12), "Europe/Riga")
    code, client, page = open_form(app, side_of(typed), period=period)

    answer = send(client, page, **typed)

    assert answer.status == 422
    assert answer.summary()[0].startswith(message)
    if field:
        assert message in answer.errors()[field]
    for name, text in typed.items():
        if answer.soup.find("input", attrs={"name": name, "type": "text"}):
            assert value(answer, name) == text
    with app.app_context():
        assert get(app, code).revision == 1


def test_hostile_text_is_kept_as_text(app: Flask) -> None:
    code, client, page = open_form(app)
    title = "<b>Ne\u202ets</b>\u0000 e\u0301t\u0007 \u200fשלום"

    done = send(client, page, **{"name-en": title})

    assert done.status == 200
    with app.app_context():
        assert str(get(app, code).name) == "<b>Nets</b> ét \u200fשלום"
    heading = done.soup.h1
    assert heading is not None
    assert heading.b is None


def test_a_stale_form_shows_both_versions_and_overwrites_nothing(app: Flask) -> None:
    code, client, page = open_form(app, number="TNM 5")
    change(app, code, number="TNM 6", series_id="theirs")

    answer = send(client, page, number="TNM 7", **{"name-lv": "Mans"})

    assert answer.status == 409
    taken = answer.soup.select(".merge__taken > div")
    assert [each.get_text(" ", strip=True) for each in taken] == ["Series theirs"]
    asked = [each.get_text(" ", strip=True) for each in answer.soup.select(".merge")]
    assert asked == ["Number Keep what I wrote TNM 7 Take what they wrote TNM 6"]
    assert (value(answer, "number"), value(answer, "series_id")) == ("TNM 7", "theirs")
    with app.app_context():
        assert get(app, code).number == "TNM 6"

    undecided = send(client, answer)
    assert undecided.status == 422
    assert undecided.summary() == ["Choose which of the two versions to keep."]
    send(client, undecided, **{"keep-number": "theirs"})

    with app.app_context():
        event = get(app, code)
        assert (event.number, event.series_id) == ("TNM 6", "theirs")
        assert event.name == LocalText({"en": "Harbour workshop", "lv": "Mans"}, "en")


def test_two_who_wrote_different_things_keep_both_by_saving_again(app: Flask) -> None:
    code, client, page = open_form(app)
    change(app, code, contact_email="theirs@example.org")

    answer = send(client, page, number="TNM 7")
    assert "What you wrote does not touch it." in answer.words
    done = send(client, answer)

    assert "The changes are saved." in done.words
    with app.app_context():
        event = get(app, code)
        assert (event.number, event.contact_email) == ("TNM 7", "theirs@example.org")


def test_a_third_who_saves_meanwhile_is_asked_about_too(app: Flask) -> None:
    code, client, page = open_form(app)
    change(app, code, number="TNM 6")
    answer = send(client, page, number="TNM 7")
    change(app, code, number="TNM 8")

    again = send(client, answer, **{"keep-number": "mine"})

    assert again.status == 409
    assert "TNM 8" in again.words
    with app.app_context():
        assert get(app, code).number == "TNM 8"
    send(client, again, **{"keep-number": "mine"})
    with app.app_context():
        assert get(app, code).number == "TNM 7"


@pytest.mark.parametrize("seen", ["", "number=", "=" * 90, "number=zzzz name-en=\x00 " * 500])
def test_a_form_that_forgot_what_it_showed_asks_about_everything(app: Flask, seen: str) -> None:
    code, client, page = open_form(app)
    change(app, code, number="TNM 6")

    answer = send(client, page, seen=seen, series_id="mine")

    assert answer.status == 409
    labels = [each.get_text(strip=True) for each in answer.soup.select(".merge legend")]
    assert labels == ["Number", "Series"]


def test_the_organiser_stays_once_people_have_registered(app: Flask) -> None:
    people = cast(app)
    client = people.administrator.client(app)
    page = look(client, f"/manage/events/{people.public}/edit")

    answer = send(client, page, organiser="otava-town")

    assert answer.status == 422
    assert answer.summary() == [
        "People have registered with this organiser, so it cannot be changed any more."
    ]


def test_nobody_gives_an_event_away_to_a_project_not_theirs(app: Flask) -> None:
    people = cast(app)
    client = people.project_coordinator.client(app)
    page = look(client, f"/manage/events/{people.internal}/edit")

    foreign = send(client, page, main_project="forest-schools")
    nowhere = send(client, page, main_project="")

    assert foreign.summary() == ["Choose one of the options listed."]
    assert nowhere.summary() == [
        "Choose a project you coordinate, or an organisation you work for."
    ]


def test_an_event_follows_only_what_one_may_know_of(app: Flask) -> None:
    people = cast(app)
    with app.app_context():
        lielmala = make_organisation("Lielmala Municipality")
        own = make_event("Own", organiser=lielmala, period=in_days(9)).code
    client = people.stranger.client(app)
    page = look(client, f"/manage/events/{own}/edit")

    hidden = send(client, page, follows=people.draft)
    itself = send(client, page, follows=own)

    assert hidden.summary() == ["There is no event with this code. Copy it from its address."]
    assert itself.summary() == ["An event cannot follow itself."]


def test_the_form_costs_a_fixed_number_of_statements(app: Flask) -> None:
    code, client, _page = open_form(app)
    with count_statements() as few:
        look(client, f"/manage/events/{code}/edit")
    with app.app_context(), write():
        for number in range(10):
            make_place(f"Place {number}")
            make_project(f"Project {number}", partners=[make_organisation("Brasla Municipality")])
            make_organisation(f"Organisation {number}")
            make_target_group(f"Group {number}")

    with count_statements() as many:
        look(client, f"/manage/events/{code}/edit")

    assert len(many) == len(few), f"{many}"


# Who may not


def test_without_the_right_nothing_is_created_or_changed(app: Flask) -> None:
    people = cast(app)
    app.config["WTF_CSRF_ENABLED"] = False
    form = {"name-en": "Taken over", "kind": "workshop", "mode": "on-site", "visibility": "public"}

    for who in (people.reader, people.helper):
        client = who.client(app)
        assert client.post("/manage/events/new", data=form).status_code == 403
        assert client.post(f"/manage/events/{people.public}/edit", data=form).status_code == 403
    stranger = people.stranger.client(app)
    own = stranger.post(
        "/manage/events/new?organiser=brasla-municipality",
        data=form | {"period-precision": "undated"},
    )

    assert stranger.post(f"/manage/events/{people.public}/edit", data=form).status_code == 403
    assert stranger.post(f"/manage/events/{people.internal}/edit", data=form).status_code == 404
    assert people.visitor.client(app).post("/manage/events/new", data=form).status_code == 303
    with app.app_context():
        taken = db.session.scalars(db.select(Event).where(Event.sort_key.like("taken over%"))).all()
        assert [event.organiser.slug for event in taken] == ["lielmala-municipality"]
    assert own.status_code == 303
