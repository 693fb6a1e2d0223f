"""The examples: what they tell, that they are lively on any day, and that they go again."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import databases
from tests.factories import make_account, make_event, make_project, make_registration, make_role
from webapp import create_app
from webapp.accounts.models import Account
from webapp.core.database import Model, db, write
from webapp.core.permissions import Act, Role
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.entries.models import Entry
from webapp.events.models import Event, Kind
from webapp.mail.models import Letter
from webapp.manage.examples import load_examples, remove_examples
from webapp.manage.importing import Report
from webapp.manage.importing.facts import FileFacts, Ref
from webapp.manage.importing.finding import Finder
from webapp.manage.importing.problems import Problems
from webapp.programmes.models import Call, Programme
from webapp.projects.models import (
    GoodPractice,
    LocalGroup,
    Milestone,
    Project,
    ProjectDocument,
)
from webapp.projects.money import Budget
from webapp.projects.organisations import Organisation
from webapp.projects.roles import viewer_for
from webapp.registrations.models import Registration

NINE_MONTHS = timedelta(days=275)


@dataclass(frozen=True)
class Loaded:
    """An app whose database holds the examples, and what loading them reported."""

    app: Flask
    data: Path
    report: Report


@pytest.fixture(scope="module")
def loaded(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """Loaded once for all tests that only read."""
    data = tmp_path_factory.mktemp("examples")
    databases.copy_sqlite(shared, data)
    app = create_app(databases.SETTINGS | {"VIZITE_DATA": str(data)})
    with app.app_context():
        report = load_examples()
    databases.close(app)  # so that the file can be copied
    yield Loaded(app, data, report)
    databases.close(app)


@pytest.fixture
def examples(loaded: Loaded) -> Iterator[Report]:
    """The examples, to be read."""
    with loaded.app.app_context():
        yield loaded.report


@pytest.fixture
def own_app(loaded: Loaded, make_app: Any, tmp_path: Path) -> Flask:
    """An app on a copy of the examples, to be changed."""
    app: Flask = make_app()
    shutil.copyfile(loaded.data / "vizite.db", tmp_path / "data" / "vizite.db")
    return app


@pytest.fixture
def own_examples(own_app: Flask) -> Iterator[None]:
    """An open context of `own_app`."""
    with own_app.app_context():
        yield


def _by_slug(model: type[Any]) -> dict[str, Any]:
    return {row.slug: row for row in db.session.scalars(select(model))}


def _invented() -> list[Event]:
    query = select(Event).where(Event.slug.startswith("example-")).order_by(Event.sorts_at)
    return list(db.session.scalars(query))


# ---- what the projects tell


def test_four_projects_with_everything_around_them(examples: Report) -> None:
    counts = Counter(noun for noun, _label in examples.created)

    assert counts["project"] == 4
    assert counts["event"] - len(_invented()) == 16
    assert counts["organisation"] == 30
    assert counts["programme"] == 3
    assert counts["good practice"] == 3
    assert counts["document"] == 13


#: Kind, status, precision, first and last day of each of the 16 events.
EVENTS = {
    "iotx-specialist-survey": ("survey", "held", "undated", None, None),
    "iotx-resident-survey": ("survey", "tentative", "undated", None, None),
    "iotx-local-group-meetings": ("local-group", "tentative", "undated", None, None),
    "iotx-visits-to-partners": ("study-visit", "tentative", "undated", None, None),
    "iotx-delegations-to-jelgava": (
        *("study-visit", "tentative", "season", "2021-06-01", "2021-08-31"),
    ),
    "iotx-razlog-2022": ("partner-meeting", "held", "day", "2022-04-27", "2022-04-29"),
    "iotx-local-results-event": (
        *("public-event", "tentative", "month", "2022-05-01", "2022-05-31"),
    ),
    "iotx-remote-work-study-presented": ("other", "held", "undated", None, None),
    "iotx-next-activities": ("other", "tentative", "season", "2022-03-01", "2022-08-31"),
    "3i-lappeenranta-2023": ("partner-meeting", "held", "day", "2023-08-24", "2023-08-25"),
    "3i-training-course": ("training", "tentative", "undated", None, None),
    "3i-smart-benches-test": ("pilot", "tentative", "undated", None, None),
    "sv-needs-workshops": ("workshop", "tentative", "undated", None, None),
    "sv-ideathon": ("ideathon", "tentative", "undated", None, None),
    "sv-visit-sweden": ("study-visit", "tentative", "undated", None, None),
    "sv-visit-iceland": ("study-visit", "tentative", "year", "2020-01-01", "2020-12-31"),
}


def test_sixteen_events_as_exactly_as_they_are_known(examples: Report) -> None:
    found = {
        slug: (each.kind, each.status, each.precision, _iso(each.first_on), _iso(each.last_on))
        for slug, each in _by_slug(Event).items()
        if not slug.startswith("example-")
    }

    assert found == EVENTS
    events = _by_slug(Event)
    assert events["sv-ideathon"].planned_days == 1
    assert events["sv-ideathon"].follows is events["sv-needs-workshops"]
    assert events["sv-visit-iceland"].is_optional
    assert events["iotx-razlog-2022"].kinds == ["partner-meeting", "study-visit"]
    assert events["iotx-razlog-2022"].starts_zone == "Europe/Sofia"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def test_partners_per_phase_and_phases_without_an_end(examples: Report) -> None:
    found = _by_slug(Project)
    lines = {
        (slug, phase.number): (phase.first_on, phase.last_on, phase.planned_months, phase.lead)
        for slug, project in found.items()
        for phase in project.phases
    }
    leads = {key: value[3].slug if value[3] else None for key, value in lines.items()}

    assert leads == {
        ("iotxchange", 1): None,
        ("iotxchange", 2): "fundao",
        ("urban-digital-innovation", 1): None,
        ("urban-digital-innovation", 2): "messina-bic",
        ("3i-solution-for-ps", 1): None,
        ("smart-coastal-villages", 1): "liepaja-district-partnership",
    }
    assert lines["iotxchange", 1][:3] == (date(2019, 9, 1), None, None)
    assert lines["iotxchange", 2][:3] == (date(2020, 5, 7), date(2022, 8, 7), None)
    assert lines["urban-digital-innovation", 2][:3] == (None, None, 24)
    assert lines["3i-solution-for-ps", 1][:3] == (date(2023, 8, 1), None, 24)
    counts = {slug: len(project.phases[-1].partners) for slug, project in found.items()}
    assert counts == {
        "iotxchange": 8,
        "urban-digital-innovation": 8,
        "3i-solution-for-ps": 5,
        "smart-coastal-villages": 3,
    }


def test_who_pays_what_to_the_cent(examples: Report) -> None:
    budgets = db.session.scalars(select(Budget).order_by(Budget.id))
    found = {
        (
            db.session.get_one(Project, each.project_id).slug,
            each.organisation.slug if each.organisation else None,
        ): (each.status, each.amount, [part.amount for part in each.parts if each.shares])
        for each in budgets
    }

    money = Decimal
    assert found == {
        ("iotxchange", None): ("approved", money("744166.92"), []),
        ("iotxchange", "jelgava-novads"): (
            "approved",
            money("61470.00"),
            [money("52249.50"), money("3073.50"), money("6147.00")],
        ),
        ("urban-digital-innovation", None): ("planned", money("714990.00"), []),
        ("urban-digital-innovation", "ventspils-digital-centre"): (
            "planned",
            money("51280.00"),
            [money("43588.00"), money("2564.00"), money("5128.00")],
        ),
        ("3i-solution-for-ps", None): ("approved", money("498400.00"), []),
        ("3i-solution-for-ps", "smiltene"): (
            "approved",
            money("81200.00"),
            [money("64960.00"), money("8120.00"), money("8120.00")],
        ),
        ("smart-coastal-villages", None): (
            "approved",
            money("50000.00"),
            [money("50000.00")],
        ),
    }


def test_calls_milestones_groups_and_practices(examples: Report) -> None:
    call = db.session.scalars(select(Call)).one()
    milestones = _by_slug(Milestone)
    group = _by_slug(LocalGroup)["jelgava-local-working-group"]
    practices = _by_slug(GoodPractice)

    numbers = (call.applications_submitted, call.applicant_partners, call.applicant_countries)
    assert (*numbers, call.projects_approved) == (62, 525, 29, 23)
    assert milestones["ventspils-council-decision"].first_on == date(2020, 4, 3)
    assert milestones["eu-smart-villages-action-approved"].project_id is None
    assert len(group.target_groups) == 11
    assert {each.organisation.slug for each in practices.values()} == {
        "trikala",
        "oulu",
        "botosani",
    }
    assert len(_by_slug(Programme)["interreg-bsr-2021-2027"].priorities) == 4


def test_what_does_not_agree_is_doubted(examples: Report) -> None:
    found = [(each.about, each.code, each.text.split(" (")[0]) for each in examples.doubts]

    iot, razlog = "IoTXchange", "Partner meeting in Razlog"
    urban = "Urban digital innovation"
    fundao = "Municipality of Fundão"
    assert sorted(found) == sorted(
        [
            (iot, "partners-unknown", "the partners of phase 1 are not named"),
            (iot, "phase-open", "when phase 1 ends is not known"),
            (iot, "stated-count", "8 partners are listed, 9 are stated"),
            (iot, "stated-count", "partners of 8 countries are listed, 9 are stated"),
            (iot, "sources-disagree", "the sources do not agree on “countries”: 8, 9"),
            (
                iot,
                "phase-dates",
                "“The phase of active work begins, according to the news of 2020.” does not"
                " agree with the dates of phase 2",
            ),
            (iot, "unnamed-share", "who pays 10 per cent"),
            (urban, "partners-unknown", "the partners of phase 1 are not named"),
            (urban, "phase-length", "phase 1 is to last 6 months, its dates make it 7"),
            (urban, "phase-open", "when phase 2 begins is not known"),
            ("3I solution for PS", "lead-unknown", "the lead partner is not named"),
            (razlog, "stated-count", "7 organisations are listed as present, 8 are stated"),
            (
                razlog,
                "stated-count",
                "organisations of 7 countries are listed as present, 8 countries are stated",
            ),
            (
                razlog,
                "part-but-absent",
                f"{fundao} is not listed as present, though it had a part in it",
            ),
            (razlog, "lead-absent", f"the lead partner, {fundao}, is not listed as present"),
            (
                "Partner meeting in Lappeenranta",
                "organiser-unknown",
                "the organiser is not named; Smiltene Municipality was taken",
            ),
            (
                "Study visit to Iceland",
                "country-without-partner",
                "no partner of the project comes from Iceland",
            ),
        ]
    )


@pytest.mark.parametrize(
    ("form", "slug"),
    [
        ("Neversas aglomerācija", "nevers"),
        ("Nevers Agglomeration", "nevers"),
        ("Ābo (Turku) universitāte", "abo-akademi"),
        ("Abo Akademi", "abo-akademi"),
        ("Kežmarok pašvaldība", "kezmarok"),
        ("Razlogas pašvaldību", "razlog"),
        ("Roquetasde Mar pašvaldība", "roquetas-de-mar"),
        ("Lapēnrantas-Lahti Tehnoloģiju universitāti", "lut"),
        ("Mazovijas attīstības aģentūru", "mazovia-development-agency"),
        ("Kauņas zinātnes un tehnoloģijas parku", "kaunas-stp"),
        ("Eiropas Zivsaimniecības grupu tīkla", "farnet"),
        ("Ventspils Digitālais Centrs", "ventspils-digital-centre"),
    ],
)
def test_organisations_go_by_every_form_the_news_print(
    examples: Report, form: str, slug: str
) -> None:
    finder = Finder(FileFacts("en", False, False, {}), Problems(Path("file.yaml")))

    assert finder.find("organisations", Ref(form, 1)).slug == slug


def test_every_text_is_there_in_both_languages(examples: Report) -> None:
    models: tuple[type[Any], ...] = (
        *(Programme, Project, Organisation, Event, Milestone, ProjectDocument),
    )
    lacking = [
        f"{type(row).__name__} {row.id}: {column.key}"
        for model in models
        for row in db.session.scalars(select(model))
        for column in model.__table__.columns
        if isinstance(text := getattr(row, column.key), LocalText) and set(text) != {"en", "lv"}
    ]

    assert lacking == []


# ---- the invented events


def test_invented_events_say_so(examples: Report) -> None:
    for event in _invented():
        assert event.is_example
        assert event.description is not None
        assert "Example event: invented for demonstration." in (event.description.get("en") or "")
        assert "Paraugpasākums: izdomāts demonstrēšanai." in (event.description.get("lv") or "")


def test_invented_events_are_of_all_kinds_and_states(examples: Report) -> None:
    events = _invented()
    postponed = [each for each in events if each.postponed_at]
    moved = [each for each in events if each.moved_at]

    assert len(events) >= 14
    assert {each.kind for each in events} == {kind.value for kind in Kind}
    assert {each.status for each in events} == {"draft", "tentative", "confirmed", "cancelled"}
    assert (len(postponed), len(moved)) == (1, 1)
    assert {each.mode for each in events} == {"on-site", "online", "hybrid"}
    assert {each.visibility for each in events} == {"public", "partners", "unlisted", "internal"}
    assert {each.registration_mode for each in events} == {
        *("none", "open", "invitation", "approval", "elsewhere"),
    }
    zones = {each.starts_zone for each in events if each.starts_zone}
    assert len(zones) >= 6
    assert {"Europe/Riga", "Europe/Sofia", "Europe/Lisbon", "Atlantic/Reykjavik"} <= zones


@pytest.mark.parametrize(
    "instant",
    [
        "2026-12-31T23:30+00:00",
        "2027-10-29T08:00+00:00",
        "2028-02-29T00:10+00:00",
    ],
)
def test_on_any_day_the_next_nine_months_are_lively(
    context: None, clock: Any, instant: str
) -> None:
    clock.set(instant)

    load_examples()

    dated = [each for each in _invented() if each.first_on is not None and not each.is_cancelled]
    today = now().date()
    assert all(today < each.first_on <= today + NINE_MONTHS for each in dated if each.first_on)
    days = [each for each in dated if each.precision == "time" and each.kind != "ideathon"]
    assert all(each.first_on.weekday() < 5 for each in days if each.first_on)
    months = {(each.first_on.year, each.first_on.month) for each in dated if each.first_on}
    assert len(months) >= 6
    closing = [each for each in dated if each.closes_at and each.closes_at < now() + timedelta(4)]
    assert [each.slug for each in closing] == ["example-local-group-evening"]


def test_a_hundred_and_fifty_registrations_and_not_one_letter(examples: Report) -> None:
    rows = db.session.execute(
        select(Event.slug, Registration.state, func.count())
        .join(Registration, Registration.event_id == Event.id)
        .group_by(Event.slug, Registration.state)
    )
    found = {(slug, state): number for slug, state, number in rows}
    assert sum(found.values()) == 150
    assert found["example-engure-workshop", "waiting"] == 6
    assert found["example-smart-bench-day", "confirmed"] == 28
    assert found["example-oulu-visit", "awaiting-approval"] == 7
    assert {state for _slug, state in found} == {
        *("confirmed", "waiting", "awaiting-approval", "declined", "cancelled"),
    }
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 0
    emails = db.session.scalars(select(Registration.email).where(Registration.email.is_not(None)))
    assert all(email is not None and email.endswith("@example.org") for email in emails)
    pools = db.session.scalars(select(Event).where(Event.slug == "example-engure-workshop"))
    assert [(each.pool.taken, each.pool.capacity) for each in pools] == [(20, 20)]


def test_the_coordinator_looks_after_everything_and_the_other_one_does_not(
    examples: Report,
) -> None:
    people = {each.email: each for each in db.session.scalars(select(Account))}
    coordinator = viewer_for(people["coordinator@example.org"])
    other = viewer_for(people["other-coordinator@example.org"])
    busy = select(Event).where(Event.id.in_(select(Registration.event_id)))

    for event in db.session.scalars(busy):
        assert event.may(coordinator, Act.CHANGE_PEOPLE)
        assert not event.may(other, Act.SEE_PEOPLE)


def test_loading_twice_changes_nothing(own_examples: None, clock: Any) -> None:
    clock.set((datetime.now(UTC) + timedelta(days=3)).isoformat())

    again = load_examples()

    assert again.did_nothing


# ---- taking them out


def _rows() -> dict[str, int]:
    counts = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Model.metadata.sorted_tables
    }
    return {name: number for name, number in counts.items() if number}


def test_removing_leaves_nothing_behind(any_context: None) -> None:
    load_examples()

    removal = remove_examples()

    assert removal.kept == []
    assert removal.removed["registration"] == 150
    # The change log is never shortened; versions of calendars go on.
    assert set(_rows()) == {"changes", "content_versions", "scope_versions"}
    assert remove_examples().removed == {}


def test_what_people_made_themselves_stays_with_what_it_needs(own_examples: None) -> None:
    with write():
        jelgava = _by_slug(Organisation)["jelgava-novads"]
        own = make_event("Our own", organiser=jelgava)
        make_registration(own, "Zane")
        make_project("Our project", lead=_by_slug(Organisation)["oulu"])
        account = make_account()
        make_role(account, Role.HELPER, _by_slug(Organisation)["smiltene"])

    removal = remove_examples()

    names = {"Jelgava Local Municipality", "City of Oulu"}
    assert {label for noun, label in removal.kept} == names
    assert {each.slug for each in db.session.scalars(select(Organisation))} == {
        *("jelgava-novads", "oulu"),
    }
    assert [str(each.name) for each in db.session.scalars(select(Event))] == ["Our own"]
    assert [each.name for each in db.session.scalars(select(Registration))] == ["Zane"]
    assert [each.email for each in db.session.scalars(select(Account))] == [account.email]


def test_who_tried_an_example_event_goes_with_it(own_examples: None) -> None:
    with write():
        make_registration(_by_slug(Event)["example-sensor-webinar"], "Ilze")

    remove_examples()

    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


def test_removed_events_leave_the_calendars(own_examples: None) -> None:
    before = db.session.scalar(select(func.count()).select_from(Entry))

    remove_examples()

    assert before
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 0


def test_the_command_says_what_went_and_what_stayed(own_app: Flask) -> None:
    with own_app.app_context():
        make_event("Our own", organiser=_by_slug(Organisation)["plj"])
    runner = own_app.test_cli_runner()

    first, second = (runner.invoke(args=["remove-examples"]).output for _time in range(2))

    assert first.splitlines()[0].startswith("Removed: 150 registrations, 39 events, 4 accounts,")
    assert first.splitlines()[1:] == [
        "Kept, because other data uses it: organisation “Partnership for Rural Areas and the Sea”."
    ]
    assert second == first.splitlines()[1] + "\n"
