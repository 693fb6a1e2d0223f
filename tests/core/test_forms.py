"""Forms: what was typed becomes clean values, and errors say what to do next."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms.validators import NumberRange

from webapp.core.forms import (
    AddressField,
    BaseForm,
    ChoiceField,
    ChoicesField,
    DateField,
    EmailField,
    LocalDateTime,
    LocalDateTimeField,
    LocalTextField,
    LongTextField,
    NumberField,
    PeriodField,
    PhaseChoice,
    RadioField,
    RevisedForm,
    TextField,
    TimeField,
    YesField,
    ZoneField,
    clean_text,
)
from webapp.core.i18n import in_language
from webapp.core.periods import Period
from webapp.core.text import LocalText

F = TypeVar("F", bound=BaseForm)


class Registration(BaseForm):
    name = TextField("Name", required=True)
    email = EmailField("E-mail", required="Write your e-mail address.")
    web = AddressField("Web page")
    note = LongTextField("Note", longest=20, hint="Nobody else reads it.")
    people = NumberField("People", least=1, most=10)
    group = ChoiceField("Group", choices=[("a", "A"), ("b", "B")], blank="none")
    mode = RadioField("Mode", choices=[("on-site", "on site"), ("online", "online")], required=True)
    days = ChoicesField("Days", choices=[(1, "one"), (2, "two")], coerce=int)
    consent = YesField("I agree", required=True)


class Planning(RevisedForm):
    title = LocalTextField("Title", required=True, longest=30)
    period = PeriodField("When", zone="Europe/Riga")
    deadline = LocalDateTimeField("Closes", zone="Europe/Riga")
    zone = ZoneField("Zone")
    day = DateField("Day")
    hour = TimeField("Hour")


GOOD = {"name": "Anna", "email": "anna@example.org", "mode": "online", "consent": "y"}


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/?lang=en"):
        yield


def filled(form_class: type[F], data: dict[str, Any], **stored: Any) -> F:
    """The form after this was posted."""
    form = form_class(formdata=MultiDict(data), meta={"csrf": False}, data=stored)
    form.validate()
    return form


def errors(form: BaseForm) -> dict[str, str]:
    """The last message of each input."""
    return dict(form.error_list)


def html(template: str, **values: Any) -> BeautifulSoup:
    """A template with the form macros, parsed."""
    source = '{% import "macros/forms.html" as forms with context %}' + template
    return BeautifulSoup(render_template_string(source, **values), "html.parser")


# Texts


def test_what_shows_nothing_counts_as_empty() -> None:
    assert [clean_text(each) for each in ("\u200b", " \u2060\u00ad ", "\u3164")] == ["", "", ""]
    assert clean_text("\u200ba") == "\u200ba"


def test_typed_text_is_trimmed_composed_and_free_of_control_characters() -> None:
    assert clean_text("  Li\u0065\u0304pa\x00\x1b\u202e\r\nja\u2028! ") == "Li\u0113pa\nja\n!"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_text(text)

    assert clean_text(once) == once
    assert "\x00" not in once
    assert "\r" not in once


def test_marks_of_writing_direction_that_turn_the_page_are_removed_but_arabic_stays() -> None:
    form = filled(Registration, GOOD | {"name": "\u202eمحمد\u2069 \u200fعلي"})

    assert form.name.data == "محمد \u200fعلي"


def test_a_line_stays_one_line_and_a_long_text_keeps_its_lines() -> None:
    form = filled(Registration, GOOD | {"name": "Anna\r\nBcc: x@y", "note": "a\r\n\r\nb"})

    assert form.name.data == "Anna Bcc: x@y"
    assert form.note.data == "a\n\nb"


def test_a_text_that_is_too_long_stays_in_the_field_and_says_by_how_much() -> None:
    form = filled(Registration, GOOD | {"name": "A" * 10_000, "note": "b" * 21})

    assert len(form.name.data) == 10_000
    assert errors(form) == {
        "name": "Shorten this by 9800 characters: there is room for 200.",
        "note": "Shorten this by 1 character: there is room for 20.",
    }


def test_empty_answers_are_asked_for_in_the_words_of_their_kind() -> None:
    form = filled(Registration, {})

    assert form.error_list == [
        ("name", "Fill in “Name”."),
        ("email", "Write your e-mail address."),
        ("mode-0", "Choose an answer: “Mode”"),
        ("consent", "Tick this box to go on: “I agree”"),
    ]


def test_a_complete_form_is_valid_and_its_data_are_typed() -> None:
    form = filled(Registration, MultiDict([*GOOD.items(), ("days", "1"), ("days", "2")]))

    assert form.error_list == []
    assert (form.note.data, form.people.data, form.group.data) == ("", None, "")
    assert form.days.data == [1, 2]
    assert form.consent.data is True


@pytest.mark.parametrize(
    "typed", ["anna", "anna@", "a b@example.org", "anna@example", "@", "a@b@c"]
)
def test_an_address_that_is_none_gets_an_example(typed: str) -> None:
    form = filled(Registration, GOOD | {"email": typed})

    assert errors(form) == {"email": "Write an e-mail address such as anna@example.org."}
    assert form.email.data == typed


def test_an_address_is_kept_as_letters_are_sent_to_it() -> None:
    form = filled(Registration, GOOD | {"email": " Anna.Ozola@EXAMPLE.org "})

    assert form.email.data == "Anna.Ozola@example.org"


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "example.org", "http://", "ftp://a.b/c"])
def test_only_web_addresses_are_taken(typed: str) -> None:
    form = filled(Registration, GOOD | {"web": typed})

    assert errors(form) == {"web": "Write a full address such as https://example.org/page."}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("many", "Write a whole number, for example 10."),
        ("1.5", "Write a whole number, for example 10."),
        ("9" * 40, "Write a whole number, for example 10."),
        ("0", "Write a number from 1 to 10."),
        ("-3", "Write a number from 1 to 10."),
        ("11", "Write a number from 1 to 10."),
    ],
)
def test_a_number_out_of_place_says_what_would_do(typed: str, message: str) -> None:
    form = filled(Registration, GOOD | {"people": typed})

    assert errors(form) == {"people": message}


def test_zero_answers_a_question_for_a_number() -> None:
    class Seats(BaseForm):
        count = NumberField("Seats", required=True)

    assert filled(Seats, {"count": "0"}).error_list == []
    assert filled(Seats, {"count": "1 200"}).count.data == 1200


def test_only_what_was_offered_can_be_chosen() -> None:
    form = filled(Registration, GOOD | {"group": "z", "mode": "z", "days": "9"})

    assert errors(form) == {
        "group": "Choose one of the options listed.",
        "mode-0": "Choose one of the options listed.",
        "days-0": "Choose only from the options listed.",
    }


def test_a_rule_can_put_its_message_beside_a_field_or_above_all() -> None:
    form = filled(Registration, GOOD)

    form.add_error("email", "This person is registered already.")
    form.add_error("", "Registration closed a minute ago.")

    assert form.error_list == [
        ("", "Registration closed a minute ago."),
        ("email", "This person is registered already."),
    ]


def test_a_form_from_an_expired_session_says_to_send_it_again(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    with app.test_request_context("/?lang=en", method="POST", data=GOOD):
        form = Registration()

        assert not form.validate_on_submit()
        assert form.name.data == "Anna"
        assert form.error_list == [
            ("", "This form was open for too long. Send it again: all is still filled in.")
        ]


def test_messages_of_wtforms_come_in_a_language_it_knows() -> None:
    class Old(BaseForm):
        count = NumberField("Anzahl", validators=[NumberRange(max=3)])

    english = filled(Old, {"count": "5"}).error_list
    with in_language("de"):
        german = filled(Old, {"count": "5"}).error_list

    assert english == [("count", "Number must be at most 3.")]
    assert german == [("count", "Zahl kann höchstens 3 sein.")]


# Several languages


def test_a_text_in_several_languages_becomes_one_value() -> None:
    form = filled(Planning, {"title-en": " Kick-off ", "title-lv": "Atklāšana"})

    assert form.title.data == LocalText({"en": "Kick-off", "lv": "Atklāšana"}, "en")


def test_the_main_language_is_needed_and_each_language_has_its_own_error() -> None:
    form = filled(Planning, {"title-en": "", "title-lv": "x" * 31})

    assert errors(form) == {
        "title-en": "Write it in this language at least: English.",
        "title-lv": "Shorten this by 1 character: there is room for 30.",
    }


def test_a_stored_language_that_the_site_does_not_offer_is_not_lost() -> None:
    stored = LocalText({"fr": "Lancement", "en": "Kick-off"}, "fr")

    form = filled(Planning, {"title-en": "Launch", "title-fr": "Lancement"}, title=stored)

    assert form.title.data == LocalText({"fr": "Lancement", "en": "Launch"}, "fr")


# Days, hours, zones


@pytest.mark.parametrize("typed", ["2027-04-27", "27.04.2027", "27.4.2027.", " 27. 04. 2027 "])
def test_a_day_is_read_as_browsers_send_it_and_as_latvians_write_it(typed: str) -> None:
    form = filled(Planning, {"title-en": "x", "day": typed})

    assert form.day.data == date(2027, 4, 27)
    assert form.error_list == []


@pytest.mark.parametrize("typed", ["2027-02-30", "tomorrow", "31.06.2027", "20270427"])
def test_a_day_that_is_none_gets_an_example(typed: str) -> None:
    form = filled(Planning, {"title-en": "x", "day": typed})

    assert errors(form) == {"day": "Write the date as day.month.year, for example 27.04.2027."}


def test_a_year_with_a_slip_of_the_keyboard_is_noticed() -> None:
    form = filled(Planning, {"title-en": "x", "day": "0202-04-27"})

    assert errors(form) == {"day": "Check the year: it should lie between 1900 and 2199."}


def test_an_hour_may_have_a_full_stop() -> None:
    assert filled(Planning, {"title-en": "x", "hour": "9.30"}).hour.data == time(9, 30)
    assert errors(filled(Planning, {"title-en": "x", "hour": "25:00"})) == {
        "hour": "Write the time as hours and minutes, for example 09:30."
    }


def test_an_unknown_zone_is_refused_and_an_old_name_taken() -> None:
    assert filled(Planning, {"title-en": "x", "zone": "Europe/Kiev"}).error_list == []
    assert errors(filled(Planning, {"title-en": "x", "zone": "Mars/Base"})) == {
        "zone": "Choose a time zone from the list, for example Europe/Riga."
    }


def deadline(**parts: str) -> Planning:
    data = {f"deadline-{name}": value for name, value in parts.items()}
    return filled(Planning, {"title-en": "x", **data})


def test_a_time_in_a_zone_knows_its_instant() -> None:
    form = deadline(date="2027-04-27", time="12:00")

    assert form.deadline.data == LocalDateTime(datetime(2027, 4, 27, 12), "Europe/Riga")
    assert form.deadline.data.at == datetime(2027, 4, 27, 9, tzinfo=UTC)


def test_half_a_time_asks_for_the_other_half() -> None:
    assert errors(deadline(date="2027-04-27", time="")) == {"deadline-time": "Add the time."}
    assert errors(deadline(date="", time="12:00")) == {"deadline-date": "Add the day."}
    assert deadline(date="", time="").deadline.data is None


def test_a_skipped_time_names_its_neighbours() -> None:
    assert errors(deadline(date="2027-03-28", time="03:30")) == {
        "deadline-time": "The clocks go forward over 03:30 on 28 March 2027, so it does not exist."
        " Choose 02:59 or earlier, or 04:00 or later."
    }


def test_a_doubled_time_asks_which_of_the_two_and_takes_the_answer() -> None:
    asked = deadline(date="2027-10-31", time="03:30")
    answered = deadline(date="2027-10-31", time="03:30", fold="1")

    assert list(errors(asked)) == ["deadline-fold"]
    assert asked.deadline.asks_fold
    assert [words for _value, words, _chosen in asked.deadline["fold"].offered()] == [
        "the first 03:30, still summer time (UTC+3)",
        "the second 03:30, an hour later (UTC+2)",
    ]
    assert answered.error_list == []
    assert answered.deadline.data.at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_a_stored_instant_is_shown_in_the_zone_of_the_field() -> None:
    form = Planning(formdata=None, data={"deadline": datetime(2027, 4, 27, 9, tzinfo=UTC)})

    assert form.deadline["time"].data == time(12)


# Periods

PERIODS = [
    Period.at(datetime(2027, 4, 27, 10), datetime(2027, 4, 27, 12, 30), "Europe/Sofia"),
    Period.at(
        datetime(2027, 4, 27, 22), datetime(2027, 4, 28, 8), "Europe/Riga", "Europe/Stockholm"
    ),
    Period.at(
        datetime(2027, 10, 31, 3, 30), datetime(2027, 10, 31, 5), "Europe/Riga", starts_fold=1
    ),
    Period.days(date(2027, 4, 27), date(2027, 4, 29), "Europe/Riga"),
    Period.month(2027, 5, planned_days=1),
    Period.month(2027, 11, until=(2028, 2)),
    Period.season(2027, "summer"),
    Period.season(2027, "spring", "summer", planned_days=3),
    Period.year(2027),
    Period.year(2027, 2028),
    Period.phase(date(2027, 1, 1), None),
    Period.undated(planned_days=2),
]


@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_a_period_shown_in_a_form_and_sent_back_is_the_same_period(period: Period) -> None:
    shown = Planning(formdata=None, data={"period": period})
    shown.period.phases = [PhaseChoice("2", "phase 2", date(2027, 1, 1), None)]
    sent = {"title-en": "x"}
    for part in shown.period.parts:
        sent[part.name] = "" if part.data is None else part._value() if _types(part) else part.data

    form = Planning(formdata=MultiDict(sent), meta={"csrf": False})
    form.period.phases = shown.period.phases
    form.validate()

    assert form.error_list == []
    assert form.period.data == period


def _types(part: Any) -> bool:
    return hasattr(part, "_value")


def period(**parts: str) -> Planning:
    data = {f"period-{name}": value for name, value in parts.items()}
    return filled(Planning, {"title-en": "x", **data})


def test_only_the_parts_of_the_chosen_exactness_count() -> None:
    form = period(precision="month", month="5", month_year="2027", first_on="2026-01-01", zone="")

    assert form.period.data == Period.month(2027, 5)


@pytest.mark.parametrize(
    ("parts", "place", "message"),
    [
        ({"precision": "day"}, "period-first_on", "Add the day."),
        ({"precision": "month", "month_year": "2027"}, "period-month", "Choose the month."),
        ({"precision": "year"}, "period-year", "Add the year."),
        ({"precision": "phase"}, "period-phase", "Choose the phase."),
        (
            {"precision": "day", "first_on": "2027-04-29", "last_on": "2027-04-27"},
            "period-last_on",
            "The end comes before the beginning. Choose a later end.",
        ),
        (
            {
                "precision": "time",
                "starts_date": "2027-04-27",
                "starts_time": "12:00",
                "ends_time": "10:00",
                "zone": "Europe/Riga",
            },
            "period-ends_time",
            "The end comes before the beginning. Choose a later end.",
        ),
        (
            {"precision": "month", "month": "2", "month_year": "2027", "planned_days": "40"},
            "period-planned_days",
            "It cannot take longer than the time given above.",
        ),
        ({"precision": "soon"}, "period-precision", "Choose one of the options listed."),
        (
            {"precision": "year", "year": "20277"},
            "period-year",
            "Write a number from 1900 to 2199.",
        ),
    ],
)
def test_a_period_that_does_not_hold_together_says_where(
    parts: dict[str, str], place: str, message: str
) -> None:
    assert period(**parts).error_list == [(place, message)]


def test_a_doubled_beginning_is_asked_about() -> None:
    parts = {
        "precision": "time",
        "starts_date": "2027-10-31",
        "starts_time": "03:30",
        "ends_time": "05:00",
        "zone": "Europe/Riga",
    }

    asked, answered = period(**parts), period(**parts, starts_fold="0")

    assert list(errors(asked)) == ["period-starts_fold"]
    assert asked.period.asks_starts_fold
    assert answered.period.data.starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


# Stale forms


def test_a_form_filled_from_an_older_revision_is_stale() -> None:
    fresh = Planning(formdata=None)
    fresh.starts_from(7)
    posted = filled(Planning, {"title-en": "x", "posted_revision": "7"})

    assert fresh.posted_revision.data == "7"
    assert not posted.is_stale(7)
    assert posted.is_stale(8)
    posted.renew(8)
    assert not posted.is_stale(8)
    assert filled(Planning, {"title-en": "x"}).is_stale(1)


# How it is shown


def test_label_hint_and_error_are_tied_to_their_input() -> None:
    form = filled(Registration, GOOD | {"note": "b" * 30})

    page = html("{{ forms.field(f.note) }}{{ forms.field(f.name) }}", f=form)

    note = page.find(id="note")
    assert page.find("label", attrs={"for": "note"}).get_text() == "Note (optional)"
    assert page.find("label", attrs={"for": "name"}).get_text() == "Name"
    assert note["aria-invalid"] == "true"
    described = [
        page.find(id=name).get_text(strip=True) for name in note["aria-describedby"].split()
    ]
    assert described[0].endswith("Shorten this by 10 characters: there is room for 20.")
    assert described[1] == "Nobody else reads it."
    assert not page.find(id="name").has_attr("aria-describedby")


def test_every_error_in_the_summary_leads_to_an_input_on_the_page() -> None:
    form = filled(
        Planning,
        {"period-precision": "day", "deadline-date": "2027-10-31", "deadline-time": "03:30"},
    )
    fields = "".join(
        f"{{{{ forms.field(f['{name}']) }}}}" for name in ("title", "period", "deadline")
    )

    page = html("{{ forms.error_summary(f) }}" + fields, f=form)

    targets = [link["href"][1:] for link in page.select(".error-summary a")]
    assert targets == ["title-en", "period-first_on", "deadline-fold"]
    assert all(page.find(id=target) for target in targets)


def test_what_was_typed_is_shown_again_and_escaped() -> None:
    typed = '<b>"Anna"</b>'
    form = filled(Registration, GOOD | {"name": typed, "note": "\n<i>" + "x" * 30})

    page = html("{{ forms.field(f.name) }}{{ forms.field(f.note) }}", f=form)

    assert page.find(id="name")["value"] == typed
    assert page.find("b") is None
    assert page.find("i") is None


def test_groups_of_choices_have_a_legend_and_a_label_for_each() -> None:
    form = filled(Registration, GOOD | {"mode": "online"})

    page = html("{{ forms.field(f.mode) }}", f=form)

    assert page.select_one("fieldset > legend").get_text() == "Mode"
    checked = page.select_one("input[checked]")
    assert (checked["value"], checked["type"]) == ("online", "radio")
    assert page.find("label", attrs={"for": checked["id"]}).get_text(strip=True) == "online"
