"""Invented people for the example events: obviously so, and always the same ones."""

from dataclasses import dataclass

from webapp.accounts.models import Account
from webapp.events.models import Event, RegistrationMode
from webapp.manage.invented_questions import invented_answers
from webapp.registrations import rules
from webapp.registrations.applicant import Applicant
from webapp.registrations.models import Registration

_FIRST = (
    *("Anna", "Bruno", "Carla", "Dace", "Edgars", "Freja", "Gints", "Hanna", "Ilze", "Janis"),
    *("Katrin", "Lauri", "Maija", "Niko", "Olga", "Pedro", "Quirina", "Roberts", "Sofia", "Toms"),
    *("Ulla", "Valdis", "Wanda", "Xenia", "Ylva", "Zane", "Aivars", "Berta", "Cezary", "Dita"),
)
#: "Example" in a dozen languages.
_LAST = (
    *("Example", "Paraugs", "Exempel", "Esimerkki", "Exemplo", "Esempio", "Ejemplo", "Primer"),
    *("Przyklad", "Pavyzdys", "Exemple", "Beispiel"),
)
_ORGANISATIONS = (
    "Example Society",
    "Invented Harbour Ltd",
    "School of Examples",
    "Municipality of Nowhere",
    "",
    "Sample Farm",
    "Association of Trial Runs",
)
#: So many different people; whoever is left starts again, and goes to several events.
_PEOPLE = 97


@dataclass(frozen=True)
class Crowd:
    """How many people an example event gets, and what became of some of them."""

    event: str
    applicants: int
    approved: int = 0
    declined: int = 0
    cancelled: int = 0


#: 150 registrations with the delegates in examples/invented.yaml: one event nearly full, one full
#: with a line, one awaiting approval.
CROWDS = (
    Crowd("example-local-group-evening", 14, cancelled=1),
    Crowd("example-local-group-next-evening", 3),
    Crowd("example-smart-bench-day", 28),
    Crowd("example-engure-workshop", 26),
    Crowd("example-sensor-webinar", 19, cancelled=2),
    Crowd("example-pape-ideathon", 21, cancelled=1),
    Crowd("example-oulu-visit", 15, approved=6, declined=2),
    Crowd("example-reykjavik-seminar", 6),
)


def fill(event: Event, crowd: Crowd, first: int, coordinator: Account) -> list[Registration]:
    """Register the crowd by the rules everyone follows, but without a single letter.

    *first* is the number of the first person. Must run inside ``with write():``.
    """
    entered_by = coordinator.id if event.registration_mode == RegistrationMode.INVITATION else None
    registrations = [
        rules.register(
            event,
            invent(number, event),
            entered_by=entered_by,
            quietly=True,
            answers=invented_answers(event, number),
        )
        for number in range(first, first + crowd.applicants)
    ]
    for registration in registrations[: crowd.approved]:
        rules.approve(registration, quietly=True)
    for registration in registrations[crowd.approved :][: crowd.declined]:
        rules.decline(registration, quietly=True)
    for registration in registrations[len(registrations) - crowd.cancelled :]:
        rules.cancel(registration, quietly=True)
    for registration in registrations:
        registration.is_example = True
    return registrations


def invent(number: int, event: Event) -> Applicant:
    """The person of this number, as they would fill in this event's form."""
    number %= _PEOPLE
    first = _FIRST[number % len(_FIRST)]
    last = _LAST[(number // len(_FIRST) + number) % len(_LAST)]
    groups = event.target_groups if event.asks_target_group else []
    return Applicant(
        name=f"{first} {last}",
        email=f"{first}.{last}.{number}@example.org".lower(),
        organisation_text=_ORGANISATIONS[number % len(_ORGANISATIONS)],
        target_group_id=groups[number % len(groups)].id if groups else None,
        language="lv" if "lv" in event.languages and number % 3 else "en",
        consent_text=event.consent,
    )
