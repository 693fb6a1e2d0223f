"""What programs read on an event's page says the same as the page, and nothing more."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.calendars.reading import only
from tests.conftest import Clock, Live
from tests.counting import count_statements
from tests.factories import (
    make_event,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_registration,
)
from tests.people import cast
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events import rules
from webapp.events.models import Event
from webapp.events.structured_dates import iso_dates, price_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

SOFIA = Period.at(datetime(2027, 5, 4, 10), datetime(2027, 5, 4, 12, 30), "Europe/Sofia")
FERRY = Period.at(
    datetime(2027, 5, 4, 17), datetime(2027, 5, 5, 8, 30), "Europe/Riga", "Europe/Stockholm"
)


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


def store(app: Flask, **values: Any) -> str:
    with app.app_context():
        return make_event(**values).code


def blocks(client: FlaskClient, address: str) -> list[str]:
    page = BeautifulSoup(client.get(address).text, "html.parser")
    return [str(each.string) for each in page.select('script[type="application/ld+json"]')]


def graph(client: FlaskClient, code: str, query: str = "") -> list[dict[str, Any]]:
    (block,) = blocks(client, f"/events/{code}/{query}")
    found = json.loads(block)
    assert found["@context"] == "https://schema.org/"
    graph: list[dict[str, Any]] = found["@graph"]
    return graph


def told(client: FlaskClient, code: str, query: str = "") -> dict[str, Any]:
    """The event as the block tells it."""
    return graph(client, code, query)[0]


def test_the_block_tells_what_the_page_tells(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        programme = make_programme("Shores and Towns")
        project = make_project("Living Harbours", acronym="HARBOURS", number="42")
        project.programme_id = programme.id
        hall = make_place("Town hall", address="1 Main Street", latitude=41.9, longitude=23.5)
        event = make_event(
            "Meeting in Razlog",
            organiser=make_organisation(website="https://brasla.example.org"),
            projects=[project],
            places=[hall],
            kind="partner-meeting",
            period=SOFIA,
            languages=["en", "bg"],
            price="Free of charge",
            summary="One day.",
        )
        code, uid = event.code, event.uid

    page = f"http://localhost/events/{code}/"
    assert told(client, code) == {
        "@type": "Event",
        "@id": f"{page}#event",
        "identifier": uid,
        "url": page,
        "name": "Meeting in Razlog",
        "description": "One day.",
        "startDate": "2027-05-04T10:00:00+03:00",
        "endDate": "2027-05-04T12:30:00+03:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "Town hall",
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "1 Main Street",
                    "addressCountry": "LV",
                },
                "geo": {"@type": "GeoCoordinates", "latitude": 41.9, "longitude": 23.5},
            }
        ],
        "organizer": {
            "@type": "Organization",
            "name": "Brasla Municipality",
            "url": "http://localhost/partners/brasla-municipality/",
            "sameAs": "https://brasla.example.org",
        },
        "inLanguage": ["en", "bg"],
        "keywords": ["partner meeting"],
        "isAccessibleForFree": True,
        "offers": {
            "@type": "Offer",
            "price": "0",
            "priceCurrency": "EUR",
            "url": f"{page}register",
            "availability": "https://schema.org/InStock",
        },
        "about": [
            {
                "@type": "Project",
                "name": "HARBOURS",
                "legalName": "Living Harbours",
                "url": "http://localhost/projects/living-harbours/",
            }
        ],
        "funding": [
            {
                "@type": "Grant",
                "name": "HARBOURS",
                "funder": {"@type": "Organization", "name": "Shores and Towns"},
                "identifier": "42",
            }
        ],
    }


def test_the_trail_leads_from_the_project_to_the_event(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        inside = make_event("Inside", projects=[make_project("Living Harbours")]).code
        alone = make_event("Alone").code

    def trail(code: str) -> list[tuple[int, str, str]]:
        steps = graph(client, code)[1]["itemListElement"]
        return [(each["position"], each["name"], each["item"]) for each in steps]

    site = "http://localhost"
    assert trail(inside) == [
        (1, "Living Harbours", f"{site}/projects/living-harbours/"),
        (2, "Inside", f"{site}/events/{inside}/"),
    ]
    assert trail(alone) == [
        (1, "Events", f"{site}/events/"),
        (2, "Alone", f"{site}/events/{alone}/"),
    ]


@pytest.mark.parametrize("period", [SOFIA, FERRY])
def test_instants_are_those_of_the_calendar(
    app: Flask, client: FlaskClient, period: Period
) -> None:
    code = store(app, period=period)

    event, entry = told(client, code), only(client, f"/events/{code}.ics")

    starts, ends = (datetime.fromisoformat(event[name]) for name in ("startDate", "endDate"))
    assert starts == entry["DTSTART"].dt.astimezone(UTC) == period.starts_at
    assert ends == entry["DTEND"].dt.astimezone(UTC) == period.ends_at


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period.days(date(2027, 5, 4)), ("2027-05-04", "2027-05-04")),
        (Period.days(date(2027, 5, 4), date(2027, 5, 6)), ("2027-05-04", "2027-05-06")),
        (FERRY, ("2027-05-04T17:00:00+03:00", "2027-05-05T08:30:00+02:00")),
        (
            Period.at(datetime(2027, 3, 27, 9), datetime(2027, 3, 29, 15), "Europe/Riga"),
            ("2027-03-27T09:00:00+02:00", "2027-03-29T15:00:00+03:00"),
        ),
        (
            Period.at(
                datetime(2027, 10, 31, 3, 30), datetime(2027, 10, 31, 5), "Europe/Riga", None, 1
            ),
            ("2027-10-31T03:30:00+02:00", "2027-10-31T05:00:00+02:00"),
        ),
        (Period.month(2027, 5), ("2027-05", "2027-05")),
        (Period.season(2027, "summer"), ("2027-06", "2027-08")),
        (Period.year(2027), ("2027", "2027")),
        (Period.phase(date(2027, 1, 1), date(2027, 12, 31)), (None, None)),
        (Period.undated(), (None, None)),
    ],
)
def test_a_date_is_never_more_exact_than_it_is_known(
    period: Period, expected: tuple[str | None, str | None]
) -> None:
    assert iso_dates(period) == expected


def test_what_was_moved_says_what_it_was(app: Flask, client: FlaskClient) -> None:
    code = store(app, period=SOFIA)
    later = Period.at(datetime(2027, 11, 4, 10), datetime(2027, 11, 4, 12), "Europe/Sofia")

    with app.app_context(), write():
        rules.move(only_event(), later, LocalText({"en": "Elections"}))

    event = told(client, code)
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert event["startDate"] == "2027-11-04T10:00:00+02:00"
    assert event["previousStartDate"] == "2027-05-04T10:00:00+03:00"


def test_what_is_postponed_has_no_date_but_the_one_before(app: Flask, client: FlaskClient) -> None:
    code = store(app, period=SOFIA)

    with app.app_context(), write():
        rules.postpone(only_event(), LocalText({"en": "Storm"}))

    event = told(client, code)
    assert event["eventStatus"] == "https://schema.org/EventPostponed"
    assert event["previousStartDate"] == "2027-05-04T10:00:00+03:00"
    assert "startDate" not in event


def test_what_is_cancelled_says_so_and_keeps_its_date(app: Flask, client: FlaskClient) -> None:
    code = store(app, period=SOFIA)

    with app.app_context(), write():
        rules.cancel(only_event(), LocalText({"en": "Storm"}))

    event = told(client, code)
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["startDate"] == "2027-05-04T10:00:00+03:00"


def only_event() -> Event:
    return db.session.query(Event).one()


def test_the_join_link_stays_with_participants(app: Flask, client: FlaskClient) -> None:
    secret = "https://meet.example.org/secret"
    with app.app_context(), write():
        online = make_event(mode="online", join_url=secret).code
        hybrid = make_event(mode="hybrid", places=[make_place("Town hall")], join_url=secret).code

    for code, names in ((online, [None]), (hybrid, ["Town hall", None])):
        (block,) = blocks(client, f"/events/{code}/")
        event = told(client, code)
        assert "secret" not in block
        assert [each.get("name") for each in event["location"]] == names
        assert event["location"][-1] == {
            "@type": "VirtualLocation",
            "url": f"http://localhost/events/{code}/",
        }
    assert told(client, online)["eventAttendanceMode"].endswith("/OnlineEventAttendanceMode")
    assert told(client, hybrid)["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")


def test_no_person_stands_in_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        speaker = {"role": "speaker", "name": "Ivana Speaker"}
        event = make_event(contributors=[speaker], contact_email="ivana@example.org")
        make_registration(event, "Pauls Participant", "pauls@example.org")
        code = event.code

    (block,) = blocks(client, f"/events/{code}/")

    for word in ("Ivana", "ivana", "Pauls", "pauls"):
        assert word not in block


HOSTILE = [
    '</script><script>alert("1")</script>',
    "<!-- <script>",
    "line\u2028separator\u2029end",
    '"}],"@type":"X',
    "\\u003c/script> \\",
    "& &amp; 🎉 עברית",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_stay_inside_the_block(app: Flask, client: FlaskClient, title: str) -> None:
    code = store(app, title=title, summary=title)

    (block,) = blocks(client, f"/events/{code}/")

    assert not set("<>&\u2028\u2029") & set(block)
    assert told(client, code)["name"] == told(client, code)["description"] == title


def test_the_block_follows_the_language_of_the_page(app: Flask, client: FlaskClient) -> None:
    code = store(app, title=LocalText({"en": "Meeting", "lv": "Sanāksme"}))

    assert told(client, code, "?lang=lv")["name"] == "Sanāksme"
    assert told(client, code, "?lang=en")["name"] == "Meeting"


def test_a_kept_page_changes_with_the_event_and_its_seats(app: Flask, client: FlaskClient) -> None:
    code = store(app, capacity=1, price="Free of charge", period=SOFIA)
    assert told(client, code)["offers"]["availability"].endswith("/InStock")

    with app.app_context(), write():
        make_registration(only_event(), "Anna")
    full = told(client, code)["offers"]["availability"]
    with app.app_context(), write():
        only_event().name = LocalText({"en": "Renamed"})

    assert full.endswith("/SoldOut")
    assert told(client, code)["name"] == "Renamed"


def test_only_what_everybody_may_read_has_a_block(app: Flask) -> None:
    people = cast(app)
    coordinator = people.partner_coordinator.client(app)

    assert len(blocks(coordinator, f"/events/{people.public}/")) == 1
    assert len(blocks(coordinator, f"/events/{people.unlisted}/")) == 1
    for code in (people.draft, people.internal, people.partners_only):
        assert blocks(coordinator, f"/events/{code}/") == []
    page = BeautifulSoup(coordinator.get(f"/events/{people.unlisted}/").text, "html.parser")
    assert page.select_one('meta[name="robots"][content="noindex"]') is not None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"en": "Free of charge"}, Decimal(0)),
        ({"lv": "Bez maksas, arī zupa"}, Decimal(0)),
        ({"en": "10 €"}, Decimal(10)),
        ({"en": "Ten euro", "lv": "12,50 EUR"}, Decimal("12.50")),
        ({"en": "€ 7"}, Decimal(7)),
        ({"en": "Free for residents, others 5 €"}, None),
        ({"en": "Free of charge, lunch 5 €"}, None),
        ({"en": "The cabin is paid for; meals are not"}, None),
    ],
)
def test_a_price_is_told_where_the_text_says_just_that(
    words: dict[str, str], expected: Decimal | None
) -> None:
    assert price_of(LocalText(words)) == expected


def test_the_block_costs_no_statement_of_its_own(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        few = make_event("Few", places=[make_place("A")], projects=[make_project("P")]).code
        places = [make_place(f"Place {number}") for number in range(5)]
        projects = [make_project(f"Project {number}") for number in range(5)]
        many = make_event("Many", places=places, projects=projects).code
    client.get(f"/events/{few}/?lang=en")

    counts = []
    for code in (few, many):
        with count_statements() as sent:
            told(client, code, "?lang=en")
        counts.append(len(sent))

    assert counts[0] == counts[1]


@pytest.mark.browser
def test_browsers_take_it_for_data_under_the_strict_policy(live: Live, page: "Page") -> None:
    with live.app.app_context():
        code = make_event(HOSTILE[0]).code
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(f"{live.url}/events/{code}/")

    block = page.locator('script[type="application/ld+json"]')
    assert json.loads(block.text_content() or "")["@graph"][0]["name"] == HOSTILE[0]
    assert said == []
