"""Whatever people type stays a text, in every program and in every language of it."""

import json
import re
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from ical.calendar_stream import IcsCalendarStream

from tests.calendars.readers import READERS
from tests.factories import in_days, make_event, make_organisation, make_place, make_project
from tests.visit_factories import make_agenda_version, make_item
from webapp.agenda.models import AgendaItem, AgendaTrack
from webapp.core.database import db, write
from webapp.core.text import LocalText

Texts = dict[str, dict[str, str]]

HOSTILE = {
    "an event": "Fair\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\nSUMMARY:Evil",
    "the end": "END:VCALENDAR",
    "begin": "BEGIN:VEVENT",
    "marks": 'Back / slash; comma, semicolon: "quoted"; DTSTART:20270101',
    "emoji": "👩‍👩‍👧‍👦🎪" * 30,
    "right to left": "‏ערב פתוח‏ — مرحبا, بكم; ١٢٣",
    "combining": "e\u0301\u0323" * 100,
    "controls": "a\x07b\x1b[31mc\x7fd\x9be\u2028f\u0085g\vh\fi\tj",
    "long": "Ļoti garš apraksts, ar komatiem; un semikoliem. " * 105,
    "folded": "x" * 73 + "ž" * 500,
    "a fold of its own": "one\r\n two\r\n\tthree",
    "a mark of order": "\ufeffstart",
    "a property": "x\nX-ALT-DESC;FMTTYPE=text/html:<b>bold</b>",
}


def by_icalendar(body: bytes) -> Texts:
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return {str(each["UID"]): texts(lambda name, e=each: str(e.get(name, ""))) for each in events}


def by_vobject(body: bytes) -> Texts:
    events = vobject.readOne(body.decode()).vevent_list
    return {
        each.uid.value: texts(lambda name, e=each: e.getChildValue(name.lower(), ""))
        for each in events
    }


def by_ical(body: bytes) -> Texts:
    events = IcsCalendarStream.calendar_from_ics(body.decode()).events
    return {each.uid: texts(lambda name, e=each: getattr(e, name.lower())) for each in events}


def texts(get: Callable[[str], str]) -> dict[str, str]:
    return {name: get(name) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")}


def tidy(text: str) -> str:
    """What is left of a typed text in a calendar."""
    text = re.sub("\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    return re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f]", "", text).strip()


def on_one_line(text: str) -> str:
    return " ".join(tidy(text).split())


def make_one(number: int, text: str) -> str:
    """Everything that can be typed says *text*; the UID of the event."""
    said = LocalText({"en": text, "lv": text})
    event = make_event(
        said,
        organiser=make_organisation(said, slug=f"town-{number}"),
        projects=[make_project(said, slug=f"p-{number}", acronym=on_one_line(text)[:12])],
        places=[make_place(said, slug=f"hall-{number}", address=said)],
        summary=said,
        period=in_days(30 + number),
        registration_url="https://example.org/?" + text,
        registration_mode="elsewhere",
    )
    return str(event.uid)


@pytest.fixture
def uids(app: Flask) -> dict[str, str]:
    """An event of each hostile text, by UID."""
    with app.app_context(), write():
        return {make_one(number, text): text for number, text in enumerate(HOSTILE.values())}


@pytest.mark.parametrize("read", [by_icalendar, by_vobject, by_ical])
def test_typed_text_comes_out_as_it_was_typed(
    client: FlaskClient, uids: dict[str, str], read: Callable[[bytes], Texts]
) -> None:
    found = read(client.get("/calendars/all.ics").data)

    assert found.keys() == uids.keys()
    for uid, text in uids.items():
        assert found[uid]["SUMMARY"] == on_one_line(text)
        assert found[uid]["DESCRIPTION"].startswith(f"{tidy(text)}\n\n")
        assert found[uid]["LOCATION"].startswith(on_one_line(text))


def test_every_calendar_stays_one(client: FlaskClient, uids: dict[str, str]) -> None:
    numbers = range(len(uids))
    paths = [f"/calendars/projects/p-{number}.ics" for number in numbers]
    paths += [f"/calendars/partners/town-{number}.ics?lang=lv" for number in numbers]
    paths += [f"/calendars/all.ics?project=p-{number}&kind=workshop" for number in numbers]
    for path in ["/calendars/all.ics", *paths]:
        data = client.get(path).data

        count = len(uids) if path == "/calendars/all.ics" else 1
        assert [len(reader(data)) for reader in READERS] == [count] * 3, path
        assert data.count(b"\r\nBEGIN:VEVENT\r\n") == count
        assert data.count(b"\r\nEND:VCALENDAR\r\n") == 1
        assert b"\n" not in data.replace(b"\r\n", b"")
        assert re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data) is None
        assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_json_says_the_same(client: FlaskClient, uids: dict[str, str]) -> None:
    events = [
        {name: value for name, _parameters, _type, value, *_more in each[1]}
        for each in json.loads(client.get("/calendars/all.json").data)[2]
        if each[0] == "vevent"
    ]

    assert {each["uid"] for each in events} == uids.keys()
    for event in events:
        text = uids[event["uid"]]
        assert event["summary"] == on_one_line(text)
        assert event["description"].startswith(f"{tidy(text)}\n\n")


# The items of an agenda


@pytest.fixture
def items(app: Flask) -> dict[str, tuple[str, str]]:
    """An item whose every word is a hostile text, by UID; where its calendar is."""
    with app.app_context(), write():
        return dict(make_one_item(number, text) for number, text in enumerate(HOSTILE.values()))


def make_one_item(number: int, text: str) -> tuple[str, tuple[str, str]]:
    said = LocalText({"en": text, "lv": text})
    event = make_event(said, period=in_days(30 + number), summary=said)
    make_agenda_version(event)
    track = AgendaTrack(event_id=event.id, name=said)
    db.session.add(track)
    places = [make_place(said, slug=f"{name}-{number}", address=said) for name in ("a", "b")]
    item: AgendaItem = make_item(
        event,
        said,
        description=said,
        place=places[0],
        to_place=places[1],
        place_note=said,
        track=track,
        host=make_organisation(said, slug=f"host-{number}"),
        clothing=said,
        plan_b=said,
    )
    return item.uid, (text, f"/events/{event.code}.ics")


@pytest.mark.parametrize("read", [by_icalendar, by_vobject, by_ical])
def test_what_is_typed_of_an_item_comes_out_as_it_was_typed(
    client: FlaskClient, items: dict[str, tuple[str, str]], read: Callable[[bytes], Texts]
) -> None:
    for uid, (text, path) in items.items():
        data = client.get(path).data
        found = read(data)

        assert len(found) == 2
        assert found[uid]["SUMMARY"] == f"{on_one_line(text)} ({on_one_line(text)})"
        assert found[uid]["DESCRIPTION"].startswith(f"{tidy(text)}\n\n")
        assert found[uid]["LOCATION"].startswith(on_one_line(text))
        assert [len(reader(data)) for reader in READERS] == [2] * 3
        assert data.count(b"\r\nBEGIN:VEVENT\r\n") == 2
        assert data.count(b"\r\nUID:") == 2
        assert b"\n" not in data.replace(b"\r\n", b"")
        assert re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data) is None
        assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_json_says_the_same_of_items(
    client: FlaskClient, items: dict[str, tuple[str, str]]
) -> None:
    for uid, (text, path) in items.items():
        said = {
            each["uid"]: each
            for part in json.loads(client.get(path.replace(".ics", ".json")).data)[2]
            if part[0] == "vevent"
            for each in [{name: value for name, _parameters, _type, value, *_more in part[1]}]
        }

        assert said[uid]["summary"] == f"{on_one_line(text)} ({on_one_line(text)})"
        assert said[uid]["description"].startswith(f"{tidy(text)}\n\n")


def test_a_typed_backslash_stays_one(app: Flask, client: FlaskClient) -> None:
    """In the bytes; some programs read what follows it as an escape all the same."""
    with app.app_context():
        make_event("C:\\new, \\n")

    text = client.get("/calendars/all.ics").text
    events: list[Any] = json.loads(client.get("/calendars/all.json").data)[2]

    assert "SUMMARY;LANGUAGE=en:C:\\\\new\\, \\\\n\r\n" in text
    assert ["summary", {"language": "en"}, "text", "C:\\new, \\n"] in events[-1][1]
