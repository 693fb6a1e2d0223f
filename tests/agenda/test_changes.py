"""What has changed about an agenda since a version of it, for each circle of readers."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.agenda.making import make_visit
from tests.conftest import Clock
from tests.factories import make_organisation, make_place
from tests.visit_factories import make_item, put
from webapp.agenda import versions
from webapp.agenda.levels import Level
from webapp.agenda.models import AgendaItem, ItemContributor
from webapp.agenda.snapshots import ItemThen
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events.models import Event

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


@pytest.fixture
def visit(context: None) -> Event:
    """Published with one item of each sort."""
    with write():
        event = make_visit()
        hall = make_place("Hall", address="1 Main Street", latitude=56.9, longitude=24.1)
        item = make_item(
            event,
            LocalText({"en": "Opening", "lv": "Atklāšana"}),
            hour=9,
            place_id=hall.id,
            host_id=make_organisation("Pirin Textiles").id,
            languages=["en"],
        )
        item.contributors = [ItemContributor(role="speaker", name="Ilze")]
        make_item(event, "Dinner", hour=19, visibility="partners")
        make_item(event, "Setting up", hour=7, visibility="internal")
        versions.publish(event)
        return event


def item(event: Event, name: str) -> AgendaItem:
    found = db.session.query(AgendaItem).filter_by(event_id=event.id).all()
    return next(each for each in found if str(each.name) == name)


def changed(event: Event, level: Level = Level.PUBLIC) -> dict[str, tuple[str, ...]]:
    return {str(each.item.name): each.what for each in versions.pending(event, level).values()}


def test_an_item_is_stored_and_read_back_as_it_was(visit: Event) -> None:
    opening = item(visit, "Opening")

    assert ItemThen.read(ItemThen.of(opening).as_json()) == ItemThen.of(opening)
    version = versions.version_of(visit.id, 1)
    assert version is not None
    assert ItemThen.of(opening) in versions.read(version)


def test_nothing_has_changed_right_after_publishing(visit: Event) -> None:
    for level in Level:
        assert changed(visit, level) == {}


def test_a_move_tells_when_it_was_before(visit: Event) -> None:
    with write():
        starts = datetime(2027, 5, 11, 10)
        put(item(visit, "Opening"), Period.at(starts, starts + timedelta(hours=2), "Europe/Riga"))

    (change,) = versions.pending(visit, Level.PUBLIC).values()

    assert change.what == ("moved",)
    assert change.before is not None
    assert change.before.starts_local == datetime(2027, 5, 10, 9)


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("name", LocalText({"en": "Welcome"}), "title"),
        ("place_id", None, "place"),
        ("place_note", LocalText({"en": "Room 2"}), "place"),
        ("clothing", LocalText({"en": "Boots"}), "details"),
        ("host_id", None, "details"),
        ("contributors", [], "details"),
        ("needs_choice", False, ""),
        ("gate_list_due_at", datetime(2027, 5, 1, tzinfo=UTC), ""),
        ("cancelled_at", datetime(2027, 4, 15, tzinfo=UTC), "cancelled"),
    ],
)
def test_each_change_is_told_by_its_name(
    visit: Event, column: str, value: object, what: str
) -> None:
    with write():
        setattr(item(visit, "Opening"), column, value)

    assert [told for (told,) in changed(visit).values()] == ([what] if what else [])


def test_each_circle_is_told_of_what_it_sees(visit: Event) -> None:
    with write():
        item(visit, "Dinner").clothing = LocalText({"en": "Smart"})
        item(visit, "Setting up").clothing = LocalText({"en": "Gloves"})

    assert changed(visit, Level.PUBLIC) == {}
    assert changed(visit, Level.PARTNERS) == {"Dinner": ("details",)}
    assert set(changed(visit, Level.INTERNAL)) == {"Dinner", "Setting up"}


def test_what_becomes_internal_reads_as_cancelled_and_the_other_way_round_as_new(
    visit: Event,
) -> None:
    with write():
        item(visit, "Opening").visibility = "internal"
        item(visit, "Setting up").visibility = "public"

    assert changed(visit) == {"Opening": ("cancelled",), "Setting up": ("new",)}


def test_what_is_added_and_called_off_between_two_versions_is_not_told(visit: Event) -> None:
    with write():
        make_item(visit, "Concert", cancelled_at=datetime(2027, 4, 15, tzinfo=UTC))
        make_item(visit, "Walk", hour=13)

    assert changed(visit) == {"Walk": ("new",)}


def test_what_takes_place_after_all_is_told_so(visit: Event) -> None:
    with write():
        item(visit, "Opening").cancelled_at = datetime(2027, 4, 15, tzinfo=UTC)
        versions.publish(visit)
        item(visit, "Opening").cancelled_at = None

    assert changed(visit) == {"Opening": ("resumed",)}


def test_a_place_that_is_called_differently_is_the_same_place(visit: Event) -> None:
    with write():
        hall = item(visit, "Opening").place
        assert hall is not None
        hall.name = LocalText({"en": "Grand hall"})

    assert changed(visit) == {}


def test_versions_are_numbered_and_stay_as_they_were(visit: Event) -> None:
    with write():
        item(visit, "Opening").name = LocalText({"en": "Welcome"})
        versions.publish(visit, LocalText({"en": "A new title."}))

    first, second = versions.version_of(visit.id, 1), versions.version_of(visit.id, 2)

    assert first is not None
    assert second is not None
    assert [str(each.name) for each in versions.read(first)][1] == "Opening"
    assert [str(each.name) for each in versions.read(second)][1] == "Welcome"
    assert [each.what for each in versions.changed_in(second)] == [("title",)]
    assert list(versions.changed_in(first)) == []


def test_an_agenda_without_items_cannot_be_published() -> None:
    with write():
        event = make_visit()

    with pytest.raises(versions.NothingToPublish), write():
        versions.publish(event)
    assert not event.has_agenda
