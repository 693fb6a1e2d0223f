"""What the overview of an event tells: what is missing, what can be done, what to pass on."""

from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.core.addresses import public_url
from webapp.core.i18n import configured_languages, language_name
from webapp.core.text import LocalText
from webapp.events.acting import registered
from webapp.events.manage_desk import has_page
from webapp.events.models import Event, Mode, RegistrationMode, Status, Visibility
from webapp.events.openness import openness_of


@dataclass(frozen=True)
class Missing:
    """Something not told yet: in words, and where it is told: the input ("" where none) and the
    view whose page has it."""

    words: str
    anchor: str = ""
    page: str = "manage_events.edit"


@dataclass(frozen=True)
class Address:
    """An address to pass on."""

    name: str
    words: str
    url: str


_TEXTS, _SETTINGS = "manage_events.texts", "manage_events.registration"
_REGISTERS_HERE = (
    RegistrationMode.OPEN,
    RegistrationMode.APPROVAL,
    RegistrationMode.INVITATION,
)


def missing(event: Event) -> list[Missing]:
    """What people will ask for, the most needed first. Nothing for what is over or cancelled."""
    if event.is_over or event.is_cancelled or event.withdrawn_at is not None:
        return []
    return [*_missing_facts(event), *_missing_texts(event), *_missing_registration(event)]


def _missing_facts(event: Event) -> list[Missing]:
    found = []
    if event.period.is_undated:
        found.append(Missing(_("It has no date yet.")))
    elif event.period.is_vague:
        found.append(Missing(_("Its day is not fixed yet.")))
    if event.mode != Mode.ONLINE and not event.place_links:
        found.append(Missing(_("It has no place."), "places-0-place"))
    if event.mode != Mode.ON_SITE and not event.join_url:
        found.append(Missing(_("The link to join online is missing."), "join_url"))
    if event.host_id is None:
        found.append(Missing(_("It has no host."), "host"))
    if not event.language_links:
        found.append(Missing(_("The working languages are not told."), "languages-0"))
    if not event.project_links:
        found.append(
            Missing(
                _("It belongs to no project, so no funding statement is shown."), "main_project"
            )
        )
    return found


def _missing_texts(event: Event) -> list[Missing]:
    found = []
    if not event.summary and not event.description:
        anchor = f"summary-{configured_languages()[0]}"
        found.append(Missing(_("Nothing is said about it but the title."), anchor, _TEXTS))
    for tag in configured_languages():
        absent = [
            text for text in (event.name, event.summary, event.description) if _lacks(text, tag)
        ]
        if absent:
            words = _(
                "Not all of it is written in this language: %(name)s.", name=language_name(tag)
            )
            anchor = f"{'name' if _lacks(event.name, tag) else 'summary'}-{tag}"
            found.append(Missing(words, anchor, _TEXTS))
    return found


def _lacks(text: LocalText | None, tag: str) -> bool:
    return bool(text) and text is not None and not text.get(tag)


def _missing_registration(event: Event) -> list[Missing]:
    found = []
    if event.registration_mode == RegistrationMode.NONE:
        found.append(Missing(_("Nobody can register for it."), "registration_mode-0", _SETTINGS))
    elif event.registration_mode in _REGISTERS_HERE and event.closes_at is None:
        found.append(Missing(_("Registration has no deadline."), "closes_at-date", _SETTINGS))
    if not event.contact_email and not event.organiser.contact_email:
        found.append(Missing(_("There is no address for questions."), "contact_email"))
    return found


def addresses(event: Event) -> list[Address]:
    """What can be passed on of a published event: its page, its form, its calendar."""
    if event.is_draft or event.withdrawn_at is not None:
        return []
    offered = [("events.show", "page-address", _("The page of the event"))]
    if openness_of(event).is_open:
        offered.append(("registrations.new", "form-address", _("The registration form")))
    if event.has_calendar and not event.period.is_undated:
        offered.append(("calendars.event_feed", "feed-address", _("The event for calendars")))
    return [
        Address(name, words, public_url(endpoint, code=event.code))
        for endpoint, name, words in offered
        if has_page(endpoint)
    ]


def subscribed_calendars(event: Event) -> int:
    """In how many of the calendars people subscribe to it stands, or would once published."""
    if event.visibility != Visibility.PUBLIC or event.period.is_undated:
        return 0
    feeds = ("all", "project:", "partner:", "kind:")
    return sum(scope.startswith(feeds) for scope in event.calendar_scopes())


def possible_acts(event: Event) -> list[str]:
    """The acts its state allows, by their names in `manage_acts`; the likeliest first."""
    if event.withdrawn_at is not None:
        return ["copy"]
    if event.is_draft:
        return ["publication", "copy", "withdrawal"]
    if event.is_cancelled:
        return ["copy", *(["outcome"] if _was_not_held(event) else []), "withdrawal"]
    if event.status == Status.HELD:
        return ["copy", "outcome", "withdrawal"]
    if event.is_over:
        return ["outcome", "move", "copy", "withdrawal"]
    return _acts_ahead(event)


def _acts_ahead(event: Event) -> list[str]:
    acts = ["move"]
    if event.status == Status.TENTATIVE and not event.period.is_vague:
        acts.insert(0, "confirmation")
    acts.append("mode")
    if not event.period.is_undated:
        acts.append("postponement")
    acts += ["copy", "cancellation"]
    return acts if registered(event) else [*acts, "draft", "withdrawal"]


def _was_not_held(event: Event) -> bool:
    """Recorded as not held, after its date: that can be corrected, a cancellation cannot."""
    over_at, cancelled_at = event.over_at, event.cancelled_at
    return over_at is not None and cancelled_at is not None and cancelled_at >= over_at
