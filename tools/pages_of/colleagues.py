"""Colleagues of the example coordinator, and what that one has put off."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from tools.page_kinds import COORDINATOR, HELPER, PageKind
from webapp.accounts.models import Account
from webapp.accounts.put_offs import put_off
from webapp.core.database import db
from webapp.core.times import now
from webapp.events.manage_lists import lacks_outcome
from webapp.events.models import Event
from webapp.projects.roles import RoleAssignment


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """Colleagues of the example coordinator, who was here yesterday and has put something off."""
    query = select(RoleAssignment).join(RoleAssignment.account).order_by(RoleAssignment.id)
    own = db.session.scalars(query.where(Account.email == COORDINATOR)).first()
    helper = db.session.scalars(query.where(Account.email == HELPER)).first()
    assert own is not None
    assert helper is not None
    own.account.seen_at, own.account.seen_before_at = now(), now() - timedelta(days=1)
    late = db.session.scalars(select(Event).where(lacks_outcome()).order_by(Event.over_at)).first()
    assert late is not None
    until = (now() + timedelta(days=7)).date()
    put_off(own.account_id, f"outcome:{late.key}", until, now().date())
    desk = "/manage/colleagues/"
    for name, address in (
        ("list", desk),
        ("new", f"{desk}new"),
        ("own", f"{desk}{own.account_id}/"),
        ("invited", f"{desk}{helper.account_id}/"),
        ("edit", f"{desk}roles/{own.id}/edit"),
        ("end, last one", f"{desk}roles/{own.id}/end"),
    ):
        yield PageKind(f"colleagues {name}", address, COORDINATOR)
    none = ("press", "main form.form .is-primary")
    yield PageKind("colleagues new, errors", f"{desk}new", COORDINATOR, (none,))
    yield PageKind("colleagues, helper", desk, HELPER)
    yield PageKind("put off", "/manage/put-offs/", COORDINATOR)
