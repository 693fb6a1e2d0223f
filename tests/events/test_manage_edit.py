"""Changing an event, in a browser without JavaScript."""

from datetime import date, datetime, timedelta

from flask import Flask

from tests.browsing import look, send
from tests.events.edit_desk import HOURS, get, open_form, value
from tests.factories import (
    make_event,
    make_organisation,
    make_place,
    make_project,
    make_registration,
    make_target_group,
)
from tests.people import cast
from webapp.core.database import db, write
from webapp.core.periods import Period, Precision
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.projects.organisations import Place

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
