"""Numbers for Prometheus: how many requests, how long they took, how often a feed was at hand.

Off unless ``VIZITE_METRICS`` asks for them, and then without addresses: a request is known by the
name of its view. Several web processes share their numbers through files in a folder, which
prometheus-client wants to hear of before it is imported (``PROMETHEUS_MULTIPROC_DIR``).
"""

import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, g, request

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

SHARED = "PROMETHEUS_MULTIPROC_DIR"
_EXTENSION = "vizite_metrics"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """What this process counts."""

    def __init__(self) -> None:
        # Here and not above: it takes memory and time, and most installations never ask.
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._own = CollectorRegistry()
        labels = ("endpoint", "status")
        self.requests = Counter("vizite_requests", "Requests answered.", labels, registry=self._own)
        self.seconds = Histogram(
            "vizite_request_seconds",
            "Time until an answer was ready.",
            ("endpoint",),
            buckets=_SECONDS,
            registry=self._own,
        )
        self.feeds = Counter(
            "vizite_feeds",
            "Calendars asked for: those whose state was known (hit), and bodies made anew (miss).",
            ("cache",),
            registry=self._own,
        )

    def registry(self) -> "CollectorRegistry":
        """What all processes of this machine have counted; only this one where there is one."""
        if SHARED not in os.environ:
            return self._own
        from prometheus_client import CollectorRegistry
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return registry


def share_between_processes(folder: Path) -> None:
    """Have all processes forked from this one add up. Call it before the app is made.

    *folder* is emptied: what an earlier start has counted belongs to that one.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[SHARED] = str(folder)


def init_app(app: Flask) -> None:
    """Count requests, where that is asked for."""
    if not app.config["VIZITE"].metrics:
        return
    app.extensions[_EXTENSION] = Metrics()
    app.before_request_funcs.setdefault(None, []).insert(0, _begin)
    app.after_request(_count)


def current() -> Metrics | None:
    """The numbers of this app; None where nobody has asked for them."""
    return current_app.extensions.get(_EXTENSION)


def count_feed(cache: str) -> None:
    """A calendar was asked for whose state was known (``hit``); or its body is made (``miss``)."""
    metrics = current()
    if metrics is not None:
        metrics.feeds.labels(cache).inc()


def _begin() -> None:
    g.began_at = time.perf_counter()


def _count(response: Response) -> Response:
    metrics, endpoint = current(), request.endpoint or "none"
    if metrics is not None and "began_at" in g:
        metrics.requests.labels(endpoint, str(response.status_code)).inc()
        metrics.seconds.labels(endpoint).observe(time.perf_counter() - g.began_at)
    return response
