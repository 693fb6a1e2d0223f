"""Finds the rows a file is about: by slug, and organisations by any form of their name too."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.core.database import db
from webapp.core.notation_words import shown
from webapp.events.models import Event
from webapp.manage.importing.facts import Facts, FileFacts, Ref
from webapp.manage.importing.problems import Problems
from webapp.manage.importing.shapes import nearest
from webapp.programmes.models import Fund, Programme, TargetGroup
from webapp.projects.models import GoodPractice, Milestone, Project
from webapp.projects.organisation_names import Names, all_names
from webapp.projects.organisations import Organisation, OrganisationAlias, Place
from webapp.projects.sources import Source

#: What each section holds, found again by its slug.
MODELS: dict[str, type[Any]] = {
    "sources": Source,
    "funds": Fund,
    "programmes": Programme,
    "target_groups": TargetGroup,
    "places": Place,
    "organisations": Organisation,
    "projects": Project,
    "milestones": Milestone,
    "good_practices": GoodPractice,
    "events": Event,
}
#: Read with the row, so that comparing costs one statement and not one for each row.
_TOGETHER: dict[str, tuple[Any, ...]] = {
    "organisations": (selectinload(Organisation.aliases),),
    "events": (
        selectinload(Event.project_links),
        selectinload(Event.place_links),
        selectinload(Event.kind_links),
        selectinload(Event.language_links),
        selectinload(Event.contributors),
        selectinload(Event.target_groups),
        selectinload(Event.pool),
    ),
}
#: Which section a key names records of.
REFERS_TO = {
    "source": "sources",
    "fund": "funds",
    "programme": "programmes",
    "target_group": "target_groups",
    "target_groups": "target_groups",
    "place": "places",
    "places": "places",
    "to": "places",
    "organisation": "organisations",
    "organiser": "organisations",
    "host": "organisations",
    "lead": "organisations",
    "partners": "organisations",
    "associated": "organisations",
    "reported_by": "organisations",
    "attended": "organisations",
    "project": "projects",
    "projects": "projects",
    "follows": "events",
    "event": "events",
    "practice": "good_practices",
}
#: More parameters than this are asked for in several statements.
_AT_ONCE = 500


class Finder:
    """What the file and the database know under which id or name."""

    def __init__(self, facts: FileFacts, problems: Problems) -> None:
        self.facts, self.problems = facts, problems
        self.rows: dict[str, dict[str, Any]] = {
            section: _by_slug(section, slugs) for section, slugs in _slugs_in(facts).items()
        }
        self._recognise_renamed()
        self.names = _stored_names()
        #: Organisations of the file that were found under another id, by a form of their name.
        self.matched: list[tuple[Facts, Organisation]] = []
        self._recognise_organisations()

    def find(self, section: str, ref: Ref | None) -> Any:
        """The row that is meant; None for no reference, or for a record not written yet."""
        if ref is None:
            return None
        row = self.rows[section].get(ref.name)
        if row is None and section == "organisations":
            row = self._organisation(self.names.find(ref.name))
        return row

    def look_up(self, section: str, ref: Ref) -> Any:
        """Like `find`, for what the file names in passing and nothing has been read of yet."""
        if ref.name not in self.rows[section]:
            self.rows[section] |= _by_slug(section, {ref.name})
        return self.find(section, ref)

    def find_all(self, section: str, refs: Iterable[Ref] | None) -> list[Any]:
        """The rows of several references in order, each once."""
        return list(dict.fromkeys(self.find(section, ref) for ref in refs or ()))

    def check_references(self) -> None:
        """Note every reference to something that neither the file nor the database has."""
        for facts in self.facts.everything():
            for key, value in facts.values.items():
                for ref in value if isinstance(value, list) else (value,):
                    if isinstance(ref, Ref):
                        self._check(REFERS_TO[key], ref)

    def _check(self, section: str, ref: Ref) -> None:
        if ref.name in self.rows[section] or ref.name in self.facts.known(section):
            return
        found = self.names.find(ref.name) if section == "organisations" else set()
        if len(found) > 1:
            why = _(
                "“%(name)s” may be any of: %(ids)s; use the id",
                name=shown(ref.name),
                ids=", ".join(sorted(found)),
            )
            self.problems.add(ref.line, why)
        elif not found:
            hint = nearest(ref.name, {*self.rows[section], *self.facts.ids(section)})
            why = _(
                "“%(name)s” is not known under “%(section)s”", name=shown(ref.name), section=section
            )
            self.problems.add(ref.line, why + hint)

    def _recognise_renamed(self) -> None:
        """What has still the address here that the file says it had formerly."""
        for section in ("organisations", "projects"):
            rows = self.rows[section]
            for facts in self.facts[section]:
                if facts.id not in rows and facts.get("formerly"):
                    for row in _by_slug(section, facts["formerly"]).values():
                        rows[facts.id] = row

    # ---- organisations

    def _organisation(self, slugs: set[str]) -> Organisation | None:
        if len(slugs) != 1:
            return None
        (slug,) = slugs
        if slug not in self.rows["organisations"]:
            self.rows["organisations"].update(_by_slug("organisations", {slug}))
        found: Organisation | None = self.rows["organisations"].get(slug)
        return found

    def _recognise_organisations(self) -> None:
        """Give each organisation of the file the row it has already, by id, else by name."""
        rows = self.rows["organisations"]
        taken = {each.id for each in self.facts["organisations"] if each.id in rows}
        slugs: dict[int, str] = {}
        for each in self.facts["organisations"]:
            slugs[each.line] = each.id if each.id in rows else self._recognise(each, taken)
        # Only now: names of this file must not make two of its own organisations one.
        for each in self.facts["organisations"]:
            self.names.add(slugs[each.line], _forms(each))

    def _recognise(self, facts: Facts, taken: set[str]) -> str:
        """The slug of the row this organisation has under another id, else its own id."""
        found = self.names.find_any(_forms(facts)) - taken
        row = self._organisation(found)
        if row is not None:
            self.matched.append((facts, row))
            self.rows["organisations"][facts.id] = row
            taken.add(row.slug)
            return row.slug
        if found:
            why = _(
                "“%(name)s” may be any of: %(ids)s; use one of these ids",
                name=shown(facts.label),
                ids=", ".join(sorted(found)),
            )
            self.problems.add(facts.line, why)
        return facts.id


def _forms(facts: Facts) -> list[str]:
    return all_names(facts.get("name"), facts.get("aliases", []))


def _slugs_in(facts: FileFacts) -> dict[str, set[str]]:
    """The ids the file gives to, or uses for, the records of each section."""
    found = {section: set(facts.ids(section)) for section in MODELS}
    for each in facts.everything():
        for key, value in each.values.items():
            for ref in value if isinstance(value, list) else (value,):
                if isinstance(ref, Ref):
                    found[REFERS_TO[key]].add(ref.name)
    return found


def _by_slug(section: str, slugs: Iterable[str]) -> dict[str, Any]:
    model = MODELS[section]
    found = _found(section, model.slug, slugs)
    if section == "events":
        # Made on the site, an event has no id of a file; its code is as good as one.
        found |= _found(section, Event.code, set(slugs) - set(found))
    return found | _renamed(model, set(slugs) - set(found))


def _found(section: str, column: Any, values: Iterable[str]) -> dict[str, Any]:
    wanted, found = sorted(values), dict[str, Any]()
    for first in range(0, len(wanted), _AT_ONCE):
        query = select(MODELS[section]).where(column.in_(wanted[first : first + _AT_ONCE]))
        query = query.options(*_TOGETHER.get(section, ()))
        found |= {getattr(row, column.key): row for row in db.session.scalars(query)}
    return found


def _renamed(model: Any, slugs: set[str]) -> dict[str, Any]:
    """Rows that had one of these slugs when the file was written."""
    former = getattr(model, "former_slugs", None)
    if former is None or not slugs:
        return {}
    query = select(former.slug, model).join(model, former.row_id == model.id)
    rows = db.session.execute(query.where(former.slug.in_(sorted(slugs))))
    return {row[0]: row[1] for row in rows}


def _stored_names() -> Names:
    names = Names()
    for slug, name in db.session.execute(select(Organisation.slug, Organisation.name)):
        names.add(slug, name.texts.values())
    aliases = select(Organisation.slug, OrganisationAlias.name).join(OrganisationAlias.organisation)
    for slug, alias in db.session.execute(aliases):
        names.add(slug, [alias])
    return names
