"""The letter to a leader with all that happened without them since the last one."""

from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from webapp.core.database import db
from webapp.core.i18n import in_language
from webapp.core.times import now
from webapp.delegations import letters
from webapp.delegations.holding import hold
from webapp.delegations.models import Delegate, Delegation
from webapp.delegations.news import item_of
from webapp.delegations.news_models import DelegateNews
from webapp.delegations.reminders import goes_on
from webapp.mail.outbox import one_line
from webapp.registrations.persons import email_key

#: So long more may come to the same letter.
QUIET = timedelta(minutes=10)


def waiting() -> list[int]:
    """Ids of delegations whose leader is to be written to now."""
    query = (
        select(Delegate.delegation_id)
        .join(DelegateNews, DelegateNews.delegate_id == Delegate.id)
        .where(DelegateNews.told_at.is_(None), DelegateNews.at <= now() - QUIET)
        .distinct()
        .order_by(Delegate.delegation_id)
    )
    return list(db.session.scalars(query))


def tell(delegation: Delegation) -> int:
    """Write the letter with all that has come together; how many letters: 0 where none is needed.

    Raises nothing: who has no address, or a link that was withdrawn, sees it on the board only.
    """
    delegation = hold(delegation)
    rows = list(db.session.scalars(_untold(delegation)))
    told = [row for row in rows if not _is_themselves(row.delegate)]
    for row in rows:
        row.told_at = now()
    if not told or not _hears(delegation):
        return 0
    items = [item_of(row, row.delegate, delegation.delegates) for row in told]
    with in_language(letters.spoken(delegation.leader_language)):
        changes = [one_line(each.words) for each in items]
    can_name = any(each.is_gap for each in items) and not delegation.pool.is_full
    letter = letters.tell_leader(delegation, "news", changes=changes, can_name=can_name)
    return int(letter is not None)


def _untold(delegation: Delegation) -> Select[DelegateNews]:
    return (
        select(DelegateNews)
        .join(Delegate, Delegate.id == DelegateNews.delegate_id)
        .where(Delegate.delegation_id == delegation.id, DelegateNews.told_at.is_(None))
        .options(joinedload(DelegateNews.delegate).joinedload(Delegate.registration))
        .order_by(DelegateNews.at, DelegateNews.delegate_id)
        .execution_options(populate_existing=True)
    )


def _hears(delegation: Delegation) -> bool:
    """Whether its leader is written to at all, and it is not all over anyway."""
    is_out = delegation.declined_at is not None or delegation.link_revoked_at is not None
    return not is_out and goes_on(delegation.event)


def _is_themselves(delegate: Delegate) -> bool:
    """A leader who comes as well knows what they did."""
    key = delegate.registration.email_key
    return bool(key) and key == email_key(delegate.delegation.leader_email)
