"""Pages behind a secret link: whoever has the address reads, and acts, as the one it was made for.

So it must not be found by trying, and must not stay behind on the way: no cache keeps such a page,
and no search engine lists it.
"""

from typing import TypeVar

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.core.limits import slow_down_guessing

Answer = TypeVar("Answer", bound=Response)


def keep_private(blueprint: Blueprint) -> None:
    """Treat all pages of *blueprint* so: guessing is slowed down, answers are kept nowhere."""
    slow_down_guessing(blueprint)
    blueprint.after_request(for_nobody_else)


def for_nobody_else(answer: Answer) -> Answer:
    """The same answer, for no cache (unless it says otherwise itself) and no search engine."""
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer
