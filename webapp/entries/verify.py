"""Compare what is stored with what it is derived from, for ``flask verify`` and the tests."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.core.database import db
from webapp.core.times import now
from webapp.entries import registry, versions
from webapp.entries.describing import Fresh, bare, batches, fresh
from webapp.entries.models import Entry
from webapp.entries.rendering import stored_entries

_BATCH = 200


def differences() -> Iterator[str]:
    """A line for every entry that differs from a fresh render; what waits for the sweep does not
    count. Only reads."""
    session = db.session()
    for prefix, provider in registry.providers():
        last = 0
        while ids := list(provider.ids_after(session, last, _BATCH)):
            yield from _compare(session, [f"{prefix}:{number}" for number in ids])
            last = ids[-1]
    yield from _orphans(session)
    if not versions.is_outdated(session):
        names = versions.misnamed_scopes(session)
        yield from (f"{scope}: its calendar is called something else" for scope in names)


def _compare(session: Session, owners: Sequence[str]) -> Iterator[str]:
    stored = {entry.owner: entry for entry in stored_entries(session, owners)}
    for owner, wanted in fresh(session, owners).items():
        entry = stored.get(owner)
        if entry is None:
            if wanted.editions:
                yield f"{owner}: stands in no calendar"
        elif not _waits(entry):
            yield from (f"{owner}: {what}" for what in _differing(entry, wanted))


def _waits(entry: Entry) -> bool:
    return entry.is_stale or (entry.due_at is not None and entry.due_at <= now())


def _differing(entry: Entry, wanted: Fresh) -> Iterator[str]:
    said = {(each.language, each.audience): bare(each.text) for each in entry.texts}
    for edition in sorted(said.keys() | wanted.editions.keys()):
        now_said = bare(wanted.text(edition, 0, now())) if edition in wanted.editions else None
        if said.get(edition) != now_said:
            yield f"the text in {edition[0]} for {edition[1]} differs"
    if {each.scope for each in entry.scopes} != wanted.all_scopes:
        yield "it belongs to other calendars"
    if {each.depends_on for each in entry.dependencies} != wanted.dependencies:
        yield "it depends on other rows"
    facts = [list(zone) for zone in wanted.zones], wanted.first_on, wanted.last_on, wanted.due_at
    if (entry.zones, entry.first_on, entry.last_on, entry.due_at) != facts:
        yield "its days, zones or due time differ"
    if (entry.uid, entry.invite_hash) != (wanted.uid, wanted.invite_hash):
        yield "its UID or what invitations tell differs"


def _orphans(session: Session) -> Iterator[str]:
    """Entries whose owner is gone."""
    query = select(Entry.owner).order_by(Entry.id)
    for owners in batches(session.scalars(query).all(), _BATCH):
        known = fresh(session, owners)
        yield from (f"{owner}: is gone" for owner in owners if owner not in known)
