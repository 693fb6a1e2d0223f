"""Who may know of which events: one table of persons and visibilities, and both ways to ask."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.exceptions import Gone, NotFound

from tests.factories import make_event, make_organisation, make_project
from tests.people import cast
from webapp.core.database import db, write
from webapp.core.permissions import Act, Grant, Role, Viewer
from webapp.events.access import allowed_to, get_visible, listed_for, visible_to
from webapp.events.models import Event

KNOW = {
    "visitor": {"public", "unlisted"},
    "participant": {"public", "unlisted"},
    "invited": {"public", "unlisted", "partners"},
    "helper": {"public", "unlisted", "partners", "internal", "draft"},
    "reader": {"public", "unlisted", "partners", "internal", "draft"},
    "partner_coordinator": {"public", "unlisted", "partners", "internal", "draft"},
    "project_coordinator": {"public", "unlisted", "partners", "internal", "draft"},
    "stranger": {"public", "unlisted"},
    "administrator": {"public", "unlisted", "partners", "internal", "draft"},
}
FIND = {
    "visitor": {"public"},
    "participant": {"public"},
    "invited": {"public"},
    "helper": {"public", "unlisted", "partners", "internal"},
    "reader": {"public", "unlisted", "partners", "internal"},
    "partner_coordinator": {"public", "unlisted", "partners", "internal"},
    "project_coordinator": {"public", "unlisted", "partners", "internal"},
    "stranger": {"public"},
    "administrator": {"public", "unlisted", "partners", "internal"},
}


def test_who_knows_of_what(any_app: Flask) -> None:
    people = cast(any_app)
    names = {number: name for name, number in people.event_ids.items()}

    with any_app.app_context():
        know = {
            who.name: {
                names[each]
                for each in db.session.scalars(select(Event.id).where(visible_to(who.viewer())))
            }
            for who in people
        }
        find = {
            who.name: {
                names[each]
                for each in db.session.scalars(select(Event.id).where(listed_for(who.viewer())))
            }
            for who in people
        }

    assert know == KNOW
    assert find == FIND


@pytest.mark.usefixtures("context")
def test_staff_of_a_partner_know_of_what_is_for_partners() -> None:
    lead, partner, other = (make_organisation(name) for name in ("Lead", "Partner", "Other"))
    project = make_project(lead=lead, partners=[partner])
    make_event(organiser=lead, projects=[project], visibility="partners")
    hosted = make_event(organiser=lead, host=other, visibility="partners")

    def seen_from(organisation_id: int) -> list[int]:
        viewer = Viewer(1, grants=(Grant(Role.READER, organisation_id),))
        return list(db.session.scalars(select(Event.id).where(visible_to(viewer))))

    assert len(seen_from(lead.id)) == 2
    assert len(seen_from(partner.id)) == 1
    assert seen_from(other.id) == [hosted.id]


@pytest.mark.usefixtures("context")
def test_withdrawn_is_gone_for_whoever_could_know_and_unknown_to_others() -> None:
    event = make_event()
    secret = make_event(visibility="internal")
    visitor = Viewer()
    codes = event.code, secret.code
    with write():
        event.withdrawn_at = secret.withdrawn_at = event.created_at

    with pytest.raises(Gone):
        get_visible(codes[0], visitor)
    with pytest.raises(NotFound):
        get_visible(codes[1], visitor)


@pytest.mark.parametrize("code", ["", "nothing", "abcd\x00ef", "a" * 5000, "%27--", "ļļļļļļļļ"])
def test_an_address_that_leads_nowhere_is_unknown(any_app: Flask, code: str) -> None:
    with any_app.app_context(), pytest.raises(NotFound):
        get_visible(code, Viewer())


grants = st.builds(
    Grant,
    role=st.sampled_from(Role),
    organisation_id=st.integers(1, 2),
    project_id=st.sampled_from([None, 1, 2]),
).filter(lambda grant: grant.role is not Role.PROJECT_COORDINATOR or grant.project_id is not None)


@pytest.mark.usefixtures("context")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grants=st.lists(grants, max_size=3), act=st.sampled_from(Act), is_admin=st.booleans())
def test_the_database_and_the_event_give_the_same_answer(
    grants: list[Grant], act: Act, is_admin: bool
) -> None:
    if not db.session.scalar(select(Event.id)):
        with write():
            organisers = [make_organisation("One"), make_organisation("Two")]
            projects = [make_project("First"), make_project("Second")]
            for organiser in organisers:
                for theirs in ([], projects[:1], projects[1:], projects):
                    make_event(organiser=organiser, projects=theirs)
    viewer = Viewer(1, is_admin, tuple(grants))

    allowed = set(db.session.scalars(select(Event.id).where(allowed_to(viewer, act))))

    assert allowed == {
        each.id for each in db.session.scalars(select(Event)) if each.may(viewer, act)
    }
