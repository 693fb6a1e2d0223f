"""The desk: the list of events, the overview of one, its history, and who may see them."""

import re

import pytest
from flask import Flask

from tests.browsing import Sheet, look
from tests.counting import count_statements
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_place,
    make_project,
    make_registration,
)
from tests.people import Who, cast
from webapp.core.database import db, write
from webapp.core.periods import Period, Season
from webapp.core.text import LocalText
from webapp.events import rules
from webapp.events.models import Event


def titles(page: Sheet) -> list[str]:
    return [each.get_text(strip=True) for each in page.soup.select(".event-row__title")]


def desk(app: Flask, who: Who, address: str = "") -> Sheet:
    return look(who.client(app), f"/manage/events/{address}")


def acts(page: Sheet) -> list[str]:
    return [each.get_text(" ", strip=True) for each in page.soup.select("aside.card a.button")]


# The list


def test_the_list_shows_drafts_and_internal_events_to_their_staff(app: Flask) -> None:
    people = cast(app)

    assert titles(desk(app, people.reader)) == [
        "Open harbour day",
        "Partner meeting",
        "Quiet workshop",
        "Staff rehearsal",
        "Not yet announced",
    ]
    assert titles(desk(app, people.stranger)) == []


def test_a_project_coordinator_lists_the_events_of_all_partners_of_the_project(app: Flask) -> None:
    people = cast(app)
    with app.app_context():
        make_event("Not of the project", organiser=make_organisation("Brasla Municipality"))

    assert "Staff rehearsal" in titles(desk(app, people.project_coordinator))
    assert "Not of the project" not in titles(desk(app, people.project_coordinator))


def test_the_list_is_narrowed_by_words_state_span_and_project(any_app: Flask) -> None:
    people = cast(any_app)
    with any_app.app_context():
        brasla = make_organisation("Brasla Municipality")
        other = make_project("Another project", partners=[brasla])
        make_event("Vēstures diena", organiser=brasla, projects=[other])
        make_event("Last year's meeting", organiser=brasla, period=in_days(-300))

    who = people.partner_coordinator
    assert titles(desk(any_app, who, "?q=vestures")) == ["Vēstures diena"]
    assert titles(desk(any_app, who, "?status=draft")) == ["Not yet announced"]
    assert titles(desk(any_app, who, "?when=past")) == ["Last year's meeting"]
    assert titles(desk(any_app, who, "?status=outcome-not-recorded&when=all")) == [
        "Last year's meeting"
    ]
    assert titles(desk(any_app, who, "?project=another-project")) == ["Vēstures diena"]
    assert "No events match" in desk(any_app, who, "?q=nothing+like+it").words


def test_what_nobody_offered_narrows_nothing(app: Flask) -> None:
    people = cast(app)

    page = desk(app, people.reader, "?status=%00&when=never&after=%00%27&before=zz")

    assert page.status == 200
    assert len(titles(page)) == 5


def test_pages_of_the_list_go_on_behind_each_other_and_back(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = cast(any_app)
    monkeypatch.setattr("webapp.events.manage_lists.PAGE", 2)
    client = people.reader.client(any_app)

    first = look(client, "/manage/events/")
    second = look(client, str(first.soup.select_one("a[rel=next]")["href"]))  # type: ignore[index]
    third = look(client, str(second.soup.select_one("a[rel=next]")["href"]))  # type: ignore[index]
    back = look(client, str(third.soup.select_one("a[rel=prev]")["href"]))  # type: ignore[index]

    assert [titles(first), titles(second), titles(third)] == [
        ["Open harbour day", "Partner meeting"],
        ["Quiet workshop", "Staff rehearsal"],
        ["Not yet announced"],
    ]
    assert titles(back) == titles(second)
    assert first.soup.select_one("a[rel=prev]") is None
    assert third.soup.select_one("a[rel=next]") is None


def test_the_number_of_statements_does_not_grow_with_the_events(app: Flask) -> None:
    people = cast(app)
    client = people.partner_coordinator.client(app)
    pages = ("/manage/events/", f"/manage/events/{people.public}/", "/manage/")
    before = []
    for page in pages:
        look(client, page)
        with count_statements() as sent:
            look(client, page)
        before.append(len(sent))
    with app.app_context(), write():
        brasla = make_organisation("Brasla Municipality")
        for number in range(12):
            project = make_project(f"Project {number}", partners=[brasla])
            hall = make_place(f"Hall {number}")
            event = make_event(
                f"Event {number}", organiser=brasla, projects=[project], places=[hall]
            )
            make_registration(event)

    for page, number in zip(pages, before, strict=True):
        with count_statements() as sent:
            look(client, page)
        assert len(sent) == number, f"{page}\n{sent}"


# One event


def test_the_overview_tells_what_is_missing_and_where_to_add_it(app: Flask) -> None:
    people = cast(app)

    page = desk(app, people.partner_coordinator, f"{people.public}/")

    found = [each.get_text(" ", strip=True) for each in page.soup.select(".due > li > span")]
    assert found == [
        "It has no place.",
        "It has no host.",
        "The working languages are not told.",
        "Nothing is said about it but the title.",
        "Not all of it is written in this language: Latvian.",
        "Registration has no deadline.",
        "There is no address for questions.",
    ]
    for link in page.soup.select(".due > li > a"):
        address, _sign, anchor = str(link["href"]).partition("#")
        form = look(people.partner_coordinator.client(app), address)
        assert form.soup.find(id=anchor) is not None, link


def test_the_overview_counts_places_and_gives_the_addresses_to_pass_on(app: Flask) -> None:
    people = cast(app)

    page = desk(app, people.reader, f"{people.public}/")

    assert "1 place left of 2" in page.words
    shown = {str(each["id"]): str(each["value"]) for each in page.soup.select(".copy input")}
    assert re.sub("http://[^/]+", "", shown["page-address"]) == f"/events/{people.public}/"
    assert shown["form-address"].endswith(f"/events/{people.public}/register")
    assert shown["feed-address"].endswith(f"/events/{people.public}.ics")
    assert desk(app, people.reader, f"{people.draft}/").soup.select(".copy input") == []


MODE, BACK = "Change how people take part", "Make it a draft again"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"status": "draft"}, ["Publish", "Copy", "Withdraw"]),
        ({}, ["Move", MODE, "Postpone", "Copy", "Cancel", BACK, "Withdraw"]),
        (
            {"status": "tentative"},
            [
                "Confirm",
                "Move",
                MODE,
                "Postpone",
                "Copy",
                "Cancel",
                "Make it a draft again",
                "Withdraw",
            ],
        ),
        (
            {"status": "tentative", "period": Period.undated()},
            ["Move", MODE, "Copy", "Cancel", BACK, "Withdraw"],
        ),
        ({"period": in_days(-3)}, ["Record the outcome", "Move", "Copy", "Withdraw"]),
        ({"status": "held", "period": in_days(-3)}, ["Copy", "Record the outcome", "Withdraw"]),
        ({"status": "cancelled"}, ["Copy", "Withdraw"]),
    ],
)
def test_the_acts_offered_are_those_its_state_allows(
    app: Flask, values: dict[str, object], expected: list[str]
) -> None:
    people = cast(app)
    with app.app_context():
        brasla = make_organisation("Brasla Municipality")
        code = make_event(organiser=brasla, **values).code  # type: ignore[arg-type]

    page = desk(app, people.partner_coordinator, f"{code}/")

    assert [word.removesuffix(" the event") for word in acts(page)] == expected
    for link in page.soup.select("aside.card a.button"):
        assert look(people.partner_coordinator.client(app), str(link["href"])).status == 200


def test_what_was_withdrawn_stays_readable_for_its_staff(app: Flask) -> None:
    people = cast(app)
    with app.app_context(), write():
        brasla = make_organisation("Brasla Municipality")
        event = make_event(organiser=brasla, visibility="unlisted")
        rules.withdraw(event)
        code = event.code

    page = desk(app, people.partner_coordinator, f"{code}/")

    assert "This event was withdrawn." in page.words
    assert acts(page) == ["Copy the event"]
    client = people.partner_coordinator.client(app)
    assert client.get(f"/events/{code}/").status_code == 410


# History


def test_the_history_says_who_did_what_when_and_why(any_app: Flask) -> None:
    people = cast(any_app)
    client = people.partner_coordinator.client(any_app)
    with any_app.app_context(), write():
        event = db.session.get(Event, people.event_ids["unlisted"])
        assert event is not None
        rules.edit(
            event,
            summary=LocalText({"en": "Nets", "lv": "Tīkli"}),
            host=make_organisation("Otava Town"),
            places=[make_place("Net loft")],
            languages=["en", "lv"],
            visibility="internal",
        )
        rules.move(event, Period.season(2027, Season.SUMMER), "The loft is being painted.")
        rules.set_capacity(event, 12)

    page = look(client, f"/manage/events/{people.unlisted}/history")

    entries = page.soup.select(".log__entry")
    heads = [each.select_one(".log__head strong") for each in entries]
    assert [each.get_text() for each in heads if each] == [
        "Number of places changed",
        "Moved",
        "Edited",
        "Tracks of the agenda changed",
    ]
    assert "the system" in entries[0].get_text()
    assert "no limit" in entries[0].get_text()
    assert "12 places" in entries[0].get_text()
    assert "Reason: The loft is being painted." in entries[1].get_text()
    assert "summer 2027" in entries[1].get_text()
    edited = " ".join(entries[2].get_text(" ").split())
    assert "English: Nets · Latviešu: Tīkli" in edited
    assert "Otava Town" in edited
    assert "Net loft" in edited
    assert "English, Latvian" in edited
    assert "internal: its staff, and who is invited" in edited


def test_the_history_names_accounts_and_survives_words_it_no_longer_knows(app: Flask) -> None:
    from webapp.core.changes import Change
    from webapp.core.times import now

    people = cast(app)
    with app.app_context(), write():
        for actor, before, after in (
            (f"account:{people.partner_coordinator.account_id}", {"kind": 7}, {"kind": []}),
            ("account:999", {"organiser_id": 77, "period": {}}, {"organiser_id": "x", "period": 1}),
            ("participant", None, {"invitation": "abc"}),
        ):
            key = f"event:{people.event_ids['public']}"
            db.session.add(
                Change(at=now(), actor=actor, entity=key, verb="x-ed", before=before, after=after)
            )

    page = desk(app, people.reader, f"{people.public}/history")

    assert page.status == 200
    heads = [each.get_text(" ", strip=True) for each in page.soup.select(".log__head")]
    assert [head.partition(" · ")[0] for head in heads] == [
        "x-ed a participant",
        "x-ed a former account",
        "x-ed Partner Coordinator",
    ]


# Who may not


def test_tabs_and_buttons_are_those_of_the_role(app: Flask) -> None:
    people = cast(app)

    def tabs(who: Who) -> list[str]:
        page = desk(app, who, f"{people.public}/")
        found = [each.get_text(strip=True) for each in page.soup.select(".tabs a")]
        return [each for each in found if each in own]

    own = ("Overview", "Edit", "Texts", "Registration", "History", "Public view")
    assert tabs(people.reader) == ["Overview", "History", "Public view"]
    assert tabs(people.partner_coordinator) == list(own)
    assert acts(desk(app, people.helper, f"{people.public}/")) == []
    assert desk(app, people.reader).soup.select_one("a[href^='/manage/events/new']") is None


WAYS = (
    "",
    "edit",
    "texts",
    "registration",
    "history",
    "mode",
    "cancellation",
    "publication",
    "move",
    "copy",
    "outcome",
)


def test_visitors_are_asked_to_sign_in(app: Flask) -> None:
    people = cast(app)

    for who in (people.visitor, people.participant, people.invited):
        for way in WAYS:
            answer = who.client(app).get(f"/manage/events/{people.public}/{way}")
            assert answer.status_code == 303
            assert answer.headers["Location"].startswith("/manage/sign-in")


def test_helpers_and_readers_look_and_change_nothing(app: Flask) -> None:
    people = cast(app)

    for who in (people.helper, people.reader):
        client = who.client(app)
        seen = {way: client.get(f"/manage/events/{people.draft}/{way}").status_code for way in WAYS}
        sent = {
            way: client.post(f"/manage/events/{people.draft}/{way}").status_code
            for way in WAYS
            if way not in ("", "history")
        }
        assert seen == {way: 200 if way in ("", "history") else 403 for way in WAYS}
        assert set(sent.values()) <= {400, 403}
        assert client.get("/manage/events/new").status_code == 403


def test_the_stranger_knows_of_no_draft_and_may_do_nothing_with_the_rest(app: Flask) -> None:
    people = cast(app)
    client = people.stranger.client(app)

    for way in WAYS:
        assert client.get(f"/manage/events/{people.draft}/{way}").status_code == 404
        assert client.get(f"/manage/events/{people.internal}/{way}").status_code == 404
        assert client.get(f"/manage/events/{people.partners_only}/{way}").status_code == 404
        assert client.get(f"/manage/events/{people.public}/{way}").status_code == 403
    assert client.get("/manage/events/nosuchco/").status_code == 404
