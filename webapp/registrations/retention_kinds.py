"""What is kept about registrations besides their own rows, and is erased together with them.

Each kind says how many there are of registrations that are due, and how they are forgotten. The
sweep, the preview of the sweep and "erase me" all go through this list: a table with personal data
``until="event"`` must be in it (a test fails on one that is not). A capability above this layer
adds its own with `keep_here`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Boolean, Row, Select, Subquery, false, func, inspect, literal, select, update

from webapp.core.database import Model, db
from webapp.core.times import now
from webapp.mail import erasing
from webapp.mail.models import Letter
from webapp.needs import rules as needs
from webapp.needs.models import Need
from webapp.questions import answering
from webapp.questions.models import Answer
from webapp.registrations import people_notes
from webapp.registrations.guardian_models import GuardianConsent
from webapp.registrations.models import Registration
from webapp.registrations.people_notes import PeopleNote

#: (id, public id, event id) of registrations.
Due = Row[int, str, int]


@dataclass(frozen=True)
class Kind:
    """One kind of data about registrations.

    *numbers* gives (event id, how many) for registrations of a subquery with id, public_id and
    event_id; *forget* erases what belongs to some and says of how many rows.
    """

    name: str
    words: Any
    models: tuple[type[Model], ...]
    numbers: Callable[[Subquery], Select[int, int]]
    forget: Callable[[Sequence[Due]], int]


def blanks(model: type[Model]) -> dict[str, Any]:
    """What the columns of *model* declared until the event's end become."""
    return {
        column.name: _blank(column)
        for column in inspect(model).local_table.columns
        if (column.info.get("personal") or {}).get("until") == "event"
    }


def numbers_of(model: Any, *more: Any) -> Callable[[Subquery], Select[int, int]]:
    """Counts rows of *model* by its registration_id; *more* narrows them."""

    def numbers(due: Subquery) -> Select[int, int]:
        return (
            select(due.c.event_id, func.count())
            .select_from(due)
            .join(model, model.registration_id == due.c.id)
            .where(*more)
            .group_by(due.c.event_id)
        )

    return numbers


def keep_here(kind: Kind) -> None:
    """Add what a capability above keeps about registrations."""
    KINDS.append(kind)


def _blank(column: Any) -> Any:
    if column.nullable:
        return None
    return false() if isinstance(column.type, Boolean) else ""


def _forget_answers(due: Sequence[Due]) -> int:
    ids = [row.id for row in due]
    number = db.session.scalar(select(func.count()).where(Answer.registration_id.in_(ids))) or 0
    if number:
        answering.erase_answers(ids)
    return number


def _forget_notes(due: Sequence[Due]) -> int:
    ids = [row.id for row in due]
    query = select(func.count()).where(PeopleNote.registration_id.in_(ids))
    number = db.session.scalar(query) or 0
    people_notes.erase(ids)
    return number


def _forget_guardians(due: Sequence[Due]) -> int:
    """Who it was is forgotten; that consent was asked and what was answered stays."""
    ids = select(GuardianConsent.public_id).where(
        GuardianConsent.registration_id.in_([row.id for row in due])
    )
    erasing.forget([f"guardian:{public_id}" for public_id in db.session.scalars(ids)])
    statement = (
        update(GuardianConsent)
        .where(GuardianConsent.registration_id.in_([row.id for row in due]))
        .where(GuardianConsent.email != "")
        .values(**blanks(GuardianConsent))
        .execution_options(synchronize_session=False)
    )
    found: Any = db.session.execute(statement)
    number: int = found.rowcount
    return number


def _letter_numbers(due: Subquery) -> Select[int, int]:
    owner = literal("registration:").concat(due.c.public_id)
    return (
        select(due.c.event_id, func.count())
        .select_from(due)
        .join(Letter, Letter.owner == owner)
        .where(erasing.has_words())
        .group_by(due.c.event_id)
    )


def _forget_letters(due: Sequence[Due]) -> int:
    return erasing.forget([f"registration:{row.public_id}" for row in due])


def _registration_numbers(due: Subquery) -> Select[int, int]:
    return select(due.c.event_id, func.count()).select_from(due).group_by(due.c.event_id)


def _forget_registrations(due: Sequence[Due]) -> int:
    """The rows themselves: what is left of each is its code, its state and its dates."""
    statement = (
        update(Registration)
        .where(Registration.id.in_([row.id for row in due]))
        .values(**blanks(Registration), erased_at=now())
        .execution_options(synchronize_session=False)
    )
    db.session.execute(statement)
    return len(due)


@dataclass(frozen=True)
class Word:
    """How a kind is called where it is only told of."""

    name: str
    words: Any


#: Whom letters of invitation went to (`retention_invitees`): they hang on events.
INVITED = Word("invitees", _l("People invited by letter"))
#: In the order in which they are told.
KINDS: list[Kind] = [
    Kind(
        "registrations",
        _l("Registrations"),
        (Registration,),
        _registration_numbers,
        _forget_registrations,
    ),
    Kind("letters", _l("Letters"), (), _letter_numbers, _forget_letters),
    Kind("answers", _l("Answers"), (Answer,), numbers_of(Answer), _forget_answers),
    Kind(
        "needs",
        _l("Needs"),
        (),
        numbers_of(Need),
        lambda due: needs.erase([row.id for row in due]),
    ),
    Kind("notes", _l("Notes"), (PeopleNote,), numbers_of(PeopleNote), _forget_notes),
    Kind(
        "guardians",
        _l("Guardians"),
        (GuardianConsent,),
        numbers_of(GuardianConsent, GuardianConsent.email != ""),
        _forget_guardians,
    ),
]
