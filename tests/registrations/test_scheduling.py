"""What people answer to an invitation: what counts, what follows, the page its links open."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.browsing import look, send
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_event, make_organisation, make_registration
from tests.outbox import letters
from tests.people import cast
from tests.registrations.acts import act, get, get_event, register, state, states, taken
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.entries.reading import numbers
from webapp.events import dates
from webapp.events.dates import Asking
from webapp.events.models import Event
from webapp.mail.words import words_of
from webapp.registrations import rules, scheduling
from webapp.registrations.models import Registration, State
from webapp.registrations.reconfirmations import reconfirmation_of
from webapp.registrations.scheduling import BY_MAIL, invitation_of

pytestmark = pytest.mark.usefixtures("noon")
in_context = pytest.mark.usefixtures("any_context")
REASON = LocalText({"en": "The hall is being repaired."})


def workshop(**values: object) -> int:
    """A workshop of an organiser who can be answered."""
    values = {"period": at(14), **values}
    return make_event(organiser=make_organisation(contact_email="b@example.org"), **values).id


def at(day: int) -> Period:
    return Period.at(datetime(2027, 4, day, 10), datetime(2027, 4, day, 12), "Europe/Riga")


def answer(person: int, partstat: str, sequence: int = 0, later: int = 0) -> bool:
    """An answer by mail, so many seconds from now."""
    with write():
        moment = now() + timedelta(seconds=later)
        return scheduling.answer(get(person), partstat, sequence, moment, BY_MAIL)


def partstat(person: int) -> str | None:
    db.session.rollback()
    db.session.expire_all()
    found = invitation_of(get(person))
    return found.partstat if found else None


@in_context
@pytest.mark.parametrize("said", ["ACCEPTED", "TENTATIVE"])
def test_accepting_is_only_noted(said: str) -> None:
    person = register(event_id := workshop())

    assert answer(person, said)

    assert (partstat(person), state(person), taken(event_id)) == (said, "confirmed", 1)
    noted = invitation_of(get(person))
    assert noted is not None
    assert (noted.answered_by, noted.answered_sequence) == ("mail", 0)
    assert noted.answered_at == now()


@in_context
def test_declining_gives_the_seat_to_the_next_in_line() -> None:
    anna = register(event_id := workshop(capacity=1))
    pauls = register(event_id, "Pauls Participant")

    assert answer(anna, "DECLINED")

    assert states(anna, pauls) == ["cancelled", "offered"]
    assert partstat(anna) == "DECLINED"


@in_context
def test_the_same_answer_twice_and_an_older_one_change_nothing() -> None:
    person = register(workshop())

    assert answer(person, "TENTATIVE")
    assert not answer(person, "TENTATIVE")
    assert not answer(person, "ACCEPTED", later=-1)

    assert partstat(person) == "TENTATIVE"
    assert answer(person, "ACCEPTED")


@in_context
def test_an_answer_to_the_date_before_does_not_count(clock: Clock) -> None:
    person = register(event_id := workshop())
    with write():
        dates.move(get_event(event_id), at(15), REASON)
    stands = numbers(f"event:{event_id}")
    assert stands is not None

    assert not answer(person, "DECLINED", stands.invite_sequence - 1)
    assert answer(person, "ACCEPTED", stands.invite_sequence)

    assert (partstat(person), state(person)) == ("ACCEPTED", "confirmed")


@in_context
def test_a_clock_that_is_ahead_does_not_shut_out_what_is_said_later(clock: Clock) -> None:
    person = register(workshop())
    assert answer(person, "TENTATIVE", later=10**8)
    clock.set("2027-03-02T12:00:00+00:00")

    assert answer(person, "ACCEPTED")

    assert partstat(person) == "ACCEPTED"


@in_context
@pytest.mark.parametrize("other", [State.WAITING, State.OFFERED, State.CANCELLED])
def test_who_was_never_invited_cannot_answer(other: State) -> None:
    event_id = workshop()
    with write():
        person = make_registration(get_event(event_id), state=other).id

    assert not answer(person, "DECLINED")

    assert state(person) == other.value


@in_context
def test_nobody_answers_to_what_is_off_or_over(clock: Clock) -> None:
    left = register(event_id := workshop())
    act(rules.cancel, left)
    off = register(other_id := workshop())
    with write():
        dates.cancel(get_event(other_id), REASON)
    late = register(event_id)
    clock.set("2027-05-01T12:00:00+00:00")

    assert [answer(each, "DECLINED") for each in (left, off, late)] == [False, False, False]
    assert states(left, off, late) == ["cancelled", "confirmed", "confirmed"]


@in_context
def test_an_answer_also_answers_whether_they_still_come() -> None:
    anna = register(event_id := workshop())
    pauls = register(event_id, "Pauls Participant")
    asking = Asking(now() + timedelta(days=3), releases=True)
    with write():
        dates.move(get_event(event_id), at(15), REASON, asking=asking)
    stands = numbers(f"event:{event_id}")
    assert stands is not None

    assert answer(anna, "ACCEPTED", stands.sequence)
    assert answer(pauls, "DECLINED", stands.sequence)

    asked = [reconfirmation_of(get(each)) for each in (anna, pauls)]
    assert [each.answer if each else None for each in asked] == ["coming", "not-coming"]
    assert states(anna, pauls) == ["confirmed", "cancelled"]


@in_context
def test_what_is_no_answer_is_a_mistake() -> None:
    person = register(workshop())

    for said in ("NEEDS-ACTION", "DELEGATED", ""):
        with pytest.raises(ValueError, match=r"answer|valid"):
            answer(person, said)


# The page behind the links in the letter


@pytest.fixture
def invited(app: Flask) -> str:
    """The path of the page for somebody who is invited."""
    with app.app_context():
        person = register(workshop(), "Pauls Participant")
        return f"/registrations/{get(person).token()}/answer"


def shown(app: Flask) -> tuple[str, str | None]:
    """The state of the only registration, and what was answered."""
    with app.app_context():
        registration = db.session.query(Registration).one()
        found = invitation_of(registration)
        return registration.state, found.partstat if found else None


@pytest.mark.parametrize("wished", ["accepted", "declined"])
def test_opening_a_link_of_the_letter_changes_nothing(
    app: Flask, invited: str, wished: str
) -> None:
    page = look(app.test_client(), f"{invited}?answer={wished}")

    assert page.status == 200
    assert shown(app) == ("confirmed", "NEEDS-ACTION")
    (primary,) = page.soup.select("main .button.is-primary")
    wanted = {"accepted": "I am coming", "declined": "I cannot come"}
    assert primary.get_text(strip=True) == wanted[wished]


def test_the_letter_has_both_links(app: Flask, invited: str) -> None:
    (told,) = letters(app)
    with app.app_context():
        words = words_of(told)
    for said in ("accepted", "declined"):
        assert f"http://localhost{invited}?answer={said}\n" in words.text
        assert f'href="http://localhost{invited}?answer={said}"' in words.html


def test_the_button_accepts_and_the_registration_says_so(app: Flask, invited: str) -> None:
    client = app.test_client()
    page = look(client, invited)

    answered = send(client, page, button="I am coming")

    assert answered.status == 200
    assert answered.state == "confirmed"
    assert "You have accepted the invitation." in answered.words
    assert shown(app) == ("confirmed", "ACCEPTED")


def test_the_other_button_cancels_after_one_more_click(app: Flask, invited: str) -> None:
    client = app.test_client()

    answered = send(client, look(client, f"{invited}?answer=declined"), button="I cannot come")

    assert answered.state == "cancelled"
    assert shown(app) == ("cancelled", "DECLINED")


def test_who_has_accepted_can_still_decline(app: Flask, invited: str) -> None:
    client = app.test_client()
    send(client, look(client, invited), button="I am coming")

    answered = send(client, look(client, invited), button="I cannot come")

    assert answered.state == "cancelled"


def test_a_page_opened_before_a_move_answers_nothing(app: Flask, invited: str) -> None:
    client = app.test_client()
    page = look(client, invited)
    with app.app_context(), write():
        dates.move(db.session.query(Event).one(), at(15), REASON)

    answered = send(client, page, button="I cannot come")

    assert answered.status == 422
    assert "has changed meanwhile" in " ".join(answered.summary())
    assert shown(app) == ("confirmed", "NEEDS-ACTION")
    assert send(client, answered, button="I cannot come").state == "cancelled"


@pytest.mark.parametrize(
    "data",
    [{}, {"answer": "perhaps", "sequence": "0"}, {"answer": "declined", "sequence": "x"}],
)
def test_a_form_that_says_nothing_changes_nothing(
    app: Flask, invited: str, data: dict[str, str]
) -> None:
    response = app.test_client().post(invited, data=data)

    assert response.status_code in (400, 422)
    assert shown(app) == ("confirmed", "NEEDS-ACTION")


@pytest.mark.parametrize("other", [State.WAITING, State.CANCELLED, State.UNVERIFIED])
def test_who_is_not_invited_is_shown_where_they_stand(app: Flask, other: State) -> None:
    with app.app_context(), write():
        registration = make_registration(get_event(workshop()), state=other)
        path = f"/registrations/{registration.token()}/"

    response = app.test_client().get(f"{path}answer")

    assert (response.status_code, response.headers["Location"]) == (303, path)


def test_a_token_nobody_gave_out_is_unknown(app: Flask, invited: str) -> None:
    client = app.test_client()

    assert client.get("/registrations/zzzz/answer").status_code == 404
    assert client.get(invited.replace("/answer", "x/answer")).status_code == 404


def test_staff_see_who_has_answered_in_one_statement_more_for_all(app: Flask) -> None:
    people = cast(app)
    client = people.partner_coordinator.client(app)
    path = f"/manage/events/{people.public}/people/"
    with app.app_context():
        event_id = people.event_ids["public"]
        with write():
            event = get_event(event_id)
            event.pool.capacity, event.contact_email = None, "b@example.org"
        first = register(event_id, "Anna Bērziņa")
        answer(first, "ACCEPTED", 9)
    client.get(path)
    with count_statements() as few:
        page = look(client, path)
    assert page.words.count("accepted") == 1
    with app.app_context():
        for number in range(5):
            answer(register(event_id, f"P{number} Person"), "TENTATIVE", 9)

    with count_statements() as many:
        page = look(client, path)

    assert page.words.count("perhaps") == 5
    assert len(many) == len(few)
    with app.app_context():
        public_id = get(first).public_id
    assert "accepted" in look(client, f"{path}{public_id}/").words
    exported = client.get(f"{path}export.csv?columns=name&columns=answer").text
    assert "Anna Bērziņa,accepted" in exported
