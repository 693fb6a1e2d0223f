"""Whatever is edited, in whatever order, by whomever at once, and however time passes: what is
stored is what a fresh render gives, and a version moves exactly when its calendar's bytes do."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, update

from tests.entries.calendars_seen import (
    Numbers,
    Seen,
    moves_when_its_bytes_do,
    says_the_same_as_json,
    seen,
)
from tests.factories import (
    make_event,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_target_group,
)
from tests.visit_factories import make_agenda_version, make_item, put
from webapp import entries
from webapp.agenda.models import AgendaItem, AgendaTrack, AgendaVersion
from webapp.calendars import feeds, plans
from webapp.calendars.feeds import WithdrawnEvent
from webapp.calendars.lookup import UnknownFeed
from webapp.core.database import db, write
from webapp.core.links import short_code
from webapp.core.periods import Period, Season
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.entries.models import Entry
from webapp.entries.reading import versions
from webapp.entries.rebuilding import render_due
from webapp.entries.verify import differences
from webapp.events import rules
from webapp.events.models import Event
from webapp.events.parts import EventKindLink, EventLanguage, EventPlace, EventProject
from webapp.programmes.models import FundingStatement, Programme, TargetGroup
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation, Place

PARTICIPANT = entries.Audience.PARTICIPANT
START = datetime(2027, 3, 20, 10, tzinfo=UTC)
KINDS = ("workshop", "training", "survey")

titles = st.sampled_from(["Spring school", "Pavasara skola", "A, B; C\\n", "😀" * 30, "x" * 200])
words = st.builds(
    lambda en, lv: LocalText({"en": en, "lv": lv}, main="en"),
    titles,
    st.none() | titles,
)
zones = st.sampled_from(["Europe/Riga", "Australia/Sydney", "Atlantic/Reykjavik"])
periods = st.one_of(
    st.builds(
        lambda day, hour, hours, zone: Period.at(
            datetime.combine(day, datetime.min.time()) + timedelta(hours=hour),
            datetime.combine(day, datetime.min.time()) + timedelta(hours=hour + hours),
            zone,
        ),
        st.dates(date(2027, 3, 1), date(2027, 3, 27)),
        st.integers(8, 20),
        st.sampled_from([2, 50]),
        zones,
    ),
    st.builds(
        lambda day, n: Period.days(day, day + timedelta(n)),
        st.dates(date(2027, 3, 1), date(2027, 4, 30)),
        st.integers(0, 2),
    ),
    st.builds(Period.month, st.just(2027), st.integers(3, 5)),
    st.just(Period.season(2027, Season.SPRING)),
    st.just(Period.phase(date(2027, 1, 1), None)),
    st.just(Period.undated(planned_days=2)),
)
which = st.integers(0, 2)
hours = st.one_of(
    st.builds(
        lambda day, hour, zone: Period.at(
            datetime.combine(day, datetime.min.time()) + timedelta(hours=hour),
            datetime.combine(day, datetime.min.time()) + timedelta(hours=hour + 2),
            zone,
        ),
        st.dates(date(2027, 3, 15), date(2027, 4, 5)),
        st.integers(8, 23),
        zones,
    ),
    st.builds(Period.days, st.dates(date(2027, 3, 15), date(2027, 4, 5))),
)


class Edits(RuleBasedStateMachine):
    """A few events, projects, partners and places under somebody's hands."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(START, tick=False)
        self.travel = self.clock.start()
        self.seen: dict[str, Seen] = {}
        self.plans: dict[str, plans.Plan] = {}
        self.numbers = Numbers()

    def teardown(self) -> None:
        """What is deleted leaves nothing behind."""
        with self.app.app_context(), write():
            for model in (Event, Project, TargetGroup, Programme, Organisation, Place):
                for row in db.session.scalars(select(model)):
                    db.session.delete(row)
                db.session.flush()
        with self.app.app_context():
            assert db.session.scalars(select(Entry)).all() == []
        self.clock.stop()

    @initialize()
    def begin(self) -> None:
        tag = short_code(6)
        with self.app.app_context(), write():
            programme = make_programme(slug=f"programme-{tag}")
            partners = [
                make_organisation("Town", slug=f"o{each}-{tag}", zone="Europe/Riga")
                for each in range(2)
            ]
            projects = [
                make_project("Harbours", slug=f"p{each}-{tag}", programme_id=programme.id)
                for each in range(2)
            ]
            places = [make_place("Hall", slug=f"h{each}-{tag}") for each in range(2)]
            made = [
                make_event(f"Event {each}", organiser=partners[0], projects=projects[:each])
                for each in range(3)
            ]
            groups = [make_target_group("Youth", slug=f"g{each}-{tag}") for each in range(2)]
            track = AgendaTrack(event_id=made[0].id, name=LocalText({"en": "Track"}))
            db.session.add(track)
            make_agenda_version(made[0])
            items = [make_item(made[each // 2], f"Item {each}", track=track) for each in range(2)]
            items.append(make_item(made[1], "Item 2", needs_choice=True, capacity=5))
            self.items, self.track = [each.id for each in items], track.id
            self.programme = programme.id
            self.groups = [(each.id, each.slug) for each in groups]
            self.partners = [(each.id, each.slug) for each in partners]
            self.projects = [(each.id, each.slug) for each in projects]
            self.places = [each.id for each in places]
            self.events = [(each.id, each.code) for each in made]

    # What people do

    @rule(one=which, name=words)
    def rename_event(self, one: int, name: LocalText) -> None:
        self._set(one, name=name)

    @rule(one=which, period=periods)
    def move(self, one: int, period: Period) -> None:
        self._set(one, period=period)

    @rule(one=which, status=st.sampled_from(["draft", "tentative", "confirmed", "held"]))
    def set_status(self, one: int, status: str) -> None:
        self._set(one, status=status, cancelled_at=None)

    @rule(one=which)
    def cancel(self, one: int) -> None:
        self._set(one, status="cancelled", cancelled_at=now())

    @rule(one=which, visibility=st.sampled_from(["public", "unlisted", "partners", "internal"]))
    def show(self, one: int, visibility: str) -> None:
        self._set(one, visibility=visibility)

    @rule(one=which, is_gone=st.booleans())
    def withdraw(self, one: int, is_gone: bool) -> None:
        self._set(one, withdrawn_at=now() if is_gone else None)

    @rule(one=which, url=st.sampled_from([None, "https://meet.example.org/a"]))
    def set_join_url(self, one: int, url: str | None) -> None:
        self._set(one, join_url=url)

    @rule(one=which, mode=st.sampled_from(["on-site", "online", "hybrid"]), other=which)
    def host(self, one: int, mode: str, other: int) -> None:
        host = None if other == 2 else self.partners[other][0]
        self._set(one, mode=mode, host_id=host)

    @rule(one=which, chosen=st.sets(st.integers(0, 1)))
    def link_projects(self, one: int, chosen: set[int]) -> None:
        ids = [self.projects[each][0] for each in chosen]
        self._set(one, project_links=[])
        links = [EventProject(project_id=each, is_main=each == ids[0]) for each in ids]
        self._set(one, project_links=links)

    @rule(one=which, chosen=st.sets(st.integers(0, 1)))
    def link_places(self, one: int, chosen: set[int]) -> None:
        self._set(one, place_links=[])
        self._set(one, place_links=[EventPlace(place_id=self.places[each]) for each in chosen])

    @rule(one=which, kind=st.sampled_from(KINDS), tag=st.sampled_from(["en", "bg"]))
    def sort(self, one: int, kind: str, tag: str) -> None:
        with self.app.app_context():
            event = db.session.get_one(Event, self.events[one][0])
            if ([link.kind for link in event.kind_links], event.languages) == ([kind], [tag]):
                return  # leaving and coming back would move versions and no byte
        self._set(one, kind_links=[], language_links=[])
        self._set(
            one, kind_links=[EventKindLink(kind=kind)], language_links=[EventLanguage(language=tag)]
        )

    @rule(one=which, chosen=st.sets(st.integers(0, 1)))
    def link_groups(self, one: int, chosen: set[int]) -> None:
        ids = [self.groups[each][0] for each in chosen]
        with self.app.app_context(), write():
            event = db.session.get_one(Event, self.events[one][0])
            event.target_groups = [db.session.get_one(TargetGroup, each) for each in ids]

    @rule(one=st.integers(0, 1), name=words)
    def rename_group(self, one: int, name: LocalText) -> None:
        self._change(TargetGroup, self.groups[one][0], name=name)

    @rule(one=st.integers(0, 1), name=words)
    def rename_place(self, one: int, name: LocalText) -> None:
        self._change(Place, self.places[one], name=name)

    @rule(one=st.integers(0, 1), name=words)
    def rename_partner(self, one: int, name: LocalText) -> None:
        self._change(Organisation, self.partners[one][0], name=name)

    @rule(one=st.integers(0, 1), name=words, acronym=st.sampled_from([None, "HARB"]))
    def rename_project(self, one: int, name: LocalText, acronym: str | None) -> None:
        self._change(Project, self.projects[one][0], name=name, acronym=acronym)

    @rule(text=words)
    def add_statement(self, text: LocalText) -> None:
        with self.app.app_context(), write():
            programme = db.session.get_one(Programme, self.programme)
            statement = FundingStatement(text=text, valid_from=date(2027, 3, 15))
            programme.statements = [statement]

    @rule(one=which)
    def fill_seats(self, one: int) -> None:
        with self.app.app_context(), write():
            db.session.get_one(Event, self.events[one][0]).pool.taken += 1

    # What they do with agendas

    @rule(one=which)
    def publish_agenda(self, one: int) -> None:
        with self.app.app_context(), write():
            last = [
                each.number
                for each in db.session.scalars(select(AgendaVersion))
                if each.event_id == self.events[one][0]
            ]
            event = db.session.get_one(Event, self.events[one][0])
            make_agenda_version(event, max(last, default=0) + 1)

    @rule(one=which, name=words, note=st.none() | words)
    def rename_item(self, one: int, name: LocalText, note: LocalText | None) -> None:
        self._change(AgendaItem, self.items[one], name=name, place_note=note)

    @rule(one=which, period=hours)
    def move_item(self, one: int, period: Period) -> None:
        with self.app.app_context(), write():
            put(db.session.get_one(AgendaItem, self.items[one]), period)

    @rule(one=which, visibility=st.sampled_from(["public", "partners", "internal"]))
    def show_item(self, one: int, visibility: str) -> None:
        self._change(AgendaItem, self.items[one], visibility=visibility)

    @rule(one=which, is_off=st.booleans())
    def take_item_off(self, one: int, is_off: bool) -> None:
        self._change(AgendaItem, self.items[one], cancelled_at=now() if is_off else None)

    @rule(one=which, other=which, host=which)
    def host_item(self, one: int, other: int, host: int) -> None:
        values = {
            "place_id": None if other == 2 else self.places[other],
            "host_id": None if host == 2 else self.partners[host][0],
        }
        self._change(AgendaItem, self.items[one], **values)

    @rule(name=words)
    def rename_track(self, name: LocalText) -> None:
        self._change(AgendaTrack, self.track, name=name)

    @rule(one=which, metres=st.integers(0, 2))
    def add_item(self, one: int, metres: int) -> None:
        with self.app.app_context(), write():
            event = db.session.get_one(Event, self.events[one][0])
            make_item(event, "One more", period=Period.days(date(2027, 3, 25)), walking_m=metres)

    @rule(days=st.integers(1, 10) | st.integers(-3, -1))
    def move_with_its_agenda(self, days: int) -> None:
        """As the desk does it."""
        with self.app.app_context(), write():
            event = db.session.get_one(Event, self.events[0][0])
            if event.published_at is None or event.is_cancelled or event.first_on is None:
                return
            day = event.first_on + timedelta(days=days)
            rules.move(event, Period.days(day, zone="Europe/Riga"), LocalText({"en": "Why not"}))

    # What happens besides

    @rule(one=which, name=words)
    def change_without_loading(self, one: int, name: LocalText) -> None:
        with self.app.app_context(), write():
            db.session.execute(
                update(Event).where(Event.id == self.events[one][0]).values(name=name)
            )
            entries.touch([f"event:{self.events[one][0]}"])

    @rule(one=which, name=words)
    def give_up(self, one: int, name: LocalText) -> None:
        with self.app.app_context(), suppress(ZeroDivisionError), write():
            db.session.get_one(Event, self.events[one][0]).name = name
            db.session.flush()
            raise ZeroDivisionError

    @rule(one=which, name=words, keep=st.booleans())
    def edit_in_a_savepoint(self, one: int, name: LocalText, keep: bool) -> None:
        with self.app.app_context(), write():
            inner = db.session.begin_nested()
            db.session.get_one(Event, self.events[one][0]).name = name
            db.session.flush()
            if keep:
                inner.commit()
            else:
                inner.rollback()

    @rule(one=which, title=words, name=words, link=st.booleans())
    def edit_two_things_at_once(
        self, one: int, title: LocalText, name: LocalText, link: bool
    ) -> None:
        """The title of an event here, its place's name there; neither knows of the other."""
        other = threading.Thread(
            target=self._change, args=(Place, self.places[0]), kwargs={"name": name}
        )
        with self.app.app_context(), write():
            event = db.session.get_one(Event, self.events[one][0])
            known = [each.place_id for each in event.place_links]
            event.name = title
            if link and self.places[0] not in known:
                event.place_links.append(EventPlace(place_id=self.places[0], position=5))
            db.session.flush()
            other.start()
            other.join(0.05)
        other.join()

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.travel.shift(timedelta(days=days))
        with self.app.app_context():
            render_due()

    # What holds

    @precondition(lambda self: hasattr(self, "events"))
    @invariant()
    def calendars_are_true(self) -> None:
        with self.app.app_context():
            assert list(differences()) == []
            calendars = dict(self._calendars())
        for name, calendar in calendars.items():
            if name in self.seen:
                moves_when_its_bytes_do(name, self.seen[name], calendar)
        joined = (f"joined {number}" for number, _code in self.events)
        codes = (code for _number, code in self.events)
        for name in {"all", *joined, *codes} & calendars.keys():
            self.numbers.have_grown(name, calendars[name])
        self.seen |= calendars

    def _calendars(self) -> Iterator[tuple[str, Seen]]:
        """Each calendar that can be fetched, all its life."""
        for name, find in self._finders():
            try:
                found = [replace(find(language), since=None) for language in ("en", "lv")]
            except (UnknownFeed, WithdrawnEvent):
                continue
            yield name, seen(found)
            if name in ("all", "narrow"):
                says_the_same_as_json(found[0])

    def _finders(self) -> Iterator[tuple[str, Any]]:
        def planned(make: Any, asked: Any, *more: Any) -> Any:
            return partial(self._planned, make, asked, more)

        yield "all", planned(plans.everything, {})
        yield "fixed", planned(plans.everything, {"tentative": ["0"]})
        for _id, slug in self.groups:
            yield slug, planned(plans.everything, {"target_group": [slug]})
        for number, code in self.events:
            yield f"joined {number}", partial(self._joined, number, code)
        first, second = ([each[1] for each in pair] for pair in (self.projects, self.partners))
        narrow = {"project": first, "kind": ["workshop", "survey"], "tentative": ["0"]}
        yield "narrow", planned(plans.everything, narrow)
        narrower = {**narrow, "partner": second[1:], "target_group": [self.groups[0][1]]}
        yield "narrower", planned(plans.everything, narrower)
        yield "fixed project", planned(plans.of_project, first[0], {"tentative": ["0"]})
        for _id, slug in self.projects:
            yield slug, planned(plans.of_project, slug)
        for _id, slug in self.partners:
            yield slug, planned(plans.of_partner, slug)
        for kind in KINDS:
            yield kind, planned(plans.of_kind, kind)
        for _id, code in self.events:
            yield code, planned(plans.of_event, code)
        yield "bg", planned(plans.everything, {"language": ["bg"]})

    def _planned(self, make: Any, asked: Any, more: Any, language: str) -> feeds.Feed:
        """As programs get it, who ask for the same address all the time: by a plan that stays."""
        key = repr((make, asked, more, language))
        if key not in self.plans:
            self.plans[key] = make(asked, language, *more)
        return self.plans[key].feed()

    def _joined(self, number: int, code: str, language: str) -> feeds.Feed:
        """The calendar of those who take part in one event, whoever else may know of it."""
        scope = f"participants:{number}"
        version, changed_at = versions([scope]).get(scope, (0, None))
        path = f"/{code}.ics"
        return feeds.Feed(
            path, "/", "Mine", language, ((scope,),), (version,), changed_at, None, PARTICIPANT
        )

    def _set(self, one: int, **values: Any) -> None:
        self._change(Event, self.events[one][0], **values)

    def _change(self, model: type, number: int, **values: Any) -> None:
        with self.app.app_context(), write():
            row = db.session.scalar(select(model).where(model.id == number))
            for name, value in values.items():
                setattr(row, name, value)


def test_any_sequence_of_edits_keeps_calendars_true(any_app: Flask) -> None:
    machine = type("EditsOfThisApp", (Edits,), {"app": any_app})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
