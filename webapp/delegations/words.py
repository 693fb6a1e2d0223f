"""Delegations in words: as what somebody comes, who pays, where a delegation stands."""

from flask_babel import lazy_pgettext

from webapp.core.look import Look
from webapp.delegations.models import DelegateRole, DelegationState, Payer, Standing

_ROLES = {
    DelegateRole.STAFF: lazy_pgettext("delegate", "member of staff"),
    DelegateRole.ELECTED: lazy_pgettext("delegate", "elected representative"),
    DelegateRole.LOCAL_GROUP: lazy_pgettext("delegate", "member of the local group"),
    DelegateRole.EXPERT: lazy_pgettext("delegate", "expert"),
    DelegateRole.INTERPRETER: lazy_pgettext("delegate", "interpreter"),
    DelegateRole.ACCOMPANYING: lazy_pgettext("delegate", "accompanying person"),
    DelegateRole.ASSISTANT: lazy_pgettext("delegate", "personal assistant"),
}
_PAYERS = {
    Payer.PARTNER: lazy_pgettext("payer", "the partner"),
    Payer.PROJECT: lazy_pgettext("payer", "the project"),
    Payer.HOST: lazy_pgettext("payer", "the host"),
    Payer.SELF: lazy_pgettext("payer", "they themselves"),
}
_STATES = {
    DelegationState.PLANNED: ("circle-dashed", "quiet", lazy_pgettext("delegation", "planned")),
    DelegationState.INVITED: ("mail", "info", lazy_pgettext("delegation", "invited")),
    DelegationState.ANSWERING: ("pencil", "warn", lazy_pgettext("delegation", "answering")),
    DelegationState.COMPLETE: ("circle-check", "good", lazy_pgettext("delegation", "complete")),
    DelegationState.DECLINED: ("circle-x", "bad", lazy_pgettext("delegation", "declined")),
}
_STANDINGS = {
    Standing.MEMBER: ("circle-check", "good", lazy_pgettext("delegate", "member")),
    Standing.RESERVE: ("list-ordered", "info", lazy_pgettext("delegate", "reserve")),
    Standing.WISH: ("hourglass", "warn", lazy_pgettext("delegate", "wish beyond the quota")),
    Standing.OUT: ("circle-x", "quiet", lazy_pgettext("delegate", "no longer in it")),
}


def role_words(role: str) -> str:
    """As what somebody comes: "elected representative"."""
    return str(_ROLES[DelegateRole(role)])


def payer_words(payer: str) -> str:
    """Who pays for travel and stay: "the project"."""
    return str(_PAYERS[Payer(payer)])


def roles() -> list[tuple[str, str]]:
    """(value, words) of all roles, for a form."""
    return [(role.value, str(words)) for role, words in _ROLES.items()]


def payers() -> list[tuple[str, str]]:
    """(value, words) of all who may pay, for a form."""
    return [(payer.value, str(words)) for payer, words in _PAYERS.items()]


def delegation_look(state: str) -> Look:
    """Icon, word and tone of a delegation's state."""
    sign, tone, word = _STATES[DelegationState(state)]
    return Look(sign, str(word), tone)


def standing_look(standing: str) -> Look:
    """Icon, word and tone of how somebody stands in their delegation."""
    sign, tone, word = _STANDINGS[Standing(standing)]
    return Look(sign, str(word), tone)
