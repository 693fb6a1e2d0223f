"""Every kind of page there is, on the example data: for the contact sheet and for the tests in a
browser.

`prepare` brings the examples into the states that need something to happen (an offer, an
invitation, a withdrawn event) and gives the list; `open_page` opens one of them in a browser that
`keys` let in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from flask import Blueprint, Flask, abort
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tools import pages_of
from tools.page_kinds import VISITOR, PageKind
from webapp.accounts.models import Account
from webapp.accounts.put_offs import put_off
from webapp.accounts.sign_in import make_link
from webapp.calendars import link_rules
from webapp.calendars.link_models import CalendarAsking
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.permissions import public
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.embeddings.models import Embedding
from webapp.events import copying
from webapp.events import rules as event_rules
from webapp.events.dates import Asking
from webapp.events.manage_lists import lacks_outcome
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.projects.roles import RoleAssignment
from webapp.questions.asking import Kind
from webapp.questions.models import Question
from webapp.registrations import guardians, rules
from webapp.registrations.applicant import Guardian
from webapp.registrations.invitations import invite, withdraw
from webapp.registrations.invitees import Guest, decline, invite_all, note_opened
from webapp.registrations.models import Registration, State
from webapp.registrations.replies_models import CalendarReply, ReplyKind
from webapp.registrations.rights_erasure import erase

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page

INVITED = "invited"
COORDINATOR = "coordinator@example.org"
#: Coordinates another municipality of the same network.
OTHER = "other-coordinator@example.org"
HELPER = "helper@example.org"
ADMIN = "administrator@example.org"

_errors = Blueprint("error_pages", __name__)


@_errors.route("/error-pages/<int:code>", methods=["GET", "POST"])
@public
def _error_page(code: int) -> ResponseReturnValue:
    abort(code)


@dataclass
class Everything:
    """The pages, and the links that open what is not open to everyone: who → address."""

    pages: list[PageKind] = field(default_factory=list)
    doors: dict[str, str] = field(default_factory=dict)


def _invite_by_letter(event: Event) -> str:
    """Invitations in each state; the token of one that was not answered."""
    guests = [Guest(f"Guest {n}", f"guest{n}@example.org") for n in range(5)]
    sent = invite_all(event, guests, language="en")
    note_opened(sent[1].invitation)
    decline(sent[2], "Another meeting that week")
    withdraw(sent[3].invitation)
    return sent[0].invitation.token()


def allow_errors(app: Flask) -> None:
    """Give *app* an address for each error page; before its first request."""
    app.register_blueprint(_errors)


def prepare(app: Flask) -> Everything:
    """Bring the examples of *app* into every state. Once per database."""
    with app.app_context(), write():
        everything = Everything()
        states = dict(_registrations())
        link = invite(_event("razlog-meeting"), "Guests", places=5)
        personal = _invite_by_letter(_event("razlog-meeting"))
        codes = {event.slug or "": event.code for event in db.session.scalars(select(Event))}
        codes["withdrawn"] = _withdrawn_event()
        person = _confirmed("smart-bench-day").public_id
        _mailed_replies("smart-bench-day")
        db.session.add(Account(email=ADMIN, name="Aina Administratore (example)", is_admin=True))
        young = _young()
        for email in (COORDINATOR, OTHER, HELPER, ADMIN):
            account = db.session.scalars(select(Account).where(Account.email == email)).one()
            everything.doors[email] = _path(make_link(account))
        everything.doors[INVITED] = f"/invitations/{link.token()}/"
        fresh = _path(make_link(account))
        everything.pages = [
            *_public_pages(codes),
            *_registration_pages(codes, states),
            *_question_pages(codes),
            *_sign_in_pages(fresh),
            *_desk_pages(codes),
            *_shelf_pages(),
            *_colleague_pages(),
            *_rights_pages(codes, young),
            *_people_pages(codes, person),
            *_letter_pages(codes),
            *_embedding_pages(),
            *_own_calendar_pages(states),
            PageKind("invitation, answer", f"/invitations/{personal}/answer"),
            *_error_pages(codes),
            *pages_of.capabilities(codes),
        ]
    return everything


def keys(browser: "Browser", base: str, everything: Everything) -> dict[str, Any]:
    """What opens the site to each reader: who → the `storage_state` of their browsers."""
    found: dict[str, Any] = {VISITOR: None}
    for who, door in everything.doors.items():
        context = browser.new_context()
        page = context.new_page()
        page.goto(base + door)
        if "@" in who:
            page.locator("main form button").click()
            page.wait_for_url("**/manage/")
        found[who] = context.storage_state()
        context.close()
    return found


def open_page(page: "Page", base: str, kind: PageKind, query: str = "") -> None:
    """Open *kind*, in the state it is meant to be seen in."""
    address = base + kind.address
    if query:
        address += ("&" if "?" in address else "?") + query
    page.goto(address, wait_until="load")
    for what, selector, *value in kind.acts:
        _act(page, what, selector, *value)
    page.wait_for_load_state("load")


#: A file of people with something wrong and something doubtful.
LIST = "Vārds, uzvārds;E-pasts;Valoda\nAnna Exempel;anna@example.org;lv\nBo;bad;\nCo;;xx\n".encode()


def _act(page: "Page", what: str, selector: str, value: str = "") -> None:
    if what == "run":
        page.evaluate(selector)
        return
    target = page.locator(selector).first
    match what:
        case "fill":
            target.fill(value)
        case "check":
            target.check()
        case "choose":
            target.select_option(value)
        case "upload":
            file: FilePayload = {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST}
            target.set_input_files(file)
        case "press":
            with page.expect_navigation(wait_until="load"):
                target.click(timeout=8000)


# What has to happen first


def _path(address: str) -> str:
    """An address of this site without its host: the server of the moment has another port."""
    return urlunsplit(("", "", *urlsplit(address)[2:]))


def _event(slug: str) -> Event:
    return db.session.scalars(select(Event).where(Event.slug == f"example-{slug}")).one()


def _of(slug: str, state: State) -> Registration:
    query = select(Registration).join(Event).where(Event.slug == f"example-{slug}")
    query = query.where(Registration.state == state).order_by(Registration.id)
    return db.session.scalars(query.limit(1)).one()


def _confirmed(slug: str) -> Registration:
    return _of(slug, State.CONFIRMED)


def _registrations() -> Iterator[tuple[str, str]]:
    """(state, token) of a registration in each state."""
    yield State.CONFIRMED, _confirmed("smart-bench-day").token()
    yield "no-limit", _confirmed("sensor-webinar").token()
    yield State.CANCELLED, _of("local-group-evening", State.CANCELLED).token()
    yield State.AWAITING_APPROVAL, _of("oulu-visit", State.AWAITING_APPROVAL).token()
    yield State.DECLINED, _of("oulu-visit", State.DECLINED).token()
    rules.cancel(_confirmed("engure-workshop"), quietly=True)
    yield State.OFFERED, _of("engure-workshop", State.OFFERED).token()
    late = _of("engure-workshop", State.WAITING)
    late.state, late.ended_at, late.ended_by = State.EXPIRED, now(), "system"
    db.session.flush()
    yield State.EXPIRED, late.token()
    yield State.WAITING, _of("engure-workshop", State.WAITING).token()
    yield State.UNVERIFIED, _unverified().token()
    yield "asked-again", _asked_again()


def _unverified() -> Registration:
    event = _event("razlog-meeting")
    guest = rules.Applicant(name="Gerda Gaste", email="gerda.gaste@example.org")
    return rules.register(event, guest, invitation=invite(event, "Experts", places=2))


def _asked_again() -> str:
    """The token of somebody who is asked whether they still come to a copy that was moved."""
    event = copying.duplicate(
        _event("smart-bench-day"), LocalText({"en": "Moved", "lv": "Pārcelts"})
    )
    today = now().date()
    event.period = Period.days(today + timedelta(days=30))
    event_rules.publish(event)
    guest = rules.Applicant(name="Valdis Viesis", email="valdis.viesis@example.org")
    registration = rules.register(event, guest, quietly=True)
    asking = Asking(now() + timedelta(days=7), releases=True)
    moved = Period.days(today + timedelta(days=37))
    event_rules.move(event, moved, LocalText({"en": "A holiday.", "lv": "Svētki."}), asking=asking)
    return registration.token()


def _young() -> dict[str, str]:
    """Links of somebody young who wants no pictures, of their guardian, of somebody erased."""
    event = _event("pape-ideathon")
    event.takes_photos, event.guardian_age = True, 16
    found = {}
    for name in ("Zane Paraugs", "Yuri Paraugs"):
        guest = rules.Applicant(
            name=name,
            email=f"{name.split()[0].lower()}.young@example.org",
            consent_text=event.consent,
            not_in_photos=True,
            guardian=Guardian("Gita Paraugs", "gita.paraugs@example.org"),
        )
        found[name.split()[0]] = rules.register(event, guest)
    consent = guardians.consent_of(found["Zane"])
    assert consent is not None
    links = {"young": found["Zane"].token(), "guardian": consent.token()}
    return links | {"erased": erase(found["Yuri"]).token()}


def _mailed_replies(slug: str) -> None:
    """One of each kind of what calendar programs send back."""
    people = select(Registration).where(
        Registration.event_id == _event(slug).id, Registration.state == State.CONFIRMED
    )
    for kind, registration in zip(ReplyKind, db.session.scalars(people.limit(4)), strict=True):
        reply = CalendarReply(registration_id=registration.id, kind=kind.value, sequence=0)
        reply.stamped_at, reply.answer = now(), "TENTATIVE"
        if kind is not ReplyKind.UNPROVEN:
            reply.comment = "Could we begin a little later? The bus arrives at ten."
        if kind is ReplyKind.PROPOSAL:
            reply.starts_at = now() + timedelta(days=15)
            reply.ends_at = reply.starts_at + timedelta(hours=3)
        db.session.add(reply)


def _withdrawn_event() -> str:
    copied = copying.duplicate(_event("next-steering"), LocalText({"en": "Taken off", "lv": "–"}))
    event_rules.publish(copied, "tentative")
    event_rules.withdraw(copied, LocalText({"en": "By mistake.", "lv": "Kļūda."}))
    return copied.code


# The pages


def _public_pages(codes: dict[str, str]) -> Iterator[PageKind]:
    yield PageKind("home", "/")
    yield PageKind("events", "/events/")
    yield PageKind("events, filtered", "/events/?kind=workshop&project=smart-coastal-villages")
    yield PageKind("events, none found", "/events/?q=zzz&kind=workshop")
    yield PageKind("events, past", "/events/?past=1")
    yield PageKind("month", f"/events/month/{now():%Y-%m}/")
    yield PageKind("month, next", f"/events/month/{_next_month()}/")
    for name, slug in (
        ("open", "example-smart-bench-day"),
        ("with consent", "example-pape-ideathon"),
        ("full", "example-engure-workshop"),
        ("cancelled", "example-open-day"),
        ("postponed", "example-kaunas-demonstration"),
        ("with approval", "example-oulu-visit"),
        ("by invitation", "example-razlog-meeting"),
        ("unlisted", "example-host-briefing"),
        ("elsewhere", "example-resident-survey"),
        ("not open yet", "example-ferry-workshop"),
        ("a month", "example-lysekil-visit"),
        ("held", "iotx-razlog-2022"),
        ("outcome not recorded", "iotx-delegations-to-jelgava"),
    ):
        yield PageKind(f"event, {name}", f"/events/{codes[slug]}/")
    yield PageKind("event, invited", f"/events/{codes['example-razlog-meeting']}/", INVITED)
    for name, slug in (
        ("moved", "example-trikala-meeting"),
        ("draft", "example-next-steering"),
        ("internal", "example-preparation"),
    ):
        yield PageKind(f"event, {name}", f"/events/{codes[slug]}/", COORDINATOR)
    for name, slug in (("a day", "example-smart-bench-day"), ("cancelled", "example-open-day")):
        yield PageKind(f"event, its calendar, {name}", f"/events/{codes[slug]}/calendar")
    yield PageKind("project", "/projects/iotxchange/")
    yield PageKind("project, two", "/projects/3i-solution-for-ps/")
    yield PageKind("partner", "/partners/jelgava-novads/")
    yield PageKind("open data", "/api/")
    yield PageKind("calendars", "/calendars/")
    made = "project=iotxchange&kind=workshop&kind=partner-meeting"
    yield PageKind("calendars, address made", f"/calendars/?{made}")
    yield PageKind(
        "calendars, odd address", "/calendars/?kind=no-such&q=sensors&project=iotxchange"
    )
    for name in ("preferences", "privacy", "accessibility"):
        yield PageKind(name, f"/{name}")
    yield PageKind("components", "/components/")


def _next_month() -> str:
    today = now().date()
    month = today.year * 12 + today.month
    return f"{month // 12}-{month % 12 + 1:02}"


def _question_pages(codes: dict[str, str]) -> Iterator[PageKind]:
    meeting = f"/manage/events/{codes['example-razlog-meeting']}/questions/"
    asking = f"/events/{codes['example-local-group-next-evening']}/register"
    query = select(Question.public_id).join(Event, Event.id == Question.event_id)
    query = query.where(Event.slug == "example-razlog-meeting", Question.kind == Kind.PLACES)
    choice = db.session.scalars(query).one()
    none = f"/manage/events/{codes['example-local-group-evening']}/questions/"
    for name, address in (
        ("", meeting),
        (", none yet", none),
        (", kinds", f"{meeting}new"),
        (", new", f"{meeting}new?kind=several-of"),
        (", edit", f"{meeting}{choice}/edit"),
        (", removal", f"{meeting}{choice}/removal"),
        (", preview", f"{meeting}preview"),
        (", results", f"{meeting}results"),
    ):
        yield PageKind(f"questions{name}", address, COORDINATOR)
    send = ("press", "main form.form .is-primary")
    yield PageKind("questions, errors", f"{meeting}new?kind=places", COORDINATOR, (send,))
    yield PageKind("register, questions", asking)
    yield PageKind("register, questions, errors", asking, acts=(send,))


def _registration_pages(codes: dict[str, str], states: dict[str, str]) -> Iterator[PageKind]:
    form = f"/events/{codes['example-pape-ideathon']}/register"
    bad = ("fill", "#email", "not an address")
    yield PageKind("register", form)
    yield PageKind("register, errors", form, acts=(bad, ("press", "main form.form .is-primary")))
    for name, slug, who in (
        ("full", "example-engure-workshop", VISITOR),
        ("with approval", "example-oulu-visit", VISITOR),
        ("closed", "example-open-day", VISITOR),
        ("not open yet", "example-ferry-workshop", VISITOR),
        ("by invitation", "example-razlog-meeting", VISITOR),
        ("invited", "example-razlog-meeting", INVITED),
    ):
        yield PageKind(f"register, {name}", f"/events/{codes[slug]}/register", who)
    sent = f"/events/{codes['example-razlog-meeting']}/register/sent"
    yield PageKind("register, sent", sent, INVITED)
    for state, token in states.items():
        yield PageKind(f"registration, {state}", f"/registrations/{token}/")
    own = f"/registrations/{states[State.CONFIRMED]}"
    yield PageKind("registration, change", f"{own}/change")
    yield PageKind("registration, cancel", f"{own}/cancellation")
    asked = f"/registrations/{states['asked-again']}/reconfirmation"
    yield PageKind("registration, still coming?", asked)
    yield PageKind("registration, coming?", f"/registrations/{states['asked-again']}/answer")
    token = states[State.UNVERIFIED]
    yield PageKind("registration, verify", f"/registrations/{token}/verification")
    yield PageKind("links again", "/registrations/links")
    yield PageKind("links again, sent", "/registrations/links/sent")


def _sign_in_pages(link: str) -> Iterator[PageKind]:
    bad = ("fill", "#email", "nobody")
    yield PageKind("sign in", "/manage/sign-in")
    yield PageKind(
        "sign in, errors", "/manage/sign-in", acts=(bad, ("press", "main form.form .is-primary"))
    )
    yield PageKind("sign in, sent", "/manage/sign-in/sent")
    yield PageKind("sign in, by link", link)
    yield PageKind("sign in, unknown link", "/manage/sign-in/not-a-link")


def _shelf_pages() -> Iterator[PageKind]:
    """Organisations and programmes: read by staff, changed by who answers for them."""
    for name, address, by in (
        ("organisations", "organisations/", COORDINATOR),
        ("organisations, none found", "organisations/?q=zzz", COORDINATOR),
        ("organisation", "organisations/jelgava-novads/", COORDINATOR),
        ("organisation, its own", "organisations/razlog/", OTHER),
        ("organisation, edit", "organisations/razlog/edit", OTHER),
        ("organisation, new", "organisations/new", ADMIN),
        ("places", "places/", COORDINATOR),
        ("place, edit", "places/jelgavas-novads/edit", ADMIN),
        ("programmes", "programmes/", ADMIN),
        ("programme", "programmes/urbact-iii/", COORDINATOR),
        ("programme, edit", "programmes/urbact-iii/edit", ADMIN),
        ("programme, new", "programmes/new", ADMIN),
        ("target groups", "programmes/target-groups/", ADMIN),
        ("target group", "programmes/target-groups/residents/edit", ADMIN),
        ("funds", "programmes/funds/", ADMIN),
        ("fund", "programmes/funds/erdf/edit", ADMIN),
    ):
        yield PageKind(f"manage {name}", f"/manage/{address}", by)
    doubted = (("fill", "#name-en", "Razlog municipality"), ("press", "main form.form .is-primary"))
    yield PageKind("manage organisation, doubted", "/manage/organisations/new", ADMIN, doubted)


def _desk_pages(codes: dict[str, str]) -> Iterator[PageKind]:
    for name, address in (
        ("home", ""),
        ("projects", "projects/"),
        ("project", "projects/iotxchange/"),
        ("project, facts", "projects/iotxchange/facts"),
        ("project, phases", "projects/iotxchange/phases/"),
        ("project, phase", "projects/iotxchange/phases/2/"),
        ("project, phase removed", "projects/iotxchange/phases/1/deletion"),
        ("project, money", "projects/iotxchange/money/"),
        ("project, new sum", "projects/iotxchange/money/new"),
        ("project, news text", "projects/urban-digital-innovation/news-text"),
        ("project, milestones", "projects/iotxchange/milestones"),
        ("project, groups", "projects/iotxchange/groups"),
        ("project, documents", "projects/iotxchange/documents"),
        ("project, contacts", "projects/iotxchange/contacts"),
        ("project, history", "projects/iotxchange/history"),
        ("events", "events/"),
        ("events, none found", "events/?q=zzz"),
        ("new, for whom", "events/new"),
        ("new", "events/new?organiser=smiltene"),
        ("account", "account/"),
    ):
        yield PageKind(f"manage {name}", f"/manage/{address}", COORDINATOR)
    yield PageKind("manage home, helper", "/manage/", HELPER)
    yield PageKind(
        "manage new, errors",
        "/manage/events/new?organiser=smiltene",
        COORDINATOR,
        (("press", "main form.form .is-primary"),),
    )
    busy, draft, past = (
        f"/manage/events/{codes[slug]}"
        for slug in (
            "example-smart-bench-day",
            "example-next-steering",
            "iotx-delegations-to-jelgava",
        )
    )
    full = f"/manage/events/{codes['example-engure-workshop']}"
    for name, address in (
        ("event", f"{busy}/"),
        ("event, full", f"{full}/"),
        ("event, draft", f"{draft}/"),
        ("event, past", f"{past}/"),
        ("edit", f"{busy}/edit"),
        ("edit, draft", f"{draft}/edit"),
        ("history", f"{busy}/history"),
        ("texts", f"{busy}/texts"),
        ("texts, draft", f"{draft}/texts"),
        ("registration settings", f"{full}/registration"),
        ("preview", f"{draft}/preview"),
        ("preview, form", f"{busy}/preview/form"),
        *((act, f"{draft}/{act}") for act in ("publication", "copy")),
        *((act, f"{busy}/{act}") for act in ("move", "mode", "postponement", "cancellation")),
        ("outcome", f"{past}/outcome"),
    ):
        yield PageKind(f"manage {name}", address, COORDINATOR)
    yield PageKind(
        "manage edit, errors",
        f"{busy}/edit",
        COORDINATOR,
        (
            ("fill", "#name-en", ""),
            ("fill", "#name-lv", ""),
            ("press", "main form.form .is-primary"),
        ),
    )
    yield PageKind(
        "manage texts, preview",
        f"{busy}/texts",
        COORDINATOR,
        (("press", "button[value=preview]"),),
    )
    yield PageKind(
        "manage edit, two versions",
        f"{busy}/edit",
        COORDINATOR,
        (
            ("run", "document.querySelector('[name=posted_revision]').value = '0'"),
            ("run", "document.querySelector('[name=seen]').value = ''"),
            ("fill", "#number", "TNM 7"),
            ("press", "main form.form .is-primary"),
        ),
    )
    reason = ("fill", "#reason-en", "The square is being paved.")
    go_on = ("press", "main form.form .is-primary")
    for act in ("postponement", "cancellation"):
        yield PageKind(f"manage {act}, letter", f"{busy}/{act}", COORDINATOR, (reason, go_on))
    yield PageKind(f"manage {act}, errors", f"{busy}/{act}", COORDINATOR, (go_on,))


def _people_pages(codes: dict[str, str], person: str) -> Iterator[PageKind]:
    busy, full, approval, empty, foreign = (
        f"/manage/events/{codes[slug]}/people/"
        for slug in (
            "example-smart-bench-day",
            "example-engure-workshop",
            "example-oulu-visit",
            "example-ferry-workshop",
            "example-local-group-evening",
        )
    )
    for name, address in (
        ("list", busy),
        ("list, full", full),
        ("list, waiting", f"{full}?state=waiting"),
        ("list, none found", f"{busy}?q=zzz"),
        ("list, nobody yet", empty),
        ("person", f"{busy}{person}/"),
        ("edit", f"{busy}{person}/edit"),
        ("new", f"{busy}new"),
        ("print", f"{full}print"),
        ("export", f"{full}export"),
        ("places", f"{full}places"),
        ("duplicates", f"{full}duplicates"),
        ("answers by calendar", f"{busy}replies"),
        ("import", f"{busy}import"),
        ("invitations", f"/manage/events/{codes['example-razlog-meeting']}/people/invitations/"),
        ("invite", f"{busy}invitations/new"),
    ):
        yield PageKind(f"people {name}", address, COORDINATOR)
    upload, go_on = ("upload", "input[type=file]"), ("press", "main form.form .is-primary")
    yield PageKind("people import, columns", f"{busy}import", COORDINATOR, (upload, go_on))
    yield PageKind("people import, checked", f"{busy}import", COORDINATOR, (upload, go_on, go_on))
    tick, press = ("check", "input[name=chosen]"), ("press", ".people__bulk button >> nth=0")
    yield PageKind(
        "people selection", f"{approval}?state=awaiting-approval", COORDINATOR, (tick, press)
    )
    none = ("press", "main form.form .is-primary")
    yield PageKind("people new, errors", f"{busy}new", COORDINATOR, (none,))
    inviting = f"/manage/events/{codes['example-razlog-meeting']}/people/invitations/"
    guests = ("fill", "#guests", "Anna <anna@example.org>")
    yield PageKind("people invite by letter", f"{inviting}letters", COORDINATOR)
    yield PageKind("people invite, errors", f"{inviting}letters", COORDINATOR, (none,))
    yield PageKind("people invite, shown", f"{inviting}letters", COORDINATOR, (guests, none))
    yield PageKind("people remind", f"{inviting}reminder", COORDINATOR)
    yield PageKind("people not yours", foreign, OTHER)


def _letter_pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """Letters of an event: the lists, the forms, how one reads before it goes."""
    busy = f"/manage/events/{codes['example-smart-bench-day']}/letters/"
    for name, address in (
        ("list", busy),
        ("new", f"{busy}new"),
        ("reminder", f"{busy}reminder"),
        ("thanks", f"{busy}thanks"),
        ("all", f"{busy}all"),
    ):
        yield PageKind(f"letters {name}", address, COORDINATOR)
    words = (
        ("fill", "#subject-en", "Where to meet: {event}"),
        ("fill", "#body-en", "At the **main door**, {name}:\n\n- {time}\n- {place}"),
    )
    read = ("press", "button[value=preview]")
    yield PageKind("letters preview", f"{busy}new", COORDINATOR, (*words, read))
    wrong = ("fill", "#subject-en", "For {nmae}")
    yield PageKind("letters new, errors", f"{busy}new", COORDINATOR, (*words, wrong, read))
    shown = (("check", "#is_on"), read)
    yield PageKind("letters reminder, read", f"{busy}reminder", COORDINATOR, shown)
    go = ("press", "aside button.is-primary")
    yield PageKind("letters sent", f"{busy}new", COORDINATOR, (*words, read, go))


def _embedding_pages() -> Iterator[PageKind]:
    """Frames of each form on other sites, alone and on the desk; one that was withdrawn."""
    organisation = db.session.scalars(
        select(Organisation).where(Organisation.slug == "smiltene")
    ).one()
    wanted = {"language": "lv", "sites": ["https://www.example.org"]}
    embed = {"smart-coastal-villages": "list", "": "month", "gone": "list"}
    made = {
        name: Embedding(organisation=organisation, name="Notikumi", form=form, **wanted)
        for name, form in embed.items()
    }
    made["smart-coastal-villages"].filters = {"project": ["smart-coastal-villages"]}
    made["gone"].withdrawn_at = now()
    db.session.add_all(made.values())
    db.session.flush()
    shown, month, gone = (f"/embed/{each.code}/" for each in made.values())
    yield PageKind("embedded list", shown)
    yield PageKind("embedded month", month)
    yield PageKind("embedded month, next", f"{month}?month={_next_month()}")
    yield PageKind("embedded, gone", gone)
    desk = "/manage/embeddings/"
    own = f"{desk}{made[''].code}/"
    none = ("press", "main form.form .is-primary")
    for name, address in (
        ("list", desk),
        ("new", f"{desk}new"),
        ("one", own),
        ("edit", f"{own}edit"),
        ("withdrawal", f"{own}withdrawal"),
        ("renewal", f"{own}renewal"),
        ("withdrawn", f"{desk}{made['gone'].code}/"),
    ):
        yield PageKind(f"embeddings {name}", address, ADMIN)
    yield PageKind("embeddings new, errors", f"{desk}new", ADMIN, (none,))


def _own_calendar_pages(states: dict[str, str]) -> Iterator[PageKind]:
    """Calendars with an address of their own, before they are made, after, and withdrawn."""
    own = _confirmed("sensor-webinar")
    link_rules.make_for_registration(own)
    gone = _of("engure-workshop", State.WAITING)
    link_rules.withdraw(link_rules.make_for_registration(gone))
    yield PageKind("calendars of one", f"/registrations/{own.token()}/calendar")
    not_made = f"/registrations/{states[State.CONFIRMED]}/calendar"
    yield PageKind("calendars of one, not made", not_made)
    yield PageKind("calendars of one, withdrawn", f"/registrations/{gone.token()}/calendar")
    yield PageKind("calendars of mine", "/calendars/mine")
    send = ("press", "main form.form .is-primary")
    yield PageKind("calendars of mine, errors", "/calendars/mine", acts=(send,))
    yield PageKind("calendars of mine, sent", "/calendars/mine/sent")
    asking = CalendarAsking(email_key=own.email_key)
    db.session.add(asking)
    link_rules.make_for_address(own.email_key or "")
    db.session.flush()
    yield PageKind("calendars of mine, one", f"/calendars/mine/{asking.token()}")
    desk = "/manage/calendars/"
    account = db.session.scalars(select(Account).where(Account.email == COORDINATOR)).one()
    link_rules.make_for_account(account.id, None)
    for name, address in (("", desk), (", one", f"{desk}all")):
        yield PageKind(f"calendars of work{name}", address, COORDINATOR)
    yield PageKind("calendars of work, not made", f"{desk}projects/iotxchange", COORDINATOR)


def _colleague_pages() -> Iterator[PageKind]:
    """Colleagues of the example coordinator, who was here yesterday and has put something off."""
    query = select(RoleAssignment).join(RoleAssignment.account).order_by(RoleAssignment.id)
    own = db.session.scalars(query.where(Account.email == COORDINATOR)).first()
    helper = db.session.scalars(query.where(Account.email == HELPER)).first()
    assert own is not None
    assert helper is not None
    own.account.seen_at, own.account.seen_before_at = now(), now() - timedelta(days=1)
    late = db.session.scalars(select(Event).where(lacks_outcome()).order_by(Event.over_at)).first()
    assert late is not None
    until = (now() + timedelta(days=7)).date()
    put_off(own.account_id, f"outcome:{late.key}", until, now().date())
    desk = "/manage/colleagues/"
    for name, address in (
        ("list", desk),
        ("new", f"{desk}new"),
        ("own", f"{desk}{own.account_id}/"),
        ("invited", f"{desk}{helper.account_id}/"),
        ("edit", f"{desk}roles/{own.id}/edit"),
        ("end, last one", f"{desk}roles/{own.id}/end"),
    ):
        yield PageKind(f"colleagues {name}", address, COORDINATOR)
    none = ("press", "main form.form .is-primary")
    yield PageKind("colleagues new, errors", f"{desk}new", COORDINATOR, (none,))
    yield PageKind("colleagues, helper", desk, HELPER)
    yield PageKind("put off", "/manage/put-offs/", COORDINATOR)


def _rights_pages(codes: dict[str, str], links: dict[str, str]) -> Iterator[PageKind]:
    young, none = f"/registrations/{links['young']}", ("press", "main form.form .is-primary")
    yield PageKind("registration, young", f"{young}/")
    yield PageKind("registration, known", f"{young}/data")
    yield PageKind("registration, erasure", f"{young}/erasure")
    yield PageKind("registration, erased", f"/registrations/{links['erased']}/")
    yield PageKind("registration, guardian asked again", f"{young}/guardian")
    yield PageKind("guardian", f"/guardians/{links['guardian']}/")
    yield PageKind("privacy, organiser", "/privacy/smiltene")
    yield PageKind("manage retention", "/manage/retention/", COORDINATOR)
    yield PageKind("manage retention, one", "/manage/retention/smiltene/?months=1", COORDINATOR)
    yield PageKind("manage retention, errors", "/manage/retention/smiltene/?months=x", COORDINATOR)
    yield PageKind("accessibility, administrator", "/accessibility", ADMIN)
    yield PageKind("manage accessibility", "/manage/accessibility", ADMIN)
    bad = ("fill", "#contact_email", "nobody")
    yield PageKind("manage accessibility, errors", "/manage/accessibility", ADMIN, (bad, none))
    full = f"/manage/events/{codes['example-pape-ideathon']}/people/"
    yield PageKind("people marks", f"{full}?mark=no-consent", COORDINATOR)


def _error_pages(codes: dict[str, str]) -> Iterator[PageKind]:
    for code in (400, 403, 404, 410, 413, 422, 429, 500):
        yield PageKind(f"error {code}", f"/error-pages/{code}")
    yield PageKind("error 404, event", "/events/zzzzzzzz/")
    yield PageKind("error 404, link", "/registrations/zzzz/")
    yield PageKind("error 410, event", f"/events/{codes['withdrawn']}/")
    kept = "document.querySelector('main form').action = '/error-pages/429'"
    yield PageKind(
        "error 429, form kept",
        "/registrations/links",
        acts=(
            ("fill", "#email", "anna@example.org"),
            ("run", kept),
            ("press", "main form.form .is-primary"),
        ),
    )
