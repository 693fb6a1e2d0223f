"""Rate limits: generous per address, tight per address + e-mail and on failed tokens."""

import math
import time

from flask import Blueprint, Flask, Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

#: One office, one school, one conference hall is one address: keep this far above a crowd's needs.
PER_ADDRESS = "600 per minute"
#: Guessing e-mail addresses, links or sign-ins.
TIGHT = "10 per 10 minutes"

#: Codes and links that do not exist, asked for from one address: typing errors fit, guessing not.
GUESSES = "30 per 10 minutes"

limiter = Limiter(key_func=get_remote_address, default_limits=[PER_ADDRESS])


def _is_unknown(response: Response) -> bool:
    return response.status_code == 404


def slow_down_guessing(blueprint: Blueprint) -> None:
    """After too many unknown links these routes do not answer for a while, right or wrong."""
    limiter.shared_limit(GUESSES, scope="links", deduct_when=_is_unknown)(blueprint)


def seconds_to_wait() -> int:
    """After how many seconds the limit that refused this request lets the next one through.

    The library rounds the end of the window up and so do we: never more than the window is long.
    """
    limit = limiter.current_limit
    if limit is None:
        return 60
    wait = math.ceil(limit.reset_at - time.time())
    return min(max(1, wait), limit.limit.get_expiry())


def init_app(app: Flask) -> None:
    """Count in memory for one process, in Redis as soon as there is one."""
    settings = app.config["VIZITE"]
    app.config.update(
        RATELIMIT_ENABLED=settings.ratelimit_enabled,
        RATELIMIT_STORAGE_URI=_storage(settings.redis_url),
        # While Redis is away each process counts for itself: a site without limits or without
        # visitors would be worse than one that is a little too generous.
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_HEADERS_ENABLED=False,
    )
    limiter.init_app(app)


def _storage(redis_url: str | None) -> str:
    """The setting as the library names it: a socket has a scheme of its own there."""
    if redis_url is None:
        return "memory://"
    return f"redis+{redis_url}" if redis_url.startswith("unix:") else redis_url
