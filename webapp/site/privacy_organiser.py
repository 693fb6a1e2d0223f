"""The privacy notice of one organiser (GDPR articles 13 and 14), made of what the program does.

Periods and legal bases come from the declarations beside the columns, what is asked from the
organiser's events as they stand, the rest from the organiser's own words.
"""

from collections import defaultdict
from dataclasses import dataclass

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.core.database import Base, db
from webapp.core.permissions import current_viewer, public
from webapp.core.personal import AUDIT, declared
from webapp.core.renaming import moved_or_404
from webapp.events.access import listed_for
from webapp.events.models import Event, RegistrationMode
from webapp.events.queries import is_coming
from webapp.projects import queries as projects
from webapp.projects.organisations import Organisation
from webapp.questions.asking import Kind
from webapp.questions.models import Question
from webapp.questions.showing import KIND_WORDS
from webapp.registrations.rights import basis_of
from webapp.site.authorities import DATA_PROTECTION
from webapp.site.pages import blueprint
from webapp.site.privacy import sentences

#: So many coming events are listed with what they ask.
MOST = 30
_REGISTER_HERE = (
    RegistrationMode.OPEN,
    RegistrationMode.APPROVAL,
    RegistrationMode.INVITATION,
)


@dataclass(frozen=True)
class Asks:
    """What one event asks of those who register."""

    event: Event
    words: list[str]


@dataclass(frozen=True)
class Kept:
    """One kind of data: what, how long, on which legal basis."""

    what: str
    period: str
    basis: str


@blueprint.get("/privacy/<slug>")
@public
def organiser_privacy(slug: str) -> ResponseReturnValue:
    """Who keeps what, why, for how long, and what one can ask for."""
    if not slug.isprintable():
        abort(404)
    organiser = projects.find_organisation(slug)
    if organiser is None:
        return moved_or_404(Organisation, slug)
    asks = asked_by(organiser)
    return render_template(
        "site/privacy_organiser.html",
        organiser=organiser,
        kept=kept_by(organiser),
        asks=asks,
        takes_photos=any(each.event.takes_photos for each in asks),
        authority=DATA_PROTECTION.get(organiser.country or ""),
    )


def kept_by(organiser: Organisation) -> list[Kept]:
    """Everything the tables declare about people who are not staff, in the reader's language."""
    said = sentences(after_event(organiser))
    found = {}
    for table, data_class, until in declared(Base.metadata):
        if until != "account" and data_class != AUDIT:
            found[table, until] = data_class
    return [Kept(*said[key], basis_of(organiser, found[key])) for key in said if key in found]


def after_event(organiser: Organisation) -> str:
    """Its retention in words."""
    words: str = ngettext(
        "%(num)d month after the event",
        "%(num)d months after the event",
        organiser.retention_months,
    )
    return words


def asked_by(organiser: Organisation) -> list[Asks]:
    """What its coming events ask, of those the reader finds: two statements."""
    query = (
        select(Event)
        .where(Event.organiser_id == organiser.id, listed_for(current_viewer()), is_coming())
        .where(Event.registration_mode.in_(_REGISTER_HERE))
        .options(selectinload(Event.target_groups))
        .order_by(Event.sorts_at, Event.id)
        .limit(MOST)
    )
    events = list(db.session.scalars(query))
    kinds = _kinds_asked([event.id for event in events if event.has_questions])
    return [Asks(event, _asked(event, kinds[event.id])) for event in events]


def _asked(event: Event, kinds: list[str]) -> list[str]:
    """What the form of one event has, in words."""
    words = [str(_("name")), str(_("e-mail address")), str(_("language"))]
    if event.asks_organisation:
        words.append(_("organisation"))
    if event.asks_target_group and event.target_groups:
        words.append(_("group"))
    if event.guardian_age:
        words.append(
            _(
                "whether somebody is younger than %(age)d, and a guardian's name and address then",
                age=event.guardian_age,
            )
        )
    if event.consent:
        words.append(_("a consent"))
    own = [kind for kind in kinds if kind not in (Kind.DIET, Kind.ACCESS)]
    if own:
        words.append(
            ngettext("%(num)d question of its own", "%(num)d questions of its own", len(own))
        )
    words += [str(KIND_WORDS[Kind(kind)][1]) for kind in kinds if kind not in own]
    return [str(each) for each in words]


def _kinds_asked(ids: list[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    if ids:
        query = select(Question.event_id, Question.kind).where(
            Question.event_id.in_(ids), Question.retired_at.is_(None)
        )
        for event_id, kind in db.session.execute(query.order_by(Question.position)):
            found[event_id].append(kind)
    return found
