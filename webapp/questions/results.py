"""What was answered, counted: by option, by number, by day. Only people in the running count."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, func, select

from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.needs import rules as needs
from webapp.needs.options import OPTIONS
from webapp.questions import signals
from webapp.questions.asking import WITH_OPTIONS, Asked, Kind, keys_of
from webapp.questions.models import Answer, Question
from webapp.questions.queries import Book, Places, places_of
from webapp.questions.showing import answer_words, value_choices

#: So many free texts stand on the page; the export has them all.
MOST_TEXTS = 100


@dataclass(frozen=True)
class Line:
    """One answer and how many gave it; *capacity* of a limited choice."""

    words: str
    number: int
    capacity: int | None = None
    is_gone: bool = False


@dataclass(frozen=True)
class Result:
    """What became of one question. *texts* are free answers, *rest* how many more there are."""

    asked: Asked
    answered: int
    lines: list[Line] = field(default_factory=list)
    numbers: Mapping[str, Any] | None = None
    texts: list[str] = field(default_factory=list)
    rest: int = 0

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((line.number for line in self.lines), default=0) or 1


def answered_numbers(event_id: int) -> dict[int, int]:
    """How many people in the running answered each question; needs are not among them."""
    query = select(Answer.question_id, func.count()).join(
        Question, Question.id == Answer.question_id
    )
    query = _of_live(query.where(Question.event_id == event_id), event_id)
    return dict(db.session.execute(query.group_by(Answer.question_id)).all())


def results_of(event_id: int, book: Book, *, sees_texts: bool, sees_needs: bool) -> list[Result]:
    """The results of every question of the event, in a fixed number of statements."""
    answers = _grouped(event_id)
    places = places_of(book.all)
    found = []
    for each in book.all:
        if each.is_need:
            continue
        given = answers.get(each.question_id, Counter())
        if each.is_retired and not given:
            continue
        found.append(_result(each, given, book, places, sees_texts))
    return [*found, *(_need_results(event_id, book) if sees_needs else [])]


def _result(
    asked: Asked, given: Counter[str], book: Book, places: Mapping[str, Places], sees_texts: bool
) -> Result:
    answered = given.total()
    if asked.kind in WITH_OPTIONS or value_choices(asked):
        return Result(asked, answered, lines=_lines(asked, given, book, places))
    if asked.kind is Kind.NUMBER:
        return Result(asked, answered, numbers=_numbers(given))
    if asked.kind is Kind.DATE:
        lines = [Line(answer_words(asked, day), given[day]) for day in sorted(given)]
        return Result(asked, answered, lines=lines)
    texts = list(given.elements()) if sees_texts else []
    return Result(
        asked, answered, texts=texts[:MOST_TEXTS], rest=answered - len(texts[:MOST_TEXTS])
    )


def _lines(
    asked: Asked, given: Counter[str], book: Book, places: Mapping[str, Places]
) -> list[Line]:
    """The options of today in their order, then what was chosen of those offered before."""
    chosen: Counter[str] = Counter()
    for value, number in given.items():
        for key in keys_of(value) or (value,):
            chosen[key] += number
    words = dict(value_choices(asked))
    limits = {key: each.capacity for key, each in places.items()}
    lines = [Line(words[key], chosen.pop(key, 0), limits.get(key)) for key in words]
    earlier = _earlier_words(asked, book)
    gone = [Line(earlier.get(key, key), number, None, True) for key, number in chosen.items()]
    return lines + gone


def _earlier_words(asked: Asked, book: Book) -> dict[str, str]:
    return {
        option.key: plain_text(option.label)
        for version in book.versions.values()
        if version.question_id == asked.question_id
        for option in version.options
    }


def _numbers(given: Counter[str]) -> dict[str, Any] | None:
    numbers = {int(value): number for value, number in given.items()}
    if not numbers:
        return None
    total = sum(value * number for value, number in numbers.items())
    mean = Fraction(total, given.total())
    return {
        "total": total,
        "mean": round(float(mean), 1),
        "least": min(numbers),
        "most": max(numbers),
    }


def _need_results(event_id: int, book: Book) -> Iterable[Result]:
    asked = [each for each in book.all if each.is_need]
    if not asked:
        return
    query = _live(event_id)
    live = None if query is None else set(db.session.scalars(query))
    counts = needs.counts_of(event_id, live)
    for each in asked:
        given = counts.get(each.kind.value, Counter())
        offered = OPTIONS[each.need_kind]
        lines = [Line(str(words), given[key]) for key, words in offered.items()]
        yield Result(each, given.total(), lines=lines, rest=given[""])


def _grouped(event_id: int) -> dict[int, Counter[str]]:
    query = (
        select(Answer.question_id, Answer.value, func.count())
        .join(Question, Question.id == Answer.question_id)
        .where(Question.event_id == event_id)
    )
    query = _of_live(query, event_id).group_by(Answer.question_id, Answer.value)
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for question_id, value, number in db.session.execute(query.order_by(Answer.value)):
        found[question_id][value] = number
    return found


def _live(event_id: int) -> Select[int] | None:
    """Whose answers count; None where nobody says."""
    said = [query for _receiver, query in signals.live_asked.send(event_id)]
    return said[0] if said else None


def _of_live(query: Select[*tuple[Any, ...]], event_id: int) -> Select[*tuple[Any, ...]]:
    live = _live(event_id)
    return query if live is None else query.where(Answer.registration_id.in_(live))
