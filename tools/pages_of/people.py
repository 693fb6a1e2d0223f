"""The people of an event as its staff see them."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from tools.example_rows import confirmed, example
from tools.page_kinds import COORDINATOR, OTHER, PageKind
from webapp.core.database import db
from webapp.core.times import now
from webapp.registrations.models import Registration, State
from webapp.registrations.replies_models import CalendarReply, ReplyKind


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them, with answers of calendar programs."""
    _mailed_replies("smart-bench-day")
    yield from _people_pages(codes, confirmed("smart-bench-day").public_id)


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


def _mailed_replies(slug: str) -> None:
    """One of each kind of what calendar programs send back."""
    people = select(Registration).where(
        Registration.event_id == example(slug).id, Registration.state == State.CONFIRMED
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
