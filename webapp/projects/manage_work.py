"""Editing what a project does besides events: milestones, territories and groups, documents."""

from datetime import date
from typing import Any

from webapp.core.periods import Period
from webapp.programmes.models import TargetGroup
from webapp.projects import manage_choices as choices
from webapp.projects.manage_forms import DocumentsForm, GroupsForm, MilestonesForm
from webapp.projects.manage_rows import own_slug, settle
from webapp.projects.manage_sections import Section
from webapp.projects.models import LocalGroup, Milestone, Project, ProjectDocument, Territory
from webapp.projects.organisations import Organisation, Place


class Milestones(Section):
    """The milestones of a project."""

    name = "milestones"
    template = "milestones.html"
    form_class = MilestonesForm

    def data(self, project: Project) -> dict[str, Any]:
        """In the order of time, undated ones last."""
        return {"milestones": [_milestone(each) for each in in_time(project.milestones)]}

    def offer(self, form: Any, project: Project) -> None:
        """Any organisation may have done it."""
        form.milestones.offer("organisation", choices.organisations())

    def store(self, form: Any, project: Project) -> None:
        """Each with its slug, which nobody sees."""
        rows = form.milestones.data
        known = choices.by_slugs(Organisation, (row["organisation"] for row in rows))
        wanted = [
            {
                "row_id": row["row_id"],
                "what": row["what"],
                "organisation": known.get(row["organisation"] or ""),
                "period": row["when"] or Period.undated(),
            }
            for row in rows
        ]
        settle(
            project.milestones, wanted, lambda: Milestone(slug=own_slug(project.slug)), "milestone"
        )


def in_time(milestones: list[Milestone]) -> list[Milestone]:
    """The first first; undated ones last."""
    return sorted(milestones, key=lambda each: (each.first_on or date.max, each.id))


def _milestone(row: Milestone) -> dict[str, Any]:
    return {
        "row_id": str(row.id),
        "when": None if row.period.is_undated else row.period,
        "organisation": row.organisation.slug if row.organisation else None,
        "what": row.what,
    }


class Groups(Section):
    """Where a project works, and the local groups it works with."""

    name = "groups"
    template = "groups.html"
    form_class = GroupsForm

    def data(self, project: Project) -> dict[str, Any]:
        """Both lists in the order they were written."""
        territories = sorted(project.territories, key=lambda each: each.id)
        return {
            "territories": [
                {"organisation": each.organisation.slug, "place": each.place.slug}
                for each in territories
            ],
            "groups": [_group(each) for each in sorted(project.local_groups, key=lambda g: g.id)],
        }

    def offer(self, form: Any, project: Project) -> None:
        """All organisations and places, and the groups of the programme."""
        organisations = choices.organisations()
        form.territories.offer("organisation", organisations)
        form.territories.offer("place", choices.places())
        form.groups.offer("organisation", organisations)
        form.groups.offer("target_groups", choices.target_groups(project))

    def store(self, form: Any, project: Project) -> None:
        """A territory is known by partner and place: the same twice counts once."""
        _store_territories(form.territories.data, project)
        _store_groups(form.groups.data, project)


def _group(row: LocalGroup) -> dict[str, Any]:
    return {
        "row_id": str(row.id),
        "organisation": row.organisation.slug,
        "name": row.name,
        "task": row.task,
        "target_groups": sorted(each.slug for each in row.target_groups),
    }


def _store_territories(rows: list[dict[str, Any]], project: Project) -> None:
    owners = choices.by_slugs(Organisation, (row["organisation"] for row in rows))
    places = choices.by_slugs(Place, (row["place"] for row in rows))
    pairs = dict.fromkeys((row["organisation"], row["place"]) for row in rows)
    wanted = [
        {"organisation_id": owners[owner].id, "place_id": places[place].id}
        for owner, place in pairs
    ]
    settle(project.territories, wanted, Territory, "territory", key=("organisation_id", "place_id"))


def _store_groups(rows: list[dict[str, Any]], project: Project) -> None:
    owners = choices.by_slugs(Organisation, (row["organisation"] for row in rows))
    groups = choices.by_slugs(TargetGroup, (slug for row in rows for slug in row["target_groups"]))
    wanted = [
        {
            "row_id": row["row_id"],
            "organisation": owners[row["organisation"]],
            "name": row["name"],
            "task": row["task"] or None,
            "target_groups": [groups[slug] for slug in row["target_groups"]],
        }
        for row in rows
    ]
    settle(project.local_groups, wanted, lambda: LocalGroup(slug=own_slug("group")), "local-group")


class Documents(Section):
    """Plans, studies and solutions."""

    name = "documents"
    template = "documents.html"
    form_class = DocumentsForm

    def data(self, project: Project) -> dict[str, Any]:
        """In the order they were written."""
        documents = sorted(project.documents, key=lambda each: each.id)
        return {"documents": [_document(each) for each in documents]}

    def offer(self, form: Any, project: Project) -> None:
        """Any organisation may have made it."""
        form.documents.offer("organisation", choices.organisations())

    def store(self, form: Any, project: Project) -> None:
        """Each with its slug, which nobody sees."""
        rows = form.documents.data
        known = choices.by_slugs(Organisation, (row["organisation"] for row in rows))
        wanted = [
            {
                "row_id": row["row_id"],
                "kind": row["kind"],
                "status": row["status"] or "planned",
                "organisation": known.get(row["organisation"] or ""),
                "title": row["title"],
                "about": row["about"] or None,
            }
            for row in rows
        ]
        settle(
            project.documents,
            wanted,
            lambda: ProjectDocument(slug=own_slug("document")),
            "document",
        )


def _document(row: ProjectDocument) -> dict[str, Any]:
    return {
        "row_id": str(row.id),
        "kind": row.kind,
        "status": row.status,
        "organisation": row.organisation.slug if row.organisation else None,
        "title": row.title,
        "about": row.about,
    }
