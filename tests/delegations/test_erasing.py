"""Who led a delegation is forgotten when the organiser's months after the event are over."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import Clock
from tests.factories import in_days, make_event
from tests.visit_factories import make_delegate, make_delegation
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.core.links import LinkRevoked
from webapp.core.times import now
from webapp.delegations import erasing, letters
from webapp.delegations.models import Delegate, Delegation, Standing
from webapp.mail.models import Letter
from webapp.registrations import retention, rights_erasure


def led(app: Flask) -> None:
    """A delegation whose leader has had a letter, with a wish in it."""
    with app.app_context(), write():
        event = make_event(period=in_days(5), capacity=20)
        delegation = make_delegation(event, declined_reason="Elections.")
        make_delegate(delegation, "Will Wish", Standing.WISH, wish_reason="Knows sensors.")
        letters.invite(delegation, None)


def leader(app: Flask) -> tuple[str, str | None, str]:
    with app.app_context():
        found = db.session.scalars(select(Delegation)).one()
        return found.leader_name, found.leader_email, found.declined_reason


def test_leaders_are_forgotten_after_the_organisers_months(any_app: Flask, clock: Clock) -> None:
    led(any_app)
    with any_app.app_context():
        months = db.session.scalars(select(Delegation)).one().event.organiser.retention_months
    clock.set((now() + timedelta(days=31 * months - 20)).isoformat())
    with any_app.app_context():
        assert erasing.forget_leaders() == 0
    assert leader(any_app) == ("Claire Moulin", "claire@example.org", "Elections.")

    clock.set((now() + timedelta(days=60)).isoformat())
    with any_app.app_context():
        assert (erasing.forget_leaders(), erasing.forget_leaders()) == (1, 0)

    assert leader(any_app) == ("", None, "")
    with any_app.app_context():
        letter = db.session.scalars(select(Letter)).one()
        assert "claire" not in f"{letter.recipient}{letter.facts}{letter.body_text}".casefold()
        change = db.session.scalars(select(Change).where(Change.verb == retention.VERB)).one()
        assert change.after == {"delegations": 1}


def test_a_wish_goes_with_its_registration(app: Flask, clock: Clock) -> None:
    led(app)
    clock.set((now() + timedelta(days=4000)).isoformat())

    with app.app_context():
        assert len(list(retention.erase_due())) == 1

        assert db.session.scalars(select(Delegate.wish_reason)).all() == [""]


def test_a_leader_who_comes_and_has_their_data_erased_leads_no_more(app: Flask) -> None:
    led(app)
    with app.app_context():
        with write():
            delegation = db.session.scalars(select(Delegation)).one()
            token = delegation.token()
            claire = make_delegate(delegation, "Claire Moulin", email="CLAIRE@example.org")

        with write():
            rights_erasure.erase(claire.registration)

    assert leader(app) == ("", None, "")
    with app.app_context():
        assert "claire" not in str(db.session.scalars(select(Letter.recipient)).all()).casefold()
        with pytest.raises(LinkRevoked):
            Delegation.find_by_token(token)


def test_somebody_else_who_has_their_data_erased_leaves_the_leader(app: Flask) -> None:
    led(app)
    with app.app_context():
        with write():
            delegation = db.session.scalars(select(Delegation)).one()
            jean = make_delegate(delegation)

        with write():
            rights_erasure.erase(jean.registration)

    assert leader(app)[1] == "claire@example.org"
