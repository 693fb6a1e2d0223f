"""Stores which record stands in which source."""

from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.manage.importing.facts import Facts
from webapp.manage.importing.ledger import Ledger, entity_key
from webapp.projects.sources import SourceLink


def write_source_links(ledger: Ledger) -> None:
    """Make the links of every record that says its sources equal to what it says."""
    wanted = {
        entity_key(facts.noun, row): {ledger.finder.find("sources", ref).id for ref in refs}
        for facts, row in ledger.written
        if (refs := _refs(facts)) is not None
    }
    query = select(SourceLink).where(SourceLink.entity.in_(wanted))
    stored = {(link.entity, link.source_id): link for link in db.session.scalars(query)}
    for entity, source_ids in wanted.items():
        for source_id in source_ids:
            if stored.pop((entity, source_id), None) is None:
                db.session.add(SourceLink(entity=entity, source_id=source_id))
    for link in stored.values():
        db.session.delete(link)


def _refs(facts: Facts) -> list[Any] | None:
    """The sources a record names; None when it says nothing about them."""
    return (facts.values["source"] or []) if "source" in facts else None
