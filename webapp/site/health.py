"""Health addresses for whoever watches the installation. None of them tells of people.

``/healthz`` is for what restarts a process, ``/readyz`` for what wakes a person: it looks at the
whole installation, worker and letters too. ``/metrics`` is for Prometheus, where it is asked for.
"""

import functools
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from webapp.core import metrics, upgrading
from webapp.core.database import db
from webapp.core.limits import limiter
from webapp.core.permissions import for_everyone
from webapp.mail import heartbeat
from webapp.mail.heartbeat import seconds_since

blueprint = Blueprint("health", __name__)

#: A worker says once a minute that it is there; this leaves it a few minutes of hard work.
WORKER_SEEN = timedelta(minutes=5)
#: Letters leave within seconds. One that waits this long is waited for.
LETTER_WAITS = timedelta(hours=1)
_NEVER_KEEP = {"Cache-Control": "no-store"}
_log = logging.getLogger(__name__)

Part = dict[str, Any]


@blueprint.get("/healthz")
@for_everyone
@limiter.exempt
def process_is_up() -> ResponseReturnValue:
    """The process answers."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8", **_NEVER_KEEP}


@blueprint.get("/readyz")
@for_everyone
@limiter.exempt
def installation_is_ready() -> ResponseReturnValue:
    """Whether everything is in order, part by part; 503 if one is not."""
    checks = {
        "database": _database,
        "migrations": _migrations,
        "worker": _worker,
        "letters": _letters,
    }
    parts = {name: _told(name, check) for name, check in checks.items()}
    is_ready = all(part["ok"] for part in parts.values())
    body = {"ready": is_ready, "parts": parts}
    return jsonify(body), 200 if is_ready else 503, _NEVER_KEEP


@blueprint.get("/metrics")
@for_everyone
@limiter.exempt
def numbers() -> ResponseReturnValue:
    """The numbers in Prometheus' text format; 404 unless ``VIZITE_METRICS`` is on."""
    counted = metrics.current()
    if counted is None:
        abort(404)
    from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

    from webapp.site.gauges import Gauges

    body = generate_latest(counted.registry()) + generate_latest(Gauges())
    return body, 200, {"Content-Type": CONTENT_TYPE_LATEST, **_NEVER_KEEP}


def _told(name: str, check: Callable[[], Part]) -> Part:
    """A part's answer. What the database said when it failed goes to the log alone."""
    try:
        return check()
    except SQLAlchemyError as error:
        db.session.rollback()
        _log.warning("/readyz: %s: %s", name, type(error).__name__)
        return {"ok": False}


def _database() -> Part:
    return {"ok": db.session.scalar(text("SELECT 1")) == 1}


def _migrations() -> Part:
    current, wanted = upgrading.current_revision(), _wanted_revision()
    return {"ok": current == wanted, "current": current, "wanted": wanted}


@functools.cache
def _wanted_revision() -> str | None:
    """Read from files once: it changes with the program only."""
    return upgrading.wanted_revision()


def _worker() -> Part:
    seen_at = heartbeat.worker_seen_at()
    if seen_at is None:
        return {"ok": False, "seen_seconds_ago": None}
    seconds = seconds_since(seen_at)
    return {"ok": seconds <= WORKER_SEEN.total_seconds(), "seen_seconds_ago": round(seconds)}


def _letters() -> Part:
    seconds = seconds_since(heartbeat.letters_wait_since())
    return {
        "ok": seconds <= LETTER_WAITS.total_seconds(),
        "oldest_unsent_seconds": round(seconds),
    }
