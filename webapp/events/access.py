"""Who may know of which events: the one place that decides, for pages, lists, feeds and the API.

============  ============================  =================================
visibility    may know of it by address     finds it in lists
============  ============================  =================================
public        everyone                      everyone
unlisted      everyone                      its staff
partners      staff of its partners, and    staff of its partners
              whoever holds an invitation
internal      its staff, and whoever holds  its staff
              an invitation
============  ============================  =================================

Drafts are for their staff alone and stand in no list of the site (staff pages ask `seen_by_role`).
What was withdrawn answers *gone* to those who could know of it.
"""

import re
from collections.abc import Iterable

from flask import abort
from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.sql.base import ExecutableOption

from webapp.core.database import db
from webapp.core.links import ALPHABET
from webapp.core.permissions import ABOUT_PEOPLE, Act, Grant, Role, Viewer, require
from webapp.events.models import Event, Status, Visibility
from webapp.events.parts import EventProject
from webapp.projects.models import Membership, Phase

_CODE = re.compile(f"[{ALPHABET}]{{1,12}}")
#: Every published state, so that an index on (visibility, status, …) can be walked.
PUBLISHED = tuple(status.value for status in Status if status is not Status.DRAFT)


def get_visible(code: str, viewer: Viewer, *options: ExecutableOption) -> Event:
    """The event at this address, loaded with *options*.

    404 when there is none that *viewer* may know of, 410 when it was withdrawn.
    """
    event = _known(code, viewer, options)
    if event.withdrawn_at is not None:
        abort(410)
    return event


def get_for_staff(code: str, viewer: Viewer, act: Act, *options: ExecutableOption) -> Event:
    """The event at this address for those whose role allows *act*, withdrawn ones included.

    404 when there is none that *viewer* may know of, 403 when they may know of it but no more.
    """
    event = _known(code, viewer, options)
    require(event.may(viewer, act))
    return event


def _known(code: str, viewer: Viewer, options: Iterable[ExecutableOption]) -> Event:
    if not _CODE.fullmatch(code):  # a database may refuse what is no text at all
        abort(404)
    query = select(Event).where(Event.code == code, known_to(viewer)).options(*options)
    return db.session.scalar(query) or abort(404)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Events that *viewer* may open."""
    return and_(Event.withdrawn_at.is_(None), known_to(viewer))


def listed_for(viewer: Viewer) -> ColumnElement[bool]:
    """Events that *viewer* finds in the lists of the site."""
    listed = Event.visibility == Visibility.PUBLIC
    if viewer.is_staff:
        for_partners = and_(Event.visibility == Visibility.PARTNERS, is_partner(viewer))
        listed = or_(listed, for_partners, seen_by_role(viewer))
    return and_(Event.withdrawn_at.is_(None), Event.status.in_(PUBLISHED), listed)


def known_to(viewer: Viewer) -> ColumnElement[bool]:
    """Events that *viewer* may know of by their address, withdrawn ones included."""
    open_to_all = Event.visibility.in_((Visibility.PUBLIC, Visibility.UNLISTED))
    ways: list[ColumnElement[bool]] = [open_to_all]
    if viewer.is_staff:
        ways.append(and_(Event.visibility == Visibility.PARTNERS, is_partner(viewer)))
    if viewer.invited_to:
        ways.append(Event.id.in_(viewer.invited_to))
    published = and_(Event.status.in_(PUBLISHED), or_(*ways))
    return or_(published, seen_by_role(viewer)) if viewer.is_staff else published


def seen_by_role(viewer: Viewer) -> ColumnElement[bool]:
    """Events that a role of theirs lets *viewer* see, drafts and withdrawn ones included."""
    return allowed_to(viewer, Act.SEE)


def allowed_to(viewer: Viewer, act: Act) -> ColumnElement[bool]:
    """``event.may(viewer, act)`` for the database: the same answer for each event."""
    if viewer.is_admin and act is not Act.SEE_NEEDS:
        return true()
    return or_(false(), *(_granted(grant, act) for grant in viewer.grants))


def _granted(grant: Grant, act: Act) -> ColumnElement[bool]:
    if not grant.allows(act):
        return false()
    at_organiser = Event.organiser_id == grant.organisation_id
    if grant.project_id is None:
        return at_organiser
    in_project = _in_projects([grant.project_id])
    if grant.role is Role.PROJECT_COORDINATOR and act not in ABOUT_PEOPLE:
        return in_project
    return and_(at_organiser, in_project)


def is_partner(viewer: Viewer) -> ColumnElement[bool]:
    """Events whose organiser, host or project partners *viewer* works for."""
    if viewer.is_admin:
        return true()
    theirs = viewer.organisation_ids
    projects = (
        select(Phase.project_id).join(Membership).where(Membership.organisation_id.in_(theirs))
    )
    return or_(
        Event.organiser_id.in_(theirs),
        Event.host_id.in_(theirs),
        Event.id.in_(select(EventProject.event_id).where(EventProject.project_id.in_(projects))),
        _in_projects(viewer.project_ids),
    )


def _in_projects(project_ids: Iterable[int]) -> ColumnElement[bool]:
    links = select(EventProject.event_id).where(EventProject.project_id.in_(tuple(project_ids)))
    return Event.id.in_(links)
