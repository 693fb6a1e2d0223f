"""Names and lists in the reader's language."""

from flask import Flask

from webapp.core.date_words import zone_country
from webapp.core.i18n import in_language, language_list, reading_order
from webapp.core.text import LocalText

CITIES = [
    LocalText({"en": "Athens", "lv": "Atēnas"}, "en"),
    LocalText({"en": "Vienna", "lv": "Vīne"}, "en"),
    LocalText({"en": "Chișinău", "lv": "Kišiņeva"}, "en"),
    LocalText({"en": "Czech Switzerland", "lv": "Čehijas Šveice"}, "en"),
]


def test_only_the_first_of_several_languages_begins_with_a_capital_in_latvian(app: Flask) -> None:
    with app.app_context(), in_language("lv"):
        assert language_list(["lv", "en", "xx-nowhere"]) == "Latviešu, angļu, xx-nowhere"


def test_languages_have_capitals_in_english(app: Flask) -> None:
    with app.app_context(), in_language("en"):
        assert language_list(["lv", "en"]) == "Latvian, English"


def test_a_list_is_in_the_order_of_the_words_the_reader_sees(app: Flask) -> None:
    with app.app_context(), in_language("lv"):
        found = [city.pick("lv").text for city in sorted(CITIES, key=reading_order)]

    assert found == ["Atēnas", "Čehijas Šveice", "Kišiņeva", "Vīne"]


def test_a_time_zone_is_told_by_its_country_too() -> None:
    assert zone_country("America/Chicago", "lv") == "Amerikas Savienotās Valstis"
    assert zone_country("Etc/UTC", "lv") == ""
