"""The reader's own time zone: chosen in a form, kept in a cookie; JavaScript only presets it."""

from flask import Flask, g, has_request_context, request

from webapp.core.times import UnknownZone, zone

COOKIE = "zone"


def reader_zone() -> str | None:
    """The zone the reader chose, or None (times then stand in the event's zone alone)."""
    if not has_request_context():
        return None
    for name in (request.cookies.get(COOKIE), g.get("account_zone")):
        if name and _is_known(name):
            return str(name)
    return None


def _is_known(name: str) -> bool:
    try:
        zone(name)
    except UnknownZone:
        return False
    return True


def init_app(app: Flask) -> None:
    """Offer the zone to templates."""
    app.add_template_global(reader_zone)
