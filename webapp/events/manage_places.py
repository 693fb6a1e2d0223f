"""A place that is not known yet, written in the form of an event."""

import re
from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.core.links import short_code
from webapp.core.text import LocalText, search_key
from webapp.events.manage_forms import EventForm, coordinate
from webapp.projects.organisations import Place

#: The column holds 80 characters; a number may follow.
_LONGEST = 70


def new_place(form: EventForm) -> Place:
    """Store the place written in the form. To be called inside ``with write():``."""
    latitude, longitude = form.place_latitude.data, form.place_longitude.data
    place = Place(
        name=form.place_name.data,
        slug=_free_slug(Place, form.place_name.data),
        address=form.place_address.data or None,
        country=form.place_country.data or None,
        zone=form.place_zone.data or None,
        latitude=coordinate(latitude, 90) if latitude else None,
        longitude=coordinate(longitude, 180) if longitude else None,
    )
    db.session.add(place)
    return place


def _free_slug(model: Any, name: LocalText) -> str:
    """An address made of the name, with a number behind it where that is taken."""
    words = re.findall("[a-z0-9]+", search_key(str(name)))
    slug = "-".join(words)[:_LONGEST].strip("-") or f"place-{short_code(6)}"
    pattern = model.slug.startswith(slug, autoescape=True)
    taken = set(db.session.scalars(select(model.slug).where(pattern)))
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
