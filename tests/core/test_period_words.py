"""Periods in words."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from flask_babel import Babel

from webapp.core.period_words import DateBlock, date_block, day_words, hours_words, period_words
from webapp.core.periods import Period

LATVIAN = {
    "winter %(before)s/%(year)s": "%(before)s./%(year)s. gada ziema",
    "summer %(year)s": "%(year)s. gada vasara",
    "spring and summer %(year)s": "%(year)s. gada pavasaris un vasara",
    "date to be announced": "datums vēl nav zināms",
    "%(hours)s, next day": "%(hours)s nākamajā dienā",
    "%(when)s, %(city)s time": "%(when)s (laika josla: %(city)s)",
    ("%(when)s (%(num)d day)", "%(when)s (%(num)d days)"): (
        "%(when)s (%(num)d diena)",
        "%(when)s (%(num)d dienas)",
        "%(when)s (%(num)d dienu)",
    ),
}


@pytest.fixture
def latvian(tmp_path: Path) -> Iterator[None]:
    """An application whose main language is English, and which can also write Latvian."""
    catalog = Catalog("lv")
    for message, translation in LATVIAN.items():
        catalog.add(message, translation)
    catalog.add("%(year)s", "%(year)s. gads", context="period")
    folder = tmp_path / "lv" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalog)
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(tmp_path)
    Babel(app)
    with app.app_context():
        yield


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def times(starts: str, ends: str, *zones: str) -> Period:
    return Period.at(at(starts), at(ends), *(zones or ("Europe/Sofia",)))


MEETING = times("2022-04-27T10:00", "2022-04-27T12:30")
VISIT = Period.days(date(2022, 4, 27), date(2022, 4, 29))
LONG_VISIT = times("2022-04-27T10:00", "2022-04-29T15:00")
PARTY = times("2022-04-27T20:00", "2022-04-28T02:00")
FERRY = times("2022-04-27T22:00", "2022-04-28T08:30", "Europe/Riga", "Europe/Stockholm")
CRUISE = times("2022-12-30T22:00", "2023-01-01T08:30", "Europe/Riga", "Europe/Stockholm")


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (MEETING, "Wednesday, 27 April 2022, 10:00–12:30"),
        (LONG_VISIT, "27 April 2022, 10:00 – 29 April 2022, 15:00"),
        (PARTY, "Wednesday, 27 April 2022, 20:00–02:00, next day"),
        (FERRY, "Wednesday, 27 April 2022, 22:00 Riga – 08:30 Stockholm, next day"),
        (CRUISE, "30 December 2022, 22:00 Riga – 1 January 2023, 08:30 Stockholm"),
        (Period.days(date(2022, 4, 27)), "Wednesday, 27 April 2022"),
        (VISIT, "27–29 April 2022"),
        (Period.month(2022, 5), "May 2022"),
        (Period.month(2022, 5, planned_days=1), "May 2022 (1 day)"),
        (Period.month(2019, 9, until=(2020, 3)), "September 2019 – March 2020"),
        (Period.season(2021, "summer"), "summer 2021"),
        (Period.season(2021, "winter"), "winter 2020/2021"),
        (Period.season(2022, "spring", "summer"), "spring and summer 2022"),
        (Period.season(2022, "summer", "autumn"), "summer and autumn 2022"),
        (Period.season(2022, "spring", "autumn"), "spring to autumn 2022"),
        (Period.season(2022, "winter", "spring"), "winter 2021/2022 – spring 2022"),
        (Period.season(2022, "autumn", "spring"), "autumn 2022 – spring 2023"),
        (Period.year(2020), "2020"),
        (Period.year(2022, until=2033), "2022–2033"),
        (Period.phase(date(2020, 5, 7), date(2022, 8, 7)), "7 May 2020 – 7 August 2022"),
        (Period.phase(date(2023, 8, 1), None), "from 1 August 2023"),
        (Period.phase(None, date(2025, 7, 31)), "until 31 July 2025"),
        (Period.phase(None, None), "date to be announced"),
        (Period.undated(), "date to be announced"),
        (Period.undated(planned_days=3), "date to be announced (3 days)"),
    ],
)
def test_in_english(period, words):
    assert period_words(period, "en") == words


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (MEETING, "trešdiena, 2022. gada 27. aprīlis, 10:00–12:30"),
        (VISIT, "2022. gada 27.–29. aprīlis"),
        (Period.month(2022, 5), "2022. gada maijs"),
        (Period.season(2021, "summer"), "2021. gada vasara"),
        (Period.season(2021, "winter"), "2020./2021. gada ziema"),
        (Period.season(2022, "spring", "summer"), "2022. gada pavasaris un vasara"),
        (Period.year(2020), "2020. gads"),
        (Period.undated(), "datums vēl nav zināms"),
        (Period.undated(planned_days=1), "datums vēl nav zināms (1 diena)"),
        (
            FERRY,
            "trešdiena, 2022. gada 27. aprīlis, 22:00 Rīga – 08:30 Stokholma nākamajā dienā",
        ),
    ],
)
def test_in_latvian_whoever_reads_the_page(latvian, period, words):
    assert period_words(period, "lv") == words
    assert period_words(period, "en") != words


def test_this_year_needs_no_year_but_for_vague_dates():
    assert period_words(MEETING, "en", this_year=2022) == "Wednesday, 27 April, 10:00–12:30"
    assert period_words(VISIT, "en", this_year=2022) == "27–29 April"
    assert period_words(LONG_VISIT, "en", this_year=2022) == "27 April, 10:00 – 29 April, 15:00"
    assert period_words(Period.month(2022, 5), "en", this_year=2022) == "May 2022"


def test_whose_time_it_is_can_be_said(latvian):
    def say(period: Period, language: str = "en") -> str:
        return period_words(period, language, with_zone=True)

    assert say(MEETING) == "Wednesday, 27 April 2022, 10:00–12:30, Sofia time"
    assert say(MEETING, "lv").endswith("10:00–12:30 (laika josla: Sofija)")
    assert say(FERRY).endswith("22:00 Riga – 08:30 Stockholm, next day")
    assert say(Period.days(date(2022, 4, 27), zone="Europe/Riga")) == "Wednesday, 27 April 2022"


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (MEETING, "10:00–12:30"),
        (PARTY, "20:00–02:00, next day"),
        (FERRY, "22:00 Riga – 08:30 Stockholm, next day"),
        (LONG_VISIT, "27 April, 10:00 – 29 April, 15:00"),
        (CRUISE, "30 December 2022, 22:00 Riga – 1 January 2023, 08:30 Stockholm"),
        (VISIT, ""),
        (Period.undated(), ""),
    ],
)
def test_the_hours_alone(period, words):
    assert hours_words(period, "en") == words


def test_the_days_alone():
    assert day_words(LONG_VISIT, "en") == "27–29 April 2022"
    assert day_words(PARTY, "en", this_year=2022) == "Wednesday, 27 April"


@pytest.mark.parametrize(
    ("period", "block"),
    [
        (MEETING, DateBlock("Wed", "27", "April", "2022", "Wednesday, 27 April 2022", False)),
        (PARTY, DateBlock("Wed", "27", "April", "2022", "Wednesday, 27 April 2022", False)),
        (VISIT, DateBlock("Wed–Fri", "27–29", "April", "2022", "27–29 April 2022", False)),
        (
            Period.days(date(2022, 5, 29), date(2022, 6, 2)),
            DateBlock("Sun–Thu", "29–2", "May–Jun", "2022", "29 May – 2 June 2022", False),
        ),
        (
            CRUISE,
            DateBlock(
                "Fri–Sun",
                "30–1",
                "Dec–Jan",
                "2022–2023",
                "30 December 2022 – 1 January 2023",
                False,
            ),
        ),
        (Period.season(2021, "summer"), DateBlock("", "", "", None, "summer 2021", True)),
        (
            Period.phase(date(2023, 8, 1), None),
            DateBlock("", "", "", None, "from 1 August 2023", True),
        ),
        (Period.undated(), DateBlock("", "", "", None, "date to be announced", True)),
    ],
)
def test_date_blocks(period, block):
    assert date_block(period, "en") == block


def test_a_date_block_leaves_out_this_year():
    assert date_block(VISIT, "en", 2022).year is None
    assert date_block(CRUISE, "en", 2022).year == "2022–2023"


def test_a_latvian_date_block():
    block = date_block(VISIT, "lv", 2022)

    assert (block.weekday, block.numerals, block.month) == ("trešd.–piektd.", "27.–29.", "aprīlis")
