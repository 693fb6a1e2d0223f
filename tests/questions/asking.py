"""Short hands for tests of questions: an event that asks, and answers typed into its forms."""

from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.questions import rules
from webapp.questions.asking import Condition, Kind
from webapp.questions.models import Question
from webapp.questions.rules import Draft, OptionDraft


def draft(label: str = "Where do you live?", *options: Any, **values: Any) -> Draft:
    """A question in English; *options* are words, or (words, places)."""
    made = [each if isinstance(each, tuple) else (each, None) for each in options]
    values.setdefault(
        "options",
        tuple(OptionDraft(LocalText({"en": words}), places=places) for words, places in made),
    )
    return Draft(LocalText({"en": label}), **values)


def ask(event: Event, kind: Kind, label: str, *options: Any, **values: Any) -> Question:
    """Put a question into the form of *event*; inside an app context."""
    with write():
        event = db.session.get_one(Event, event.id)
        return rules.add(event, kind, draft(label, *options, **values))


def edit(event: Event, question: Question, changed: Draft, expected: int | None = None) -> bool:
    """Change a question; whether anything was different."""
    with write():
        event = db.session.get_one(Event, event.id)
        stored = db.session.get_one(Question, question.id)
        return rules.edit(event, stored, changed, expected)


def if_answered(question: Question, value: str = "") -> Condition:
    """Asked only if *question* has this answer."""
    return Condition(question.public_id, value)


def name_of(question: Question) -> str:
    """What its input is called in forms."""
    return f"questions-{question.public_id}"


def form_of(client: FlaskClient, address: str) -> dict[str, Any]:
    """What a browser would send of the form at *address*, nothing typed yet."""
    page = BeautifulSoup(client.get(address).text, "html.parser")
    form = page.select_one("main form.form")
    assert form is not None, page.get_text()
    values: dict[str, Any] = {}
    for field in form.select("input, select, textarea"):
        name, kind = field.get("name"), field.get("type", "text")
        if name is None or field.has_attr("disabled"):
            continue
        if kind in ("radio", "checkbox"):
            if field.has_attr("checked"):
                values.setdefault(str(name), []).append(field.get("value", "on"))
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            values[str(name)] = chosen["value"] if chosen else ""
        else:
            values[str(name)] = field.get("value", "") or field.get_text().lstrip("\r\n")
    return values
