"""What is due: everything that wants something, by its day and not by its kind."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.browsing import look
from tests.counting import count_statements
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_registration,
)
from tests.manage.test_home import due
from tests.people import People, cast
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.manage.due import due_for
from webapp.manage.due_asking import Due
from webapp.programmes.models import Deadline
from webapp.projects.models import Milestone, Phase, Project
from webapp.registrations import guardians
from webapp.registrations.applicant import Guardian
from webapp.registrations.guardian_models import Answer, GuardianConsent


def both(title: str) -> LocalText:
    """A title in both languages of the installation, so that no translation is due."""
    return LocalText({"en": title, "lv": f"{title} (lv)"}, "en")


def whole(**more: Any) -> dict[str, Any]:
    """What keeps an event of Lielmala from being due for what it lacks."""
    lielmala = make_organisation("Lielmala Municipality")
    hall = make_place("Forest hall")
    return {"organiser": lielmala, "host": lielmala, "places": [hall], **more}


def found(app: Flask, people: People, *off: str) -> list[Due]:
    """What is due for the stranger, the coordinator of Lielmala."""
    with app.app_context(), app.test_request_context():
        return due_for(people.stranger.viewer(), off)


def kinds(app: Flask, people: People, *off: str) -> list[str]:
    return [each.kind for each in found(app, people, *off)]


def test_what_is_due_stands_in_the_order_of_its_days(any_app: Flask) -> None:
    people = cast(any_app)
    with any_app.app_context(), write():
        lielmala, hall = make_organisation("Lielmala Municipality"), make_place("Forest hall")
        make_event(both("Draft"), **whole(status="draft", period=in_days(55)))
        make_event(both("Far away without a place"), organiser=lielmala, period=in_days(200))
        make_event(both("Without a host"), organiser=lielmala, places=[hall], period=in_days(24))
        make_event(both("Without anything"), organiser=lielmala, period=in_days(20))
        make_event(both("Online"), **whole(mode="online", places=[], period=in_days(14)))
        make_event(both("Not fixed"), **whole(status="tentative", period=in_days(16)))
        make_event(both("Closing"), **whole(closes_at=now() + timedelta(days=5)))
        make_event(both("Over"), **whole(period=in_days(-2)))
        make_event(both("Over for long"), **whole(period=in_days(-200)))
        make_event(both("Over and held"), **whole(period=in_days(-2), status="held"))
        make_event("In one language", **whole(period=in_days(33)))
        asked = make_event(both("Asked for"), **whole(registration_mode="approval"))
        for number in range(2):
            make_registration(asked, f"P {number}", None, "awaiting-approval")

    page = look(people.stranger.client(any_app), "/manage/?all=1")

    assert [title for title, _ in due(page)] == [
        "Over",
        "Without anything",
        "Over for long",
        "Not fixed",
        "Asked for",
        "Without a host",
        "Closing",
        "In one language",
        "Draft",
    ]
    said = dict(due(page))
    assert said["Asked for"] == "2 people await your decision, the first since today"
    assert said["Without anything"] == "It has neither place nor host"
    assert said["Without a host"] == "It has no host"
    assert said["In one language"] == "Not translated yet: Latvian"
    client = people.stranger.client(any_app)
    for link in page.soup.select(".due a"):
        assert look(client, str(link["href"])).status == 200


def test_days_and_lateness(any_app: Flask) -> None:
    people = cast(any_app)
    with any_app.app_context(), write():
        make_event(both("Over"), **whole(period=in_days(-5)))
        make_event(both("Not fixed"), **whole(status="tentative", period=in_days(20)))

    over, fixed = found(any_app, people)

    with any_app.test_request_context():
        assert over.is_late
        assert not fixed.is_late
    assert over.by == date.today() - timedelta(days=5)
    assert fixed.by == date.today() + timedelta(days=6)


def test_letters_that_did_not_arrive(any_app: Flask) -> None:
    people = cast(any_app)
    with any_app.app_context(), write():
        ours = make_event(both("Ours"), **whole(period=in_days(80)))
        theirs = db.session.get_one(Event, people.event_ids["public"])
        for number, (event, undelivered_at) in enumerate(
            ((ours, now()), (ours, now()), (ours, None), (theirs, now()))
        ):
            db.session.add(_letter(number, event.key, undelivered_at))

    (letters,) = found(any_app, people)

    assert (letters.kind, letters.words) == ("letters", "2 letters did not arrive")
    page = look(people.stranger.client(any_app), "/manage/")
    link = page.soup.select_one(".due__acts a")
    assert link is not None
    assert look(people.stranger.client(any_app), str(link["href"])).status == 200


def _letter(number: int, event_key: str, undelivered_at: datetime | None) -> Letter:
    return Letter(
        message_id=f"<{number}@example.org>",
        kind="registrations/letters/confirmed",
        owner=f"registration:{number}",
        event_key=event_key,
        recipient="a@example.org",
        recipient_name="A",
        language="en",
        facts={},
        state="refused" if undelivered_at else "stored",
        undelivered_at=undelivered_at,
    )


def test_people_in_line_beside_free_places(any_app: Flask) -> None:
    people = cast(any_app)
    with any_app.app_context(), write():
        free = make_event(both("Free"), **whole(capacity=3, period=in_days(80)))
        full = make_event(both("Full"), **whole(capacity=1, period=in_days(81)))
        make_registration(full, "Has a place", "a@example.org")
        for event in (free, full):
            make_registration(event, "Waits", "w@example.org", "waiting", waiting_since=now())

    (line,) = found(any_app, people)

    assert line.words == "1 person waits; 3 places are free"


def test_days_of_projects_one_coordinates(any_app: Flask) -> None:
    people = cast(any_app)
    today = date.today()
    with any_app.app_context(), write():
        project = db.session.get_one(Project, people.project_id)
        for slug, day in (("near", 20), ("far", 200), ("past", -40)):
            milestone = Milestone(slug=slug, project_id=project.id, what=both(slug))
            milestone.precision = "day"
            milestone.first_on = milestone.last_on = today + timedelta(days=day)
            db.session.add(milestone)
        phase = db.session.query(Phase).filter_by(project_id=project.id).first()
        assert phase is not None
        phase.last_on = today + timedelta(days=10)
        phase.first_on = today - timedelta(days=100)

    with any_app.app_context(), any_app.test_request_context():
        led = [
            each for each in due_for(people.project_coordinator.viewer()) if "event" not in each.key
        ]
        others = [
            each for each in due_for(people.partner_coordinator.viewer()) if "event" not in each.key
        ]

    assert [(each.kind, each.by) for each in led] == [
        ("phase", today + timedelta(days=10)),
        ("milestone", today + timedelta(days=20)),
    ]
    assert others == []


def test_what_the_programme_asks_for_after_an_event(any_app: Flask) -> None:
    people = cast(any_app)
    with any_app.app_context(), write():
        programme = make_programme("Coast and Hills")
        programme.deadlines = [
            Deadline(kind="evidence", days=30),
            Deadline(kind="announcement", days=-14),
        ]
        project = make_project("Shore Walks", programme=programme)
        values = whole(projects=[project], status="held")
        for title, day in (("Held", -20), ("Held long ago", -100), ("Held just now", -2)):
            make_event(both(title), **{**values, "period": in_days(day)})
        make_event(both("Coming"), **{**values, "status": "confirmed", "period": in_days(18)})

    lines = found(any_app, people)

    said = [(str(each.title), each.by, each.words) for each in lines]
    assert said == [
        (
            "Coming",
            date.today() + timedelta(days=4),
            "The programme asks for: announcement of the event",
        ),
        (
            "Held",
            date.today() + timedelta(days=10),
            "The programme asks for: evidence of the event",
        ),
    ]
    assert kinds(any_app, people, lines[0].key) == ["deadline"]


def test_what_is_put_off_makes_room(any_app: Flask) -> None:
    people = cast(any_app)
    with any_app.app_context(), write():
        ids = [make_event(both(f"D {n}"), **whole(status="draft", period=in_days(70 + n))).id
               for n in range(10)]  # fmt: skip

    assert len(found(any_app, people)) == 8
    left = found(any_app, people, *(f"draft:event:{number}" for number in ids[:4]))
    assert [str(each.title) for each in left] == [f"D {n}" for n in range(4, 10)]


@pytest.mark.parametrize(
    "off", ["", "x", "draft:event:abc", "letters:other:5", "deadline:event:1:x"]
)
def test_a_key_of_another_day_does_no_harm(any_app: Flask, off: str) -> None:
    people = cast(any_app)
    with any_app.app_context(), write():
        make_event(both("Draft"), **whole(status="draft", period=in_days(70)))

    assert kinds(any_app, people, off) == ["draft"]


def test_nothing_of_others_is_due(any_app: Flask) -> None:
    people = cast(any_app)
    with any_app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        event.registration_mode = "approval"
        make_registration(event, "Anna", None, "awaiting-approval")

    assert found(any_app, people) == []
    with any_app.app_context(), any_app.test_request_context():
        mine = {each.kind for each in due_for(people.partner_coordinator.viewer())}
        plans = {each.kind for each in due_for(people.project_coordinator.viewer())}
    assert "approval" in mine
    assert "approval" not in plans, "who plans with another organisation decides about nobody"
    assert "draft" in plans


def test_the_page_takes_the_same_statements_however_much_there_is(app: Flask) -> None:
    people = cast(app)
    client = people.stranger.client(app)

    def fill(number: int) -> None:
        with app.app_context(), write():
            for each in range(number):
                values = whole(period=in_days(10 + each % 40), capacity=5)
                event = make_event(f"Event {each}", **values)
                if each % 10 == 0:
                    event.registration_mode = "approval"
                    make_registration(event, "Anna", None, "awaiting-approval")

    def statements() -> int:
        with count_statements() as sent:
            assert look(client, "/manage/").status == 200
        return len(sent)

    fill(20)
    look(client, "/manage/")
    few = statements()
    fill(1000)

    assert statements() == few
    assert few < 45, few


def test_guardians_who_have_not_agreed_are_due_before_the_event(app: Flask) -> None:
    people = cast(app)
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        event.guardian_age = 16
        young = make_registration(event, "Juris", "juris@example.org")
        guardians.ask(young, Guardian("Gita", "gita@example.org"))
    client = people.partner_coordinator.client(app)

    page = look(client, "/manage/")
    words = "The guardian of 1 person has not agreed"
    lines = [each for each in page.soup.select(".due > li") if words in each.get_text()]
    assert all(line.select_one("a[href*='mark=no-consent']") for line in lines)
    assert [each for each in lines if "Open harbour day" in each.get_text()]
    assert words not in look(people.reader.client(app), "/manage/").words

    with app.app_context(), write():
        for consent in db.session.scalars(db.select(GuardianConsent)):
            guardians.answer(consent, Answer.GIVEN)
    assert words not in look(client, "/manage/").words
