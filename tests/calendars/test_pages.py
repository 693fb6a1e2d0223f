"""The page where people make the calendar they want."""

import re
from html import unescape
from itertools import chain, combinations
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.calendars.reading import titles
from tests.counting import count_statements
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_project,
    make_target_group,
)
from webapp.calendars import previews
from webapp.calendars.links import feed_path
from webapp.calendars.previews import feed_of
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.core.times import now


@pytest.fixture(autouse=True)
def some_events(app: Flask) -> None:
    with app.app_context(), write():
        project = make_project(LocalText({"en": "Harbours", "lv": "Ostas"}))
        group = make_target_group("Residents")
        make_event("In project", projects=[project], languages=["lv"], target_groups=[group])
        make_event("Alone", kind="training", organiser=make_organisation("Otava"))
        make_event("Perhaps", kind="training", status="tentative")
        make_organisation("Idle")
        make_project("<b>Bold</b>", slug="bold")


def page(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/calendars/{query}")
    assert answer.status_code == 200
    return answer.text


def address(client: FlaskClient, query: str = "") -> str:
    """What is there to be copied."""
    found = re.search(r'id="subscribe-address" value="([^"]*)"', page(client, query))
    assert found is not None
    return unescape(found[1])


def path(client: FlaskClient, query: str = "") -> str:
    return address(client, query).removeprefix("http://localhost")


def shown(client: FlaskClient, query: str = "") -> list[str]:
    """The titles of the preview."""
    made = page(client, query).partition('id="made"')[2].partition("</section>")[0]
    return re.findall(r'event-row__title"><a href="[^"]*">([^<]*)<', made)


# What is ticked


def test_with_nothing_ticked_it_is_everything(client: FlaskClient) -> None:
    assert address(client) == "http://localhost/calendars/all.ics"
    assert sorted(shown(client)) == ["Alone", "In project", "Perhaps"]


def test_ticked_filters_give_an_address_that_holds_exactly_them(client: FlaskClient) -> None:
    query = "?kind=workshop&project=harbours&language=lv"

    assert path(client, query) == ("/calendars/all.ics?project=harbours&kind=workshop&language=lv")
    assert titles(client, path(client, query)) == {"In project"}
    assert shown(client, query) == ["In project"]


def test_a_single_tick_gives_the_short_address(client: FlaskClient) -> None:
    assert path(client, "?kind=training") == "/calendars/kinds/training.ics"


def test_however_it_is_ticked_the_address_is_the_same(client: FlaskClient) -> None:
    one = path(client, "?kind=workshop&kind=training&project=harbours")
    other = path(client, "?project=harbours&kind=training&kind=workshop&kind=training&q=&texts=")

    assert one == other == "/calendars/all.ics?project=harbours&kind=training&kind=workshop"


def test_tentative_dates_can_be_left_out(client: FlaskClient) -> None:
    assert path(client, "?kind=training&tentative=0") == (
        "/calendars/kinds/training.ics?tentative=0"
    )
    assert shown(client, "?kind=training&tentative=0") == ["Alone"]
    assert titles(client, path(client, "?kind=training&tentative=0")) == {"Alone"}


def test_a_target_group_can_be_ticked(client: FlaskClient) -> None:
    (slug,) = set(re.findall(r'name="target_group"\s+value="([^"]*)"', page(client)))

    assert titles(client, path(client, f"?target_group={slug}")) == {"In project"}
    assert shown(client, f"?target_group={slug}") == ["In project"]


def test_texts_can_be_in_another_language_than_the_page(client: FlaskClient) -> None:
    query = "?project=harbours&texts=lv"

    assert path(client, query) == "/calendars/projects/harbours.ics?lang=lv"
    assert '<html lang="en"' in page(client, query)
    assert "<strong>Ostas</strong>" in page(client, query)


def test_in_another_language_addresses_say_so(client: FlaskClient) -> None:
    assert path(client, "?lang=lv") == "/calendars/all.ics?lang=lv"
    assert path(client, "?lang=lv&texts=en") == "/calendars/all.ics"


def test_what_is_ticked_stays_ticked(client: FlaskClient) -> None:
    ticked = re.findall(r'name="(\w+)"\s+value="([\w-]+)"\s+checked', page(client, "?project=bold"))

    assert ticked == [("project", "bold")]


WORDS = [
    ("project", "harbours"),
    ("project", "bold"),
    ("partner", "otava"),
    ("kind", "training"),
    ("language", "lv"),
    ("tentative", "0"),
]


def test_the_page_other_pages_and_the_calendar_itself_agree_on_every_address(
    app: Flask, client: FlaskClient
) -> None:
    for pairs in chain.from_iterable(combinations(WORDS, size) for size in (0, 1, 2, 3)):
        filters: dict[str, list[str]] = {}
        for name, word in pairs:
            filters.setdefault(name, []).append(word)
        with app.test_request_context():
            assert feed_of(filters, "en").path == feed_path(filters, "en")
    for pairs in combinations(WORDS, 2):
        asked = path(client, f"?{urlencode(pairs)}")
        assert client.get(asked).status_code == 200


# What it holds


def test_the_preview_says_how_many_events_from_when_until_when(client: FlaskClient) -> None:
    made = page(client, "?project=harbours")

    assert re.search(r"1 event, \w+ \d+, \d{4}|1 event, \d+ \w+ \d{4}", made)
    assert "about 1 kB" in made
    assert 'data-found="1 event"' in made


def test_the_size_is_about_right(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        for number in range(40):
            make_event(f"Āķīši {number}", summary=LocalText({"en": "Ūdens " * number}))
    with app.test_request_context():
        feed = feed_of({}, "en")
        told = previews.preview(feed, {}, {}, now().date()).size

    assert told == pytest.approx(len(client.get("/calendars/all.ics").data), rel=0.15)


def test_the_preview_shows_the_next_events_and_none_that_are_over(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        project = make_project("Long")
        for days in (-40, 60, 20, 30, 10, 50):
            make_event(f"In {days} days", period=in_days(days), projects=[project])

    assert shown(client, "?project=long") == [f"In {days} days" for days in (10, 20, 30, 50)]
    assert "6 events" in page(client, "?project=long")


def test_an_empty_combination_says_so_and_can_be_subscribed_to(client: FlaskClient) -> None:
    query = "?project=harbours&kind=training"

    assert "There is no event of this combination at present." in page(client, query)
    assert titles(client, path(client, query)) == set()


def test_what_lies_in_the_past_only_is_told(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        make_event("Over", period=in_days(-20), projects=[make_project("Short")])

    assert "All of them are over." in page(client, "?project=short")


def test_the_page_warns_of_what_google_refuses_and_offers_parts_by_name(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "This calendar is large."
    assert words not in page(client)
    size = len(client.get("/calendars/all.ics").data)
    monkeypatch.setattr(previews, "LARGE", size * 3 // 4)
    warning = page(client).partition(words)[2].partition("</ul>")[0]

    assert re.findall(r'href="([^"]*)">([^<]*)</a> \(([^)]*)\)', warning) == [
        ("/calendars/?project=harbours#made", "Harbours", "1 event")
    ]
    assert words not in page(client, "?project=harbours")


def test_a_large_project_is_parted_by_its_partners(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context(), write():
        project = make_project("Wide")
        for name in ("Ainaži", "Salacgrīva"):
            make_event(f"In {name}", projects=[project], organiser=make_organisation(name))
    monkeypatch.setattr(previews, "LARGE", 1600)
    large = page(client, "?project=wide&texts=lv").partition("This calendar is large.")[2]

    assert re.findall(r'href="([^"]*#made)">([^<]*)<', large) == [
        ("/calendars/?texts=lv&amp;project=wide&amp;partner=ainazi#made", "Ainaži"),
        ("/calendars/?texts=lv&amp;project=wide&amp;partner=salacgriva#made", "Salacgrīva"),
    ]


def test_where_no_part_is_small_enough_the_page_says_what_to_do(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "LARGE", 100)

    assert "Tick a project, a partner or a kind to make it smaller." in page(client)


def test_the_number_of_statements_does_not_grow_with_the_events(
    app: Flask, client: FlaskClient
) -> None:
    def sent(query: str) -> int:
        page(client, query)
        with count_statements() as statements:
            page(client, query)
        return len(statements)

    few = sent(""), sent("?project=harbours&kind=workshop&kind=training")
    with app.app_context(), write():
        for number in range(30):
            project = make_project(f"Project {number}")
            make_event(
                f"Event {number}", projects=[project], organiser=make_organisation(str(number))
            )

    assert (sent(""), sent("?project=harbours&kind=workshop&kind=training")) == few
    assert max(few) <= 15


# Bad input


def test_unknown_words_are_left_out_and_named(client: FlaskClient) -> None:
    query = "?project=harbours&project=no-such&kind=%3Cscript%3E&texts=xx&tentative=maybe"
    made = page(client, query)

    notice = made.partition("means nothing here")[2].partition("</p>\n")[2].partition("</p>")[0]
    assert re.findall(r"“<bdi>([^<]*)</bdi>”", notice) == [
        "no-such",
        "&lt;script&gt;",
        "maybe",
        "xx",
    ]
    assert path(client, query) == "/calendars/projects/harbours.ics"


@pytest.mark.parametrize("query", ["?project=%00", "?kind=%ED%A0%80", "?q=a&q=b", "?nonsense=1"])
def test_odd_addresses_show_the_calendar_of_everything(client: FlaskClient, query: str) -> None:
    assert path(client, query) == "/calendars/all.ics"


def test_a_partner_without_events_can_be_subscribed_to(client: FlaskClient) -> None:
    assert path(client, "?partner=idle") == "/calendars/partners/idle.ics"
    assert "idle" not in re.findall(r'name="partner"\s+value="([^"]*)"', page(client))


def test_a_former_address_of_a_project_still_chooses_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        project = make_project("Harbour towns", slug="towns")
        db.session.flush()
        project.slug = "harbour-towns"

    assert path(client, "?project=towns") == "/calendars/projects/harbour-towns.ics"
    assert "means nothing here" not in page(client, "?project=towns")


def test_more_than_an_address_holds_says_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        slugs = [make_project(f"Project {number}").slug for number in range(51)]
    too_much = page(client, f"?{urlencode({'project': slugs}, doseq=True)}")

    assert "That is too much for one calendar." in too_much
    assert "subscribe-address" not in too_much
    enough = path(client, f"?{urlencode({'project': slugs[:50]}, doseq=True)}")
    assert client.get(enough).status_code == 200


def test_lists_narrowed_by_words_or_places_are_told_apart(client: FlaskClient) -> None:
    words = "The calendar holds more than the list you come from."

    assert words in page(client, "?kind=workshop&q=solar")
    assert words in page(client, "?place=riga")
    assert words not in page(client, "?kind=workshop&q=&place=")


# The rest of the page


def test_every_address_on_the_page_answers(client: FlaskClient) -> None:
    found = {
        unescape(each) for each in re.findall(r'(?:href|value)="([^"]*\.ics[^"]*)"', page(client))
    }
    own = {each for each in found if re.match(r"(https?|webcal)://localhost|/", each)}

    assert len(own) > 8
    for each in own:
        own_path = re.sub(r"^(http|webcal)://localhost", "", each)
        assert client.get(own_path).status_code == 200, each


def test_only_partners_with_events_are_offered(client: FlaskClient) -> None:
    assert "partners/otava.ics" in page(client)
    assert "partners/idle.ics" not in page(client)


def test_names_are_text(client: FlaskClient) -> None:
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page(client)
    assert "<b>Bold" not in page(client)


def test_the_page_warns_where_nobody_else_can_reach_it(client: FlaskClient, make_app: Any) -> None:
    warning = "These addresses work on this computer only."
    public = make_app(VIZITE_BASE_URL="https://events.example.org")

    assert page(client).count(warning) == 1
    assert warning not in page(public.test_client())


def test_subscribe_links_open_the_calendar_program(make_app: Any) -> None:
    client = make_app(VIZITE_BASE_URL="https://events.example.org/visits").test_client()

    assert 'href="webcal://events.example.org/visits/calendars/all.ics"' in page(client)


def test_programs_find_the_calendar_in_the_head(client: FlaskClient) -> None:
    head = page(client, "?kind=training").partition("</head>")[0]

    found = re.findall(r'<link rel="alternate" type="([^"]*)"[^>]* href="([^"]*)"', head)
    assert ("text/calendar", "/calendars/kinds/training.ics") in found
    assert ("application/calendar+json", "/calendars/kinds/training.json") in found


def test_made_calendars_are_not_for_search_engines(client: FlaskClient) -> None:
    robots = '<meta name="robots" content="noindex" />'

    assert robots in page(client, "?kind=training")
    assert robots not in page(client)
