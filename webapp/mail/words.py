"""The words of a letter: subject, text and HTML from its templates and its facts.

``<kind>.txt`` extends ``letters/base.txt`` and has the blocks ``subject`` and ``message``;
``<kind>.html`` extends ``letters/base.html``. Facts stand in the templates by their names.
"""

import textwrap
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from jinja2 import Environment, Template

from webapp.core.i18n import in_language
from webapp.core.moments import moment
from webapp.core.period_words import period_words
from webapp.core.periods import Period
from webapp.mail.invitations import file_name
from webapp.mail.models import Letter
from webapp.mail.outbox import one_line

WIDTH = 72
LONGEST_SUBJECT = 200
#: The space matters: mail programs leave out what follows when they quote (RFC 3676, section 4.3).
_SIGNATURE = "-- "


@dataclass(frozen=True)
class Words:
    """What is kept of a letter, so that each attempt sends the same."""

    subject: str
    text: str
    html: str


def words_of(letter: Letter) -> Words:
    """Write the letter in its reader's language."""
    facts = _facts(letter)
    with in_language(letter.language):
        text = _plain_environment().get_template(f"{letter.kind}.txt")
        page = current_app.jinja_env.get_template(f"{letter.kind}.html")
        subject = one_line(_block(text, "subject", facts))[:LONGEST_SUBJECT]
        facts["subject"] = subject
        return Words(subject, wrapped(text.render(facts)), page.render(facts).strip() + "\n")


def _plain_environment() -> Environment:
    """For plain text: a line with nothing but a tag leaves no line behind."""
    found: Environment | None = current_app.extensions.get("vizite_plain_letters")
    if found is None:
        found = current_app.jinja_env.overlay(trim_blocks=True, lstrip_blocks=True)
        current_app.extensions["vizite_plain_letters"] = found
    return found


def wrapped(text: str) -> str:
    """Paragraphs of at most 72 columns; a line with an address stays whole, or it could not be
    clicked. What a line is indented by, its continuation is too."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        bare = _SIGNATURE if line.strip() == "--" else line.rstrip()
        if bare or (lines and lines[-1]):
            lines += _wrapped_line(bare)
    return "\n".join(lines) + "\n"


def _wrapped_line(line: str) -> list[str]:
    if len(line) <= WIDTH or "://" in line:
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(
        line,
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _facts(letter: Letter) -> dict[str, Any]:
    return {
        **(letter.facts or {}),
        "when": lambda period: period_words(
            Period.from_json(period), letter.language, with_zone=True
        ),
        "moment": lambda instant, zone: moment(datetime.fromisoformat(instant), zone),
        "language": letter.language,
        "recipient_name": letter.recipient_name,
        "sender_name": letter.sender_name,
        "reply_to": letter.reply_to,
        "has_calendar": letter.calendar is not None,
        "calendar_method": letter.calendar_method,
        "calendar_file": file_name(letter),
        "site_name": one_line(current_app.config["VIZITE"].site_name),
        "site_url": current_app.config["VIZITE"].base_url,
    }


def _block(template: Template, name: str, facts: dict[str, Any]) -> str:
    return "".join(template.blocks[name](template.new_context(facts)))
