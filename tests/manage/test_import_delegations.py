"""Delegations in a file: what they lead to, what is wrong with them, and the way there and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import writing
from tests.manage.exported import bring_into, export
from tests.manage.files import SMALL, bring_small, refusal
from webapp.agenda.models import AgendaItem
from webapp.choices import rules as choices
from webapp.core.database import db
from webapp.core.text import LocalText
from webapp.delegations import rules
from webapp.delegations.models import Delegate, Delegation, DelegationPlan
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.manage.verify import findings
from webapp.practices import cards
from webapp.practices import rules as practices
from webapp.practices.cards import Card
from webapp.practices.rules import Written
from webapp.projects.models import GoodPractice
from webapp.registrations.models import Registration

VISIT = """\
events:
  - id: visit
    title: A visit
    kind: study-visit
    project: harbours
    organiser: otava
    status: confirmed
    when: 2027-03-29 to 2027-03-30
    zone: Europe/Helsinki
    registration: {mode: invitation, capacity: 8}
    agenda:
      published: yes
      items:
        - id: works
          day: 1
          from: "10:00"
          until: "12:00"
          kind: company
          title: The works
          capacity: 1
          choose: yes
    delegations:
      quota: 3
      names_due: {days_before: 20, at: "17:00"}
      note: {en: Bring boots, lv: Ņemiet zābakus}
      partners:
"""
TWO = """\
        - organisation: otava
          leader: {name: Hanna Esimerkki, email: hanna@example.org, language: en}
          state: complete
          delegates:
            - {name: Hanna Esimerkki, email: hanna@example.org, payer: project}
            - {name: Niko Esimerkki, email: niko@example.org, role: elected}
            - {name: Olga Esimerkki}
            - {name: Paavo Esimerkki, role: local-group, standing: reserve}
            - {name: Riku Esimerkki, standing: wish, reason: Speaks for the harbour}
        - organisation: Brasla Municipality
          quota: 4
          reserves: no
          state: declined
          reason: The council meets
"""


@pytest.fixture(autouse=True)
def _today(clock: Any) -> None:
    clock.set("2027-01-01T10:00+00:00")


def _delegations() -> dict[str, Delegation]:
    return {row.organisation.slug: row for row in db.session.scalars(select(Delegation))}


def _by_name() -> dict[str, Delegate]:
    return {row.registration.name.split()[0]: row for row in db.session.scalars(select(Delegate))}


def test_the_plan_and_the_partners_are_as_the_file_says(context: None, tmp_path: Path) -> None:
    bring_small(tmp_path, VISIT + TWO)

    plan = db.session.scalars(select(DelegationPlan)).one()
    assert (plan.default_quota, plan.reserves_seats) == (3, True)
    assert plan.names_due_at == datetime(2027, 3, 9, 15, tzinfo=UTC)
    found = _delegations()
    assert {slug: row.state.value for slug, row in found.items()} == {
        "otava": "complete",
        "brasla": "declined",
    }
    assert (found["otava"].leader_email, found["otava"].pool.capacity) == ("hanna@example.org", 3)
    assert found["brasla"].declined_reason == "The council meets"
    assert (found["brasla"].pool.capacity, found["brasla"].pool.reserved) == (4, 0)


def test_seats_are_taken_and_nobody_is_written_to(context: None, tmp_path: Path) -> None:
    bring_small(tmp_path, VISIT + TWO)

    named = _by_name()
    states = {name: row.registration.state for name, row in named.items()}
    assert states == {
        **dict.fromkeys(("Hanna", "Niko", "Olga"), "confirmed"),
        "Paavo": "waiting",
        "Riku": "awaiting-approval",
    }
    assert named["Paavo"].registration.held_back_at is not None
    assert (named["Hanna"].is_leader, named["Hanna"].payer) == (True, "project")
    assert (named["Riku"].standing, named["Riku"].wish_reason) == ("wish", "Speaks for the harbour")
    event = db.session.scalars(select(Event)).one()
    assert (event.pool.taken, _delegations()["otava"].pool.taken) == (3, 3)
    assert findings() == []
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 0


def test_a_second_import_changes_nothing(context: None, tmp_path: Path) -> None:
    bring_small(tmp_path, VISIT + TWO)

    again = bring_small(tmp_path, VISIT + TWO)

    assert again.did_nothing, again.lines()
    assert len(_by_name()) == 5


LINE = SMALL.count("\n") + VISIT.count("\n") + 1
_PARTNER = "        - {organisation: otava, delegates: [%s]}\n"


@pytest.mark.parametrize(
    ("partner", "why"),
    [
        ("{organisation: nobody}", "“nobody” is not known under “organisations”"),
        ("{quota: 2}", "“organisation” is missing here"),
        ("{organisation: otava, quota: many}", "a whole number from 0"),
        ("{organisation: otava, quota: 9}", "The event has too few places"),
        ("{organisation: otava, state: ready}", "“ready” is not one of: planned, invited"),
        ("{organisation: otava, state: complete}", "Nobody is named yet"),
        ("{organisation: otava, delegates: [{name: A, role: king}]}", "“king” is not one of"),
        ("{organisation: otava, delegates: [{role: staff}]}", "“name” is missing here"),
        ("{organisation: otava, delegates: [{name: A, email: nobody}]}", "not an e-mail address"),
        (
            "{organisation: otava, delegates: [{name: A}, {name: a}]}",
            "a is in your delegation already",
        ),
        (
            "{organisation: otava, quota: 1, delegates: [{name: A}, {name: B}]}",
            "The 1 place of your delegation is taken",
        ),
    ],
)
def test_what_is_wrong_is_said_by_line(
    context: None, tmp_path: Path, partner: str, why: str
) -> None:
    found = refusal(tmp_path, SMALL + VISIT + f"        - {partner}\n")

    assert len(found) == 1, found
    assert found[0].startswith(f"{LINE}: ")
    assert why in found[0]
    assert db.session.scalars(select(Registration)).all() == []


def test_the_same_person_in_two_delegations_is_refused(context: None, tmp_path: Path) -> None:
    found = refusal(
        tmp_path,
        SMALL
        + VISIT
        + "        - {organisation: otava, delegates: [{name: Ann, email: ann@example.org}]}\n"
        + "        - {organisation: brasla, delegates: [{name: Ann, email: ann@example.org}]}\n",
    )

    assert found[0].startswith(f"{LINE + 1}: ")


# ---- and back


@pytest.fixture(params=["to SQLite", "to PostgreSQL"])
def pair(request: pytest.FixtureRequest) -> tuple[Flask, Flask]:
    """Two installations with the same secret key, on different databases."""
    one = request.getfixturevalue("make_app")(VIZITE_SECRET_KEY="k" * 40)
    two = request.getfixturevalue("make_pg_app")(VIZITE_SECRET_KEY="k" * 40)
    return (one, two) if request.param == "to PostgreSQL" else (two, one)


def _fill(tmp_path: Path) -> None:
    """A delegation in which somebody was replaced; one has the only place at the works."""
    bring_small(tmp_path, VISIT + TWO)
    with writing():
        named = _by_name()
        rules.reopen(named["Niko"].delegation)
        rules.substitute(named["Niko"], rules.Named("Toivo Esimerkki", "toivo@example.org"))
        item = db.session.scalars(select(AgendaItem)).one()
        named = _by_name()
        choices.choose(named["Hanna"].registration, item)
        choices.choose(named["Toivo"].registration, item)


def test_delegations_are_the_same_in_another_installation(
    pair: tuple[Flask, Flask], tmp_path: Path
) -> None:
    source, target = pair
    with source.app_context():
        _fill(tmp_path)
        token = _delegations()["otava"].token()
    told = export(source, people=True)

    bring_into(target, tmp_path, told)
    again = bring_into(target, tmp_path, told)

    assert export(target, people=True) == told
    assert again.did_nothing, again.lines()
    with target.app_context():
        assert findings() == []
        named = _by_name()
        assert named["Toivo"].stands_in_for_id == named["Niko"].id
        assert named["Niko"].standing == "out"
        assert Delegation.find_by_token(token).organisation.slug == "otava"
        item = db.session.scalars(select(AgendaItem)).one()
        assert item.pool is not None
        assert item.pool.taken == 1


def test_without_people_an_export_names_partners_and_nobody(
    pair: tuple[Flask, Flask], tmp_path: Path
) -> None:
    source, target = pair
    with source.app_context():
        _fill(tmp_path)
    told = export(source)

    bring_into(target, tmp_path, told)

    assert "quota: 3" in told
    assert not any(word in told for word in ("Esimerkki", "@example.org", "council", "declined"))
    assert export(target) == told


def test_a_registration_names_a_delegation_of_its_event(
    pair: tuple[Flask, Flask], tmp_path: Path
) -> None:
    source, target = pair
    with source.app_context():
        _fill(tmp_path)
        code = _delegations()["otava"].public_id
    told = export(source, people=True).replace(f"delegation: {code}", "delegation: zzzz")

    with target.app_context():
        found = refusal(tmp_path, told)

    assert len(found) == 6
    assert all("the event has no delegation “zzzz”" in each for each in found)


def test_takeaways_and_the_card_made_of_them_go_along(
    pair: tuple[Flask, Flask], tmp_path: Path
) -> None:
    source, target = pair
    with source.app_context():
        _fill(tmp_path)
        with writing():
            registration, item = (
                _by_name()["Hanna"].registration,
                db.session.scalars(select(AgendaItem)).one(),
            )
            written = Written("They lend boats\nfor a day", "Lend ours", "en", True)
            note = practices.save(registration, item, written, 0)
            practices.save(registration, None, Written("Good soup", "", "lv", False), 0)
            what = LocalText({"en": "Boats on loan", "lv": "Laivas aizdevumā"})
            event = registration.event
            assert event.main_project is not None
            card = Card(what, event.organiser, "in-operation", False)
            cards.make(event.main_project, card, [note], event)
    told = export(source, people=True)

    bring_into(target, tmp_path, told)
    again = bring_into(target, tmp_path, told)

    assert export(target, people=True) == told
    assert again.did_nothing, again.lines()
    assert "Good soup" not in export(source)
    with target.app_context():
        made = db.session.scalars(select(GoodPractice)).one()
        item = db.session.scalars(select(AgendaItem)).one()
        assert (made.is_public, made.item_id) == (False, item.id)
