"""The letters about what somebody has chosen, and about what has changed on the agenda.

Stored in the transaction of what they tell; they belong to the registration and are erased with it.
"""

from collections.abc import Iterable
from typing import Any

from webapp.agenda.changes import ItemChange
from webapp.agenda.models import AgendaItem
from webapp.agenda.times import Hours
from webapp.agenda.words import item_place
from webapp.choices.zones import home_zone
from webapp.core.addresses import public_url
from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.core.look import time_line_of
from webapp.mail.models import Letter
from webapp.mail.outbox import Draft, one_line, post
from webapp.registrations.letter_facts import Told, registration_facts, told_of
from webapp.registrations.models import Registration
from webapp.registrations.notifications import language_of

_FOLDER = "choices/letters/"
#: An `AgendaItem`, or an `ItemThen`, whose attributes are called the same.
_Item = Any
LETTERS = frozenset({"got-place", "item-cancelled", "item-clash", "agenda-changed"})


def tell(
    registration: Registration,
    what: str,
    *,
    item: AgendaItem,
    left: Iterable[Any] = (),
    other: AgendaItem | None = None,
) -> Letter | None:
    """Store the letter *what* (one of `LETTERS`) about *item*; None where there is no address.

    *left* are the choices given up for it, *other* what they have chosen at the same time.
    """
    if what not in LETTERS:
        raise ValueError(f"there is no letter {what!r}")
    if not registration.email:
        return None
    db.session.flush()  # the link is made of what the database gave
    language = language_of(registration)
    told = told_of(registration.event, language)
    facts = {
        "item": item_facts(item, registration, language),
        "left": [_title(each.item, language) for each in left],
        "other": _title(other, language) if other is not None else None,
    }
    return post(**vars(_draft(registration, what, told, language, facts)))


def digest(registration: Registration, changes: Iterable[ItemChange], note: str) -> Draft:
    """The letter that tells somebody with an address what has changed on the agenda."""
    language = language_of(registration)
    told = told_of(registration.event, language)
    facts = {
        "changes": [change_facts(each, registration, language) for each in changes],
        "note": note or None,
        "agenda_link": public_url("choices.agenda", token=registration.token()),
    }
    return _draft(registration, "agenda-changed", told, language, facts)


def item_facts(item: _Item, registration: Registration, language: str) -> dict[str, Any]:
    """What a letter tells of an item: its title, when, on whose clock besides, where."""
    line = time_line_of(item, language, home_zone(registration)) if item.has_hours else None
    return {
        "title": _title(item, language),
        "period": Hours.of(item).period.as_json(),
        "your_time": line.yours if line else "",
        "place": item_place(item, language),
    }


def change_facts(change: ItemChange, registration: Registration, language: str) -> dict[str, Any]:
    """What a letter tells of a change: what, the item now, and as it was."""
    before = change.before
    return {
        "what": list(change.what),
        "item": item_facts(change.item, registration, language),
        "before": item_facts(before, registration, language) if before is not None else None,
    }


def _draft(
    registration: Registration, what: str, told: Told, language: str, facts: dict[str, Any]
) -> Draft:
    assert registration.email is not None
    choices_link = public_url("choices.show", token=registration.token())
    return Draft(
        kind=_FOLDER + what,
        owner=registration.key,
        event_key=registration.event.key,
        recipient=registration.email,
        recipient_name=registration.name,
        sender_name=told.sender_name,
        reply_to=told.reply_to,
        language=language,
        facts=registration_facts(registration, told.facts) | {"choices_link": choices_link} | facts,
    )


def _title(item: _Item, language: str) -> str:
    return one_line(plain_text(item.name, language))
