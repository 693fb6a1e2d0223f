"""Questions of some example events, and what the invented people answer: always the same."""

from datetime import timedelta

from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.needs.options import OPTIONS, Needed
from webapp.questions import rules
from webapp.questions.asking import (
    NO,
    YES,
    Answers,
    Asked,
    Condition,
    Kind,
    concerned,
    several,
)
from webapp.questions.models import Question
from webapp.questions.queries import asked_of
from webapp.questions.rules import Draft, OptionDraft

_VILLAGES = ("Engure", "Kalnciems", "Eleja", "Glūda", "Staļģene")
#: Out of so many invented people one has a need.
_ONE_IN = 4


def ask_examples(events: dict[str, Event]) -> None:
    """Put the example questions into the forms of these events, by slug. Inside `write`."""
    for slug, ask in _ASK.items():
        event = events.get(slug)
        if event is not None and not event.has_questions:
            ask(event)


def invented_answers(event: Event, number: int) -> Answers | None:
    """What the person of this number answers to this event's questions."""
    if not event.has_questions:
        return None
    questions = asked_of(event.id)
    typed = {each.public_id: _answer(each, number, event) for each in questions}
    asked = concerned(questions, typed)
    return Answers(
        questions,
        {each.question_id: typed[each.public_id] for each in asked if typed[each.public_id]},
        {each.question_id: _needed(each, number) for each in asked if each.is_need},
    )


def _answer(asked: Asked, number: int, event: Event) -> str:
    keys = [option.key for option in asked.options]
    if asked.kind in (Kind.ONE, Kind.PLACES):
        return keys[number % len(keys)]
    if asked.kind is Kind.SEVERAL:
        return several(key for place, key in enumerate(keys) if (number + place) % 2)
    if asked.kind is Kind.YES_NO:
        return NO if number % 3 == 0 else YES
    if asked.kind is Kind.NUMBER:
        return str(number % 3)
    if asked.kind is Kind.DATE and event.first_on is not None:
        return (event.first_on - timedelta(days=number % 2)).isoformat()
    if asked.kind is Kind.SHORT_TEXT:
        return _VILLAGES[number % len(_VILLAGES)]
    return YES if asked.kind is Kind.CONSENT else ""


def _needed(asked: Asked, number: int) -> Needed:
    if number % _ONE_IN:
        return Needed()
    keys = list(OPTIONS[asked.need_kind])
    words = "An invented need, written for the examples." if number % 8 == 0 else ""
    return Needed((keys[number // _ONE_IN % len(keys)],), words)


def _both(english: str, latvian: str) -> LocalText:
    return LocalText({"en": english, "lv": latvian}, "en")


def _option(english: str, latvian: str, places: int | None = None) -> OptionDraft:
    return OptionDraft(_both(english, latvian), places=places)


def _if(question: Question, value: str = YES) -> Condition:
    return Condition(question.public_id, value)


def _ask_meeting(event: Event) -> None:
    """A partner meeting over three days: nights, arrival, workshops, meals."""
    stays = rules.add(
        event,
        Kind.YES_NO,
        Draft(
            _both("Do you need a hotel room?", "Vai Jums vajadzīga viesnīca?"),
            hint=_both(
                "We hold rooms until two weeks before.",
                "Numurus rezervējam līdz divām nedēļām pirms.",
            ),
            is_required=True,
        ),
    )
    rules.add(
        event,
        Kind.DATE,
        Draft(
            _both("Day of your arrival", "Ierašanās diena"),
            is_required=True,
            condition=_if(stays),
        ),
    )
    rules.add(
        event,
        Kind.SHORT_TEXT,
        Draft(
            _both("Which town do you travel from?", "No kuras pilsētas braucat?"),
        ),
    )
    rules.add(
        event,
        Kind.PLACES,
        Draft(
            _both("Which workshop do you join?", "Kurā darbnīcā piedalīsieties?"),
            is_required=True,
            options=(
                _option("Sensors in the street", "Sensori ielā", 12),
                _option("Data people understand", "Saprotami dati", 10),
                _option("Walk through the town", "Pastaiga pa pilsētu", 8),
            ),
        ),
    )
    rules.add(event, Kind.DIET, Draft(_both("Dietary requirements", "Ēšanas ierobežojumi")))
    rules.add(
        event, Kind.ACCESS, Draft(_both("Accessibility requirements", "Piekļūstamības vajadzības"))
    )


def _ask_evening(event: Event) -> None:
    """An evening of a local group."""
    rules.add(
        event,
        Kind.SHORT_TEXT,
        Draft(
            _both("Where do you live?", "Kur Jūs dzīvojat?"),
            hint=_both("Village or parish.", "Ciems vai pagasts."),
        ),
    )
    rules.add(
        event,
        Kind.SEVERAL,
        Draft(
            _both("What shall we talk about first?", "Par ko runāsim vispirms?"),
            most=2,
            options=(
                _option("Buses and bicycles", "Autobusi un velosipēdi"),
                _option("Street lamps", "Ielu apgaismojums"),
                _option("Places to meet", "Vietas, kur satikties"),
            ),
        ),
    )
    rides = rules.add(
        event,
        Kind.YES_NO,
        Draft(_both("Shall we arrange a ride for you?", "Vai noorganizēt Jums transportu?")),
    )
    rules.add(
        event,
        Kind.NUMBER,
        Draft(
            _both("How many children come along?", "Cik bērnu nāks līdzi?"),
            least=0,
            most=6,
            condition=_if(rides),
        ),
    )
    rules.add(event, Kind.DIET, Draft(_both("Dietary requirements", "Ēšanas ierobežojumi")))


_ASK = {
    "example-razlog-meeting": _ask_meeting,
    "example-local-group-next-evening": _ask_evening,
}
