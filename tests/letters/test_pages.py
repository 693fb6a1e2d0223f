"""The coordinator's pages: writing, reading, trying, sending, and what became of letters."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from tests.browsing import Sheet, look, send
from tests.counting import count_statements
from tests.outbox import letters
from tests.people import People, cast
from tests.registrations.desk import log, set_event, store
from webapp.core.database import db, write
from webapp.core.links import short_code
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.letters.models import EventLetter
from webapp.letters.sending import write_due
from webapp.mail.messages import message_of
from webapp.mail.models import Letter
from webapp.mail.sending import send_due
from webapp.mail.work import empty_old_letters
from webapp.registrations.models import Registration

TEXT = {"subject-en": "Where to meet", "body-en": "At the door, {name}."}


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    """The browser of the coordinator of the organiser."""
    return people.partner_coordinator.client(app)


@pytest.fixture
def base(people: People) -> str:
    return f"/manage/events/{people.public}/letters/"


def chips(page: Sheet) -> list[str]:
    return [each.get_text(" ", strip=True) for each in page.soup.select("main .chip")]


def flashes(page: Sheet) -> list[str]:
    return [each.get_text(" ", strip=True) for each in page.soup.select(".flashes p")]


def draft(desk: FlaskClient, base: str, **fields: Any) -> Sheet:
    """A saved letter, before it goes."""
    values = TEXT | {"step": "preview", "audience": "confirmed"} | fields
    return send(desk, look(desk, f"{base}new"), **values)


def stages(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(EventLetter.stage).order_by(EventLetter.id)))


def work(app: Flask) -> None:
    """What the worker does when it is woken."""
    with app.app_context():
        write_due()
        send_due()
        db.session.remove()


# Writing


def test_a_letter_is_written_read_and_sent(
    app: Flask, people: People, desk: FlaskClient, base: str
) -> None:
    store(app, people, {"email": None})

    page = draft(desk, base)
    assert "1 person gets it. 1 more has no e-mail address: tell them yourself." in page.words
    assert "Good day, Anna Sample!" in page.words
    done = send(desk, page, button="Write to 1 person now")
    work(app)

    assert flashes(done) == ["The letter goes to 1 person."]
    [sent] = letters(app)
    assert (sent.recipient, sent.subject) == ("pauls@example.org", "Where to meet")
    assert "At the door, Pauls Participant." in (sent.body_text or "")
    assert "sent to 1 person" in chips(look(desk, base))
    assert [change.verb for change in log(app, "message-sent")] == ["message-sent"]


def test_wrong_placeholders_are_told_beside_their_text_and_nothing_is_lost(
    app: Flask, desk: FlaskClient, base: str
) -> None:
    page = draft(desk, base, **{"subject-en": "For {nmae}", "body-lv": "Sveiki {", "body-en": "ok"})

    assert page.status == 422
    assert page.errors() == {
        "subject-en": "Error: There is no placeholder {nmae}. Did you mean {name}?",
        "body-lv": "Error: A brace stands alone near “Sveiki {”. Write {{ or }} for a brace that"
        " is meant.",
    }
    assert "For {nmae}" in str(page.form())
    assert stages(app) == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"audience": "states"}, "Choose at least one state."),
        ({"audience": "organisation"}, "Choose the organisation."),
        ({"audience": "group"}, "Choose the group."),
        ({"audience": "nobody"}, "Choose one of the options listed."),
        ({"audience": "chosen"}, "Choose one of the options listed."),
        ({"audience": "states", "states": "asleep"}, "Choose only from the options listed."),
        ({"subject-en": ""}, "Write a subject, at least in one language."),
        ({"body-en": " "}, "Write a text, at least in one language."),
        ({"body-en": "x" * 10_001}, "Shorten this by 1 character: there is room for 10000."),
    ],
)
def test_what_is_missing_is_asked_for(
    app: Flask, desk: FlaskClient, base: str, fields: dict[str, str], told: str
) -> None:
    page = draft(desk, base, **fields)

    assert page.status == 422
    assert page.summary() == [told]
    assert stages(app) == []


def test_two_who_change_the_same_letter_see_both_versions(
    app: Flask, desk: FlaskClient, base: str
) -> None:
    saved = draft(desk, base)
    address = saved.response.request.path.removesuffix("preview")
    mine, theirs = look(desk, address), look(desk, address)
    send(desk, theirs, **{"subject-en": "Theirs"})

    stale = send(desk, mine, **{"subject-en": "Mine"})
    again = send(desk, stale)

    assert stale.status == 409
    assert [each.get_text(" ", strip=True) for each in stale.soup.select(".versions tbody tr")] == [
        "Subject Mine Theirs"
    ]
    assert again.status == 200
    with app.app_context():
        assert str(db.session.scalars(select(EventLetter)).one().subject) == "Mine"


def test_a_letter_changed_meanwhile_is_read_again_before_it_goes(
    app: Flask, desk: FlaskClient, base: str
) -> None:
    page = draft(desk, base)
    address = page.response.request.path.removesuffix("preview")
    send(desk, look(desk, address), **{"subject-en": "Other"})

    stale = send(desk, page, button="Write to 1 person now")

    assert stale.status == 409
    assert "Other" in stale.words
    assert stages(app) == ["draft"]


def test_a_test_goes_to_oneself_in_every_language(app: Flask, desk: FlaskClient, base: str) -> None:
    page = draft(desk, base, **{"subject-lv": "Kur tiekamies", "body-lv": "Pie durvīm."})

    done = send(desk, page, button="Send it to myself")
    work(app)

    assert flashes(done) == [
        "2 letters go to partner.coordinator@example.org, one in each language."
    ]
    found = letters(app)
    assert {each.recipient for each in found} == {"partner.coordinator@example.org"}
    assert [each.language for each in found] == ["en", "lv"]
    assert found[0].subject == "Test: Where to meet"
    assert stages(app) == ["draft"]
    assert "No letter has been written about this event." in look(desk, base).words


def test_a_letter_is_set_for_later_and_taken_back(
    app: Flask, people: People, desk: FlaskClient, base: str
) -> None:
    page = draft(desk, base)
    when = {"due-date": "2099-05-01", "due-time": "09:30"}

    set_for = send(desk, page, button="Let it go then", **when)
    with app.app_context():
        stored = db.session.scalars(select(EventLetter)).one()
        due_at, address = stored.due_at, f"{base}{stored.code}/"
    back = send(desk, look(desk, address), button="Do not send it: make it a draft")

    assert flashes(set_for) == ["The letter goes on Friday, 1 May 2099, 09:30 (Riga time)."]
    assert due_at is not None
    assert due_at.isoformat() == "2099-05-01T06:30:00+00:00"
    assert flashes(back) == ["The letter is a draft again."]
    assert stages(app) == ["draft"]


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ({"due-date": "", "due-time": ""}, "Choose when the letter goes."),
        ({"due-date": "2001-05-01", "due-time": "09:30"}, "Choose a time that is still to come."),
        ({"due-date": "2099-05-01", "due-time": ""}, "Add the time."),
    ],
)
def test_a_time_that_cannot_be_is_told(
    app: Flask, desk: FlaskClient, base: str, when: dict[str, str], told: str
) -> None:
    page = send(desk, draft(desk, base), button="Let it go then", **when)

    assert page.status == 422
    assert page.summary() == [told]
    assert stages(app) == ["draft"]


def test_a_draft_is_deleted(app: Flask, desk: FlaskClient, base: str) -> None:
    done = send(desk, draft(desk, base), button="Delete the letter")

    assert flashes(done) == ["The letter is deleted."]
    assert stages(app) == []


def test_people_chosen_in_the_list_are_written_to(
    app: Flask, people: People, desk: FlaskClient, base: str
) -> None:
    anna, _boriss = store(app, people, {"name": "Anna"}, {"name": "Boriss"})

    page = look(desk, f"/manage/events/{people.public}/people/selection?act=letter&chosen={anna}")
    assert "1 person was chosen in the list of people." in page.words
    address = f"{base}new?{page.response.request.query_string.decode()}"
    token = page.form().select_one("input[name=csrf_token]")
    assert token is not None
    values = TEXT | {"audience": "chosen", "step": "preview", "csrf_token": token["value"]}
    made = desk.post(address, data=values)
    send(desk, look(desk, made.headers["Location"]), button="Write to 1 person now")
    work(app)

    assert [each.recipient_name for each in letters(app)] == ["Anna"]


def test_all_the_list_is_narrowed_to_are_written_to(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    store(app, people, {"state": "waiting"}, {"state": "waiting"}, {"state": "declined"})

    page = look(
        desk, f"/manage/events/{people.public}/people/selection?act=letter&all=1&state=waiting"
    )

    assert "2 people were chosen in the list of people." in page.words


def test_a_reminder_is_switched_on_with_its_words_ready(
    app: Flask, people: People, desk: FlaskClient, base: str
) -> None:
    page = look(desk, f"{base}reminder")

    shown = send(desk, page, step="preview")
    done = send(desk, page, is_on="y", days_before="2", step="save")
    late = send(desk, look(desk, f"{base}reminder"), days_before="60", step="save")

    assert "Soon: Open harbour day" in shown.words
    assert flashes(done)[0].startswith("The reminder goes on ")
    assert late.errors()["days_before"].startswith("Error: That day has passed.")
    assert stages(app) == ["scheduled"]


def test_thanks_are_switched_on(app: Flask, desk: FlaskClient, base: str) -> None:
    done = send(desk, look(desk, f"{base}thanks"), is_on="y", step="save")

    assert flashes(done) == [
        "Thanks are on. They go when somebody records that the event was held."
    ]


# What became of letters


def written(app: Flask, people: People, number: int, **values: Any) -> None:
    """Letters of the public event in the outbox."""
    with app.app_context(), write():
        rows = [
            {
                "message_id": f"<{short_code(24)}@vizite.invalid>",
                "kind": "letters/of-event/message",
                "owner": f"registration:nobody{each}",
                "event_key": f"event:{people.event_ids['public']}",
                "recipient": f"p{each}@example.org",
                "recipient_name": f"Person {each}",
                "language": "en",
                "facts": {},
                "subject": "Where to meet",
                "body_text": "At the door.\n",
                "body_html": "<main>\n<p>At the door.</p></main>",
                "state": "sent",
                "sent_at": now(),
                **values,
            }
            for each in range(number)
        ]
        db.session.execute(insert(Letter), rows)


def returned(app: Flask, people: People) -> str:
    """One letter to Pauls that came back; its place in addresses."""
    owner = f"registration:{people.registration.split('-')[0]}"
    written(
        app,
        people,
        1,
        owner=owner,
        recipient="pauls@example.org",
        recipient_name="Pauls Participant",
        returned_at=now(),
        undelivered_at=now(),
        last_error="550 no such mailbox",
    )
    return letters(app)[-1].message_id.strip("<>").split("@")[0]


def rows(page: Sheet) -> list[str]:
    return [each.get_text(" ", strip=True) for each in page.soup.select("#letters tbody th a")]


def test_letters_are_listed_with_their_fate_and_narrowed(
    app: Flask, people: People, desk: FlaskClient, base: str
) -> None:
    written(app, people, 2)
    written(app, people, 1, recipient_name="Refused", state="refused", last_error="550 no")
    written(app, people, 1, recipient_name="Waits", state="stored", sent_at=None)
    returned(app, people)

    def found(query: str) -> list[str]:
        return rows(look(desk, f"{base}all?{query}"))

    assert found("") == ["Pauls Participant", "Waits", "Refused", "Person 1", "Person 0"]
    assert found("fate=returned") == ["Pauls Participant"]
    assert found("fate=refused") == ["Refused"]
    assert found("fate=sent") == ["Person 1", "Person 0"]
    assert found("fate=stored") == ["Waits"]
    assert found("q=pauls") == ["Pauls Participant"]
    assert found("open=1") == ["Pauls Participant"]
    assert found("fate=nonsense&after=zzz&before=%00") == found("")


def test_the_list_turns_its_pages_in_as_many_statements_as_for_ten(
    app: Flask, people: People, desk: FlaskClient, base: str
) -> None:
    def statements(address: str) -> int:
        with count_statements() as sent:
            look(desk, address)
        return len(sent)

    written(app, people, 10)
    few = statements(f"{base}all"), statements(base)
    written(app, people, 10_000)

    assert (statements(f"{base}all"), statements(base)) == few
    first = look(desk, f"{base}all")
    second = look(desk, str(first.soup.select_one("a[rel=next]")["href"]))  # type: ignore[index]
    back = look(desk, str(second.soup.select_one("a[rel=prev]")["href"]))  # type: ignore[index]
    assert len(rows(first)) == len(rows(second)) == 50
    assert set(rows(first)).isdisjoint(rows(second))
    assert rows(back) == rows(first)


def test_a_letter_is_read_as_it_was_written_and_sent_again_as_it_was(
    app: Flask, people: People, desk: FlaskClient, base: str
) -> None:
    identity = returned(app, people)

    page = look(desk, f"{base}all/{identity}/")
    assert "At the door." in page.words
    assert "550 no such mailbox" in page.words
    done = send(desk, page, button="Send it again to pauls@example.org")
    work(app)

    first, again = letters(app)
    assert flashes(done) == ["The letter goes again to pauls@example.org."]
    assert (again.subject, again.body_text, again.body_html) == (
        first.subject,
        first.body_text,
        first.body_html,
    )
    assert (again.repeats, first.undelivered_at) == (first.message_id, None)
    with app.app_context():
        message = message_of(again)
        text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert text.startswith("Sent again on ")
    assert text.endswith("It is the same letter as before.\n\nAt the door.\n")
    assert "<em>Sent again on " in html


def test_it_goes_to_the_address_the_person_has_now(
    app: Flask, people: People, desk: FlaskClient, base: str
) -> None:
    identity = returned(app, people)
    with app.app_context(), write():
        is_his = Registration.email == "pauls@example.org"
        pauls = db.session.scalars(select(Registration).where(is_his)).one()
        pauls.email = pauls.email_key = "new@example.org"

    send(desk, look(desk, f"{base}all/{identity}/"), button="Send it again to new@example.org")

    assert letters(app)[-1].recipient == "new@example.org"


def test_after_thirty_days_the_words_are_gone_and_it_says_so(
    app: Flask, people: People, desk: FlaskClient, base: str, clock: Any
) -> None:
    identity = returned(app, people)
    clock.forward(days=31)
    with app.app_context():
        empty_old_letters()
        db.session.remove()
    desk = people.partner_coordinator.client(app)

    page = look(desk, f"{base}all/{identity}/")

    assert "Its words are gone" in page.words
    assert "At the door." not in page.words
    assert "Send it again" not in page.words
    assert "came back" in chips(page)


def test_what_did_not_arrive_is_due_until_somebody_has_seen_to_it(
    app: Flask, people: People, desk: FlaskClient, base: str
) -> None:
    identity = returned(app, people)

    def due(who: Any) -> bool:
        return "1 letter did not arrive" in look(who.client(app), "/manage/").words

    told = [who.name for who in people if who.account_id is not None and due(who)]
    list_before = look(desk, f"/manage/events/{people.public}/people/")
    send(desk, look(desk, f"{base}all/{identity}/"), button="I have seen to it")

    assert told == ["partner_coordinator", "administrator"]
    assert "letters come back" in chips(list_before)
    assert not due(people.partner_coordinator)
    assert "letters come back" not in chips(look(desk, f"/manage/events/{people.public}/people/"))


def test_a_letter_of_another_event_is_not_found(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    identity = returned(app, people)
    other = f"/manage/events/{people.internal}/letters/"
    made = draft(desk, f"/manage/events/{people.public}/letters/")
    code = made.response.request.path.split("/")[-2]

    assert desk.get(f"{other}all/{identity}/").status_code == 404
    assert desk.get(f"{other}{code}/").status_code == 404
    assert desk.get(f"{other}%00/").status_code == 404


def test_staff_of_the_project_who_do_not_organise_it_read_nothing(
    app: Flask, people: People, base: str
) -> None:
    identity = returned(app, people)
    planner = people.project_coordinator.client(app)

    for address in (base, f"{base}all", f"{base}all/{identity}/", f"{base}new"):
        answer = planner.get(address)
        assert answer.status_code == 403
        assert "pauls" not in answer.get_data(as_text=True).casefold()


def test_a_title_with_braces_and_markup_does_no_harm(
    app: Flask, people: People, desk: FlaskClient, base: str
) -> None:
    set_event(app, people, name=LocalText({"en": "{name} <script>*x*</script> [a](b)"}))

    page = draft(desk, base, **{"body-en": "Come to {event}!"})

    assert page.status == 200
    assert "Come to {name} <script>*x*</script> [a](b)!" in page.words
    assert not page.soup.select("main script, .letter__page a, .letter__page em")
