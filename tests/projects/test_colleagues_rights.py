"""Who may give which role, and that the words about roles say what the permissions say."""

from itertools import product

import pytest
from flask import Flask

from tests.browsing import look
from tests.people import cast
from webapp.core.permissions import MAY, Act, Grant, Role, Viewer
from webapp.projects.colleagues_rights import GIVERS, covers, may_give, may_give_all
from webapp.projects.role_words import ACT_WORDS, GIVE_WORDS, may_words, roles_in_words

HERE, THERE = 1, 2
OURS, OTHER = 10, 11


def grants() -> list[Grant]:
    every = [
        Grant(role, organisation, project, needs)
        for role, organisation, project, needs in product(
            Role, (HERE, THERE), (None, OURS, OTHER), (False, True)
        )
    ]
    return [each for each in every if each.role is not Role.PROJECT_COORDINATOR or each.project_id]


def reach(viewer: Viewer) -> set[tuple[Act, int, int | None]]:
    """All that somebody may, on any thing there could be."""
    return {
        (act, organiser, project)
        for act, organiser, project in product(Act, (HERE, THERE, 3), (None, OURS, OTHER, 12))
        if viewer.may(act, organiser, [] if project is None else [project])
    }


@pytest.mark.parametrize("held", grants(), ids=str)
def test_nobody_gives_more_than_they_have(held: Grant) -> None:
    giver = Viewer(1, grants=(held,))
    for given in grants():
        if may_give(giver, given):
            assert held.role in GIVERS
            assert given.organisation_id == held.organisation_id
            assert reach(Viewer(2, grants=(given,))) <= reach(giver), given


def test_a_partner_coordinator_gives_all_but_projects() -> None:
    held = Grant(Role.PARTNER_COORDINATOR, HERE)

    assert covers(held, Grant(Role.PARTNER_COORDINATOR, HERE))
    assert covers(held, Grant(Role.HELPER, HERE, OURS, sees_needs=True))
    assert covers(held, Grant(Role.READER, HERE, OTHER))
    assert not covers(held, Grant(Role.PROJECT_COORDINATOR, HERE, OURS))
    assert not covers(held, Grant(Role.READER, THERE))


def test_a_role_for_one_project_gives_roles_for_that_one() -> None:
    held = Grant(Role.PROJECT_COORDINATOR, HERE, OURS)

    assert covers(held, Grant(Role.PROJECT_COORDINATOR, HERE, OURS))
    assert covers(held, Grant(Role.PARTNER_COORDINATOR, HERE, OURS))
    assert not covers(held, Grant(Role.PARTNER_COORDINATOR, HERE))
    assert not covers(held, Grant(Role.READER, HERE, OTHER))


def test_helpers_and_readers_give_nothing_and_the_administrator_everything() -> None:
    for given in grants():
        assert not covers(Grant(Role.HELPER, HERE, sees_needs=True), given)
        assert not covers(Grant(Role.READER, HERE), given)
        assert may_give(Viewer(1, is_admin=True), given)


def test_an_account_is_closed_by_who_gives_all_its_roles() -> None:
    coordinator = Viewer(1, grants=(Grant(Role.PARTNER_COORDINATOR, HERE),))
    here, there = Grant(Role.HELPER, HERE), Grant(Role.READER, THERE)

    assert may_give_all(coordinator, [here, here], is_admin=False)
    assert not may_give_all(coordinator, [here, there], is_admin=False)
    assert not may_give_all(coordinator, [], is_admin=False)
    assert not may_give_all(coordinator, [here], is_admin=True)
    assert may_give_all(Viewer(1, is_admin=True), [here, there], is_admin=True)


@pytest.mark.usefixtures("context")
def test_the_words_are_made_of_the_permissions() -> None:
    assert set(ACT_WORDS) == set(Act), "every right has its sentence"
    for each in roles_in_words():
        said = dict(zip(ACT_WORDS, each.rights, strict=False))
        assert {act for act, is_said in said.items() if is_said} == MAY[each.role]
        assert each.rights[-1] == (each.role in GIVERS)
    for role in Role:
        assert may_words(role) == [
            *(str(words) for act, words in ACT_WORDS.items() if act in MAY[role]),
            *([str(GIVE_WORDS)] if role in GIVERS else []),
        ]
    needs = str(ACT_WORDS[Act.SEE_NEEDS])
    assert set(may_words(Role.HELPER, True)) - set(may_words(Role.HELPER)) == {needs}


def test_the_page_shows_them_to_everyone_who_signs_in(app: Flask) -> None:
    people = cast(app)

    page = look(people.reader.client(app), "/manage/colleagues/")

    rows = page.soup.select(".rights tbody tr")
    heads = [str(each["data-role"]) for each in page.soup.select(".rights thead th[data-role]")]
    for row, act in zip(rows, ACT_WORDS, strict=False):
        said = ["yes" in cell.get_text() for cell in row.select("td")]
        assert said == [act in MAY[Role(role)] for role in heads]
