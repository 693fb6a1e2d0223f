"""The example projects: loading them into an installation, and taking them out again."""

from pathlib import Path

from sqlalchemy import exists, select

from webapp.accounts.models import Account
from webapp.core.database import db, write
from webapp.events.models import Event
from webapp.manage.example_removal import Removal, remove
from webapp.manage.importing import Report, read_file, write_facts
from webapp.manage.invented_people import CROWDS, Crowd, fill
from webapp.manage.invented_questions import ask_examples
from webapp.manage.invented_visits import answer_all
from webapp.registrations.models import Registration

__all__ = ["EXAMPLES", "Removal", "load_examples", "remove_examples"]

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FILES = ("projects.yaml", "invented.yaml")
COORDINATOR = "coordinator@example.org"


def load_examples() -> Report:
    """Load the projects, the invented events and 150 invented registrations, all or nothing.

    What is there already is left as it is. Nobody is written to.
    """
    files = [read_file(EXAMPLES / name) for name in FILES]
    report = Report(EXAMPLES)
    with write():
        for facts, problems in files:
            report.extend(write_facts(facts, problems))
        events = _example_events()
        ask_examples(events)
        for event in events.values():
            answer_all(event)
        report.created += _register_crowds()
    return report


def _register_crowds() -> list[tuple[str, str]]:
    coordinator = db.session.scalar(select(Account).where(Account.email == COORDINATOR))
    assert coordinator is not None
    created: list[tuple[str, str]] = []
    first = 0
    for crowd in CROWDS:
        event = _empty_event(crowd)
        if event is not None:
            people = fill(event, crowd, first, coordinator)
            created += [("registration", str(event.name)) for _person in people]
        first += crowd.applicants
    return created


def _example_events() -> dict[str, Event]:
    """The example events nobody has come to yet but for the delegates of the file, by slug."""
    came = Registration.seat_pool_id.is_(None)
    anybody = exists().where(Registration.event_id == Event.id, came)
    query = select(Event).where(Event.is_example, Event.slug.is_not(None), ~anybody)
    return {str(event.slug): event for event in db.session.scalars(query)}


def _empty_event(crowd: Crowd) -> Event | None:
    """The example event of a crowd, unless people have come to it already."""
    event = db.session.scalar(select(Event).where(Event.slug == crowd.event))
    assert event is not None
    anybody = select(Registration.id).where(Registration.event_id == event.id).limit(1)
    return event if db.session.scalar(anybody) is None else None


def remove_examples() -> Removal:
    """Take all examples out, with everything that hangs on them; keep what other data needs."""
    with write():
        return remove()
