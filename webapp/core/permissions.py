"""Who may do what: the roles, what each may do, and the two questions every view asks.

Deny first: a view without ``@public`` is for signed-in people. Look things up through what the
person may see (404 for what one may not know of), then ``require(...)`` (403 for what one may
not do).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from flask import abort, current_app, g, has_request_context, request

View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    """The staff roles; each is held at one organisation, maybe for one project only."""

    PROJECT_COORDINATOR = "project-coordinator"
    PARTNER_COORDINATOR = "partner-coordinator"
    HELPER = "helper"
    READER = "reader"


class Act(StrEnum):
    """What a role can allow."""

    SEE = "see"  # drafts and internal events, with their numbers
    EDIT = "edit"  # create, change, publish, move, postpone, cancel
    SEE_PEOPLE = "see-people"  # who registered, with addresses
    CHANGE_PEOPLE = "change-people"  # approve, cancel, promote, export, invite
    ENTER_PEOPLE = "enter-people"  # register somebody by hand
    SEE_NEEDS = "see-needs"  # the diet and access needs of a named person


_COORDINATOR = frozenset(Act)
MAY: dict[Role, frozenset[Act]] = {
    Role.PROJECT_COORDINATOR: _COORDINATOR,
    Role.PARTNER_COORDINATOR: _COORDINATOR,
    Role.HELPER: frozenset({Act.SEE, Act.SEE_PEOPLE, Act.ENTER_PEOPLE}),
    Role.READER: frozenset({Act.SEE}),
}
#: What concerns people stays with the staff of the organisation that is answerable for their data.
ABOUT_PEOPLE = frozenset({Act.SEE_PEOPLE, Act.CHANGE_PEOPLE, Act.ENTER_PEOPLE, Act.SEE_NEEDS})


@dataclass(frozen=True)
class Grant:
    """One role somebody holds: at an organisation, for one of its projects or for all."""

    role: Role
    organisation_id: int
    project_id: int | None = None
    #: Whether it was given with a look at diet and access needs (a helper who sees to the meals).
    sees_needs: bool = False

    def allows(self, act: Act) -> bool:
        """Whether the role, or the right given with it, covers *act* where it is held."""
        return act in MAY[self.role] or (act is Act.SEE_NEEDS and self.sees_needs)


@dataclass(frozen=True)
class Viewer:
    """The person in front of the page: a visitor, or an account with its grants."""

    account_id: int | None = None
    is_admin: bool = False
    grants: tuple[Grant, ...] = ()
    #: Events an invitation link has opened in this browser.
    invited_to: frozenset[int] = field(default_factory=frozenset)
    name: str = "participant"

    @property
    def is_staff(self) -> bool:
        """Whether somebody is signed in."""
        return self.account_id is not None

    @property
    def actor(self) -> str:
        """How the change log names this person (no personal data)."""
        return f"account:{self.account_id}" if self.is_staff else self.name

    @property
    def organisation_ids(self) -> frozenset[int]:
        """The organisations at which this person holds any role."""
        return frozenset(grant.organisation_id for grant in self.grants)

    @property
    def project_ids(self) -> frozenset[int]:
        """The projects for which this person holds a role by name."""
        return frozenset(grant.project_id for grant in self.grants if grant.project_id is not None)

    def may(self, act: Act, organiser_id: int, project_ids: Iterable[int] = ()) -> bool:
        """Whether a role of theirs allows *act* on a thing of this organiser and these projects.

        Needs are health data (GDPR art. 9): running the installation gives no look at them.
        """
        if self.is_admin and act is not Act.SEE_NEEDS:
            return True
        projects = set(project_ids)
        return any(self._allows(grant, act, organiser_id, projects) for grant in self.grants)

    @staticmethod
    def _allows(grant: Grant, act: Act, organiser_id: int, project_ids: set[int]) -> bool:
        if not grant.allows(act):
            return False
        at_organiser = grant.organisation_id == organiser_id
        in_project = grant.project_id is None or grant.project_id in project_ids
        if act in ABOUT_PEOPLE:
            return at_organiser and in_project
        # A project coordinator plans all of the project, whichever partner organises it.
        leads = grant.role is Role.PROJECT_COORDINATOR and grant.project_id in project_ids
        return leads or (at_organiser and in_project)


NOBODY = Viewer()
SYSTEM = Viewer(name="system")


_acting: ContextVar[Viewer | None] = ContextVar("acting", default=None)


@contextmanager
def acting_as(viewer: Viewer) -> Iterator[None]:
    """Outside a request: what happens inside this block, somebody has asked for before."""
    token = _acting.set(viewer)
    try:
        yield
    finally:
        _acting.reset(token)


def current_viewer() -> Viewer:
    """Who is asking. Outside a request (commands, sweeps) it is the system, or who has asked."""
    if not has_request_context():
        return _acting.get() or SYSTEM
    viewer: Viewer = g.get("viewer", NOBODY)
    return viewer


def public(view: View) -> View:
    """Mark a view as open to everyone; all others ask for a sign-in first."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def for_everyone(view: View) -> View:
    """Mark a public view whose answer is the same whoever asks: no session is looked at, so that
    caches may keep it and nothing personal can get into it."""
    view.is_for_everyone = True  # type: ignore[attr-defined]
    return public(view)


def is_for_everyone(view: Callable[..., Any] | None) -> bool:
    """Whether *view* was marked with :func:`for_everyone`."""
    return bool(getattr(view, "is_for_everyone", False))


def is_same_for_all() -> bool:
    """Whether the view of this request was: then nothing is remembered of whoever asks."""
    return is_for_everyone(current_app.view_functions.get(request.endpoint or ""))


def is_public(view: Callable[..., Any]) -> bool:
    """Whether *view* was marked with :func:`public`."""
    return bool(getattr(view, "is_public", False))


def require(allowed: bool) -> None:
    """403 unless *allowed*. For what one may know of but not do."""
    if not allowed:
        abort(403)
