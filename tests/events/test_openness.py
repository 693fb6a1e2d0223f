"""What a visitor finds where the button is."""

from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import Clock
from tests.factories import in_days, make_event
from webapp.core.database import write
from webapp.core.times import now
from webapp.events import rules
from webapp.events.openness import Door, openness_of

pytestmark = pytest.mark.usefixtures("context")


@pytest.mark.parametrize(
    ("made", "door"),
    [
        ({}, Door.OPEN),
        ({"capacity": 2}, Door.OPEN),
        ({"capacity": 0}, Door.LINE),
        ({"registration_mode": "none"}, Door.NONE),
        ({"registration_mode": "elsewhere"}, Door.ELSEWHERE),
        ({"registration_mode": "invitation"}, Door.BY_INVITATION),
        ({"registration_mode": "approval", "capacity": 0}, Door.APPROVAL),
        ({"status": "tentative"}, Door.OPEN),
        ({"status": "cancelled"}, Door.OVER),
        ({"status": "draft"}, Door.OVER),
    ],
)
def test_doors(made: dict[str, Any], door: Door) -> None:
    assert openness_of(make_event(**made)).door is door


def test_an_invitation_opens_the_door_for_its_holder() -> None:
    event = make_event(registration_mode="invitation", capacity=1)

    assert openness_of(event, is_invited=True).is_open


def test_the_door_opens_and_closes_in_time(clock: Clock) -> None:
    clock.set("2027-01-10T12:00+02:00")
    opens, closes = now() + timedelta(days=2), now() + timedelta(days=5)
    event = make_event(period=in_days(9), opens_at=opens, closes_at=closes)

    seen = []
    for _day in range(4):
        seen.append((openness_of(event).door, openness_of(event).until))
        clock.forward(days=3)

    assert seen == [
        (Door.NOT_YET, opens),
        (Door.OPEN, closes),
        (Door.CLOSED, closes),
        (Door.CLOSED, closes),
    ]
    assert openness_of(event).door is Door.OVER


def test_postponed_without_a_new_date_the_door_stands_still() -> None:
    event = make_event()
    with write():
        rules.postpone(event, "Snow")

    assert openness_of(event).door is Door.PAUSED
