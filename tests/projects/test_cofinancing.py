"""The paragraph about co-financing for the news."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from webapp.core.database import db
from webapp.core.i18n import in_language
from webapp.core.text import LocalText
from webapp.manage.importing import import_file
from webapp.programmes.models import Fund
from webapp.projects.cofinancing import cofinancing
from webapp.projects.money import Budget, Share
from webapp.projects.sums import findings

EXAMPLES = Path(__file__).parents[2] / "examples" / "projects.yaml"


def example(organisation: str) -> Budget:
    """The budget of an organisation in the example projects."""
    query = db.select(Budget).join(Budget.organisation).where(db.column("slug") == organisation)
    return db.session.scalars(query).one()


@pytest.mark.parametrize(
    ("organisation", "sentence"),
    [
        (
            "ventspils-digital-centre",
            "The planned budget of Ventspils Digital Centre in the project is EUR 51,280.00, of "
            "which EUR 43,588.00 (85 %) is financed by the European Regional Development Fund, "
            "EUR 2,564.00 (5 %) by a grant from the Latvian state budget and EUR 5,128.00 (10 %) "
            "by Ventspils city municipality.",
        ),
        (
            "smiltene",
            "The budget of Smiltene Municipality in the project is EUR 81,200.00, of which "
            "EUR 64,960.00 (80 %) is financed by the Interreg Baltic Sea Region programme, "
            "EUR 8,120.00 (10 %) by national co-financing and EUR 8,120.00 (10 %) by Smiltene "
            "Municipality.",
        ),
    ],
)
def test_the_paragraph_of_the_example_projects(
    app: Flask, organisation: str, sentence: str
) -> None:
    with app.app_context():
        import_file(EXAMPLES)
        shown = example(organisation)
        with in_language("en"):
            words = cofinancing(shown).replace("\xa0", " ")
            [found] = findings(shown.amount, shown.shares)

    assert words == sentence
    assert found.tone == "good"


@pytest.mark.parametrize(
    ("organisation", "figures"),
    [
        ("ventspils-digital-centre", ["51 280,00", "43 588,00", "2 564,00", "5 128,00"]),
        ("smiltene", ["81 200,00", "64 960,00", "8 120,00", "8 120,00"]),
    ],
)
def test_the_latvian_paragraph_has_latvian_figures_and_names(
    app: Flask, organisation: str, figures: list[str]
) -> None:
    with app.app_context():
        import_file(EXAMPLES)
        with in_language("lv"):
            words = cofinancing(example(organisation)).replace("\xa0", " ")

    place = 0
    for figure in figures:
        place = words.index(figure, place) + 1
    assert "līdzfinansējums" in words


def _budget(shares: list[tuple[str, Any, Any]], **values: Any) -> Budget:
    made = [
        Share(fund=Fund(slug=name, name=LocalText({"en": name})), percent=percent, amount=amount)
        for name, percent, amount in shares
    ]
    given = {"amount": Decimal("100.00"), "status": "approved", **values}
    return Budget(shares=made, **given)


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ([], "The total budget of the project is EUR 100.00."),
        (
            [("A", Decimal(100), None)],
            "The total budget of the project is EUR 100.00. It is financed in full by A.",
        ),
        (
            [("A", Decimal("33.33"), None), ("B", None, Decimal("66.67"))],
            "The total budget of the project is EUR 100.00, of which EUR 33.33 (33.33 %) is "
            "financed by A and EUR 66.67 (66.67 %) by B.",
        ),
        (
            [("A", Decimal(85), None)],
            "The total budget of the project is EUR 100.00, of which EUR 85.00 (85 %) is financed "
            "by A and EUR 15.00 (15 %) by others.",
        ),
    ],
)
def test_the_paragraph_of_few_sources(
    app: Flask, shares: list[tuple[str, Any, Any]], sentence: str
) -> None:
    with app.test_request_context("/"):
        assert cofinancing(_budget(shares)).replace("\xa0", " ") == sentence


def test_nothing_is_shared_out_of_nothing(app: Flask) -> None:
    with app.test_request_context("/"):
        words = cofinancing(_budget([("A", None, Decimal(0))], amount=Decimal(0)))

    assert "A" in words
