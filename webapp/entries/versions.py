"""A number per scope that moves exactly when the bytes of its calendar do."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from webapp.core.times import now
from webapp.entries import registry
from webapp.entries.describing import batches, hashed
from webapp.entries.models import ScopeVersion
from webapp.entries.renderer import fingerprint

#: Counts every transaction that moved any version, and keeps the time of the last.
ANYTHING = "*"
#: Its version is the fingerprint of what has rendered the stored texts.
RENDERED_BY = "renderer"
#: Databases bound the parameters of a statement.
_BATCH = 5000


def raise_all(session: Session, scopes: Collection[str], renamed: Collection[str] = ()) -> None:
    """Move the versions of these scopes: one UPDATE, and one INSERT for those seen first.

    *renamed* are those of them that are called something else now.
    """
    if not scopes:
        return
    stamp = _stamp(session)
    for some in batches(sorted({*scopes, ANYTHING}), _BATCH):
        query = select(ScopeVersion.scope).where(ScopeVersion.scope.in_(some))
        known = set(session.scalars(query))
        _raise(session, known, stamp)
        _insert(session, [scope for scope in some if scope not in known], stamp)
    for some in batches(sorted(renamed), _BATCH):
        _set(session, ScopeVersion.scope.in_(some), renamed_at=stamp)


def _raise(session: Session, scopes: Collection[str], stamp: datetime) -> None:
    is_one = ScopeVersion.scope.in_(scopes)
    _set(session, is_one, version=ScopeVersion.version + 1, changed_at=stamp)


def _set(session: Session, where: ColumnElement[bool], **values: Any) -> None:
    session.execute(
        update(ScopeVersion).where(where).values(values),
        execution_options={"synchronize_session": False},
    )


def _insert(session: Session, scopes: Sequence[str], stamp: datetime) -> None:
    rows = [{"scope": scope, "version": 1, "changed_at": stamp} for scope in scopes]
    if ANYTHING in scopes:  # the first change of all: what renders it is what runs now
        rows.append({"scope": RENDERED_BY, "version": fingerprint(), "changed_at": stamp})
    if rows:
        session.execute(insert(ScopeVersion), rows)


def raise_everything(session: Session) -> None:
    """Move every version there is and remember what renders from now on."""
    stamp = _stamp(session)
    is_renderer = ScopeVersion.scope == RENDERED_BY
    _set(session, ~is_renderer, version=ScopeVersion.version + 1, changed_at=stamp)
    _set(session, is_renderer, version=fingerprint(), changed_at=stamp)


def is_outdated(session: Session) -> bool:
    """Whether stored texts were made by another version or with other settings."""
    query = select(ScopeVersion.version).where(ScopeVersion.scope == RENDERED_BY)
    stored = session.scalar(query)
    return stored is not None and stored != fingerprint()


def _stamp(session: Session) -> datetime:
    """Now, but at least a second after the last change: HTTP dates know no parts of a second, and
    the clocks of several machines differ."""
    query = select(ScopeVersion.changed_at).where(ScopeVersion.scope == ANYTHING)
    last = session.scalar(query)
    return now() if last is None else max(now(), last + timedelta(seconds=1))


def renamed_scopes(session: Session, heads: Iterable[str]) -> set[str]:
    """Which of these scopes call their calendar something else now; remembers the new names."""
    renamed: set[str] = set()
    for hashes in _head_hashes(session, heads):
        renamed |= _remember(session, hashes)
    session.flush()
    return renamed


def misnamed_scopes(session: Session) -> Iterator[str]:
    """The scopes whose name is another than was remembered. Only reads."""
    for hashes in _head_hashes(session, registry.head_keys(session)):
        query = select(ScopeVersion.scope, ScopeVersion.head).where(ScopeVersion.scope.in_(hashes))
        remembered = {row.scope: row.head for row in session.execute(query)}
        yield from (each for each, hash_ in hashes.items() if remembered.get(each) != hash_)


def _head_hashes(session: Session, heads: Iterable[str]) -> Iterator[dict[str, str]]:
    """What is remembered of the names of these scopes, some at a time."""
    ids: dict[str, list[int]] = {}
    for prefix, number in map(registry.split, heads):
        ids.setdefault(prefix, []).append(number)
    for prefix, numbers in ids.items():
        for some in batches(sorted(numbers), _BATCH):
            described = registry.describe_heads(session, prefix, some)
            yield {f"{prefix}:{each}": hashed(names) for each, names in described.items() if names}


def _remember(session: Session, heads: Mapping[str, str]) -> set[str]:
    """Which of these scopes had another name, or none, until now."""
    query = select(ScopeVersion).where(ScopeVersion.scope.in_(heads))
    known = {row.scope: row for row in session.scalars(query)}
    renamed = {each for each in heads if each not in known or known[each].head != heads[each]}
    for scope in renamed:
        if scope in known:
            known[scope].head = heads[scope]
        else:
            # Its first version is given by the caller, who raises all renamed ones.
            session.add(ScopeVersion(scope=scope, version=0, changed_at=now(), head=heads[scope]))
    return renamed
