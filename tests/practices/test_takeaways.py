"""What people take home from a visit: written by their link, shared or not, made into cards."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browsing import Sheet, look, send
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_event, make_organisation, make_registration, writing
from tests.people import People, Who, cast
from tests.visit_factories import make_agenda_version, make_choice, make_item
from webapp.core.database import db
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.practices import cards
from webapp.practices.models import Takeaway
from webapp.projects.models import GoodPractice, Project
from webapp.projects.organisations import Organisation
from webapp.registrations.models import Registration
from webapp.registrations.rights import known
from webapp.registrations.rights_erasure import erase

SAID = "The lamps tell when they are broken."


@dataclass
class Visit:
    """A visit of three days, of which it is the second morning."""

    app: Flask
    people: People
    code: str
    page: str
    lamps: str

    def staff(self, who: Who, rest: str = "") -> Sheet:
        """A page of the desk."""
        return look(who.client(self.app), f"/manage/events/{self.code}/takeaways/{rest}")

    def write(self, code: str = "", **given: Any) -> Sheet:
        """What Anna writes about an item."""
        client = self.app.test_client()
        given = {"text": SAID, **given}
        return send(client, look(client, f"{self.page}/{code or self.lamps}"), **given)


@pytest.fixture
def visit(app: Flask, clock: Clock) -> Visit:
    clock.set("2027-04-28T09:00+00:00")
    people = cast(app)
    with app.app_context():
        brasla = db.session.scalars(
            select(Organisation).filter_by(slug="brasla-municipality")
        ).one()
        project = db.session.get_one(Project, people.project_id)
        days = Period.days(date(2027, 4, 27), date(2027, 4, 29), "Europe/Riga")
        event = make_event("Visit", organiser=brasla, projects=[project], period=days)
        event = db.session.get_one(Event, event.id)
        host = make_organisation("Lamp Works Ltd")
        lamps = make_item(event, "Lamps that talk", host_id=host.id)
        make_item(event, "Dinner", kind="meal", hour=18)
        make_item(event, "Only for hosts", visibility="internal")
        make_item(event, "Today", day=1)
        make_item(event, "Tomorrow", day=2)
        make_item(event, "Taken", hour=14, capacity=5, needs_choice=True)
        make_item(event, "Not taken", hour=14, capacity=5, needs_choice=True)
        make_agenda_version(event)
        with writing():
            event.has_agenda = True
        anna = make_registration(event, "Anna Bērziņa", organisation_text="Brasla school")
        taken = [item for item in _items() if str(item.name) == "Taken"]
        make_choice(taken[0], anna)
        page = f"/registrations/{anna.token()}/takeaways"
        return Visit(app, people, event.code, page, lamps.public_id)


def _items() -> list[Any]:
    from webapp.agenda.models import AgendaItem

    return list(db.session.scalars(select(AgendaItem)))


def _takeaways(app: Flask) -> list[tuple[str, bool]]:
    with app.app_context():
        rows = db.session.scalars(select(Takeaway).order_by(Takeaway.id))
        return [(row.text, row.is_shared) for row in rows]


# ---- those who took part


def test_one_can_write_about_what_one_has_seen_by_now(visit: Visit) -> None:
    page = look(visit.app.test_client(), visit.page)

    titles = [each.get_text() for each in page.soup.select("main h3")]
    assert titles == ["Lamps that talk", "Taken", "Today", "The visit as a whole"]


def test_a_note_is_kept_changed_and_taken_back(visit: Visit) -> None:
    page = visit.write(could_do="Ask who repairs ours")
    assert SAID in page.words
    assert "Only you see it" in page.words

    visit.write(text="They tell it by radio", is_shared="y")
    assert _takeaways(visit.app) == [("They tell it by radio", True)]

    client = visit.app.test_client()
    again = look(client, f"{visit.page}/{visit.lamps}")
    gone = send(client, again, button="Take this note back")
    assert "Your note is gone" in gone.words
    assert _takeaways(visit.app) == []


def test_the_visit_as_a_whole_has_one_note(visit: Visit) -> None:
    visit.write("visit")
    visit.write("visit", text="Second thought")

    assert _takeaways(visit.app) == [("Second thought", False)]


def test_nothing_written_is_said_beside_the_field(visit: Visit) -> None:
    page = visit.write(text=" ", could_do="x" * 2001)

    assert page.status == 422
    assert {"text", "could_do"} == set(page.errors())
    assert _takeaways(visit.app) == []


def test_two_windows_see_both_versions(visit: Visit) -> None:
    client = visit.app.test_client()
    first, second = (look(client, f"{visit.page}/{visit.lamps}") for _window in range(2))
    send(client, first, text="From the telephone")

    page = send(client, second, text="From the laptop")

    assert page.status == 409
    assert "From the telephone" in page.words
    assert "From the laptop" in str(page.soup.find("textarea"))
    assert _takeaways(visit.app) == [("From the telephone", False)]
    send(client, page, button="Save", text="Both")
    assert _takeaways(visit.app) == [("Both", False)]


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "²"])
def test_a_form_with_an_odd_revision_stores_nothing(visit: Visit, revision: str) -> None:
    page = visit.write(posted_revision=revision)

    assert page.status == 409
    assert _takeaways(visit.app) == []


@pytest.mark.parametrize("rest", ["/zzzz", "/visit/withdraw/x"])
def test_what_is_not_there_is_not_found(visit: Visit, rest: str) -> None:
    assert look(visit.app.test_client(), visit.page + rest).status == 404


def test_tomorrow_and_what_was_not_taken_cannot_be_written_about(visit: Visit) -> None:
    with visit.app.app_context():
        hidden = [
            item.public_id
            for item in _items()
            if str(item.name) in ("Tomorrow", "Not taken", "Only for hosts", "Dinner")
        ]
    assert len(hidden) == 4
    for code in hidden:
        assert look(visit.app.test_client(), f"{visit.page}/{code}").status == 404


def test_before_the_first_day_there_is_no_such_page(visit: Visit, clock: Clock) -> None:
    clock.set("2027-04-26T20:59+00:00")  # a minute to midnight there
    early = visit.app.test_client().get(visit.page)
    clock.set("2027-04-26T21:00+00:00")

    assert (early.status_code, visit.app.test_client().get(visit.page).status_code) == (303, 200)


def test_the_page_of_the_registration_leads_there(visit: Visit) -> None:
    visit.write()

    page = look(visit.app.test_client(), visit.page.removesuffix("takeaways"))

    assert "What you take home" in page.words
    assert "1 note" in page.words


def test_notes_are_told_and_erased_with_the_registration(visit: Visit) -> None:
    visit.write(is_shared="y")
    with visit.app.app_context():
        anna = db.session.scalars(select(Registration).filter_by(name="Anna Bērziņa")).one()
        assert SAID in str(known(anna))
        with writing():
            erase(db.session.get_one(Registration, anna.id))

    assert _takeaways(visit.app) == []


# ---- staff


def test_only_what_is_shared_is_read_by_staff(visit: Visit) -> None:
    visit.write()
    visit.write("visit", text="For all of you", is_shared="y")

    page = visit.staff(visit.people.partner_coordinator)

    assert "For all of you" in page.words
    assert SAID not in page.words


def test_who_wrote_it_is_for_the_organisers_staff(visit: Visit) -> None:
    visit.write(is_shared="y")
    ours, theirs = (
        visit.staff(who)
        for who in (visit.people.partner_coordinator, visit.people.project_coordinator)
    )

    assert "Anna Bērziņa, Brasla school" in ours.words
    assert SAID in theirs.words
    assert "Anna" not in theirs.words
    assert "Brasla school" not in theirs.words


def test_a_card_is_made_of_notes_and_stands_on_public_pages(visit: Visit) -> None:
    visit.write(is_shared="y", could_do="Ask ours")
    client = visit.people.project_coordinator.client(visit.app)
    address = f"/manage/events/{visit.code}/takeaways/"
    code = look(client, address).soup.select_one("input[name=of]")
    assert code is not None

    form = look(client, f"{address}card?of={code['value']}")
    assert SAID in form.soup.select_one("#what-en").get_text()  # type: ignore[union-attr]
    what = {"what-en": "Lamps report faults.", "what-lv": "Laternas ziņo par bojājumiem."}
    page = send(client, form, button="Save the card", **what, is_public="y")

    assert "Made into a card: Lamps report faults." in page.words
    for path in ("/projects/living-harbours/", "/partners/lamp-works-ltd/"):
        assert "Lamps report faults." in look(visit.app.test_client(), path).words
    latvian = look(visit.app.test_client(), "/projects/living-harbours/?lang=lv")
    assert "Laternas ziņo par bojājumiem." in latvian.words
    with visit.app.app_context():
        card = db.session.scalars(select(GoodPractice)).one()
        assert card.event_id is not None
        assert card.item_id is not None


def test_a_card_names_nobody_of_those_it_is_made_of(visit: Visit) -> None:
    visit.write(is_shared="y")
    client = visit.people.partner_coordinator.client(visit.app)
    address = f"/manage/events/{visit.code}/takeaways/"
    code = look(client, address).soup.select_one("input[name=of]")
    assert code is not None
    form = look(client, f"{address}card?of={code['value']}")

    what = {"what-en": "As Anna Berzina, saw: lamps."}
    page = send(client, form, button="Save the card", **what)

    assert page.status == 422
    assert "leave out the name “Anna Bērziņa”" in page.summary()[0]
    assert _cards(visit.app) == []


def test_a_card_that_is_empty_is_refused(visit: Visit) -> None:
    client = visit.people.partner_coordinator.client(visit.app)
    form = look(client, f"/manage/events/{visit.code}/takeaways/card?of=zzzz&of=%00")

    page = send(client, form, button="Save the card", organisation="", status="odd")

    assert page.status == 422
    assert set(page.errors()) >= {"organisation", "status"}
    assert _cards(visit.app) == []


def _cards(app: Flask) -> list[tuple[str, bool]]:
    with app.app_context():
        return [(str(row.what), row.is_public) for row in db.session.scalars(select(GoodPractice))]


# ---- cards of a project


@pytest.fixture
def card(visit: Visit) -> str:
    """The address of a card that everyone sees."""
    with visit.app.app_context(), writing():
        project = db.session.get_one(Project, visit.people.project_id)
        brasla = db.session.scalars(select(Organisation).order_by(Organisation.id).limit(1)).one()
        what = LocalText({"en": "Boats on loan", "lv": "Laivas aizdevumā"})
        row = cards.make(project, cards.Card(what, brasla, "idea", True))
        return f"/manage/projects/living-harbours/practices/{row.slug}"


def test_a_card_is_edited_withdrawn_and_shown_again(visit: Visit, card: str) -> None:
    client = visit.people.project_coordinator.client(visit.app)
    send(client, look(client, card), button="Save the card", **{"what-en": "Boats for a day"})
    assert _cards(visit.app) == [("Boats for a day", True)]

    page = send(client, look(client, card), button="Take it off the public pages")
    assert "only staff see it" in page.words
    assert "Boats" not in look(visit.app.test_client(), "/projects/living-harbours/").words

    send(client, look(client, card), button="Save the card", is_public="y")
    assert "Boats" in look(visit.app.test_client(), "/projects/living-harbours/").words


def test_two_people_at_one_card_see_both_versions(visit: Visit, card: str) -> None:
    client = visit.people.project_coordinator.client(visit.app)
    first, second = look(client, card), look(client, card)
    send(client, first, button="Save the card", **{"what-en": "Boats for an hour"})

    page = send(client, second, button="Save the card", **{"what-en": "Boats for a week"})

    assert page.status == 409
    assert "Boats for an hour" in page.words
    assert _cards(visit.app) == [("Boats for an hour", True)]
    send(client, page, button="Save the card")
    assert _cards(visit.app) == [("Boats for a week", True)]


def test_a_card_by_hand(visit: Visit) -> None:
    client = visit.people.project_coordinator.client(visit.app)
    form = look(client, "/manage/projects/living-harbours/practices/new")

    page = send(
        client,
        form,
        button="Save the card",
        organisation="brasla-municipality",
        **{"what-lv": "Tikai latviski"},
    )

    assert "Tikai latviski" in page.words
    assert look(client, "/manage/projects/living-harbours/practices/zzzz").status == 404


def test_lists_take_the_same_number_of_statements(visit: Visit) -> None:
    visit.write(is_shared="y")
    client = visit.people.partner_coordinator.client(visit.app)
    address = f"/manage/events/{visit.code}/takeaways/"
    with count_statements() as few:
        client.get(address)
    with visit.app.app_context():
        event = db.session.scalars(select(Event).filter_by(code=visit.code)).one()
        for number in range(40):
            person = make_registration(event, f"P {number}", f"p{number}@example.org")
            with writing():
                said = {"language": "en", "text": f"Note {number}", "is_shared": True}
                db.session.add(Takeaway(registration_id=person.id, item_id=None, **said))
    with count_statements() as many:
        page = client.get(address)

    assert b"Note 39" in page.data
    assert len(many) == len(few)
