"""What happened to a delegation, in words; the log names nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.core.changes import Change
from webapp.core.database import db

_VERBS = {
    "created": _l("made"),
    "changed": _l("changed by the coordinator"),
    "leader-changed": _l("another leader"),
    "named": _l("somebody named"),
    "delegate-changed": _l("what was said of somebody changed"),
    "substituted": _l("somebody comes in the place of another"),
    "stepped-in": _l("a reserve stepped in"),
    "kept-in-reserve": _l("somebody is kept in reserve"),
    "taken-off": _l("somebody taken off"),
    "completed": _l("“these are all”"),
    "reopened": _l("opened for more names"),
    "declined": _l("the partner does not come"),
    "reinvited": _l("asked again after declining"),
    "invited": _l("leader invited by letter"),
    "invited-again": _l("letter with the link sent again"),
    "reminded": _l("leader reminded"),
    "link-renewed": _l("link renewed"),
    "link-withdrawn": _l("link withdrawn"),
    "answers-passed-on": _l("the leader passed on somebody's answers"),
    "delegate-left": _l("somebody cancelled, or was taken off by staff"),
    "delegate-confirmed": _l("a delegate confirmed their data"),
    "delegate-corrected": _l("a delegate corrected their data"),
    "reserve-released": _l("seats without a name went to the waiting list"),
    "wish-granted": _l("wish granted"),
    "wish-refused": _l("wish not granted"),
}


@dataclass(frozen=True)
class Step:
    """One thing that happened: when, what, by whom and why."""

    at: datetime
    verb: str
    who: str
    reason: str | None


def steps_of(changes: Iterable[Change]) -> list[Step]:
    """In their order; staff by their names, in one statement."""
    listed = list(changes)
    names = _names(listed)
    return [
        Step(
            each.at,
            str(_VERBS.get(each.verb, each.verb)),
            names.get(each.actor, _other(each.actor)),
            each.reason,
        )
        for each in listed
    ]


def _names(changes: Iterable[Change]) -> dict[str, str]:
    kinds = (each.actor.partition(":") for each in changes)
    ids = {int(number) for kind, _sign, number in kinds if kind == "account"}
    query = select(Account.id, Account.name).where(Account.id.in_(ids))
    return {f"account:{row.id}": row.name for row in db.session.execute(query)} if ids else {}


def _other(actor: str) -> str:
    if actor == "participant":
        return str(_("the delegation"))
    return str(_("by itself")) if actor == "system" else ""
