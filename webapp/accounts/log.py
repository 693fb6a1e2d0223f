"""The change log of one thing in words: who, when, from what to what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.core.changes import Change
from webapp.core.database import db
from webapp.core.form_versions import text_words
from webapp.core.text import LocalText

#: What has more changes than this is read from its newest ones.
MOST = 50
#: Verbs that several kinds of things share.
VERBS = {
    "created": _l("Created"),
    "edited": _l("Edited"),
    "imported": _l("Imported"),
    "alias-added": _l("Name added"),
    "alias-removed": _l("Name taken away"),
    "logo-set": _l("Logo chosen"),
    "logo-removed": _l("Logo taken away"),
    "phase-added": _l("Phase added"),
    "phase-edited": _l("Phase edited"),
    "phase-removed": _l("Phase removed"),
    "money-added": _l("Sum added"),
    "money-edited": _l("Sum edited"),
    "money-removed": _l("Sum removed"),
    "group-added": _l("Target group added"),
    "group-edited": _l("Target group edited"),
    "group-retired": _l("Target group retired"),
    "group-revived": _l("Target group offered again"),
    "group-moved": _l("Target groups put in another order"),
    "embedding-withdrawn": _l("Withdrawn"),
    "embedding-renewed": _l("Given another address"),
}


@dataclass(frozen=True)
class Difference:
    """One thing that changed."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One entry of the change log, ready to print."""

    at: datetime
    who: str
    verb: str
    reason: str | None
    differences: list[Difference]


def log_of(entity: str, labels: Mapping[str, Any]) -> list[Entry]:
    """The newest changes of *entity* first, in two statements; *labels* name what changed."""
    query = select(Change).where(Change.entity == entity).order_by(Change.id.desc()).limit(MOST)
    changes = list(db.session.scalars(query))
    names = _names(changes)
    return [
        Entry(
            change.at,
            _who(change.actor, names),
            str(VERBS.get(change.verb, change.verb)),
            change.reason,
            list(_differences(change, labels)),
        )
        for change in changes
    ]


def in_words(value: Any) -> str:
    """A value as the log keeps it; "–" for nothing."""
    if isinstance(value, dict) and "texts" in value:
        return text_words(LocalText.from_json(value)) or "–"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return "; ".join(in_words(each) for each in value) or "–"
    if isinstance(value, dict):
        return ", ".join(in_words(each) for each in value.values() if each is not None) or "–"
    return "–" if value in (None, "") else str(value)


def _names(changes: Iterable[Change]) -> dict[str, str]:
    ids = {int(each.actor[8:]) for each in changes if each.actor.startswith("account:")}
    query = select(Account.id, Account.name).where(Account.id.in_(ids))
    return {f"account:{row.id}": row.name for row in db.session.execute(query)}


def _who(actor: str, names: Mapping[str, str]) -> str:
    if actor in names:
        return names[actor]
    return str(_("the system") if actor == "system" else _("a former account"))


def _differences(change: Change, labels: Mapping[str, Any]) -> Iterable[Difference]:
    """None for the first entry: it holds everything there was."""
    if change.verb == "created":
        return
    before, after = change.before or {}, change.after or {}
    for name in {**before, **after}:
        yield Difference(
            str(labels.get(name, name)), in_words(before.get(name)), in_words(after.get(name))
        )
