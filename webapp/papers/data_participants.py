"""The list of participants, delegation by delegation, to hand out or to be signed."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from webapp.events.models import Event
from webapp.papers.heading import Data, head_of
from webapp.papers.people import Traveller, by_sender, travellers_of
from webapp.papers.said import capital, said


def participants_data(event: Event, *, sign: bool = False, photos: bool = False) -> Data:
    """Everybody with a seat; one statement. With *sign* room for signatures; with *photos* a
    column for the photographer, which is for the staff."""
    travellers = travellers_of(event)
    title = pgettext("paper", "Attendance list") if sign else pgettext("paper", "Participants")
    number = len(travellers)
    note = ngettext("%(num)d participant", "%(num)d participants", number) if number else ""
    columns = [
        pgettext("column", "No."),
        pgettext("column", "Name"),
        pgettext("column", "Role"),
        pgettext("column", "Organisation"),
    ]
    return {
        "head": head_of(event, title, note=note),
        "columns": columns + ([_("Photographs")] if photos else []),
        "signature": pgettext("column", "Signature") if sign else "",
        "groups": _groups(travellers, photos),
        "none": "" if travellers else _("Nobody has a confirmed seat yet."),
    }


def _groups(travellers: Sequence[Traveller], photos: bool) -> list[Data]:
    groups, counted = [], 0
    for first, people in by_sender(travellers):
        name = first.sender or _("Participants without a delegation")
        rows = [_row(each, at, photos) for at, each in enumerate(people, counted + 1)]
        counted += len(people)
        country = first.country if first.sender else ""
        groups.append({"name": said(name), "country": country, "rows": rows})
    has_delegations = any(each.sender for each in travellers)
    return groups if has_delegations else _alone(groups)


def _alone(groups: list[Data]) -> list[Data]:
    """Where nobody comes in a delegation, one list without a heading."""
    return [group | {"name": said("")} for group in groups]


def _row(person: Traveller, number: int, photos: bool) -> Data:
    row = {
        "number": number,
        "name": person.name,
        "role": capital(person.role),
        "organisation": said(person.organisation),
        "country": "" if person.sender else person.country,
    }
    if photos:
        row["photos"] = _("not in pictures") if person.not_in_photos else ""
    return row
