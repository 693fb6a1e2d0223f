"""What each role allows: on its own organisation, its own project, and nowhere else."""

import pytest

from webapp.core.permissions import ABOUT_PEOPLE, NOBODY, Act, Grant, Role, Viewer

RAZLOG, SMILTENE = 1, 2
IOT, BENCHES = 10, 20


def viewer(role: Role, organisation_id: int, project_id: int | None = None) -> Viewer:
    """Somebody with one role."""
    return Viewer(account_id=7, grants=(Grant(role, organisation_id, project_id),))


def test_a_visitor_may_nothing() -> None:
    """Deny first."""
    assert not any(NOBODY.may(act, RAZLOG, [IOT]) for act in Act)


def test_an_administrator_may_everything_but_see_needs() -> None:
    """Of every organisation; health data are for those who see to them."""
    admin = Viewer(account_id=1, is_admin=True)

    assert {act for act in Act if not admin.may(act, RAZLOG, [IOT])} == {Act.SEE_NEEDS}


def test_a_helper_sees_needs_only_where_the_right_was_given() -> None:
    """One who sees to the meals, and at that organisation only."""
    for given in (False, True):
        grant = Grant(Role.HELPER, RAZLOG, sees_needs=given)
        helper = Viewer(account_id=1, grants=(grant,))

        assert helper.may(Act.SEE_NEEDS, RAZLOG) is given
        assert not helper.may(Act.SEE_NEEDS, RAZLOG + 1)


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        (Role.PARTNER_COORDINATOR, set(Act)),
        (Role.HELPER, {Act.SEE, Act.SEE_PEOPLE, Act.ENTER_PEOPLE}),
        (Role.READER, {Act.SEE}),
    ],
)
def test_a_role_at_the_organiser_allows_what_it_says(role: Role, acts: set[Act]) -> None:
    """And nothing more; at another organisation nothing at all."""
    somebody = viewer(role, RAZLOG)

    assert {act for act in Act if somebody.may(act, RAZLOG, [IOT])} == acts
    assert not any(somebody.may(act, SMILTENE, [BENCHES]) for act in Act)


def test_a_project_coordinator_plans_all_of_the_project() -> None:
    """Whichever partner organises the event."""
    coordinator = viewer(Role.PROJECT_COORDINATOR, SMILTENE, BENCHES)

    assert coordinator.may(Act.EDIT, RAZLOG, [BENCHES])
    assert not coordinator.may(Act.EDIT, RAZLOG, [IOT])


@pytest.mark.parametrize("act", sorted(ABOUT_PEOPLE))
def test_people_stay_with_the_staff_of_their_organiser(act: Act) -> None:
    """Even within one project: another partner's participants are not ours to see."""
    coordinator = viewer(Role.PROJECT_COORDINATOR, SMILTENE, BENCHES)

    assert coordinator.may(act, SMILTENE, [BENCHES])
    assert not coordinator.may(act, RAZLOG, [BENCHES])


def test_a_role_for_one_project_stays_in_it() -> None:
    """A helper of one project is not one of the organisation."""
    helper = viewer(Role.HELPER, RAZLOG, IOT)

    assert helper.may(Act.SEE_PEOPLE, RAZLOG, [IOT])
    assert not helper.may(Act.SEE_PEOPLE, RAZLOG, [BENCHES])
    assert not helper.may(Act.SEE_PEOPLE, RAZLOG, [])
