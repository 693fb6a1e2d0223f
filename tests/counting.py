"""How many SQL statements some code sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from webapp.core import looking


class Statements(list[str]):
    """The statements sent so far, in order, without those that open and close transactions."""

    def __str__(self) -> str:
        return "\n".join(self)


@contextmanager
def count_statements() -> Iterator[Statements]:
    """Collect what any engine of this process sends meanwhile.

    ``with count_statements() as sent: …`` and then ``len(sent)``; ``print(sent)`` shows them.
    """
    sent = Statements()

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if not statement.upper().startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    looking.watchers.append(sent.append)
    try:
        yield sent
    finally:
        looking.watchers.remove(sent.append)
        event.remove(Engine, "before_cursor_execute", note)
