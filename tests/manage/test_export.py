"""``flask export``: one whole file, the same every time, and nobody's data unless asked for."""

import re
import stat
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import make_event, make_organisation, make_project
from tests.manage.exported import bring_into, export, furnish
from webapp.core.database import db
from webapp.events.models import Event
from webapp.manage.exporting.yaml_text import Text, key_and
from webapp.manage.importing.problems import Problems
from webapp.manage.importing.yaml_files import read_tree
from webapp.manage.importing.yaml_tree import Listing, Node, Scalar
from webapp.projects.models import Project


def _run(app: Flask, *args: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["export", *args])
    return result.exit_code, result.stdout, result.stderr


# ---- the command


def test_the_same_goes_to_a_file_and_to_the_standard_output(app: Flask, tmp_path: Path) -> None:
    furnish(app)
    file = tmp_path / "all.yaml"

    shown, written = _run(app), _run(app, str(file))

    assert (shown[0], written[0]) == (0, 0)
    assert file.read_text(encoding="utf-8") == shown[1]
    assert shown[1].startswith("format: vizite 1\nlanguage: en\n")
    assert written[2] == f"{file}: {shown[1].count(chr(10) + '  - ')} records.\n"


def test_two_exports_are_equal(app: Flask) -> None:
    furnish(app)

    assert export(app, people=True, needs=True) == export(app, people=True, needs=True)


def test_a_file_with_people_is_its_owners_alone(app: Flask, tmp_path: Path) -> None:
    furnish(app)
    public, private = tmp_path / "public.yaml", tmp_path / "private.yaml"

    _run(app, str(public))
    told = _run(app, str(private), "--people")[2]

    assert stat.S_IMODE(public.stat().st_mode) == 0o644
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert told.startswith("This file holds personal data: keep it as safe as the database.\n")


def test_a_file_that_is_there_is_replaced_only_by_force(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "all.yaml"
    file.write_text("mine", encoding="utf-8")

    refused = _run(app, str(file))
    assert (refused[0], file.read_text(encoding="utf-8")) == (1, "mine")
    assert refused[2] == f"Error: {file} is there already; --force replaces it.\n"

    assert _run(app, str(file), "--force")[0] == 0
    assert file.read_text(encoding="utf-8").startswith("format: vizite 1\n")
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".yaml"] == ["all.yaml"]


def test_bad_wishes_are_refused(app: Flask) -> None:
    assert _run(app, "--project", "nowhere")[2] == ("Error: No project has this address: nowhere\n")
    assert _run(app, "--needs")[2].endswith("Error: --needs goes with --people.\n")


# ---- whose data


def _secrets() -> list[str]:
    return [
        *("Anna Bērziņa", "anna@example.org", "Secret Ltd", "Cita Cancelled", "p0@example.org"),
        *("Guna Guest", "Gita Guardian", "gita@example.org", "A note:", "Ill,", "Person 3"),
        *("ilze@example.org", "Ilze Staff", "<1@example.org>"),
    ]


def test_without_people_no_personal_data_leaves(app: Flask) -> None:
    furnish(app)

    private, public = export(app, people=True), export(app)

    assert [word for word in _secrets() if word not in private] == []
    assert [word for word in _secrets() if word in public] == []
    assert "Jānis Ozols" in public  # named on the public page, with his agreement


def test_needs_leave_only_if_asked_for_with_a_warning(app: Flask) -> None:
    furnish(app)

    assert "Only raw" not in export(app, people=True)
    status, told, warned = _run(app, "--people", "--needs")
    assert (status, "Only raw" in told) == (0, True)
    assert "data about health" in warned


# ---- some projects


def test_of_a_project_goes_what_it_and_its_events_name(app: Flask, tmp_path: Path) -> None:
    furnish(app)
    with app.app_context():
        other = make_project("Forest Schools")
        town = make_organisation("Forest Town")
        make_event("In the forest", organiser=town, projects=[other])

    told = export(app, "harbours", people=True)

    assert "Forest" not in told
    assert "The harbour" in told
    assert re.search(r"^embeddings:", told, re.MULTILINE) is None
    with app.app_context():
        harbours = db.session.query(Project).filter_by(slug="harbours").one()
        number = len([each for each in db.session.query(Event) if harbours in each.projects])
    assert told.count("\n    kept:") == number


def test_a_part_can_be_imported_by_itself(make_app: object, pg_app: Flask, tmp_path: Path) -> None:
    source: Flask = make_app()  # type: ignore[operator]
    furnish(source)
    told = export(source, "harbours", people=True)

    report = bring_into(pg_app, tmp_path, told)

    assert report.count("project") == 1
    assert export(pg_app, "harbours", people=True) == told


# ---- the text

_texts = (
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
    | st.sampled_from(["no", "null", "~", "a: b", "- x", "# c", "x #y", "2021", "=", "|", "> b"])
    | st.lists(st.text("ab ,:#'\"\n{}[]ž", min_size=1), min_size=9).map(" ".join)
).map(Text)
_values = st.recursive(
    _texts | st.integers() | st.booleans(),
    lambda inner: (
        st.lists(inner.filter(lambda value: not isinstance(value, list)), min_size=1)
        | st.dictionaries(st.from_regex("[a-z_]{1,9}", fullmatch=True), inner, min_size=1)
    ),
    max_leaves=15,
)


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else str(value)


def _read(node: Node) -> object:
    if isinstance(node, Scalar):
        assert not node.is_null
        return node.text
    if isinstance(node, Listing):
        return [_read(each) for each in node.items]
    return {key: _read(each) for key, each in node.items.items()}


@pytest.mark.usefixtures("context")
def test_any_value_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "value.yaml"

    @settings(max_examples=300)
    @given(_values)
    def check(value: object) -> None:
        path.write_bytes(("\n".join(key_and("value", value)) + "\n").encode())
        problems = Problems(path)
        tree = read_tree(path, problems)

        assert tree is not None, [each.text for each in problems.in_order()]
        assert _read(tree) == {"value": _plain(value)}

    check()
