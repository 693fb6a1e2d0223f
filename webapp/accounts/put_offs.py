"""What somebody wants to be reminded of later: kept by account until a day."""

from datetime import date

from sqlalchemy import delete, select

from webapp.accounts.models import PutOff
from webapp.core.database import db

#: One keeps so many in mind; more would be a list nobody reads.
MOST = 500


def put_offs(account_id: int, today: date) -> dict[str, date]:
    """Key → the day it comes back, of all that are put off on *today*."""
    query = select(PutOff.key, PutOff.until_on).where(
        PutOff.account_id == account_id, PutOff.until_on > today
    )
    rows = db.session.execute(query.order_by(PutOff.until_on).limit(MOST))
    return {row.key: row.until_on for row in rows}


def put_off(account_id: int, key: str, until_on: date, today: date) -> None:
    """Say nothing of *key* before the day; what has come back already is forgotten here."""
    _forget(PutOff.account_id == account_id, PutOff.until_on <= today)
    known = db.session.get(PutOff, (account_id, key))
    if known is None:
        known = PutOff(account_id=account_id, key=key)
        db.session.add(known)
    known.until_on = until_on


def bring_back(account_id: int, key: str) -> None:
    """Show it again at once."""
    _forget(PutOff.account_id == account_id, PutOff.key == key)


def _forget(*conditions: object) -> None:
    statement = delete(PutOff).where(*conditions)  # type: ignore[arg-type]
    db.session.execute(statement.execution_options(synchronize_session=False))
