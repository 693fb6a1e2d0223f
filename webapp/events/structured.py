"""What search engines and other programs read on an event's page: schema.org in JSON-LD.

It says what the page says to everybody, and no more: no join link, no people. The block is data,
not a script, so the strict Content-Security-Policy does not concern it.
"""

import json
from collections.abc import Iterator
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup

from webapp.core.i18n import plain_text
from webapp.core.look import kind_look
from webapp.events.calendar import page_address
from webapp.events.listing import period_before
from webapp.events.models import Event, Mode, RegistrationMode
from webapp.events.openness import Door, Openness
from webapp.events.structured_dates import iso_dates, price_of
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation, Place

_SCHEMA = "https://schema.org/"
_ATTENDANCE = {
    Mode.ON_SITE: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}
_AVAILABILITY = {
    Door.OPEN: "InStock",
    Door.APPROVAL: "InStock",
    Door.LINE: "SoldOut",
    Door.NOT_YET: "PreOrder",
    Door.CLOSED: "Discontinued",
}
#: Inside <script> only these could end the block or begin a comment; the two separators are line
#: ends to readers of JavaScript.
_ESCAPED = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def structured_data(event: Event, openness: Openness) -> Markup:
    """The block for the page of *event*, in the reader's language; "" where not everybody who has
    its address may read the page."""
    if not event.has_calendar:
        return Markup("")
    graph = {"@context": _SCHEMA, "@graph": [_event(event, openness), _trail(event)]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))  # noqa: S704


def _event(event: Event, openness: Openness) -> dict[str, Any]:
    starts, ends = iso_dates(event.period)
    address = page_address(event)
    return _filled(
        {
            "@type": "Event",
            "@id": f"{address}#event",
            "identifier": event.uid,
            "url": address,
            "name": plain_text(event.name),
            "description": plain_text(event.summary),
            "startDate": starts,
            "endDate": ends,
            **_status(event),
            "eventAttendanceMode": _SCHEMA + _ATTENDANCE[Mode(event.mode)],
            "location": list(_locations(event)),
            "organizer": _organisation(event.organiser),
            "inLanguage": event.languages,
            "keywords": [kind_look(kind).word for kind in event.kinds],
            **_price(event, openness),
            "about": [_project(project) for project in event.projects],
            "funding": list(_funding(event)),
        }
    )


def _status(event: Event) -> dict[str, Any]:
    """What happened to its date. A postponed event has none: who reads only startDate must not
    take the old date for the one that counts."""
    before = period_before(event)
    was = {"previousStartDate": iso_dates(before)[0] if before else None}
    if event.is_cancelled:
        return {"eventStatus": f"{_SCHEMA}EventCancelled"}
    if event.postponed_at is not None:
        return {"eventStatus": f"{_SCHEMA}EventPostponed", **was}
    if event.moved_at is not None and before is not None:
        return {"eventStatus": f"{_SCHEMA}EventRescheduled", **was}
    return {"eventStatus": f"{_SCHEMA}EventScheduled"}


def _locations(event: Event) -> Iterator[dict[str, Any]]:
    """Its places; online its own page, where one registers: the join link is for participants."""
    yield from (_place(place) for place in event.places)
    if event.mode != Mode.ON_SITE:
        yield {"@type": "VirtualLocation", "url": page_address(event)}


def _place(place: Place) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": plain_text(place.address),
        "addressCountry": place.country,
    }
    point = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return _filled(
        {
            "@type": "Place",
            "name": plain_text(place.name),
            "address": _filled(address) if place.address or place.country else None,
            "geo": point if place.latitude is not None else None,
        }
    )


def _organisation(organisation: Organisation) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Organization",
            "name": plain_text(organisation.name),
            "url": f"{_base()}/partners/{organisation.slug}/",
            "sameAs": organisation.website,
        }
    )


def _price(event: Event, openness: Openness) -> dict[str, Any]:
    """What it costs, where its text says exactly that; and whether there is room."""
    price = price_of(event.price)
    if price is None:
        return {}
    by_form = event.registration_mode in (RegistrationMode.OPEN, RegistrationMode.APPROVAL)
    state = _AVAILABILITY.get(openness.door)
    offer = {
        "@type": "Offer",
        "price": str(price),
        "priceCurrency": "EUR",
        "url": page_address(event) + ("register" if by_form else ""),
        "availability": _SCHEMA + state if state else None,
        "validFrom": event.opens_at.isoformat(timespec="seconds") if event.opens_at else None,
    }
    return {"isAccessibleForFree": price == 0, "offers": _filled(offer)}


def _project(project: Project) -> dict[str, Any]:
    address = f"{_base()}/projects/{project.slug}/"
    return _filled(
        {
            "@type": "Project",
            "name": plain_text(project.label),
            "legalName": plain_text(project.name) if project.acronym else None,
            "url": address,
        }
    )


def _funding(event: Event) -> Iterator[dict[str, Any]]:
    """The grant of the main project, as its funding statement tells it to people."""
    project = event.main_project
    if project is not None and project.programme is not None:
        funder = {"@type": "Organization", "name": plain_text(project.programme.name)}
        grant = {"@type": "Grant", "name": plain_text(project.label), "funder": funder}
        yield _filled({**grant, "identifier": project.number})


def _trail(event: Event) -> dict[str, Any]:
    """The way to the page: events, or the project it belongs to, then itself."""
    project = event.main_project
    steps = [(_("Events"), f"{_base()}/events/")]
    if project is not None:
        steps = [(plain_text(project.label), f"{_base()}/projects/{project.slug}/")]
    steps.append((plain_text(event.name), page_address(event)))
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Only what is known."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _base() -> str:
    address: str = current_app.config["VIZITE"].base_url
    return address
