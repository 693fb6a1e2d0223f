"""Getting in by invitation, on both databases."""

from datetime import timedelta

import pytest

from tests.conftest import Clock
from tests.factories import make_invitation
from tests.registrations.acts import (
    act,
    applicant,
    event_with,
    get_event,
    register,
    state,
    taken,
)
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.registrations import invitations, rules
from webapp.registrations.errors import (
    InvitationNeeded,
    InvitationOver,
    InvitationUsedUp,
)
from webapp.registrations.models import Invitation

pytestmark = pytest.mark.usefixtures("any_context", "noon")


def invited(event: int, **values: object) -> int:
    return make_invitation(get_event(event), **values).id


def register_invited(event: int, invitation: int, name: str = "Anna") -> int:
    with write():
        link = db.session.get_one(Invitation, invitation)
        return rules.register(get_event(event), applicant(name), invitation=link).id


def used(invitation: int) -> int:
    db.session.expire_all()
    return db.session.get_one(Invitation, invitation).used


def test_an_event_by_invitation_needs_one() -> None:
    event = event_with(registration_mode="invitation")

    with pytest.raises(InvitationNeeded):
        register(event)

    assert state(register_invited(event, invited(event))) == "confirmed"


def test_an_invitation_serves_as_many_as_it_was_made_for() -> None:
    event = event_with(registration_mode="invitation")
    invitation = invited(event, places=2)
    register_invited(event, invitation, "Anna")
    bruno = register_invited(event, invitation, "Bruno")

    with pytest.raises(InvitationUsedUp):
        register_invited(event, invitation, "Carl")
    assert taken(event) == 2

    act(rules.cancel, bruno)
    assert state(register_invited(event, invitation, "Carl")) == "confirmed"
    assert used(invitation) == 2


def test_the_same_form_of_the_last_invited_is_not_refused() -> None:
    event = event_with(registration_mode="invitation")
    invitation = invited(event, places=1)

    def send() -> int:
        with write():
            link = db.session.get_one(Invitation, invitation)
            again = rules.register(
                get_event(event), applicant(), invitation=link, form_key="one form"
            )
            return again.id

    assert send() == send()
    assert used(invitation) == 1


def test_an_invitation_ends(clock: Clock) -> None:
    event = event_with(registration_mode="invitation")
    invitation = invited(event, ends_at=now() + timedelta(hours=1))
    clock.forward(hours=1)

    with pytest.raises(InvitationOver):
        register_invited(event, invitation)


def test_an_invitation_to_another_event_or_withdrawn_is_none() -> None:
    event, other = event_with(registration_mode="invitation"), event_with()
    foreign, withdrawn = invited(other), invited(event)
    with write():
        invitations.withdraw(db.session.get_one(Invitation, withdrawn))

    for invitation in (foreign, withdrawn):
        with pytest.raises(InvitationOver):
            register_invited(event, invitation)


def test_a_browser_remembers_which_invitation_it_opened() -> None:
    event, other = event_with(), event_with()
    with write():
        invitation = invitations.invite(get_event(event), "Partners in Razlog", places=3)
    session: dict[str, object] = {}

    invitations.remember(invitation, session)

    assert invitations.open_invitation_for(get_event(event), session) == invitation
    assert invitations.open_invitation_for(get_event(other), session) is None
    assert invitations.opened_events(session) == {event}
