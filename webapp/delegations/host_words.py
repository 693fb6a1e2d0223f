"""How far it has come with a host, in words."""

from flask_babel import lazy_pgettext

from webapp.core.look import Look
from webapp.delegations.host_models import HostState

_STATES = {
    HostState.PLANNED: ("circle-dashed", "quiet", lazy_pgettext("host", "not asked yet")),
    HostState.ASKED: ("mail", "info", lazy_pgettext("host", "asked")),
    HostState.OPENED: ("mail-open", "info", lazy_pgettext("host", "opened")),
    HostState.CONFIRMED: ("circle-check", "good", lazy_pgettext("host", "confirmed")),
    HostState.REFUSED: ("circle-x", "bad", lazy_pgettext("host", "cannot receive you")),
}


def host_look(state: str) -> Look:
    """Icon, word and tone of a host's state."""
    sign, tone, word = _STATES[HostState(state)]
    return Look(sign, str(word), tone)
