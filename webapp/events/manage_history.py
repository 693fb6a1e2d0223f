"""The change log of an event in words: who, when, from what to what, and why."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from webapp.accounts.models import Account
from webapp.core.changes import Change
from webapp.core.database import db
from webapp.core.form_versions import text_words
from webapp.core.i18n import current_language, language_list, plain_text
from webapp.core.look import kind_look, state_look
from webapp.core.moments import moment
from webapp.core.period_words import period_words
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events.manage_forms import VISIBILITIES
from webapp.events.manage_registration_forms import REGISTRATION_MODES
from webapp.events.models import Event
from webapp.events.words import contributor_role, mode_word, subkind_word
from webapp.programmes.models import TargetGroup
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation, Place

#: An event with more changes than this is read from its newest ones.
MOST = 200

_VERBS = {
    "created": _l("Created"),
    "edited": _l("Edited"),
    "imported": _l("Imported"),
    "published": _l("Published"),
    "unpublished": _l("Made a draft again"),
    "confirmed": _l("Confirmed"),
    "moved": _l("Moved"),
    "date-fixed": _l("Date fixed"),
    "postponed": _l("Postponed"),
    "cancelled": _l("Cancelled"),
    "withdrawn": _l("Withdrawn"),
    "mode-changed": _l("Way of taking part changed"),
    "capacity-changed": _l("Number of places changed"),
    "outcome-recorded": _l("Outcome recorded"),
    "invited": _l("Invitation link made"),
    "invited-by-letter": _l("People invited by letter"),
    "invitations-reminded": _l("Invited people reminded"),
    "invitation-declined": _l("An invitation was declined"),
    "invitation-withdrawn": _l("Invitation link withdrawn"),
    "invitation-renewed": _l("Invitation link renewed"),
    "exported": _l("List of people exported"),
    "people-imported": _l("People imported from a file"),
    "contact-data-erased": _l("Contact data erased"),
    "needs-erased": _l("Diet and access needs erased as due"),
    "question-added": _l("Question added"),
    "question-changed": _l("Question changed"),
    "question-moved": _l("Question moved"),
    "question-removed": _l("Question taken off the form"),
    "message-sent": _l("Letter sent to participants"),
    "letter-scheduled": _l("Letter set to go by itself"),
    "letter-taken-back": _l("Letter taken back before it went"),
    "letter-repeated": _l("Letter sent again"),
    "reminder-on": _l("Reminder switched on"),
    "reminder-off": _l("Reminder switched off"),
    "reminder-sent": _l("Reminder sent"),
    "thanks-on": _l("Thanks switched on"),
    "thanks-off": _l("Thanks switched off"),
    "thanks-sent": _l("Thanks sent"),
}
LABELS = {
    "name": _l("Title"),
    "kind": _l("Kind"),
    "subkind": _l("Which partner meeting?"),
    "more_kinds": _l("It is also"),
    "number": _l("Number"),
    "mode": _l("How people take part"),
    "is_optional": _l("Partners may stay away"),
    "visibility": _l("Who may know of it"),
    "summary": _l("In a sentence or two"),
    "description": _l("Description"),
    "audience": _l("Who may come"),
    "price": _l("Price"),
    "contact_email": _l("Contact e-mail"),
    "join_url": _l("Link to join online"),
    "organiser_id": _l("Organiser"),
    "host_id": _l("Host"),
    "follows_id": _l("Follows the event"),
    "series_id": _l("Series"),
    "status": _l("State"),
    "status_reason": _l("Reason of the last change"),
    "period": _l("When it takes place"),
    "moved_from": _l("Date before"),
    "registration_mode": _l("How people register"),
    "registration_url": _l("Address where people register elsewhere"),
    "opens_at": _l("Registration opens"),
    "closes_at": _l("Registration closes"),
    "verifies_addresses": _l("People confirm their e-mail address"),
    "asks_organisation": _l("Ask for the organisation"),
    "asks_target_group": _l("Ask for the target group"),
    "consent": _l("A consent you need"),
    "takes_photos": _l("Photographs are taken"),
    "photo_notice": _l("What people are told of photographs"),
    "guardian_age": _l("A guardian's consent below the age of"),
    "capacity": _l("Number of places"),
    "projects": _l("Projects"),
    "places": _l("Places"),
    "languages": _l("Working languages"),
    "target_groups": _l("Whom it is for"),
    "contributors": _l("Contributors"),
    "question": _l("Question"),
}
#: Said by the verb, the reason and the time of the entry already.
UNSAID = frozenset({"status_reason", "postponed_at", "cancelled_at", "withdrawn_at", "moved_from"})
_OF_MODEL: dict[str, Any] = {
    "organiser_id": Organisation,
    "host_id": Organisation,
    "follows_id": Event,
    "projects": Project,
    "places": Place,
    "target_groups": TargetGroup,
}


def learn(
    verbs: Mapping[str, Any],
    labels: Mapping[str, Any],
    words: Mapping[str, Callable[[Any], str]],
    rows: Mapping[str, Any],
) -> None:
    """How a capability above tells of what it does to events: words of acts, of what changed, of
    values, and the models whose rows stand by their id."""
    _VERBS.update(verbs)
    LABELS.update(labels)
    _WORDS.update(words)
    _OF_MODEL.update(rows)


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


def entries_of(event: Event) -> list[Entry]:
    """The newest changes of *event* first; a fixed number of statements however many there are."""
    query = select(Change).where(Change.entity == event.key).order_by(Change.id.desc()).limit(MOST)
    changes = list(db.session.scalars(query))
    who = _Actors(changes)
    values = _Values(changes, event.starts_zone or event.organiser.zone)
    return [
        Entry(
            change.at,
            who.name_of(change.actor),
            str(_VERBS.get(change.verb, change.verb)),
            change.reason,
            values.differences(change),
        )
        for change in changes
    ]


class _Actors:
    """Accounts by name; everybody else by what they are."""

    def __init__(self, changes: Iterable[Change]) -> None:
        ids = {int(each.actor[8:]) for each in changes if each.actor.startswith("account:")}
        query = select(Account.id, Account.name).where(Account.id.in_(ids))
        self._names = {f"account:{row.id}": row.name for row in db.session.execute(query)}

    def name_of(self, actor: str) -> str:
        if actor in self._names:
            return str(self._names[actor])
        known = {"participant": _("a participant"), "system": _("the system")}
        return str(known.get(actor) or _("a former account"))


class _Values:
    """What stands in the log, in words; rows it names by id are looked up once for all entries."""

    def __init__(self, changes: Iterable[Change], zone: str) -> None:
        self._zone = zone
        wanted: dict[Any, set[int]] = {model: set() for model in _OF_MODEL.values()}
        for change in changes:
            for facts in (change.before, change.after):
                for name, model in _OF_MODEL.items():
                    wanted[model] |= _numbers((facts or {}).get(name))
                for pair in (facts or {}).get("contributors") or ():
                    wanted[Organisation] |= _numbers(pair)
        self._names = {model: _names(model, ids) for model, ids in wanted.items()}

    def differences(self, change: Change) -> list[Difference]:
        if change.before is None:  # the first entry holds everything there was
            return []
        after = change.after or {}
        return [
            Difference(
                str(LABELS.get(name, name)),
                self._in_words(name, change.before.get(name)) or "–",
                self._in_words(name, after.get(name)) or "–",
            )
            for name in (*LABELS, *sorted(set(after) - set(LABELS)))
            if name in after and (name not in UNSAID or _is_reworded(change, name))
        ]

    def _in_words(self, name: str, value: Any) -> str:
        """The log is kept for ever and words change: what no longer fits is shown as it is."""
        try:
            return self._known(name, value)
        except (AttributeError, KeyError, TypeError, ValueError):
            return str(value)

    def _known(self, name: str, value: Any) -> str:
        if value is None or value == []:
            return str(_("no limit")) if name == "capacity" else ""
        if name in _OF_MODEL:
            names = self._names[_OF_MODEL[name]]
            return ", ".join(names.get(each, str(each)) for each in _as_list(value))
        if isinstance(value, dict) and "texts" in value:
            return text_words(LocalText.from_json(value))
        if name in ("opens_at", "closes_at", "gate_list_due_at"):
            return str(moment(datetime.fromisoformat(value), self._zone))
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if name == "contributors":
            return self._contributors(value)
        return _WORDS.get(name, str)(value)

    def _contributors(self, value: list[Any]) -> str:
        organisations = self._names[Organisation]
        named = [
            f"{contributor_role(role)} ({organisations[number]})"
            if number in organisations
            else contributor_role(role)
            for role, number in value
        ]
        return ", ".join(named)


def _is_reworded(change: Change, name: str) -> bool:
    """The reason, translated or corrected afterwards: then no act says it."""
    return name == "status_reason" and change.verb == "edited"


def _names(model: Any, ids: set[int]) -> dict[int, str]:
    query = select(model.id, model.name).where(model.id.in_(ids))
    return {row.id: plain_text(row.name) for row in db.session.execute(query)}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _numbers(value: Any) -> set[int]:
    return {each for each in _as_list(value) if isinstance(each, int)}


def _kinds(value: list[str]) -> str:
    return ", ".join(kind_look(kind).word for kind in value)


#: How somebody asked to have their data erased.
_ASKED = {
    "link": _l("by their link"),
    "letter": _l("by letter"),
    "mail": _l("by e-mail"),
    "in-person": _l("in person or by telephone"),
}
_WORDS: dict[str, Callable[[Any], str]] = {
    "kind": lambda value: kind_look(value).word,
    "more_kinds": _kinds,
    "subkind": subkind_word,
    "mode": mode_word,
    "status": lambda value: state_look(value, "event").word,
    "visibility": lambda value: str(dict(VISIBILITIES)[value]),
    "registration_mode": lambda value: str(dict(REGISTRATION_MODES)[value]),
    "period": lambda value: period_words(
        Period.from_json(value), current_language(), with_zone=True
    ),
    "languages": language_list,
    "capacity": lambda value: str(ngettext("%(num)d place", "%(num)d places", value)),
    "asked": lambda value: str(_ASKED[value]),
}
