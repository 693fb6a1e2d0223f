"""A study visit of three days, as tests of agendas need it."""

from datetime import date
from typing import Any

from tests.factories import Words, make_event
from webapp.core.periods import Period
from webapp.events.models import Event


def make_visit(title: Words = "Visit to Razlog", **values: Any) -> Event:
    """From 10 to 12 May 2027, in Riga's time; everyone may know of it."""
    period = Period.days(date(2027, 5, 10), date(2027, 5, 12), zone="Europe/Riga")
    return make_event(title, **{"kind": "study-visit", "period": period, **values})
