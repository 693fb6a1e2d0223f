"""Thin routes for staff, under /manage/events/<code>/letters/: a module for each side of it."""

from webapp.letters import (  # noqa: F401 all add their routes
    automatic_views,
    fate_views,
    going_views,
    invited,
    writing_views,
)
from webapp.letters.desk import blueprint

__all__ = ["blueprint"]
