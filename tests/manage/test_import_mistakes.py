"""What is wrong with a file is named by line, all at once, and nothing is stored."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.manage.files import HEAD, SMALL, bring, put, refusal
from webapp.core.database import db
from webapp.events.models import Event
from webapp.manage.importing import ImportRefused, import_file, read_file, yaml_files
from webapp.projects.organisations import Organisation

pytestmark = pytest.mark.usefixtures("context")


def _number_of(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


# ---- what is wrong


def _events_with(key: str) -> str:
    return SMALL + f"events:\n  - {{id: e, title: E, kind: other, organiser: brasla, {key}}}\n"


MISTAKES = {
    "an empty file": ("", ["1: the file is empty"]),
    "another format": (
        "format: vizite 2\n",
        ["1: “vizite 2” is a newer format; a newer Vizīte reads it"],
    ),
    "no format": ("events: []\n", ["1: the file must begin with “format: vizite 1”"]),
    "a list": ("- format\n", ["1: the file must begin with “format: vizite 1”"]),
    "not YAML": (HEAD + "events: [\n", ["3: this is not YAML: did not find expected node content"]),
    "two documents": (HEAD + "---\nformat: x\n", ["2: the file holds more than one document"]),
    "an unknown section": (
        HEAD + "evnets: []\n",
        ["2: “evnets” is not a section. Did you mean “events”?"],
    ),
    "an unknown key": (
        HEAD + "places:\n  - id: p\n    name: P\n    adress: here\n",
        ["5: “adress” is not known here. Did you mean “address”?"],
    ),
    "a key twice": (
        HEAD + "places:\n  - id: p\n    name: P\n    name: Q\n",
        ["5: “name” stands here twice, first in line 4"],
    ),
    "an id twice": (
        HEAD + "places:\n  - {id: p, name: P}\n  - {id: p, name: Q}\n",
        ["4: “p” stands here twice, first in line 3"],
    ),
    "a missing key": (HEAD + "places:\n  - name: P\n", ["3: “id” is missing here"]),
    "an empty name": (
        HEAD + 'places: [{id: p, name: ""}]\n',
        ["2: a text is needed here"],
    ),
    "a bad id": (
        HEAD + "places: [{id: Pļava, name: P}]\n",
        ["2: “Pļava” is no id: use up to 80 of a–z, 0–9 and hyphens"],
    ),
    "a list for a text": (
        HEAD + "places: [{id: p, name: [a, b]}]\n",
        ["2: a text is needed, or one for each language: {en: …, lv: …}"],
    ),
    "a text for a record": (
        HEAD + "places: [here]\n",
        ["2: keys and values are needed here, such as “id: …”"],
    ),
    "a comma out of quotes": (
        HEAD + "places: [{id: p, name: {en: Hall, the big one}}]\n",
        [
            "2: “the big one” is not a language tag such as “lv”;"
            " put a text that holds a comma in quotes"
        ],
    ),
    "an amount": (
        HEAD + "projects: [{id: p, title: P, budgets: [{amount: lots}]}]\n",
        ["2: “lots” is not an amount of euro"],
    ),
    "shares": (
        HEAD
        + "funds: [{id: f, name: F}]\n"
        + "projects:\n  - id: p\n    title: P\n    budgets:\n"
        + "      - {amount: 5, shares: [{fund: f, percent: 60}, {fund: f, percent: 60}]}\n"
        + "      - {amount: 5, shares: [{fund: f}]}\n",
        [
            "7: the shares add up to more than 100 per cent",
            "8: a share needs a percentage or an amount",
        ],
    ),
    "a phase backwards": (
        HEAD + "projects: [{id: p, title: P, phases: [{number: 1, starts: 2022, ends: 2021}]}]\n",
        ["2: the phase ends before it begins"],
    ),
    "a phase that is not there": (
        HEAD + "projects: [{id: p, title: P, budgets: [{amount: 5, phase: 3}]}]\n",
        ["2: the project has no phase 3"],
    ),
    "a zone": (
        HEAD + "places: [{id: p, name: P, zone: Europe/Rga}]\n",
        ["2: “Europe/Rga” is not a time zone such as Europe/Riga"],
    ),
    "a country": (
        HEAD + "places: [{id: p, name: P, country: Latvia}]\n",
        ["2: “Latvia” is not the two-letter code of a country, such as LV"],
    ),
    "half a position": (
        HEAD + 'places: [{id: p, name: P, latitude: "57.4"}]\n',
        ["2: “latitude” and “longitude” stand together"],
    ),
    "a degree": (
        HEAD + "places: [{id: p, name: P, latitude: 97, longitude: 21}]\n",
        ["2: “97” is not a number of degrees up to 90"],
    ),
    "an address": (
        HEAD + "organisations: [{id: o, name: O, website: 'javascript:alert(1)'}]\n",
        ["2: “javascript:alert(1)” is not an address that begins with https://"],
    ),
    "an e-mail address": (
        HEAD + "accounts: [{email: nobody, name: N}]\n",
        ["2: “nobody” is not an e-mail address"],
    ),
    "a role without a project": (
        SMALL
        + "accounts:\n  - {email: a@example.org, name: A, roles:"
        + " [{role: project-coordinator, organisation: brasla}]}\n",
        ["13: a project coordinator needs a “project”"],
    ),
    "an unknown reference": (
        _events_with("host: brazla"),
        ["13: “brazla” is not known under “organisations”. Did you mean “brasla”?"],
    ),
    "an unknown kind": (
        _events_with("also: [workshp]"),
        [
            "13: “workshp” is not one of: partner-meeting, study-visit, workshop, ideathon,"
            " training, local-group, public-event, survey, pilot, other. Did you mean “workshop”?"
        ],
    ),
    "a date": (
        _events_with("when: 31 June 2027"),
        ["13: “31 June 2027” is not a date: there is no such day in the calendar"],
    ),
    "end before start": (
        _events_with("when: {from: 2027-03-10 12:00, to: 2027-03-10 10:00}"),
        ["13: the end lies before the beginning"],
    ),
    "a skipped hour": (
        _events_with("when: {from: 2027-03-28 03:30, to: 2027-03-28 10:00}"),
        [
            "13: 2027-03-28 03:30 does not exist in Europe/Riga: the clocks are put forward;"
            " use 04:00"
        ],
    ),
    "a doubled hour": (
        _events_with("when: {from: 2027-10-31 03:30, to: 2027-10-31 10:00}"),
        [
            "13: 2027-10-31 03:30 comes twice in Europe/Riga: say “first” or “second” under"
            " from_fold or to_fold"
        ],
    ),
    "a time": (
        _events_with("when: {from: 2027-03-10 25:00, to: tomorrow}"),
        [
            "13: “25:00” is not a time such as 09:30",
            "13: “tomorrow” is not a day with a time such as 2027-02-03 10:00",
        ],
    ),
    "confirmed without a day": (
        _events_with("status: confirmed, when: 2027-05"),
        ["13: Only an event with a fixed day can be confirmed. Publish it as tentative."],
    ),
    "moved from nowhere": (
        _events_with("status: moved, when: 2027-05-04"),
        ["13: “was” is missing: the date the event had before"],
    ),
    "nobody answers for it": (
        HEAD + "events: [{id: e, title: E, kind: other}]\n",
        ["2: “organiser” is missing: somebody must answer for the event"],
    ),
    "closes before it opens": (
        _events_with("registration: {mode: open, opens: 2027-02-02 9:00, closes: 2027-02-01 9:00}"),
        ["13: Registration must close after it opens."],
    ),
    "more days than there are": (
        _events_with("when: 2027-03-10, planned_days: 3"),
        ["13: more days are planned than the dates leave room for"],
    ),
    "a contributor without a name": (
        _events_with("contributors: [{role: speaker}]"),
        ["13: a contributor needs a “name” or an “organisation”"],
    ),
    "a phase of no project": (
        _events_with("when: phase 2"),
        ["13: the project has no phase 2"],
    ),
    "several at once": (
        HEAD
        + "places:\n  - {id: p, nam: P}\n  - {id: q, name: Q, zone: here}\n"
        + "events: [{id: e, title: E, kind: other, organiser: nobody, places: [q]}]\n",
        [
            "3: “nam” is not known here. Did you mean “name”?",
            "3: “name” is missing here",
            "4: “here” is not a time zone such as Europe/Riga",
            "5: “nobody” is not known under “organisations”",
        ],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_named_by_line_and_nothing_is_stored(
    tmp_path: Path, clock: Any, mistake: str
) -> None:
    clock.set("2026-11-22T12:00+00:00")
    text, expected = MISTAKES[mistake]

    assert refusal(tmp_path, text) == expected
    assert (_number_of(Organisation), _number_of(Event)) == (0, 0)


def test_several_events_can_be_wrong_at_once(tmp_path: Path) -> None:
    text = _events_with("status: confirmed") + (
        "  - {id: f, title: F, kind: other}\n  - {id: g, title: G, kind: other, organiser: otava}\n"
    )

    found = refusal(tmp_path, text)

    assert [line.split(":")[0] for line in found] == ["13", "14"]


# ---- hostile files


def _refused(path: Path) -> str:
    with pytest.raises(ImportRefused) as error:
        import_file(path)
    return error.value.lines()[0].removeprefix(str(path))


def test_an_aliases_bomb_is_not_unpacked(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for last, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join(['*' + last] * 9)}]")
    path = put(tmp_path, HEAD + "\n".join(lines))

    assert _refused(path) == ":2: anchors (&) and aliases (*) are not read; write the text out"


def test_tags_build_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, HEAD + "places: !!python/object/apply:os.system ['true']\n")

    assert _refused(path).startswith(":2: tags such as “tag:yaml.org,2002:python/object")


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, HEAD + "places: " + "[" * 5000 + "]" * 5000 + "\n")

    assert _refused(path) == ":2: this is nested too deeply"


def test_a_file_larger_than_any_installation_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_files, "LARGEST_FILE", 6 * 1024 * 1024)
    path = put(tmp_path, HEAD + "#" * (6 * 1024 * 1024))

    assert _refused(path) == ": the file is larger than 1 GB; split it"


def test_other_encodings_are_named(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(b"format: vizite 1\nplaces: [{id: p, name: R\xf4ga}]\n")

    assert _refused(path) == ":2: the file is not UTF-8; save it in that encoding"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert _refused(tmp_path / "none.yaml").startswith(": the file cannot be opened: ")
    assert _refused(tmp_path).startswith(": the file cannot be opened: ")


def test_a_list_as_a_key_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, HEAD + "places: [{? [a] : b, id: p, name: P}]\n")

    assert _refused(path) == ":2: a key must be one word"


def test_control_characters_and_turned_text_do_not_get_in(tmp_path: Path) -> None:
    bring(tmp_path, 'organisations: [{id: o, name: "Bra\\u202esla\\u0007\\r\\nhall"}]')

    assert str(db.session.scalars(select(Organisation.name)).one()) == "Brasla\nhall"


_PIECES = st.sampled_from(
    [
        *("places:", "events:", "- id: a", "  name: B", "title: {en: x}", "kind: survey", "when:"),
        *(
            "2027-05",
            "{in: {days: 3}}",
            "[",
            "]",
            "{",
            "}",
            "&a",
            "*a",
            "!!str",
            "|",
            ">",
            "?",
            ":",
        ),
        *("-", "\t", "#", "'", '"', "null", "registration: {mode: open}", "\u0085", "%", "@", "`"),
    ]
)


_SPACES = st.sampled_from(["\n", "\n  ", " ", "\n    "])


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.tuples(_SPACES, _PIECES), max_size=25))
def test_any_text_is_read_or_refused(tmp_path: Path, pieces: list[tuple[str, str]]) -> None:
    path = put(tmp_path, HEAD + "".join(space + piece for space, piece in pieces))

    try:
        facts, problems = read_file(path)
    except ImportRefused:
        return
    assert not problems
    assert facts.language == "en"
