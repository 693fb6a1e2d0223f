"""The letters to hosts: what is asked, that names are there, that the visit is moved or called off.

The organiser of the event is who writes. They belong to the host and are erased with it.
"""

from typing import Any

from webapp.agenda import calendar
from webapp.agenda.words import item_address
from webapp.core.addresses import public_url
from webapp.core.database import db
from webapp.core.i18n import configured_languages, in_language
from webapp.delegations.host_models import AgendaHost
from webapp.delegations.host_slots import gate_moment, when_words
from webapp.mail.models import Letter
from webapp.mail.outbox import one_line, post
from webapp.registrations.letter_facts import told_of

_FOLDER = "delegations/hosts/letters/"
LETTERS = frozenset({"asked", "gate-list", "changed", "called-off"})


def tell(host: AgendaHost, what: str, **facts: Any) -> Letter | None:
    """Store the letter *what* (one of `LETTERS`); None where there is no address."""
    if what not in LETTERS:
        raise ValueError(f"there is no letter {what!r}")
    if host.contact_email is None:
        return None
    db.session.flush()  # the link is made of what the database gave
    tags = configured_languages()
    language = host.language if host.language in tags else tags[0]
    told = told_of(host.item.event, language)
    return post(
        _FOLDER + what,
        owner=host.key,
        event_key=host.item.event.key,
        recipient=host.contact_email,
        recipient_name=host.contact_name,
        sender_name=told.sender_name,
        reply_to=told.reply_to,
        language=language,
        facts=_facts(host, told.facts, language) | facts,
    )


def _facts(host: AgendaHost, event: dict[str, Any], language: str) -> dict[str, Any]:
    item = host.item
    with in_language(language):
        slot = when_words(item, language)
    return {
        "event": event,
        "your_time": "",
        "join_url": None,
        "link": public_url("hosts.show", token=host.token()),
        "item": one_line(item.name.pick(language).text),
        "host": one_line(item.host.name.pick(language).text) if item.host else "",
        "slot": slot,
        "where": item_address(item, language),
        "zone": item.starts_zone,
        "gate_list": gate_moment(item),
        "is_event_off": calendar.is_off(item) and not item.is_cancelled,
    }
