"""Good-practice cards: made of takeaways or by hand, edited, shown, taken off the public pages.

Rules run inside ``with write():``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.text import LocalText, search_key
from webapp.events.models import Event
from webapp.practices.errors import NamesPerson, Stale
from webapp.practices.models import Takeaway
from webapp.projects.manage_rows import own_slug
from webapp.projects.models import GoodPractice, Project
from webapp.projects.organisations import Organisation


@dataclass(frozen=True)
class Card:
    """What a card says."""

    what: LocalText
    organisation: Organisation
    status: str
    is_public: bool


def cards_of(project: Project) -> list[GoodPractice]:
    """All cards of a project, those that only staff see too."""
    query = select(GoodPractice).where(GoodPractice.project_id == project.id)
    query = query.options(joinedload(GoodPractice.organisation)).order_by(GoodPractice.slug)
    return list(db.session.scalars(query))


def card_of(project: Project, slug: str) -> GoodPractice | None:
    """One of them; None where there is none."""
    query = select(GoodPractice).where(
        GoodPractice.project_id == project.id, GoodPractice.slug == slug
    )
    return db.session.scalar(query)


def make(
    project: Project, card: Card, takeaways: Sequence[Takeaway] = (), event: Event | None = None
) -> GoodPractice:
    """A new card, of *takeaways* from *event*, or of nobody's. Raises `NamesPerson`."""
    _check(card.what, takeaways)
    items = {each.item_id for each in takeaways}
    row = GoodPractice(
        slug=own_slug(card.organisation.slug),
        project_id=project.id,
        event_id=None if event is None else event.id,
        item_id=items.pop() if len(items) == 1 else None,
    )
    _put(row, card)
    db.session.add(row)
    db.session.flush()
    for each in takeaways:
        each.practice_id = row.id
    record(f"project:{project.id}", "practice-added", after=_facts(row))
    return row


def change(row: GoodPractice, card: Card, revision: str) -> bool:
    """Put what a card says; whether anything was different. Raises `NamesPerson`, `Stale`."""
    if revision != str(row.revision):
        raise Stale
    made_of = db.session.scalars(select(Takeaway).where(Takeaway.practice_id == row.id)).all()
    _check(card.what, made_of)
    before = _facts(row)
    _put(row, card)
    db.session.flush()
    if _facts(row) == before:
        return False
    row.touch()
    record(f"project:{row.project_id}", "practice-changed", before, _facts(row))
    return True


def withdraw(row: GoodPractice) -> None:
    """Take it off the public pages; staff keep it and can show it again."""
    if row.is_public:
        row.is_public = False
        row.touch()
        record(f"project:{row.project_id}", "practice-withdrawn", after={"practice": row.slug})


def _put(row: GoodPractice, card: Card) -> None:
    row.what, row.organisation, row.organisation_id = (
        card.what,
        card.organisation,
        card.organisation.id,
    )
    row.status, row.is_public = card.status, card.is_public


def _check(what: LocalText, takeaways: Iterable[Takeaway]) -> None:
    """Whoever wrote what it was made of is not named in it."""
    said = f" {_bare(*what.texts.values())} "
    for each in takeaways:
        name = _bare(each.registration.name)
        if name and f" {name} " in said:
            raise NamesPerson(each.registration.name)


def _bare(*texts: str) -> str:
    """The words without accents and signs."""
    return " ".join(re.findall(r"\w+", search_key(*texts)))


def _facts(row: GoodPractice) -> dict[str, object]:
    """For the change log."""
    return {
        "practice": row.slug,
        "what": row.what.as_json(),
        "organisation": row.organisation.slug,
        "status": row.status,
        "is_public": row.is_public,
    }
