"""Photographs at events: what people are told of them, and who asks to be left out."""

from typing import Any

from flask_babel import gettext as _

from webapp.core.changes import record
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.registrations.models import Registration


def photo_notice(event: Event) -> LocalText | str:
    """What is told of photographs: the event's own words, else its organiser's, else a sentence.

    "" where none are taken.
    """
    if not event.takes_photos:
        return ""
    return event.photo_notice or event.organiser.photo_notice or _usual_words()


def refuse(registration: Registration) -> None:
    """Leave this person out of pictures."""
    _set(registration, True)


def allow(registration: Registration) -> None:
    """They do not mind any more."""
    _set(registration, False)


def _set(registration: Registration, refused: bool) -> None:
    if registration.erased_at is not None or registration.not_in_photos == refused:
        return
    registration.not_in_photos = refused
    record(registration.key, "photos-refused" if refused else "photos-allowed")


def _usual_words() -> Any:
    return _(
        "Photographs are taken at this event, to show in reports, on the organisers' sites and in"
        " social media that it took place and what happened there."
    )
