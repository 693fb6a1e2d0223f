"""What must hold inside a file, beyond the form of its single values; needs no database."""

from collections.abc import Callable, Iterable

from flask_babel import gettext as _

from webapp.core.permissions import Role
from webapp.manage.importing.facts import Facts, FileFacts, parts
from webapp.manage.importing.problems import Problems
from webapp.registrations.models import HELD_UNTIL, State


def check(facts: FileFacts, problems: Problems) -> None:
    """Note every contradiction that would make a row the database refuses."""
    check_records(facts.everything(), problems)


def check_records(records: Iterable[Facts], problems: Problems) -> None:
    """The same for some records."""
    for each in records:
        rule = None if each.is_spoilt else _RULES.get(each.noun)
        why = rule(each) if rule else None
        if why:
            problems.add(each.line, why)


def _phase(facts: Facts) -> str | None:
    starts, ends = facts.get("starts"), facts.get("ends")
    if starts and ends and starts.first_on > ends.last_on:
        return str(_("the phase ends before it begins"))
    return None


def _statement(facts: Facts) -> str | None:
    starts, ends = facts.get("from"), facts.get("until")
    if starts and ends and starts > ends:
        return str(_("“until” lies before “from”"))
    return None


def _budget(facts: Facts) -> str | None:
    shares = parts(facts, "shares")
    if sum(share.get("percent", 0) for share in shares) > 100:
        return str(_("the shares add up to more than 100 per cent"))
    if any(_says_nothing(share) for share in shares):
        return str(_("a share needs a percentage or an amount"))
    return None


def _says_nothing(share: Facts) -> bool:
    is_empty = share.get("percent") is None and share.get("amount") is None
    return is_empty and not share.is_spoilt


def _project(facts: Facts) -> str | None:
    numbers = [phase.get("number") for phase in parts(facts, "phases")]
    if len(numbers) != len(set(numbers)):
        return str(_("two phases have the same number"))
    return None


def _place(facts: Facts) -> str | None:
    if (facts.get("latitude") is None) != (facts.get("longitude") is None):
        return str(_("“latitude” and “longitude” stand together"))
    return None


def _contributor(facts: Facts) -> str | None:
    if facts.get("name") is None and facts.get("organisation") is None:
        return str(_("a contributor needs a “name” or an “organisation”"))
    return None


def _role(facts: Facts) -> str | None:
    if facts.get("role") == Role.PROJECT_COORDINATOR and facts.get("project") is None:
        return str(_("a project coordinator needs a “project”"))
    return None


def _registration(facts: Facts) -> str | None:
    """What the database refuses of a registration."""
    state = facts.get("state")
    if facts.get("name") is None and facts.get("erased") is None:
        return str(_("“%(key)s” is missing here", key="name"))
    if (state in HELD_UNTIL) != ("held_until" in facts):
        return str(_("“held_until” stands with “unverified” and “offered”, and only there"))
    if state == State.WAITING and facts.get("waiting_since") is None:
        return str(_("“%(key)s” is missing here", key="waiting_since"))
    return None


def _event(facts: Facts) -> str | None:
    """What was kept of an event agrees with where it stands."""
    kept: Facts | None = facts.get("kept")
    if kept is None or kept.is_spoilt:
        return None
    status = facts.get("status", "tentative")
    if status != "draft" and kept.get("published") is None:
        return str(_("an event that is no draft has “published” under “kept”"))
    if (status == "cancelled") != (kept.get("cancelled") is not None):
        return str(_("“cancelled” under “kept” stands with the status “cancelled”"))
    return None


def _agenda(facts: Facts) -> str | None:
    """Items and tracks are called by ids of their own; a track that is named is there."""
    tracks = [each.id for each in parts(facts, "tracks")]
    items = parts(facts, "items")
    for ids in (tracks, [each.id for each in items]):
        double = next((each for each in ids if ids.count(each) > 1), None)
        if double is not None:
            return str(_("“%(id)s” stands twice in this agenda", id=double))
    unknown = {each["track"] for each in items if each.get("track")} - set(tracks)
    if unknown:
        return str(_("the agenda has no track “%(id)s”", id=min(unknown)))
    return None


def _item(facts: Facts) -> str | None:
    """What the database refuses of an item."""
    if (facts.get("from") is None) != (facts.get("until") is None):
        return str(_("“from” and “until” stand together"))
    return None


def _host_kept(facts: Facts) -> str | None:
    """A host has given one answer."""
    if facts.get("confirmed") and facts.get("refused"):
        return str(_("“confirmed” and “refused” exclude each other"))
    return None


def _letter(facts: Facts) -> str | None:
    """What the database refuses of a letter."""
    is_sent = facts.get("stage") == "sent"
    if is_sent != ("begun" in facts) or is_sent != ("finished" in facts):
        return str(_("“begun” and “finished” stand with a letter that was sent"))
    is_message = facts.get("purpose") == "message"
    if is_message and facts.get("stage") == "scheduled" and facts.get("due") is None:
        return str(_("“%(key)s” is missing here", key="due"))
    return None


def _stay(facts: Facts) -> str | None:
    starts, ends = facts.get("from"), facts.get("until")
    if starts and ends and starts > ends:
        return str(_("“until” lies before “from”"))
    return None


def _answered(facts: Facts) -> str | None:
    """An answer and its moment stand together."""
    answer = facts.get("answer")
    if (answer in (None, "asked")) != (facts.get("answered") is None):
        return str(_("“answer” and “answered” stand together"))
    return None


_RULES: dict[str, Callable[[Facts], str | None]] = {
    "phase": _phase,
    "statement": _statement,
    "budget": _budget,
    "project": _project,
    "place": _place,
    "contributor": _contributor,
    "role": _role,
    "stay": _stay,
    "event": _event,
    "agenda": _agenda,
    "agenda item": _item,
    "host kept": _host_kept,
    "event letter": _letter,
    "registration": _registration,
    "guardian": _answered,
    "asking": _answered,
}
