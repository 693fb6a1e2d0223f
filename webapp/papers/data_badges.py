"""Badges: the name to be read across a table, and a code for the door.

The code holds an address of the site with the public id of the registration, which opens nothing:
without its signature it is no link to the registration (`core.links.KeptLink`). Staff who open it
get to the person on their list, anybody else to the page of the event.
"""

from flask_babel import gettext as _
from flask_babel import pgettext

from webapp.core.addresses import public_url
from webapp.core.i18n import current_language
from webapp.core.period_words import day_words
from webapp.core.qr import qr_path
from webapp.events.models import Event
from webapp.papers.heading import Data, head_of, town_of
from webapp.papers.people import Traveller, part, travellers_of
from webapp.papers.said import capital, said


def badges_data(event: Event, *, single: bool = False, number: int = 1) -> Data:
    """A badge for each of the people of part *number*; ten a sheet, or with *single* one on A6."""
    people = part(travellers_of(event), number)
    return {
        "head": head_of(event, pgettext("paper", "Badges"), with_facts=False),
        "columns": [
            pgettext("column", "Name"),
            pgettext("column", "Role"),
            pgettext("column", "Organisation"),
            pgettext("column", "Code"),
        ],
        "single": single,
        "when": day_words(event.period, current_language()),
        "town": said(town_of(event)),
        "badges": [_badge(each) for each in people],
        "none": "" if people else _("Nobody has a confirmed seat yet."),
    }


def _badge(person: Traveller) -> Data:
    address = public_url("event_papers.badge", public_id=person.public_id)
    size, path = qr_path(address)
    return {
        "name": person.name,
        "length": longest_word(person.name),
        "organisation": said(person.organisation),
        "country": person.country,
        "role": capital(person.role),
        "address": address,
        "code": {"size": size, "path": path, "words": _("Code of %(name)s", name=person.name)},
    }


def longest_word(name: str) -> int:
    """How long the longest part of a name is: what decides how large it can be set."""
    return max((len(each) for each in name.split()), default=0)
