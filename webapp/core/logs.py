"""Logs as one JSON object a line, without personal data: tokens and addresses are cut out."""

import json
import logging
import re
import sys
from datetime import UTC, datetime

from flask import Flask, has_request_context, request

#: ``/registrations/<token>/…`` and the like: the public id may stay, the key may not.
_TOKEN = re.compile(r"(?<=/)([a-z0-9]{12})-[A-Za-z0-9_-]{22}")
_LONG = re.compile(r"(?<=/)[A-Za-z0-9_-]{40,}")
_ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")


def without_secrets(text: str) -> str:
    """*text* with tokens and e-mail addresses cut out."""
    text = _TOKEN.sub(r"\1-…", text)
    return _ADDRESS.sub("…@…", _LONG.sub("…", text))


class JSONFormatter(logging.Formatter):
    """One line of JSON a record; the traceback of an error stays readable in ``trace``."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, message, and where in the site it happened."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        if has_request_context():
            entry["request"] = f"{request.method} {without_secrets(request.path)}"
        if record.exc_info:
            entry["trace"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


def init_app(app: Flask) -> None:
    """Send everything from *info* up to standard error."""
    if any(isinstance(h.formatter, JSONFormatter) for h in logging.getLogger().handlers):
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JSONFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger("webapp").setLevel(logging.INFO)
