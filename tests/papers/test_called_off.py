"""A paper of an event that does not take place says so, whoever printed it when."""

import pytest
from flask import Flask

from tests.papers.making import event_of, make_meeting
from tests.papers.reading import Paper
from webapp.core.database import write
from webapp.events import rules as events


@pytest.mark.parametrize("name", ["agenda", "participants", "invitation", "travel-order"])
def test_a_cancelled_event_is_called_so_on_every_paper(app: Flask, name: str) -> None:
    meeting = make_meeting(app, names=("Anna Bērziņa",))
    assert "cancelled" not in Paper(meeting.get(f"{name}.pdf").data).words
    with app.app_context(), write():
        events.cancel(event_of(meeting), "Flood")

    words = Paper(meeting.get(f"{name}.pdf").data).words
    page = meeting.get(f"{name}.html").get_data(as_text=True)

    assert "This event has been cancelled." in words
    assert "This event has been cancelled." in page


def test_so_is_one_without_a_date(app: Flask) -> None:
    meeting = make_meeting(app, names=("Anna Bērziņa",))
    with app.app_context(), write():
        events.postpone(event_of(meeting), "Flood")

    words = Paper(meeting.get("travel-order.pdf").data).words

    assert "its new date is not known yet" in words
