"""A leader passes on what somebody without an e-mail address answers to the event's questions.

Nobody without an address has a page of their own, and the kitchen counts them all the same. So the
leader may write down what they said, and only as long as they have no address. Consents are left
out: nobody gives them for another. What they eat and need is taken only where the leader says that
they were asked to pass it on; it is stored where needs are, read by those who see to it, and never
shown to the leader again: it can be said anew, and not looked at.
"""

from collections.abc import Sequence
from dataclasses import replace

from webapp.core.changes import record
from webapp.core.times import now
from webapp.delegations.errors import NotAsItWas, Stale
from webapp.delegations.holding import hold_delegate, note
from webapp.delegations.models import Delegate
from webapp.delegations.naming import IN_IT
from webapp.events.models import Event
from webapp.questions.asking import Answers, Asked, Kind
from webapp.questions.queries import asked_of
from webapp.registrations import changing


def questions_for(event: Event) -> list[Asked]:
    """What a leader may answer for somebody; none that follows from a consent."""
    kept: dict[str, Asked] = {}
    for each in asked_of(event.id) if event.has_questions else ():
        follows = each.condition is None or each.condition.question in kept
        if each.kind is not Kind.CONSENT and follows:
            kept[each.public_id] = each
    return list(kept.values())


def may_pass_on(delegate: Delegate) -> bool:
    """Whether somebody answers by their leader: they have no address, and are in the running."""
    registration = delegate.registration
    return delegate.standing in IN_IT and registration.is_live and not registration.email


def pass_on(delegate: Delegate, answers: Answers, revision: int, *, has_needs: bool) -> None:
    """Store what they said. Inside ``with write():``.

    *has_needs*: the leader was asked to pass on what they eat and need; with nothing written there
    they need nothing more than is known. Raises `NotAsItWas`, `Stale`, `AnswerError`.
    """
    delegate = hold_delegate(delegate, *IN_IT)
    registration = delegate.registration
    if not may_pass_on(delegate):
        raise NotAsItWas(registration.name)
    if revision != registration.revision:
        raise Stale
    changing.change(registration, quietly=True, answers=_said(answers, has_needs))
    if has_needs or not _asks_needs(answers.questions):
        delegate.confirmed_at = now()
    note(delegate.delegation)
    # Not said which: the log would tell of needs.
    after = {"registration": registration.public_id}
    record(delegate.delegation.key, "answers-passed-on", after=after)


def _said(answers: Answers, has_needs: bool) -> Answers:
    """Without needs that were not written: what is stored of them stays."""
    written = {key: needed for key, needed in (answers.needs or {}).items() if needed}
    return replace(answers, needs=written if has_needs else None)


def _asks_needs(questions: Sequence[Asked]) -> bool:
    return any(each.is_need for each in questions)
