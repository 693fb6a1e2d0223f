"""Amounts and dates are read as Latvian and English texts print them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.notations import NotUnderstood, read_amount, read_date
from webapp.core.periods import Period, Season

NBSP, NARROW_NBSP, THIN = "\u00a0", "\u202f", "\u2009"

AMOUNTS = [
    ("744,166.92 euro", "744166.92"),
    ("EUR 744 166,92 EUR", "744166.92"),
    ("EUR 61 470", "61470.00"),
    ("EUR 714 990", "714990.00"),
    ("EUR 51 280", "51280.00"),
    ("EUR 2564", "2564.00"),
    ("498,400.00 EUR", "498400.00"),
    ("81 200,00 EUR", "81200.00"),
    ("8 120 EUR", "8120.00"),
    ("50 000.00EUR", "50000.00"),
    ("50 000,- EUR", "50000.00"),
    ("€ 1’234.5", "1234.50"),
    ("1.234.567,8 eiro", "1234567.80"),
    ("744,166", "744166.00"),
    ("0,5", "0.50"),
    ("12", "12.00"),
]


@pytest.mark.parametrize(("printed", "value"), AMOUNTS)
@pytest.mark.parametrize("space", [" ", NBSP, NARROW_NBSP, THIN])
def test_amounts_are_read_whatever_separates_thousands(
    printed: str, value: str, space: str
) -> None:
    assert read_amount(printed.replace(" ", space)) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "EUR", "five", "-5", "12 34", "0,500", "1,234,56", "1 234,567", "1e5", "5%", "12 USD"],
)
def test_an_amount_that_could_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood, match="is not an amount of euro"):
        read_amount(text)


def test_what_follows_many_spaces_is_not_overlooked() -> None:
    with pytest.raises(NotUnderstood):
        read_amount("5" + " " * 300 + "thousand")


def test_an_amount_nobody_can_mean_is_refused() -> None:
    with pytest.raises(NotUnderstood, match="more than any project costs"):
        read_amount("9" * 60)


def _grouped(whole: int, separator: str) -> str:
    return f"{whole:,}".replace(",", separator)


@given(
    cents=st.integers(0, 10**13 - 1),
    style=st.sampled_from([(" ", ","), (NBSP, ","), (",", "."), (".", ","), ("", ","), ("'", ".")]),
    currency=st.sampled_from(["{} EUR", "EUR {}", "{} euro", "€{}", "EUR {} EUR", "{}EUR", "{}"]),
)
def test_every_printed_amount_reads_back(cents: int, style: tuple[str, str], currency: str) -> None:
    separator, point = style
    printed = currency.format(f"{_grouped(cents // 100, separator)}{point}{cents % 100:02}")

    assert read_amount(printed) == Decimal(cents) / 100


@given(st.text(max_size=300))
def test_any_text_is_an_amount_or_a_clear_refusal(text: str) -> None:
    try:
        amount = read_amount(text)
    except NotUnderstood:
        return
    assert 0 <= amount < 10**12


DATES = [
    ("2020.gada 7.maijā", Period.days(date(2020, 5, 7))),
    ("2022.gada 7. augustam", Period.days(date(2022, 8, 7))),
    ("2019. gada septembrī", Period.month(2019, 9)),
    ("2021.gada vasarā", Period.season(2021, Season.SUMMER)),
    ("2022. gada 27. līdz 29. aprīlim", Period.days(date(2022, 4, 27), date(2022, 4, 29))),
    ("2023. gada 1. augustu", Period.days(date(2023, 8, 1))),
    ("21.10.2019", Period.days(date(2019, 10, 21))),
    (
        "no 2019. gada 29. augusta – 2020. gada 12. decembrim",
        Period.days(date(2019, 8, 29), date(2020, 12, 12)),
    ),
    ("2021.- 2027. gadam", Period.year(2021, 2027)),
    ("no 2019. gada septembra līdz 2020. gada martam", Period.month(2019, 9, (2020, 3))),
    ("2022. gada pavasarī un vasarā", Period.season(2022, Season.SPRING, Season.SUMMER)),
    ("2020. gadā", Period.year(2020)),
    ("2020", Period.year(2020)),
    ("2022-05", Period.month(2022, 5)),
    ("2022-05-04", Period.days(date(2022, 5, 4))),
    ("2022-04-27/2022-04-29", Period.days(date(2022, 4, 27), date(2022, 4, 29))),
    ("2021-summer", Period.season(2021, Season.SUMMER)),
    ("2022 spring and summer", Period.season(2022, Season.SPRING, Season.SUMMER)),
    ("27–29 April 2022", Period.days(date(2022, 4, 27), date(2022, 4, 29))),
    ("27.–29.04.2022", Period.days(date(2022, 4, 27), date(2022, 4, 29))),
    ("27.04.-29.04.2022.", Period.days(date(2022, 4, 27), date(2022, 4, 29))),
    ("Friday, 3rd of April 2020", Period.days(date(2020, 4, 3))),
    ("piektdien, 2020. gada 3. aprīlī", Period.days(date(2020, 4, 3))),
    ("05.2022", Period.month(2022, 5)),
    ("winter 2021", Period.season(2021, Season.WINTER)),
    ("winter 2021/22", Period.season(2022, Season.WINTER)),
    ("2014.–2020. gados", Period.year(2014, 2020)),
    ("December 2020 to January", Period.month(2020, 12, (2021, 1))),
    ("2020. gada 29. decembra līdz 3. janvārim", Period.days(date(2020, 12, 29), date(2021, 1, 3))),
    ("29 December to 3 January 2021", Period.days(date(2020, 12, 29), date(2021, 1, 3))),
]


@pytest.mark.parametrize(("printed", "period"), DATES)
@pytest.mark.parametrize("space", [" ", NBSP])
def test_dates_are_read_as_printed(printed: str, period: Period, space: str) -> None:
    assert read_date(printed.replace(" ", space)) == period


@pytest.mark.parametrize(
    ("printed", "year", "period"),
    [
        ("Piektdien, 3. aprīlī", 2020, Period.days(date(2020, 4, 3))),
        (
            "no šī gada 24. augusta līdz 25. augustam",
            2023,
            Period.days(date(2023, 8, 24), date(2023, 8, 25)),
        ),
        ("šā gada jūnijā", 2020, Period.month(2020, 6)),
        ("šajā pavasarī un vasarā", 2022, Period.season(2022, Season.SPRING, Season.SUMMER)),
        ("maijā", 2022, Period.month(2022, 5)),
        ("--04-03", 2020, Period.days(date(2020, 4, 3))),
        ("29 December to 3 January", 2020, Period.days(date(2020, 12, 29), date(2021, 1, 3))),
    ],
)
def test_a_date_without_a_year_takes_the_one_given(printed: str, year: int, period: Period) -> None:
    assert read_date(printed, year) == period


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it names no year"),
        ("3. aprīlī", "it names no year"),
        ("Piektdien, 2021. gada 3. aprīlī", "2021-04-03 is another day of the week"),
        ("Friday 2021", "a weekday without a day"),
        ("31 February 2022", "no such day"),
        ("2022-13", "no such day"),
        ("7. 2022", "a day without a month"),
        ("3 4 April 2022", "two dates"),
        ("spring and autumn 2022", "two separate times"),
        ("3 April and 5 April 2022", "two separate times"),
        ("summer May 2022", "a season and a month"),
        ("1 to 2 to 3 May 2022", "more than a beginning and an end"),
        ("7 May 2020 until August 2022", "not equally exact"),
        ("2022-04-29/2022-04-27", "its end lies before its beginning"),
        ("2020 –", "it names no end"),
        ("nākamā gada maijā", "“nakama” is not a word of dates we know"),
        ("May 2022!", "“!” is not a word of dates we know"),
        ("1850", "between 1900 and 2199"),
        ("123 May 2022", "123 is neither a day nor a year"),
        ("x" * 201, "a text of 201 characters"),
    ],
)
def test_a_date_that_is_not_understood_says_why(text: str, why: str) -> None:
    with pytest.raises(NotUnderstood) as error:
        read_date(text)

    assert why in str(error.value)


LATVIAN_MONTHS = {
    "nominative": "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris"
    " oktobris novembris decembris",
    "genitive": "janvāra februāra marta aprīļa maija jūnija jūlija augusta septembra oktobra"
    " novembra decembra",
    "dative": "janvārim februārim martam aprīlim maijam jūnijam jūlijam augustam septembrim"
    " oktobrim novembrim decembrim",
    "accusative": "janvāri februāri martu aprīli maiju jūniju jūliju augustu septembri oktobri"
    " novembri decembri",
    "locative": "janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī"
    " novembrī decembrī",
}
ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@given(day=DAYS, case=st.sampled_from(sorted(LATVIAN_MONTHS)), close=st.booleans())
def test_every_latvian_day_reads_back_in_every_case(day: date, case: str, close: bool) -> None:
    month = LATVIAN_MONTHS[case].split()[day.month - 1]
    space = "" if close else " "

    printed = f"{day.year}.{space}gada {day.day}.{space}{month}"

    assert read_date(printed) == Period.days(day)
    assert read_date(printed.upper()) == Period.days(day)


@given(day=DAYS)
def test_every_day_reads_back_in_english_iso_and_dotted_form(day: date) -> None:
    english = f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"

    for printed in (english, day.isoformat(), f"{day.day}.{day.month}.{day.year}"):
        assert read_date(printed) == Period.days(day)


@given(first=DAYS, length=st.integers(0, 400))
def test_every_span_of_days_reads_back(first: date, length: int) -> None:
    last = min(first + timedelta(days=length), date(2199, 12, 31))
    genitive, dative = (LATVIAN_MONTHS[case].split() for case in ("genitive", "dative"))

    latvian = (
        f"no {first.year}. gada {first.day}. {genitive[first.month - 1]}"
        f" līdz {last.year}. gada {last.day}. {dative[last.month - 1]}"
    )

    assert read_date(latvian) == Period.days(first, last)
    assert read_date(f"{first}/{last}") == Period.days(first, last)


@given(year=st.integers(1901, 2199), season=st.sampled_from(Season))
def test_every_season_reads_back(year: int, season: Season) -> None:
    latvian = {"winter": "ziemā", "spring": "pavasarī", "summer": "vasarā", "autumn": "rudenī"}

    for printed in (f"{season} {year}", f"{year}-{season}", f"{year}. gada {latvian[season]}"):
        assert read_date(printed) == Period.season(year, season)


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.none() | st.integers(1, 9999)
)
def test_any_text_is_a_date_or_a_clear_refusal(text: str, year: int | None) -> None:
    try:
        period = read_date(text, year)
    except NotUnderstood:
        return
    assert period.first_on is not None


def test_a_refusal_stays_on_one_short_line() -> None:
    with pytest.raises(NotUnderstood) as error:
        read_amount("a\nb" * 60)

    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 120


@given(
    st.lists(
        st.sampled_from(
            [
                "3",
                "29.",
                "2022",
                "2022.",
                "gada",
                "aprīlī",
                "May",
                "līdz",
                "–",
                "un",
                "/",
                "vasarā",
                "winter",
                "Friday",
                "no",
            ]
        ),
        max_size=7,
    )
)
def test_any_words_of_dates_are_a_date_or_a_clear_refusal(words: list[str]) -> None:
    try:
        period = read_date(" ".join(words), 2022)
    except NotUnderstood:
        return
    assert period.length is not None
    assert period.length >= 1
