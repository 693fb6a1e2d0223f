"""Dates and spans as languages write them."""

from datetime import date, datetime

import pytest
from babel.localedata import locale_identifiers

from webapp.core.date_words import (
    clock_text,
    day_numeral,
    day_text,
    days_text,
    month_name,
    months_text,
    weekday_name,
    zone_city,
)
from webapp.core.times import zone_names

WEDNESDAY = date(2022, 4, 27)


@pytest.mark.parametrize(
    ("language", "full", "this_year"),
    [
        ("en", "Wednesday, 27 April 2022", "Wednesday, 27 April"),
        ("lv", "trešdiena, 2022. gada 27. aprīlis", "trešdiena, 27. aprīlis"),
        ("lt", "2022 m. balandžio 27 d., trečiadienis", "balandžio 27 d., trečiadienis"),
        ("de", "Mittwoch, 27. April 2022", "Mittwoch, 27. April"),
        ("pt-PT", "quarta-feira, 27 de abril de 2022", "quarta-feira, 27 de abril"),
    ],
)
def test_a_day_with_its_weekday(language, full, this_year):
    assert day_text(WEDNESDAY, language) == full
    assert day_text(WEDNESDAY, language, this_year=2022) == this_year
    assert day_text(WEDNESDAY, language, this_year=2026) == full


@pytest.mark.parametrize(
    ("language", "first", "last", "words"),
    [
        ("en", "2022-04-27", "2022-04-27", "27 April 2022"),
        ("en", "2022-04-27", "2022-04-29", "27–29 April 2022"),
        ("en", "2022-05-29", "2022-06-02", "29 May – 2 June 2022"),
        ("en", "2022-12-29", "2023-01-02", "29 December 2022 – 2 January 2023"),
        ("en-US", "2022-04-27", "2022-04-29", "April 27–29, 2022"),
        ("lv", "2022-04-27", "2022-04-29", "2022. gada 27.–29. aprīlis"),
        ("lv", "2022-05-29", "2022-06-02", "2022. gada 29. maijs – 2. jūnijs"),
        ("lv", "2022-12-29", "2023-01-02", "2022. gada 29. decembris – 2023. gada 2. janvāris"),
        ("lt", "2022-04-27", "2022-04-29", "2022 m. balandžio 27–29 d."),
        ("fi", "2022-05-29", "2022-06-02", "29. toukokuuta – 2. kesäkuuta 2022"),
        ("es", "2022-04-27", "2022-04-29", "27–29 de abril de 2022"),
        ("hu", "2022-05-29", "2022-06-02", "2022. május 29. – június 2."),
    ],
)
def test_a_span_of_days(language, first, last, words):
    assert days_text(date.fromisoformat(first), date.fromisoformat(last), language) == words


def test_a_span_in_this_year_needs_no_year():
    assert days_text(WEDNESDAY, date(2022, 4, 29), "en", 2022) == "27–29 April"
    assert days_text(WEDNESDAY, date(2022, 4, 29), "lv", 2022) == "27.–29. aprīlis"
    assert days_text(date(2022, 12, 29), date(2023, 1, 2), "en", 2022) == (
        "29 December 2022 – 2 January 2023"
    )


@pytest.mark.parametrize(
    ("language", "last", "words"),
    [
        ("en", date(2022, 4, 30), "April 2022"),
        ("en", date(2022, 6, 30), "April–June 2022"),
        ("en", date(2023, 3, 31), "April 2022 – March 2023"),
        ("lv", date(2022, 4, 30), "2022. gada aprīlis"),
        ("lv", date(2022, 6, 30), "2022. gada aprīlis–jūnijs"),
        ("pl", date(2022, 4, 30), "kwiecień 2022"),
    ],
)
def test_months(language, last, words):
    assert months_text(date(2022, 4, 1), last, language) == words


def test_hours_count_to_24_everywhere():
    evening = datetime(2022, 4, 27, 18, 5)

    assert [clock_text(evening, tag) for tag in ("en", "en-US", "lv", "fi", "bg")] == [
        "18:05", "18:05", "18:05", "18.05", "18:05",
    ]  # fmt: skip


def test_pieces_that_stand_alone():
    assert (day_numeral(WEDNESDAY, "en"), day_numeral(WEDNESDAY, "lv")) == ("27", "27.")
    assert month_name(WEDNESDAY, "lv") == "aprīlis"
    assert month_name(WEDNESDAY, "en", short=True) == "Apr"
    assert weekday_name(WEDNESDAY, "en", short=True) == "Wed"
    assert weekday_name(WEDNESDAY, "lv", short=True) == "trešd."
    assert weekday_name(WEDNESDAY, "fi") == "keskiviikko"


def test_cities_of_zones():
    assert zone_city("Europe/Sofia", "en") == "Sofia"
    assert zone_city("Europe/Riga", "lv") == "Rīga"
    assert zone_city("Europe/Kiev", "en") == zone_city("Europe/Kyiv", "en") == "Kyiv"
    assert zone_city("Europe/Kyiv", "lv") == "Kijeva"
    assert zone_city("UTC", "en") == "UTC"


@pytest.mark.parametrize("language", ["en", "lv"])
def test_every_zone_that_forms_offer_has_a_city(language):
    cities = {name: zone_city(name, language) for name in zone_names()}

    assert [name for name, city in cities.items() if not city or "/" in city or "_" in city] == []


@pytest.mark.parametrize("language", ["xx", "", "../etc", "e" * 100, "en_GB"])
def test_an_unknown_language_reads_english(language):
    assert day_text(WEDNESDAY, language) == "Wednesday, 27 April 2022"


def test_every_language_babel_knows_can_say_a_span():
    for language in locale_identifiers():
        assert days_text(WEDNESDAY, date(2022, 6, 2), language)
        assert months_text(WEDNESDAY, date(2022, 6, 2), language)
        assert day_text(WEDNESDAY, language, 2022)
        assert clock_text(datetime(2022, 4, 27, 18, 5), language)
