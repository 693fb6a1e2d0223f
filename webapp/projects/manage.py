"""Thin routes for staff, under /manage/projects/<slug>/: the workspace of a project."""

from flask.typing import ResponseReturnValue

from webapp.accounts.log import MOST
from webapp.core.times import now
from webapp.projects import (
    manage_money,  # noqa: F401 adds its routes
    manage_new,  # noqa: F401 adds its routes
    manage_phases,  # noqa: F401 adds its routes
    queries,
)
from webapp.projects.cofinancing import news_text as news_text_of
from webapp.projects.manage_contacts import Contacts
from webapp.projects.manage_desk import blueprint, desk_page, find
from webapp.projects.manage_facts import Facts
from webapp.projects.manage_history import entries_of
from webapp.projects.manage_overview import addresses, missing, next_milestones
from webapp.projects.manage_sections import Section, edit, save
from webapp.projects.manage_work import Documents, Groups, Milestones

__all__ = ["blueprint"]


@blueprint.get("/<slug>/")
def show(slug: str) -> ResponseReturnValue:
    """How the project stands: what is missing, what comes next, what to pass on."""
    project, day = find(slug), now().date()
    budgets = queries.budgets_of(project)
    return desk_page(
        "show.html",
        project,
        "overview",
        missing=missing(project, budgets, day),
        milestones=next_milestones(project, day),
        addresses=addresses(project),
    )


@blueprint.get("/<slug>/news-text")
def news_text(slug: str) -> ResponseReturnValue:
    """The paragraph about money for the news, for each sum that stands in the project."""
    project, day = find(slug), now().date()
    texts = [news_text_of(project, each, day) for each in queries.budgets_of(project)]
    return desk_page("news_text.html", project, "news", texts=texts)


@blueprint.get("/<slug>/history")
def history(slug: str) -> ResponseReturnValue:
    """The change log of the project in words."""
    project = find(slug)
    return desk_page("history.html", project, "history", entries=entries_of(project), most=MOST)


# The parts that are edited on one page each


def _edited_at(section: type[Section], path: str) -> None:
    """Give a section its two routes."""

    def show_form(slug: str) -> ResponseReturnValue:
        return edit(section(), find(slug, edits=True))

    def store_form(slug: str) -> ResponseReturnValue:
        return save(section(), find(slug, edits=True))

    blueprint.add_url_rule(f"/<slug>/{path}", section.name, show_form)
    blueprint.add_url_rule(f"/<slug>/{path}", f"save_{section.name}", store_form, methods=["POST"])


_edited_at(Facts, "facts")
_edited_at(Milestones, "milestones")
_edited_at(Groups, "groups")
_edited_at(Documents, "documents")
_edited_at(Contacts, "contacts")
