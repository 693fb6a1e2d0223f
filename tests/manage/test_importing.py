"""Importing: what is wrong is named by line, what is right is stored once, people are told."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.manage.files import HEAD, SMALL, bring, bring_small, put, refusal
from webapp.core.changes import history
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.manage.importing import import_file
from webapp.programmes.models import Programme
from webapp.projects.models import Project
from webapp.projects.money import Budget
from webapp.projects.organisations import Organisation
from webapp.projects.sources import sources_of

pytestmark = pytest.mark.usefixtures("context")


def _event(slug: str) -> Event:
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()


def _project(slug: str = "harbours") -> Project:
    return db.session.scalars(select(Project).where(Project.slug == slug)).one()


def _number_of(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


# ---- what is stored


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    first = bring_small(tmp_path)
    changes = _number_of(Project), len(history("project:1"))

    second = bring_small(tmp_path)

    assert (first.count("organisation"), first.count("project"), first.count("place")) == (2, 1, 1)
    assert second.did_nothing
    assert second.lines()[0] == "Nothing changed: everything in the file is here already."
    assert (_number_of(Project), len(history("project:1"))) == changes


def test_what_the_file_says_differently_is_changed_and_logged(tmp_path: Path) -> None:
    bring_small(tmp_path)

    path = put(tmp_path, SMALL.replace("title: Living Harbours", "title: Living Ports"))
    report = import_file(path)

    assert [(each.noun, each.label, each.what) for each in report.changed] == [
        ("project", "Living Ports", ("name",))
    ]
    assert str(_project().name) == "Living Ports"
    assert _project().revision == 2
    newest = history("project:1")[0]
    assert newest.before == {"name": {"main": "en", "texts": {"en": "Living Harbours"}}}


def test_keys_that_are_left_out_leave_what_people_typed(tmp_path: Path) -> None:
    bring_small(tmp_path)
    with write():
        _project().goal = LocalText({"en": "Typed by hand"})

    bring_small(tmp_path)

    assert str(_project().goal) == "Typed by hand"


def test_an_empty_key_clears_what_is_stored(tmp_path: Path) -> None:
    bring_small(tmp_path)
    with write():
        _project().goal = LocalText({"en": "Typed by hand"})

    import_file(put(tmp_path, SMALL + "    goal:\n"))

    assert _project().goal is None


def test_partners_of_a_phase_are_those_the_file_lists(tmp_path: Path) -> None:
    bring_small(tmp_path)

    import_file(put(tmp_path, SMALL.replace("lead: otava, partners: [brasla]", "lead: brasla")))

    phase = _project().phases[0]
    assert [(each.organisation.slug, each.role) for each in phase.memberships] == [
        ("brasla", "lead")
    ]


def test_phases_are_known_as_exactly_as_the_file_says(tmp_path: Path) -> None:
    bring(
        tmp_path,
        """\
        organisations: [{id: brasla, name: Brasla}]
        projects:
          - id: harbours
            title: Living Harbours
            phases:
              - {number: 1, starts: 2019. gada septembrī, ends: null, partners: brasla}
              - {number: 2, starts: 2020.gada 7.maijā, ends: 2022-08, months: 27}
              - {number: 3, months: 24, status: planned}
        """,
    )

    first, second, third = _project().phases
    assert (first.starts, first.ends) == (Period.month(2019, 9), None)
    assert (second.starts, second.ends) == (Period.days(date(2020, 5, 7)), Period.month(2022, 8))
    assert (third.starts, third.planned_months, third.status) == (None, 24, "planned")


def test_money_is_exact_whatever_way_it_is_printed(tmp_path: Path) -> None:
    report = bring(
        tmp_path,
        """\
        funds: [{id: erdf, name: ERDF}, {id: state, name: State}]
        organisations: [{id: brasla, name: Brasla}]
        projects:
          - id: harbours
            title: Living Harbours
            phases: [{number: 1, lead: brasla, starts: 2026, ends: 2027}]
            budgets:
              - {amount: "EUR 744 166,92 EUR", phase: 1}
              - organisation: brasla
                amount: 61 470 EUR
                phase: 1
                status: approved
                shares: [{fund: erdf, percent: 85}, {fund: state, percent: "5 %"}]
        """,
    )

    total, own = db.session.scalars(select(Budget).order_by(Budget.id))
    assert total.amount == Decimal("744166.92")
    assert [(each.percent, each.amount) for each in own.parts] == [
        (Decimal("85.00"), Decimal("52249.50")),
        (Decimal("5.00"), Decimal("3073.50")),
        (Decimal("10.00"), Decimal("6147.00")),
    ]
    assert [(each.code, each.text) for each in report.doubts] == [
        (
            "unnamed-share",
            "who pays 10 per cent (€6,147.00) of the budget of Brasla is not named",
        )
    ]


def test_sources_are_kept_with_what_they_say(tmp_path: Path) -> None:
    bring_small(tmp_path, "sources:\n  - {id: news, title: News, published: 21.10.2019}\n")
    import_file(put(tmp_path, SMALL + "    source: news\n", "second.yaml"))

    (source,) = sources_of("project:1")

    assert (source.slug, source.published_on) == ("news", date(2019, 10, 21))


def test_texts_in_two_languages_and_one(tmp_path: Path) -> None:
    bring_small(tmp_path)

    brasla, otava = db.session.scalars(select(Organisation).order_by(Organisation.slug))

    assert brasla.name == LocalText(
        {"en": "Brasla Municipality", "lv": "Braslas novada pašvaldība"}, "en"
    )
    assert otava.name == LocalText({"en": "Otava Municipality"})


def test_norway_is_a_country_and_no_is_an_answer(tmp_path: Path) -> None:
    bring(
        tmp_path,
        """\
        organisations: [{id: oslo, name: Oslo, country: NO}]
        programmes: [{id: p, name: P, emblem: no}]
        """,
    )

    assert db.session.scalars(select(Organisation.country)).one() == "NO"
    assert db.session.scalars(select(Programme.shows_emblem)).one() is False


# ---- organisations under other names


@pytest.mark.parametrize(
    "name",
    ["brasla", "Brasla Municipality", "BRASLAS NOVADA PASVALDIBA", "Braslas novada pašvaldību"],
)
def test_an_organisation_is_meant_by_any_form_of_its_name(tmp_path: Path, name: str) -> None:
    bring_small(tmp_path)

    bring(tmp_path, f"events: [{{id: e, title: E, kind: other, organiser: {name}}}]")

    assert _event("e").organiser.slug == "brasla"


def test_an_organisation_known_under_another_id_is_not_made_twice(tmp_path: Path) -> None:
    bring_small(tmp_path)

    report = bring(
        tmp_path,
        """\
        organisations:
          - {id: brasla-2, name: {lv: Braslas novada pašvaldībai}, aliases: [{lv: Brasla}]}
        events: [{id: e, title: E, kind: other, organiser: brasla-2}]
        """,
    )

    assert report.count("organisation") == 0
    assert _number_of(Organisation) == 2
    assert _event("e").organiser.slug == "brasla"
    assert report.notes == ["“Braslas novada pašvaldībai” is “brasla”, which is here already."]


def test_a_name_that_fits_two_organisations_is_refused(tmp_path: Path) -> None:
    bring(tmp_path, "organisations: [{id: a, name: Ostas biedrs}, {id: b, name: Ostas biedri}]")

    found = refusal(
        tmp_path, HEAD + "events:\n  - {id: e, title: E, kind: other, organiser: Ostas biedram}\n"
    )

    assert found == ["3: “Ostas biedram” may be any of: a, b; use the id"]


# ---- the command


def test_the_command_reports_and_refuses(app: Flask, tmp_path: Path) -> None:
    good = put(tmp_path, SMALL, "good.yaml")
    bad = put(tmp_path, HEAD + "places: [{id: p}]\n", "bad.yaml")
    runner = app.test_cli_runner()

    done = runner.invoke(args=["import", str(good)])
    refused = runner.invoke(args=["import", str(bad)])

    assert (done.exit_code, refused.exit_code) == (0, 1)
    assert done.output == "Created: 1 place, 2 organisations, 1 project.\n"
    assert refused.stderr == (
        f"{bad}:2: “name” is missing here\n"
        "Nothing was imported. Mend the file and import it again.\n"
    )
