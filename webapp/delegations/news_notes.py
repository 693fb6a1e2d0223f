"""Noting news of a delegation for its leader, and taking them back: `news` tells them."""

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from webapp.core.database import db, is_sqlite
from webapp.core.times import now
from webapp.delegations.confirming import delegate_of
from webapp.delegations.models import Delegate, Standing
from webapp.delegations.news_models import DelegateNews, Happening
from webapp.registrations.models import Registration


def happened(delegate_id: int, what: Happening) -> None:
    """Note it; the leader hears of it anew if it happened before."""
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    again = {"at": now(), "told_at": None}
    statement = (
        insert(DelegateNews)
        .values(delegate_id=delegate_id, what=what.value, **again)
        .on_conflict_do_update(index_elements=["delegate_id", "what"], set_=again)
    )
    db.session.execute(statement)


def is_known(delegate: Delegate, what: Happening) -> None:
    """The leader did it, or has just seen it: no news for them."""
    which = (DelegateNews.delegate_id == delegate.id, DelegateNews.what == what.value)
    db.session.execute(delete(DelegateNews).where(*which))


def happened_to(registration: Registration, what: Happening) -> None:
    """Note it where somebody is in a delegation, and in its running; else nothing."""
    delegate = delegate_of(registration)
    if delegate is not None and delegate.standing != Standing.OUT:
        happened(delegate.id, what)


def is_known_of(registration: Registration, what: Happening) -> None:
    """The same for a registration; nothing where it is of no delegation."""
    delegate = delegate_of(registration)
    if delegate is not None:
        is_known(delegate, what)
