"""The host pack: where one goes, whom to call, what happens, what to say."""

from flask_babel import gettext as _
from flask_babel import pgettext

from webapp.agenda.levels import Level
from webapp.core.i18n import current_language, language_name
from webapp.events.models import Event
from webapp.papers.data_agenda import days_data, read_agenda
from webapp.papers.data_places import places_data
from webapp.papers.heading import Data, head_of
from webapp.papers.models import HostPack
from webapp.papers.phrases import Phrase, languages_of, phrases_in
from webapp.papers.said import Block, Fact, fact, facts, lines, prose, said
from webapp.projects.organisations import Organisation
from webapp.projects.words import country_name

#: The emergency number of all of the European Union (Directive (EU) 2018/1972, article 109).
EUROPEAN_NUMBER = "112"


def host_pack_data(
    event: Event, pack: HostPack | None, level: Level, *, is_preview: bool = False
) -> Data:
    """The pack for a reader of *level*, who reads the agenda at that level; three statements."""
    agenda = read_agenda(event, level, is_preview=is_preview)
    days = days_data(agenda)
    items = [item for item in agenda.items if not item.is_cancelled]
    places = [*event.places, *(place for each in items for place in (each.place, each.to_place))]
    return {
        "head": head_of(event, pgettext("paper", "Host pack")),
        **days,
        "places": places_data(places),
        "territory": {
            "title": _("Where we are going"),
            "text": prose(pack.territory if pack else None),
        },
        "host": _host(event),
        "emergency": _emergency(pack),
        "agenda_title": pgettext("paper", "Agenda"),
        "notes": {"title": _("Good to know"), "text": prose(pack.notes if pack else None)},
        "phrases": _phrases(event),
    }


def _host(event: Event) -> Data:
    host = event.host or event.organiser
    text: list[Block] = prose(host.about)
    return {"title": _("Your host"), "text": text, "facts": _host_facts(event, host)}


def _host_facts(event: Event, host: Organisation) -> list[Fact]:
    contact = event.contact_email or host.contact_email
    return facts(
        fact(_("Host"), host.name, host.unit),
        fact(_("Town"), host.city, country_name(host.country) if host.country else ""),
        fact(_("Website"), host.website),
        fact(_("Contact"), contact),
    )


def _emergency(pack: HostPack | None) -> Data:
    """The European number first, then what the host has written."""
    return {
        "title": _("In an emergency"),
        "number": EUROPEAN_NUMBER,
        "words": _("Ambulance, fire brigade and police, free of charge, everywhere in the EU"),
        "lines": lines(pack.emergency if pack else None),
    }


def _phrases(event: Event) -> list[Data]:
    host = event.host or event.organiser
    found = []
    for tag in languages_of(host.country, current_language()):
        known = phrases_in(tag)
        sounds = any(each.sound for each in known)
        columns = [pgettext("column", "Meaning"), language_name(tag)]
        found.append(
            {
                "title": _("Useful phrases: %(language)s", language=language_name(tag)),
                "columns": columns + ([pgettext("column", "Say")] if sounds else []),
                "rows": [_phrase(each, tag) for each in known],
            }
        )
    return found


def _phrase(phrase: Phrase, tag: str) -> Data:
    words = {"text": phrase.words, "lang": tag}
    return {"meaning": said(phrase.meaning), "words": words, "sound": phrase.sound}
