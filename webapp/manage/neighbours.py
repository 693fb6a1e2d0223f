"""Models of capabilities beside this one, found by the names of their tables: neighbours do not
import each other."""

from typing import Any

from webapp.core.database import Base


def model_of(table: str) -> Any:
    """The model of a table. LookupError when no model has it."""
    for mapper in Base.registry.mappers:
        if getattr(mapper.local_table, "name", None) == table:
            return mapper.class_
    raise LookupError(table)
