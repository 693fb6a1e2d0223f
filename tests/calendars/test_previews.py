"""What the page of calendars asks the database for, on both of them."""

import pytest
from flask import Flask

from tests.factories import in_days, make_event, make_organisation, make_project, make_target_group
from webapp.calendars import previews
from webapp.core.database import write
from webapp.core.periods import Period


@pytest.fixture
def code(any_app: Flask) -> str:
    with any_app.app_context(), write():
        project, group = make_project("Harbours"), make_target_group("Residents")
        make_event("Over", period=in_days(-10), projects=[project])
        make_event("Perhaps", period=Period.month(2031, 5), projects=[project])
        make_event("Elsewhere", organiser=make_organisation("Otava"))
        event = make_event("Next", period=in_days(10), projects=[project], target_groups=[group])
        return event.code


@pytest.mark.usefixtures("code")
@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", "4 events"),
        ("project=harbours", "3 events"),
        ("project=harbours&tentative=0", "2 events"),
        ("target_group=residents&kind=workshop", "1 event"),
        ("partner=otava&project=harbours", "0 events"),
    ],
)
def test_the_number_of_events_is_that_of_the_calendar(
    any_app: Flask, query: str, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "LARGE", 1000)  # so that parts of it are looked for too
    page = any_app.test_client().get(f"/calendars/?{query}")

    assert page.status_code == 200
    assert f'data-found="{number}"' in page.text


def test_the_page_of_an_event_and_of_its_calendar_answer(any_app: Flask, code: str) -> None:
    client = any_app.test_client()

    for path in (f"/events/{code}/", f"/events/{code}/calendar", "/events/?target_group=residents"):
        assert client.get(path).status_code == 200
