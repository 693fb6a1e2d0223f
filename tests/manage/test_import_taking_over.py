"""What a file brings along from another installation: checked, counted, never twice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.manage.exported import bring_into, export, furnish
from tests.manage.files import SMALL, bring_small, put, refusal
from webapp.core.database import db
from webapp.events.models import Event
from webapp.manage.importing import ImportRefused, import_file, long_files, yaml_files
from webapp.manage.verify import findings
from webapp.registrations.models import Registration
from webapp.seats.models import SeatPool

MakeApp = Callable[..., Flask]
KEPT = "kept: {code: k7m3xw9p, uid: some-uid, published: '2026-01-01T08:00:00Z'}"
EVENT = (
    f"events:\n  - {{id: e, title: E, kind: other, organiser: brasla, status: confirmed, {KEPT}}}\n"
)
PERSON = "id: abcdefgh2345, event: e, language: en, name: Anna"


def _taken() -> int | None:
    return db.session.scalar(select(func.sum(SeatPool.taken)))


MISTAKES = {
    "a code of another event": (
        EVENT + EVENT.replace("events:\n", "").replace("id: e,", "id: f,"),
        [
            "13: “k7m3xw9p” belongs to another event here",
            "13: “some-uid” belongs to another event here",
        ],
    ),
    "published and no moment": (
        EVENT.replace(", published: '2026-01-01T08:00:00Z'", ""),
        ["12: an event that is no draft has “published” under “kept”"],
    ),
    "no code": (EVENT.replace("k7m3xw9p", "K7!"), ["12: “K7!” is not a code such as “k7m3xw9p”"]),
    "a wall clock for an instant": (
        EVENT.replace("08:00:00Z", "08:00"),
        ["12: “2026-01-01T08:00” is not an instant such as 2027-02-03T08:00:00Z"],
    ),
    "an offer without its end": (
        EVENT + f"registrations:\n  - {{{PERSON}, state: offered}}\n",
        ["14: “held_until” stands with “unverified” and “offered”, and only there"],
    ),
    "a registration for nothing": (
        EVENT
        + f"registrations:\n  - {{{PERSON}, state: confirmed}}\n".replace("event: e", "event: x"),
        ["14: “x” is not known under “events”"],
    ),
    "a person nobody knows": (
        EVENT + f"registrations:\n  - {{{PERSON}, state: confirmed, person: p9}}\n",
        ["14: “p9” is not known under “persons”"],
    ),
    "a main language that is not there": (
        "places:\n  - {id: p, name: {en: Hall, main: lv}}\n",
        ["12: “main” names one of the languages the text is in"],
    ),
    "a period that is none": (
        EVENT.replace("kind: other", "kind: other, when: {exactly: {precision: month}}"),
        ["12: these dates do not make a period"],
    ),
    "a logo that is nowhere": (
        f"programmes:\n  - {{id: p, name: P, logo: {'0' * 32}-10x10}}\n",
        [f"12: the picture “{'0' * 32}-10x10” is neither here nor in the file"],
    ),
}


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(("more", "found"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_named_and_nothing_is_stored(
    tmp_path: Path, more: str, found: list[str]
) -> None:
    assert refusal(
        tmp_path,
        SMALL.replace("places:\n", "").replace(
            "  - {id: otava-hall, name: Otava Hall, country: FI, zone: Europe/Helsinki}\n", ""
        )
        + more,
    ) == [line.replace(line.split(":")[0], str(int(line.split(":")[0]) - 1), 1) for line in found]
    assert db.session.scalar(select(func.count()).select_from(Event)) == 0


@pytest.mark.usefixtures("any_context")
def test_more_people_than_places_are_refused(tmp_path: Path) -> None:
    event = EVENT.replace("kind: other", "kind: other, registration: {mode: open, capacity: 1}")
    bring_small(tmp_path, event)
    two = (
        f"registrations:\n  - {{{PERSON}, state: confirmed}}\n  - {{{PERSON}, state: confirmed}}\n"
    )
    two = two.replace("abcdefgh2345", "abcdefgh2346", 1).replace("name: Anna", "name: Zane", 1)

    found = refusal(tmp_path, "format: vizite 1\n" + two)

    assert found == ["3: 2 more people hold a place at “E” than there are places (1)"]
    assert (_taken(), db.session.query(Registration).count()) == (0, 0)


@pytest.mark.usefixtures("any_context")
def test_seats_are_counted_and_nobody_comes_twice(tmp_path: Path) -> None:
    bring_small(tmp_path, EVENT)
    person = f"{{{PERSON}, email: a@example.org, state: confirmed}}"
    one = f"format: vizite 1\nregistrations:\n  - {person}\n"

    import_file(put(tmp_path, one))
    again = import_file(put(tmp_path, one))
    other = refusal(tmp_path, one.replace("abcdefgh2345", "abcdefgh2346"))

    assert (_taken(), again.did_nothing, findings()) == (1, True, [])
    assert other == ["3: this person is in the running for the event here already"]


# ---- large files


def _as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files of any size as those too large to be read as a whole."""
    monkeypatch.setattr(yaml_files, "LARGEST_WHOLE", 100)
    monkeypatch.setattr(long_files, "PIECE", 2)


def test_a_large_file_says_the_same(
    make_app: MakeApp, pg_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make_app()
    furnish(source)
    told = export(source, people=True, needs=True)
    _as_large(monkeypatch)

    bring_into(pg_app, tmp_path, told)
    again = bring_into(pg_app, tmp_path, told)

    assert export(pg_app, people=True, needs=True) == told
    assert again.did_nothing
    with pg_app.app_context():
        assert findings() == []


def test_sections_of_a_large_file_stand_in_any_order(
    make_app: MakeApp, pg_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make_app()
    furnish(source)
    told = export(source, people=True)
    head, *sections = told.split("\n\n")
    _as_large(monkeypatch)

    bring_into(
        pg_app,
        tmp_path,
        "\n\n".join([head, *reversed([each.rstrip() for each in sections])]) + "\n",
    )

    assert export(pg_app, people=True) == told


@pytest.mark.usefixtures("context")
def test_every_mistake_of_a_large_file_is_named_and_nothing_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _as_large(monkeypatch)
    rows = [f"  - {{id: e{n}, title: E, kind: other, organiser: brasla}}\n" for n in range(7)]
    rows[1] = rows[1].replace("kind: other", "kind: fair")
    rows[4] = rows[4].replace("brasla", "nobody")
    rows[6] = rows[6].replace("e6", "e0")

    path = put(tmp_path, SMALL + "events:\n" + "".join(rows) + "language: lv\n")
    with pytest.raises(ImportRefused) as refused:
        import_file(path)

    assert [f"{each.line}: {each.text}" for each in refused.value.problems] == [
        "14: “fair” is not one of: partner-meeting, study-visit, workshop, ideathon, training,"
        " local-group, public-event, survey, pilot, other",
        "17: “nobody” is not known under “organisations”",
        "19: “e0” stands here twice, first in line 13",
        "20: in a file this large “language” stands above all sections",
    ]
    assert db.session.scalar(select(func.count()).select_from(Event)) == 0


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (
            b"format: vizite 1\nevents:\n  - {title: \xff}\n",
            "3: the file is not UTF-8; save it in that encoding",
        ),
        (
            b"format: vizite 1\nevents:\n  - &a {id: e}\n",
            "3: anchors (&) and aliases (*) are not read; write the text out",
        ),
        (
            b"format: vizite 1\nevents: [\n",
            "3: this is not YAML: did not find expected node content",
        ),
    ],
    ids=["not UTF-8", "an anchor", "not YAML"],
)
@pytest.mark.usefixtures("context")
def test_what_cannot_be_read_of_a_large_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, found: str
) -> None:
    monkeypatch.setattr(yaml_files, "LARGEST_WHOLE", 1)
    path = tmp_path / "bad.yaml"
    path.write_bytes(data)

    with pytest.raises(ImportRefused) as refused:
        import_file(path)

    assert [f"{each.line}: {each.text}" for each in refused.value.problems] == [found]
