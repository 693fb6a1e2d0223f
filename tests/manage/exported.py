"""An installation with something of every kind, its export, and bringing that into another."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

from flask import Flask
from PIL import Image

from tests.factories import (
    in_days,
    make_account,
    make_budget,
    make_event,
    make_fund,
    make_invitation,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_registration,
    make_role,
    make_target_group,
)
from webapp.calendars import link_rules
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.picture_files import drawn_anew
from webapp.core.pictures import change_logo
from webapp.core.renaming import rename
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.embeddings.models import Embedding, FormerEmbeddingCode
from webapp.events import rules
from webapp.events.models import Event
from webapp.letters.models import Chosen, EventLetter
from webapp.manage.exporting import choose, write_export
from webapp.manage.importing import Report, import_file
from webapp.needs.models import Need
from webapp.papers.models import HostPack
from webapp.programmes.models import Call, Deadline, Priority, Rate
from webapp.projects.models import Contact, Milestone, Project, StatedNumber
from webapp.projects.organisations import Organisation
from webapp.questions import rules as questions
from webapp.questions.asking import Condition, Kind
from webapp.questions.drafts import Draft, OptionDraft
from webapp.questions.models import Answer, OptionPlaces, Question, QuestionVersion
from webapp.registrations.guardian_models import GuardianConsent
from webapp.registrations.invitee_models import Invitee
from webapp.registrations.models import Person, Registration
from webapp.registrations.people_notes import PeopleNote
from webapp.registrations.reconfirmations import Reconfirmation
from webapp.registrations.scheduling_models import CalendarInvitation
from webapp.seats import rules as seats

TWO = LocalText({"en": "English words", "lv": "Latviešu vārdi"}, "lv")
LONG = LocalText(
    {"en": "A first line: “words”, # signs\n\n- a list\n  with a margin\n\U0001f600 end"}
)


def export(app: Flask, *projects: str, people: bool = False, needs: bool = False) -> str:
    """The whole file."""
    with app.app_context():
        text = StringIO()
        write_export(text, choose(projects, people=people, needs=needs))
        return text.getvalue()


def bring_into(app: Flask, folder: Path, text: str) -> Report:
    """Import a text."""
    path = folder / "exported.yaml"
    path.write_text(text, encoding="utf-8")
    with app.app_context():
        return import_file(path)


def furnish(app: Flask) -> None:
    """Something of every kind, each with something in every column that the format knows."""
    with app.app_context():
        with write():
            _organisations()
        with write():
            _project()
        with write():
            _events()
        with write():
            _people()


def _organisations() -> None:
    image = BytesIO()
    Image.new("RGB", (64, 48), "navy").save(image, "PNG")
    image.seek(0)
    brasla = make_organisation(
        "Brasla Municipality",
        aliases=["BNP"],
        data_protection_contact="data@brasla.example.org",
        photo_notice=TWO,
        privacy_notice=LONG,
        retention_months=7,
    )
    change_logo(brasla, f"organisation:{brasla.id}", drawn_anew(image))
    rename(brasla, "brasla-novads")
    make_organisation("Otava Town", country="CZ", zone="Europe/Prague")
    make_place("Otava Hall", latitude=49.5, longitude=14.25, step_free=False)
    embedding = Embedding(
        organisation_id=brasla.id,
        name="What is on",
        language="lv",
        filters={"kind": ["workshop"]},
        sites=["https://www.example.org"],
        accent="#0b5788",
    )
    db.session.add(embedding)
    db.session.flush()
    db.session.add(FormerEmbeddingCode(code="k2m3n4p5", embedding_id=embedding.id))
    statement = db.metadata.tables["accessibility_statements"]
    values = {"id": 1, "institution": TWO, "conformance": "partial", "method": "simple"}
    db.session.execute(statement.insert().values(**values, revision=1))


def _project() -> None:
    brasla, otava = _organisation("brasla-novads"), _organisation("otava-town")
    fund = make_fund()
    programme = make_programme(period_start=2021, fund_id=fund.id, shows_emblem=False)
    programme.priorities = [Priority(position=1, name=TWO)]
    programme.rates = [Rate(fund_id=fund.id, percent=Decimal("85.5"))]
    programme.deadlines = [Deadline(kind="evidence", days=30)]
    programme.calls = [Call(name=TWO, projects_approved=3, decided_on=date(2020, 5, 7))]
    make_target_group("Harbour teachers", programme_id=programme.id, is_retired=True, position=2)
    make_target_group("Harbour residents", position=1)
    project = make_project(
        lead=otava, partners=[brasla], programme_id=programme.id, goal=LONG, acronym="HARB: 1"
    )
    rename(project, "harbours")
    phase = project.phases[0]
    phase.first_on, phase.precision = date(2026, 1, 1), "month"
    phase.memberships[1].from_on = date(2026, 3, 1)
    make_budget(project, Decimal("1234.5"), [(fund, Decimal("85"))], phase_id=phase.id)
    project.stated = [StatedNumber(what="partners", value=3)]
    project.contacts = [Contact(organisation_id=brasla.id, role=TWO, email="info@example.org")]
    open_ended = Milestone(slug="open", what=TWO, precision="day", first_on=date(2026, 5, 1))
    project.milestones = [open_ended]


def _events() -> None:
    project = db.session.query(Project).one()
    organiser = _organisation("brasla-novads")
    every = {"organiser": organiser, "projects": [project]}
    visit = make_event(
        "The harbour",
        capacity=5,
        description=LONG,
        join_url="https://meet.example.org/x",
        photo_notice=TWO,
        takes_photos=True,
        guardian_age=16,
        opens_at=now() - timedelta(days=1),
        contributors=[{"role": "speaker", "name": "Jānis Ozols"}],
        **every,
    )
    moved = make_event("Moved", period=in_days(20), **every)
    rules.move(moved, Period.month(2027, 5), "Ice")
    postponed = make_event("Postponed", period=Period.days(date(2027, 6, 1)), **every)
    rules.postpone(postponed, LocalText({"en": "No ferry", "lv": "Nav prāmja"}))
    rules.cancel(make_event("Cancelled", follows_id=visit.id, **every), "Storm")
    rules.withdraw(make_event("Withdrawn", registration_mode="none", **every))
    make_event("A draft", status="draft", period=Period.undated(planned_days=2), **every)
    make_event(
        "In the phase", status="tentative", period=Period.phase(date(2026, 1, 1), None), **every
    )
    ferry = datetime(2027, 3, 1, 22), datetime(2027, 3, 2, 7)
    make_event("Ferry", period=Period.at(*ferry, "Europe/Stockholm", "Europe/Helsinki"), **every)
    autumn = datetime(2027, 10, 31, 3, 30), datetime(2027, 10, 31, 5)
    make_event("Doubled", period=Period.at(*autumn, "Europe/Riga", None, 1), **every)
    _questions(visit)
    _letters(visit)
    words = {"territory": LONG, "emergency": TWO, "signatory": TWO}
    db.session.add(HostPack(event_id=visit.id, revision=3, **words))


def _questions(event: Event) -> None:
    labels = OptionDraft(LocalText({"en": "Boat"}), places=2), OptionDraft(LocalText({"en": "Bus"}))
    ride = questions.add(event, Kind.PLACES, Draft(TWO, options=labels))
    boat = db.session.query(OptionPlaces).filter_by(question_id=ride.id).first()
    assert boat is not None
    condition = Condition(ride.public_id, boat.key)
    questions.add(event, Kind.NUMBER, Draft(TWO, LONG, True, 1, 9, condition=condition))
    questions.add(event, Kind.DIET, Draft(TWO))


def _letters(event: Event) -> None:
    words = {"event_id": event.id, "subject": TWO, "body": LONG}
    db.session.add(EventLetter(**words, purpose="reminder", stage="scheduled", days_before=3))
    sent = {"begun_at": now(), "finished_at": now(), "expected": 4, "written": 4}
    states = {"audience": "states", "audience_values": ["waiting"]}
    db.session.add(EventLetter(**words, **sent, **states, stage="sent"))
    partner = str(event.organiser_id)
    values = {"audience": "organisation", "audience_values": [partner]}
    db.session.add(EventLetter(**words, **values))


def _people() -> None:
    event = db.session.query(Event).filter(Event.guardian_age.is_not(None)).one()
    account = make_account("ilze@example.org", "Ilze Staff")
    make_role(account, "helper", event.organiser, until_on=date(2027, 1, 1), sees_needs=True)
    invitation = make_invitation(event, places=2, used=1)
    guest = {"name": "Guna Guest", "name_key": "guna guest", "language": "lv"}
    db.session.add(Invitee(event_id=event.id, invitation_id=invitation.id, **guest))
    anna = make_registration(
        event,
        consent_text=TWO,
        consented_at=now(),
        invitation_id=invitation.id,
        organisation_text="Secret Ltd",
        entered_by_id=account.id,
        link_generation=2,
    )
    others = ("offered", "unverified", "waiting", "awaiting-approval", "declined", "expired")
    for number, state in enumerate(others):
        make_registration(event, f"Person {number}", f"p{number}@example.org", state)
    gone = {"ended_at": now(), "ended_by": f"account:{account.id}", "ended_reason": "Ill,\nsadly"}
    make_registration(event, "Cita Cancelled", None, "cancelled", **gone)
    _hang_on(event, anna, account.id)


def _hang_on(event: Event, anna: Registration, account_id: int) -> None:
    pair = [Person(organiser_id=event.organiser_id, name_key=name) for name in ("anna", "ana")]
    db.session.add_all(pair)
    db.session.flush()
    anna.person_id, pair[1].merged_into_id = pair[0].id, pair[0].id
    ride, size, diet = db.session.query(Question).order_by(Question.id)
    boat = db.session.query(OptionPlaces).filter_by(question_id=ride.id).first()
    assert boat is not None
    assert seats.take([boat.pool_id])
    mine = {"registration_id": anna.id}
    answered = {"version_id": _version(ride), "value": boat.key, "pool_id": boat.pool_id}
    db.session.add(Answer(**mine, question_id=ride.id, **answered))
    db.session.add(Answer(**mine, question_id=size.id, version_id=_version(size), value="7"))
    kept = {"kind": "diet", "options": ["vegan"], "words": "Only raw"}
    db.session.add(Need(**mine, event_id=event.id, version_id=_version(diet), **kept))
    guardian = {"name": "Gita Guardian", "email": "gita@example.org"}
    db.session.add(GuardianConsent(**mine, **guardian, answer="given", answered_at=now()))
    db.session.add(PeopleNote(**mine, account_id=account_id, text="A note:\nmind it"))
    asked = {"asked_at": now(), "until": now() + timedelta(days=2), "releases": True}
    db.session.add(Reconfirmation(**mine, **asked, answer=None))
    invited = {"message_id": "<1@example.org>", "sent_sequence": 1, "sent_method": "REQUEST"}
    db.session.add(CalendarInvitation(**mine, **invited))
    link_rules.make_for_registration(anna)
    draft = db.session.query(EventLetter).filter_by(stage="draft").one()
    draft.audience, draft.audience_values = "chosen", []
    db.session.add(Chosen(event_letter_id=draft.id, registration_id=anna.id))


def _version(question: Question) -> int:
    query = db.session.query(QuestionVersion.id).filter_by(question_id=question.id)
    return int(query.scalar())


def _organisation(slug: str) -> Organisation:
    return db.session.query(Organisation).filter_by(slug=slug).one()
