"""The page about one person's travel, whoever fills it in: the delegate, the leader, the staff."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template

from webapp.agenda.models import AgendaItem
from webapp.core.database import write
from webapp.core.form_times import LocalDateTime
from webapp.core.form_versions import Version, versions
from webapp.core.times import to_wall
from webapp.core.zones import reader_zone
from webapp.delegations.news_models import Happening
from webapp.delegations.news_notes import happened_to, is_known_of
from webapp.logistics.asking import Asks, asks_of
from webapp.logistics.errors import Stale
from webapp.logistics.factors import factors_of
from webapp.logistics.footprint import Way, footprint_of, kg_words, source_line, way_line
from webapp.logistics.items import offered_items
from webapp.logistics.travel_answers import TravelAnswers, answers_of, save, stay_of
from webapp.logistics.travel_forms import TravelForm
from webapp.registrations.letter_facts import event_zone
from webapp.registrations.models import Registration, State


def is_coming(registration: Registration) -> bool:
    """Whether somebody has a place at an event that is still ahead."""
    is_off = registration.event.is_over or registration.event.is_cancelled
    return registration.state == State.CONFIRMED and not is_off


class TravelPage:
    """One person's answers, the form for them, and what becomes of it when it is sent."""

    def __init__(self, registration: Registration, *, by_leader: bool = False) -> None:
        """404 where this event asks nothing of the sort."""
        self.by_leader = by_leader
        self.registration, self.event = registration, registration.event
        self.asks: Asks = asks_of(self.event.id)
        self.items: Sequence[AgendaItem] = offered_items(self.event)
        if not (self.asks or self.items):
            abort(404)
        self.zone = event_zone(self.event)
        self.stored = answers_of(registration)
        self.form = self._form(self.stored)
        self.form.starts_from(self.stored.fingerprint)
        self.both: list[Version] = []
        self.is_stale = False

    @property
    def is_open(self) -> bool:
        """Whether somebody comes to it at all, and it is still ahead."""
        return is_coming(self.registration)

    def send(self) -> int:
        """Store what was sent: 303 when it is done, else 422 or 409 and the page says why."""
        if not self.form.validate_on_submit() or not self.form.check():
            return 422
        said = self.form.answers(self.stored)
        ids = [item.id for item in self.items]
        try:
            with write():
                save(self.registration, said, str(self.form.posted_revision.data), ids)
                self._tell_leader(said)
        except Stale:
            return self._stale()
        return 303

    def _tell_leader(self, said: TravelAnswers) -> None:
        """Another way than the one that was known is news for who leads the delegation; the first
        answer is what they wait for."""
        was = self.stored
        if self.by_leader:
            is_known_of(self.registration, Happening.JOURNEY)
        elif (was.arrival and said.arrival != was.arrival) or (
            was.departure and said.departure != was.departure
        ):
            happened_to(self.registration, Happening.JOURNEY)

    def _stale(self) -> int:
        self.stored = answers_of(self.registration)
        self.items = offered_items(self.event)
        self.both, self.is_stale = versions(self.form, self._form(self.stored, fresh=True)), True
        self.form.renew(self.stored.fingerprint)
        return 409

    def _form(self, stored: TravelAnswers, fresh: bool = False) -> TravelForm:
        values: dict[str, Any] = {
            "arrival": stored.arrival,
            "departure": stored.departure,
            "stay": stored.stay,
            "away": sorted(stored.away),
        }
        form = TravelForm(formdata=None, data=values) if fresh else TravelForm(data=values)
        form.prepare(self.event, self.zone, self.asks, self.items)
        return form

    def render(self, template: str, **context: Any) -> str:
        """The page with the form, what is stored on two clocks, and the CO₂ line."""
        factors = factors_of(self.event.id)
        ways = [
            Way(each.mode, each.distance_km)
            for each in (self.stored.arrival, self.stored.departure)
            if each
        ]
        stay = stay_of(self.registration.id)
        return render_template(
            template,
            page=self,
            registration=self.registration,
            event=self.event,
            form=self.form,
            zone=self.zone,
            times=self._times(),
            room=stay.room if stay else None,
            lines=[line for line in (way_line(way, factors) for way in ways) if line],
            total=kg_words(footprint_of(ways, factors).kg),
            source=source_line(factors),
            **{name: value for name, value in context.items() if name != "zone"},
        )

    def _times(self) -> list[tuple[str, LocalDateTime, str]]:
        """(which way, when, zone at home) for each way told of, where home has another clock."""
        home = reader_zone() or self.registration.zone
        told = (("arrival", self.stored.arrival.when), ("departure", self.stored.departure.when))
        return [
            (name, when, home)
            for name, when in told
            if when and home and to_wall(when.at, home) != when.wall
        ]
