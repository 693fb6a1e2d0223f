"""Who arranged a visit at a host is forgotten with the event it belongs to (`forgetting`)."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, Subquery, false, func, or_, select

from webapp.agenda.models import AgendaItem
from webapp.core.sweeps import sweep
from webapp.delegations.forgetting import Contacts, forget_over
from webapp.delegations.host_models import AgendaHost
from webapp.registrations.retention_kinds import Due, Kind, keep_here

_CONTACTS = Contacts(
    AgendaHost,
    (AgendaHost.item, AgendaItem.event),
    or_(
        AgendaHost.contact_name != "",
        AgendaHost.contact_email.is_not(None),
        AgendaHost.refused_reason != "",
        AgendaHost.limits != "",
        AgendaHost.rules != "",
    ),
    "hosts",
)


@sweep("host-contacts", every=3600)
def forget_contacts() -> int:
    """Forget whom hosts of events had named that ended long enough ago; of how many."""
    return forget_over(_CONTACTS)


def _of_none(due: Subquery) -> Select[int, int]:
    """Nothing about hosts belongs to a registration."""
    return select(due.c.event_id, func.count()).where(false()).group_by(due.c.event_id)


def _forget_none(due: Sequence[Due]) -> int:
    return 0


keep_here(Kind("hosts", _l("Contact persons of hosts"), (AgendaHost,), _of_none, _forget_none))
