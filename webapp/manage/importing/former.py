"""Keeps the addresses that organisations and projects had before: they lead on for ever."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.manage.importing.facts import Facts
from webapp.manage.importing.ledger import Ledger


def keep_former(ledger: Ledger, facts: Facts, row: Any) -> bool:
    """Keep what the file says; whether any of it was new. Another's address is a problem."""
    wanted = [slug for slug in facts.get("formerly", []) if slug != row.slug]
    if not wanted:
        return False
    db.session.flush()
    model, former = type(row), type(row).former_slugs
    taken = set(db.session.scalars(select(model.slug).where(model.slug.in_(wanted))))
    query = select(former.slug, former.row_id).where(former.slug.in_(wanted))
    known: dict[str, int] = dict(db.session.execute(query).all())
    new = []
    for slug in wanted:
        if slug in taken or known.get(slug, row.id) != row.id:
            why = _("“%(slug)s” is or was the address of another here", slug=slug)
            ledger.problems.add(facts.line, why)
        elif slug not in known:
            new.append(slug)
            db.session.add(former(slug=slug, row_id=row.id))
    return bool(new)
