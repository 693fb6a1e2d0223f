"""A participant's rights, and what organisers keep."""

from collections.abc import Iterator

from tools.example_rows import example
from tools.page_kinds import ADMIN, COORDINATOR, PageKind
from webapp.registrations import guardians, rules
from webapp.registrations.applicant import Guardian
from webapp.registrations.rights_erasure import erase


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    yield from _rights_pages(codes, _young())


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


def _young() -> dict[str, str]:
    """Links of somebody young who wants no pictures, of their guardian, of somebody erased."""
    event = example("pape-ideathon")
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
