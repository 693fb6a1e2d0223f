"""What a leader hears of changes they did not make: one letter, and the board; and what becomes of
their link when their address is another one."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import Clock
from tests.delegations.doing import add, do, fresh, letters_to, name, named, to, visit
from tests.factories import make_account
from webapp.core.changes import history
from webapp.core.database import db, write
from webapp.core.links import LinkRevoked
from webapp.core.permissions import Viewer, acting_as
from webapp.delegations import finding, inviting, news_telling, rules, sweeps
from webapp.delegations.board import board_of
from webapp.delegations.confirming import confirm
from webapp.delegations.models import Delegate, Delegation
from webapp.delegations.naming import Named
from webapp.delegations.news_models import DelegateNews, Happening
from webapp.delegations.news_notes import happened_to
from webapp.mail import outbox
from webapp.mail.models import Letter
from webapp.registrations import rules as registrations

pytestmark = pytest.mark.usefixtures("any_context")
START = "2027-04-01T09:00:00+00:00"


@pytest.fixture
def delegation(clock: Clock) -> int:
    clock.set(START)
    return add(visit())


def cancel(delegate_id: int) -> None:
    """As by their own link."""
    with write():
        registrations.cancel(db.session.get_one(Delegate, delegate_id).registration)


def later(clock: Clock) -> int:
    """How many letters the sweep writes when the minutes are over."""
    clock.forward(seconds=news_telling.QUIET.total_seconds() + 1)
    return sweeps.tell_news()


def news_letters() -> list[dict[str, Any]]:
    db.session.rollback()
    query = select(Letter).where(Letter.kind == "delegations/letters/news").order_by(Letter.id)
    return [each.facts or {} for each in db.session.scalars(query)]


def test_who_cancels_and_who_corrects_their_name_are_one_letter(
    delegation: int, clock: Clock
) -> None:
    jean, anne = name(delegation, "Jean Martin", "Anne Petit")
    cancel(jean)
    with write():
        delegate = db.session.get_one(Delegate, anne)
        confirm(delegate, delegate.registration.revision, name="Anne Petit-Roy")

    assert sweeps.tell_news() == 0
    assert later(clock) == 1
    assert later(clock) == 0

    (facts,) = news_letters()
    assert sorted(facts["changes"]) == [
        "Jean Martin does not come any more",
        "a name was corrected: Anne Petit-Roy",
    ]
    assert facts["can_name"]
    assert letters_to("claire@example.org") == ["news"]


def test_what_the_leader_does_is_no_news(delegation: int, clock: Clock) -> None:
    jean, anne, rita = name(delegation, "Jean Martin", "Anne Petit", "Rita Roy")
    to(rules.remove, jean)
    to(rules.substitute, anne, Named("Luc Petit"))
    to(rules.change_delegate, rita, Named("Rita Roi", "rita@example.org"))

    assert later(clock) == 0
    assert db.session.scalars(select(DelegateNews)).all() == []


def test_who_was_put_in_ones_place_by_staff_is_told_with_it(delegation: int, clock: Clock) -> None:
    (jean,) = name(delegation, "Jean Martin")
    with acting_as(Viewer(account_id=make_account().id)):
        to(rules.substitute, jean, Named("Luc Petit"))

    assert later(clock) == 1

    (facts,) = news_letters()
    assert facts["changes"] == ["Luc Petit comes in the place of Jean Martin"]
    assert not facts["can_name"]


def test_another_way_is_news_of_who_comes_and_not_of_who_left(
    delegation: int, clock: Clock
) -> None:
    jean, anne = name(delegation, "Jean Martin", "Anne Petit")
    cancel(anne)
    with write():
        for each in (jean, anne):
            happened_to(db.session.get_one(Delegate, each).registration, Happening.JOURNEY)

    later(clock)

    (facts,) = news_letters()
    assert sorted(facts["changes"]) == [
        "Anne Petit does not come any more",
        "Jean Martin has changed how they travel",
    ]


@pytest.mark.parametrize("why", ["no address", "withdrawn", "declined", "themselves", "event gone"])
def test_nobody_is_written_to_who_need_not_hear(delegation: int, clock: Clock, why: str) -> None:
    own = {"email": "claire@example.org"} if why == "themselves" else {}
    (jean,) = name(delegation, named("Jean Martin", **own))
    cancel(jean)
    with write():
        found = db.session.get_one(Delegate, jean).delegation
        if why == "no address":
            found.leader_email = None
        elif why == "withdrawn":
            found.link_revoked_at = found.created_at
        elif why == "declined":
            found.declined_at = found.created_at
        elif why == "event gone":
            found.event.withdrawn_at = found.created_at

    assert later(clock) == 0
    assert news_telling.waiting() == []


def test_the_sweep_goes_on_where_it_was_killed(
    delegation: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = add(fresh(delegation).event_id, "Razlog", leader_email="elena@example.org")
    for each, who in ((delegation, "Jean Martin"), (other, "Ivan Petrov")):
        cancel(*name(each, who))
    monkeypatch.setattr("webapp.delegations.letters.post", dying_after(outbox.post, 1))

    with pytest.raises(KeyboardInterrupt):
        later(clock)
    monkeypatch.undo()

    assert len(news_letters()) == 1
    assert sweeps.tell_news() == 1
    assert letters_to("claire@example.org") == letters_to("elena@example.org") == ["news"]


def dying_after(work: Any, times: int) -> Any:
    """That function, which at its next call but *times* ends the worker."""
    calls = iter(range(times))

    def wrapped(*args: Any, **values: Any) -> Any:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return work(*args, **values)

    return wrapped


def test_the_board_and_the_history_show_it(delegation: int) -> None:
    (jean,) = name(delegation, "Jean Martin")
    cancel(jean)

    (row,) = board_of(fresh(delegation).event).rows

    assert row.news is not None
    assert row.news.words == "Jean Martin does not come any more"
    assert row.seen_at is not None
    assert row.seen_at >= row.news.at
    assert not row.news.is_leader
    assert history(fresh(delegation).key)[0].verb == "delegate-left"


# The leader's link


@pytest.mark.parametrize("by", ["staff", "leader"])
def test_another_address_of_the_leader_ends_the_link_sent_to_the_earlier_one(
    delegation: int, by: str
) -> None:
    with write():
        found = db.session.get_one(Delegation, delegation)
        inviting.invite_one(found.event, found)
    old, verb = fresh(delegation).token(), rules.change if by == "staff" else rules.change_leader

    do(verb, delegation, fresh(delegation).revision, leader_email="luc@example.org")

    with pytest.raises(LinkRevoked):
        finding.find(old)
    assert finding.find(fresh(delegation).token()).id == delegation
    assert "link-renewed" in [each.verb for each in history(fresh(delegation).key)]
    # The leader who hands over is not asked twice; staff write when they are ready.
    assert letters_to("luc@example.org") == (["invitation"] if by == "leader" else [])
    assert (fresh(delegation).invited_at is None) == (by == "staff")


@pytest.mark.parametrize("before", [None, "claire@example.org"])
def test_a_first_address_and_the_same_one_leave_the_link(delegation: int, before: str) -> None:
    with write():
        db.session.get_one(Delegation, delegation).leader_email = before
    token = fresh(delegation).token()

    do(rules.change, delegation, None, leader_email="Claire@example.org", leader_name="Claire M.")

    assert finding.find(token).id == delegation
