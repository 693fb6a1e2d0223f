"""How the change log of an event tells of its agenda; importing it announces the words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.agenda import words
from webapp.core.i18n import language_list
from webapp.events import manage_history
from webapp.projects.organisations import Place

manage_history.learn(
    verbs={
        "agenda-item-added": _l("Agenda item added"),
        "agenda-item-changed": _l("Agenda item changed"),
        "agenda-item-cancelled": _l("Agenda item taken off"),
        "agenda-item-restored": _l("Agenda item put back"),
        "agenda-item-removed": _l("Agenda item deleted"),
        "agenda-published": _l("Agenda published"),
        "agenda-shifted": _l("Agenda items moved"),
        "agenda-followed": _l("Agenda moved with the event"),
        "agenda-copied": _l("Agenda copied"),
        "agenda-tracks": _l("Tracks of the agenda changed"),
    },
    labels={
        "agenda_item": _l("Agenda item"),
        "item_kind": _l("Kind of item"),
        "item_when": _l("When it is"),
        "track": _l("Track"),
        "item_place": _l("Where it is"),
        "place_note": _l("Where exactly"),
        "to_place": _l("Where it goes"),
        "travel_minutes": _l("Minutes on the way"),
        "interpretation": _l("Interpretation"),
        "interpreted_into": _l("Interpreted into"),
        "walking_m": _l("Metres to walk"),
        "step_free": _l("Without steps"),
        "clothing": _l("What to wear and mind"),
        "photo_rule": _l("Photographs"),
        "gate_list_due_at": _l("Gate list until"),
        "plan_b": _l("Plan B"),
        "needs_choice": _l("People choose it"),
        "item_visibility": _l("Who reads it"),
        "is_off": _l("Taken off"),
        "tracks": _l("Tracks"),
        "items": _l("Items"),
        "version": _l("Version"),
        "minutes": _l("Minutes"),
        "days": _l("Days"),
        "skipped": _l("Moved because the clocks change"),
    },
    words={
        "item_kind": lambda value: words.item_kind_look(value).word,
        "item_visibility": lambda value: words.item_visibility(value).word,
        "interpretation": lambda value: words.interpretation_words(value, []) or str(_("none")),
        "photo_rule": words.photo_words,
        "interpreted_into": language_list,
    },
    rows={"item_place": Place, "to_place": Place},
)
