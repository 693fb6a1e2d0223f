"""From a text for many to the letter one person gets: facts now, words by the worker."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from webapp.core.i18n import configured_languages
from webapp.core.markup import markdown
from webapp.core.period_words import period_words
from webapp.core.periods import Period
from webapp.letters import placeholders
from webapp.letters.audiences import Addressee
from webapp.letters.models import EventLetter
from webapp.mail.models import Letter
from webapp.mail.outbox import Draft
from webapp.registrations.letter_facts import Told, told_of

KIND = "letters/of-event/"
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_LINK = re.compile(r"\[([^\]\n]+)\]\(<?([^)\s>]+)>?\)")


class Composer:
    """Makes the letters of one text; what is the same for all of one language is read once."""

    def __init__(self, letter: EventLetter) -> None:
        self._letter = letter
        self._told: dict[str, tuple[Told, dict[str, str]]] = {}

    def draft(self, person: Addressee, message_id: str | None = None) -> Draft:
        """The letter to one person, in their language if it is written in it."""
        letter, language = self._letter, self._letter.language_for(person.language)
        told, shared = self._of_language(language)
        return Draft(
            kind=f"{KIND}{letter.purpose}",
            owner=person.owner,
            event_key=letter.event.key,
            recipient=person.email,
            recipient_name=person.name,
            sender_name=told.sender_name,
            reply_to=told.reply_to,
            language=language,
            facts={
                "event": told.facts,
                "words": {
                    "subject": letter.subject.get(language) or "",
                    "body": letter.body.get(language) or "",
                },
                "values": shared | _own_values(person, shared),
                "link": person.link,
                "link_is": person.link_is,
            },
            message_id=message_id,
        )

    def _of_language(self, language: str) -> tuple[Told, dict[str, str]]:
        if language not in self._told:
            told = told_of(self._letter.event, language)
            self._told[language] = told, _shared_values(told, language)
        return self._told[language]


def _shared_values(told: Told, language: str) -> dict[str, str]:
    facts = told.facts
    return {
        "event": facts["title"],
        "time": period_words(Period.from_json(facts["period"]), language, with_zone=True),
        "place": facts["place"],
        "page": facts["url"],
        "organiser": facts["organiser"],
        "project": facts["project"],
        "contact": told.reply_to or "",
    }


def _own_values(person: Addressee, shared: Mapping[str, str]) -> dict[str, str]:
    values = {"name": person.name, "link": person.link, "join": person.join_url}
    if person.your_time:
        values["time"] = f"{shared['time']} ({person.your_time})"
    return values


def transient(draft: Draft) -> Letter:
    """A letter that is not stored: to be read before it goes."""
    tags = configured_languages()
    return Letter(
        kind=draft.kind,
        recipient=draft.recipient,
        recipient_name=draft.recipient_name,
        sender_name=draft.sender_name,
        reply_to=draft.reply_to,
        language=draft.language if draft.language in tags else tags[0],
        facts=dict(draft.facts),
    )


# For the templates of the letters


def letter_line(words: str, values: Mapping[str, Any]) -> str:
    """A subject with its placeholders filled in."""
    return placeholders.fill(words, values)


def letter_text(words: str, values: Mapping[str, Any]) -> str:
    """A text as plain text: links are written out, bold words stand without their marks."""
    plain = _BOLD.sub(r"\1", _LINK.sub(r"\1 (\2)", words))
    return placeholders.fill_lines(plain, values)


def letter_page(words: str, values: Mapping[str, Any]) -> Markup:
    """A text as HTML; what people are called never counts as Markdown."""
    return markdown(placeholders.fill_lines(words, values, placeholders.for_markdown))
