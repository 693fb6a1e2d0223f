"""Taking the words out of letters before their 30 days are over: what they are about is erased."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, String, case, func, literal, null, or_, select, update

from webapp.core.database import db
from webapp.mail.models import Letter

#: Columns that hold something about people, and what they become.
EMPTY: dict[str, Any] = {
    "recipient": "",
    "recipient_name": "",
    **dict.fromkeys(
        ("facts", "subject", "body_text", "body_html", "calendar", "undelivered_at"), null()
    ),
}


def has_words() -> ColumnElement[bool]:
    """Letters that still say something to somebody."""
    return or_(Letter.facts.is_not(None), Letter.recipient != "", Letter.body_text.is_not(None))


def forget(owners: Collection[str]) -> int:
    """Empty every letter about these (``registration:<public id>``); how many said something.

    One that has not gone out yet never will: whom it was for is not known any more.
    """
    return _empty(Letter.owner.in_(owners))


def forget_to(address: str, kinds: Iterable[str]) -> int:
    """Empty the letters of these kinds to one address, whatever they are about; how many."""
    to_them = func.lower(Letter.recipient, type_=String) == literal(address.lower())
    return _empty(to_them & Letter.kind.in_(tuple(kinds)))


def _empty(which: ColumnElement[bool]) -> int:
    number = db.session.scalar(select(func.count()).select_from(Letter).where(which, has_words()))
    if not number:
        return 0
    unsent = {"state": case((Letter.state == "stored", "suppressed"), else_=Letter.state)}
    statement = update(Letter).where(which).values(**EMPTY, **unsent, lease=None, leased_until=None)
    db.session.execute(statement, execution_options={"synchronize_session": False})
    return number
