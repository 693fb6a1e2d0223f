"""What is due across one's events and projects, the most urgent first, whatever kind it is.

Each kind is a question to the database of its own (`due_events`, `due_people`, `due_projects`):
a fixed number of statements, some lines of each, however many events there are. What somebody has
put off is left out by the question itself, so that it makes room for what lies behind.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from webapp.core.near_days import today
from webapp.core.permissions import Viewer
from webapp.manage import (
    due_delegations,
    due_events,
    due_guardians,
    due_hosts,
    due_people,
    due_projects,
    due_replies,
)
from webapp.manage.due_asking import Asking, Due

#: What is late by more is no longer urgent.
LEFT_LYING = timedelta(days=60)
WEEK = timedelta(days=7)
Question = Callable[[Asking], Iterable[Due]]
#: People who wait come first among what is equally urgent.
QUESTIONS: tuple[Question, ...] = (
    *due_people.QUESTIONS,
    *due_guardians.QUESTIONS,
    *due_delegations.QUESTIONS,
    *due_hosts.QUESTIONS,
    *due_replies.QUESTIONS,
    *due_events.QUESTIONS,
    *due_projects.QUESTIONS,
)

_UNDATED = (
    due_people.waiting,
    due_people.undelivered,
    due_delegations.silent,
    due_delegations.declined,
    due_hosts.refusals,
    due_hosts.proposals,
)
#: Those whose day says more than that somebody waits already.
DATED = tuple(
    question for question in QUESTIONS if question not in (*_UNDATED, *due_replies.QUESTIONS)
)


def due_for(viewer: Viewer, off: Iterable[str] = ()) -> list[Due]:
    """What *viewer* should see to, but for the keys in *off*: the most urgent first."""
    asking = Asking(viewer, by_kind(off))
    found = [due for question in QUESTIONS for due in question(asking)]
    return sorted(found, key=_urgency)


def _urgency(due: Due) -> tuple[int, date]:
    """By the day it should be done. What was left lying for long stands behind this week's work,
    what has no day comes last. Equal ones stay in their order."""
    if due.by is None:
        return 3, date.max
    here = today()
    if due.by < here - LEFT_LYING:
        return 1, due.by
    return (0 if due.by <= here + WEEK else 2), due.by


def by_kind(keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """Keys of what is put off, as an `Asking` wants them."""
    kinds: dict[str, set[str]] = {}
    for key in keys:
        kind, _, thing = key.partition(":")
        kinds.setdefault(kind, set()).add(thing)
    return {kind: frozenset(things) for kind, things in kinds.items()}
