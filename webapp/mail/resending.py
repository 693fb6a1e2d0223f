"""A letter sent again: the same words under a Message-ID of its own, and it says so.

With the same Message-ID many programs would hide the second one. The line that says that it was
sent again is made when the message is (``messages.py``): the words kept stay those of the first.
"""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from webapp.core.date_words import day_text
from webapp.core.i18n import in_language
from webapp.core.times import to_wall
from webapp.mail.models import Letter
from webapp.mail.outbox import post


class WordsAreGone(LookupError):
    """The letter was emptied, so there is nothing to send."""


@dataclass(frozen=True)
class Once:
    """What a resend needs to know besides the letter: where it goes now."""

    recipient: str
    recipient_name: str


def can_be_repeated(letter: Letter) -> bool:
    """Whether it has left or failed and its words are kept. One on its way need not be repeated."""
    return letter.state in ("sent", "refused") and letter.facts is not None


def repeat(letter: Letter, to: Once | None = None) -> Letter:
    """Store *letter* once more, word by word, for the same address or another one.

    Raises `WordsAreGone`. That the first did not arrive counts as seen to.
    """
    if not can_be_repeated(letter):
        raise WordsAreGone
    to = to or Once(letter.recipient, letter.recipient_name)
    again = post(
        letter.kind,
        owner=letter.owner,
        event_key=letter.event_key,
        recipient=to.recipient,
        recipient_name=to.recipient_name,
        sender_name=letter.sender_name,
        reply_to=letter.reply_to,
        language=letter.language,
        facts=letter.facts or {},
        calendar=letter.calendar,
        calendar_method=letter.calendar_method,
        in_reply_to=letter.message_id,
    )
    again.repeats = letter.repeats or letter.message_id
    again.subject, again.body_text = letter.subject, letter.body_text
    again.body_html = letter.body_html
    letter.undelivered_at = None
    return again


def again_line(letter: Letter) -> str:
    """ "Sent again on Tuesday, 24 November 2026", in the letter's language; "" for a first one."""
    if letter.repeats is None:
        return ""
    with in_language(letter.language):
        day = day_text(_day_of(letter), letter.language)
        words: str = _("Sent again on %(day)s. It is the same letter as before.", day=day)
        return words


def _day_of(letter: Letter) -> date:
    """The day it was stored, on clocks at the event where the letter tells of one."""
    zone = ((letter.facts or {}).get("event") or {}).get("zone") or "UTC"
    return to_wall(letter.created_at, zone).date()
