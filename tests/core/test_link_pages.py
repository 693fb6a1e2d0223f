"""No page behind a secret link is kept on the way, found by trying or listed by a search engine."""

from pathlib import Path

from flask import Flask

from webapp.core.database import Model
from webapp.core.link_pages import for_nobody_else
from webapp.core.links import KeptLink

#: A sign-in link and what names people besides say so one by one, and calendar programs keep feeds.
#: Whoever adds to these has looked at each answer.
_ONE_BY_ONE = {"accounts", "calendars", "invitations", "registrations"}


def test_every_blueprint_with_secret_links_keeps_its_answers_private(app: Flask) -> None:
    behind_links = {
        rule.endpoint.partition(".")[0]
        for rule in app.url_map.iter_rules()
        if "token" in rule.arguments
    }

    private = {name for name, found in app.after_request_funcs.items() if for_nobody_else in found}

    assert behind_links - private == _ONE_BY_ONE


def test_the_architecture_names_every_kind_of_link_with_its_table() -> None:
    page = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text()

    kinds = {each.class_ for each in Model.registry.mappers if issubclass(each.class_, KeptLink)}

    assert len(kinds) > 8
    missing = {
        each.__name__
        for each in kinds
        if f"| `{each.__tablename__}` | `{each.link_purpose}` |" not in page
    }
    assert missing == set()
