"""An organisation's part in projects, told once a project: its roles and the years."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.projects.models import Membership, Project
from webapp.projects.words import project_word

#: The weightiest first.
_ROLES = ("lead", "partner", "associated")


@dataclass(frozen=True)
class Part:
    """What an organisation is and was in one project."""

    project: Project
    roles: str
    years: str
    #: The last year known, for the order of the list.
    until: int


def parts_of(memberships: Iterable[Membership]) -> list[Part]:
    """One part a project; what goes on or ended last comes first."""
    found: dict[int, list[Membership]] = {}
    for membership in memberships:
        found.setdefault(membership.phase.project_id, []).append(membership)
    parts = [_part(each) for each in found.values()]
    return sorted(parts, key=lambda part: (-part.until, part.project.sort_key))


def _part(memberships: list[Membership]) -> Part:
    phases = [each.phase for each in memberships]
    first = min((phase.first_on.year for phase in phases if phase.first_on), default=None)
    last = max((phase.last_on.year for phase in phases if phase.last_on), default=None)
    held = {each.role for each in memberships}
    return Part(
        phases[0].project,
        ", ".join(project_word(role, "member") for role in _ROLES if role in held),
        _years(first, last),
        last or first or 0,
    )


def _years(first: int | None, last: int | None) -> str:
    if first is None and last is None:
        return ""
    if first is None:
        return str(_("until %(year)d", year=last))
    if last is None:
        return str(_("since %(year)d", year=first))
    return str(first) if first == last else f"{first}–{last}"
