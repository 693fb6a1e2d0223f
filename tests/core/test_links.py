"""Links people keep: right ones open, withdrawn ones are gone, all others unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.conftest import MakeApp
from webapp.core import links
from webapp.core.database import db, write
from webapp.core.links import ALPHABET, LinkRevoked, LinkUnknown, short_code
from webapp.core.times import now
from webapp.registrations.models import Invitation


@pytest.fixture
def invitation(context: None) -> Invitation:
    """Any row with a link."""
    event = factories.make_event()
    with write():
        invitation = Invitation(event_id=event.id, label="Partners")
        db.session.add(invitation)
    return invitation


def test_the_link_opens_its_row(invitation: Invitation) -> None:
    """And can be written again: the same row gives the same link."""
    assert Invitation.find_by_token(invitation.token()).id == invitation.id
    assert invitation.token() == invitation.token()


def test_a_renewed_link_makes_the_old_one_gone(invitation: Invitation) -> None:
    """Gone, not unknown: the page can say what to do."""
    old = invitation.token()
    with write():
        invitation.renew_link()

    with pytest.raises(LinkRevoked):
        Invitation.find_by_token(old)
    assert Invitation.find_by_token(invitation.token()).id == invitation.id


def test_a_withdrawn_link_is_gone(invitation: Invitation) -> None:
    """Even the newest one."""
    with write():
        invitation.link_revoked_at = now()

    with pytest.raises(LinkRevoked):
        Invitation.find_by_token(invitation.token())


@pytest.mark.parametrize("change", ["", "x", "-", "é", "\x00", "-" * 500])
def test_a_wrong_link_is_unknown(invitation: Invitation, change: str) -> None:
    """Whatever is typed instead of the key."""
    with pytest.raises(LinkUnknown):
        Invitation.find_by_token(f"{invitation.public_id}-{change}")
    with pytest.raises(LinkUnknown):
        Invitation.find_by_token(change + invitation.public_id)


def test_a_key_of_another_purpose_is_worth_nothing(invitation: Invitation) -> None:
    """A registration's link cannot open an invitation."""
    other = links.mac("registration", invitation.public_id, 0)

    with pytest.raises(LinkUnknown):
        Invitation.find_by_token(f"{invitation.public_id}-{other}")


def test_links_made_with_an_old_key_still_open(make_app: MakeApp) -> None:
    """An installation that changes its key keeps everybody's links."""
    old = make_app(VIZITE_SECRET_KEY="before")
    with old.app_context():
        event = factories.make_event()
        with write():
            row = Invitation(event_id=event.id, label="Partners")
            db.session.add(row)
        token, row_id = row.token(), row.id
    new = make_app(VIZITE_SECRET_KEY="after", VIZITE_OLD_SECRET_KEYS="before")
    stranger = make_app(VIZITE_SECRET_KEY="after")

    with new.app_context():
        assert Invitation.find_by_token(token).id == row_id
    with stranger.app_context(), pytest.raises(LinkUnknown):
        Invitation.find_by_token(token)


@given(st.integers(1, 40))
def test_codes_have_no_letters_that_look_alike(length: int) -> None:
    """They are read aloud and typed from paper."""
    code = short_code(length)

    assert len(code) == length
    assert set(code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("0o1li")
