"""What is asked, as plain values, and which questions concern whom: pure logic without a database.

An answer is canonical text, "" for none: a text as it is, ``12``, ``2027-04-27``, ``yes``, the key
of an option, or `` key key `` of several.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from webapp.core.text import LocalText
from webapp.needs.options import Needed, NeedKind


class Kind(StrEnum):
    """What kind of answer a question wants. Stored, never renamed."""

    SHORT_TEXT = "short-text"
    LONG_TEXT = "long-text"
    NUMBER = "number"
    DATE = "date"
    ONE = "one-of"
    SEVERAL = "several-of"
    YES_NO = "yes-no"
    CONSENT = "consent"
    PLACES = "places"
    DIET = "diet"
    ACCESS = "access"


YES, NO = "yes", "no"
#: Their options are written by staff.
WITH_OPTIONS = frozenset({Kind.ONE, Kind.SEVERAL, Kind.PLACES})
#: Ready-made: their answers are needs.
ABOUT_NEEDS = frozenset({Kind.DIET, Kind.ACCESS})
#: A condition on a need would tell of it to those who may not know.
CAN_DECIDE = frozenset(Kind) - ABOUT_NEEDS


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen."""

    key: str
    label: LocalText


@dataclass(frozen=True)
class Condition:
    """Asked only if the question with this public id has this answer ("": any)."""

    question: str
    value: str = ""

    def holds(self, answer: str) -> bool:
        """Whether *answer* to that question is such a one."""
        if not answer or not self.value:
            return bool(answer)
        return self.value == answer or self.value in keys_of(answer)


@dataclass(frozen=True)
class Asked:
    """One question in the words of one version."""

    question_id: int
    public_id: str
    kind: Kind
    version_id: int
    label: LocalText
    hint: LocalText | None = None
    is_required: bool = False
    least: int | None = None
    most: int | None = None
    options: tuple[Option, ...] = ()
    condition: Condition | None = None
    number: int = 1
    version_revision: int = 1
    is_retired: bool = False

    @property
    def token(self) -> str:
        """What a form carries to say which words it showed."""
        return f"{self.public_id}.{self.number}.{self.version_revision}"

    @property
    def is_need(self) -> bool:
        """Whether its answers are needs."""
        return self.kind in ABOUT_NEEDS

    @property
    def need_kind(self) -> NeedKind:
        """Which kind of need it asks for."""
        return NeedKind(self.kind.value)

    def label_of(self, key: str) -> LocalText | None:
        """The words of one of its options."""
        return next((option.label for option in self.options if option.key == key), None)


@dataclass(frozen=True)
class Answers:
    """What somebody answers: to the questions as they were shown, by the id of the question.

    *needs* is None where whoever fills in the form may not see needs: those stay as they are.
    *anew* are questions whose answer, though the same, was given to the words of now (a consent).
    """

    questions: tuple[Asked, ...] = ()
    values: Mapping[int, str] = field(default_factory=dict)
    needs: Mapping[int, Needed] | None = None
    anew: frozenset[int] = frozenset()


def several(keys: Iterable[str]) -> str:
    """The answer that consists of these options."""
    joined = " ".join(keys)
    return f" {joined} " if joined else ""


def keys_of(answer: str) -> tuple[str, ...]:
    """The options an answer to *several of* consists of."""
    return tuple(answer.split()) if answer.startswith(" ") else ()


def concerned(questions: Sequence[Asked], given: Mapping[str, str]) -> list[Asked]:
    """The questions asked of somebody who answers like this (public id → answer), in order.

    An answer to a question that is not asked counts as none, so whatever hangs on it goes too.
    """
    asked: list[Asked] = []
    kept: dict[str, str] = {}
    for each in questions:
        condition = each.condition
        if condition is None or condition.holds(kept.get(condition.question, "")):
            asked.append(each)
            kept[each.public_id] = given.get(each.public_id, "")
    return asked


def can_stand(questions: Sequence[Asked]) -> bool:
    """Whether in this order every question comes after the one that decides about it."""
    seen: set[str] = set()
    for each in questions:
        if each.condition is not None and each.condition.question not in seen:
            return False
        seen.add(each.public_id)
    return True
