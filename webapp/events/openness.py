"""How one gets into an event at this moment, for the button on its page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webapp.core.times import now
from webapp.events.models import Event, RegistrationMode, Status


class Door(StrEnum):
    """What a visitor finds where the register button is."""

    NONE = "none"  # nobody registers here
    ELSEWHERE = "elsewhere"  # at another address
    BY_INVITATION = "by-invitation"  # and this visitor holds none
    NOT_YET = "not-yet"
    OPEN = "open"
    APPROVAL = "approval"  # open, and the coordinator decides
    LINE = "line"  # open, and all places are taken
    CLOSED = "closed"  # the deadline has passed
    PAUSED = "paused"  # postponed, with no new date yet
    OVER = "over"  # its date has passed, or it was cancelled


_OPEN = frozenset({Door.OPEN, Door.APPROVAL, Door.LINE})


@dataclass(frozen=True)
class Openness:
    """The door, and until when it stands as it does (None: no end is known)."""

    door: Door
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether the form can be filled in."""
        return self.door in _OPEN


def openness_of(event: Event, *, is_invited: bool = False, as_published: bool = False) -> Openness:
    """How one gets in now; *is_invited*: this visitor holds an invitation; *as_published*: as if
    a draft were published already."""
    mode, at = event.registration_mode, now()
    if mode == RegistrationMode.NONE:
        return Openness(Door.NONE)
    is_on = event.status in (Status.TENTATIVE, Status.CONFIRMED)
    if not (is_on or (as_published and event.is_draft)) or event.is_over:
        return Openness(Door.OVER)
    if event.postponed_at is not None and event.period.is_undated:
        return Openness(Door.PAUSED)
    if mode == RegistrationMode.ELSEWHERE:
        return Openness(Door.ELSEWHERE)
    if event.closes_at is not None and event.closes_at <= at:
        return Openness(Door.CLOSED, event.closes_at)
    if event.opens_at is not None and event.opens_at > at:
        return Openness(Door.NOT_YET, event.opens_at)
    if mode == RegistrationMode.INVITATION and not is_invited:
        return Openness(Door.BY_INVITATION)
    return Openness(_open_door(event), event.closes_at)


def _open_door(event: Event) -> Door:
    if event.registration_mode == RegistrationMode.APPROVAL:
        return Door.APPROVAL
    return Door.LINE if event.pool.is_full else Door.OPEN
