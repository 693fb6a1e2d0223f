"""Calendars with an address of their own, erased with those they belong to.

The row stays without its owner, so that programs that still ask hear that the calendar is no more.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, CursorResult, delete, exists, select, update

from webapp.calendars.link_fetches import last_fetch
from webapp.calendars.link_models import ASKING_LASTS, CalendarAsking, CalendarLink
from webapp.calendars.link_rules import find_of_registration
from webapp.core.database import Model, db, write
from webapp.core.moments import moment
from webapp.core.sweeps import sweep
from webapp.core.times import now
from webapp.core.zones import reader_zone
from webapp.mail import erasing
from webapp.registrations.models import Registration
from webapp.registrations.retention_kinds import Due, Kind, blanks, keep_here, numbers_of
from webapp.registrations.rights import Fact, tell_here

#: An asking nobody followed is forgotten after so long.
ASKINGS_KEPT = ASKING_LASTS * 4


def _forget(due: Sequence[Due]) -> int:
    """Close the calendars of these registrations, and those of addresses nobody is registered
    with any more; how many of the first."""
    number = _close(CalendarLink, CalendarLink.registration_id.in_([row.id for row in due]))
    forget_addresses()
    return number


def forget_addresses() -> int:
    """Forget addresses of which no registration is left; how many calendars they had."""
    _forget_letters(_is_left(CalendarAsking))
    _close(CalendarAsking, _is_left(CalendarAsking))
    return _close(CalendarLink, _is_left(CalendarLink))


@sweep("calendar-links", every=24 * 3600)
def forget_due() -> int:
    """Forget who asked and did not follow the link, and addresses that changed; how many."""
    is_old = CalendarAsking.asked_at < now() - ASKINGS_KEPT
    left = [_is_left(CalendarAsking), _is_left(CalendarLink), is_old]
    if not any(db.session.scalar(select(exists().where(each))) for each in left):
        return 0
    with write():
        gone = db.session.execute(
            delete(CalendarAsking).where(is_old).execution_options(synchronize_session=False)
        )
        assert isinstance(gone, CursorResult)
        return gone.rowcount + forget_addresses()


def _forget_letters(which: ColumnElement[bool]) -> None:
    ids = db.session.scalars(select(CalendarAsking.public_id).where(which)).all()
    if ids:
        erasing.forget([f"calendar:{each}" for each in ids])


def _is_left(model: type[CalendarLink] | type[CalendarAsking]) -> ColumnElement[bool]:
    """Rows of addresses nobody is registered with."""
    same = exists().where(Registration.email_key == model.email_key)
    found: ColumnElement[bool] = model.email_key.is_not(None) & ~same
    return found


def _close(model: type[Model], which: ColumnElement[bool]) -> int:
    values: dict[str, Any] = {**blanks(model), "link_revoked_at": now()}
    statement = update(model).where(which).values(**values)
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(done, CursorResult)
    return done.rowcount


def _told(registration: Registration) -> Iterable[Fact]:
    """What "what you know about me" says of it. The calendar of the address is not told of: this
    link opens no more than one registration."""
    link = find_of_registration(registration)
    if link is None or link.link_revoked_at is not None:
        return
    yield Fact("calendar_made", _("Calendar of your own, since"), _moment(link.created_at))
    last = last_fetch(link)
    if last is not None:
        words = ", ".join(filter(None, (_moment(last.at), last.program)))
        yield Fact("calendar_fetched", _("Calendar last fetched"), words)


def _moment(at: datetime) -> str:
    return moment(at, reader_zone() or "UTC")


tell_here(_told)
keep_here(
    Kind(
        "calendars",
        _l("Calendars with an address of their own"),
        (CalendarLink, CalendarAsking),
        numbers_of(CalendarLink, CalendarLink.link_revoked_at.is_(None)),
        _forget,
    )
)
