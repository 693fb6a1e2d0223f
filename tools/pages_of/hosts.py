"""The page behind a host's link, and the hosts on the desk."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from tools.page_kinds import COORDINATOR, PageKind
from webapp.agenda.models import AgendaItem
from webapp.core.database import db
from webapp.core.times import now
from webapp.delegations import host_rules
from webapp.delegations.host_models import AgendaHost
from webapp.events.models import Event

MEETING, EVENING = "example-razlog-meeting", "example-local-group-evening"


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    desk = f"/manage/events/{codes[MEETING]}/agenda/hosts/"
    asked, confirmed, refused = _hosts()
    yield PageKind("hosts, asked", _page(asked))
    yield PageKind("hosts, with names", _page(confirmed))
    yield PageKind("hosts, refused", _page(refused))
    yield PageKind("hosts, refusal", f"{_page(asked)}refusal")
    yield PageKind("hosts, proposal", f"{_page(asked)}proposal")
    yield PageKind("hosts, desk", desk, COORDINATOR)
    yield PageKind(
        "hosts, desk, none yet", f"/manage/events/{codes[EVENING]}/agenda/hosts/", COORDINATOR
    )
    yield PageKind("hosts, desk, one", f"{desk}{confirmed.item.public_id}/", COORDINATOR)


def _page(host: AgendaHost) -> str:
    return f"/hosts/{host.token()}/"


def _hosts() -> list[AgendaHost]:
    """Three of the meeting: one that was asked, one that confirmed, proposes and has its gate list,
    and one that cannot."""
    query = select(AgendaItem).join(Event).where(Event.slug == MEETING)
    items = list(db.session.scalars(query.order_by(AgendaItem.id).limit(3)))
    hosts = [_asked(item) for item in items]
    _asked_only, confirmed, refused = hosts
    host_rules.confirm(confirmed)
    rules = "Closed shoes. Please bring a document to show at the gate."
    host_rules.propose(confirmed, confirmed.revision, most_people=25, limits="", rules=rules)
    confirmed.item.gate_list_due_at = now() - timedelta(days=1)
    host_rules.refuse(refused, "The line stands still that week; any day after is fine.")
    return hosts


def _asked(item: AgendaItem) -> AgendaHost:
    known = host_rules.host_of(item)
    name = {"contact_name": "Petar Petrov", "contact_email": "gate@example.org"}
    host = host_rules.name(item, 0 if known is None else known.revision, **name)
    host_rules.ask(host)
    return host
