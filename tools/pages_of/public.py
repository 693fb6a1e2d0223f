"""Pages for everybody, signing in, and what answers when something is wrong."""

from collections.abc import Iterator

from tools.example_rows import example
from tools.page_kinds import COORDINATOR, INVITED, PageKind
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events import copying
from webapp.events import rules as event_rules


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    codes |= {"withdrawn": _withdrawn_event()}
    yield from _public_pages(codes)
    yield from _error_pages(codes)


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


def _withdrawn_event() -> str:
    copied = copying.duplicate(example("next-steering"), LocalText({"en": "Taken off", "lv": "–"}))
    event_rules.publish(copied, "tentative")
    event_rules.withdraw(copied, LocalText({"en": "By mistake.", "lv": "Kļūda."}))
    return copied.code


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
