"""Takeaways are erased with the registration of who wrote them, which tells of them."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import joinedload

from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.practices.models import Takeaway
from webapp.registrations.models import Registration
from webapp.registrations.retention_kinds import Due, Kind, keep_here, numbers_of
from webapp.registrations.rights import Fact, tell_here


def _forget(due: Sequence[Due]) -> int:
    statement = delete(Takeaway).where(Takeaway.registration_id.in_([row.id for row in due]))
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(done, CursorResult)
    return done.rowcount


def _told(registration: Registration) -> Iterable[Fact]:
    """What "what you know about me" says of it."""
    query = select(Takeaway).where(Takeaway.registration_id == registration.id)
    query = query.options(joinedload(Takeaway.item)).order_by(Takeaway.id)
    for each in db.session.scalars(query):
        title = _("the visit as a whole") if each.item is None else plain_text(each.item.name)
        words = "\n".join(filter(None, (each.text, each.could_do)))
        yield Fact(
            f"takeaway_{each.public_id}", _("What you take home: %(item)s", item=title), words
        )


tell_here(_told)
keep_here(
    Kind("takeaways", _l("What people take home"), (Takeaway,), numbers_of(Takeaway), _forget)
)
