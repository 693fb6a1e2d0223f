"""The partner meeting in Razlog, from the invitation of the leaders to the printed list.

Eight delegations, presentations, a peer review and two companies to choose between, as on 27 to 29
April 2022; the people are invented. Each person goes their own way in a browser of their own.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.conftest import MakeReader, Site
from tests.browser.test_life_of_an_event import SAVE, newest_letter, save
from tests.factories import make_event
from tests.papers.reading import Paper
from tools.page_kinds import COORDINATOR
from webapp.agenda.models import AgendaItem
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.delegations.models import Delegation
from webapp.events.models import Event
from webapp.events.parts import EventProject
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation
from webapp.seats.rules import recount

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

DAY = date(2027, 4, 27)
#: Slug of a partner → its leader.
LEADERS = {
    "jelgava-novads": ("Ilze Piemēra", "ilze@example.org"),
    "nevers": ("Camille Exemple", "camille@example.org"),
    "fundao": ("Filipa Exemplo", "filipa@example.org"),
    "ange": ("Ylva Exempel", "ylva@example.org"),
    "abo-akademi": ("Lauri Esimerkki", "lauri@example.org"),
    "dodoni": ("Eleni Paradeigma", "eleni@example.org"),
    "kezmarok": ("Jana Príklad", "jana@example.org"),
    "razlog": ("Petar Primerov", "petar@example.org"),
}
AGENDA = [
    (DAY, "10:00", "12:00", "presentation", "Every partner shows its plan"),
    (DAY, "13:00", "15:00", "peer-review", "Fundão and Nevers review Jelgava"),
    (DAY + timedelta(days=1), "09:30", "12:00", "company", "SD Partners"),
    (DAY + timedelta(days=1), "09:30", "12:00", "company", "KS METAL"),
    (DAY + timedelta(days=2), "09:00", "11:00", "plenary", "What we decide"),
]


@dataclass
class Meeting:
    """The meeting, the browser of its coordinator, and the way to the browsers of the others."""

    site: Site
    open_browser: MakeReader
    desk: "Page"
    code: str

    def goes_to(self, side: str) -> "Page":
        """The coordinator at one side of the event's workspace."""
        self.desk.goto(f"/manage/events/{self.code}/{side}")
        return self.desk

    def follows(self, to: str, pattern: str) -> "Page":
        """The reader of the last letter to an address, who opens the link in it."""
        with self.site.app.app_context():
            letter = newest_letter(self.site, to)[1]
        found = re.search(pattern, letter)
        assert found is not None, letter
        page = self.open_browser().page
        page.goto(found[0])
        return page


@pytest.fixture
def meeting(site: Site, open_browser: MakeReader) -> Meeting:
    """Published, by invitation, with forty seats."""
    with site.app.app_context(), write():
        found = select(Organisation).where(Organisation.slug.in_(["jelgava-novads", "razlog"]))
        organiser, host = sorted(db.session.scalars(found), key=lambda each: each.slug)
        event = make_event(
            "Partner meeting in Razlog",
            organiser=organiser,
            host=host,
            period=Period.days(DAY, DAY + timedelta(days=2), zone="Europe/Sofia"),
            capacity=40,
            registration_mode="invitation",
        )
        project = db.session.scalars(select(Project).where(Project.slug == "iotxchange")).one()
        event.project_links = [EventProject(project=project, is_main=True)]
        code = event.code
    return Meeting(site, open_browser, open_browser(COORDINATOR).page, code)


def invite_the_leaders(meeting: Meeting) -> None:
    """A delegation for each partner, whose leader gets a letter with their link."""
    desk = meeting.goes_to("delegations/new")
    desk.fill("#quota", "3")
    save(desk)
    assert desk.locator("main tbody tr").count() == len(LEADERS)
    desk = meeting.goes_to("delegations/leaders")
    for slug, public_id in delegations_of(meeting).items():
        name, address = LEADERS[slug]
        desk.fill(f"#name-{public_id}", name)
        desk.fill(f"#email-{public_id}", address)
    save(desk)
    desk = meeting.goes_to("delegations/invitations")
    desk.get_by_role("button", name="Write to 8 leaders").click()
    expect(desk.get_by_role("status").last).to_contain_text("8 leaders were written to")
    assert desk.locator("main tr[data-state=invited]").count() == len(LEADERS)


def delegations_of(meeting: Meeting) -> dict[str, str]:
    """Slug of the partner → public id of its delegation."""
    with meeting.site.app.app_context():
        query = select(Delegation).join(Delegation.event).where(Event.code == meeting.code)
        found = db.session.scalars(query)
        return {each.organisation.slug: each.public_id for each in found}


def plan_the_agenda(meeting: Meeting) -> None:
    """Line by line; the companies for those who choose them; then it is published."""
    desk = meeting.goes_to("agenda/")
    for day, starts, ends, kind, title in AGENDA:
        line = f"#line-{day.isoformat()}"
        desk.fill(f"{line}-hours-starts", starts)
        desk.fill(f"{line}-hours-ends", ends)
        desk.select_option(f"{line}-kind", kind)
        desk.fill(f"{line}-title", title)
        with desk.expect_navigation():
            desk.press(f"{line}-title", "Enter")
    for company, places in (("SD Partners", 1), ("KS METAL", 16)):
        desk.locator(".slot h3").get_by_role("link", name=company).click()
        desk.check("#needs_choice")
        desk.fill("#capacity", str(places))
        desk.select_option("#host", label=company)
        save(desk)
    desk = meeting.goes_to("agenda/publication")
    desk.locator(SAVE).or_(desk.locator("main button.is-primary")).first.click()
    expect(desk.get_by_role("status").last).to_contain_text("The agenda is published")


def name_people(meeting: Meeting, slug: str, *people: str) -> "Page":
    """The leader opens the link in the letter and names people, a line each."""
    page = meeting.follows(LEADERS[slug][1], r"http\S+/delegations/\S+")
    own = page.url
    page.goto(f"{own}members/several")
    page.fill("#people", "\n".join(people))
    save(page)
    assert page.url == own
    return page


def choose(meeting: Meeting, address: str, company: str) -> "Page":
    """A delegate opens the link in their letter and chooses a company."""
    page = meeting.follows(address, r"http\S+/registrations/[\w-]+/(?=\s)")
    page.get_by_role("link", name="Choose what you want to see").first.click()
    page.locator("label.choice").filter(has_text=company).locator("input").check()
    save(page)
    return page


def test_the_meeting_in_razlog(site: Site, open_browser: MakeReader, meeting: Meeting) -> None:
    invite_the_leaders(meeting)
    plan_the_agenda(meeting)

    # Leaders name their people; Jelgava sends one, Kežmarok cannot come.
    leader = name_people(
        meeting,
        "nevers",
        "Camille Exemple; camille@example.org; elected representative",
        "Noé Modèle; noe@example.org",
    )
    name_people(meeting, "jelgava-novads", "Ilze Piemēra; ilze@example.org; member of staff")
    name_people(meeting, "fundao", "Filipa Exemplo; filipa@example.org; expert", "Rui Exemplo")
    declining = meeting.follows("jana@example.org", r"http\S+/delegations/\S+")
    declining.get_by_role("link", name="We cannot come").click()
    declining.get_by_role("button", name="We cannot come").click()
    states = [
        chip.get_attribute("data-state")
        for chip in meeting.goes_to("delegations/").locator("main tr[data-state]").all()
    ]
    assert sorted(states) == ["answering"] * 3 + ["declined"] + ["invited"] * 4

    # A delegate confirms their data; two want the one place at SD Partners.
    delegate = meeting.follows("noe@example.org", r"http\S+/delegate")
    save(delegate)
    expect(delegate.locator("main")).to_contain_text("Thank you")
    first = choose(meeting, "noe@example.org", "SD Partners")
    second = choose(meeting, "ilze@example.org", "SD Partners")
    assert "You have a place" in first.locator("main").inner_text()
    assert "You wait for a place: number 1" in second.locator("main").inner_text()

    # The day before, somebody else comes for Noé: their choice passes to who waits.
    leader.goto(leader.url)
    row = leader.locator("li, tr").filter(has_text="Noé Modèle").last
    row.get_by_role("link", name="Substitute").click()
    leader.fill("#name", "Zoé Modèle")
    leader.fill("#email", "zoe@example.org")
    save(leader)
    expect(leader.locator("main")).to_contain_text("Zoé Modèle")
    second.reload()
    expect(second.locator("main form")).to_contain_text("You have a place")

    # The host reads the names for its gate, and no more.
    gate = gate_list_of(meeting, "SD Partners")
    assert "Ilze Piemēra" in gate.locator("main table").inner_text()
    assert "Noé" not in gate.locator("main").inner_text()
    assert "@" not in gate.locator("main table").inner_text()

    # The list of participants as one prints it and as a file: by delegation, with who came in.
    desk = meeting.goes_to("papers/participants.html")
    printed = desk.locator("main").inner_text()
    present = {"Camille Exemple", "Zoé Modèle", "Ilze Piemēra", "Filipa Exemplo", "Rui Exemplo"}
    assert all(name in printed for name in present)
    assert "Noé" not in printed
    answer = desk.request.get(f"/manage/events/{meeting.code}/papers/participants.pdf")
    paper = Paper(answer.body())
    assert (paper.is_ua, paper.is_tagged, paper.language) == (True, True, "en")
    assert all(name in paper.words for name in present)
    assert paper.words.index("Nevers Agglomération") < paper.words.index("Zoé Modèle")
    assert "European" in paper.words
    with site.app.app_context():
        assert recount() == []


def gate_list_of(meeting: Meeting, company: str) -> "Page":
    """The coordinator writes to the company, whose deadline for names has come; it confirms."""
    with meeting.site.app.app_context(), write():
        query = select(AgendaItem).join(Event).where(Event.code == meeting.code)
        items = {str(item.name): item for item in db.session.scalars(query)}
        items[company].gate_list_due_at = now() - timedelta(hours=1)
        public_id = items[company].public_id
    desk = meeting.goes_to(f"agenda/hosts/{public_id}/")
    desk.fill("#contact_name", "Stefan Primerov")
    desk.fill("#contact_email", "gate@example.org")
    save(desk)
    desk.get_by_role("button", name="Write to the host").click()
    gate = meeting.follows("gate@example.org", r"http\S+/hosts/\S+")
    gate.get_by_role("button", name="We receive the group then").click()
    expect(gate.locator("main [data-state=confirmed]").first).to_be_visible()
    return gate
