"""What hosts and the coordinator do with a host's link. Everything runs inside ``with write():``.

The change log of the event says what was agreed, without the person who arranged it.
"""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.agenda import calendar
from webapp.agenda import rules as agenda
from webapp.agenda.models import AgendaItem
from webapp.core.changes import record
from webapp.core.database import db, is_sqlite
from webapp.core.links import LinkRevoked
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.delegations import host_letters
from webapp.delegations.errors import DelegationError, Stale
from webapp.delegations.host_models import AgendaHost
from webapp.delegations.host_slots import slot_of
from webapp.registrations.persons import email_key
from webapp.seats import rules as seats


class HostLinkOver(LinkRevoked):
    """The visit is over, or the time of its link."""


def find(token: str) -> AgendaHost:
    """What a host's link opens. Raises `LinkUnknown`, `LinkRevoked`, `HostLinkOver`."""
    host = AgendaHost.find_by_token(token)
    if host.item.event.withdrawn_at is not None or is_over(host):
        raise HostLinkOver
    return host


def is_over(host: AgendaHost) -> bool:
    """Whether its link has ended with the visit, or before."""
    return (host.ends_at or calendar.over_at(host.item)) <= now()


def host_of(item: AgendaItem) -> AgendaHost | None:
    """The host of an item as far as somebody has written down whom to ask."""
    return db.session.scalar(select(AgendaHost).where(AgendaHost.item_id == item.id))


# The coordinator


def name(item: AgendaItem, expected: int | None, **values: Any) -> AgendaHost:
    """Write down whom to ask: ``contact_name``, ``contact_email``, ``language``. *expected* is the
    revision a form was filled from; with another one stored meanwhile this raises `Stale`.

    With another address the link given out so far is gone: it shows who comes. What was answered
    stays, as it is the same host."""
    host = host_of(item)
    if host is not None:
        _hold(host)
    if (0 if host is None else host.revision) != (expected or 0):
        raise Stale
    if host is None:
        host = AgendaHost(item_id=item.id, item=item, revision=0)
        db.session.add(host)
    asked_before = host.contact_email
    for column, value in values.items():
        setattr(host, column, value)
    host.touch()
    db.session.flush()
    if asked_before is not None and email_key(asked_before) != email_key(host.contact_email):
        host.renew_link()
        not_written_to(host)
        _log(host, "host-link-renewed")
    return host


def not_written_to(host: AgendaHost) -> None:
    """Whom to ask is somebody else now, who has had no letter."""
    host.invited_at = host.told = host.told_at = host.gate_told_at = None


def ask(host: AgendaHost) -> bool:
    """Write to the host with its link, again if it had a letter; False where there is no address,
    or nothing to come to."""
    _hold(host)
    if host.contact_email is None or calendar.is_off(host.item) or is_over(host):
        return False
    if host.link_revoked_at is not None:
        renew(host)
    host_letters.tell(host, "asked")
    _log(host, "host-asked" if host.invited_at is None else "host-asked-again")
    host.invited_at = now()
    host.told, host.told_at = slot_of(host.item), now()
    return True


def renew(host: AgendaHost) -> None:
    """Make the link given out so far gone; one that was withdrawn works again by a new address."""
    host.renew_link()
    host.link_revoked_at = None
    _log(host, "host-link-renewed")


def withdraw(host: AgendaHost) -> None:
    """The link opens nothing any more, and no letter goes out."""
    if host.link_revoked_at is None:
        host.link_revoked_at = now()
        _log(host, "host-link-withdrawn")


def accept(host: AgendaHost) -> None:
    """Take over what the host proposes: its rules as what to wear and mind, its number as places.
    Raises `seats.errors.CapacityBelowTaken` when more people have chosen the item."""
    if not is_sqlite():  # before the host's row, as for whoever moves the event
        seats.lock([host.item.event.pool_id])
    _hold(host)
    if not host.has_proposed:
        return
    values: dict[str, Any] = {}
    if host.most_people is not None:
        values["capacity"] = host.most_people
    if host.photo_rule is not None:
        values["photo_rule"] = host.photo_rule
    if host.rules:
        known = host.item.clothing or LocalText({}, main=host.language)
        values["clothing"] = known.put(host.language, host.rules)
    if values:
        agenda.change(host.item, **values)
    host.accepted_at = now()
    host.touch()
    _log(host, "host-proposal-accepted")


def set_aside(host: AgendaHost) -> None:
    """Leave what the host proposes as it is: seen, and not taken over."""
    _hold(host)
    if host.has_proposed:
        host.accepted_at = now()
        host.touch()
        _log(host, "host-proposal-set-aside")


# The host


class NotToBeAnswered(DelegationError):
    """The item was called off meanwhile."""

    def __str__(self) -> str:
        words: str = _("This visit does not take place any more: there is nothing to answer.")
        return words


def note_opened(host: AgendaHost) -> None:
    """The link was followed for the first time."""
    _hold(host)
    host.opened_at = host.opened_at or now()


def confirm(host: AgendaHost) -> None:
    """The host receives people in its slot as it is now."""
    _answer(host)
    host.confirmed_at, host.refused_at, host.refused_reason = now(), None, ""
    host.told, host.told_at = slot_of(host.item), now()
    _log(host, "host-confirmed")


def refuse(host: AgendaHost, reason: str) -> None:
    """The host cannot receive anybody then."""
    _answer(host)
    host.refused_at, host.confirmed_at, host.refused_reason = now(), None, reason
    _log(host, "host-refused")


def propose(host: AgendaHost, expected: int, **values: Any) -> None:
    """Say how many can come, and what they must mind: ``most_people``, ``limits``, ``rules``,
    ``photo_rule``. Raises `Stale` when somebody else has changed it meanwhile."""
    _answer(host)
    if host.revision != expected:
        raise Stale
    for column, value in values.items():
        setattr(host, column, value)
    is_something = any(value not in (None, "") for value in values.values())
    host.proposed_at, host.accepted_at = (now() if is_something else None), None
    host.touch()
    _log(host, "host-proposed")


def _answer(host: AgendaHost) -> None:
    _hold(host)
    if calendar.is_off(host.item):
        raise NotToBeAnswered


def _hold(host: AgendaHost) -> None:
    """PostgreSQL keeps others waiting at its row until the transaction ends."""
    db.session.flush()  # what was changed before is not to be read away
    db.session.refresh(host, with_for_update={"of": AgendaHost})


def _log(host: AgendaHost, verb: str) -> None:
    title = host.item.name.as_json()
    record(host.item.event.key, verb, after={"agenda_item": title})
