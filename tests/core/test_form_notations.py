"""Sums, percentages and vague dates typed as texts print them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from webapp.core.form_notations import AmountField, PercentField, WhenField
from webapp.core.i18n import in_language
from webapp.core.periods import Period


class _Form(Form):
    amount = AmountField("Amount")
    percent = PercentField("Percent")
    when = WhenField("When")
    begins = WhenField("Begins", is_point=True)


def _sent(**typed: str) -> Any:
    form = _Form(MultiDict(typed))
    form.validate()
    return form


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Any:
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize("language", ["en", "lv", "de"])
@pytest.mark.parametrize(
    "period",
    [
        Period.days(date(2020, 5, 7)),
        Period.days(date(2020, 5, 7), date(2022, 8, 7)),
        Period.month(2020, 5),
        Period.month(2020, 5, (2021, 8)),
        Period.season(2021, "winter"),
        Period.season(2022, "spring", "summer"),
        Period.year(2020, 2022),
    ],
)
def test_what_a_field_shows_is_read_as_the_same_date(language: str, period: Period) -> None:
    with in_language(language):
        shown = _Form(data={"when": period}).when.typed

        assert shown
        assert _sent(when=shown).when.data == period


@pytest.mark.parametrize("language", ["en", "lv", "de"])
@given(amount=st.decimals(0, 10**9, places=2))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_field_shows_is_read_as_the_same_sum(language: str, amount: Decimal) -> None:
    with in_language(language):
        assert _sent(amount=_Form(data={"amount": amount}).amount.typed).amount.data == amount


@pytest.mark.parametrize(
    ("typed", "meant"), [("85", "85"), ("85 %", "85"), ("33,33%", "33.33"), ("0", "0"), ("", None)]
)
def test_percentages_as_people_type_them(typed: str, meant: str | None) -> None:
    form = _sent(percent=typed)

    assert form.errors == {}
    assert form.percent.data == (None if meant is None else Decimal(meant))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("percent", "101"),
        ("percent", "-1"),
        ("percent", "1_0"),
        ("percent", "1e1"),
        ("percent", "33.333"),
        ("percent", "٣"),
        ("amount", "much"),
        ("amount", "-5"),
        ("amount", "1.234,567.00"),
        ("amount", "9" * 300),
        ("when", "soon"),
        ("when", "31 February 2027"),
        ("when", "x" * 300),
        ("begins", "May–June 2020"),
    ],
)
def test_what_cannot_be_read_is_kept_and_explained(name: str, typed: str) -> None:
    form = _sent(**{name: typed})

    assert list(form.errors) == [name]
    assert (form[name].data, form[name].typed) == (None, typed)
