"""The places one goes to: address, access, coordinates for a map program."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import pgettext

from webapp.agenda.words import step_free_words
from webapp.papers.heading import Data
from webapp.papers.said import said
from webapp.projects.organisations import Place


def places_data(places: Iterable[Place | None]) -> Data:
    """Each place once, in the order given, with the words of their columns."""
    found = {place.id: place for place in places if place is not None}
    return {
        "title": _("Places"),
        "columns": [
            pgettext("column", "Place"),
            pgettext("column", "Address"),
            pgettext("column", "Coordinates"),
        ],
        "rows": [_row(place) for place in found.values()],
    }


def _row(place: Place) -> Data:
    return {
        "name": said(place.name),
        "address": said(place.address),
        "access": step_free_words(place.step_free),
        "coordinates": coordinates_of(place),
    }


def coordinates_of(place: Place) -> str:
    """Latitude and longitude as map programs take them (RFC 5870, WGS 84), to about a metre."""
    if place.latitude is None or place.longitude is None:
        return ""
    return f"{place.latitude:.5f},{place.longitude:.5f}"
