"""The desk of an agenda: all its pages, under /manage/events/<code>/agenda/."""

from webapp.agenda import manage_index as _index  # noqa: F401 adds its routes
from webapp.agenda import manage_item as _item  # noqa: F401 adds its routes
from webapp.agenda import manage_moving as _moving  # noqa: F401 adds its routes
from webapp.agenda import manage_removal as _removal  # noqa: F401 adds its routes
from webapp.agenda import manage_tracks as _tracks  # noqa: F401 adds its routes
from webapp.agenda.manage_desk import blueprint

__all__ = ["blueprint"]
