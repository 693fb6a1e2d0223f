"""What does not agree, or is left open, in events."""

from datetime import date, timedelta

from babel import Locale
from flask_babel import gettext as _

from webapp.core.i18n import current_language
from webapp.events.models import Event, Kind
from webapp.manage.importing.doubts_projects import by, partnership
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.ledger import Ledger
from webapp.projects.models import Phase, Project
from webapp.projects.organisations import Organisation


def doubt_event(ledger: Ledger, facts: Facts) -> None:
    """Everything about one event."""
    event: Event = ledger.finder.rows["events"][facts.id]
    if facts.get("organiser") is None:
        why = _("the organiser is not named; %(who)s was taken", who=str(event.organiser.name))
        ledger.doubt("organiser-unknown", facts, why)
    if "attended" in facts:
        present = ledger.finder.find_all("organisations", facts["attended"])
        _doubt_counts(ledger, facts, present)
        _doubt_presence(ledger, facts, event, present)
    if event.main_project is not None:
        _doubt_phase(ledger, facts, event, event.main_project)
        _doubt_country(ledger, facts, event, event.main_project)


def _doubt_counts(ledger: Ledger, facts: Facts, present: list[Organisation]) -> None:
    countries = {each.country for each in present if each.country}
    for each in parts(facts, "stated"):
        numbers = {"stated": each["value"], "counted": len(present)}
        if each["what"] == "organisations" and each["value"] != len(present):
            why = _(
                "%(counted)s organisations are listed as present, %(stated)s are stated", **numbers
            )
            ledger.doubt("stated-count", facts, why + by(ledger, each), each)
        if each["what"] == "countries" and each["value"] != len(countries):
            numbers["counted"] = len(countries)
            why = _(
                "organisations of %(counted)s countries are listed as present,"
                " %(stated)s countries are stated",
                **numbers,
            )
            ledger.doubt("stated-count", facts, why + by(ledger, each), each)


def _doubt_presence(
    ledger: Ledger, facts: Facts, event: Event, present: list[Organisation]
) -> None:
    """Whoever had a part in an event should be listed as present; so should the lead partner."""
    active = [each for each in event.contributors if each.organisation is not None]
    absent = {each.organisation: each.role for each in active if each.organisation not in present}
    for organisation, role in absent.items():
        why = _(
            "%(who)s is not listed as present, though it had a part in it (%(role)s)",
            who=str(organisation.name) if organisation else "",
            role=role,
        )
        ledger.doubt("part-but-absent", facts, why)
    phase = partnership(event.main_project) if event.main_project else None
    lead = phase.lead if phase else None
    if event.kind == Kind.PARTNER_MEETING and lead is not None and lead not in present:
        why = _("the lead partner, %(who)s, is not listed as present", who=str(lead.name))
        ledger.doubt("lead-absent", facts, why)


def _doubt_phase(ledger: Ledger, facts: Facts, event: Event, project: Project) -> None:
    first, last = event.first_on, event.last_on
    if first is None or last is None or not project.phases:
        return
    if not any(_reaches(phase, first, last) for phase in project.phases):
        ledger.doubt("outside-phases", facts, _("it lies outside the phases of its project"))


def _reaches(phase: Phase, first: date, last: date) -> bool:
    """Whether the days touch the phase; an end that is not known is where it was planned."""
    ends = phase.last_on
    if ends is None and phase.first_on is not None and phase.planned_months is not None:
        # A month more than planned: only what is clearly outside deserves a doubt.
        ends = phase.first_on + timedelta(days=31 * (phase.planned_months + 1))
    if phase.first_on is None and ends is None:
        return phase.status != "closed"
    return (phase.first_on or date.min) <= last and first <= (ends or date.max)


def _doubt_country(ledger: Ledger, facts: Facts, event: Event, project: Project) -> None:
    """A place in a country that no partner comes from."""
    phase = partnership(project)
    countries = phase.countries if phase else []
    for place in event.places:
        if countries and place.country and place.country not in countries:
            name = Locale.parse(current_language()).territories[place.country]
            why = _("no partner of the project comes from %(country)s", country=name)
            ledger.doubt("country-without-partner", facts, why)
