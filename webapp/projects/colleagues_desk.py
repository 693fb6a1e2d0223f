"""What the pages about colleagues share: the blueprint and the look-ups."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, abort, g, render_template
from flask_babel import gettext

from webapp.accounts.models import Account
from webapp.core.date_words import day_text, days_text
from webapp.core.i18n import current_language
from webapp.core.permissions import current_viewer
from webapp.projects import role_words
from webapp.projects.colleagues_lists import (
    Colleague,
    find_colleague,
    find_role,
    state_of,
)
from webapp.projects.colleagues_rights import may_give
from webapp.projects.roles import RoleAssignment

_: Callable[..., str] = gettext
blueprint = Blueprint(
    "colleagues", __name__, url_prefix="/manage/colleagues", template_folder="templates"
)
blueprint.record_once(lambda state: role_words.init_app(state.app))
#: A number a database can look for.
NUMBER = "<int(max=9007199254740991):number>"


def colleague_or_404(number: int) -> Colleague:
    """The colleague, where one may know of them."""
    return find_colleague(current_viewer(), number) or abort(404)


def role_or_404(number: int) -> RoleAssignment:
    """The role, where one may know of it."""
    return find_role(current_viewer(), number) or abort(404)


def own_account() -> Account:
    """Who is signed in."""
    account: Account = g.account
    return account


def is_mine(role: RoleAssignment) -> bool:
    """Whether one may change the role."""
    return may_give(current_viewer(), role.grant)


def colleagues_page(template: str, **context: Any) -> str:
    """A page about colleagues."""
    return render_template(
        f"projects/colleagues/{template}",
        state_of_role=state_of,
        days_of_role=days_of,
        is_mine=is_mine,
        **context,
    )


def days_of(role: RoleAssignment) -> str:
    """From when to when, in words; "" for a role without dates."""
    return span_words(role.from_on, role.until_on)


@blueprint.app_template_global("role_span_words")
def span_words(first: date | str | None, last: date | str | None) -> str:
    """ "from 1 May 2027", "until 30 June 2027", "1 May – 30 June 2027"; letters bring ISO dates."""
    language = current_language()
    first, last = _day(first), _day(last)
    if first and last:
        return days_text(first, last, language)
    if first:
        return _("from %(day)s", day=day_text(first, language))
    return _("until %(day)s", day=day_text(last, language)) if last else ""


def _day(given: date | str | None) -> date | None:
    return date.fromisoformat(given) if isinstance(given, str) else given
