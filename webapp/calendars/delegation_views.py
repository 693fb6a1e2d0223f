"""The calendar of a delegation on the page of its leader: made, renewed, withdrawn by a button."""

from collections.abc import Callable

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.calendars.link_feeds import path_of
from webapp.calendars.link_models import DelegationCalendar
from webapp.calendars.link_pages import Own, blueprint, is_pressed, told_renewed, told_withdrawn
from webapp.core.database import db, is_sqlite, write
from webapp.core.i18n import configured_languages
from webapp.core.permissions import public
from webapp.core.times import now
from webapp.delegations import finding
from webapp.delegations.models import Delegation


@blueprint.app_template_global()
def delegation_calendar(delegation: Delegation) -> Own:
    """The calendar of a delegation as the leader's page shows it."""
    link = _find(delegation)
    if link is None or link.link_revoked_at is not None:
        return Own(None, was_withdrawn=link is not None)
    return Own(path_of(link))


@blueprint.post("/delegations/<token>/calendar")
@public
def make_of_delegation(token: str) -> ResponseReturnValue:
    """Make it."""
    delegation = finding.find(token)
    if is_pressed() and delegation.declined_at is None:
        with write():
            _make(delegation)
    return _back(token)


@blueprint.post("/delegations/<token>/calendar/renewal")
@public
def renew_of_delegation(token: str) -> ResponseReturnValue:
    """Give it another address."""
    return _change(token, DelegationCalendar.renew_link, told_renewed())


@blueprint.post("/delegations/<token>/calendar/withdrawal")
@public
def withdraw_of_delegation(token: str) -> ResponseReturnValue:
    """Nobody may read it any more."""
    return _change(token, _withdraw, told_withdrawn())


def _change(
    token: str, verb: Callable[[DelegationCalendar], None], told: str
) -> ResponseReturnValue:
    delegation = finding.find(token)
    if is_pressed():
        with write():
            link = _find(delegation)
            is_there = link is not None and link.link_revoked_at is None
            if link is not None and is_there:
                verb(link)
        if is_there:
            flash(told, "success")
    return _back(token)


def _back(token: str) -> ResponseReturnValue:
    return redirect(f"{request.script_root}/delegations/{token}/#calendar", 303)


def _withdraw(link: DelegationCalendar) -> None:
    link.link_revoked_at = now()


def _find(delegation: Delegation) -> DelegationCalendar | None:
    query = select(DelegationCalendar).where(DelegationCalendar.delegation_id == delegation.id)
    return db.session.scalar(query)


def _make(delegation: Delegation) -> None:
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    spoken = delegation.leader_language
    language = spoken if spoken in configured_languages() else configured_languages()[0]
    values = {"delegation_id": delegation.id, "language": language}
    # Pressed twice at once, the second finds what the first has made.
    db.session.execute(insert(DelegationCalendar).values(values).on_conflict_do_nothing())
    link = _find(delegation)
    assert link is not None
    if link.link_revoked_at is not None:
        link.renew_link()
        link.link_revoked_at = None
