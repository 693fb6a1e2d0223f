"""What happens to people of a delegation without their leader, for the leader and the board.

Somebody cancels by their own link, corrects their name, changes how they travel; staff take
somebody off or put another in their place. It is noted where it happens, in that transaction
(`news_notes`); some minutes later a sweep writes all that came together in one letter
(`news_telling`), so that three changes of mind are one letter and not three. What somebody eats or
needs is no news.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.delegations.models import Delegate, Delegation
from webapp.delegations.news_models import DelegateNews, Happening


@dataclass(frozen=True)
class Item:
    """One piece of news: when, about whom, what; *by* is who comes in their place, if somebody."""

    at: datetime
    what: str
    name: str
    by: str = ""
    #: It is about the leader, who knows it.
    is_leader: bool = False

    @property
    def is_gap(self) -> bool:
        """Whether somebody is missing now."""
        return self.what == Happening.LEFT and not self.by

    @property
    def words(self) -> str:
        """What a reader is told."""
        name = self.name or _("somebody whose data are erased")
        if self.what == Happening.JOURNEY:
            return str(_("%(name)s has changed how they travel", name=name))
        if self.what == Happening.NAME:
            return str(_("a name was corrected: %(name)s", name=name))
        if self.by:
            return str(_("%(come)s comes in the place of %(gone)s", come=self.by, gone=name))
        return str(_("%(name)s does not come any more", name=name))


def items_of(delegations: Sequence[Delegation]) -> dict[int, list[Item]]:
    """The news of these delegations, whose people are loaded, by id, newest first; one query."""
    people = {each.id: each for delegation in delegations for each in delegation.delegates}
    found: dict[int, list[Item]] = {each.id: [] for each in delegations}
    query = (
        select(DelegateNews)
        .join(Delegate, Delegate.id == DelegateNews.delegate_id)
        .where(Delegate.delegation_id.in_(found))
        .order_by(DelegateNews.at.desc(), DelegateNews.delegate_id)
    )
    for row in db.session.scalars(query) if people else ():
        delegate = people.get(row.delegate_id)
        if delegate is not None:
            found[delegate.delegation_id].append(item_of(row, delegate, people.values()))
    return found


def item_of(row: DelegateNews, delegate: Delegate, people: Iterable[Delegate]) -> Item:
    """One piece of news for a reader; *people* are all who ever were in the delegation."""
    by = ""
    if row.what == Happening.LEFT:
        followers = (each for each in people if each.stands_in_for_id == delegate.id)
        by = next((each.registration.name for each in followers if each.registration.is_live), "")
    return Item(row.at, row.what, delegate.registration.name, by, delegate.is_leader)
