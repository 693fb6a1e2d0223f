"""Rate limits: generous per address, tight per address + e-mail and on failed tokens."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

#: One office, one school, one conference hall is one address: keep this far above a crowd's needs.
PER_ADDRESS = "600 per minute"
#: Guessing e-mail addresses, links or sign-ins.
TIGHT = "10 per 10 minutes"

limiter = Limiter(key_func=get_remote_address, default_limits=[PER_ADDRESS])


def init_app(app: Flask) -> None:
    """Count in memory for one process, in Redis as soon as there is one."""
    settings = app.config["VIZITE"]
    app.config.update(
        RATELIMIT_ENABLED=settings.ratelimit_enabled,
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_HEADERS_ENABLED=False,
    )
    limiter.init_app(app)
