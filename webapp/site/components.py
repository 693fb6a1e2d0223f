"""A page that shows every component in both themes, for whoever changes the look."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import get_day_names
from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.date_words import locale_of
from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    ChoicesField,
    EmailField,
    LocalDateTimeField,
    LocalTextField,
    LongTextField,
    NumberField,
    PeriodField,
    PhaseChoice,
    RadioField,
    TextField,
    YesField,
)
from webapp.core.i18n import current_language
from webapp.core.month_table import Week, month_weeks
from webapp.core.periods import Period
from webapp.core.permissions import public
from webapp.core.text import LocalText

blueprint = Blueprint("components", __name__, template_folder="templates")

KINDS = (
    "partner-meeting",
    "study-visit",
    "workshop",
    "ideathon",
    "training",
    "local-group",
    "public-event",
    "survey",
    "pilot",
    "other",
)
EVENT_STATES = (
    "draft",
    "tentative",
    "confirmed",
    "moved",
    "postponed",
    "cancelled",
    "held",
    "outcome-not-recorded",
    "withdrawn",
)
REGISTRATION_STATES = (
    "unverified",
    "awaiting-approval",
    "confirmed",
    "waiting",
    "offered",
    "declined",
    "expired",
    "cancelled",
)


class SampleForm(BaseForm):
    """One field of each type."""

    name = TextField(_l("First name and surname"), required=True)
    email = EmailField(_l("E-mail"), required=True, hint=_l("Your confirmation goes here."))
    organisation = TextField(_l("Organisation"))
    group = ChoiceField(
        _l("Which group describes you best?"),
        blank=_l("I would rather not say"),
        choices=[("resident", _l("resident")), ("entrepreneur", _l("entrepreneur"))],
    )
    mode = RadioField(
        _l("How will you take part?"),
        required=True,
        choices=[("on-site", _l("on site")), ("online", _l("online"))],
    )
    days = ChoicesField(
        _l("On which days?"), choices=[("wed", _l("Wednesday")), ("thu", _l("Thursday"))]
    )
    message = LongTextField(_l("What should we know?"), longest=500)
    consent = YesField(_l("I agree that photographs are taken."), required=True)


class SampleEventForm(BaseForm):
    """The fields staff meet."""

    title = LocalTextField(_l("Title"), required=True)
    period = PeriodField(_l("When it takes place"), zone="Europe/Riga")
    deadline = LocalDateTimeField(_l("Registration closes"), zone="Europe/Riga")
    capacity = NumberField(_l("Number of places"), least=1, hint=_l("Empty: no limit."))


@dataclass(frozen=True)
class SampleEvent:
    """What a list and a month show of an event."""

    title: LocalText
    period: Period
    kind: str
    place: LocalText
    by: LocalText
    state: str | None = None
    seats: tuple[int, int | None, int] | None = None
    url: str = "#"
    is_past: bool = False

    @property
    def first_on(self) -> date:
        """The first day."""
        return self.period.first_on or date.max

    @property
    def last_on(self) -> date:
        """The last day."""
        return self.period.last_on or date.max

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.state == "cancelled"


def _text(english: str, latvian: str) -> LocalText:
    return LocalText({"en": english, "lv": latvian}, "en")


def _hours(day: date, begins: str, ends: str, zone: str, days: int = 0) -> Period:
    first = datetime.fromisoformat(f"{day}T{begins}")
    last = datetime.fromisoformat(f"{day + timedelta(days)}T{ends}")
    return Period.at(first, last, zone)


def sample_events(year: int) -> list[SampleEvent]:
    """A spring's worth of events, with every shape a date block can have."""
    april = date(year, 4, 1)
    riga, sofia = _text("Jelgava", "Jelgava"), _text("Razlog", "Razloga")
    lead = _text("Jelgava Local Municipality", "Jelgavas novada pašvaldība")
    return [
        SampleEvent(
            _text("Sixth transnational meeting", "Sestā starptautiskā partneru sanāksme"),
            _hours(april.replace(day=27), "09:30", "16:00", "Europe/Sofia", days=2),
            "partner-meeting",
            sofia,
            _text("Municipality of Razlog", "Razlogas pašvaldība"),
            "confirmed",
            (37, 50, 0),
        ),
        SampleEvent(
            _text("Sensors in the school kitchen", "Sensori skolas virtuvē"),
            _hours(april.replace(day=9), "10:00", "12:30", "Europe/Riga"),
            "workshop",
            riga,
            lead,
            None,
            (28, 30, 0),
        ),
        SampleEvent(
            _text("Ideas for a smart coastal village", "Idejas viedajam piekrastes ciemam"),
            Period.days(date(year, 5, 29), date(year, 6, 2)),
            "ideathon",
            _text("Engure", "Engure"),
            _text("Partnership for Rural Areas and the Sea", "Partnerība laukiem un jūrai"),
            "moved",
            (40, 40, 4),
        ),
        SampleEvent(
            _text("What the pilot has shown", "Ko parādīja pilotprojekts"),
            _hours(date(year, 5, 14), "18:00", "19:30", "Europe/Lisbon"),
            "other",
            _text("online", "tiešsaistē"),
            _text("Municipality of Fundão", "Fundanas pašvaldība"),
            "cancelled",
        ),
        SampleEvent(
            _text("Delegations visit Jelgava", "Delegācijas viesojas Jelgavā"),
            Period.season(year, "summer"),
            "study-visit",
            riga,
            lead,
            "tentative",
        ),
        SampleEvent(
            _text("Survey of residents", "Iedzīvotāju aptauja"),
            Period.undated(),
            "survey",
            riga,
            lead,
            "tentative",
        ),
    ]


def past_event(year: int) -> SampleEvent:
    """One that is over."""
    return SampleEvent(
        _text("Local group meets for the first time", "Vietējās grupas pirmā sanāksme"),
        _hours(date(year - 1, 11, 3), "17:00", "19:00", "Europe/Riga"),
        "local-group",
        _text("Smiltene", "Smiltene"),
        _text("Smiltene Municipality", "Smiltenes novada pašvaldība"),
        "held",
        is_past=True,
    )


def sample_month(year: int) -> list[Week]:
    """April with spans over the end of a week and a day that is too full."""
    events = sample_events(year)[:2]
    crowded = date(year, 4, 15)
    names = (
        ("training", _text("Course on open data", "Mācību kurss par atvērtajiem datiem"), 3),
        ("local-group", _text("Local group", "Vietējā grupa"), 0),
        ("public-event", _text("Open day", "Atvērto durvju diena"), 0),
        ("survey", _text("Survey closes", "Aptaujas noslēgums"), 0),
        ("pilot", _text("Smart benches go live", "Ieslēdz viedos soliņus"), 0),
    )
    lead = _text("", "")
    events += [
        SampleEvent(title, Period.days(crowded, crowded + timedelta(days)), kind, lead, lead)
        for kind, title, days in names
    ]
    visit = _text("Study visit", "Pieredzes apmaiņas vizīte")
    weekend = Period.days(date(year, 4, 8), date(year, 4, 13))
    events.append(SampleEvent(visit, weekend, "study-visit", lead, lead))
    return month_weeks(year, 4, events, today=date(year, 4, 20))


def day_names() -> list[tuple[str, str]]:
    """(short, full) names of the days, Monday first."""
    locale = locale_of(current_language())
    short = get_day_names("abbreviated", "stand-alone", locale)
    full = get_day_names("wide", "stand-alone", locale)
    return [(short[n], full[n]) for n in range(7)]


def _forms(prefix: str, year: int) -> dict[str, Any]:
    """An empty form, one with errors, and a date to choose."""
    empty = SampleForm(formdata=None, prefix=f"{prefix}-empty-")
    faulty = SampleForm(
        formdata=None,
        prefix=f"{prefix}-faulty-",
        data={"name": "", "email": "anna@example", "mode": None, "consent": False},
    )
    del faulty.csrf_token
    faulty.validate()
    event = SampleEventForm(
        formdata=None, prefix=f"{prefix}-event-", data={"period": sample_events(year)[1].period}
    )
    event.period.phases = [PhaseChoice("2", _("implementation phase"), None, None)]
    return {"empty": empty, "faulty": faulty, "event": event}


@blueprint.get("/components/")
@public
def page() -> str:
    """Every component, first in the light theme and then in the dark one."""
    year = 2027
    return render_template(
        "site/components.html",
        kinds=KINDS,
        event_states=EVENT_STATES,
        registration_states=REGISTRATION_STATES,
        events=sample_events(year),
        past=past_event(year),
        weeks=sample_month(year),
        day_names=day_names(),
        forms={theme: _forms(theme, year) for theme in ("light", "dark")},
    )
