"""Calendars with an address of their own, before they are made, after, and withdrawn."""

from collections.abc import Iterator

from sqlalchemy import select

from tools.example_rows import confirmed, registration_of
from tools.page_kinds import COORDINATOR, PageKind
from webapp.accounts.models import Account
from webapp.calendars import link_rules
from webapp.calendars.link_models import CalendarAsking
from webapp.core.database import db
from webapp.registrations.models import State


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    own = confirmed("sensor-webinar")
    link_rules.make_for_registration(own)
    gone = registration_of("engure-workshop", State.WAITING)
    link_rules.withdraw(link_rules.make_for_registration(gone))
    yield PageKind("calendars of one", f"/registrations/{own.token()}/calendar")
    not_made = f"/registrations/{confirmed('smart-bench-day').token()}/calendar"
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
