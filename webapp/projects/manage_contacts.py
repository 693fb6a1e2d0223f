"""Editing whom the public can ask about a project, and where the facts about it are from."""

from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.core.periods import Period, Precision
from webapp.projects import manage_choices as choices
from webapp.projects.manage_forms import ContactsForm
from webapp.projects.manage_rows import own_slug, settle
from webapp.projects.manage_sections import Section
from webapp.projects.models import Contact, Project
from webapp.projects.organisations import Organisation
from webapp.projects.sources import Source, SourceLink, sources_of


class Contacts(Section):
    """Contacts and sources."""

    name = "contacts"
    template = "contacts.html"
    form_class = ContactsForm

    def data(self, project: Project) -> dict[str, Any]:
        """Contacts in the order they were written, sources by their slugs."""
        contacts = sorted(project.contacts, key=lambda each: each.id)
        return {
            "contacts": [_contact(each) for each in contacts],
            "sources": [_source(each) for each in sources_of(f"project:{project.id}")],
        }

    def offer(self, form: Any, project: Project) -> None:
        """Any organisation may answer."""
        form.contacts.offer("organisation", choices.organisations())

    def store(self, form: Any, project: Project) -> None:
        """A source may stand behind other facts too: only its link to this project is removed."""
        rows = form.contacts.data
        known = choices.by_slugs(Organisation, (row["organisation"] for row in rows))
        wanted = [
            {
                "row_id": row["row_id"],
                "organisation": known[row["organisation"]],
                "role": row["role"],
                "email": row["email"] or None,
            }
            for row in rows
        ]
        settle(project.contacts, wanted, Contact, "contact")
        _store_sources(form.sources.data, f"project:{project.id}")


def _contact(row: Contact) -> dict[str, Any]:
    return {
        "row_id": str(row.id),
        "organisation": row.organisation.slug,
        "role": row.role,
        "email": row.email,
    }


def _source(row: Source) -> dict[str, Any]:
    published = Period.days(row.published_on) if row.published_on else None
    if published is None and row.published_year:
        published = Period.year(row.published_year)
    return {
        "row_id": row.slug,
        "title": row.title,
        "publisher": row.publisher,
        "published": published,
        "address": row.address,
    }


def _store_sources(rows: list[dict[str, Any]], entity: str) -> None:
    known = {source.slug: source for source in sources_of(entity)}
    kept = []
    for row in rows:
        source = known.get(row["row_id"])
        if source is None:
            source = Source(slug=own_slug("source"))
            db.session.add(source)
        _fill(source, row)
        kept.append(source)
    db.session.flush()
    _link(entity, {source.id for source in kept})


def _fill(source: Source, row: dict[str, Any]) -> None:
    published: Period | None = row["published"]
    is_day = published is not None and published.precision is Precision.DAY
    source.title = row["title"]
    source.publisher, source.address = row["publisher"] or None, row["address"] or None
    source.published_on = published.first_on if published is not None and is_day else None
    first = published.first_on if published is not None else None
    source.published_year = first.year if first is not None and not is_day else None


def _link(entity: str, wanted: set[int]) -> None:
    links = list(db.session.scalars(select(SourceLink).where(SourceLink.entity == entity)))
    for link in links:
        if link.source_id not in wanted:
            db.session.delete(link)
    for source_id in sorted(wanted - {link.source_id for link in links}):
        db.session.add(SourceLink(entity=entity, source_id=source_id))
