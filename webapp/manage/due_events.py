"""Events that want something: an outcome, a host, a decision, a translation."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import JSON, ColumnElement, and_, exists, or_, select, type_coerce

from webapp.core.database import db
from webapp.core.i18n import configured_languages, language_list
from webapp.events.manage_lists import lacks_outcome
from webapp.events.models import Event, Mode, Status, Visibility
from webapp.events.parts import EventPlace
from webapp.manage.due_asking import PUBLISHED, Asking, Due, event_page

#: So many days before an event begins, partners and participants need to know this.
PLACE_DAYS, FIXED_DAYS, DRAFT_DAYS, TEXT_DAYS = 21, 14, 30, 14
_REGISTERS_HERE = ("open", "approval", "invitation")
_TOLD = (Visibility.PUBLIC.value, Visibility.PARTNERS.value)


def outcomes(asking: Asking) -> Iterable[Due]:
    """Over, and nobody has said whether they were held."""
    over = and_(lacks_outcome(), Event.over_at <= asking.at)
    query = _events(asking, "outcome", over, Event.over_at).order_by(Event.over_at)
    for number, code, title, over_at in db.session.execute(query):
        yield Due(
            "outcome",
            f"event:{number}",
            asking.day(over_at),
            _("The date has passed: was it held?"),
            "circle-question-mark",
            "warn",
            title,
            _("Record the outcome"),
            event_page(code, "manage_events.act", name="outcome"),
            event_page(code),
        )


def closing(asking: Asking) -> Iterable[Due]:
    """Registration closes soon."""
    closes = and_(
        Event.closes_at > asking.at,
        Event.closes_at <= asking.at + asking.horizon / 4,
        Event.status.in_(PUBLISHED),
        Event.registration_mode.in_(_REGISTERS_HERE),
    )
    query = _events(asking, "closing", closes, Event.closes_at).order_by(Event.closes_at)
    for number, code, title, closes_at in db.session.execute(query):
        yield Due(
            "closing",
            f"event:{number}",
            asking.day(closes_at),
            _("Registration closes: %(day)s", day=asking.said(asking.day(closes_at))),
            "clock-alert",
            "info",
            title,
            _("Look at it"),
            event_page(code),
            event_page(code),
        )


def tentative(asking: Asking) -> Iterable[Due]:
    """Near and still tentative."""
    soon = and_(Event.status == Status.TENTATIVE, asking.comes_soon())
    query = _events(asking, "tentative", soon, Event.sorts_at).order_by(Event.sorts_at)
    for number, code, title, starts_at in db.session.execute(query):
        yield Due(
            "tentative",
            f"event:{number}",
            asking.before(starts_at, FIXED_DAYS),
            _("It is near and still tentative (%(day)s)", day=asking.said(asking.day(starts_at))),
            "circle-dashed",
            "warn",
            title,
            _("Confirm it or move it"),
            event_page(code),
            event_page(code),
        )


def incomplete(asking: Asking) -> Iterable[Due]:
    """Without host or place."""
    has_place = exists().where(EventPlace.event_id == Event.id)
    no_place = and_(Event.mode != Mode.ONLINE, ~has_place)
    lacks = and_(
        Event.status.in_(PUBLISHED), asking.comes_soon(), or_(no_place, Event.host_id.is_(None))
    )
    columns = (Event.sorts_at, Event.host_id, no_place.label("no_place"))
    query = _events(asking, "incomplete", lacks, *columns).order_by(Event.sorts_at)
    for number, code, title, starts_at, host_id, lacks_place in db.session.execute(query):
        anchor = "places-0-place" if lacks_place else "host"
        yield Due(
            "incomplete",
            f"event:{number}",
            asking.before(starts_at, PLACE_DAYS),
            _lacking(lacks_place, host_id is None),
            "map-pin-off",
            "quiet",
            title,
            _("Add it"),
            event_page(code, "manage_events.edit", _anchor=anchor),
            event_page(code),
        )


def _lacking(place: bool, host: bool) -> str:
    if place and host:
        return str(_("It has neither place nor host"))
    return str(_("It has no place") if place else _("It has no host"))


def drafts(asking: Asking) -> Iterable[Due]:
    """Begun and not published; those without a date come last."""
    draft = Event.status == Status.DRAFT
    query = _events(asking, "draft", draft, Event.sorts_at, Event.over_at).order_by(Event.sorts_at)
    for number, code, title, starts_at, over_at in db.session.execute(query):
        yield Due(
            "draft",
            f"event:{number}",
            asking.before(starts_at, DRAFT_DAYS) if over_at is not None else None,
            _("It is a draft: nobody else knows of it"),
            "pencil",
            "quiet",
            title,
            _("Go on with it"),
            event_page(code),
            event_page(code),
        )


def untranslated(asking: Asking) -> Iterable[Due]:
    """Coming, and not told in all languages of the installation."""
    languages = configured_languages()
    lacking = [_lacks(language) for language in languages]
    lacks = and_(
        Event.status.in_(PUBLISHED),
        Event.visibility.in_(_TOLD),
        asking.comes_soon(),
        or_(*lacking),
    )
    query = _events(asking, "texts", lacks, Event.sorts_at, *lacking).order_by(Event.sorts_at)
    for number, code, title, starts_at, *missing in db.session.execute(query):
        tags = [tag for tag, is_missing in zip(languages, missing, strict=True) if is_missing]
        yield Due(
            "texts",
            f"event:{number}",
            asking.before(starts_at, TEXT_DAYS),
            _("Not translated yet: %(languages)s", languages=language_list(tags)),
            "languages",
            "quiet",
            title,
            _("Translate"),
            event_page(code, "manage_events.texts"),
            event_page(code),
        )


def _lacks(language: str) -> ColumnElement[bool]:
    """A text of the event is there, but not in this language; asked of the stored JSON."""
    return or_(
        *(
            and_(column.is_not(None), _said_in(column, language).is_(None))
            for column in (Event.name, Event.summary, Event.description)
        )
    )


def _said_in(column: Any, language: str) -> ColumnElement[str]:
    text: ColumnElement[str] = type_coerce(column, JSON)[("texts", language)].as_string()
    return text


def _events(asking: Asking, kind: str, condition: ColumnElement[bool], *more: Any) -> Any:
    query = select(Event.id, Event.code, Event.name, *more)
    return asking.some(query.where(condition, asking.mine(kind)))


QUESTIONS = (outcomes, closing, tentative, incomplete, untranslated, drafts)
