"""Budgets split to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.text import LocalText
from webapp.programmes.models import Fund
from webapp.projects.money import Share, split, split_shares

AMOUNTS = st.decimals(0, 10_000_000, places=2)
PERCENTS = st.lists(st.decimals(0, 20, places=2), max_size=5)


@pytest.mark.parametrize(
    ("total", "percents", "parts"),
    [
        ("51280.00", ["85", "5", "10"], ["43588.00", "2564.00", "5128.00"]),
        ("81200.00", ["80", "10", "10"], ["64960.00", "8120.00", "8120.00"]),
        ("61470.00", ["85", "5"], ["52249.50", "3073.50", "6147.00"]),
        ("50000.00", ["100"], ["50000.00"]),
        ("0.01", ["50", "50"], ["0.01", "0.00"]),
        ("100.00", ["33.33", "33.33", "33.34"], ["33.33", "33.33", "33.34"]),
    ],
)
def test_sums_of_real_projects(total: str, percents: list[str], parts: list[str]) -> None:
    """As municipalities published them; a rest nobody names is the last part."""
    assert [str(part) for part in split(Decimal(total), [Decimal(p) for p in percents])] == parts


@given(AMOUNTS, PERCENTS)
def test_parts_add_up_to_the_cent(total: Decimal, percents: list[Decimal]) -> None:
    """And none is further from its share than a cent."""
    parts = split(total, percents)

    assert sum(parts, Decimal(0)) == total
    for part, percent in zip(parts, percents, strict=False):
        assert abs(part - total * percent / 100) < Decimal("0.01")
        assert part >= 0


@pytest.mark.parametrize("percents", [["85", "20"], ["-1", "50"]])
def test_impossible_shares_are_refused(percents: list[str]) -> None:
    """More than everything, or less than nothing."""
    with pytest.raises(ValueError, match=r"per cent|negative"):
        split(Decimal(100), [Decimal(percent) for percent in percents])


def test_printed_amounts_win_over_computed_ones_and_the_rest_has_no_name() -> None:
    """What was published is what was agreed."""
    fund = Fund(slug="erdf", name=LocalText({"en": "ERDF"}))
    shares = [
        Share(fund=fund, percent=Decimal(85)),
        Share(fund=fund, amount=Decimal("3073.50")),
    ]

    parts = split_shares(Decimal("61470.00"), shares)

    assert [(str(part.name), part.percent, part.amount) for part in parts] == [
        ("ERDF", Decimal(85), Decimal("52249.50")),
        ("ERDF", Decimal("5.00"), Decimal("3073.50")),
        ("None", Decimal("10.00"), Decimal("6147.00")),
    ]
