"""Whose clock stands beside the local one for somebody who takes part."""

from webapp.core.zones import reader_zone
from webapp.registrations.models import Registration


def home_zone(registration: Registration) -> str | None:
    """Their own zone: as they registered, else that of the organisation they come from, else the
    one chosen in this browser; None where nothing is known."""
    if registration.zone:
        return registration.zone
    if registration.organisation is not None:
        return registration.organisation.zone
    return reader_zone()
