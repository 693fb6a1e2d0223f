"""Extracts for travel orders: the five fields a Latvian order needs, a table for each person.

Cabinet Regulation No. 969 of 2010 ("Kārtība, kādā atlīdzināmi ar komandējumiem saistītie
izdevumi") asks for who, when, where, to whom and what for.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.date_words import days_text
from webapp.core.i18n import current_language, plain_text
from webapp.core.period_words import day_words
from webapp.events.models import Event
from webapp.logistics.models import Direction, Journey
from webapp.papers.heading import Data, head_of, place_in_words
from webapp.papers.people import Traveller
from webapp.papers.said import capital, fact
from webapp.projects.words import country_name

#: The days of somebody's journey: when they arrive and when they leave, as far as is known.
Days = Mapping[int, dict[str, date]]


def travel_orders_data(event: Event, travellers: Sequence[Traveller], days: Days) -> Data:
    """An extract for each of *travellers*; *days* as `travel_days` gives them."""
    return {
        "head": head_of(event, pgettext("paper", "Extract for a travel order"), with_facts=False),
        "columns": [pgettext("column", "Field"), pgettext("column", "Entry")],
        "extracts": [
            _extract(event, each, days.get(each.registration_id, {})) for each in travellers
        ],
        "none": "" if travellers else _("Nobody has a confirmed seat yet."),
    }


def travel_days(travellers: Iterable[Traveller]) -> dict[int, dict[str, date]]:
    """When each arrives and leaves, by the clocks at the event; one statement."""
    wanted = [each.registration_id for each in travellers]
    query = select(Journey.registration_id, Journey.direction, Journey.wall).where(
        Journey.registration_id.in_(wanted), Journey.wall.is_not(None)
    )
    found: dict[int, dict[str, date]] = {}
    for registration_id, direction, wall in db.session.execute(query) if wanted else ():
        if wall is not None:
            found.setdefault(registration_id, {})[direction] = wall.date()
    return found


def _extract(event: Event, person: Traveller, days: dict[str, date]) -> Data:
    host = event.host or event.organiser
    country = country_name(host.country) if host.country else ""
    rows = [
        fact(_("Person sent"), person.name, person.organisation, capital(person.role)),
        fact(_("Dates"), *_dates(event, days)),
        fact(_("Place"), place_in_words(event), country),
        fact(_("Receiving organisation"), host.name),
        fact(_("Purpose"), *_purpose(event)),
    ]
    return {"name": person.name, "rows": rows}


def _dates(event: Event, days: dict[str, date]) -> list[str]:
    """The days of the journey where both are known, and those of the event."""
    language = current_language()
    of_event = day_words(event.period, language)
    first, last = days.get(Direction.ARRIVAL), days.get(Direction.DEPARTURE)
    if first is None or last is None or last < first:
        return [of_event, _("Days of travel: not known yet")]
    travelled = days_text(first, last, language)
    return [travelled, _("Days of the event: %(days)s", days=of_event)]


def _purpose(event: Event) -> list[str]:
    name, project = plain_text(event.name), event.main_project
    if project is None:
        return [_("To take part in the event “%(event)s”.", event=name)]
    return [
        _(
            "To take part in the event “%(event)s” of the project “%(project)s”.",
            event=name,
            project=plain_text(project.name),
        ),
        _("Project number: %(number)s", number=project.number) if project.number else "",
    ]
