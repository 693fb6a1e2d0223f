"""Bring stored texts, scopes and versions in step with what they describe, in one transaction."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, select, text, update
from sqlalchemy.orm import Session, selectinload

from webapp.core.times import now
from webapp.entries import registry
from webapp.entries.describing import Edition, Fresh, bare, batches, fresh
from webapp.entries.models import Entry, EntryDependency, EntryScope, EntryText
from webapp.entries.registry import Audience
from webapp.entries.versions import raise_all, renamed_scopes

#: More entries than this depend on one row: they are marked, and a sweep renders them.
MOST_AT_ONCE = 300
_BATCH = 200
#: Any number that no other lock of this program uses.
_LOCK = 5_545_7986


def render(
    connection: Connection,
    owners: Collection[str] = (),
    dependencies: Collection[str] = (),
    heads: Collection[str] = (),
) -> None:
    """Render these owners, what follows them, and all that depend on these rows; name these
    scopes anew.

    A session of its own reads everything afresh: the caller's may hold rows that another
    transaction has changed meanwhile.
    """
    with Session(connection, autoflush=False) as session:
        take_turns(session)
        renamed = renamed_scopes(session, heads)
        scopes = set(renamed)
        wanted = [*owners, *_followers(session, owners)]
        # An owner that is gone took its followers along; their entries still name it.
        wanted += _dependants(session, {*dependencies, *owners}, set(wanted))
        for batch in batches(wanted, _BATCH):
            scopes |= _render(session, batch)
        raise_all(session, scopes, renamed)
        # Inside a savepoint of the caller this session has one of its own, which closing would
        # roll back; elsewhere the caller's transaction is left open.
        session.commit()


def take_turns(session: Session) -> None:
    """One writer of calendars at a time, as SQLite always has it, until the transaction ends.

    Else two that change an event and its place at once would each render without seeing the
    other's change. Nothing that holds this lock waits for another, so there is no deadlock.
    """
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})


def _followers(session: Session, owners: Collection[str]) -> list[str]:
    """What is rendered with these owners; of too many only those new to calendars, the others are
    marked for the sweep."""
    found = [each for each in registry.followers(session, owners) if each not in owners]
    if len(found) <= MOST_AT_ONCE:
        return found
    known: set[str] = set()
    for some in batches(found, _BATCH):
        known |= set(session.scalars(select(Entry.owner).where(Entry.owner.in_(some))))
        mark = update(Entry).where(Entry.owner.in_(some)).values(is_stale=True)
        session.execute(mark, execution_options={"synchronize_session": False})
    return [each for each in found if each not in known]


def _dependants(session: Session, keys: Collection[str], known: Collection[str]) -> list[str]:
    """The owners whose texts name these rows; too many are marked for the sweep instead."""
    if not keys:
        return []
    named = select(EntryDependency.entry_id).where(EntryDependency.depends_on.in_(keys))
    query = select(Entry.owner).where(Entry.id.in_(named)).limit(MOST_AT_ONCE + 1)
    found = [owner for owner in session.scalars(query) if owner not in known]
    if len(found) < MOST_AT_ONCE + 1:
        return found
    mark = update(Entry).where(Entry.id.in_(named)).values(is_stale=True)
    session.execute(mark, execution_options={"synchronize_session": False})
    return []


def _render(session: Session, owners: Sequence[str]) -> set[str]:
    """Render some owners; the scopes whose bytes have changed by it."""
    described = fresh(session, owners)
    stored = {entry.owner: entry for entry in stored_entries(session, owners)}
    raised: set[str] = set()
    for owner in owners:
        raised |= _step(session, owner, stored.get(owner), described.get(owner))
    session.flush()
    session.expunge_all()
    return raised


def stored_entries(session: Session, owners: Sequence[str]) -> list[Entry]:
    """What is stored about some owners, with all that belongs to it."""
    parts = (Entry.texts, Entry.scopes, Entry.dependencies)
    query = select(Entry).where(Entry.owner.in_(owners))
    return list(session.scalars(query.options(*(selectinload(part) for part in parts))))


def _step(session: Session, owner: str, entry: Entry | None, wanted: Fresh | None) -> set[str]:
    if wanted is None:
        return set() if entry is None else _remove(session, entry)
    if entry is None:
        if not wanted.editions:
            return set()
        entry = Entry(owner=owner, sequence=-1, invite_sequence=0, invite_hash="", zones=[])
        session.add(entry)
    entry.uid = wanted.uid
    rewritten = renew_texts(entry, wanted)
    raised = renew_scopes(entry, wanted, rewritten)
    renew_dependencies(entry, wanted)
    renew_facts(entry, wanted)
    return raised


def _remove(session: Session, entry: Entry) -> set[str]:
    scopes = {each.scope for each in entry.scopes}
    session.delete(entry)
    return scopes


def renew_texts(entry: Entry, wanted: Fresh, moment: datetime | None = None) -> set[str]:
    """Replace the texts that say something else since *moment* (now); the audiences that see a
    difference."""
    stored = {(each.language, each.audience): each for each in entry.texts}
    sequence, moment = entry.sequence + 1, moment or now()
    renewed = {edition: wanted.text(edition, sequence, moment) for edition in wanted.editions}
    differing = [edition for edition in renewed if _differs(stored.get(edition), renewed[edition])]
    gone = [edition for edition in stored if edition not in renewed]
    if differing or gone:
        entry.sequence, entry.changed_at = sequence, moment
    for edition in gone:
        entry.texts.remove(stored[edition])
    for edition in differing:
        _put(entry, edition, stored.get(edition), renewed[edition])
    return {audience for _, audience in (*differing, *gone)}


def _differs(stored: EntryText | None, renewed: str) -> bool:
    """Whether it says something else, the stamps of its last change apart."""
    return stored is None or bare(stored.text) != bare(renewed)


def _put(entry: Entry, edition: Edition, stored: EntryText | None, text: str) -> None:
    if stored is None:
        language, audience = edition
        entry.texts.append(EntryText(language=language, audience=audience, text=text))
    else:
        stored.text = text


def renew_scopes(entry: Entry, wanted: Fresh, rewritten: Collection[str]) -> set[str]:
    """The scopes whose bytes change: those joined or left, and those of the audiences whose text
    was *rewritten*."""
    stored = {each.scope: each for each in entry.scopes}
    for scope in stored.keys() - wanted.all_scopes:
        entry.scopes.remove(stored[scope])
    for scope in sorted(wanted.all_scopes - stored.keys()):
        entry.scopes.append(EntryScope(scope=scope))
    raised = set(wanted.all_scopes ^ stored.keys())
    if Audience.PUBLIC in rewritten:
        raised |= wanted.scopes
    if Audience.PARTICIPANT in rewritten:
        raised |= wanted.participant_scopes
    return raised


def renew_dependencies(entry: Entry, wanted: Fresh) -> None:
    """Note the rows its texts are made of now."""
    stored = {each.depends_on: each for each in entry.dependencies}
    for key in stored.keys() - wanted.dependencies:
        entry.dependencies.remove(stored[key])
    for key in sorted(wanted.dependencies - stored.keys()):
        entry.dependencies.append(EntryDependency(depends_on=key))


def renew_facts(entry: Entry, wanted: Fresh) -> None:
    """Note when it is, in which zones, and whether people invited must be told."""
    zones = [list(each) for each in wanted.zones]
    if entry.zones != zones:
        entry.zones = zones
    entry.first_on, entry.last_on = wanted.first_on, wanted.last_on
    entry.is_stale, entry.due_at = False, wanted.due_at
    if entry.invite_hash != wanted.invite_hash:
        entry.invite_hash, entry.invite_sequence = wanted.invite_hash, entry.sequence
