"""The agenda on paper: days, what happens when and where, marked where it has changed."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from webapp.agenda.arranging import days_of
from webapp.agenda.changes import ItemChange
from webapp.agenda.levels import Level
from webapp.agenda.models import ItemVisibility
from webapp.agenda.queries import items_of
from webapp.agenda.shown import Agenda, agenda_of
from webapp.agenda.words import (
    change_look,
    interpretation_words,
    item_kind_look,
    item_role,
    item_visibility,
    photo_words,
    step_free_words,
)
from webapp.core.date_words import day_text
from webapp.core.i18n import current_language, language_list
from webapp.core.look import join_hours, time_line_of
from webapp.core.moments import moment
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.papers.data_places import places_data
from webapp.papers.heading import Data, head_of
from webapp.papers.said import Fact, capital, fact, facts, prose, said
from webapp.registrations.letter_facts import event_zone

Words = LocalText | str | None


def agenda_data(event: Event, level: Level, *, is_preview: bool = False) -> Data:
    """The agenda as a reader of *level* sees it; three statements.

    With *is_preview* also before it is published, for its staff.
    """
    agenda = read_agenda(event, level, is_preview=is_preview)
    title = pgettext("paper", "Agenda")
    return {
        "head": head_of(event, title, note=_standing(agenda)),
        **days_data(agenda),
    }


def days_data(agenda: Agenda) -> Data:
    """The days of an agenda with the words of their columns."""
    zone = event_zone(agenda.event)
    return {
        "days": [
            {
                "on": day.on.isoformat(),
                "title": capital(day_text(day.on, current_language())),
                "items": [
                    _item(each, column.track, agenda, zone)
                    for row in day.rows
                    for column in row.columns
                    for each in column.items
                ],
            }
            for day in agenda.days
        ],
        "none": "" if agenda.days else _("There is nothing on this agenda yet."),
        "places": places_data(each.place for each in agenda.places),
        "columns": [
            pgettext("column", "Time"),
            pgettext("column", "What"),
            pgettext("column", "Where"),
        ],
    }


def read_agenda(event: Event, level: Level, *, is_preview: bool = False) -> Agenda:
    """The agenda for a reader of *level*; with *is_preview* also before it is published."""
    if event.has_agenda or not is_preview:
        return agenda_of(event, level)
    return Agenda(event, level, days_of(items_of(event, level)), None, {})


def _standing(agenda: Agenda) -> str:
    """From when it is, for whom, and that something has changed since."""
    parts = [_version_words(agenda)]
    changed = sum(change.item.public_id in _shown(agenda) for change in agenda.changes.values())
    if changed:
        words = ngettext(
            "%(num)d item has changed since and is marked.",
            "%(num)d items have changed since and are marked.",
            changed,
        )
        parts.append(words)
    if agenda.level is Level.INTERNAL:
        parts.append(_("For the staff of this event; do not hand it out."))
    return " ".join(parts)


def _version_words(agenda: Agenda) -> str:
    version = agenda.version
    if version is None:
        return str(_("Draft, not published yet."))
    day = moment(version.published_at, event_zone(agenda.event))
    return str(_("Version %(number)d, %(day)s.", number=version.number, day=day))


def _shown(agenda: Agenda) -> set[str]:
    return {item.public_id for item in agenda.items}


def _item(item: Any, track: Any, agenda: Agenda, zone: str) -> Data:
    change = agenda.changes.get(item.public_id)
    kind = item_kind_look(item.kind).word
    return {
        "hours": _hours(item, zone),
        "hours_before": _hours_before(change, zone),
        "kind": capital(kind),
        "track": said(track.name if track else None),
        "title": said(item.name),
        "title_before": said(_before(change, "title", "name")),
        "marks": _marks(item, change, agenda.level),
        "is_cancelled": item.is_cancelled,
        "text": [] if item.is_cancelled else prose(item.description),
        "facts": [] if item.is_cancelled else _facts(item),
        "where": [said(words) for words in _where(item)],
        "where_before": [said(words) for words in _where_before(change)],
    }


def _marks(item: Any, change: ItemChange | None, level: Level) -> list[str]:
    """What has changed, in words; that it is called off for as long as it stands there; and on the
    paper for the staff what is for nobody else."""
    what = list(change.what) if change else []
    if item.is_cancelled and "cancelled" not in what:
        what.insert(0, "cancelled")
    is_hidden = level is Level.INTERNAL and item.visibility == ItemVisibility.INTERNAL
    hidden = [item_visibility(item.visibility).word] if is_hidden else []
    return [*(change_look(each).word for each in what), *hidden]


def _hours(item: Any, zone: str) -> str:
    """ "10:00–12:30", with the city where it is another clock than the event's."""
    line = time_line_of(item, current_language(), None)
    if line is None:
        return str(_("Hours to be announced"))
    hours = join_hours(line.begins, line.stops)
    is_usual = item.starts_zone == zone and (item.ends_zone or zone) == zone
    return hours if is_usual else f"{hours} {line.city}"


def _hours_before(change: ItemChange | None, zone: str) -> str:
    if change is None or change.before is None or "moved" not in change.what:
        return ""
    before = change.before
    hours = _hours(before, zone) if before.has_hours else ""
    if before.day_on == change.item.day_on:
        return hours
    day = day_text(before.day_on, current_language(), before.day_on.year)
    return f"{day}, {hours}" if hours else day


def _before(change: ItemChange | None, what: str, name: str) -> Words:
    if change is None or change.before is None or what not in change.what:
        return None
    words: Words = getattr(change.before, name)
    return words


def _where(item: Any) -> list[LocalText | str]:
    """The place and where exactly in it; addresses stand in the list of places."""
    return [words for words in (item.place and item.place.name, item.place_note) if words]


def _where_before(change: ItemChange | None) -> list[LocalText | str]:
    if change is None or change.before is None or "place" not in change.what:
        return []
    return _where(change.before)


def _facts(item: Any) -> list[Fact]:
    """All that is said of an item besides, a label each."""
    walking = _("%(metres)s m", metres=item.walking_m) if item.walking_m else ""
    ride = (
        ngettext("%(num)d minute", "%(num)d minutes", item.travel_minutes)
        if item.travel_minutes
        else ""
    )
    steps = step_free_words(item.is_step_free) if item.is_step_free is False else ""
    photos = photo_words(item.photo_rule) if item.photo_rule != "allowed" else ""
    choice = _("Those who take part choose whether they come to this.") if item.needs_choice else ""
    return facts(
        fact(_("Goes to"), item.to_place.name if item.to_place else None),
        fact(pgettext("agenda item", "Ride"), ride),
        fact(_("Host"), item.host.name if item.host else None, item.host_person),
        *_contributions(item),
        fact(_("Languages"), language_list(item.languages) if item.languages else ""),
        fact(_("Interpretation"), interpretation_words(item.interpretation, item.interpreted_into)),
        fact(_("On foot"), walking),
        fact(_("Access"), steps),
        fact(_("Clothing and safety"), item.clothing),
        fact(_("Photographs"), photos),
        fact(_("If it cannot take place like this"), item.plan_b),
        fact(pgettext("agenda item", "Choice"), choice),
    )


def _contributions(item: Any) -> list[Fact]:
    """A line for each role, whoever has it on it."""
    found: dict[str, Fact] = {}
    for one in item.contributors:
        role = item_role(one.role)
        line = found.setdefault(one.role, fact(capital(role)))
        organisation = one.organisation.name if one.organisation else None
        line["values"] += fact("", one.name, organisation, one.about)["values"]
    return list(found.values())
