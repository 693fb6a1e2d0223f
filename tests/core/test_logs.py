"""Logs can be read by anybody who runs the machine: they hold no personal data and no keys."""

import json
import logging

import pytest
from flask import Flask

from tests.factories import make_event, make_registration
from webapp.core.logs import JSONFormatter, without_secrets


def record(message: str, *args: object) -> logging.LogRecord:
    """Something logged."""
    return logging.LogRecord("webapp.test", logging.WARNING, __file__, 1, message, args, None)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("to anna@example.org failed", "to …@… failed"),
        ("<anna.b+x@mail.example.org>", "<…@…>"),
        (
            "/registrations/abcdefgh2345-AAAAAAAAAAAAAAAAAAAAAA/change",
            "/registrations/abcdefgh2345-…/change",
        ),
        (f"/manage/sign-in/{'x' * 43}", "/manage/sign-in/…"),
        ("/events/abcdefgh/register", "/events/abcdefgh/register"),
    ],
)
def test_keys_and_addresses_are_cut(text: str, shown: str) -> None:
    """What is left still tells where it happened."""
    assert without_secrets(text) == shown


def test_a_link_of_ours_never_stands_in_a_log(app: Flask) -> None:
    """Whatever its letters are."""
    with app.app_context():
        token = make_registration(make_event()).token()
    path = f"/registrations/{token}/cancellation"

    with app.test_request_context(path):
        line = JSONFormatter().format(record("failed at %s", path))

    assert token not in line
    assert token.partition("-")[0] in line


def test_a_line_is_json_with_its_trace(app: Flask) -> None:
    """One object a line, however many lines the trace has."""
    entry = record("broken")
    try:
        raise ValueError("nobody@example.org")
    except ValueError as error:
        entry.exc_info = (ValueError, error, error.__traceback__)

    line = JSONFormatter().format(entry)

    assert "\n" not in line
    told = json.loads(line)
    assert (told["level"], told["message"]) == ("warning", "broken")
    assert "ValueError: …@…" in told["trace"]
