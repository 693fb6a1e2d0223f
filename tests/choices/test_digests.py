"""What those concerned are told of changes: who, what, in whose words, and never twice."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.agenda.making import make_visit
from tests.conftest import Clock
from tests.factories import make_organisation, make_place, make_programme, make_project
from tests.factories import make_registration as register
from tests.letters import same_as_kept
from tests.visit_factories import make_choice, make_item, put
from webapp.agenda import versions
from webapp.agenda.models import AgendaItem
from webapp.choices import digests, letters
from webapp.core import links
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.mail import outbox
from webapp.mail.models import Letter
from webapp.mail.words import words_of
from webapp.registrations.models import Registration

pytestmark = pytest.mark.usefixtures("any_context")


@pytest.fixture(autouse=True)
def fixed(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day and codes that are the same at every run, so that letters can be compared."""
    clock.set("2027-04-15T12:00+00:00")
    numbers = iter(range(1, 1000))
    code = lambda length: f"{next(numbers):02}{'brasla' * 5}"[:length]  # noqa: E731
    for module in (links, outbox):
        monkeypatch.setattr(module, "short_code", code)


class Scene:
    """A published visit with an opening for all, two visits to choose, and three who come."""

    def __init__(self) -> None:
        with write():
            brasla = make_organisation(slug="brasla", contact_email="events@brasla.example.org")
            programme = make_programme(statement="Co-funded by the European Union")
            project = make_project("Living Harbours", lead=brasla, programme_id=programme.id)
            self.event = make_visit(
                LocalText({"en": "Study visit", "lv": "Mācību brauciens"}),
                organiser=brasla,
                projects=[project],
                code="brasla22",
            )
            hall = make_place("Harbour Hall", slug="hall")
            self.opening = make_item(self.event, "Opening", hour=9, place_id=hall.id)
            self.works = self._offer("Works", 10)
            self.farm = self._offer("Farm", 14)
            lisbon = make_organisation("Porto", country="PT", zone="Europe/Lisbon")
            self.anna = self._person("Anna", organisation_id=lisbon.id)
            self.bert = self._person("Bert", language="lv")
            self.quiet = register(self.event, "Quiet", None, public_id="quiet")
            make_choice(self.works, self.anna)
            versions.publish(self.event)

    def _offer(self, title: str, hour: int) -> AgendaItem:
        return make_item(self.event, title, hour=hour, capacity=5, needs_choice=True)

    def _person(self, name: str, **values: object) -> Registration:
        email = f"{name.lower()}@example.org"
        return register(self.event, name, email, public_id=name.lower(), **values)


@pytest.fixture
def scene(any_context: None) -> Scene:
    return Scene()


def move(item: AgendaItem, hour: int, day: int = 10) -> None:
    starts = datetime(2027, 5, day, hour)
    put(item, Period.at(starts, starts + timedelta(hours=2), "Europe/Riga"))


def told() -> dict[str, list[str]]:
    """Titles told of, by address."""
    found = db.session.scalars(
        select(Letter).where(Letter.kind == "choices/letters/agenda-changed").order_by(Letter.id)
    )
    return {
        each.recipient: [change["item"]["title"] for change in (each.facts or {})["changes"]]
        for each in found
    }


def tell(scene: Scene, note: LocalText | None = None) -> int:
    """How many letters are written about what has changed."""
    with write():
        telling = digests.begin(scene.event, note)
        version_id = telling.version_id if telling else 0
    return digests.finish(version_id) if version_id else 0


def letter_to(recipient: str) -> Letter:
    return db.session.scalars(select(Letter).where(Letter.recipient == recipient)).one()


def test_items_for_all_are_told_to_all_and_chosen_ones_to_who_chose_them(scene: Scene) -> None:
    with write():
        move(scene.opening, 8)
        move(scene.works, 11)
    assert tell(scene) == 2

    assert told() == {"anna@example.org": ["Opening", "Works"], "bert@example.org": ["Opening"]}


def test_what_only_staff_see_is_told_to_nobody_and_makes_a_version_all_the_same(
    scene: Scene,
) -> None:
    with write():
        make_item(scene.event, "Setting up", hour=7, visibility="internal")
    assert tell(scene) == 0

    assert versions.version_of(scene.event.id, 2) is not None


def test_nothing_is_told_twice(scene: Scene) -> None:
    with write():
        move(scene.opening, 8)
    first, second = tell(scene), tell(scene)

    assert (first, second) == (2, 0)
    assert versions.version_of(scene.event.id, 3) is None


def test_who_has_no_seat_is_not_written_to(scene: Scene) -> None:
    with write():
        register(scene.event, "Willa", "willa@example.org", "waiting")
        move(scene.opening, 8)
    tell(scene)

    assert "willa@example.org" not in told()


def test_the_sweep_waits_until_nobody_has_edited_for_an_hour(scene: Scene, clock: Clock) -> None:
    clock.set("2027-05-08T08:00+00:00")
    with write():
        move(scene.opening, 8)
    clock.forward(minutes=59)
    assert digests.tell_due() == 0
    clock.forward(minutes=2)
    assert digests.tell_due() == 2
    clock.forward(hours=3)
    assert digests.tell_due() == 0


def test_the_sweep_leaves_far_and_past_and_cancelled_events_alone(
    scene: Scene, clock: Clock
) -> None:
    with write():
        move(scene.opening, 8)
    clock.set("2027-05-01T08:00+00:00")
    assert digests.tell_due() == 0
    clock.set("2027-06-01T08:00+00:00")
    assert digests.tell_due() == 0
    clock.set("2027-05-08T08:00+00:00")
    with write():
        scene.event.status, scene.event.cancelled_at = "cancelled", now()
    assert digests.tell_due() == 0


def test_many_are_told_some_at_a_time_in_transactions_of_their_own(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone(scene, 60)
    with write():
        move(scene.opening, 8)
    at_once = watched(monkeypatch)

    assert tell(scene) == 62
    assert max(at_once) <= digests.AT_ONCE
    assert len(told()) == sum(at_once) == 62


def test_the_sweep_goes_on_where_a_worker_was_killed_and_tells_nobody_twice(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone(scene, 60)
    with write():
        move(scene.opening, 8)
    watched(monkeypatch, dies_in=2)
    with pytest.raises(KeyboardInterrupt):
        tell(scene)
    monkeypatch.undo()
    first = set(told())
    with write():  # who comes now sees the agenda as it is
        register(scene.event, "Late", "late@example.org")

    rest = digests.tell_due()

    assert 0 < len(first) <= digests.AT_ONCE
    assert len(first) + rest == 62
    assert len(told()) == 62
    assert "late@example.org" not in told()
    assert digests.tell_due() == 0


def test_nobody_is_told_of_the_agenda_of_an_event_that_was_called_off_meanwhile(
    scene: Scene,
) -> None:
    with write():
        move(scene.opening, 8)
        assert digests.begin(scene.event) is not None
        scene.event.status, scene.event.cancelled_at = "cancelled", now()

    assert digests.tell_due() == 0
    assert told() == {}


def everyone(scene: Scene, number: int) -> None:
    """So many more people who come."""
    with write():
        for each in range(number):
            register(scene.event, f"Person {each}", f"p{each}@example.org")


def watched(monkeypatch: pytest.MonkeyPatch, dies_in: int = 0) -> list[int]:
    """How many letters are stored at once; the worker ends while it writes batch *dies_in*."""
    at_once: list[int] = []

    def post_many(drafts: Iterable[outbox.Draft]) -> int:
        at_once.append(outbox.post_many(drafts))
        if len(at_once) == dies_in:
            raise KeyboardInterrupt
        return at_once[-1]

    monkeypatch.setattr(digests, "post_many", post_many)
    return at_once


def test_a_letter_tells_every_sort_of_change_on_both_clocks(scene: Scene) -> None:
    with write():
        move(scene.opening, 8, day=11)
        scene.opening.place_note = LocalText({"en": "Room 2"})
        scene.works.name = LocalText({"en": "Textile works"})
        make_item(scene.event, "Concert", hour=20)
        lunch = make_item(scene.event, "Lunch", hour=12)
        versions.publish(scene.event)
        lunch.cancelled_at = now()
        scene.works.clothing = LocalText({"en": "Boots"})
        move(scene.opening, 9, day=11)
        scene.opening.place_note = LocalText({"en": "Room 3"})
        scene.works.name = LocalText({"en": "The works"})
        make_item(scene.event, "Walk", hour=18)
    tell(scene, LocalText({"en": "It will rain.", "lv": "Līs."}))

    letter = letter_to("anna@example.org")
    assert letter.owner == scene.anna.key
    assert letter.language == "en"
    assert letter_to("bert@example.org").language == "lv"
    assert same_as_kept("en/agenda-changed", words_of(letter))


@pytest.mark.parametrize("what", ["got-place", "item-cancelled", "item-clash"])
def test_a_letter_about_a_choice(scene: Scene, what: str) -> None:
    with write():
        left = [make_choice(scene.farm, scene.anna)] if what == "got-place" else []
        other = scene.farm if what == "item-clash" else None
        letters.tell(scene.anna, what, item=scene.works, left=left, other=other)

    assert same_as_kept(f"en/choice-{what}", words_of(letter_to("anna@example.org")))
