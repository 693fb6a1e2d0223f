"""A letter as its recipient would read it, addressed to the one who looks."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from webapp.core.addresses import public_url
from webapp.core.i18n import in_language
from webapp.letters.audiences import Addressee
from webapp.letters.composing import Composer, letter_page, transient
from webapp.letters.models import EventLetter
from webapp.mail.outbox import Draft
from webapp.mail.words import words_of


@dataclass(frozen=True)
class Sample:
    """One letter to be read: its heads, its text as HTML, and the whole of it as plain text."""

    language: str
    subject: str
    sender: str
    reply_to: str | None
    greeting: str
    page: Markup
    text: str


def sample_of(letter: EventLetter, language: str) -> Sample:
    """How *letter* reads in *language*."""
    draft = sample_draft(letter, language)
    facts: Any = draft.facts
    words = words_of(transient(draft))
    with in_language(language):
        greeting = _("Good day, %(name)s!", name=draft.recipient_name)
    return Sample(
        language,
        words.subject,
        draft.sender_name or "",
        draft.reply_to,
        greeting,
        letter_page(facts["words"]["body"], facts["values"]),
        words.text,
    )


def sample_draft(letter: EventLetter, language: str, name: str = "", email: str = "") -> Draft:
    """The letter to somebody who does not exist, or to one of the staff, to try it."""
    return Composer(letter).draft(_somebody(letter, language, name, email))


def _somebody(letter: EventLetter, language: str, name: str, email: str) -> Addressee:
    with in_language(language):
        name = name or _("Anna Sample")
    page = public_url("events.show", code=letter.event.code)
    return Addressee(
        0,
        "sample",
        name,
        email,
        language,
        # No link of a person's own: it shows where it stands, and opens the event's page.
        f"{page}#your-registration",
        join_url=letter.event.join_url or "",
        link_is="invitation" if letter.audience == "invited" else "registration",
    )
