"""What every paper has: a title, what it is about, who answers for it, and at its foot the funding
statement with emblem and logos (Regulation (EU) 2021/1060, annex IX)."""

from typing import Any

from flask_babel import gettext as _

from webapp.core.i18n import current_language, language_list, plain_text
from webapp.core.period_words import day_words
from webapp.core.text import LocalText
from webapp.events.models import Event, Mode
from webapp.events.views import statement_of
from webapp.papers.said import Fact, fact, facts, said
from webapp.projects.organisations import Place

Data = dict[str, Any]


def head_of(event: Event, title: str, *, note: str = "", with_facts: bool = True) -> Data:
    """The head of a paper called *title*; *note* is a line under it ("Version 2 of 3 May")."""
    return {
        "language": current_language(),
        "title": title,
        "whole_title": _(
            "%(paper)s: %(event)s", paper=title, event=plain_text(event.name) or event.code
        ),
        "event": said(event.name),
        "note": _off(event) or note,
        "organiser": said(event.organiser.name),
        "logo": _logo(event.organiser),
        "facts": event_facts(event) if with_facts else [],
        "funding": _funding(event),
    }


def _off(event: Event) -> str:
    """What whoever holds the paper in their hands must know before all else."""
    if event.is_cancelled:
        return str(_("This event has been cancelled."))
    if event.postponed_at is not None and event.period.is_undated:
        return str(_("This event has been postponed; its new date is not known yet."))
    return ""


def event_facts(event: Event) -> list[Fact]:
    """When, where, at whose, in which languages."""
    project = event.main_project
    return facts(
        fact(_("When"), day_words(event.period, current_language())),
        fact(_("Where"), *where(event)),
        fact(_("Host"), event.host.name if event.host else None),
        fact(_("Organiser"), event.organiser.name),
        fact(_("Project"), project.name if project else None),
        fact(_("Working languages"), language_list(event.languages)),
    )


def where(event: Event) -> list[LocalText | str]:
    """Each place with its address."""
    if event.mode == Mode.ONLINE:
        return [_("Online")]
    return [words for place in event.places for words in place_words(place)]


def town_of(event: Event) -> LocalText | str | None:
    """Where it is in a word: the host's town, else the first place."""
    if event.mode == Mode.ONLINE:
        return str(_("Online"))
    if event.host is not None and event.host.city:
        return event.host.city
    return event.places[0].name if event.places else None


def place_in_words(event: Event) -> str:
    """Every place with its address in a line: "Town hall, Skolas iela 1; Museum"."""
    if event.mode == Mode.ONLINE:
        return str(_("Online"))
    named = (", ".join(map(plain_text, place_words(place))) for place in event.places)
    return "; ".join(named)


def place_words(place: Place | None) -> list[LocalText | str]:
    """What a place is called and where it is, a line each; nothing for none."""
    return [words for words in (place.name, place.address) if words] if place else []


def _funding(event: Event) -> Data:
    """Statement, emblem and logos; a statement without words where nobody funds it."""
    project = event.main_project
    programme = project.programme if project else None
    statement = statement_of(event)
    has_statement = programme is not None and isinstance(statement, LocalText)
    logos = [_logo(programme), _logo(project)] if has_statement else []
    return {
        "statement": said(statement if isinstance(statement, LocalText) else None),
        "has_emblem": bool(programme and programme.shows_emblem and has_statement),
        "emblem_words": _("Emblem of the European Union"),
        "logos": [logo for logo in logos if logo],
    }


def _logo(row: Any) -> Data | None:
    """The name of a picture and its words, for who does not see it."""
    name = getattr(row, "logo", None)
    return {"name": name, "words": plain_text(row.name)} if name else None
