"""What ``/metrics`` reads from the database when it is asked: letters and registrations by state.

The database is shared by all processes, so these are not counted by each of them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy import func, select

from webapp.core.database import db
from webapp.mail.heartbeat import letters_wait_since, seconds_since
from webapp.mail.models import Letter
from webapp.registrations.models import Registration, State

_LETTER_STATES = ("stored", "sent", "refused", "suppressed")


class Gauges:
    """A collector of prometheus-client."""

    def collect(self) -> Iterator[Metric]:
        """Everything, by three statements."""
        letters = _by_state(Letter, _LETTER_STATES)
        yield _family("vizite_letters", "Letters by state.", letters)
        registrations = _by_state(Registration, [state.value for state in State])
        yield _family("vizite_registrations", "Registrations by state.", registrations)
        yield GaugeMetricFamily(
            "vizite_oldest_unsent_letter_seconds",
            "How long the oldest letter has been waiting to be sent.",
            value=seconds_since(letters_wait_since()),
        )


def _by_state(model: Any, states: Any) -> Mapping[str, int]:
    rows = db.session.execute(select(model.state, func.count()).group_by(model.state)).all()
    found: dict[str, int] = {state: number for state, number in rows}  # noqa: C416 rows are no pairs
    return dict.fromkeys(states, 0) | found


def _family(name: str, words: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=["state"])
    for state, number in values.items():
        family.add_metric([state], number)
    return family
