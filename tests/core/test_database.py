"""Writing is announced, locked from its first moment, and whole or not at all."""

import threading
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, StatementError

from webapp.accounts.models import Account
from webapp.core.changes import Change, record
from webapp.core.database import WriteOutside, db, write
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.programmes.models import Fund


def make_account(email: str = "anna@example.org") -> Account:
    """An account, in a transaction of its own."""
    with write():
        account = Account(email=email, name="Anna Example")
        db.session.add(account)
    return account


def test_a_write_that_was_not_announced_fails(any_context: None) -> None:
    """Or it could lose somebody else's update without an error."""
    db.session.add(Account(email="anna@example.org", name="Anna Example"))

    with pytest.raises(WriteOutside):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(WriteOutside):
        db.session.execute(update(Account).values(name="Other"))
    db.session.rollback()


def test_an_error_takes_everything_back(any_context: None) -> None:
    """Half a change is never stored."""

    def fail_half_way() -> None:
        with write():
            db.session.add(Account(email="anna@example.org", name="Anna Example"))
            db.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()

    assert db.session.query(Account).count() == 0


def test_writing_does_not_nest(any_context: None) -> None:
    """A rule that opened its own would commit half of its caller's change."""
    with pytest.raises(RuntimeError, match="already open"), write(), write():
        pass


def test_what_was_read_before_is_read_again(any_app: Flask) -> None:
    """A decision inside `write` never stands on what somebody else has changed since."""
    with any_app.app_context():
        account = make_account()
        assert account.name == "Anna Example"

        def rename() -> None:
            with any_app.app_context(), write():
                db.session.get_one(Account, account_id).name = "Berta Example"

        account_id = account.id
        thread = threading.Thread(target=rename)
        thread.start()
        thread.join()
        with write():
            assert account.name == "Berta Example"


def test_eight_threads_lose_no_update(any_app: Flask) -> None:
    """With the library's defaults most of them would be lost on SQLite."""
    with any_app.app_context():
        account_id = make_account().id

    def count_up() -> None:
        for _ in range(20):
            with any_app.app_context(), write():
                account = db.session.get_one(Account, account_id, with_for_update=True)
                account.session_generation += 1

    threads = [threading.Thread(target=count_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with any_app.app_context():
        assert db.session.get_one(Account, account_id).session_generation == 160


def test_instants_come_back_in_utc(any_context: None) -> None:
    """SQLite alone would hand back a time without a zone."""
    with write():
        account = Account(email="anna@example.org", name="Anna Example")
        account.signed_in_at = datetime.fromisoformat("2027-03-28T04:30:00+03:00")
        db.session.add(account)
    db.session.expire_all()

    assert account.signed_in_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert account.signed_in_at.tzinfo is UTC


def test_a_wall_time_is_no_instant(any_context: None) -> None:
    """And is refused where an instant belongs."""
    with pytest.raises(StatementError), write():
        db.session.add(
            Account(email="a@example.org", name="A", signed_in_at=datetime(2027, 3, 28, 4, 30))
        )


def test_texts_come_back_as_they_were(any_context: None) -> None:
    """In every language, with the main one."""
    name = LocalText({"lv": "Eiropas fonds", "en": "European fund"}, main="lv")
    with write():
        fund = Fund(slug="fund", name=name)
        db.session.add(fund)
    db.session.expire_all()

    assert fund.name == name
    assert fund.search_key == "european fund eiropas fonds"


def test_no_text_is_null_and_not_the_word_null(any_context: None) -> None:
    """Or the database could not be asked for what has none."""
    with write():
        db.session.add(Fund(slug="fund", name=LocalText({"en": "Fund"}), abbreviation=None))
        record("event:1", "published", None, None)

    assert db.session.scalar(select(Fund.id).where(Fund.abbreviation.is_(None)))
    assert db.session.scalar(select(Change.id).where(Change.before.is_(None)))


def test_the_change_log_is_only_added_to(any_app: Flask) -> None:
    """The database itself refuses anything else."""
    with any_app.app_context():
        with write():
            record("event:1", "moved", {"day": "1", "same": 1}, {"day": "2", "same": 1}, "Storm")
        change = db.session.query(Change).one()
        assert (change.before, change.after, change.reason) == ({"day": "1"}, {"day": "2"}, "Storm")
        assert change.actor == "system"
        assert change.at <= now()
        for statement in ("UPDATE changes SET verb = 'held'", "DELETE FROM changes"):
            with pytest.raises(DBAPIError, match="append-only"), write():
                db.session.execute(text(statement))
