"""Very many registrations at once, by SQL: for measures and for tests of long lists."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import insert

from webapp.core.database import db, write
from webapp.core.text import search_key
from webapp.core.times import now
from webapp.registrations.models import Registration

_FIRST = ("Anna", "Jānis", "Ilze", "Pēteris", "Zane", "Kārlis", "Šarlote", "Ģirts", "Ņina", "Uldis")
_LAST = ("Bērziņš", "Kalniņš", "Ozols", "Liepiņa", "Krūmiņš", "Šķēle", "Āboliņš", "Zariņa")
_STATES = ("confirmed",) * 6 + ("waiting", "awaiting-approval", "cancelled", "declined")


def crowd(
    app: Flask,
    event_id: int,
    number: int,
    organisations: tuple[int | None, ...] = (None,),
    groups: tuple[int | None, ...] = (None,),
) -> None:
    """So many people of one event, in several states, groups and languages."""
    at = now() - timedelta(days=30)
    with app.app_context():
        for first in range(0, number, 5_000):
            some = range(first, min(first + 5_000, number))
            with write():
                db.session.execute(
                    insert(Registration),
                    [_row(event_id, n, at, organisations, groups) for n in some],
                )


def _row(
    event_id: int,
    n: int,
    at: datetime,
    organisations: tuple[int | None, ...],
    groups: tuple[int | None, ...],
) -> dict[str, object]:
    name = f"{_FIRST[n % 10]} {_LAST[n // 10 % 8]} {n}"
    state = _STATES[n * 7 % 10]
    created = at + timedelta(seconds=n * 13 % 999_983)
    email = f"person{n}@example{n % 50}.org"
    return {
        "public_id": f"{event_id:x}{n:07}".translate(str.maketrans("01", "zy"))[-16:],
        "event_id": event_id,
        "state": state,
        "name": name,
        "name_key": search_key(name),
        "email": email,
        "email_key": email,
        "organisation_text": f"Office {n % 300}",
        "organisation_key": f"office {n % 300}",
        "organisation_id": organisations[n % len(organisations)],
        "target_group_id": groups[n % len(groups)],
        "language": ("en", "lv", "bg")[n % 3],
        "created_at": created,
        "waiting_since": created if state == "waiting" else None,
        "confirmed_at": created if state == "confirmed" else None,
    }
