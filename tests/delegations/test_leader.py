"""What a delegation leader sees and does behind their link, as a browser without a script does it."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import Sheet, look, send
from tests.conftest import Clock
from tests.counting import count_statements
from tests.delegations.doing import add, do, fresh, letters_to, name, named, people, to, visit
from tests.factories import make_account, make_role
from webapp.core.database import db, write
from webapp.core.permissions import Role
from webapp.core.times import now
from webapp.delegations import rules
from webapp.delegations.models import Delegate, Delegation, DelegationPlan
from webapp.seats.counting import miscounts


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        assert list(miscounts()) == []


@pytest.fixture
def delegation() -> int:
    """The delegation of Nevers with four places, kept for it."""
    return add(visit(10))


def home(delegation_id: int) -> str:
    return f"/delegations/{fresh(delegation_id).token()}/"


def page_of(delegate_id: int, page: str) -> str:
    delegate = db.session.get_one(Delegate, delegate_id)
    return f"{home(delegate.delegation_id)}members/{delegate.registration.public_id}/{page}"


def fill(client: FlaskClient, address: str, button: str | None = None, **typed: Any) -> Sheet:
    """Open a page, fill in its form and send it."""
    return send(client, look(client, address), button, **typed)


def test_the_page_says_how_many_are_named_and_what_is_missing(
    client: FlaskClient, delegation: int
) -> None:
    name(delegation, "Jean Martin")
    do(rules.name_reserve, delegation, named("Rita Ozola"))

    page = look(client, home(delegation))

    assert "1 of 4 named · 1 reserve" in page.words
    assert "still missing: 3 names" in page.words
    assert "Jean Martin member of staff · paid by the partner" in page.words
    assert page.soup.select_one('meta[name="robots"][content="noindex"]')
    assert page.response.headers["Cache-Control"] == "no-store"
