"""How an event stands in calendars: when, with which words, for whom, and in which of them."""

from collections.abc import Callable, Iterator
from datetime import datetime

from flask import current_app
from flask_babel import gettext

from webapp.core import ics
from webapp.core.i18n import in_language, plain_text
from webapp.core.ics_colours import kind_colour
from webapp.core.look import kind_look
from webapp.core.period_words import period_words
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events import models
from webapp.projects.organisations import Place

_: Callable[..., str] = gettext

PARTICIPANT = "participant"
#: Kinds that run beside everything else; nobody's day is full because of them.
_BESIDE = frozenset({"survey", "pilot"})


def entry_of(event: "models.Event", language: str, audience: str) -> ics.Entry | None:
    """How *event* stands in the calendars of *audience*; None where it does not."""
    period = event.period
    if not _stands(event, period, audience):
        return None
    is_participant = audience == PARTICIPANT
    with in_language(language):
        return ics.Entry(
            uid=event.uid,
            period=period,
            title=_title(event, period, language),
            description="\n".join(_description(event, period, language, audience)).strip(),
            location=_location(event, language),
            geo=_coordinates(event),
            url=page_address(event),
            status=_status(event),
            categories=tuple(_categories(event, language)),
            language=_common_language(event, language),
            transparent=event.kind in _BESIDE,
            class_="PUBLIC" if is_open(event) else "PRIVATE",
            color=kind_colour(event.kind),
            join_url=(event.join_url or "") if is_participant else "",
            created_at=event.published_at,
        )


def _stands(event: "models.Event", period: Period, audience: str) -> bool:
    """Drafts, what was taken back and what has no date stand in no calendar; what was cancelled
    stays until its date has passed."""
    if not _is_published(event):
        return False
    if period.is_undated or (event.is_cancelled and event.is_over):
        return False
    return audience == PARTICIPANT or is_open(event)


def is_open(event: "models.Event") -> bool:
    """Whether everyone who has its address may know of it."""
    seen_by_all = event.visibility in (models.Visibility.PUBLIC, models.Visibility.UNLISTED)
    return seen_by_all and _is_published(event)


def _is_published(event: "models.Event") -> bool:
    is_out = event.published_at is not None and event.withdrawn_at is None
    return is_out and not event.is_draft


def due_at(event: "models.Event") -> datetime | None:
    """When the mere passing of time changes how it stands in calendars."""
    stands = _stands(event, event.period, PARTICIPANT)
    return event.over_at if stands and event.is_cancelled else None


def participant_scopes_of(event: "models.Event") -> set[str]:
    """The calendar of those who take part, whoever else may know of it."""
    return {f"participants:{event.id}"}


def scopes_of(event: "models.Event") -> set[str]:
    """The public calendars it belongs to; an unlisted event only to its own."""
    own = {f"event:{event.id}"}
    if event.visibility != models.Visibility.PUBLIC:
        return own
    partners = {event.organiser_id, event.host_id or event.organiser_id}
    if ics.status_of(event.period, _status(event)) is not ics.Status.TENTATIVE:
        own.add("tentative:0")
    return own | {
        "all",
        *(f"project:{number}" for number in event.project_ids),
        *(f"partner:{number}" for number in partners),
        *(f"kind:{kind}" for kind in event.kinds),
        *(f"language:{tag}" for tag in event.languages),
        *(f"target_group:{group.id}" for group in event.target_groups),
    }


def dependencies_of(event: "models.Event") -> set[str]:
    """The rows besides its own whose words stand in its texts."""
    keys = {f"organisation:{event.organiser_id}"}
    keys |= {f"project:{number}" for number in event.project_ids}
    keys |= {f"place:{link.place_id}" for link in event.place_links}
    if event.host_id is not None:
        keys.add(f"organisation:{event.host_id}")
    if event.main_project is not None and event.main_project.programme_id is not None:
        keys.add(f"programme:{event.main_project.programme_id}")
    return keys


def page_address(event: "models.Event") -> str:
    """The event's page. Made by hand: texts are also rendered where no request is."""
    base = current_app.config["VIZITE"].base_url
    return f"{base}/events/{event.code}/"


def _status(event: "models.Event") -> ics.Status:
    if event.is_cancelled:
        return ics.Status.CANCELLED
    tentative = event.status == models.Status.TENTATIVE
    return ics.Status.TENTATIVE if tentative else ics.Status.CONFIRMED


def _title(event: "models.Event", period: Period, language: str) -> str:
    """Marked in words: many programs show no STATUS."""
    title = plain_text(event.name, language)
    if event.is_cancelled:
        return _("Cancelled: %(title)s", title=title)
    is_vague = period.is_vague and event.status != models.Status.HELD
    if event.status == models.Status.TENTATIVE or is_vague:
        return _("Tentative: %(title)s", title=title)
    return title


def _description(
    event: "models.Event", period: Period, language: str, audience: str
) -> Iterator[str]:
    yield from _news(event, language)
    if event.summary:
        yield from (plain_text(event.summary, language), "")
    if period.is_vague or (period.is_multi_day and period.starts_local):
        yield _("When: %(when)s", when=period_words(period, language, with_zone=True))
    yield _("Organiser: %(name)s", name=plain_text(event.organiser.name, language))
    if event.host is not None and event.host_id != event.organiser_id:
        yield _("Host: %(name)s", name=plain_text(event.host.name, language))
    if event.join_url and audience == PARTICIPANT and not event.is_cancelled:
        # In words too: few programs show a CONFERENCE.
        yield _("Join online: %(address)s", address=event.join_url)
    register = _registration_address(event)
    if register:
        yield _("Registration: %(address)s", address=register)
    yield _("More about it: %(address)s", address=page_address(event))
    statement = _statement(event, language)
    if statement:
        yield from ("", statement)


def _news(event: "models.Event", language: str) -> Iterator[str]:
    """What happened to it, and the reason the public was given."""
    if event.is_cancelled:
        told = _("This event has been cancelled.")
    elif event.moved_at is not None and event.moved_from is not None:
        before = period_words(Period.from_json(event.moved_from), language, with_zone=True)
        told = _("This event has been moved. It was to be: %(when)s", when=before)
    else:
        return
    yield told
    if event.status_reason:
        yield _("Reason: %(reason)s", reason=plain_text(event.status_reason, language))
    yield ""


def _registration_address(event: "models.Event") -> str | None:
    """Where to register, as long as it makes sense to say so; whether there is room stands in no
    calendar, it moves with every registration."""
    if event.is_cancelled or event.status == models.Status.HELD:
        return None
    if event.registration_mode == models.RegistrationMode.ELSEWHERE:
        return event.registration_url
    by_form = (models.RegistrationMode.OPEN, models.RegistrationMode.APPROVAL)
    return f"{page_address(event)}register" if event.registration_mode in by_form else None


def _statement(event: "models.Event", language: str) -> str | None:
    """The funding statement of the main project in force on the first day."""
    project, first_on = event.main_project, event.first_on or event.last_on
    if project is None or project.programme is None or first_on is None:
        return None
    statement = project.programme.statement_on(first_on)
    return plain_text(statement, language) if statement else None


def _location(event: "models.Event", language: str) -> str:
    links = sorted(event.place_links, key=lambda link: (link.position, link.place_id))
    places = "; ".join(_place(link.place, language) for link in links)
    if event.mode == models.Mode.ONLINE:
        return places or _("Online")
    if event.mode == models.Mode.HYBRID:
        return _("%(place)s, and online", place=places) if places else _("Online")
    return places


def _place(place: Place, language: str) -> str:
    name, address = plain_text(place.name, language), plain_text(place.address, language)
    return f"{name}, {address}" if address and name not in address else address or name


def _coordinates(event: "models.Event") -> tuple[float, float] | None:
    """Of the only place; of several one would be wrong."""
    if len(event.places) != 1:
        return None
    place = event.places[0]
    if place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def _categories(event: "models.Event", language: str) -> Iterator[str]:
    # In an order of their own: databases give equals back in any.
    for kind in (event.kind, *sorted(event.kinds[1:])):
        word = kind_look(kind).word
        yield word[:1].upper() + word[1:]
    links = sorted(event.project_links, key=lambda link: (not link.is_main, link.project_id))
    yield from (plain_text(link.project.label, language) for link in links)


def _common_language(event: "models.Event", language: str) -> str:
    """The language its words are in; empty where some had to come from another one. Names of
    organisations and places are names in any language."""
    texts = (event.name, event.summary)
    return "" if any(_is_fallback(text, language) for text in texts) else language


def _is_fallback(text: LocalText | None, language: str) -> bool:
    return bool(text) and text is not None and text.pick(language).is_fallback
