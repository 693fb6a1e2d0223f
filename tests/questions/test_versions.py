"""Versions: every answer stays readable in the words it was asked in, whatever is edited."""

from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.factories import make_event, make_organisation
from tests.questions.asking import ask, draft, edit, if_answered
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.needs.options import Needed
from webapp.questions import copying, rules
from webapp.questions.asking import (
    Answers,
    Asked,
    Condition,
    Kind,
    Option,
    can_stand,
    concerned,
    several,
)
from webapp.questions.errors import (
    AskedAlready,
    BadCondition,
    Decides,
    QuestionsChanged,
    Stale,
    StaysBehind,
)
from webapp.questions.models import OptionPlaces, Question, QuestionVersion
from webapp.questions.queries import answers_of, asked_of, book_of, places_of
from webapp.questions.rules import Draft, OptionDraft
from webapp.questions.showing import answer_words
from webapp.registrations import rules as registrations
from webapp.registrations.applicant import Applicant
from webapp.seats.models import SeatPool


def answer(event: Event, name: str, values: dict[int, str], needs: Any = None) -> int:
    """Somebody registers with these answers, by the id of the question."""
    with write():
        stored = db.session.get_one(Event, event.id)
        answers = Answers(asked_of(event.id), values, needs)
        applicant = Applicant(name=name, email=f"{name.lower()}@example.org")
        return registrations.register(stored, applicant, answers=answers, quietly=True).id


def words_of(registration_id: int) -> list[tuple[str, str]]:
    """(question, answer) as they were asked."""
    found = answers_of(registration_id).values()
    return [(str(each.asked.label), answer_words(each.asked, each.value)) for each in found]


def versions(question: Question) -> int:
    query = select(func.count()).where(QuestionVersion.question_id == question.id)
    return db.session.scalar(query) or 0


@pytest.mark.usefixtures("any_context")
class TestRules:
    def test_before_the_first_answer_a_change_makes_no_version(self) -> None:
        event = make_event()
        question = ask(event, Kind.SHORT_TEXT, "Vilage?")

        assert edit(event, question, draft("Village?"))

        assert versions(question) == 1
        assert [str(each.label) for each in asked_of(event.id)] == ["Village?"]

    def test_after_the_first_answer_a_change_makes_a_version(self) -> None:
        event = make_event()
        question = ask(event, Kind.ONE, "Bus", "Riga", "Liepāja")
        options = asked_of(event.id)[0].options
        anna = answer(event, "Anna", {question.id: options[0].key})

        changed = tuple(
            OptionDraft(LocalText({"en": words}), option.key)
            for option, words in zip(options, ("Riga station", "Liepāja"), strict=True)
        )
        edit(event, question, draft("Which bus?", options=changed))
        bruno = answer(event, "Bruno", {question.id: options[0].key})

        assert words_of(anna) == [("Bus", "Riga")]
        assert words_of(bruno) == [("Which bus?", "Riga station")]
        assert versions(question) == 2

    def test_an_edit_that_changes_nothing_is_none(self) -> None:
        event = make_event()
        question = ask(event, Kind.SHORT_TEXT, "Village?")
        answer(event, "Anna", {question.id: "Engure"})

        assert not edit(event, question, draft("Village?"))

        assert versions(question) == 1
        assert db.session.get_one(Question, question.id).revision == 1

    def test_more_places_are_no_new_version(self) -> None:
        event = make_event()
        question = ask(event, Kind.PLACES, "Trip", ("morning", 1))
        key = asked_of(event.id)[0].options[0].key
        answer(event, "Anna", {question.id: key})

        edit(
            event,
            question,
            draft("Trip", options=(OptionDraft(LocalText({"en": "morning"}), key, 9),)),
        )

        assert versions(question) == 1
        assert places_of(asked_of(event.id))[key].capacity == 9

    def test_an_edit_of_an_older_revision_is_stale(self) -> None:
        event = make_event()
        question = ask(event, Kind.SHORT_TEXT, "Village?")
        edit(event, question, draft("Town?"), expected=1)

        with pytest.raises(Stale):
            edit(event, question, draft("City?"), expected=1)

        assert [str(each.label) for each in asked_of(event.id)] == ["Town?"]

    def test_answers_to_words_that_changed_in_between_are_refused(self) -> None:
        event = make_event()
        question = ask(event, Kind.CONSENT, "Photos?")
        seen = asked_of(event.id)
        edit(event, question, draft("Films?"))

        def late() -> None:
            with write():
                stored = db.session.get_one(Event, event.id)
                answers = Answers(seen, {question.id: "yes"})
                applicant = Applicant(name="Anna", email="anna@example.org")
                registrations.register(stored, applicant, answers=answers)

        with pytest.raises(QuestionsChanged):
            late()

    def test_a_question_with_answers_is_kept_for_them_when_it_is_removed(self) -> None:
        event = make_event()
        kept, gone = ask(event, Kind.SHORT_TEXT, "Village?"), ask(event, Kind.NUMBER, "Boats?")
        anna = answer(event, "Anna", {kept.id: "Engure"})

        for question in (kept, gone):
            with write():
                stored = db.session.get_one(Question, question.id)
                rules.remove(db.session.get_one(Event, event.id), stored)

        assert asked_of(event.id) == ()
        assert [str(each.label) for each in book_of(event.id).retired] == ["Village?"]
        assert words_of(anna) == [("Village?", "Engure")]
        assert db.session.get(Question, gone.id) is None

    def test_needs_count_as_answers(self) -> None:
        event = make_event()
        question = ask(event, Kind.DIET, "What may you not eat?")
        answer(event, "Anna", {}, {question.id: Needed(("vegan",))})

        edit(event, question, draft("Diet"))

        assert versions(question) == 2

    def test_needs_are_asked_once(self) -> None:
        event = make_event()
        ask(event, Kind.DIET, "Diet")

        with pytest.raises(AskedAlready):
            ask(event, Kind.DIET, "Diet again")

    def test_a_question_nobody_answered_goes_with_its_places(self) -> None:
        event = make_event()
        question = ask(event, Kind.PLACES, "Trip", ("morning", 1))
        with write():
            stored = db.session.get_one(Question, question.id)
            rules.remove(db.session.get_one(Event, event.id), stored)

        assert db.session.scalar(select(func.count(OptionPlaces.id))) == 0
        assert db.session.scalar(select(func.count()).where(SeatPool.purpose == "option")) == 0


@pytest.mark.usefixtures("context")
class TestConditions:
    def test_only_on_a_question_before_and_an_answer_it_has(self) -> None:
        event = make_event()
        first = ask(event, Kind.YES_NO, "Overnight?")
        second = ask(event, Kind.SHORT_TEXT, "Hotel?", condition=if_answered(first, "yes"))

        for bad in (if_answered(second), if_answered(first, "perhaps"), Condition("nothing")):
            with pytest.raises(BadCondition):
                edit(event, first, draft("Overnight?", condition=bad))

    def test_never_on_a_need(self) -> None:
        event = make_event()
        diet = ask(event, Kind.DIET, "Diet")

        with pytest.raises(BadCondition):
            ask(event, Kind.SHORT_TEXT, "More", condition=if_answered(diet))

    def test_a_question_stays_behind_what_decides_about_it(self) -> None:
        event = make_event()
        first = ask(event, Kind.YES_NO, "Overnight?")
        second = ask(event, Kind.SHORT_TEXT, "Hotel?", condition=if_answered(first, "yes"))

        for question, up in ((second, True), (first, False)):
            with pytest.raises(StaysBehind):
                move(event, question, up)

    def test_what_decides_cannot_go_nor_its_option(self) -> None:
        event = make_event()
        first = ask(event, Kind.ONE, "Bus", "Riga", "Liepāja")
        options = asked_of(event.id)[0].options
        ask(event, Kind.SHORT_TEXT, "Stop", condition=if_answered(first, options[0].key))
        kept = OptionDraft(options[1].label, options[1].key)
        other = OptionDraft(LocalText({"en": "Ventspils"}))

        with pytest.raises(Decides):
            edit(event, first, draft("Bus", options=(kept, other)))
        with pytest.raises(Decides), write():
            rules.remove(event, db.session.get_one(Question, first.id))

    def test_moving_swaps_neighbours_and_stops_at_the_ends(self) -> None:
        event = make_event()
        one, two = ask(event, Kind.NUMBER, "One"), ask(event, Kind.NUMBER, "Two")

        assert [move(event, one, True), move(event, one, False), move(event, one, False)] == [
            1,
            2,
            2,
        ]

        assert [each.public_id for each in asked_of(event.id)] == [two.public_id, one.public_id]


def move(event: Event, question: Question, up: bool) -> int:
    with write():
        stored = db.session.get_one(Question, question.id)
        return rules.move(db.session.get_one(Event, event.id), stored, up)


def test_a_copy_asks_the_same_and_has_no_answers(context: None) -> None:
    source, target = make_event(), make_event("Next year", status="draft")
    decides = ask(source, Kind.YES_NO, "Overnight?")
    ask(source, Kind.SHORT_TEXT, "Hotel?", condition=if_answered(decides, "yes"), is_required=True)
    ask(source, Kind.PLACES, "Trip", ("morning", 3), ("evening", None))
    ask(source, Kind.DIET, "Diet")
    answer(source, "Anna", {decides.id: "no"})

    with write():
        copying.copy_questions(
            db.session.get_one(Event, source.id), db.session.get_one(Event, target.id)
        )

    old, new = asked_of(source.id), asked_of(target.id)
    assert [(each.kind, each.label, each.is_required, each.options) for each in new] == [
        (each.kind, each.label, each.is_required, each.options) for each in old
    ]
    assert new[1].condition == Condition(new[0].public_id, "yes")
    assert sorted(str(each.capacity) for each in places_of(new).values()) == ["3", "None"]
    assert {each.taken for each in places_of(new).values()} == {0}
    assert not {each.question_id for each in old} & {each.question_id for each in new}


def test_the_change_log_tells_of_questions_and_of_nobody(context: None) -> None:
    event = make_event()
    question = ask(event, Kind.SHORT_TEXT, "Village?")
    answer(event, "Anna", {question.id: "Engure"})
    edit(event, question, draft("Town?"))
    move(event, question, True)
    with write():
        rules.remove(event, db.session.get_one(Question, question.id))

    entries = db.session.scalars(select(Change).where(Change.entity == event.key)).all()

    assert [each.verb for each in entries] == [
        "question-added",
        "question-changed",
        "question-removed",
    ]
    assert "Engure" not in str([(each.before, each.after) for each in entries])


# Any sequence

Step = tuple[str, int]
steps = st.lists(
    st.tuples(st.sampled_from(["edit", "answer", "move", "remove", "add"]), st.integers(0, 9)),
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_each_answer_is_read_in_the_words_it_was_asked(app: Flask, steps: Sequence[Step]) -> None:
    """Whatever is edited, moved, removed and answered in whatever order."""
    with app.app_context():
        event = make_event(organiser=make_organisation())
        expected: dict[int, dict[str, str]] = {}
        for count, (what, number) in enumerate(steps):
            now = asked_of(event.id)
            if what == "add" or not now:
                kind = (Kind.SHORT_TEXT, Kind.ONE, Kind.SEVERAL)[number % 3]
                options = () if kind is Kind.SHORT_TEXT else (f"a{count}", f"b{count}")
                ask(event, kind, f"Question {count}", *options)
                continue
            chosen = now[number % len(now)]
            question = db.session.get_one(Question, chosen.question_id)
            if what == "edit":
                edit(event, question, _reworded(chosen, count))
            elif what == "move":
                move(event, question, bool(number % 2))
            elif what == "remove":
                with write():
                    stored = db.session.get_one(Question, chosen.question_id)
                    rules.remove(db.session.get_one(Event, event.id), stored)
            else:
                values = {each.question_id: _any_answer(each, number + count) for each in now}
                who = answer(event, f"Person{count}", values)
                expected[who] = {
                    str(each.label): answer_words(each, values[each.question_id]) for each in now
                }
        for who, words in expected.items():
            assert dict(words_of(who)) == words
        for row in db.session.scalars(select(Question).where(Question.event_id == event.id)):
            assert versions(row) == row.number


def _reworded(asked: Asked, count: int) -> Draft:
    options = tuple(
        OptionDraft(LocalText({"en": f"{option.label} {count}"}), option.key)
        for option in asked.options
    )
    return Draft(LocalText({"en": f"{asked.label} {count}"}), options=options)


def _any_answer(asked: Asked, number: int) -> str:
    keys = [option.key for option in asked.options]
    if asked.kind is Kind.ONE:
        return keys[number % len(keys)]
    return several(keys[: 1 + number % 2]) if keys else f"text {number}"


# Conditions, without a database

_KINDS = st.sampled_from([Kind.YES_NO, Kind.SHORT_TEXT, Kind.ONE, Kind.SEVERAL])


@st.composite
def forms(draw: Any) -> tuple[list[Asked], dict[str, str]]:
    """Questions of which some hang on earlier ones, and anything typed into all of them."""
    questions: list[Asked] = []
    typed: dict[str, str] = {}
    for number in range(draw(st.integers(1, 8))):
        kind = draw(_KINDS)
        condition = None
        if questions and draw(st.booleans()):
            decides = draw(st.sampled_from(questions))
            condition = Condition(decides.public_id, draw(st.sampled_from(["", *_values(decides)])))
        options = tuple(Option(key, LocalText({"en": key})) for key in ("aa", "bb"))
        questions.append(
            Asked(
                question_id=number,
                public_id=f"q{number}",
                kind=kind,
                version_id=number,
                label=LocalText({"en": f"Question {number}"}),
                is_required=draw(st.booleans()),
                options=options,
                condition=condition,
            )
        )
        typed[f"q{number}"] = draw(st.sampled_from(["", *_values(questions[-1])]))
    return questions, typed


def _values(asked: Asked) -> list[str]:
    if asked.kind is Kind.YES_NO:
        return ["yes", "no"]
    if asked.kind is Kind.ONE:
        return ["aa", "bb"]
    return [" aa ", " aa bb "] if asked.kind is Kind.SEVERAL else ["text"]


@given(forms())
def test_a_question_is_asked_exactly_if_what_decides_was_asked_and_answered_so(
    form: tuple[list[Asked], dict[str, str]],
) -> None:
    questions, typed = form
    asked = {each.public_id for each in concerned(questions, typed)}

    for each in questions:
        condition = each.condition
        holds = condition is None or (
            condition.question in asked and condition.holds(typed[condition.question])
        )
        assert (each.public_id in asked) is holds


@given(forms(), st.data())
def test_what_is_typed_into_hidden_questions_changes_nothing(
    form: tuple[list[Asked], dict[str, str]], data: st.DataObject
) -> None:
    questions, typed = form
    before = concerned(questions, typed)
    hidden = [each for each in questions if each not in before]

    for each in hidden:
        typed[each.public_id] = data.draw(st.sampled_from(["", *_values(each)]))

    assert concerned(questions, typed) == before


@given(forms(), st.randoms())
def test_an_order_can_stand_only_if_what_decides_comes_first(
    form: tuple[list[Asked], dict[str, str]], chance: Any
) -> None:
    questions = form[0]
    assert can_stand(questions)
    chance.shuffle(questions)
    places = {each.public_id: place for place, each in enumerate(questions)}
    in_order = all(
        places[each.condition.question] < places[each.public_id]
        for each in questions
        if each.condition is not None
    )

    assert can_stand(questions) is in_order
