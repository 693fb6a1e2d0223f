"""What others did since one's last visit: grouped by event, colleagues named, people counted."""

from datetime import datetime

import pytest
from flask import Flask

from tests.browsing import Sheet, look
from tests.conftest import Clock
from tests.counting import count_statements
from tests.delegations.scenes import make_delegation
from tests.factories import make_event, make_organisation, make_registration
from tests.people import People, Who, cast
from tests.visit_factories import make_item
from webapp.accounts.models import Account
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.delegations.host_models import AgendaHost
from webapp.events.models import Event

THURSDAY, FRIDAY = "2027-04-01T09:00:00+00:00", "2027-04-02T09:00:00+00:00"


def news(page: Sheet) -> dict[str, str]:
    """Event → what happened, in the order of the page."""
    found = {}
    for line in page.soup.select(".news > li"):
        title, words = line.select_one("a"), line.select_one("span")
        assert title is not None
        assert words is not None
        found[title.get_text(strip=True)] = " ".join(words.get_text().split())
    return found


def visited(app: Flask, who: Who, at: str) -> None:
    with app.app_context(), write():
        account = db.session.get_one(Account, who.account_id)
        account.seen_at, account.seen_before_at = datetime.fromisoformat(at), None


def did(event: Event, who: Who | None, *verbs: str) -> None:
    """Write to the log as if *who* had done it now."""
    actor = f"account:{who.account_id}" if who else "system"
    for verb in verbs:
        db.session.add(Change(at=now(), actor=actor, entity=event.key, verb=verb))


@pytest.fixture
def people(any_app: Flask, clock: Clock) -> People:
    """Everybody, made long before."""
    clock.set("2027-03-01T09:00:00+00:00")
    return cast(any_app)


def test_news_are_grouped_by_event_and_counted(
    any_app: Flask, people: People, clock: Clock
) -> None:
    coordinator = people.partner_coordinator
    visited(any_app, coordinator, THURSDAY)
    clock.set("2027-04-01T15:00:00+00:00")
    with any_app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["partners"])
        for number in range(3):
            make_registration(event, f"New {number}", None)
        gone = make_registration(event, "Gone", None, "cancelled")
        gone.ended_at, gone.ended_by = now(), "participant"
        did(event, people.helper, "edited", "edited", "moved")
        did(event, coordinator, "confirmed")
        did(event, None, "contact-data-erased")
        did(db.session.get_one(Event, people.event_ids["draft"]), people.administrator, "edited")

    clock.set(FRIDAY)
    page = look(coordinator.client(any_app), "/manage/")

    assert "Since your last visit, yesterday" in page.words
    told = news(page)
    assert set(told["Partner meeting"].split(" · ")) == {
        "4 people registered",
        "1 cancelled",
        "Helper moved it to another date",
        "Helper edited it (2 times)",
    }
    assert told["Not yet announced"] == "Administrator edited it"
    assert len(told) == 2
    assert "Gone" not in page.words
    assert "New 1" not in page.words


def test_who_sees_no_people_is_told_nothing_of_them(
    any_app: Flask, people: People, clock: Clock
) -> None:
    visited(any_app, people.project_coordinator, THURSDAY)
    visited(any_app, people.stranger, THURSDAY)
    clock.set("2027-04-01T15:00:00+00:00")
    with any_app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        person = make_registration(event, "Anna", None)
        actor = f"account:{people.helper.account_id}"
        db.session.add(Change(at=now(), actor=actor, entity=person.key, verb="approved"))
        did(event, people.helper, "edited")

    clock.set(FRIDAY)

    page = look(people.project_coordinator.client(any_app), "/manage/")
    assert news(page) == {"Open harbour day": "Helper edited it"}
    assert news(look(people.stranger.client(any_app), "/manage/")) == {}
    visited(any_app, people.partner_coordinator, THURSDAY)
    page = look(people.partner_coordinator.client(any_app), "/manage/")
    assert news(page) == {
        "Open harbour day": "1 person registered · Helper edited it · Helper approved 1 person"
    }


def test_what_was_before_the_last_visit_is_no_news(
    any_app: Flask, people: People, clock: Clock
) -> None:
    clock.set("2027-03-31T15:00:00+00:00")
    with any_app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        make_registration(event, "Anna", None)
        did(event, people.helper, "edited")
    visited(any_app, people.partner_coordinator, THURSDAY)

    clock.set(FRIDAY)

    assert news(look(people.partner_coordinator.client(any_app), "/manage/")) == {}


def test_the_first_visit_has_no_news(any_app: Flask, people: People, clock: Clock) -> None:
    with any_app.app_context(), write():
        account = db.session.get_one(Account, people.partner_coordinator.account_id)
        account.seen_at = account.seen_before_at = None
        did(db.session.get_one(Event, people.event_ids["public"]), people.helper, "edited")

    assert news(look(people.partner_coordinator.client(any_app), "/manage/")) == {}


def test_the_same_news_stay_during_a_visit(any_app: Flask, people: People, clock: Clock) -> None:
    visited(any_app, people.reader, THURSDAY)
    clock.set("2027-04-01T15:00:00+00:00")
    with any_app.app_context(), write():
        did(db.session.get_one(Event, people.event_ids["public"]), people.helper, "published")
    clock.set(FRIDAY)
    client = people.reader.client(any_app)
    visited(any_app, people.reader, THURSDAY)

    for _ in range(3):
        assert news(look(client, "/manage/")) == {"Open harbour day": "Helper published it"}
        clock.forward(minutes=20)
        client.get("/manage/").close()  # read to its end, as a server does
    clock.forward(hours=5)
    assert news(look(client, "/manage/")) == {}, "that was the visit before"


def test_news_take_the_same_statements_however_many(app: Flask, clock: Clock) -> None:
    clock.set("2027-03-01T09:00:00+00:00")
    people = cast(app)
    visited(app, people.partner_coordinator, THURSDAY)
    clock.set(FRIDAY)
    client = people.partner_coordinator.client(app)

    def happen(number: int) -> None:
        with app.app_context(), write():
            brasla = make_organisation("Brasla Municipality")
            for each in range(number):
                event = make_event(f"Busy {each}", organiser=brasla, status="held")
                make_registration(event, "Anna", None)
                did(event, people.helper, "edited", "moved")

    def statements() -> int:
        with count_statements() as sent:
            page = look(client, "/manage/")
        assert news(page)
        return len(sent)

    happen(2)
    look(client, "/manage/")
    few = statements()
    happen(60)

    assert statements() == few


def test_what_leaders_and_hosts_answered_is_news_for_who_sees_people(
    any_app: Flask, people: People, clock: Clock
) -> None:
    coordinator, reader = people.partner_coordinator, people.reader
    for who in (coordinator, reader):
        visited(any_app, who, THURSDAY)
    clock.set("2027-04-01T15:00:00+00:00")
    with any_app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        event.pool.capacity = 40
        long_ago = datetime.fromisoformat("2027-03-20T09:00:00+00:00")
        make_delegation(event, "Nevers", completed_at=now())
        make_delegation(event, "Razlog", declined_at=now(), declined_reason="Flu")
        make_delegation(event, "Otava", completed_at=long_ago)
        for title, said in (
            ("Works", {"confirmed_at": now(), "proposed_at": now(), "limits": "No cameras"}),
            ("Farm", {"refused_at": now()}),
            ("Mill", {"confirmed_at": long_ago}),
        ):
            item = make_item(event, title)
            db.session.add(AgendaHost(item_id=item.id, **said))
    clock.set(FRIDAY)

    found = news(look(coordinator.client(any_app), "/manage/"))

    (words,) = found.values()
    for each in (
        "the delegation of Nevers is complete",
        "the delegation of Razlog does not come",
        "the host of “Works” has confirmed",
        "the host of “Works” has limits or rules",
        "the host of “Farm” cannot",
    ):
        assert each in words
    for each in ("Otava", "Mill", "Flu", "cameras"):
        assert each not in words
    assert "Nevers" not in look(reader.client(any_app), "/manage/").words
