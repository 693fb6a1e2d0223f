"""What the pages about letters share: the blueprint, look-ups, the frame, words."""

from collections import Counter
from typing import Any

from flask import Blueprint, Flask, abort, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.i18n import language_name, plain_text
from webapp.core.links import ALPHABET
from webapp.core.look import state_look
from webapp.core.permissions import Act, current_viewer
from webapp.events.manage_desk import tabs_of
from webapp.events.models import Event
from webapp.letters import composing
from webapp.letters.audiences import AUDIENCES, Numbers, numbers_among
from webapp.letters.fates import fate_look, fate_of, public_id
from webapp.letters.models import EventLetter
from webapp.letters.placeholders import PLACEHOLDERS, fill
from webapp.letters.undelivered import come_back
from webapp.programmes.models import TargetGroup
from webapp.projects.organisations import Organisation
from webapp.registrations.letter_facts import event_zone
from webapp.registrations.people_desk import find_event as find_people_event
from webapp.registrations.people_desk import short_moment
from webapp.registrations.people_history import letter_word

blueprint = Blueprint(
    "letters", __name__, url_prefix="/manage/events/<code>/letters", template_folder="templates"
)


@blueprint.record_once
def _set_up(state: Any) -> None:
    app: Flask = state.app
    for function in (composing.letter_line, composing.letter_text, composing.letter_page):
        app.add_template_global(function)
    app.add_template_global(come_back, "letters_come_back")


def find_event(code: str) -> Event:
    """The event, for those who write to its people: 404, or 403 with the reason."""
    return find_people_event(code, Act.CHANGE_PEOPLE)


def find_letter(event: Event, letter_code: str) -> EventLetter:
    """The letter of *event* with this code; else 404."""
    if not set(letter_code) <= set(ALPHABET):  # a database may refuse what is no text at all
        abort(404)
    query = select(EventLetter).where(
        EventLetter.event_id == event.id, EventLetter.code == letter_code
    )
    return db.session.scalar(query) or abort(404)


def letters_page(template: str, event: Event, **context: Any) -> str:
    """A page about the letters of *event*, in its workspace."""
    viewer, zone = current_viewer(), event_zone(event)
    return render_template(
        f"letters/desk/{template}",
        event=event,
        tab="letters",
        desk_tabs=tabs_of(event, "letters"),
        can_edit=event.can_be_edited_by(viewer),
        zone=zone,
        short_moment=lambda instant: short_moment(instant, zone),
        audience_words=audience_words,
        heading=heading,
        fate_of=fate_of,
        fate_look=fate_look,
        public_id=public_id,
        letter_word=letter_word,
        **context,
    )


def audience_words(letter: EventLetter) -> str:
    """Who gets it, in a few words."""
    values = letter.audience_values or []
    if letter.audience == "states":
        return ", ".join(state_look(each, "registration").word for each in values)
    models: dict[str, type[Any]] = {"organisation": Organisation, "group": TargetGroup}
    if letter.audience in models:
        model = models[letter.audience]
        rows = db.session.scalars(select(model).where(model.id.in_(numbers_among(values))))
        return ", ".join(plain_text(row.name) for row in rows)
    return str(AUDIENCES[letter.audience].words)


def number_words(letter: EventLetter | None, numbers: Numbers) -> str:
    """ "37 people get it: 30 in English, 7 in Latvian." By the language they will read it in."""
    read: Counter[str] = Counter()
    for reader, number in numbers.by_language.items():
        whole = letter is not None and letter.written_in
        read[letter.language_for(reader) if letter and whole else reader] += number
    if len(read) < 2:
        return str(ngettext("%(num)d person gets it.", "%(num)d people get it.", numbers.letters))
    parts = ", ".join(
        _("%(number)d in %(language)s", number=number, language=language_name(tag))
        for tag, number in sorted(read.items())
    )
    return str(
        ngettext(
            "%(num)d person gets it: %(parts)s.",
            "%(num)d people get it: %(parts)s.",
            numbers.letters,
            parts=parts,
        )
    )


def heading(letter: EventLetter) -> str:
    """The subject with the event's title in it; what differs from person to person stays named."""
    named = {name: "{" + name + "}" for name in PLACEHOLDERS}
    title = plain_text(letter.event.name)
    return fill(plain_text(letter.subject), {**named, "event": title})
